package secret

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

var noon = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)

// rotation is a key file and what a program that runs with it sealed before.
type rotation struct {
	path     string
	keys     *Keys
	envelope Envelope
	sealed   []byte
}

var row = []byte("card|1")

func newRotation(t *testing.T) rotation {
	t.Helper()
	r := rotation{path: filepath.Join(t.TempDir(), "keys.json")}
	r.keys = open(t, r.path)
	var err error
	if r.envelope, err = r.keys.SealEnvelope("card", row, []byte("number")); err != nil {
		t.Fatal(err)
	}
	if r.sealed, err = r.keys.Seal("mail", row, []byte("code")); err != nil {
		t.Fatal(err)
	}
	return r
}

func (r rotation) add(t *testing.T) Key {
	t.Helper()
	k, err := AddKey(r.path, noon)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// wantOpen opens an envelope and a sealed text with k.
func wantOpen(t *testing.T, why string, k *Keys, e Envelope, sealed []byte, want bool) {
	t.Helper()
	number, err := k.OpenEnvelope("card", row, e)
	code, errSealed := k.Open("mail", row, sealed)
	if want && (err != nil || errSealed != nil || string(number) != "number" || string(code) != "code") {
		t.Errorf("%s: got %q, %q, %v, %v", why, number, code, err, errSealed)
	}
	if !want && (!errors.Is(err, ErrNotOpened) || !errors.Is(errSealed, ErrNotOpened)) {
		t.Errorf("%s: opened: %q, %q, %v, %v", why, number, code, err, errSealed)
	}
}

// A whole rotation, seen by a program that ran before it, one that starts in the
// middle, and one with a copy of the file of before.
func TestRotation(t *testing.T) {
	t.Parallel()
	r := newRotation(t)
	text, err := os.ReadFile(r.path)
	if err != nil {
		t.Fatal(err)
	}
	backup := filepath.Join(t.TempDir(), "keys.json")
	if err := os.WriteFile(backup, text, 0o600); err != nil {
		t.Fatal(err)
	}
	mac := r.keys.MAC("card", []byte("number"))
	current := r.add(t)
	if current.Version != 2 || !current.Current || !current.CreatedAt.Equal(noon) {
		t.Errorf("added %+v", current)
	}
	middle := open(t, r.path)
	for _, k := range []*Keys{r.keys, middle} {
		wantOpen(t, "sealed before", k, r.envelope, r.sealed, true)
	}
	envelope, err := r.keys.Rewrap("card", row, r.envelope)
	if err != nil {
		t.Fatal(err)
	}
	sealed, _, err := r.keys.Reseal("mail", row, r.sealed)
	if err != nil {
		t.Fatal(err)
	}
	if envelope.KeyVersion != 2 || !bytes.Equal(envelope.Ciphertext, r.envelope.Ciphertext) ||
		!bytes.HasPrefix(envelope.WrappedKey, current.Prefix()) || !bytes.HasPrefix(sealed, current.Prefix()) {
		t.Errorf("rewrapped to version %d, %x, %x", envelope.KeyVersion, envelope.WrappedKey[:5], sealed[:5])
	}
	if _, err := r.keys.Rewrap("card", nil, r.envelope); !errors.Is(err, ErrNotOpened) {
		t.Errorf("rewrapped another row's key: %v", err)
	}
	if err := DropFormer(r.path, current); err != nil {
		t.Fatal(err)
	}
	after := open(t, r.path)
	if _, err := middle.Seal("mail", nil, nil); err != nil { // notices
		t.Fatal(err)
	}
	for _, k := range []*Keys{middle, after} {
		wantOpen(t, "rewrapped", k, envelope, sealed, true)
		wantOpen(t, "an old backup of the database", k, r.envelope, r.sealed, false)
	}
	old := open(t, backup)
	wantOpen(t, "an old backup of the keys opens nothing of today", old, envelope, sealed, false)
	wantOpen(t, "old keys with the database of their time", old, r.envelope, r.sealed, true)
	for _, k := range []*Keys{r.keys, middle, after} {
		if !bytes.Equal(mac, k.MAC("card", []byte("number"))) {
			t.Error("keyed hashes changed: duplicates would not be found any more")
		}
	}
	if keys, err := ListKeys(r.path); err != nil || len(keys) != 1 || keys[0] != current {
		t.Errorf("left %+v, %v", keys, err)
	}
	if k := r.add(t); k.Version != 3 {
		t.Errorf("the next version is %d", k.Version)
	}
}

// Another node seals with a key that this one has not seen.
func TestKeys_NoticesANewKey(t *testing.T) {
	t.Parallel()
	r := newRotation(t)
	other := open(t, r.path)
	r.add(t)
	sealed, err := other.SealEnvelope("card", row, []byte("number"))
	if err != nil || sealed.KeyVersion != 2 {
		t.Fatalf("version %d, %v", sealed.KeyVersion, err)
	}
	if got, err := r.keys.OpenEnvelope("card", row, sealed); err != nil || string(got) != "number" {
		t.Errorf("%q, %v", got, err)
	}
	if r.keys.Version() != 2 {
		t.Errorf("version is %d", r.keys.Version())
	}
}

// Without its file nothing is sealed: it would be lost with the memory. What is
// sealed still opens.
func TestKeys_FileGone(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		why   string
		spoil func(path string) error
		want  string
	}{
		{"gone", os.Remove, "look at key set"},
		{"damaged", func(p string) error { return os.WriteFile(p, []byte("{"), 0o600) }, "is damaged"},
		{"another key set", func(p string) error {
			if err := os.Remove(p); err != nil {
				return err
			}
			_, err := OpenKeys(p)
			return err
		}, "was replaced by another key set"},
	} {
		t.Run(test.why, func(t *testing.T) {
			t.Parallel()
			r := newRotation(t)
			if err := test.spoil(r.path); err != nil {
				t.Fatal(err)
			}
			if _, err := r.keys.SealEnvelope("card", row, []byte("number")); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v", err)
			}
			wantOpen(t, "what is sealed", r.keys, r.envelope, r.sealed, true)
		})
	}
}

// The key that is current on the disk is never deleted, whatever the caller believes.
func TestDropFormer_NotCurrent(t *testing.T) {
	t.Parallel()
	r := newRotation(t)
	second := r.add(t)
	r.add(t)
	if err := DropFormer(r.path, second); err == nil {
		t.Error("deleted the current key")
	}
	if keys, err := ListKeys(r.path); err != nil || len(keys) != 3 || keys[0].Current || !keys[2].Current {
		t.Errorf("%+v, %v", keys, err)
	}
}

// A file of before the creation times were kept.
func TestListKeys_Old(t *testing.T) {
	t.Parallel()
	r := newRotation(t)
	text, err := os.ReadFile(r.path)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, _ := strings.Cut(string(text), `"created": {`)
	_, rest, _ = strings.Cut(rest, "},")
	if err := os.WriteFile(r.path, []byte(before+rest[1:]), 0o600); err != nil {
		t.Fatal(err)
	}
	keys, err := ListKeys(r.path)
	if err != nil || len(keys) != 1 || !keys[0].CreatedAt.IsZero() || keys[0].Version != 1 {
		t.Fatalf("%+v, %v\n%s", keys, err, before)
	}
	if shown := fmt.Sprintf("%+v", keys); strings.Contains(shown, "value") {
		t.Errorf("shows %s", shown)
	}
}

// Rotations while many seal and open: what was sealed opens, always.
func TestKeys_RotationsUnderLoad(t *testing.T) {
	t.Parallel()
	r := newRotation(t)
	other := open(t, r.path)
	var group sync.WaitGroup
	done := make(chan struct{})
	for _, pair := range [][2]*Keys{{r.keys, other}, {other, r.keys}} {
		group.Go(func() {
			for n := 0; ; n++ {
				select {
				case <-done:
					return
				default:
				}
				e, err := pair[0].SealEnvelope("card", row, []byte("number"))
				if err != nil {
					t.Error(err)
					return
				}
				if got, err := pair[1].OpenEnvelope("card", row, e); err != nil || string(got) != "number" {
					t.Errorf("round %d: %q, %v", n, got, err)
					return
				}
			}
		})
	}
	for range 20 {
		r.add(t)
	}
	close(done)
	group.Wait()
}
