package secret

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/crypto/argon2"

	"github.com/walletdesk/walletdesk/fault"
)

func TestHasher_Verify(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	keys := NewTestKeys(t)
	h := NewHasher(keys, 2, 8)
	stored, err := h.Hash(ctx, []byte("correct horse battery"))
	if err != nil {
		t.Fatal(err)
	}
	if want := "$argon2id$v=19$m=19456,t=2,p=1$"; !strings.HasPrefix(stored, want) {
		t.Errorf("hash is %q, want it to begin with %q", stored, want)
	}
	other := NewHasher(NewTestKeys(t), 2, 8)
	cases := []struct {
		why    string
		hasher *Hasher
		secret string
		want   bool
	}{
		{"the right one", h, "correct horse battery", true},
		{"one letter else", h, "correct horse batterY", false},
		{"empty", h, "", false},
		{"the right one without the pepper", other, "correct horse battery", false},
	}
	for _, c := range cases {
		ok, outdated, err := c.hasher.Verify(ctx, stored, []byte(c.secret))
		if ok != c.want || outdated || err != nil {
			t.Errorf("%s: got %v, %v, %v", c.why, ok, outdated, err)
		}
	}
}

func TestHasher_Hash_salted(t *testing.T) {
	t.Parallel()
	h := NewHasher(NewTestKeys(t), 1, 8)
	a, errA := h.Hash(t.Context(), []byte("same"))
	b, errB := h.Hash(t.Context(), []byte("same"))
	if errors.Join(errA, errB) != nil || a == b {
		t.Errorf("two hashes of one secret: %q, %q, %v", a, b, errors.Join(errA, errB))
	}
}

func TestHasher_Verify_outdated(t *testing.T) {
	t.Parallel()
	keys := NewTestKeys(t)
	h := NewHasher(keys, 1, 8)
	salt := []byte("0123456789abcdef")
	weak := func(memory, passes uint32) string {
		sum := argon2.IDKey(keys.MAC(pepperPurpose, []byte("x")), salt, passes, memory, 1, hashSize)
		return phc{memory: memory, time: passes, threads: 1, salt: salt, sum: sum}.String()
	}
	cases := []struct {
		why      string
		stored   string
		outdated bool
	}{
		{"less memory than today", weak(8192, 2), true},
		{"fewer passes than today", weak(hashMemory, 1), true},
		{"today's", weak(hashMemory, hashTime), false},
		{"more than today", weak(2*hashMemory, hashTime), false},
	}
	for _, c := range cases {
		ok, outdated, err := h.Verify(t.Context(), c.stored, []byte("x"))
		if !ok || outdated != c.outdated || err != nil {
			t.Errorf("%s: got %v, %v, %v", c.why, ok, outdated, err)
		}
		ok, outdated, err = h.Verify(t.Context(), c.stored, []byte("wrong"))
		if ok || outdated || err != nil {
			t.Errorf("%s, wrong secret: got %v, %v, %v", c.why, ok, outdated, err)
		}
	}
}

func TestHasher_Verify_noPHC(t *testing.T) {
	t.Parallel()
	h := NewHasher(NewTestKeys(t), 1, 8)
	b64 := base64.RawStdEncoding.EncodeToString
	salt, sum := b64(make([]byte, 16)), b64(make([]byte, 32))
	cases := []struct{ why, stored string }{
		{"empty", ""},
		{"another function", "$argon2i$v=19$m=19456,t=2,p=1$" + salt + "$" + sum},
		{"another version", "$argon2id$v=16$m=19456,t=2,p=1$" + salt + "$" + sum},
		{"a row that would eat the machine", "$argon2id$v=19$m=4194304,t=2,p=1$" + salt + "$" + sum},
		{"a row that would never end", "$argon2id$v=19$m=19456,t=99999,p=1$" + salt + "$" + sum},
		{"no pass", "$argon2id$v=19$m=19456,t=0,p=1$" + salt + "$" + sum},
		{"no lane", "$argon2id$v=19$m=19456,t=2,p=0$" + salt + "$" + sum},
		{"no sum: it would equal anything", "$argon2id$v=19$m=19456,t=2,p=1$" + salt + "$"},
		{"more after the parameters", "$argon2id$v=19$m=19456,t=2,p=1,x=1$" + salt + "$" + sum},
		{"base64 that is none", "$argon2id$v=19$m=19456,t=2,p=1$" + salt + "$*" + sum},
		{"a part too many", "$argon2id$v=19$m=19456,t=2,p=1$" + salt + "$" + sum + "$"},
	}
	for _, c := range cases {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			ok, _, err := h.Verify(t.Context(), c.stored, []byte("x"))
			if ok || !errors.Is(err, errPHC) {
				t.Errorf("got %v, %v", ok, err)
			}
		})
	}
}

// flood holds the one working place, so that what follows waits or is refused.
func flood(t *testing.T, queue int) (*Hasher, func()) {
	t.Helper()
	h := NewHasher(NewTestKeys(t), 1, queue)
	h.working <- struct{}{}
	leave, err := h.enter(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return h, func() { <-h.working; leave() }
}

func TestHasher_overloaded(t *testing.T) {
	t.Parallel()
	h, release := flood(t, 3)
	at := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	h.now = func() time.Time { return at }

	var done, refused atomic.Int32
	var wg sync.WaitGroup
	allRefused := make(chan struct{})
	for range 20 {
		wg.Go(func() {
			_, err := h.Hash(t.Context(), []byte("x"))
			if err == nil {
				done.Add(1)
				return
			}
			f, ok := fault.As(err)
			if !ok || f.Kind != fault.Overloaded || f.Code != "OVERLOADED" || !f.RetryAt.Equal(at.Add(overloadRetry)) {
				t.Errorf("error is %v", err)
			}
			if refused.Add(1) == 17 {
				close(allRefused)
			}
		})
	}
	<-allRefused // the three others wait for the working place
	release()
	wg.Wait()
	if done.Load() != 3 || refused.Load() != 17 {
		t.Errorf("%d done, %d refused; want the queue's 3 and the other 17", done.Load(), refused.Load())
	}
	if _, err := h.Hash(t.Context(), []byte("x")); err != nil {
		t.Errorf("after the flood: %v", err)
	}
}

func TestHasher_cancelledWhileWaiting(t *testing.T) {
	t.Parallel()
	h, release := flood(t, 1)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := h.Hash(ctx, []byte("x")); !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v", err)
	}
	release()
	if _, err := h.Hash(t.Context(), []byte("x")); err != nil {
		t.Errorf("its place was not given back: %v", err)
	}
}

type callerKey struct{}

// named is a context of a caller.
func named(t *testing.T, name string) context.Context {
	t.Helper()
	return context.WithValue(t.Context(), callerKey{}, name)
}

// One caller has an eighth of the places; the others are let in all the same, until
// all places are taken.
func TestHasher_oneCallerFloods(t *testing.T) {
	t.Parallel()
	h := NewHasher(NewTestKeys(t), 1, 31, WithCaller(func(ctx context.Context) string {
		name, _ := ctx.Value(callerKey{}).(string)
		return name
	}))
	var leave []func()
	enter := func(name string) error {
		room := h.Room(named(t, name))
		left, err := h.enter(named(t, name))
		if (room == nil) != (err == nil) {
			t.Errorf("%s: Room says %v, the door %v", name, room, err)
		}
		if err == nil {
			leave = append(leave, left)
		}
		return err
	}
	for i := range 100 {
		if err := enter("flood"); (err == nil) != (i < 4) || err != nil && !errors.Is(err, fault.Overloaded) {
			t.Errorf("place %d of the flood: %v", i+1, err)
		}
	}
	for i := range 28 {
		if err := enter(fmt.Sprint("other ", i)); err != nil {
			t.Errorf("another one at place %d: %v", i+5, err)
		}
	}
	if err := enter("one too many"); !errors.Is(err, fault.Overloaded) {
		t.Errorf("with all places taken: %v", err)
	}
	for _, left := range leave {
		left()
	}
	if len(h.places) != 0 || h.taken != 0 {
		t.Errorf("%d places of %v are not given back", h.taken, h.places)
	}
	if _, err := h.Hash(named(t, "flood"), []byte("x")); err != nil {
		t.Errorf("after the flood: %v", err)
	}
}
