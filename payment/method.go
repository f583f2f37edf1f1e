package payment

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/walletdesk/walletdesk/pan"
)

// CardNumber is a card for one charge: in memory for the call alone.
type CardNumber struct {
	Number      pan.PAN
	ExpiryMonth int // 1 to 12
	ExpiryYear  int // four digits
	CVC         CVC // empty for a saved card: it is kept nowhere
}

// CVC is a card's security code. It shows nothing when printed, logged or encoded;
// string(c) is the only way to it.
type CVC string

// String hides the code.
func (CVC) String() string { return "•••" }

// Format prints String, whatever the verb.
func (c CVC) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, c.String()) }

// MarshalText encodes String.
func (c CVC) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// Charge is what a provider is asked to take.
type Charge struct {
	// AttemptID is the idempotency key: asked twice with the same, a provider
	// takes the money once.
	AttemptID string
	PaymentID string
	Amount    Money
	Payee     string
	Order     string
	// Card is there for the two ways that use one.
	Card CardNumber
	// Until is when the payer's time is up, for e-wallets and cash.
	Until time.Time
}

// Status is how a charge stands at its provider.
type Status string

// The statuses of a charge.
const (
	Approved Status = "APPROVED" // the money is ours
	Declined Status = "DECLINED" // it is not, and won't be; Outcome.Decline says why
	Pending  Status = "PENDING"  // the payer has something to do, or the provider has
	Unknown  Status = "UNKNOWN"  // the provider never saw it, and takes it no more
)

// Outcome is a provider's answer.
type Outcome struct {
	Status  Status
	Decline string // code, see the contract's Payment.declineCode
	// RedirectURL is where an e-wallet wants the browser to go.
	RedirectURL string
	// Code is what a cash point wants to be told, eight characters.
	Code string
}

// Method carries a way to pay out, by a provider beyond the program. Both calls may
// be repeated; they have a deadline in their context.
type Method interface {
	// Begin asks for a charge. An error means that its fate is not known.
	Begin(ctx context.Context, c Charge) (Outcome, error)
	// Close tells how a charge ended, Approved or Declined. One that has not ended is
	// closed, one that was never begun can't be begun any more: both are Unknown.
	Close(ctx context.Context, attemptID string) (Outcome, error)
}
