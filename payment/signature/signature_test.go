package signature_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/walletdesk/walletdesk/payment/signature"
)

var (
	secret = []byte("thirty-two bytes, and then a few") //nolint:gochecknoglobals // a constant
	noon   = time.Unix(1767225600, 0)                   //nolint:gochecknoglobals // a constant
)

const body = `{"id":"019a0000-0000-7000-8000-000000000000","type":"payment.paid"}`

// The form is a contract: this text was made by another program
// (printf '%s' 'webhook.1767225600.{}' | openssl dgst -sha256 -hmac key).
func TestSign_Vector(t *testing.T) {
	t.Parallel()
	const want = "t=1767225600,v1=3706ebdeee737c87cced904204ff2a08956ef2cd807337ed322763470536e5c2"
	if got := signature.Sign([]byte("key"), "webhook", noon, []byte("{}")); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestVerify(t *testing.T) {
	t.Parallel()
	header := signature.Sign(secret, "webhook", noon, []byte(body))
	_, v1, _ := strings.Cut(header, ",v1=")
	for _, test := range []struct {
		why, header, body, purpose string
		secret                     []byte
		now                        time.Time
		want                       error
	}{
		{"as it was made", header, body, "webhook", secret, noon, nil},
		{"five minutes later", header, body, "webhook", secret, noon.Add(5 * time.Minute), nil},
		{"five minutes before, by a clock that is slow", header, body, "webhook", secret, noon.Add(-5 * time.Minute), nil},
		{"members in another order, with spaces", "v1=" + v1 + ", t=1767225600", body, "webhook", secret, noon, nil},
		{"a version to come beside it", header + ",v2=abc", body, "webhook", secret, noon, nil},
		{"the former secret's beside it", "t=1767225600,v1=" + strings.Repeat("00", 32) + ",v1=" + v1, body, "webhook", secret, noon, nil},
		{"a second too late", header, body, "webhook", secret, noon.Add(5*time.Minute + time.Second), signature.ErrTooOld},
		{"a second too early", header, body, "webhook", secret, noon.Add(-5*time.Minute - time.Second), signature.ErrTooOld},
		{"the time moved", "t=1767225601,v1=" + v1, body, "webhook", secret, noon, signature.ErrWrong},
		{"the body changed", header, strings.Replace(body, "paid", "void", 1), "webhook", secret, noon, signature.ErrWrong},
		{"a byte more", header, body + " ", "webhook", secret, noon, signature.ErrWrong},
		{"no body", header, "", "webhook", secret, noon, signature.ErrWrong},
		{"for another way", header, body, "cash", secret, noon, signature.ErrWrong},
		{"another secret", header, body, "webhook", []byte("another secret"), noon, signature.ErrWrong},
		{"no secret", header, body, "webhook", nil, noon, signature.ErrWrong},
		{"old and wrong is wrong: our clock is not told", "t=1,v1=" + v1, body, "webhook", secret, noon, signature.ErrWrong},
		{"none", "", body, "webhook", secret, noon, signature.ErrMalformed},
		{"no time", "v1=" + v1, body, "webhook", secret, noon, signature.ErrMalformed},
		{"no signature", "t=1767225600", body, "webhook", secret, noon, signature.ErrMalformed},
		{"two times", "t=1767225600,t=1767225600,v1=" + v1, body, "webhook", secret, noon, signature.ErrMalformed},
		{"a time with a zero before it", "t=01767225600,v1=" + v1, body, "webhook", secret, noon, signature.ErrMalformed},
		{"a time with a plus", "t=+1767225600,v1=" + v1, body, "webhook", secret, noon, signature.ErrMalformed},
		{"a time before 1970", "t=-1,v1=" + v1, body, "webhook", secret, noon, signature.ErrMalformed},
		{"a time that fits nowhere", "t=99999999999999999999,v1=" + v1, body, "webhook", secret, noon, signature.ErrMalformed},
		{"half a signature", "t=1767225600,v1=" + v1[:32], body, "webhook", secret, noon, signature.ErrMalformed},
		{"no hexadecimal", "t=1767225600,v1=" + strings.Repeat("zz", 32), body, "webhook", secret, noon, signature.ErrMalformed},
		{"a member without a value", header + ",v2=", body, "webhook", secret, noon, signature.ErrMalformed},
		{"members without end", header + strings.Repeat(",a=b", 20), body, "webhook", secret, noon, signature.ErrMalformed},
		{"a header without end", header + ",a=" + strings.Repeat("b", 2000), body, "webhook", secret, noon, signature.ErrMalformed},
	} {
		t.Run(test.why, func(t *testing.T) {
			t.Parallel()
			signed, err := signature.Verify(test.secret, test.purpose, test.header, []byte(test.body), test.now)
			if !errors.Is(err, test.want) || (err == nil) != (len(signed) == 32) {
				t.Errorf("%x, %v, want %v", signed, err, test.want)
			}
		})
	}
}

// Every single byte of what is signed counts.
func TestVerify_EveryByteCounts(t *testing.T) {
	t.Parallel()
	header := signature.Sign(secret, "webhook", noon, []byte(body))
	for i := range []byte(body) {
		changed := []byte(body)
		changed[i] ^= 1
		if _, err := signature.Verify(secret, "webhook", header, changed, noon); err == nil {
			t.Errorf("byte %d of the body changes nothing", i)
		}
	}
	for i := range []byte(header) {
		changed := []byte(header)
		changed[i] ^= 1
		if _, err := signature.Verify(secret, "webhook", string(changed), []byte(body), noon); err == nil {
			t.Errorf("byte %d of the header changes nothing: %s", i, changed)
		}
	}
}

// Nothing is taken that was not signed, and nothing makes it fall over.
func FuzzVerify(f *testing.F) {
	f.Add(signature.Sign(secret, "webhook", noon, []byte(body)), body)
	for _, seed := range []string{"", "t=", "t=1,v1=", "t=1767225600,v1=00", ",,,,", "=", "t=1=2,v1=a"} {
		f.Add(seed, "{}")
	}
	f.Fuzz(func(t *testing.T, header, text string) {
		signed, err := signature.Verify([]byte("a secret the fuzzer does not have"), "webhook", header, []byte(text), noon)
		if err == nil {
			t.Fatalf("%q was taken: %x", header, signed)
		}
		if own, err := signature.Verify(secret, header, signature.Sign(secret, header, noon, []byte(text)), []byte(text), noon); err != nil || len(own) != 32 {
			t.Fatalf("what was signed is not taken: %v", err)
		}
	})
}
