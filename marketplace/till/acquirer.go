package till

import (
	"context"
	"errors"

	"github.com/walletdesk/walletdesk/payment"
)

// Case is a public test number with what the acquirer says to a charge of it.
type Case struct {
	Number string // in groups
	// Decline is the reason, "" for approved.
	Decline string
	// Silent: the charge is approved and the answer is lost, so that it has to be
	// asked for.
	Silent bool
	// Slow: the charge is approved and the answer comes too late.
	Slow bool
}

// Cases are the numbers that matter, in the order to show them. Where a provider's
// documentation gives a number a meaning (Stripe's test cards) it has that one. The
// last four pass the issuer's check, so that they can be saved first.
func Cases() []Case {
	return []Case{
		{Number: "4242 4242 4242 4242"},
		{Number: "4000 0000 0000 0002", Decline: "CARD_DECLINED"},
		{Number: "4000 0000 0000 9995", Decline: "INSUFFICIENT_FUNDS"},
		{Number: "4000 0000 0000 0069", Decline: "CARD_EXPIRED"},
		{Number: "4000 0000 0000 0127", Decline: "WRONG_CVC"},
		{Number: "4000 0000 0000 0119", Silent: true},
		{Number: "4000 0000 0000 0259", Slow: true},
		{Number: "4000 0000 0000 0341", Decline: "CARD_DECLINED"},
		{Number: "4000 0000 0000 9979", Decline: "CARD_BLOCKED"},
		{Number: "4000 0000 0000 0077", Decline: "INSUFFICIENT_FUNDS"},
		{Number: "4000 0000 0000 3063", Silent: true},
	}
}

// acquirer takes money from cards.
type acquirer struct{ *Till }

var errSilent = errors.New("the development acquirer gives no answer for this number")

// Begin implements payment.Method.
func (a acquirer) Begin(ctx context.Context, in payment.Charge) (payment.Outcome, error) {
	digits := in.Card.Number.Digits()
	defer clear(digits)
	said := caseOf(digits)
	c, err := a.begin(in, "card", func(c *charge) {
		c.Status, c.Decline = payment.Approved, said.Decline
		if said.Decline != "" {
			c.Status = payment.Declined
		}
	})
	switch {
	case err != nil:
		return payment.Outcome{}, err
	case said.Silent:
		return payment.Outcome{}, errSilent
	case said.Slow:
		<-ctx.Done()
		return payment.Outcome{}, ctx.Err()
	}
	return c.outcome(), nil
}

// Close implements payment.Method.
func (a acquirer) Close(_ context.Context, attemptID string) (payment.Outcome, error) {
	return a.close(attemptID)
}

func caseOf(digits []byte) Case {
	for _, c := range Cases() {
		if sameDigits(c.Number, digits) {
			return c
		}
	}
	return Case{}
}

// sameDigits compares a number in groups with plain digits.
func sameDigits(grouped string, digits []byte) bool {
	i := 0
	for _, r := range []byte(grouped) {
		if r == ' ' {
			continue
		}
		if i == len(digits) || digits[i] != r {
			return false
		}
		i++
	}
	return i == len(digits)
}
