package card

import (
	"errors"
	"time"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/pan"
)

// farExpiry is how many years ahead an expiry date can lie: issuers give five,
// seldom ten; twenty leaves room and catches slips of the finger.
const farExpiry = 20

// parse reads what was typed and gathers all that is wrong with it.
func (s *Service) parse(in AddInput) (pan.PAN, error) {
	number, wrong, err := s.read(Typed{Number: in.Number, ExpiryMonth: in.ExpiryMonth, ExpiryYear: in.ExpiryYear, CVC: in.CVC})
	if err != nil {
		return pan.PAN{}, err
	}
	if in.Password == "" {
		wrong = append(wrong, fault.FieldError{Field: "password", Code: "EMPTY", Message: "Type your payment password."})
	}
	if len(wrong) > 0 {
		number.Clear()
		return pan.PAN{}, fault.Fields(wrong[0], wrong[1:]...)
	}
	return number, nil
}

// read reads a typed card and gathers all that is wrong with it.
func (s *Service) read(in Typed) (pan.PAN, []fault.FieldError, error) {
	var wrong []fault.FieldError
	number, err := pan.Parse(in.Number)
	if err == nil && pan.IsTestNumber(number) && !s.TestNumbers {
		err = fault.Field("number", "TEST_NUMBER", "This is a published test number, not a card.")
	}
	if err != nil {
		f, ok := fault.As(err)
		if !ok {
			return pan.PAN{}, nil, err
		}
		wrong = append(wrong, f.Fields...)
	}
	wrong = append(wrong, checkExpiry(in.ExpiryMonth, in.ExpiryYear, s.Clock())...)
	wrong = append(wrong, checkCVC(in.CVC, number.Network())...)
	return number, wrong, nil
}

func checkExpiry(month, year int, now time.Time) []fault.FieldError {
	switch {
	case month < 1 || month > 12:
		return []fault.FieldError{{Field: "expiryMonth", Code: "BAD_MONTH", Message: "The month is a number from 1 to 12."}}
	case year < 2000 || year > now.Year()+farExpiry:
		return []fault.FieldError{{Field: "expiryYear", Code: "BAD_YEAR", Message: "Type the year as it stands on the card."}}
	case expired(month, year, now):
		return []fault.FieldError{{Field: "expiryMonth", Code: "EXPIRED", Message: "This card has expired."}}
	}
	return nil
}

// expired: a card is good to the last day of its month, wherever its owner is,
// so it counts as expired only when that day is over everywhere (UTC-12).
func expired(month, year int, now time.Time) bool {
	end := time.Date(year, time.Month(month)+1, 1, 12, 0, 0, 0, time.UTC)
	return !now.Before(end)
}

// expiringFor is how long before its end a card is flagged: time to get the next.
const expiringFor = 2 // months

func expiring(month, year int, now time.Time) bool {
	return !expired(month, year, now) && expired(month, year, now.AddDate(0, expiringFor, 0))
}

func checkCVC(cvc string, n pan.Network) []fault.FieldError {
	want := n.CVC
	if want == 0 {
		want = 3
	}
	ok := len(cvc) == want || (n.Code == "" && len(cvc) == 4)
	for _, r := range cvc {
		ok = ok && r >= '0' && r <= '9'
	}
	if ok {
		return nil
	}
	if want == 4 {
		return []fault.FieldError{{Field: "cvc", Code: "CVC_4", Message: "The security code is the four digits on the front of the card."}}
	}
	return []fault.FieldError{{Field: "cvc", Code: "CVC_3", Message: "The security code is the three digits on the back of the card."}}
}

// under moves the field paths of a password's failure to the input's field.
func under(field string, err error) error {
	f, ok := fault.As(err)
	if !ok || !errors.Is(err, fault.Invalid) || len(f.Fields) == 0 {
		return err
	}
	c := *f
	c.Fields = append([]fault.FieldError(nil), f.Fields...)
	for i := range c.Fields {
		c.Fields[i].Field = field
	}
	return &c
}
