package pan

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/walletdesk/walletdesk/fault"
)

// parse parses a number that must be good.
func parse(t *testing.T, input string) PAN {
	t.Helper()
	p, err := Parse(input)
	if err != nil {
		t.Fatalf("Parse: %v", err)
	}
	return p
}

func TestParse_networks(t *testing.T) {
	t.Parallel()
	cases := []struct{ why, number, want, cobadge string }{
		{"Visa, Stripe", "4242424242424242", "visa", ""},
		{"Visa with 13 digits, as issued long ago", "4222222222222", "visa", ""},
		{"V PAY with 19 digits", "4013250000000000006", "visa", ""},
		{"Mastercard, Stripe", "5555555555554444", "mastercard", ""},
		{"Mastercard's second range, Stripe", "2223003122003222", "mastercard", ""},
		{"Mastercard's second range, Adyen", "2222400070000005", "mastercard", ""},
		{"American Express has 15", "378282246310005", "amex", ""},
		{"Discover, Stripe", "6011111111111117", "discover", ""},
		{"Discover's 644-649", "6445644564456445", "discover", ""},
		{"Diners with 14, 305", "30569309025904", "diners", ""},
		{"Diners with 14, 36", "36006666333344", "diners", ""},
		{"Diners with 16", "3056930009020004", "diners", ""},
		{"JCB, Stripe", "3566002020360505", "jcb", ""},
		{"JCB, Adyen", "3569990010095841", "jcb", ""},
		{"UnionPay, Stripe", "6200000000000005", "unionpay", ""},
		{"UnionPay with 19, Stripe", "6205500000000000004", "unionpay", ""},
		{"UnionPay's second range with 19", "8171999900000000021", "unionpay", ""},
		{"UnionPay, Braintree", "6243030000000001", "unionpay", ""},
		{"Maestro 6771", "6771798021000008", "maestro", ""},
		{"Maestro 5000", "5000550000000029", "maestro", ""},
		{"Maestro 6759", "6759649826438453", "maestro", ""},
		{"Maestro with 19", "5000000000000000005", "maestro", ""},
		{"Mir", "2200000000000004", "mir", ""},
		{"Mir, next to Mastercard's second range", "2200000000000053", "mir", ""},
		{"RuPay, which other tables call Maestro", "6082015309577308", "rupay", ""},
		{"RuPay, NPCI's emulator", "6074849200004917", "rupay", ""},
		{"Troy", "9792030394440796", "troy", ""},
		{"Elo within Maestro's 50", "5066991111111118", "elo", ""},
		{"Elo within Maestro's 63", "6362970000457013", "elo", ""},
		{"Hipercard within RuPay's 60", "6062828888666688", "hipercard", ""},
		{"Verve with 19, which ties with Maestro elsewhere", "5061460410120223210", "verve", ""},
		{"Verve's first range", "5060990000000008", "verve", ""},
		{"Dankort, which other tables call Maestro", "5019555544445555", "dankort", ""},
		{"Visa and Dankort on one card", "4571000000000001", "visa", "dankort"},
		{"Visa and Cartes Bancaires", "4360000001000005", "visa", "cartes-bancaires"},
		{"Visa and Cartes Bancaires, second range", "4035501000000008", "visa", "cartes-bancaires"},
		{"Maestro and Bancontact", "6703444444444449", "maestro", "bancontact"},
		{"Visa and Bancontact", "4871049999999910", "visa", "bancontact"},
		{"UATP, which other tables don't know", "122000000000003", "uatp", ""},
	}
	for _, c := range cases {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			p := parse(t, c.number)
			if p.Network().Code != c.want {
				t.Errorf("network is %q, want %q", p.Network().Code, c.want)
			}
			got := ""
			for _, b := range p.Cobadges() {
				got += b.Code
			}
			if got != c.cobadge {
				t.Errorf("co-badge is %q, want %q", got, c.cobadge)
			}
			if !IsTestNumber(p) {
				t.Error("production would take this public test number")
			}
			if !p.LuhnOK() {
				t.Error("Luhn fails")
			}
		})
	}
}

func TestParse(t *testing.T) {
	t.Parallel()
	const visa = "4242424242424242"
	cases := []struct{ why, in, digits, code string }{
		{"in one piece", visa, visa, ""},
		{"spaces and hyphens as printed", "4242-4242 4242 4242", visa, ""},
		{"no-break spaces, pasted", "4242\u00a04242\u00a04242\u00a04242", visa, ""},
		{"zero-width spaces, pasted", "4242\u200b4242\u200b4242\u200b4242", visa, ""},
		{"full-width", "４２４２４２４２４２４２４２４２", visa, ""},
		{"Arabic-Indic", "٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢", visa, ""},
		{"Persian", "۴۲۴۲ ۴۲۴۲ ۴۲۴۲ ۴۲۴۲", visa, ""},
		{"an en dash", "4242–4242–4242–4242", visa, ""},
		{"UnionPay without a check digit is only warned of", "6200000000000004", "6200000000000004", ""},
		{"two adjacent 0 and 9 swapped: Luhn's blind spot", "4242424209424243", "4242424209424243", ""},
		{"empty passes naive Luhn", "", "", "EMPTY"},
		{"blank", "  ", "", "EMPTY"},
		{"all zeros pass Luhn", "0000000000000000", "", "ALL_EQUAL"},
		{"all equal", "4444444444444444", "", "ALL_EQUAL"},
		{"a wrong check digit", "4242424242424241", "", "BAD_LUHN"},
		{"11 digits with a good check digit", "79927398713", "", "INCOMPLETE"},
		{"11 digits with a bad one", "79927398710", "", "INCOMPLETE"},
		{"one digit left out", "424242424242424", "", "BAD_LENGTH"},
		{"half a number", "4242 4242", "", "INCOMPLETE"},
		{"American Express, one digit left out", "37828224631000", "", "INCOMPLETE"},
		{"20 digits", "42424242424242424242", "", "BAD_LENGTH"},
		{"Mastercard has 16 only", "55555555555544443", "", "BAD_LENGTH"},
		{"a timestamp in ms that passes Luhn", "1748503543012", "", "INCOMPLETE"},
		{"no network begins like this", "7992739871300000", "", "UNKNOWN_NETWORK"},
		{"dots are not how cards are typed", "4242.4242.4242.4242", "", "NOT_A_NUMBER"},
		{"letters", "4242 4242 4242 424O", "", "NOT_A_NUMBER"},
		{"a plus", "+4242424242424242", "", "NOT_A_NUMBER"},
		{"already masked", "4242 **** **** 4242", "", "NOT_A_NUMBER"},
		{"a long text is not read", strings.Repeat(" ", 300) + visa, "", "BAD_LENGTH"},
	}
	for _, c := range cases {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			p, err := Parse(c.in)
			if string(p.Digits()) != c.digits {
				t.Errorf("digits are %q, want %q", p.Digits(), c.digits)
			}
			f, _ := fault.As(err)
			if (c.code == "") != (err == nil) || (f != nil && f.Fields[0].Code != c.code) {
				t.Errorf("error is %v, want %q", err, c.code)
			}
			if f != nil && (f.Fields[0].Field != "number" || strings.ContainsFunc(f.Error(), func(r rune) bool {
				return unicode.IsDigit(r) && !strings.ContainsRune("19", r)
			})) {
				t.Errorf("the error tells too much, or of another field: %v", f)
			}
		})
	}
}

func TestLuhn(t *testing.T) {
	t.Parallel()
	cases := []struct {
		why, digits string
		want        bool
	}{
		{"the textbook's number", "79927398713", true},
		{"its last digit wrong", "79927398710", false},
		{"a wrong check digit", "4242424242424241", false},
		{"zeros fit, so something else must refuse them", "0000000000000000", true},
		{"blind to 22 for 55", "4242425542424246", luhn([]byte("4242422242424246"))},
		{"nothing is no number", "", false},
	}
	for _, c := range cases {
		if got := luhn([]byte(c.digits)); got != c.want {
			t.Errorf("%s: got %v", c.why, got)
		}
	}
}

func TestParse_unionPayWarning(t *testing.T) {
	t.Parallel()
	if parse(t, "6200000000000004").LuhnOK() {
		t.Error("a wrong check digit is not told")
	}
}

// A number must not show in anything that prints, logs or encodes it, nor when
// it lies in an unexported field, where fmt calls no methods.
func TestPAN_showsNothing(t *testing.T) {
	t.Parallel()
	p := parse(t, "3782 822463 10005")
	type holder struct {
		Open   PAN
		hidden PAN
		in     []PAN
		to     *PAN
	}
	h := holder{Open: p, hidden: p, in: []PAN{p}, to: &p}
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "pan", p, "holder", h, "list", []PAN{p})
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "pan", p, "holder", h, "list", []PAN{p})
	encoded, err := json.Marshal(map[string]any{"pan": p, "holder": h, "keys": map[PAN]int{p: 1}})
	if err != nil {
		t.Fatal(err)
	}
	shown := []string{
		fmt.Sprint(p, &p, h), fmt.Sprint(p.Network(), p.GoString()),
		log.String(), string(encoded), fmt.Errorf("wrap: %v", p).Error(),
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x", "%X", "%c"} {
		shown = append(shown, fmt.Sprintf(verb, p), fmt.Sprintf(verb, &p), fmt.Sprintf(verb, h), fmt.Sprintf(verb, &h))
	}
	for _, text := range shown {
		for _, secret := range []string{"82246310", "822463", "246310", "378282", "8224", "3832323436"} {
			if strings.Contains(text, secret) {
				t.Errorf("%q shows %q", text, secret)
			}
		}
	}
	if got, want := fmt.Sprintf("%v|%+v|%#v|%s|%d", p, p, p, p, p), strings.Repeat("3782 •••• •••• 0005|", 5); got+"|" != want {
		t.Errorf("printed as %q", got)
	}
	if !bytes.Contains(log.Bytes(), []byte(`"pan":"3782 •••• •••• 0005"`)) {
		t.Errorf("logged as %q", log.String())
	}
}

func TestPAN_Digits_copy(t *testing.T) {
	t.Parallel()
	p := parse(t, "4242424242424242")
	clear(p.Digits())
	if string(p.Digits()) != "4242424242424242" {
		t.Error("clearing a copy changed the number")
	}
}

func TestPAN_zero(t *testing.T) {
	t.Parallel()
	var p PAN
	got := []string{p.String(), p.First4(), p.Last4(), string(p.Digits()), p.Network().Code, fmt.Sprint(p.Len(), p.Cobadges(), p.LuhnOK(), IsTestNumber(p))}
	if d := cmp.Diff([]string{"", "", "", "", "", "0 [] false false"}, got); d != "" {
		t.Error(d)
	}
}

func TestTestNumbers(t *testing.T) {
	t.Parallel()
	if n := len(testNumbers()); n < 100 {
		t.Errorf("%d test numbers, want the list", n)
	}
	for number := range testNumbers() {
		p, err := Parse(number)
		if err != nil {
			t.Errorf("…%s: %v", number[len(number)-4:], err)
			continue
		}
		if !IsTestNumber(p) {
			t.Errorf("%v is not known again", p)
		}
	}
	if IsTestNumber(parse(t, "4539578763621486")) {
		t.Error("a number that nobody published is taken for a test number")
	}
}

func FuzzParse(f *testing.F) {
	for number := range testNumbers() {
		f.Add(number)
	}
	f.Add("630400000000")
	f.Add("４２４２ ٤٢٤٢–4242\u200b4242")
	f.Fuzz(func(t *testing.T, input string) {
		p, err := Parse(input)
		if err != nil {
			if _, ok := fault.As(err); !ok || p.n != nil {
				t.Errorf("%q: %v", input, err)
			}
			return
		}
		digits := string(p.Digits())
		again, err := Parse(digits)
		if err != nil || string(again.Digits()) != digits || again.Network().Code != p.Network().Code {
			t.Errorf("%q is not its own digits: %v", input, err)
		}
		if p.LuhnOK() {
			want := p.First4() + strings.Repeat("•", p.Len()-8) + p.Last4()
			if text, n := Mask(digits); n != 1 || text != want {
				t.Errorf("%q: the parser knows a number that the mask lets through", input)
			}
		}
		if !KnownPrefix(p.First4()) {
			t.Errorf("%q: first four are no known prefix", input)
		}
	})
}

// What was cleared is no number any more, in no copy of it.
func TestPAN_Clear(t *testing.T) {
	t.Parallel()
	n, err := Parse("4539 1488 0343 6467")
	if err != nil {
		t.Fatal(err)
	}
	other, digits := n, n.Digits()
	n.Clear()
	for _, p := range []PAN{n, other} {
		if p.Digits() != nil || p.String() != "" || p.First4() != "" || p.Last4() != "" || p.Len() != 0 ||
			p.LuhnOK() || p.Network().Code != "" || p.Cobadges() != nil || IsTestNumber(p) {
			t.Errorf("left of it: %+v", p)
		}
	}
	if string(digits) != "4539148803436467" {
		t.Error("the copy that was given away is its taker's to clear")
	}
	(PAN{}).Clear()
}

func TestFromDigits(t *testing.T) {
	t.Parallel()
	digits := []byte("4539148803436467")
	n, err := FromDigits(digits)
	if err != nil || n.Network().Code != "visa" || !bytes.Equal(n.Digits(), digits) {
		t.Fatalf("%v, %v", n, err)
	}
	clear(digits)
	if n.Last4() != "6467" {
		t.Error("it does not stand on its own")
	}
	for _, bad := range []string{"", "4539 1488 0343 6467", "4539148803436468", "４５３９", "45391488034364670000"} {
		if got, err := FromDigits([]byte(bad)); err == nil {
			t.Errorf("%q gave %v", bad, got)
		}
	}
}
