// Package password holds the rules of the payment password (NIST SP 800-63B-4
// §3.1.1.2): a length, no rules of composition, and a list of passwords that
// everybody tries first. The list is part of the program; nothing is asked of
// others.
//
// Invariants: a password is in no error text. What Check accepts, Prepare gives
// back in the same bytes, so what was set can be proved.
package password

import (
	"fmt"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/walletdesk/walletdesk/fault"
)

// Lengths in code points after NFKC. DefaultMin may be set between LeastMin and
// MostMin (NIST SP 800-63B-4: 15 for a password alone, 8 beside another factor).
const (
	DefaultMin = 12
	LeastMin   = 8
	MostMin    = 15
	Max        = 128
)

// maxBytes: more is refused before anything is done with it.
const maxBytes = 512

// Rules are what a new password must fulfil.
type Rules struct {
	min int
}

// NewRules returns the rules with a minimum length, LeastMin to MostMin.
func NewRules(minimum int) (Rules, error) {
	if minimum < LeastMin || minimum > MostMin {
		return Rules{}, fmt.Errorf("minimum length of a payment password is %d, must be %d to %d", minimum, LeastMin, MostMin)
	}
	return Rules{min: minimum}, nil
}

// Prepare returns the form of a password that is hashed and verified: NFKC. False
// when it is too long to be anybody's: no hash needs to be computed for it.
func Prepare(password string) ([]byte, bool) {
	if len(password) > maxBytes {
		return nil, false
	}
	form := norm.NFKC.Bytes([]byte(password))
	if utf8.RuneCount(form) > Max {
		return nil, false
	}
	return form, true
}

// Check returns the form of a new password that is to be hashed, or says what is
// wrong with it. field is the input's path. The failure's codes: TOO_SHORT,
// TOO_LONG, COMMON, PERSONAL.
func (r Rules) Check(field, password string, p Person) ([]byte, error) {
	form, ok := Prepare(password)
	if !ok {
		return nil, fault.Field(field, "TOO_LONG", fmt.Sprintf("Please use at most %d characters.", Max))
	}
	if utf8.RuneCount(form) < max(r.min, LeastMin) {
		return nil, fault.Field(field, "TOO_SHORT", fmt.Sprintf("Please use at least %d characters.", max(r.min, LeastMin)))
	}
	if common(string(form)) {
		return nil, fault.Field(field, "COMMON", "Many people use this password or one much like it. Please choose another one.")
	}
	if p.in(string(form)) {
		return nil, fault.Field(field, "PERSONAL",
			"This password is made of your own data or answers. Please choose another one.")
	}
	return form, nil
}
