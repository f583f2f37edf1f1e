package card

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/pan"
)

// issuerTimeout is how long the issuer may take where Deps says nothing: what a
// person with a form before them waits for, and less than a request may last.
const issuerTimeout = 10 * time.Second

// Issuer is whoever issued the cards, or the processor that speaks for them all.
// It is asked once before a card is saved. Implementations are in card/issuer.
type Issuer interface {
	// Verify asks whether a card exists, is good and has this security code: an
	// authorisation of nothing ("account verification", "zero value"). An error
	// means that there is no answer; its text quotes nothing of the card.
	Verify(ctx context.Context, v Verification) (Answer, error)
}

// Verification is one question to the issuer. It is never written anywhere.
type Verification struct {
	// ID is the question's own: asked twice it is one question.
	ID          string
	Number      pan.PAN
	ExpiryMonth int // 1 to 12
	ExpiryYear  int // four digits
	CVC         CVC
}

// CVC is a card's security code (CVC2, CVV2, CID). It shows nothing when printed,
// logged or encoded; string(c) is the only way to it.
type CVC string

// String hides the code.
func (c CVC) String() string { return "•••" }

// Format prints String, whatever the verb.
func (c CVC) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, c.String()) }

// MarshalText encodes String.
func (c CVC) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// Answer is what the issuer says; the text is stable.
type Answer string

// The answers. The response codes are ISO 8583's, field 39.
const (
	Approved          Answer = "APPROVED"           // 00, 85
	Declined          Answer = "DECLINED"           // 57, 62, lost and stolen (41, 43), and all that is not told
	DoNotHonour       Answer = "DO_NOT_HONOUR"      // 05
	UnknownNumber     Answer = "UNKNOWN_NUMBER"     // 14
	ExpiredCard       Answer = "EXPIRED_CARD"       // 54
	IncorrectCVC      Answer = "INCORRECT_CVC"      // N7, 82
	InsufficientFunds Answer = "INSUFFICIENT_FUNDS" // 51
	TooOften          Answer = "TOO_OFTEN"          // 65, 75
)

// verify asks the issuer, outside of any transaction. It is nil when the card may
// be saved; otherwise the failure says beside which field what is to be done.
func (s *Service) verify(ctx context.Context, number pan.PAN, in AddInput) error {
	id, err := uuid.NewV7()
	if err != nil {
		return fmt.Errorf("verify card: %w", err)
	}
	wait := s.IssuerTimeout
	if wait <= 0 {
		wait = issuerTimeout
	}
	asking, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	answer, err := s.Issuer.Verify(asking, Verification{
		ID: id.String(), Number: number, ExpiryMonth: in.ExpiryMonth, ExpiryYear: in.ExpiryYear, CVC: CVC(in.CVC),
	})
	if ctx.Err() != nil {
		return fmt.Errorf("verify card: %w", ctx.Err()) // the caller has gone
	}
	if err != nil {
		s.Logger.WarnContext(ctx, "the issuer gave no answer", "verification", id.String(), "error", err)
		return fault.New(fault.Unavailable, "ISSUER_UNAVAILABLE",
			"The card could not be checked with its bank just now. Nothing was saved; please try again in a moment.").WithCause(err)
	}
	return refusal(answer)
}

// refusal is an answer in words, beside the field that can be corrected.
func refusal(a Answer) error {
	switch a {
	case Approved:
		return nil
	case IncorrectCVC:
		return fault.Field("cvc", "INCORRECT", "The bank says that this is not the card's security code.")
	case ExpiredCard:
		return fault.Field("expiryMonth", "ISSUER_EXPIRED", "The bank says that the card has expired, or has another date.")
	case UnknownNumber:
		return fault.Field("number", "NOT_ISSUED", "The bank does not know a card with this number.")
	case InsufficientFunds:
		return fault.Field("number", "INSUFFICIENT_FUNDS", "The bank says that there is no money on this card.")
	case DoNotHonour:
		return fault.Field("number", "DO_NOT_HONOUR", "The bank did not accept the card and does not say why. Please call it, or use another card.")
	case TooOften:
		return fault.Field("number", "TOO_OFTEN", "The bank says that this card was tried too often. Please try again tomorrow, or use another card.")
	default: // also an answer of tomorrow that we don't know: it is no yes
		return fault.Field("number", "DECLINED", "The bank declined the card. Please call it, or use another card.")
	}
}
