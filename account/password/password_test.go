package password

import (
	"strings"
	"testing"
	"time"

	"golang.org/x/text/cases"

	"github.com/walletdesk/walletdesk/fault"
)

var ann = Person{
	Names:      []string{"Ánna Maria", "Papadopoúlou"},
	Emails:     []string{"anna.pap@example.com", "Little.Bird+shop@mail.example.org"},
	Birth:      time.Date(1990, 5, 31, 0, 0, 0, 0, time.UTC),
	CardDigits: []string{"4539", "1486"},
	Answers:    []string{"Mrs. Κόκκινου of Patras"},
}

func rules(t *testing.T) Rules {
	t.Helper()
	r, err := NewRules(DefaultMin)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestRules_Check(t *testing.T) {
	t.Parallel()
	cases := []struct{ why, password, code string }{
		{"a passphrase", "seven grey herons", ""},
		{"twelve characters", "kx7#qpa2mzv!", ""},
		{"twelve Chinese characters", "春风又绿江南岸明月何时照", ""},
		{"no rules of composition", "teapotriverlamp", ""},
		{"a listed word within a phrase", "dragon eats grey stones", ""},
		{"a name within a long passphrase", "anna keeps seven herons", ""},
		{"128 characters", strings.Repeat("ab3x9kq7", 15) + "zp4m2c8v", ""},
		{"128 characters of four bytes", strings.Repeat("𝄞𝄢𝄪𝄫𝅘𝅥𝅮", 15) + strings.Repeat("🎻🎺", 4), ""},
		{"eleven characters", "kx7#qpa2mzv", "TOO_SHORT"},
		{"eleven characters in many bytes", "春风又绿江南岸明月何时", "TOO_SHORT"},
		{"twelve after NFKC: one of two marks joins its letter", "kx7#qpa2mze\u0301\u0301", ""},
		{"composed to eleven", "kx7#qpa2mze\u0301", "TOO_SHORT"},
		{"empty", "", "TOO_SHORT"},
		{"129 characters", strings.Repeat("ab3x9kq7", 16) + "z", "TOO_LONG"},
		{"513 bytes", strings.Repeat("a", 513), "TOO_LONG"},
		{"few bytes that NFKC makes long", strings.Repeat("ﷺ", 10), "TOO_LONG"},
		{"listed", "qwertyuiop123", "COMMON"},
		{"listed, in capitals", "QwertyUIOP123", "COMMON"},
		{"listed, full-width", "ｑｗｅｒｔｙｕｉｏｐ１２３", "COMMON"},
		{"a listed word with an ending of its own", "Elizabeth1987", "COMMON"},
		{"a listed word with signs around", "!!!password!!!", "COMMON"},
		{"a listed word in disguise", "P@55w0rd2031!", "COMMON"},
		{"listed words with spaces", "correct horse battery staple", "COMMON"},
		{"a listed word twice", "passwordPASSWORD", "COMMON"},
		{"one character", "zzzzzzzzzzzzzz", "COMMON"},
		{"four characters again and again", "x7q!x7q!x7q!", "COMMON"},
		{"and cut off", "x7q!x7q!x7q!x7", "COMMON"},
		{"the alphabet", "abcdefghijklmnop", "COMMON"},
		{"backwards", "ponmlkjihgfedcba", "COMMON"},
		{"digits in a row", "012345678901", "COMMON"},
		{"two rows of keys", "qwertyuiopasdfghjkl", "COMMON"},
		{"a Russian row of keys", "йцукенгшщзхъ", "COMMON"},
		{"own name", "PapadopoulouAnna", "PERSONAL"},
		{"own name with its accents and a year", "Papadopoúlou1990", "PERSONAL"},
		{"own address", "anna.pap@example.com", "PERSONAL"},
		{"piece of an address and a few digits", "little-bird-2031", "PERSONAL"},
		{"own birthday", "31.05.1990 31/05", "PERSONAL"},
		{"digits of a card and little else", "card4539-1486", "PERSONAL"},
		{"a whole card number", "4242 4242 4242 4242", "PERSONAL"},
		{"a security answer", "mrs κόκκινου of PATRAS", "PERSONAL"},
	}
	for _, c := range cases {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			form, err := rules(t).Check("password", c.password, ann)
			f, ok := fault.As(err)
			if (c.code != "") != ok || ok && (f.Fields[0].Code != c.code || f.Fields[0].Field != "password") {
				t.Fatalf("error is %v, want %q", err, c.code)
			}
			if ok && c.password != "" && strings.Contains(err.Error(), c.password) {
				t.Error("the error quotes the password")
			}
			if again, fits := Prepare(c.password); c.code == "" && (!fits || string(again) != string(form)) {
				t.Errorf("set as %q, proved as %q", form, again)
			}
		})
	}
}

func TestNewRules(t *testing.T) {
	t.Parallel()
	for minimum, good := range map[int]bool{7: false, 8: true, 12: true, 15: true, 16: false, 0: false} {
		if _, err := NewRules(minimum); (err == nil) != good {
			t.Errorf("minimum %d: %v", minimum, err)
		}
	}
	r, err := NewRules(8)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Check("password", "kx7#qpa2", Person{}); err != nil {
		t.Errorf("eight characters where eight are enough: %v", err)
	}
	if _, err := (Rules{}).Check("password", "kx7#qpa", Person{}); err == nil {
		t.Error("rules that were never made take seven characters")
	}
}

func TestPrepare_long(t *testing.T) {
	t.Parallel()
	if _, ok := Prepare(strings.Repeat("a", 513)); ok {
		t.Error("513 bytes would be hashed")
	}
}

func TestBlocklist(t *testing.T) {
	t.Parallel()
	if n := len(blocklist()); n < 1000 {
		t.Errorf("%d entries, want 1,000 at least", n)
	}
	for entry := range blocklist() {
		if folded := cases.Fold().String(entry); folded != entry {
			t.Errorf("%q would never be found: write %q", entry, folded)
		}
		if !common(entry) {
			t.Errorf("%q is on the list and not found", entry)
		}
	}
}

func FuzzCheck(f *testing.F) {
	f.Add("seven grey herons")
	f.Add("ﷺ\xff🎻")
	f.Add("qwertyqwerty")
	f.Fuzz(func(t *testing.T, password string) {
		r, err := NewRules(LeastMin)
		if err != nil {
			t.Fatal(err)
		}
		form, err := r.Check("password", password, ann)
		if err != nil {
			if _, ok := fault.As(err); !ok {
				t.Errorf("%q: %v", password, err)
			}
			return
		}
		if again, ok := Prepare(password); !ok || string(again) != string(form) {
			t.Errorf("%q was set as %q and is proved as %q", password, form, again)
		}
	})
}
