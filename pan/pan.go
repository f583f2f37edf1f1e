// Package pan is the only place that knows what a card number looks like: it
// parses what a customer typed, names the network, and finds and masks numbers
// in free text.
//
// # Invariants
//
//   - A number leaves a PAN through Digits alone. Printing, logging or encoding a
//     PAN, or anything that holds one, shows the first 4 and the last 4 digits at
//     most, the one truncation used everywhere (PCI FAQ 1091 and 1117).
//   - No error of this package quotes its input.
//   - What Mask gave back holds no number that Mask would catch.
package pan

import (
	"bytes"
	"fmt"
	"log/slog"
	"unicode"

	"github.com/walletdesk/walletdesk/fault"
)

// Digits in a number (ISO/IEC 7812-1: at most 19; the shortest in use are
// Maestro's 12), and the ones that may be shown.
const (
	minDigits = 12
	maxDigits = 19
	shown     = 4 // at each end
)

// maxInput is how many bytes of typed input are looked at: 19 digits of up to
// four bytes with as many separators of three.
const maxInput = 256

// PAN is a parsed card number. The zero PAN is no number.
type PAN struct {
	// n is a pointer so that fmt, which cannot call methods on the unexported
	// fields of whatever holds a PAN, prints an address.
	n *number
}

type number struct {
	digits  []byte // ASCII
	network Network
}

// Parse reads a card number as a person types it: 12 to 19 digits of any script,
// spaces and hyphens between. The failure is about the field "number": EMPTY,
// NOT_A_NUMBER, INCOMPLETE, BAD_LENGTH, ALL_EQUAL, UNKNOWN_NETWORK or BAD_LUHN.
// UnionPay issues numbers without a check digit, so for it a wrong one is only
// told by LuhnOK.
func Parse(input string) (PAN, error) {
	digits, err := typed(input)
	if err != nil {
		return PAN{}, err
	}
	if len(digits) == 0 {
		return PAN{}, refuse("EMPTY", "Please enter the card number.")
	}
	return check(digits)
}

// FromDigits is the number whose Digits these are, 12 to 19 in ASCII. It keeps a
// copy. Failures as of Parse.
func FromDigits(digits []byte) (PAN, error) {
	for _, d := range digits {
		if d < '0' || d > '9' {
			return PAN{}, refuse("NOT_A_NUMBER", "A card number consists of digits.")
		}
	}
	if len(digits) == 0 {
		return PAN{}, refuse("EMPTY", "Please enter the card number.")
	}
	return check(bytes.Clone(digits))
}

// check makes a PAN of digits, which it keeps.
func check(digits []byte) (PAN, error) {
	n := len(digits)
	if n >= minDigits && bytes.Count(digits, digits[:1]) == n {
		return PAN{}, refuse("ALL_EQUAL", "A card number does not consist of one digit only.")
	}
	if n > maxDigits {
		return PAN{}, refuse("BAD_LENGTH", "A card number has at most 19 digits.")
	}
	network, ok := find(digits)
	if !ok && n >= minDigits {
		return PAN{}, refuse("UNKNOWN_NETWORK", "This is not a number of a card network we know.")
	}
	if n < minDigits || n < network.Lengths[0] {
		return PAN{}, refuse("INCOMPLETE", "The card number is not complete.")
	}
	if !network.hasLength(n) {
		return PAN{}, refuse("BAD_LENGTH", "A "+network.Name+" number does not have this many digits.")
	}
	if network.Luhn && !luhn(digits) {
		return PAN{}, refuse("BAD_LUHN", "There is a mistake in the card number. Please compare it with your card.")
	}
	return PAN{n: &number{digits: digits, network: network}}, nil
}

// typed is the digits of an input field.
func typed(input string) ([]byte, error) {
	if len(input) > maxInput {
		return nil, refuse("BAD_LENGTH", "A card number has at most 19 digits.")
	}
	var digits []byte
	for _, r := range input {
		if d, ok := digit(r); ok {
			digits = append(digits, '0'+d)
			continue
		}
		if !unicode.IsSpace(r) && !unicode.In(r, unicode.Pd, unicode.Cf) {
			return nil, refuse("NOT_A_NUMBER", "A card number consists of digits.")
		}
	}
	return digits, nil
}

func refuse(code, message string) error { return fault.Field("number", code, message) }

// Digits returns a copy of the number in ASCII: the only way to it. The caller
// seals or hashes it and clears it.
func (p PAN) Digits() []byte {
	if p.empty() {
		return nil
	}
	return bytes.Clone(p.n.digits)
}

// Clear overwrites the digits, in all copies of p: it is no number from then on.
// Nobody else may be reading p at the same moment.
func (p PAN) Clear() {
	if p.n == nil {
		return
	}
	clear(p.n.digits)
	*p.n = number{}
}

// empty: the zero PAN, or one that was cleared.
func (p PAN) empty() bool { return p.n == nil || len(p.n.digits) == 0 }

// First4 is the first 4 digits.
func (p PAN) First4() string {
	if p.empty() {
		return ""
	}
	return string(p.n.digits[:shown])
}

// Last4 is the last 4 digits.
func (p PAN) Last4() string {
	if p.empty() {
		return ""
	}
	return string(p.n.digits[len(p.n.digits)-shown:])
}

// Len is how many digits the number has, 12 to 19.
func (p PAN) Len() int {
	if p.n == nil {
		return 0
	}
	return len(p.n.digits)
}

// Network is whose number it is.
func (p PAN) Network() Network {
	if p.n == nil {
		return Network{}
	}
	return p.n.network
}

// Cobadges are the networks that the card carries besides, as far as its first
// digits tell.
func (p PAN) Cobadges() []Cobadge {
	if p.n == nil {
		return nil
	}
	return cobadges(p.n.digits)
}

// LuhnOK reports whether the check digit fits. It always does but for networks
// that issue numbers without one (UnionPay): there it is worth a question.
func (p PAN) LuhnOK() bool { return !p.empty() && luhn(p.n.digits) }

// String is the number with all but its ends hidden: "4242 •••• •••• 4242",
// whatever its length.
func (p PAN) String() string {
	if p.empty() {
		return ""
	}
	return Truncated(p.First4(), p.Last4())
}

// Truncated is how a number of which only the ends are kept is shown.
func Truncated(first4, last4 string) string { return first4 + " •••• •••• " + last4 }

// Format prints String, whatever the verb.
func (p PAN) Format(s fmt.State, _ rune) { _, _ = s.Write([]byte(p.String())) }

// GoString is String: %#v shows no more.
func (p PAN) GoString() string { return p.String() }

// LogValue logs String.
func (p PAN) LogValue() slog.Value { return slog.StringValue(p.String()) }

// MarshalText encodes String, so that JSON and XML show no more.
func (p PAN) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// luhn reports whether the last digit is the check digit of the others
// (ISO/IEC 7812-1 annex B).
func luhn(digits []byte) bool {
	sum := 0
	for i := range digits {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			d *= 2
			if d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return len(digits) > 0 && sum%10 == 0
}
