package card

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/audit"
	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/mail"
	"github.com/walletdesk/walletdesk/pan"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/session"
)

const (
	sealPurpose = "card"
	macPurpose  = "card.fingerprint"
)

// Add saves a card of the calling customer, once its issuer has said yes.
//
// fault.Invalid tells of every field at once, and of what the issuer found wrong;
// fault.Conflict CARD_EXISTS with the saved card as Ref, TOO_MANY_CARDS, HELD;
// fault.Forbidden ACCOUNT_FROZEN; fault.Throttled after 5 in an hour;
// fault.Unavailable ISSUER_UNAVAILABLE; the failures of the payment password.
func (s *Service) Add(ctx context.Context, actor session.Actor, in AddInput) (*Card, error) {
	number, err := s.parse(in)
	if err != nil {
		return nil, err
	}
	defer number.Clear()
	if err := s.Accounts.MayPay(ctx, s.DB, actor.AccountID); err != nil {
		return nil, err
	}
	if err := s.Throttle.Take(ctx, "account:"+actor.AccountID, tryLimit); err != nil {
		return nil, err
	}
	if err := s.Accounts.VerifyPassword(ctx, actor.AccountID, in.Password); err != nil {
		return nil, under("password", err)
	}
	row, err := s.seal(actor.AccountID, number, in)
	if err != nil {
		return nil, fmt.Errorf("add card: %w", err)
	}
	// The issuer hears of no card that could not be saved anyway.
	if _, err := s.room(ctx, s.DB, row); err != nil {
		return nil, err
	}
	if err := s.Throttle.Peek(ctx, "account:"+actor.AccountID, addLimit); err != nil {
		return nil, err
	}
	if err := s.verify(ctx, number, in); err != nil {
		return nil, err
	}
	if err := s.Throttle.Take(ctx, "account:"+actor.AccountID, addLimit); err != nil {
		return nil, err
	}
	if err := s.DB.InTx(ctx, func(ctx context.Context, q postgres.Querier) error { return s.insert(ctx, q, row) }); err != nil {
		return nil, err
	}
	s.Wake()
	return s.Find(ctx, row.AccountID, row.ID)
}

// seal turns a number into the row that keeps it. The plain digits are cleared.
func (s *Service) seal(accountID string, number pan.PAN, in AddInput) (cardRow, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return cardRow{}, err
	}
	row := cardRow{
		ID: id.String(), AccountID: accountID, Network: number.Network().Code,
		First4: number.First4(), Last4: number.Last4(),
		ExpiryMonth: in.ExpiryMonth, ExpiryYear: in.ExpiryYear, CreatedAt: s.Clock().UTC(),
	}
	digits := number.Digits()
	defer clear(digits)
	envelope, err := s.Keys.SealEnvelope(sealPurpose, boundTo(row), digits)
	if err != nil {
		return cardRow{}, fmt.Errorf("seal: %w", err)
	}
	row.WrappedKey, row.Ciphertext, row.KeyVersion = envelope.WrappedKey, envelope.Ciphertext, envelope.KeyVersion
	row.Fingerprint = s.Keys.MAC(macPurpose, []byte(accountID), digits)
	return row, nil
}

// boundTo is the additional data of a card's cipher: rows can't be swapped.
func boundTo(r cardRow) []byte { return []byte("card|" + r.ID + "|" + r.AccountID) }

func (s *Service) insert(ctx context.Context, q postgres.Querier, row cardRow) error {
	// Cards of one account are added one after the other, so that the count holds.
	if err := lockOwner(ctx, q, row.AccountID); err != nil {
		return fmt.Errorf("add card: %w", err)
	}
	// Again inside: a "not me" may have come while the password was hashed.
	if err := s.Accounts.MayPay(ctx, q, row.AccountID); err != nil {
		return err
	}
	have, err := s.room(ctx, q, row)
	if err != nil {
		return err
	}
	row.IsDefault = have == 0
	if err := insertCard(ctx, q, row); err != nil {
		return fmt.Errorf("add card: %w", err)
	}
	return s.tell(ctx, q, row, "card.added", mail.CardAdded)
}

// room tells how many cards the account has, and fails when this one is among them
// or has no place.
func (s *Service) room(ctx context.Context, q postgres.Querier, row cardRow) (int, error) {
	cards, err := selectCards(ctx, q, row.AccountID)
	if err != nil {
		return 0, fmt.Errorf("add card: %w", err)
	}
	for _, c := range cards {
		if string(c.Fingerprint) == string(row.Fingerprint) {
			return 0, fault.New(fault.Conflict, "CARD_EXISTS", "This card is saved already.").WithRef(c.ID)
		}
	}
	if len(cards) >= MaxCards {
		return 0, fault.New(fault.Conflict, "TOO_MANY_CARDS", fmt.Sprintf("An account can have %d cards. Delete one first.", MaxCards))
	}
	return len(cards), nil
}

// tell writes the record and the notices, in the transaction of the change.
func (s *Service) tell(ctx context.Context, q postgres.Querier, row cardRow, action, template string) error {
	detail := map[string]string{"network": row.card(s.Clock()).NetworkName(), "last4": row.Last4}
	err := s.Audit.Write(ctx, q, audit.Entry{
		Stream: "account:" + row.AccountID, Action: action, Actor: "account:" + row.AccountID, Detail: detail, At: s.Clock().UTC(),
	})
	if err != nil {
		return fmt.Errorf("%s: %w", action, err)
	}
	if err := s.Accounts.Notify(ctx, q, row.AccountID, template, detail); err != nil {
		return fmt.Errorf("%s: %w", action, err)
	}
	return nil
}

// List is an account's cards, oldest first. The caller has checked that it may
// see them.
func (s *Service) List(ctx context.Context, accountID string) ([]*Card, error) {
	rows, err := selectCards(ctx, s.DB, accountID)
	if err != nil {
		return nil, fmt.Errorf("list cards: %w", err)
	}
	cards := make([]*Card, 0, len(rows))
	for _, r := range rows {
		cards = append(cards, r.card(s.Clock()))
	}
	return cards, nil
}

// Find is one card of an account; fault.NotFound for a foreign or absent one.
func (s *Service) Find(ctx context.Context, accountID, id string) (*Card, error) {
	if !isID(id) {
		return nil, errNotFound()
	}
	row, err := selectCard(ctx, s.DB, accountID, id)
	if postgres.NoRows(err) {
		return nil, errNotFound()
	}
	if err != nil {
		return nil, fmt.Errorf("find card: %w", err)
	}
	return row.card(s.Clock()), nil
}

// Delete deletes a card of the calling customer and destroys its key.
// fault.NotFound for a foreign or absent one.
func (s *Service) Delete(ctx context.Context, actor session.Actor, id string) error {
	if !isID(id) {
		return errNotFound()
	}
	err := s.DB.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		if err := lockOwner(ctx, q, actor.AccountID); err != nil {
			return fmt.Errorf("delete card: %w", err)
		}
		row, err := selectCard(ctx, q, actor.AccountID, id)
		if postgres.NoRows(err) {
			return errNotFound()
		}
		if err != nil {
			return fmt.Errorf("delete card: %w", err)
		}
		gone, err := deleteCard(ctx, q, actor.AccountID, id)
		if err != nil {
			return fmt.Errorf("delete card: %w", err)
		}
		if !gone {
			return errNotFound()
		}
		if err := s.nextDefault(ctx, q, row); err != nil {
			return fmt.Errorf("delete card: %w", err)
		}
		return s.tell(ctx, q, row, "card.deleted", mail.CardDeleted)
	})
	if err != nil {
		return err
	}
	s.Wake()
	return nil
}

// Counting is the cards that count for a match: saved before a time and at
// least 7 days old.
func (s *Service) Counting(ctx context.Context, accountID string, savedBefore time.Time) ([]*Card, error) {
	cards, err := s.List(ctx, accountID)
	if err != nil {
		return nil, err
	}
	limit := s.Clock().Add(-MatchAge)
	var counting []*Card
	for _, c := range cards {
		if c.CreatedAt.Before(savedBefore) && !c.CreatedAt.After(limit) {
			counting = append(counting, c)
		}
	}
	return counting, nil
}

// MatchDigits tells whether first 4 and last 4 are those of a card that counts,
// and whether there is one at all. The caller limits the tries.
func (s *Service) MatchDigits(ctx context.Context, accountID, first4, last4 string, savedBefore time.Time) (matched, some bool, err error) {
	cards, err := s.Counting(ctx, accountID, savedBefore)
	if err != nil {
		return false, false, fmt.Errorf("match digits: %w", err)
	}
	for _, c := range cards {
		if c.First4 == first4 && c.Last4 == last4 {
			return true, true, nil
		}
	}
	return false, len(cards) > 0, nil
}

func isID(id string) bool { return uuid.Validate(id) == nil }

func errNotFound() error {
	return fault.New(fault.NotFound, "NOT_FOUND", "There is no such card.")
}
