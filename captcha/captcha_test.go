package captcha

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"image/png"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/iotest"
	"time"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/postgres/pgtest"
	"github.com/walletdesk/walletdesk/secret"
)

var start = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)

// desk is a Service whose clock and letters a test knows.
type desk struct {
	*Service
	db      *postgres.DB
	now     time.Time
	letters map[string]string // by id
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{db: pgtest.New(t), now: start, letters: map[string]string{}}
	d.Service = New(d.db, secret.NewTestKeys(t), func() time.Time { return d.now }, rand.Reader,
		WithPeek(func(id, answer string) { d.letters[id] = answer }))
	return d
}

// create makes a picture and returns it with its letters.
func (d *desk) create(t *testing.T) (Captcha, string) {
	t.Helper()
	c, err := d.Create(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return c, d.letters[c.ID]
}

// code is the code of a failure about the answer, "" for none.
func code(t *testing.T, err error) string {
	t.Helper()
	if err == nil {
		return ""
	}
	f, ok := fault.As(err)
	if !ok || f.Fields[0].Field != "captcha.answer" {
		t.Fatalf("error is %v", err)
	}
	return f.Fields[0].Code
}

func TestService_Create(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c, letters := d.create(t)
	if len(letters) != Letters || strings.Trim(letters, alphabet) != "" {
		t.Errorf("letters are %q", letters)
	}
	if !c.ExpiresAt.Equal(start.Add(10 * time.Minute)) {
		t.Errorf("expires at %v", c.ExpiresAt)
	}
	picture, err := png.Decode(bytes.NewReader(c.PNG))
	if err != nil {
		t.Fatal(err)
	}
	if b := picture.Bounds(); b.Dx() != width || b.Dy() != height {
		t.Errorf("picture is %v", b)
	}
	const q = `SELECT count(*) FROM captcha WHERE captcha::text ILIKE '%' || $1 || '%' OR encode(answer_mac, 'escape') ILIKE '%' || $1 || '%'`
	var n int
	if err := d.db.GetContext(t.Context(), &n, q, letters); err != nil || n != 0 {
		t.Errorf("the letters are kept: %d, %v", n, err)
	}
}

func TestService_Create_noPeek(t *testing.T) {
	t.Parallel()
	s := New(pgtest.New(t), secret.NewTestKeys(t), time.Now, rand.Reader)
	if _, err := s.Create(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestService_Create_noRandomness(t *testing.T) {
	t.Parallel()
	broken := errors.New("empty")
	s := New(nil, secret.NewTestKeys(t), time.Now, iotest.ErrReader(broken))
	if _, err := s.Create(t.Context()); !errors.Is(err, broken) {
		t.Errorf("error is %v", err)
	}
}

func TestService_Check_spellings(t *testing.T) {
	t.Parallel()
	cases := []struct {
		why   string
		typed func(letters string) string
	}{
		{"as shown", func(s string) string { return s }},
		{"lower case", strings.ToLower},
		{"spaces between", func(s string) string { return " " + strings.Join(strings.Split(s, ""), " ") + "\n" }},
		{"full-width", func(s string) string {
			return strings.Map(func(r rune) rune { return r - 'A' + 'Ａ' }, s)
		}},
		{"Greek where it looks the same", strings.NewReplacer("A", "Α", "B", "Β", "E", "Ε", "H", "Η", "K", "Κ", "M", "Μ", "N", "Ν", "P", "Ρ", "T", "Τ", "X", "Χ", "Y", "Υ", "Z", "Ζ").Replace},
		{"Cyrillic where it looks the same", strings.NewReplacer("A", "А", "B", "В", "C", "С", "E", "Е", "H", "Н", "K", "К", "M", "М", "P", "Р", "T", "Т", "X", "Х", "Y", "У").Replace},
	}
	d := newDesk(t)
	for _, c := range cases {
		picture, letters := d.create(t)
		if err := d.Check(t.Context(), picture.ID, c.typed(letters)); err != nil {
			t.Errorf("%s: %q: %v", c.why, c.typed(letters), err)
		}
	}
}

func TestService_Check_oneTry(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	other := func(letters string) string {
		if letters == "ABCDEF" {
			return "BCDEFA"
		}
		return "ABCDEF"
	}
	cases := []struct {
		why  string
		do   func(c Captcha, letters string) error
		want string
	}{
		{"right", func(c Captcha, l string) error { return d.Check(t.Context(), c.ID, l) }, ""},
		{"wrong", func(c Captcha, l string) error { return d.Check(t.Context(), c.ID, other(l)) }, "CAPTCHA_WRONG"},
		{"right after wrong", func(c Captcha, l string) error {
			_ = d.Check(t.Context(), c.ID, other(l)) // its error is the case above
			return d.Check(t.Context(), c.ID, l)
		}, "CAPTCHA_WRONG"},
		{"right twice", func(c Captcha, l string) error {
			if err := d.Check(t.Context(), c.ID, l); err != nil {
				return err
			}
			return d.Check(t.Context(), c.ID, l)
		}, "CAPTCHA_WRONG"},
		{"five letters can't be an answer", func(c Captcha, l string) error { return d.Check(t.Context(), c.ID, l[:5]) }, "CAPTCHA_INCOMPLETE"},
		{"and cost no try", func(c Captcha, l string) error {
			for _, typed := range []string{"", l[:5], l + "A", "ABCDE1", "ABCDEO", "ЖЖЖЖЖЖ", strings.Repeat(l, 1000)} {
				if got := code(t, d.Check(t.Context(), c.ID, typed)); got != "CAPTCHA_INCOMPLETE" {
					t.Errorf("%.20q gives %q", typed, got)
				}
			}
			return d.Check(t.Context(), c.ID, l)
		}, ""},
		{"another picture's letters", func(c Captcha, l string) error {
			_, theirs := d.create(t)
			if theirs == l {
				theirs = other(l)
			}
			return d.Check(t.Context(), c.ID, theirs)
		}, "CAPTCHA_WRONG"},
		{"an unknown picture", func(_ Captcha, l string) error {
			return d.Check(t.Context(), "01890000-0000-7000-8000-000000000000", l)
		}, "CAPTCHA_WRONG"},
		{"an id that is none", func(_ Captcha, l string) error { return d.Check(t.Context(), "' OR true", l) }, "CAPTCHA_WRONG"},
		{"the last moment", func(c Captcha, l string) error {
			d.now = c.ExpiresAt.Add(-time.Microsecond)
			return d.Check(t.Context(), c.ID, l)
		}, ""},
		{"too late", func(c Captcha, l string) error {
			d.now = c.ExpiresAt
			return d.Check(t.Context(), c.ID, l)
		}, "CAPTCHA_WRONG"},
	}
	for _, c := range cases {
		d.now = start
		if got := code(t, c.do(d.create(t))); got != c.want {
			t.Errorf("%s: got %q, want %q", c.why, got, c.want)
		}
	}
}

func TestService_Check_parallel(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c, letters := d.create(t)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var passed atomic.Int32
	var wg sync.WaitGroup
	for range 30 {
		wg.Go(func() {
			if d.Check(ctx, c.ID, letters) == nil {
				passed.Add(1)
			}
		})
	}
	wg.Wait()
	if passed.Load() != 1 {
		t.Errorf("%d passed with one picture, want 1", passed.Load())
	}
}

func TestService_Sweep(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.create(t)
	d.now = start.Add(5 * time.Minute)
	c, letters := d.create(t)
	d.now = start.Add(10 * time.Minute)
	if n, err := d.Sweep(t.Context()); n != 1 || err != nil {
		t.Errorf("swept %d, %v; want the first", n, err)
	}
	if err := d.Check(t.Context(), c.ID, letters); err != nil {
		t.Errorf("the second is gone: %v", err)
	}
}
