package rule_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/walletdesk/walletdesk/document/picture"
	"github.com/walletdesk/walletdesk/document/rule"
)

// variants are one window read four times.
func variants(readings ...rule.Line) []rule.Line { return readings }

func TestWindows(t *testing.T) {
	t.Parallel()
	box := picture.Box{U: picture.Point{X: 1}, W: 90, H: 30}
	windows := []picture.Box{box, box}
	first := variants(text("4242", 0, 0), text("4242", 0, 0), weak("424", 0, 0, .2), weak("", 0, 0, 0))
	last := variants(text("0005", 0, 0), text("0005", 0, 0), text("0005", 0, 0), text("0005", 0, 0))
	accepted := rule.Decision{Verdict: rule.Accepted, Reason: rule.Covered, Visible: 8, First4: "4242", Last4: "0005"}
	refused := rule.Decision{Verdict: rule.Refused, Reason: rule.WindowShowsMore, Visible: 5}
	unsure := func(r rule.Reason) rule.Decision { return rule.Decision{Verdict: rule.Unsure, Reason: r} }
	wide, square, upright := box, box, box
	wide.W, square.W = 120, 32
	upright.W, upright.H = 30, 90
	for _, c := range []struct {
		name, why string
		windows   []picture.Box
		read      [][]rule.Line
		passes    []rule.Pass
		want      rule.Decision
	}{
		{"four and four", "two variants are enough", windows, [][]rule.Line{first, last}, nil, accepted},
		{"upright windows", "a turned picture", []picture.Box{upright, upright}, [][]rule.Line{first, last}, nil, accepted},
		{"one window", "two are asked for", windows[:1], [][]rule.Line{first}, nil, unsure(rule.NotReadable)},
		{"wide window", "a fifth digit fits", []picture.Box{wide, box}, [][]rule.Line{first, last}, nil, unsure(rule.WindowTooLarge)},
		{"square window", "a second line fits", []picture.Box{box, square}, [][]rule.Line{first, last}, nil, unsure(rule.WindowTooLarge)},
		{"five surely", "one sure reading is enough", windows, [][]rule.Line{variants(text("42424", 0, 0), text("4242", 0, 0), text("4242", 0, 0)), last}, nil, refused},
		{"five twice", "two weak readings are", windows, [][]rule.Line{variants(weak("42424", 0, 0, .4), weak("42424", 0, 0, .4), text("4242", 0, 0), text("4242", 0, 0)), last}, nil, refused},
		{"one reading", "nobody agrees", windows, [][]rule.Line{variants(text("4242", 0, 0), weak("", 0, 0, 0)), last}, nil, unsure(rule.NotReadable)},
		{"a fifth sign", "it may be a digit to a person", windows, [][]rule.Line{variants(text("4242A", 0, 0), text("4242A", 0, 0)), last}, nil, unsure(rule.NotReadable)},
		{"nothing", "nothing found is never a yes", windows, [][]rule.Line{first, variants(weak("", 0, 0, 0))}, nil, unsure(rule.NotReadable)},
		{"prefix", "no card begins so", windows, [][]rule.Line{last, first}, nil, unsure(rule.UnknownPrefix)},
		{"a whole number", "read through a window", windows, [][]rule.Line{first, last}, []rule.Pass{pass(text("4242424242424242", 0, 0))},
			rule.Decision{Verdict: rule.Refused, Reason: rule.WindowShowsMore, Visible: 16}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, rule.Windows(c.windows, c.read, c.passes, visa)); diff != "" {
				t.Errorf("%s:\n%s", c.why, diff)
			}
		})
	}
}

func TestDocument(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, why string
		want      rule.Verdict
		lines     []rule.Line
		covers    []picture.Box
	}{
		{"identity", "no long number", rule.Accepted, []rule.Line{text("Document no. UT4839201", 100, 100), text("14.03.1987", 100, 200)}, nil},
		{"card number", "grouped", rule.Refused, []rule.Line{text("4242 4242 4242 4242", 100, 100)}, nil},
		{"card number in a sentence", "words around it", rule.Refused, []rule.Line{text("Card 4242-4242-4242-4242 valid", 100, 100)}, nil},
		{"card number in two boxes", "a row is put together", rule.Refused, []rule.Line{text("4242 4242", 100, 100), text("4242 4242", 320, 100)}, nil},
		{"card number with look-alikes", "O for 0", rule.Refused, []rule.Line{text("3782822463100O5", 100, 100)}, nil},
		{"covered card number", "burned", rule.Accepted, []rule.Line{text("4242 4242 4242 4242", 100, 100)}, []picture.Box{cover(80, 500, 100, 50)}},
		{"iban", "its check digits prove it", rule.Accepted, []rule.Line{text("IBAN GB82 WEST 1234 5698 7654 32", 100, 100)}, nil},
		{"iban of digits", "18 digits that Luhn may fit", rule.Accepted, []rule.Line{text("DE89 3704 0044 0532 0130 00", 100, 100)}, nil},
		{"iban in two boxes", "its letters in a box of their own", rule.Accepted, []rule.Line{text("IBAN DE89", 100, 100), text("3704 0044 0532 0130 00", 300, 100)}, nil},
		{"said to be an iban", "a card's number, no proof: not stored", rule.Unsure, []rule.Line{text("IBAN 4242 4242 4242 4242", 100, 100)}, nil},
		{"article number", "EAN-13 beginning with 4", rule.Accepted, []rule.Line{text("4242424242426", 100, 100)}, nil},
		{"order number", "glued to letters", rule.Accepted, []rule.Line{text("ORD4242424242424242", 100, 100)}, nil},
		{"wrong check digit", "a digit may be misread", rule.Unsure, []rule.Line{text("4242 4242 4242 4243", 100, 100)}, nil},
		{"sixteen digits", "no prefix, but alone on a line", rule.Unsure, []rule.Line{text("9999888877776666", 100, 100)}, nil},
		{"groups of a card", "the visible parts of one", rule.Unsure, []rule.Line{text("4242 4242", 100, 100)}, nil},
		{"expiry", "as on a card", rule.Unsure, []rule.Line{text("VALID THRU 12/29", 100, 100)}, nil},
		{"expiry beside asterisks", "a printed receipt", rule.Accepted, []rule.Line{text("EXP 12/29", 100, 100), text("**** **** **** 4242", 100, 200)}, nil},
		{"full date", "not an expiry", rule.Accepted, []rule.Line{text("12/11/2026", 100, 100)}, nil},
		{"phone", "with a plus", rule.Accepted, []rule.Line{text("+49 30 901820 4711", 100, 100)}, nil},
		{"times and amounts", "short groups", rule.Accepted, []rule.Line{text("14.11.26 17.42 03 12 40 99 10", 100, 100)}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := rule.Document([]rule.Pass{pass(c.lines...)}, c.covers, visa); got.Verdict != c.want {
				t.Errorf("%s: got %+v, want %s", c.why, got, c.want)
			}
		})
	}
}

// TestDocument_WeakerReading: upside down, a date may read like anything; the
// clearly better reading counts alone.
func TestDocument_WeakerReading(t *testing.T) {
	t.Parallel()
	l := text("Invoice of November", 100, 100)
	l.Readings[1] = weak("4242 4242 4242 4242", 100, 100, .5).Readings[0]
	if got := rule.Document([]rule.Pass{pass(l)}, nil, visa); got.Verdict != rule.Accepted {
		t.Errorf("got %+v", got)
	}
}

func TestLuhn(t *testing.T) {
	t.Parallel()
	for digits, want := range map[string]bool{
		"4242424242424242": true, "378282246310005": true, "4242424242424243": false, "79927398713": true, "79927398710": false,
	} {
		if rule.Luhn(digits) != want {
			t.Errorf("number ending in %s: want %v", digits[len(digits)-4:], want)
		}
	}
}

// FuzzDocument: no text makes the rule panic, and a whole test number in clear
// print is never accepted.
func FuzzDocument(f *testing.F) {
	f.Add("IBAN DE89 3704 0044 0532 0130 00")
	f.Add("12/29 ****")
	f.Add("\x00é４２")
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 200 {
			return
		}
		got := rule.Document([]rule.Pass{pass(text(s, 100, 100), text("4242 4242 4242 4242", 100, 400))}, nil, visa)
		if got.Verdict != rule.Refused {
			t.Fatalf("got %+v", got)
		}
	})
}
