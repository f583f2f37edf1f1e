package payment

import "fmt"

// OpenInput is a payment to open.
type OpenInput struct {
	IdempotencyKey string
	Order          string
	Description    string
	Payee          string
	Amount         Money
	Subject        *string // the shopper at the marketplace's provider
	Methods        []Kind  // nil: all
	ReturnURL      string
	ExpiresIn      *int // seconds
}

// ConfirmInput is a confirmation with a saved card.
type ConfirmInput struct {
	ID       *string
	Token    *string // wins
	Digest   string
	CardID   string
	Password string
}

// GuestInput is a card typed once.
type GuestInput struct {
	Token       string
	Digest      string
	Number      string
	ExpiryMonth int
	ExpiryYear  int
	CVC         string
}

// Format hides what was typed, whatever the verb.
func (GuestInput) Format(s fmt.State, _ rune) { _, _ = s.Write([]byte("payment.GuestInput")) }

// MarshalText hides it from JSON and the log.
func (GuestInput) MarshalText() ([]byte, error) { return []byte("payment.GuestInput"), nil }

// MethodInput is a payment as it was shown.
type MethodInput struct {
	Token  string
	Digest string
}
