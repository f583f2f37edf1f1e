package secret

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"strings"
	"testing"
	"testing/iotest"
)

func TestNewToken(t *testing.T) {
	t.Parallel()
	token, sum := NewToken(bytes.NewReader(bytes.Repeat([]byte{0xff}, 32)))
	if want := strings.Repeat("_", 42) + "8"; token != want {
		t.Errorf("token is %q, want %q", token, want)
	}
	if want := sha256.Sum256([]byte(token)); !bytes.Equal(sum, want[:]) {
		t.Error("the sum is not the token's SHA-256")
	}
	a, _ := NewToken(rand.Reader)
	b, _ := NewToken(rand.Reader)
	if a == b || len(a) != 43 {
		t.Errorf("tokens %q and %q", a, b)
	}
}

func TestNewToken_noRandomness(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("a token was made without randomness")
		}
	}()
	NewToken(iotest.ErrReader(errors.New("empty")))
}

func TestNewCode(t *testing.T) {
	t.Parallel()
	// 00000 00001 00010 00011 00100 00101 00110 00111
	if got, want := NewCode(bytes.NewReader([]byte{0x00, 0x44, 0x32, 0x14, 0xc7})), "01234567"; got != want {
		t.Errorf("code is %q, want %q", got, want)
	}
	if got, want := NewCode(bytes.NewReader(bytes.Repeat([]byte{0xff}, 5))), "ZZZZZZZZ"; got != want {
		t.Errorf("code is %q, want %q", got, want)
	}
	for range 200 {
		code := NewCode(rand.Reader)
		if again, ok := NormaliseCode(code); !ok || again != code {
			t.Fatalf("a drawn code %q is read as %q, %v", code, again, ok)
		}
	}
}

func TestNormaliseCode(t *testing.T) {
	t.Parallel()
	cases := []struct{ why, in, want string }{
		{"as drawn", "7K3MQ2XA", "7K3MQ2XA"},
		{"lower case", "7k3mq2xa", "7K3MQ2XA"},
		{"groups with a hyphen", "7K3M-Q2XA", "7K3MQ2XA"},
		{"groups with spaces around", "  7K3M Q2XA\n", "7K3MQ2XA"},
		{"a no-break space from the mail", "7K3M\u00a0Q2XA", "7K3MQ2XA"},
		{"an en dash that a phone put in", "7K3M–Q2XA", "7K3MQ2XA"},
		{"a zero-width space from copying", "7K3M\u200bQ2XA", "7K3MQ2XA"},
		{"letter O for zero", "OK3MQ2XA", "0K3MQ2XA"},
		{"I and L for one", "IK3MQ2Xl", "1K3MQ2X1"},
		{"full-width forms", "７Ｋ３ＭＱ２ＸＡ", "7K3MQ2XA"},
		{"Greek letters that look the same", "7Κ3ΜQ2ΧΑ", "7K3MQ2XA"},
		{"Greek small letters of the same keys", "7κ3μQ2χα", "7K3MQ2XA"},
		{"Cyrillic letters that look the same", "7К3МQ2ХА", "7K3MQ2XA"},
		{"Greek Omicron stands for zero too", "Ο0000000", "00000000"},
		{"Cyrillic I stands for one too", "І0000000", "10000000"},
		{"U is in no code", "7K3MQ2XU", ""},
		{"too short", "7K3MQ2X", ""},
		{"too long", "7K3MQ2XAA", ""},
		{"another letter", "7K3MQ2XЖ", ""},
		{"nothing", "", ""},
		{"a long text is not even folded", strings.Repeat(" ", 300) + "7K3MQ2XA", ""},
	}
	for _, c := range cases {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			got, ok := NormaliseCode(c.in)
			if got != c.want || ok != (c.want != "") {
				t.Errorf("NormaliseCode(%q) = %q, %v; want %q", c.in, got, ok, c.want)
			}
		})
	}
}

func FuzzNormaliseCode(f *testing.F) {
	f.Add("7K3M-Q2XA")
	f.Add("ΟІl\u200b")
	f.Fuzz(func(t *testing.T, s string) {
		code, ok := NormaliseCode(s)
		if !ok {
			return
		}
		if again, ok := NormaliseCode(code); !ok || again != code {
			t.Errorf("%q → %q → %q, %v", s, code, again, ok)
		}
		if strings.Trim(code, crockford) != "" || len(code) != codeLen {
			t.Errorf("%q → %q is no code", s, code)
		}
	})
}
