package account

import (
	"context"
	"fmt"
	"maps"
	"time"

	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/account/email"
	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/mail"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/secret"
)

// How long "this was not me" works: 14 days, for a recovery's notices until 14
// days after it is DONE. A recovery is never under way for as long as 45 days.
const (
	NotMeFor     = 14 * 24 * time.Hour
	notMeForFlow = 45 * 24 * time.Hour
)

// Notify puts a notice about an account into the outbox, in the caller's
// transaction: one mail for each known address (wallet and marketplace), each
// with a "this was not me" link of its own. template is one of package mail's
// notices; the param "at" is now unless it is given.
func (s *Service) Notify(ctx context.Context, q postgres.Querier, accountID, template string, params map[string]string) error {
	return s.NotifyFlow(ctx, q, accountID, "", template, params)
}

// SendTranscript puts lines of a conversation into the outbox, for the account's own
// address: others have no right to them.
func (s *Service) SendTranscript(ctx context.Context, q postgres.Querier, accountID, lines string) error {
	row, err := s.row(ctx, q, accountID)
	if err != nil {
		return fmt.Errorf("send transcript: %w", err)
	}
	return s.mail.Enqueue(ctx, q, mail.Message{
		To: row.Email, Template: mail.ChatTranscript, Locale: row.Locale,
		Params: map[string]string{"at": s.now().Format(time.RFC3339)}, Secrets: map[string]string{mail.Transcript: lines},
	})
}

// NewDevice tells the owner of a registered account that somebody signed in from a
// device not seen before, for example "Firefox · Android". Others have nothing to
// lose yet.
func (s *Service) NewDevice(ctx context.Context, q postgres.Querier, personID, device string) error {
	row, err := selectByPerson(ctx, q, personID)
	if err != nil {
		return fmt.Errorf("notify of new device: %w", err)
	}
	if row.RegisteredAt == nil {
		return nil
	}
	return s.Notify(ctx, q, row.ID, mail.NewSession, map[string]string{"device": device})
}

// Wake tells the outbox that mails wait, after the commit that wrote them.
func (s *Service) Wake() { s.mail.Wake() }

// NotifyFlow is Notify about a recovery.
func (s *Service) NotifyFlow(ctx context.Context, q postgres.Querier, accountID, flowID, template string, params map[string]string) error {
	row, err := s.row(ctx, q, accountID)
	if err != nil {
		return fmt.Errorf("notify account: %w", err)
	}
	for _, address := range known(row) {
		if err := s.notifyAt(ctx, q, row, address, flowID, template, params); err != nil {
			return fmt.Errorf("notify account: %w", err)
		}
	}
	return nil
}

// NotifyElsewhere is NotifyFlow for all addresses but the wallet's own, which gets
// a mail with more in it.
func (s *Service) NotifyElsewhere(ctx context.Context, q postgres.Querier, accountID, flowID, template string, params map[string]string) error {
	row, err := s.row(ctx, q, accountID)
	if err != nil {
		return fmt.Errorf("notify account: %w", err)
	}
	own := compareKey(row.Email)
	for _, address := range known(row) {
		if compareKey(address) == own {
			continue
		}
		if err := s.notifyAt(ctx, q, row, address, flowID, template, params); err != nil {
			return fmt.Errorf("notify account: %w", err)
		}
	}
	return nil
}

func (s *Service) notifyAt(ctx context.Context, q postgres.Querier, row accountRow, address, flowID, template string, params map[string]string) error {
	m := mail.Message{To: address, Template: template, Locale: row.Locale, Params: map[string]string{"at": s.now().Format(time.RFC3339)}}
	maps.Copy(m.Params, params)
	if mail.HasNotMe(template) {
		token, err := s.NotMeToken(ctx, q, row.ID, flowID, template)
		if err != nil {
			return err
		}
		m.Secrets = map[string]string{mail.NotMe: token}
	}
	return s.mail.Enqueue(ctx, q, m)
}

// known are the addresses of an account, the wallet's first, each once.
func known(row accountRow) []string {
	var all []string
	if row.ConfirmedAt != nil {
		all = append(all, row.Email)
	}
	if row.PersonEmail != "" && (len(all) == 0 || compareKey(row.PersonEmail) != compareKey(row.Email)) {
		all = append(all, row.PersonEmail)
	}
	return all
}

// compareKey is the key of an address; what can't be parsed is its own key.
func compareKey(address string) string {
	parsed, err := email.Parse("email", address)
	if err != nil {
		return address
	}
	return parsed.Compare()
}

// NotMeToken makes the token of a "this was not me" link, for a mail about the
// account and, unless flowID is empty, a recovery.
func (s *Service) NotMeToken(ctx context.Context, q postgres.Querier, accountID, flowID, about string) (string, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return "", fmt.Errorf("make not-me link: %w", err)
	}
	token, sum := secret.NewToken(s.random)
	now := s.now()
	row := notMeRow{ID: id.String(), AccountID: accountID, About: about, TokenSum: sum, CreatedAt: now, ExpiresAt: now.Add(NotMeFor)}
	if flowID != "" {
		row.FlowID, row.ExpiresAt = &flowID, now.Add(notMeForFlow)
	}
	if err := insertNotMe(ctx, q, row); err != nil {
		return "", fmt.Errorf("make not-me link: %w", err)
	}
	return token, nil
}

// UseNotMe uses a "this was not me" link up and tells whose it is; flowID is empty
// for notices that are about no recovery. first is false when it was used before:
// pressing twice is no failure and does nothing more. fault.Conflict LINK_DEAD for
// expired and unknown ones.
func (s *Service) UseNotMe(ctx context.Context, q postgres.Querier, token string) (accountID, flowID string, first bool, err error) {
	row, err := lockNotMe(ctx, q, secret.TokenSum(token), s.now())
	if postgres.NoRows(err) {
		return "", "", false, errLinkDead()
	}
	if err != nil {
		return "", "", false, fmt.Errorf("use not-me link: %w", err)
	}
	if row.FlowID != nil {
		flowID = *row.FlowID
	}
	if row.UsedAt != nil {
		return row.AccountID, flowID, false, nil
	}
	if err := useNotMe(ctx, q, row.ID, s.now()); err != nil {
		return "", "", false, fmt.Errorf("use not-me link: %w", err)
	}
	return row.AccountID, flowID, true, nil
}

// SetNotMeExpiry moves the end of all "not me" links of a recovery.
func (s *Service) SetNotMeExpiry(ctx context.Context, q postgres.Querier, flowID string, until time.Time) error {
	if err := setNotMeExpiry(ctx, q, flowID, until); err != nil {
		return fmt.Errorf("move end of not-me links: %w", err)
	}
	return nil
}

// errLinkDead is the one answer to expired, used, replaced and unknown links.
func errLinkDead() error {
	return fault.New(fault.Conflict, "LINK_DEAD", "This link or code does not work any more. Please ask for a new one.")
}
