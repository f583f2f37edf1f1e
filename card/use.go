package card

import (
	"context"
	"errors"
	"fmt"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/pan"
	"github.com/walletdesk/walletdesk/postgres"
)

// Typed is a card as somebody types it who does not save it.
type Typed struct {
	Number      string
	ExpiryMonth int // 1 to 12
	ExpiryYear  int // four digits
	CVC         string
}

// Format hides what was typed, whatever the verb.
func (t Typed) Format(s fmt.State, _ rune) { _, _ = s.Write([]byte("card.Typed")) }

// MarshalText hides it from JSON and the log.
func (t Typed) MarshalText() ([]byte, error) { return []byte("card.Typed"), nil }

// Presented is a card in the moment it pays: in memory, for as long as the
// function lasts that it was given to. It prints no more than its ends.
type Presented struct {
	// Card is the saved one; of a typed card it has no id.
	Card Card
	// Number is the whole number. Digits() gives a copy, which its taker clears.
	Number pan.PAN
	// CVC is empty for a saved card: it is kept nowhere.
	CVC CVC
}

// ErrExpired is what a card answers that was to pay after its last day.
func ErrExpired() error {
	return fault.New(fault.Conflict, "CARD_EXPIRED", "This card has expired. Please choose another one.")
}

// WithSaved opens the number of an account's saved card, hands it to use and
// clears it when use returns; use keeps none of it. It is for charging: use calls
// the processor, so call it outside of any transaction.
//
// fault.NotFound for a foreign or absent card; fault.Conflict CARD_EXPIRED. The
// failure of use comes back as it is.
func (s *Service) WithSaved(ctx context.Context, accountID, id string, use func(ctx context.Context, p Presented) error) error {
	if !isID(id) {
		return errNotFound()
	}
	row, err := selectSealed(ctx, s.DB, accountID, id)
	if postgres.NoRows(err) {
		return errNotFound()
	}
	if err != nil {
		return fmt.Errorf("use card: %w", err)
	}
	c := row.card(s.Clock())
	if c.Expired {
		return ErrExpired()
	}
	number, err := s.open(row)
	if err != nil {
		return fmt.Errorf("use card: %w", err)
	}
	defer number.Clear()
	return use(ctx, Presented{Card: *c, Number: number})
}

// WithTyped checks a card that is typed and not saved, hands it to use and clears
// it when use returns. fault.Invalid tells of every field at once: number,
// expiryMonth, expiryYear, cvc. Public test numbers are taken under --dev alone.
func (s *Service) WithTyped(ctx context.Context, in Typed, use func(ctx context.Context, p Presented) error) error {
	number, wrong, err := s.read(in)
	if err != nil {
		return fmt.Errorf("use typed card: %w", err)
	}
	defer number.Clear()
	if len(wrong) > 0 {
		return fault.Fields(wrong[0], wrong[1:]...)
	}
	c := cardRow{
		Network: number.Network().Code, First4: number.First4(), Last4: number.Last4(),
		ExpiryMonth: in.ExpiryMonth, ExpiryYear: in.ExpiryYear, CreatedAt: s.Clock(),
	}.card(s.Clock())
	return use(ctx, Presented{Card: *c, Number: number, CVC: CVC(in.CVC)})
}

// open opens the number of a row that has its cipher.
func (s *Service) open(row cardRow) (pan.PAN, error) {
	digits, err := s.Keys.OpenEnvelope(sealPurpose, boundTo(row), row.envelope())
	if err != nil {
		return pan.PAN{}, err
	}
	defer clear(digits)
	number, err := pan.FromDigits(digits)
	if err != nil {
		return pan.PAN{}, errors.New("the opened number is none") // not the cause: it is about the number
	}
	return number, nil
}
