package recovery

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/job"
	"github.com/walletdesk/walletdesk/mail"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/secret"
	"github.com/walletdesk/walletdesk/throttle"
)

// Limits of requests (rules.md "E-mail"): an address 60 s apart, 5 an hour, 10 a
// day; a network 20 an hour. A customer who asks signed in is counted apart, so
// that nobody who knows the address can use the tries up.
func addressLimits(who string) []throttle.Limit {
	return []throttle.Limit{
		{Name: "recovery." + who + ".minute", Max: 1, Window: time.Minute},
		{Name: "recovery." + who + ".hour", Max: 5, Window: time.Hour},
		{Name: "recovery." + who + ".day", Max: 10, Window: 24 * time.Hour},
	}
}

func networkLimit() throttle.Limit {
	return throttle.Limit{Name: "recovery.network.hour", Max: 20, Window: time.Hour}
}

// RequestInput asks for a recovery, or for the way back to one.
type RequestInput struct {
	// Email is the wallet's address. A signed-in customer may leave it out.
	Email string
	// AccountID is the signed-in customer's own account, empty for everybody else.
	AccountID string
	// CaptchaID and CaptchaAnswer are needed by everybody but a signed-in customer
	// who asks for the own account.
	CaptchaID, CaptchaAnswer string
	// UserAgent is named in the mail.
	UserAgent string
	// ClientKey is the throttle key of the caller's network.
	ClientKey string
}

// Request asks for a recovery of the accounts that have an address, or for the
// way back to one that is under way. It returns the token of the asking browser's
// request cookie, good for RequestCookieFor: the mail's code is taken only there.
// Whether the address has an account makes no difference to what is returned nor
// to what is done; the mails are a job's work.
//
// fault.Invalid about "email" or "captcha.answer", fault.Throttled,
// fault.Conflict NOT_REGISTERED for a signed-in customer without a password.
func (s *Service) Request(ctx context.Context, in RequestInput) (string, error) {
	asked, err := s.admit(ctx, in)
	if err != nil {
		return "", fmt.Errorf("request recovery: %w", err)
	}
	id, err := uuid.NewV7()
	if err != nil {
		return "", fmt.Errorf("request recovery: %w", err)
	}
	cookie, sum := secret.NewToken(s.random)
	now := s.now()
	asked.RequestID, asked.At, asked.UserAgent = id.String(), now, clip(in.UserAgent)
	err = s.db.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		if err := insertRequest(ctx, q, asked.RequestID, sum, now, now.Add(RequestCookieFor)); err != nil {
			return err
		}
		return s.jobs.Enqueue(ctx, q, jobRequest, asked.RequestID, now, asked)
	})
	if err != nil {
		return "", fmt.Errorf("request recovery: %w", err)
	}
	s.jobs.Wake()
	return cookie, nil
}

// request is the job's payload. No secret is in it.
type request struct {
	RequestID string    `json:"requestId"`
	Address   string    `json:"address,omitempty"`   // compare key
	AccountID string    `json:"accountId,omitempty"` // instead, for a signed-in customer
	UserAgent string    `json:"userAgent"`
	At        time.Time `json:"at"`
}

// admit checks and counts who asks for what.
func (s *Service) admit(ctx context.Context, in RequestInput) (request, error) {
	var compare, count string
	if in.Email != "" || in.AccountID == "" {
		var err error
		if compare, count, err = s.accounts.Address("email", in.Email); err != nil {
			return request{}, err
		}
	}
	if in.AccountID != "" {
		_, own, registered, _, err := s.accounts.Standing(ctx, s.db, in.AccountID)
		if err != nil {
			return request{}, err
		}
		if compare == "" || compare == own {
			if !registered {
				return request{}, fault.New(fault.Conflict, "NOT_REGISTERED", "Please complete the registration first.")
			}
			return request{AccountID: in.AccountID}, s.throttle.Take(ctx, "account:"+in.AccountID, addressLimits("account")...)
		}
	}
	if err := s.throttle.Take(ctx, "network:"+in.ClientKey, networkLimit()); err != nil {
		return request{}, err
	}
	if err := s.captcha.Check(ctx, in.CaptchaID, in.CaptchaAnswer); err != nil {
		return request{}, err
	}
	return request{Address: compare}, s.throttle.Take(ctx, "email:"+count, addressLimits("address")...)
}

// clip bounds what a client says of itself.
func clip(userAgent string) string { return userAgent[:min(len(userAgent), 256)] }

// handleRequest makes the flows and mails of a request, if there are accounts.
func (s *Service) handleRequest(ctx context.Context, q postgres.Querier, j job.Job) error {
	var asked request
	if err := j.Decode(&asked); err != nil {
		return err
	}
	ids := []string{asked.AccountID}
	if asked.AccountID == "" {
		var err error
		if ids, err = s.accounts.ByEmail(ctx, q, asked.Address); err != nil {
			return err
		}
	}
	for _, id := range ids {
		if err := s.answerRequest(ctx, q, id, asked); err != nil {
			return fmt.Errorf("answer recovery request: %w", err)
		}
	}
	if len(ids) > 0 {
		s.mail.Wake()
	}
	return nil
}

// answerRequest sends a new flow's first mail, or the way back to the flow that
// is to be joined.
func (s *Service) answerRequest(ctx context.Context, q postgres.Querier, accountID string, asked request) error {
	flows, err := s.underWay(ctx, q, accountID)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(flows, joinable)
	if i >= 0 {
		if err := s.write(ctx, q, flows[i], "recovery.way-back-requested", "system", nil); err != nil {
			return err
		}
		return s.sendLink(ctx, q, flows[i], asked, wayBackLink, mail.RecoveryWayBack)
	}
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	now := s.now()
	f := flowRow{ID: id.String(), AccountID: accountID, State: Requested, UserAgent: asked.UserAgent, RequestedAt: now, ExpiresAt: now.Add(LinkFor)}
	_, _, locale, _, err := s.accounts.CaseAccount(ctx, q, accountID)
	if err != nil {
		return err
	}
	if err := insertFlow(ctx, q, f, locale); err != nil {
		return err
	}
	if err := s.expireAt(ctx, q, f.ID, f.ExpiresAt); err != nil {
		return err
	}
	if err := s.write(ctx, q, f, "recovery.requested", "system", map[string]string{"device": mail.Device(asked.UserAgent)}); err != nil {
		return err
	}
	return s.sendLink(ctx, q, f, asked, startLink, mail.RecoveryStart)
}

// joinable flows are not superseded: the support service has them, or their new
// password cools down.
func joinable(f flowRow) bool {
	return f.State == Escalated || f.State == ResetApproved || f.State == PasswordSet
}

// underWay are the account's flows that have not ended, locked. Those whose time
// is over end now.
func (s *Service) underWay(ctx context.Context, q postgres.Querier, accountID string) ([]flowRow, error) {
	all, err := lockUnderWay(ctx, q, accountID)
	if err != nil {
		return nil, err
	}
	flows := make([]flowRow, 0, len(all))
	for _, f := range all {
		ended, err := s.expire(ctx, q, f)
		if err != nil {
			return nil, err
		}
		if !ended {
			flows = append(flows, f)
		}
	}
	return flows, nil
}

// sendLink makes a link and a code for a flow and mails them to the wallet's
// address.
func (s *Service) sendLink(ctx context.Context, q postgres.Querier, f flowRow, asked request, purpose, template string) error {
	_, address, locale, since, err := s.accounts.CaseAccount(ctx, q, f.AccountID)
	if err != nil {
		return err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	now := s.now()
	token, sum := secret.NewToken(s.random)
	code := secret.NewCode(s.random)
	l := linkRow{
		ID: id.String(), FlowID: f.ID, Purpose: purpose, TokenSum: sum, CodeMAC: s.codeMAC(id.String(), code),
		CreatedAt: now, ExpiresAt: now.Add(LinkFor),
	}
	if asked.RequestID != "" {
		l.RequestID = &asked.RequestID
	}
	if err := insertLink(ctx, q, l); err != nil {
		return err
	}
	if err := resetFlowTries(ctx, q, f.ID); err != nil {
		return err
	}
	notMe, err := s.accounts.NotMeToken(ctx, q, f.AccountID, f.ID, template)
	if err != nil {
		return err
	}
	params := map[string]string{"until": f.ExpiresAt.Format(time.RFC3339)}
	if asked.RequestID != "" {
		params = map[string]string{
			"device": mail.Device(asked.UserAgent), "askedAt": asked.At.Format(time.RFC3339), "openedAt": since.Format(time.RFC3339),
		}
	}
	return s.mail.Enqueue(ctx, q, mail.Message{
		To: address, Template: template, Locale: locale, Params: params,
		Secrets:   map[string]string{mail.Token: token, mail.Code: code, mail.NotMe: notMe},
		ExpiresAt: l.ExpiresAt,
	})
}

const codePurpose = "recovery.code"

// codeMAC is the keyed hash of a code, bound to its link and by that to its flow.
func (s *Service) codeMAC(linkID, code string) []byte {
	return s.keys.MAC(codePurpose, []byte(linkID), []byte(code))
}
