package scalar_test

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/walletdesk/walletdesk/graph/scalar"
)

func TestUnmarshalMinorUnits(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		why  string
		in   any
		want int64
		ok   bool
	}{
		{"text", "1999", 1999, true},
		{"a number in the document", int64(1999), 1999, true},
		{"a number in the variables", json.Number("1999"), 1999, true},
		{"what a double can't hold", "9007199254740993", 9007199254740993, true},
		{"less than nothing is for the service to refuse", "-1", -1, true},
		{"eighteen digits", strings.Repeat("9", 18), 999999999999999999, true},
		{"nineteen digits", strings.Repeat("9", 19), 0, false},
		{"minor units have no point", "19.99", 0, false},
		{"a double was rounded already", 1999.0, 0, false},
		{"an exponent", json.Number("1e3"), 0, false},
		{"a plus", "+1", 0, false},
		{"hexadecimal", "0x10", 0, false},
		{"underscores", "1_000", 0, false},
		{"spaces", " 1", 0, false},
		{"a minus alone", "-", 0, false},
		{"empty", "", 0, false},
		{"digits of another script", "١٢", 0, false},
		{"no text", true, 0, false},
		{"nothing", nil, 0, false},
		{"a list", []any{"1"}, 0, false},
	} {
		got, err := scalar.UnmarshalMinorUnits(test.in)
		if (err == nil) != test.ok || got != test.want {
			t.Errorf("%s: %d, %v", test.why, got, err)
		}
	}
}

func TestMarshalMinorUnits(t *testing.T) {
	t.Parallel()
	for n, want := range map[int64]string{0: `"0"`, 1999: `"1999"`, math.MaxInt64: `"9223372036854775807"`, -1: `"-1"`} {
		var b strings.Builder
		scalar.MarshalMinorUnits(n).MarshalGQL(&b)
		if b.String() != want {
			t.Errorf("%d became %s", n, b.String())
		}
	}
}

func FuzzUnmarshalMinorUnits(f *testing.F) {
	for _, seed := range []string{"1999", "-0", "007", "9223372036854775808", "1e3", "١"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n, err := scalar.UnmarshalMinorUnits(text)
		if err != nil {
			return
		}
		if want, err := strconv.ParseInt(text, 10, 64); err != nil || n != want {
			t.Fatalf("%q became %d", text, n)
		}
	})
}
