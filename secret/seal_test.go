package secret

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestKeys_Open(t *testing.T) {
	t.Parallel()
	k := NewTestKeys(t)
	ad, plain := []byte("card|1"), []byte("a number")
	sealed, err := k.Seal("card", ad, plain)
	if err != nil {
		t.Fatal(err)
	}
	flip := bytes.Clone(sealed)
	flip[len(flip)-1] ^= 1
	flipID := bytes.Clone(sealed)
	flipID[1] ^= 1
	cases := []struct {
		why     string
		keys    *Keys
		purpose string
		ad      []byte
		sealed  []byte
		want    []byte
	}{
		{"what was sealed opens", k, "card", ad, sealed, plain},
		{"a changed byte is noticed", k, "card", ad, flip, nil},
		{"a changed key id is noticed", k, "card", ad, flipID, nil},
		{"a row moved to another place does not open", k, "card", []byte("card|2"), sealed, nil},
		{"no additional data is another place too", k, "card", nil, sealed, nil},
		{"another purpose has another key", k, "mail", ad, sealed, nil},
		{"another key set has other keys", NewTestKeys(t), "card", ad, sealed, nil},
		{"a cut text does not open", k, "card", ad, sealed[:20], nil},
		{"nothing does not open", k, "card", ad, nil, nil},
	}
	for _, c := range cases {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			got, err := c.keys.Open(c.purpose, c.ad, c.sealed)
			if !bytes.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
			if (c.want == nil) != errors.Is(err, ErrNotOpened) {
				t.Errorf("error is %v", err)
			}
		})
	}
}

func TestKeys_Seal_neverAlike(t *testing.T) {
	t.Parallel()
	k := NewTestKeys(t)
	a, errA := k.Seal("card", nil, []byte("same"))
	b, errB := k.Seal("card", nil, []byte("same"))
	if err := errors.Join(errA, errB); err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(a, b) {
		t.Error("two seals of one text are equal")
	}
	if bytes.Contains(a, []byte("same")) {
		t.Error("the plain text shows")
	}
}

func TestKeys_purposeNeeded(t *testing.T) {
	t.Parallel()
	k := NewTestKeys(t)
	if _, err := k.Seal("", nil, []byte("x")); err == nil {
		t.Error("sealed without a purpose")
	}
	if _, err := k.Open("", nil, []byte("x")); err == nil {
		t.Error("opened without a purpose")
	}
}

func TestKeys_OpenEnvelope(t *testing.T) {
	t.Parallel()
	k := NewTestKeys(t)
	ad, plain := []byte("document|1"), bytes.Repeat([]byte("pixel"), 1000)
	e, err := k.SealEnvelope("document", ad, plain)
	if err != nil {
		t.Fatal(err)
	}
	other, err := k.SealEnvelope("document", ad, []byte("another"))
	if err != nil {
		t.Fatal(err)
	}
	if e.KeyVersion != 1 {
		t.Errorf("version is %d, want 1", e.KeyVersion)
	}
	tampered := bytes.Clone(e.Ciphertext)
	tampered[100] ^= 0x80
	cases := []struct {
		why     string
		purpose string
		ad      []byte
		e       Envelope
		want    []byte
	}{
		{"what was sealed opens", "document", ad, e, plain},
		{"another row's additional data", "document", []byte("document|2"), e, nil},
		{"another purpose", "card", ad, e, nil},
		{"another thing's key", "document", ad, Envelope{other.WrappedKey, e.Ciphertext, 1}, nil},
		{"a changed version", "document", ad, Envelope{e.WrappedKey, e.Ciphertext, 2}, nil},
		{"a destroyed key", "document", ad, Envelope{nil, e.Ciphertext, 1}, nil},
		{"a changed picture", "document", ad, Envelope{e.WrappedKey, tampered, 1}, nil},
	}
	for _, c := range cases {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			got, err := k.OpenEnvelope(c.purpose, c.ad, c.e)
			if !bytes.Equal(got, c.want) {
				t.Errorf("got %d bytes, want %d", len(got), len(c.want))
			}
			if (c.want == nil) != errors.Is(err, ErrNotOpened) {
				t.Errorf("error is %v", err)
			}
		})
	}
}

// A wrapped key must not open as a seal of its purpose, nor the other way round,
// with additional data that a caller could choose by chance.
func TestKeys_wrapIsNoSeal(t *testing.T) {
	t.Parallel()
	k := NewTestKeys(t)
	ad := []byte("card|1")
	e, err := k.SealEnvelope("card", ad, []byte("x"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := k.Open("card", ad, e.WrappedKey); !errors.Is(err, ErrNotOpened) {
		t.Errorf("the data key opened as a text: %v", err)
	}
}

func TestKeys_concurrent(t *testing.T) {
	t.Parallel()
	k := NewTestKeys(t)
	var wg sync.WaitGroup
	for i := range 64 {
		wg.Go(func() {
			purpose := fmt.Sprintf("purpose.%d", i%8) // derived for the first time by several at once
			plain := []byte{byte(i)}
			sealed, err := k.Seal(purpose, nil, plain)
			if err != nil {
				t.Error(err)
				return
			}
			if got, err := k.Open(purpose, nil, sealed); err != nil || !bytes.Equal(got, plain) {
				t.Errorf("got %v, %v", got, err)
			}
		})
	}
	wg.Wait()
}

func TestKeys_MAC(t *testing.T) {
	t.Parallel()
	k := NewTestKeys(t)
	mac := k.MAC("card", []byte("ab"), []byte("c"))
	if len(mac) != 32 {
		t.Errorf("%d bytes, want 32", len(mac))
	}
	if !bytes.Equal(mac, k.MAC("card", []byte("ab"), []byte("c"))) {
		t.Error("the same parts give another hash")
	}
	different := []struct {
		why string
		mac []byte
	}{
		{"parts have borders", k.MAC("card", []byte("a"), []byte("bc"))},
		{"an empty part counts", k.MAC("card", []byte("ab"), []byte("c"), nil)},
		{"one part is not two", k.MAC("card", []byte("abc"))},
		{"a purpose has its own key", k.MAC("code", []byte("ab"), []byte("c"))},
		{"a key set has its own root", NewTestKeys(t).MAC("card", []byte("ab"), []byte("c"))},
	}
	for _, d := range different {
		if bytes.Equal(mac, d.mac) {
			t.Errorf("%s: the hashes are equal", d.why)
		}
	}
}

func TestKeys_printNothing(t *testing.T) {
	t.Parallel()
	k := NewTestKeys(t)
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "keys", k)
	texts := []string{fmt.Sprint(k), fmt.Sprintf("%+v", k), fmt.Sprintf("%#v", k), fmt.Sprintf("%s %x", k, k)}
	want := []string{"secret.Keys", "secret.Keys", "secret.Keys", "secret.Keys secret.Keys"}
	if d := cmp.Diff(want, texts); d != "" {
		t.Error(d)
	}
	if !bytes.Contains(log.Bytes(), []byte("keys=secret.Keys\n")) {
		t.Errorf("logged %q", log.String())
	}
}
