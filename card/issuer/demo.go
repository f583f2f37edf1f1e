package issuer

import (
	"context"
	"errors"

	"github.com/walletdesk/walletdesk/card"
)

// Case is a public test number with what the development issuer says to it.
type Case struct {
	// Number is the public test number, in groups.
	Number string
	// Answer is "" where there is none.
	Answer card.Answer
	// Slow: it does not answer until the caller has had enough.
	Slow bool
}

// TestCards are Cases in the form's words.
func TestCards() []card.TestCard {
	var all []card.TestCard
	for _, c := range Cases() {
		answer := string(c.Answer)
		switch {
		case c.Slow:
			answer = "SLOW"
		case answer == "":
			answer = "NO_ANSWER"
		}
		all = append(all, card.TestCard{Number: c.Number, Answer: answer})
	}
	return all
}

// Cases are the numbers that don't simply pass, in the order to show them. Where a
// provider's documentation gives a number a meaning (Stripe's test cards), it has
// that one here.
func Cases() []Case {
	return []Case{
		{Number: "4242 4242 4242 4242", Answer: card.Approved},
		{Number: "4000 0000 0000 0002", Answer: card.Declined},
		{Number: "4000 0000 0000 0101", Answer: card.DoNotHonour},
		{Number: "4000 0000 0000 9995", Answer: card.InsufficientFunds},
		{Number: "4000 0000 0000 0069", Answer: card.ExpiredCard},
		{Number: "4000 0000 0000 0127", Answer: card.IncorrectCVC},
		{Number: "4000 0000 0000 9235", Answer: card.UnknownNumber},
		{Number: "4000 0000 0000 3220", Answer: card.TooOften},
		{Number: "4000 0000 0000 0119"},
		{Number: "4000 0000 0000 0259", Slow: true},
	}
}

// errDown is what the development issuer gives for the number that stands for an
// issuer that is down.
var errDown = errors.New("the development issuer is down for this number")

// Demo is the issuer of development: it knows no cards, and its answer to a public
// test number is the one of Cases. All other numbers are approved. Lost and stolen
// ones are not told apart from declined ones, as nowhere.
type Demo struct{}

var _ card.Issuer = Demo{}

// Verify implements card.Issuer.
func (Demo) Verify(ctx context.Context, v card.Verification) (card.Answer, error) {
	digits := v.Number.Digits()
	defer clear(digits)
	c, found := caseOf(digits)
	switch {
	case !found:
		return card.Approved, nil
	case c.Slow:
		<-ctx.Done()
		return "", ctx.Err()
	case c.Answer == "":
		return "", errDown
	default:
		return c.Answer, nil
	}
}

func caseOf(digits []byte) (Case, bool) {
	for _, c := range Cases() {
		if sameDigits(c.Number, digits) {
			return c, true
		}
	}
	return Case{}, false
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
