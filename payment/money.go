package payment

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/walletdesk/walletdesk/fault"
)

// Currency is a currency payments can have.
type Currency struct {
	Code     string // ISO 4217, alphabetic
	Exponent int    // digits behind the decimal point (ISO 4217 "minor unit")
}

// maxMinor is the most of one payment, in minor units of any currency: eight
// digits, 999,999.99 of most and 99,999,999 of those without minor units. What is
// more is a slip of the decimal point far more often than a purchase.
const maxMinor = 99_999_999

// Minimum is the least that can be paid, in minor units.
func (Currency) Minimum() int64 { return 1 }

// Maximum is the most that can be paid at once, in minor units.
func (Currency) Maximum() int64 { return maxMinor }

// exponents are the minor units of ISO 4217:2015, list one, for the currencies
// that can be set. Those in DefaultCurrencies are among them.
func exponent(code string) (int, bool) {
	switch code {
	case "AUD", "CAD", "CHF", "CZK", "DKK", "EUR", "GBP", "HKD", "MXN", "NOK", "NZD", "PLN", "RON", "SEK", "SGD", "THB", "TRY", "USD", "ZAR":
		return 2, true
	case "JPY", "KRW", "ISK":
		return 0, true
	case "BHD", "KWD", "TND":
		return 3, true
	default:
		return 0, false
	}
}

// DefaultCurrencies are the 14 currencies payments have unless it is set otherwise.
func DefaultCurrencies() []string {
	return []string{"AUD", "CAD", "CHF", "DKK", "EUR", "GBP", "HKD", "JPY", "NOK", "NZD", "SEK", "SGD", "THB", "USD"}
}

// ParseCurrencies reads a list of codes, with commas between them: the setting. The
// error quotes the code that is not known or stands there twice.
func ParseCurrencies(list string) ([]Currency, error) {
	var all []Currency
	for word := range strings.SplitSeq(list, ",") {
		code := strings.TrimSpace(word)
		digits, ok := exponent(code)
		if !ok {
			return nil, fmt.Errorf("%q is no currency we know the minor units of", code)
		}
		c := Currency{Code: code, Exponent: digits}
		if slices.Contains(all, c) {
			return nil, fmt.Errorf("%s stands there twice", code)
		}
		all = append(all, c)
	}
	return all, nil
}

// Money is an exact amount: whole minor units of a currency.
type Money struct {
	Amount   int64  // minor units: 1999 is 19.99 EUR or 1999 JPY
	Currency string // ISO 4217
}

// Exponent is how many digits stand behind the decimal point; 0 for a currency
// that is not known.
func (m Money) Exponent() int {
	digits, _ := exponent(m.Currency)
	return digits
}

// String is the amount in digits with its code, for example "19.99 EUR", for
// records and for those who have no locale. People see it in their own language.
func (m Money) String() string { return m.Decimal() + " " + m.Currency }

// Decimal is the amount as a decimal number with as many digits behind the point
// as the currency has, for example "19.99" or "1999".
func (m Money) Decimal() string {
	digits := m.Exponent()
	sign, whole := "", uint64(m.Amount)
	if m.Amount < 0 {
		sign, whole = "-", -whole // two's complement: right for the least number too
	}
	text := fmt.Sprintf("%0*d", digits+1, whole)
	if digits == 0 {
		return sign + text
	}
	return sign + text[:len(text)-digits] + "." + text[len(text)-digits:]
}

// ParseMoney reads a decimal number with a point into exact minor units: "19.99",
// "19.9", "19" and "019.90" of EUR, "1999" of JPY. No sign, no exponent, no
// thousands separator, no digits beyond the currency's: those are errors and never
// rounded. fault.Invalid with EMPTY, NOT_AN_AMOUNT, TOO_PRECISE, TOO_LARGE or
// UNKNOWN_CURRENCY about the field "amount" or "currency".
func ParseMoney(text, currency string) (Money, error) {
	digits, known := exponent(currency)
	switch {
	case !known:
		return Money{}, fault.Field("currency", "UNKNOWN_CURRENCY", "Payments can't be made in this currency.")
	case text == "":
		return Money{}, fault.Field("amount", "EMPTY", "Please enter an amount.")
	case len(text) > 40:
		return Money{}, fault.Field("amount", "TOO_LARGE", "This amount is too large.")
	}
	whole, part, pointed := strings.Cut(text, ".")
	if whole == "" || pointed && part == "" {
		return Money{}, errNoAmount()
	}
	if len(part) > digits {
		if strings.Trim(part, "0123456789") != "" {
			return Money{}, errNoAmount()
		}
		return Money{}, fault.Field("amount", "TOO_PRECISE", "This currency does not have so many digits behind the point.")
	}
	var amount int64
	for _, r := range whole + part + strings.Repeat("0", digits-len(part)) {
		if r < '0' || r > '9' {
			return Money{}, errNoAmount()
		}
		d := int64(r - '0')
		if amount > (math.MaxInt64-d)/10 {
			return Money{}, fault.Field("amount", "TOO_LARGE", "This amount is too large.")
		}
		amount = amount*10 + d
	}
	return Money{Amount: amount, Currency: currency}, nil
}

func errNoAmount() error {
	return fault.Field("amount", "NOT_AN_AMOUNT", "An amount consists of digits, with a point before the minor units.")
}

// check tells whether an amount can be paid here.
func (s *Service) check(m Money) []fault.FieldError {
	i := slices.IndexFunc(s.Currencies, func(c Currency) bool { return c.Code == m.Currency })
	switch {
	case i < 0:
		return []fault.FieldError{{Field: "amount.currency", Code: "UNKNOWN_CURRENCY", Message: "Payments can't be made in this currency."}}
	case m.Amount < s.Currencies[i].Minimum():
		return []fault.FieldError{{Field: "amount.amount", Code: "TOO_SMALL", Message: "The amount has to be more than nothing."}}
	case m.Amount > s.Currencies[i].Maximum():
		return []fault.FieldError{{Field: "amount.amount", Code: "TOO_LARGE", Message: "This amount is too large for one payment."}}
	}
	return nil
}
