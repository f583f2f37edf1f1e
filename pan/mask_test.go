package pan

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestMask_caught(t *testing.T) {
	t.Parallel()
	cases := []struct{ why, in, want string }{
		{"in one piece", "4242424242424242", "4242••••••••4242"},
		{"spaces", "4242 4242 4242 4242", "4242 •••• •••• 4242"},
		{"hyphens and spaces", "4242-4242 4242 4242", "4242-•••• •••• 4242"},
		{"dots", "4242.4242.4242.4242", "4242.••••.••••.4242"},
		{"no-break spaces", "4242\u00a04242\u00a04242\u00a04242", "4242\u00a0••••\u00a0••••\u00a04242"},
		{"double spaces", "4242  4242  4242  4242", "4242  ••••  ••••  4242"},
		{"zero-width spaces between groups", "4242\u200b4242\u200b4242\u200b4242", "4242\u200b••••\u200b••••\u200b4242"},
		{"full-width", "４２４２４２４２４２４２４２４２", "４２４２••••••••４２４２"},
		{"Arabic-Indic", "٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢", "٤٢٤٢••••••••٤٢٤٢"},
		{"circled digits", "④②④②④②④②④②④②④②④②", "④②④②••••••••④②④②"},
		{"keycap emoji", "4️⃣2️⃣4️⃣2️⃣ 4242 4242 4242", "4️⃣2️⃣4️⃣2️⃣ •••• •••• 4242"},
		{"scripts mixed", "4２4٢ 4242 4242 4242", "4２4٢ •••• •••• 4242"},
		{"Mir", "2200000000000053", "2200••••••••0053"},
		{"Troy", "9792030394440796", "9792••••••••0796"},
		{"Mastercard's second range", "2222400070000005", "2222••••••••0005"},
		{"UnionPay's second range", "8171999927660000", "8171••••••••0000"},
		{"Visa with 19", "4013250000000000006", "4013•••••••••••0006"},
		{"Verve with 19", "5061460410120223210", "5061•••••••••••3210"},
		{"American Express as printed", "3782 822463 10005", "3782 •••••• •0005"},
		{"glued to words", "card4242424242424242exp", "card4242••••••••4242exp"},
		{"each digit on its own", "4 2 4 2 4 2 4 2 4 2 4 2 4 2 4 2", "4 2 4 2 • • • • • • • • 4 2 4 2"},
		{"line breaks", "4242\n4242\r\n4242\n4242", "4242\n••••\r\n••••\n4242"},
		{"slashes, commas, underscores", "4242/4242,4242_4242", "4242/••••,••••_4242"},
		{"expiry and CVC behind it", "4242 4242 4242 4242 12/27 123", "4242 •••• •••• 4242 12/27 123"},
		{"an amount before it", "12 4242 4242 4242 4242", "12 4242 •••• •••• 4242"},
		{"two of them", "4242 4242 4242 4242 and 5555555555554444", "4242 •••• •••• 4242 and 5555••••••••4444"},
		{"a plus before a card is no phone", "+4242 4242 4242 4242", "+4242 •••• •••• 4242"},
		{"a plus before an undivided card", "+4242424242424242", "+4242••••••••4242"},
		{"a country code before a card", "+49 4242 4242 4242 4242", "+49 4242 •••• •••• 4242"},
		{"letters that make no IBAN", "DK4242424242424242", "DK4242••••••••4242"},
		{"a byte that is no UTF-8 stays", "\xff4242424242424242\xfe", "\xff4242••••••••4242\xfe"},
	}
	for _, c := range cases {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			got, n := Mask(c.in)
			if got != c.want {
				t.Errorf("Mask(%q) = %q, want %q", c.in, got, c.want)
			}
			if n < 1 || n > 2 {
				t.Errorf("found %d", n)
			}
		})
	}
}

func TestMask_notCaught(t *testing.T) {
	t.Parallel()
	cases := []struct{ why, in string }{
		{"empty", ""},
		{"words", "please call me at noon"},
		{"a phone number with a plus", "+49 30 1234567890123"},
		{"a phone number that passes Luhn as Maestro's 12 digits", "+50 1800000009"},
		{"a phone number in brackets", "+44 (20) 7946 0958"},
		{"an IBAN", "DE89370400440532013000"},
		{"an IBAN in groups", "DE89 3704 0044 0532 0130 00"},
		{"a short IBAN in groups", "my IBAN is BE68 5390 0754 7034, thanks"},
		{"an IBAN with letters", "GB82WEST12345698765432"},
		{"a serial of more than 19 digits in hyphenated groups", "4501-0136-5373-6750-3770-1234-5678"},
		{"such a serial, cut off", "4501-0136-5373-6750-3770-…"},
		{"a serial of which some groups would pass", "4242-4242-4242-4242-4242-4242"},
		{"an undivided number of more than 19 digits", "42424242424242424242"},
		{"a UUID", "550e8400-e29b-41d4-a716-446655440000"},
		{"a UUID whose end looks like Maestro's 12 digits", "550e8400-e29b-41d4-a716-501800000009"},
		{"already masked with stars", "424242******4242"},
		{"already masked in groups", "4242 **** **** 4242"},
		{"masked by us", "4242 •••• •••• 4242"},
		{"two cards listed as we list them", "4242 •••• •••• 4242 4242 •••• •••• 4242"},
		{"a timestamp in ms that passes Luhn", "1748503543012"},
		{"a wrong check digit", "4242 4242 4242 4241"},
		{"no network's first digits", "7992 7398 7130 0005"},
		{"too short for its network", "4242 4242 4242"},
		{"dates and times", "2026-05-01 12:30:59.123456"},
	}
	for _, c := range cases {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			if got, n := Mask(c.in); n != 0 || got != c.in {
				t.Errorf("Mask(%q) = %q, %d", c.in, got, n)
			}
		})
	}
}

// Of overlapping candidates all middles are hidden: which one was the card is
// not known.
func TestMask_overlap(t *testing.T) {
	t.Parallel()
	got, _ := Mask("4242 4242 4242 4242 4242 4242 4242")
	if want := "4242 •••• •••• •••• •••• •••• 4242"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestMaskAcross(t *testing.T) {
	t.Parallel()
	cases := []struct {
		why      string
		previous []string
		text     string
		earlier  []string
		masked   string
		found    int
	}{
		{
			"two halves", []string{"4242 4242"}, "4242 4242",
			[]string{"4242 ••••"}, "•••• 4242", 1,
		},
		{
			"words around the halves", []string{"first half: 4242 4242 ok?"}, "the rest is 4242 4242, thanks",
			[]string{"first half: 4242 •••• ok?"}, "the rest is •••• 4242, thanks", 1,
		},
		{
			"a message without digits between", []string{"4242 4242", "wait"}, "4242 4242",
			[]string{"4242 ••••", "wait"}, "•••• 4242", 1,
		},
		{
			"eight messages of two digits", []string{"42", "42", "42", "42", "42", "42", "42"}, "42",
			[]string{"42", "42", "••", "••", "••", "••", "42"}, "42", 1,
		},
		{
			"nothing earlier", nil, "4242 4242 4242 4242",
			[]string{}, "4242 •••• •••• 4242", 1,
		},
		{
			"only the new one", []string{"hello"}, "4242 4242 4242 4242",
			[]string{"hello"}, "4242 •••• •••• 4242", 1,
		},
		{
			"halves that make no card", []string{"4242 4242"}, "4242 4241",
			[]string{"4242 4242"}, "4242 4241", 0,
		},
		{
			"other digits stand between", []string{"4242 4242 then 99"}, "4242 4242",
			[]string{"4242 4242 then 99"}, "4242 4242", 0,
		},
		{
			"a phone number between parts them", []string{"4242 4242", "+49 30 123456"}, "4242 4242",
			[]string{"4242 4242", "+49 30 123456"}, "4242 4242", 0,
		},
	}
	for _, c := range cases {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			before := append([]string{}, c.previous...)
			earlier, masked, found := MaskAcross(c.previous, c.text)
			if d := cmp.Diff(c.earlier, earlier); d != "" {
				t.Errorf("earlier: %s", d)
			}
			if masked != c.masked || found != c.found {
				t.Errorf("got %q, %d; want %q, %d", masked, found, c.masked, c.found)
			}
			if d := cmp.Diff(before, append([]string{}, c.previous...)); d != "" {
				t.Errorf("the caller's texts changed: %s", d)
			}
		})
	}
}

func FuzzMask(f *testing.F) {
	for number := range testNumbers() {
		f.Add(number)
		f.Add("pay " + number[:4] + " " + number[4:8] + "-" + number[8:] + " 12/27")
	}
	f.Add("DE89 3704 0044 0532 0130 00 4242\u200b4242.4242 4242")
	f.Add("+49 30 4242-4242-4242-4242-4242-4242 4242 4242 4242 4242")
	f.Add("550e8400-e29b-41d4-a716-446655440000 ٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢\xff")
	f.Fuzz(func(t *testing.T, text string) {
		masked, found := Mask(text)
		if (found == 0) != (masked == text) {
			t.Errorf("%q → %q, found %d", text, masked, found)
		}
		if again, n := Mask(masked); n != 0 || again != masked {
			t.Errorf("%q → %q → %q: something was left", text, masked, again)
		}
		checkMasked(t, text, masked)
	})
}

func FuzzMaskAcross(f *testing.F) {
	f.Add("4242 4242", "4242 4242", "x")
	f.Add("42", "+49 4242 4242", "4242 42")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		earlier, masked, found := MaskAcross([]string{a, b}, c)
		again, last, n := MaskAcross(earlier, masked)
		if n != 0 || last != masked || !cmp.Equal(again, earlier) {
			t.Errorf("%q %q %q (%d): something was left: %q %q", a, b, c, found, again, last)
		}
		checkMasked(t, a, earlier[0])
		checkMasked(t, b, earlier[1])
		checkMasked(t, c, masked)
	})
}

// checkMasked makes sure that only digits were replaced, each by one dot.
func checkMasked(t *testing.T, text, masked string) {
	t.Helper()
	if utf8.RuneCountInString(text) != utf8.RuneCountInString(masked) {
		t.Fatalf("%q → %q: characters came or went", text, masked)
	}
	for text != "" {
		was, n := utf8.DecodeRuneInString(text)
		is, m := utf8.DecodeRuneInString(masked)
		if _, ok := digit(was); text[:n] != masked[:m] && (is != dot || !ok) {
			t.Fatalf("%q became %q", text[:n], masked[:m])
		}
		text, masked = strings.Clone(text[n:]), masked[m:]
	}
}
