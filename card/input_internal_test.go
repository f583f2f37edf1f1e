package card

import (
	"strings"
	"testing"
	"time"

	"github.com/walletdesk/walletdesk/fault"
)

// Whatever is typed: no panic, a fault that names its fields, and never the
// number in a failure's words.
func FuzzParse(f *testing.F) {
	f.Add("4539 1488 0343 6467", 7, 2029, "123", "seven grey herons")
	f.Add("3714-496353-98522", 12, 2026, "1234", "p")
	f.Add("４５３９１４８８０３４３６４６７", 0, 0, "", "")
	f.Add("\x00\xff", -1, 1<<40, "\u0661\u0662\u0663", " ")
	s := New(Deps{Clock: func() time.Time { return time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC) }})
	f.Fuzz(func(t *testing.T, number string, month, year int, cvc, password string) {
		got, err := s.parse(AddInput{Number: number, ExpiryMonth: month, ExpiryYear: year, CVC: cvc, Password: password})
		if err == nil {
			if got.Len() < 12 || len(cvc) < 3 || len(cvc) > 4 || month < 1 || month > 12 || password == "" {
				t.Errorf("accepted month %d, a code of %d, a number of %d", month, len(cvc), got.Len())
			}
			return
		}
		told, ok := fault.As(err)
		if !ok || len(told.Fields) == 0 {
			t.Fatalf("no field is named: %v", err)
		}
		for _, field := range told.Fields {
			if field.Field == "" || field.Code == "" || (len(number) >= 12 && strings.Contains(field.Message, number)) {
				t.Errorf("said %+v", field)
			}
		}
	})
}
