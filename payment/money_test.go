package payment_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/payment"
)

func TestParseMoney(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		why, text, currency string
		want                int64
		fails               string
	}{
		{"two digits", "19.99", "EUR", 1999, ""},
		{"one digit means tens", "19.9", "EUR", 1990, ""},
		{"no minor units", "19", "EUR", 1900, ""},
		{"zeros before", "019.90", "EUR", 1990, ""},
		{"many zeros before", "00000000000000000001.00", "EUR", 100, ""},
		{"a cent", "0.01", "EUR", 1, ""},
		{"nothing is an amount, if not a payable one", "0", "EUR", 0, ""},
		{"nothing in minor units", "0.00", "EUR", 0, ""},
		{"what binary fractions can't hold", "0.29", "EUR", 29, ""},
		{"nor this", "1.15", "USD", 115, ""},
		{"nor this, the classic", "4.35", "USD", 435, ""},
		{"more than a float64 counts", "90071992547409.93", "EUR", 9007199254740993, ""},
		{"yen have no minor units", "1999", "JPY", 1999, ""},
		{"won neither", "5000", "KRW", 5000, ""},
		{"Icelandic krónur neither, since 2007", "700", "ISK", 700, ""},
		{"dinars have three", "1.005", "KWD", 1005, ""},
		{"and are filled up", "1.5", "BHD", 1500, ""},
		{"francs", "12.35", "CHF", 1235, ""},
		{"baht", "100.50", "THB", 10050, ""},
		{"the most that fits", "92233720368547758.07", "EUR", math.MaxInt64, ""},
		{"one more than fits", "92233720368547758.08", "EUR", 0, "amount TOO_LARGE"},
		{"far more than fits", "999999999999999999999", "EUR", 0, "amount TOO_LARGE"},
		{"longer than any amount", strings.Repeat("9", 41), "JPY", 0, "amount TOO_LARGE"},
		{"a third digit is not rounded away", "19.999", "EUR", 0, "amount TOO_PRECISE"},
		{"not even a zero", "19.990", "EUR", 0, "amount TOO_PRECISE"},
		{"a fraction of a yen", "1999.5", "JPY", 0, "amount TOO_PRECISE"},
		{"a fourth digit of a dinar", "1.0005", "TND", 0, "amount TOO_PRECISE"},
		{"empty", "", "EUR", 0, "amount EMPTY"},
		{"a comma may mean two things", "19,99", "EUR", 0, "amount NOT_AN_AMOUNT"},
		{"thousands", "1,999.00", "EUR", 0, "amount NOT_AN_AMOUNT"},
		{"thousands with an apostrophe, as in Zurich", "1'999.00", "CHF", 0, "amount NOT_AN_AMOUNT"},
		{"a point without minor units", "19.", "EUR", 0, "amount NOT_AN_AMOUNT"},
		{"a point without units", ".99", "EUR", 0, "amount NOT_AN_AMOUNT"},
		{"a point alone", ".", "EUR", 0, "amount NOT_AN_AMOUNT"},
		{"two points", "1.9.9", "EUR", 0, "amount NOT_AN_AMOUNT"},
		{"less than nothing", "-1.00", "EUR", 0, "amount NOT_AN_AMOUNT"},
		{"a plus", "+1.00", "EUR", 0, "amount NOT_AN_AMOUNT"},
		{"an exponent", "1e3", "EUR", 0, "amount NOT_AN_AMOUNT"},
		{"hexadecimal", "0x10", "EUR", 0, "amount NOT_AN_AMOUNT"},
		{"spaces", " 19.99", "EUR", 0, "amount NOT_AN_AMOUNT"},
		{"a sign of a currency", "€19.99", "EUR", 0, "amount NOT_AN_AMOUNT"},
		{"digits of another script read the same and are another amount to some", "１９.９９", "EUR", 0, "amount NOT_AN_AMOUNT"},
		{"Arabic-Indic ones too", "١٩", "JPY", 0, "amount NOT_AN_AMOUNT"},
		{"infinity", "Inf", "EUR", 0, "amount NOT_AN_AMOUNT"},
		{"not a number", "NaN", "EUR", 0, "amount NOT_AN_AMOUNT"},
		{"bytes that are no text", "1\xff", "JPY", 0, "amount NOT_AN_AMOUNT"},
		{"a currency nobody pays in", "1.00", "XTS", 0, "currency UNKNOWN_CURRENCY"},
		{"a code in small letters is another code", "1.00", "eur", 0, "currency UNKNOWN_CURRENCY"},
		{"no currency", "1.00", "", 0, "currency UNKNOWN_CURRENCY"},
		{"a withdrawn one", "1.00", "DEM", 0, "currency UNKNOWN_CURRENCY"},
	} {
		t.Run(test.why, func(t *testing.T) {
			t.Parallel()
			got, err := payment.ParseMoney(test.text, test.currency)
			wantCode(t, err, test.fails)
			if err == nil && got != (payment.Money{Amount: test.want, Currency: test.currency}) {
				t.Errorf("got %+v, want %d", got, test.want)
			}
		})
	}
}

func TestMoney_Decimal(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		why      string
		amount   int64
		currency string
		want     string
	}{
		{"two digits", 1999, "EUR", "19.99 EUR"},
		{"a cent keeps its zeros", 1, "EUR", "0.01 EUR"},
		{"tens of cents keep theirs", 10, "USD", "0.10 USD"},
		{"nothing", 0, "GBP", "0.00 GBP"},
		{"yen", 1999, "JPY", "1999 JPY"},
		{"one yen", 1, "JPY", "1 JPY"},
		{"three digits", 5, "KWD", "0.005 KWD"},
		{"a refund", -1999, "EUR", "-19.99 EUR"},
		{"the most", math.MaxInt64, "EUR", "92233720368547758.07 EUR"},
		{"the least, which has no opposite", math.MinInt64, "EUR", "-92233720368547758.08 EUR"},
	} {
		if got := (payment.Money{Amount: test.amount, Currency: test.currency}).String(); got != test.want {
			t.Errorf("%s: %q, want %q", test.why, got, test.want)
		}
	}
}

func TestParseCurrencies(t *testing.T) {
	t.Parallel()
	all, err := payment.ParseCurrencies(strings.Join(payment.DefaultCurrencies(), ", "))
	if err != nil || len(all) != 14 {
		t.Fatalf("%v, %v", all, err)
	}
	for _, c := range all {
		want := 2
		if c.Code == "JPY" {
			want = 0
		}
		if c.Exponent != want || c.Minimum() != 1 || c.Maximum() != 99_999_999 {
			t.Errorf("%+v", c)
		}
	}
	for _, list := range []string{"", "EUR,", "eur", "EUR,EUR", "EUR;USD", "XXX"} {
		if got, err := payment.ParseCurrencies(list); err == nil {
			t.Errorf("%q was taken as %v", list, got)
		}
	}
}

// Whatever is parsed is shown again as the same amount, and nothing is rounded.
func FuzzParseMoney(f *testing.F) {
	for _, seed := range []string{"19.99", "0.01", "92233720368547758.07", "1e3", ".", "00.10", "1999", "١٩", "-0"} {
		f.Add(seed, "EUR")
		f.Add(seed, "JPY")
		f.Add(seed, "KWD")
	}
	f.Fuzz(func(t *testing.T, text, currency string) {
		m, err := payment.ParseMoney(text, currency)
		if err != nil {
			if !errors.Is(err, fault.Invalid) {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		if m.Amount < 0 {
			t.Fatalf("%q became %d", text, m.Amount)
		}
		again, err := payment.ParseMoney(m.Decimal(), currency)
		if err != nil || again != m {
			t.Fatalf("%q became %s and then %+v, %v", text, m, again, err)
		}
		if trimmed := strings.TrimLeft(strings.ReplaceAll(text, ".", ""), "0"); !strings.HasPrefix(strings.TrimLeft(strings.ReplaceAll(m.Decimal(), ".", ""), "0"), trimmed) {
			t.Fatalf("%q became %s", text, m)
		}
	})
}
