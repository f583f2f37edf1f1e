package pan

import (
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/runenames"
)

func TestNetworks_complete(t *testing.T) {
	t.Parallel()
	wanted := strings.Fields("visa mastercard amex discover diners jcb unionpay maestro mir rupay troy elo hipercard verve dankort uatp")
	for _, code := range wanted {
		n, ok := NetworkByCode(code)
		if !ok || n.Name == "" || n.CVC < 3 || n.CVC > 4 {
			t.Errorf("%s: %+v", code, n)
		}
		sum := 0
		for _, g := range n.Groups {
			sum += g
		}
		if longest := n.Lengths[len(n.Lengths)-1]; sum != longest {
			t.Errorf("%s: groups hold %d digits, want %d", code, sum, longest)
		}
	}
	codes := map[string]bool{}
	for _, c := range table().cobadges {
		codes[c.Code] = true
	}
	for _, code := range []string{"cartes-bancaires", "bancontact", "dankort"} {
		if !codes[code] {
			t.Errorf("co-badge %s is missing", code)
		}
	}
	if _, ok := NetworkByCode("walmart"); ok {
		t.Error("an unknown code has a network")
	}
}

// Two ranges of the same length that overlap would make the order decide.
func TestNetworks_disjoint(t *testing.T) {
	t.Parallel()
	spans := table().spans
	for i, a := range spans {
		for _, b := range spans[:i] {
			if len(a.from) == len(b.from) && a.from <= b.to && b.from <= a.to {
				t.Errorf("%s-%s and %s-%s overlap", a.from, a.to, b.from, b.to)
			}
		}
	}
}

func TestParseTable_refused(t *testing.T) {
	t.Parallel()
	cases := []struct{ why, text string }{
		{"no JSON", `{`},
		{"a range turned round", `{"networks":[{"code":"x","ranges":["5-4"],"lengths":[16]}]}`},
		{"ends of two lengths", `{"networks":[{"code":"x","ranges":["5-55"],"lengths":[16]}]}`},
		{"letters", `{"networks":[{"code":"x","ranges":["5a"],"lengths":[16]}]}`},
		{"an empty range would hold all numbers", `{"networks":[{"code":"x","ranges":[""],"lengths":[16]}]}`},
		{"no lengths", `{"networks":[{"code":"x","ranges":["5"]}]}`},
		{"a co-badge's range", `{"cobadges":[{"code":"x","ranges":["x"]}]}`},
	}
	for _, c := range cases {
		if _, err := parseTable([]byte(c.text)); err == nil {
			t.Errorf("%s: taken", c.why)
		}
	}
}

func TestKnownPrefix(t *testing.T) {
	t.Parallel()
	cases := []struct {
		why, first string
		want       bool
	}{
		{"Visa", "4242", true},
		{"a range of two digits", "5599", true},
		{"a range of four digits, its first", "2221", true},
		{"a range of four digits, before it", "2219", false},
		{"a range of six digits, cut to four", "5066", true},
		{"fewer digits than the range", "222", true},
		{"no network", "7777", false},
		{"zeros", "0000", false},
		{"nothing", "", false},
		{"letters", "42a2", false},
	}
	for _, c := range cases {
		if got := KnownPrefix(c.first); got != c.want {
			t.Errorf("%s: KnownPrefix(%q) = %v", c.why, c.first, got)
		}
	}
}

// digit trusts that Unicode sets decimal digits in runs of ten from zero on: so
// says each one's own name.
func TestDigit_allScripts(t *testing.T) {
	t.Parallel()
	names := strings.Fields("ZERO ONE TWO THREE FOUR FIVE SIX SEVEN EIGHT NINE")
	n := 0
	for r := rune(0x80); r <= unicode.MaxRune; r++ {
		if !unicode.Is(unicode.Nd, r) {
			continue
		}
		n++
		name := runenames.Name(r)
		d, ok := digit(r)
		if !ok || (name != "" && !strings.HasSuffix(name, " "+names[d])) {
			t.Errorf("%U %s is read as %d", r, name, d)
		}
	}
	if n < 600 {
		t.Errorf("only %d digits looked at", n)
	}
	for r, want := range map[rune]byte{'①': 1, '⁴': 4, '₂': 2, '⑨': 9} {
		if d, ok := digit(r); !ok || d != want {
			t.Errorf("%c is read as %d, %v", r, d, ok)
		}
	}
	for _, r := range "a⑩½Ⅳ一" {
		if d, ok := digit(r); ok {
			t.Errorf("%c is read as %d", r, d)
		}
	}
}
