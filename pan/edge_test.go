package pan

import (
	"strings"
	"testing"

	"github.com/walletdesk/walletdesk/fault"
)

// numberOf is a number that begins with first, has so many digits and, if good, a
// check digit that fits; otherwise one that is off by one. What lies between differs
// from place to place, so that no two rows are one number by chance.
func numberOf(first string, digits int, good bool) string {
	body := []byte(first)
	for len(body) < digits-1 {
		body = append(body, "7305816492"[len(body)%10])
	}
	body = body[:digits-1]
	for check := byte('0'); check <= '9'; check++ {
		if luhn(append(body[:digits-1:digits-1], check)) {
			if !good {
				check = '0' + (check-'0'+1)%10
			}
			return string(append(body, check))
		}
	}
	return "" // never: one of ten fits
}

// The ends of every range, from both sides, and the lengths beside the allowed ones.
func TestParse_edges(t *testing.T) {
	t.Parallel()
	cases := []struct {
		why    string
		first  string
		digits int
		want   string // the network's code, or the failure's
	}{
		{"below Mastercard's second range", "2220", 16, "UNKNOWN_NETWORK"},
		{"its first", "2221", 16, "mastercard"},
		{"its last", "2720", 16, "mastercard"},
		{"above it", "2721", 16, "UNKNOWN_NETWORK"},
		{"below Mastercard's first range 509 is Elo's", "509", 16, "elo"},
		{"and 507 is Maestro's", "507000", 16, "maestro"},
		{"Mastercard 51", "51", 16, "mastercard"},
		{"Mastercard 55", "55", 16, "mastercard"},
		{"above it is Maestro's 56", "56", 16, "maestro"},
		{"Mastercard with 15", "5555", 15, "INCOMPLETE"},
		{"Mastercard with 17", "5555", 17, "BAD_LENGTH"},
		{"Visa has no 14", "4929", 14, "BAD_LENGTH"},
		{"Visa has no 15", "4929", 15, "BAD_LENGTH"},
		{"Visa has no 17", "4929", 17, "BAD_LENGTH"},
		{"Visa with 18", "4929", 18, "visa"},
		{"Visa with 12 is not complete", "4929", 12, "INCOMPLETE"},
		{"Amex 34", "34", 15, "amex"},
		{"Amex 37", "37", 15, "amex"},
		{"35 is no Amex; below JCB", "3527", 16, "UNKNOWN_NETWORK"},
		{"Amex with 16", "3714", 16, "BAD_LENGTH"},
		{"JCB's first", "3528", 16, "jcb"},
		{"JCB's last", "3589", 16, "jcb"},
		{"above JCB", "3590", 16, "UNKNOWN_NETWORK"},
		{"JCB with 15, the retired ones", "3530", 15, "INCOMPLETE"},
		{"JCB with 19", "3530", 19, "jcb"},
		{"Diners' first", "300", 14, "diners"},
		{"Diners' last of 30", "305", 14, "diners"},
		{"306 is nobody's", "306", 14, "UNKNOWN_NETWORK"},
		{"Diners 3095", "3095", 16, "diners"},
		{"3094 is nobody's", "3094", 16, "UNKNOWN_NETWORK"},
		{"Diners 38", "38", 14, "diners"},
		{"Diners 39", "39", 14, "diners"},
		{"but Hipercard's 384100 within it", "384100", 16, "hipercard"},
		{"Diners with 13", "36", 13, "INCOMPLETE"},
		{"Discover 6011", "6011", 16, "discover"},
		{"6010 is RuPay's", "6010", 16, "rupay"},
		{"Discover 644", "644", 16, "discover"},
		{"643 is nobody's", "643", 16, "UNKNOWN_NETWORK"},
		{"Discover 65", "6599", 16, "discover"},
		{"Discover 66 is none", "66", 16, "UNKNOWN_NETWORK"},
		{"RuPay within Discover's 65", "652150", 16, "rupay"},
		{"before it", "652149", 16, "discover"},
		{"RuPay's last within Discover's", "653149", 16, "rupay"},
		{"RuPay within Maestro's 50", "508500", 16, "rupay"},
		{"RuPay 82", "82", 16, "rupay"},
		{"UnionPay 62", "62", 16, "unionpay"},
		{"UnionPay 8100", "8100", 16, "unionpay"},
		{"UnionPay 8171", "8171", 16, "unionpay"},
		{"above it is RuPay's", "8172", 16, "rupay"},
		{"622126, which Discover shares, is UnionPay's", "622126", 16, "unionpay"},
		{"UnionPay with 15", "6200", 15, "INCOMPLETE"},
		{"Mir's first", "2200", 16, "mir"},
		{"Mir's last", "2204", 16, "mir"},
		{"2205, between Mir and Mastercard, is nobody's", "2205", 16, "UNKNOWN_NETWORK"},
		{"2199 is nobody's", "2199", 16, "UNKNOWN_NETWORK"},
		{"Mir with 19", "2202", 19, "mir"},
		{"Troy", "9792", 16, "troy"},
		{"beside Troy", "9793", 16, "UNKNOWN_NETWORK"},
		{"Elo 401178 within Visa", "401178", 16, "elo"},
		{"401177 is Visa's", "401177", 16, "visa"},
		{"Elo's last of 6500", "650033", 16, "elo"},
		{"between two of Elo's ranges", "650034", 16, "discover"},
		{"Elo with 19: Visa has them, Elo not", "401178", 19, "BAD_LENGTH"},
		{"Hipercard 606282 within RuPay", "606282", 16, "hipercard"},
		{"Hiper 637095 within Maestro's 63", "637095", 16, "hiper"},
		{"Verve's first", "506099", 16, "verve"},
		{"before Verve is Maestro's", "506098", 16, "maestro"},
		{"Verve's last of the first range", "506198", 16, "verve"},
		{"Verve 507865", "507865", 19, "verve"},
		{"Verve with 17", "506099", 17, "BAD_LENGTH"},
		{"Dankort 5019", "5019", 16, "dankort"},
		{"beside Dankort is Maestro's", "5018", 16, "maestro"},
		{"Maestro with 12", "6759", 12, "maestro"},
		{"Maestro with 11", "6759", 11, "INCOMPLETE"},
		{"UATP", "1", 15, "uatp"},
		{"UATP with 16", "1", 16, "BAD_LENGTH"},
		{"0 is nobody's: ISO reserves it", "0", 16, "UNKNOWN_NETWORK"},
		{"7: petrol cards, none we know", "7", 16, "UNKNOWN_NETWORK"},
		{"9 but Troy's: national use", "90", 16, "UNKNOWN_NETWORK"},
	}
	for _, c := range cases {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			if got := readAs(numberOf(c.first, c.digits, true)); got != c.want {
				t.Errorf("%s… of %d is %q, want %q", c.first, c.digits, got, c.want)
			}
			// A slip in the last digit is told of every network but UnionPay.
			want := c.want
			if n, ok := NetworkByCode(c.want); ok && n.Luhn {
				want = "BAD_LUHN"
			}
			if got := readAs(numberOf(c.first, c.digits, false)); got != want {
				t.Errorf("with a slip it is %q, want %q", got, want)
			}
		})
	}
}

// readAs is the network's code, or the failure's.
func readAs(number string) string {
	p, err := Parse(number)
	if f, ok := fault.As(err); ok {
		return f.Fields[0].Code
	}
	return p.Network().Code
}

// Luhn finds every slip of one digit, and every swap of neighbours but 09 and 90
// (ISO/IEC 7812-1 annex B); twins 22/55, 33/66 and 44/77 slip through.
func TestLuhn_finds(t *testing.T) {
	t.Parallel()
	const number = "4539148803436467"
	for i := range number {
		for d := byte('0'); d <= '9'; d++ {
			slip := []byte(number)
			slip[i] = d
			if luhn(slip) != (d == number[i]) {
				t.Errorf("digit %d as %c", i+1, d)
			}
		}
		if i == 0 {
			continue
		}
		swap := []byte(number)
		swap[i-1], swap[i] = swap[i], swap[i-1]
		if luhn(swap) != (number[i-1] == number[i]) {
			t.Errorf("digits %d and %d swapped", i, i+1)
		}
	}
	for _, pair := range [][2]string{{"4242424209424243", "4242424290424243"}, {"42424222424246", "42424255424246"}} {
		if luhn([]byte(pair[0])) != luhn([]byte(pair[1])) {
			t.Errorf("%s and %s: the blind spots have changed", pair[0], pair[1])
		}
	}
}

// Every network's number is found in a text, whatever stands between its groups.
func TestMask_networks(t *testing.T) {
	t.Parallel()
	for _, n := range Networks() {
		first, _, _ := strings.Cut(n.Ranges[0], "-")
		for _, digits := range n.Lengths {
			number := numberOf(first, digits, true)
			want := number[:4] + strings.Repeat("•", digits-8) + number[digits-4:]
			if got, _ := Mask(number); got != want {
				t.Errorf("%s of %d: %q, want %q", n.Code, digits, got, want)
			}
			for _, between := range []string{" ", "-", ".", "\u00a0", "\u200b", " - ", "/", "\n"} {
				text := number[:4] + between + number[4:8] + between + number[8:12] + between + number[12:]
				if got, found := Mask("no. " + text + " ok"); found == 0 || shownOf(got) != number[:4]+number[digits-4:] {
					t.Errorf("%s of %d with %q between: %q", n.Code, digits, between, got)
				}
			}
		}
	}
}

// shownOf is the digits that are left.
func shownOf(text string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
}
