// Package secret keeps the program's keys and everything made with them:
// sealed texts, keyed hashes, password hashes, tokens and codes.
//
// # The key set
//
// All keys grow from two roots in one file, which is the only thing that must
// be kept beside the database:
//
//	sealing ─derive(purpose)─▶ an AEAD key set for each purpose ─▶ Seal, SealEnvelope
//	hashing ─derive(purpose)─▶ an HMAC key for each purpose     ─▶ MAC, the pepper
//
// A purpose is a short constant, for example "mail" or "keyset.card". What one
// purpose sealed no other opens, and the same holds for keyed hashes.
//
// # Invariants
//
//   - The file is whole on the disk or untouched, readable by its owner alone, and
//     never overwritten by a second program that starts at the same moment.
//   - A key, a plain text, a token or a code is in no error text, and a *Keys
//     shows nothing when it is printed.
//   - Additional data is part of every seal: a sealed thing moved to another row
//     does not open.
//   - The hashing root never changes, for keyed hashes are stored and compared.
package secret

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/keyderivation"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/prf"
	"github.com/tink-crypto/tink-go/v2/tink"
)

// ErrNotOpened is what a sealed thing gives that was changed, moved, sealed for
// another purpose or under a key that this key set does not have. It is internal:
// which of these it was is not told.
var ErrNotOpened = errors.New("sealed data does not open")

// Keys is an opened key set. It is safe for concurrent use.
//
// The sealing keys follow the file: before something is sealed, and when something
// does not open, the file is looked at, and read again if it is another one by now.
// So a rotation needs no restart, and nothing is sealed with a key that is about to
// be deleted. A file that has gone or is damaged lets nothing be sealed, for a key
// that is in memory alone is a key that is lost.
type Keys struct {
	path    string        // "" in tests: the keys have no file
	macRoot [macSize]byte // the keyed hashes' root; never another one

	ring atomic.Pointer[ring]
	mu   sync.Mutex // one reads the file at a time
}

// ring is the sealing keys as the file had them at one moment. It does not change.
type ring struct {
	stamp   os.FileInfo // nil without a file
	deriver keyderivation.KeysetDeriver
	current int    // version of the sealing key that is used for new things
	keyID   uint32 // its id

	mu    sync.RWMutex
	aeads map[string]tink.AEAD // by purpose; derived when first asked for
}

// newKeys makes ready what the file at path holds; stamp is the file's.
func newKeys(r roots, path string, stamp os.FileInfo) (*Keys, error) {
	first, err := newRing(r, stamp)
	if err != nil {
		return nil, err
	}
	k := &Keys{path: path}
	if k.macRoot, err = macRootOf(r); err != nil {
		return nil, err
	}
	k.ring.Store(first)
	return k, nil
}

func newRing(r roots, stamp os.FileInfo) (*ring, error) {
	deriver, err := keyderivation.New(r.sealing)
	if err != nil {
		return nil, fmt.Errorf("read sealing keys: %w", err)
	}
	primary, err := r.sealing.Primary()
	if err != nil {
		return nil, fmt.Errorf("read sealing keys: %w", err)
	}
	current, ok := r.versions[primary.KeyID()]
	if !ok {
		return nil, errors.New("read sealing keys: the current key has no version")
	}
	return &ring{stamp: stamp, deriver: deriver, current: current, keyID: primary.KeyID(), aeads: map[string]tink.AEAD{}}, nil
}

func macRootOf(r roots) ([macSize]byte, error) {
	var out [macSize]byte
	set, err := prf.NewPRFSet(r.hashing)
	if err != nil {
		return out, fmt.Errorf("read hashing key: %w", err)
	}
	root, err := set.ComputePrimaryPRF([]byte("walletdesk keyed hashes"), macSize)
	if err != nil {
		return out, fmt.Errorf("read hashing key: %w", err)
	}
	copy(out[:], root)
	return out, nil
}

// fresh is the sealing keys as the file has them now.
func (k *Keys) fresh() (*ring, error) {
	now := k.ring.Load()
	if k.path == "" {
		return now, nil
	}
	if same, err := k.unchanged(now); same || err != nil {
		return now, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	now = k.ring.Load()
	if same, err := k.unchanged(now); same || err != nil {
		return now, err
	}
	r, stamp, err := readFile(k.path)
	if err != nil {
		return nil, fmt.Errorf("read key set again: %w", err)
	}
	root, err := macRootOf(r)
	if err != nil {
		return nil, fmt.Errorf("read key set again: %w", err)
	}
	if root != k.macRoot {
		return nil, fmt.Errorf("read key set again: %s was replaced by another key set", k.path)
	}
	next, err := newRing(r, stamp)
	if err != nil {
		return nil, fmt.Errorf("read key set again: %w", err)
	}
	k.ring.Store(next)
	return next, nil
}

// unchanged tells whether the file is the one that r was read from.
func (k *Keys) unchanged(r *ring) (bool, error) {
	info, err := os.Stat(k.path)
	if err != nil {
		return false, fmt.Errorf("look at key set: %w", err)
	}
	return os.SameFile(info, r.stamp) && info.ModTime().Equal(r.stamp.ModTime()) && info.Size() == r.stamp.Size(), nil
}

// aead returns the purpose's own AEAD.
func (r *ring) aead(purpose string) (tink.AEAD, error) {
	if purpose == "" {
		return nil, errors.New("a key without a purpose was asked for")
	}
	r.mu.RLock()
	a, ok := r.aeads[purpose]
	r.mu.RUnlock()
	if ok {
		return a, nil
	}
	handle, err := r.deriver.DeriveKeyset([]byte(purpose))
	if err != nil {
		return nil, fmt.Errorf("derive key for %s: %w", purpose, err)
	}
	a, err = aead.New(handle)
	if err != nil {
		return nil, fmt.Errorf("derive key for %s: %w", purpose, err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.aeads[purpose] = a
	return a, nil
}

// Version is the version of the sealing key that new envelopes are wrapped
// with; it counts from 1 and rises with each rotation.
func (k *Keys) Version() int { return k.ring.Load().current }

// Format prints a name instead of keys, whatever the verb.
func (k *Keys) Format(s fmt.State, _ rune) { _, _ = s.Write([]byte("secret.Keys")) }

// LogValue logs a name instead of keys.
func (k *Keys) LogValue() slog.Value { return slog.StringValue("secret.Keys") }

// generate makes fresh roots with one sealing key, version 1.
func generate(now time.Time) (roots, error) {
	template, err := sealingTemplate()
	if err != nil {
		return roots{}, err
	}
	sealing, err := keyset.NewHandle(template)
	if err != nil {
		return roots{}, fmt.Errorf("make sealing key: %w", err)
	}
	hashing, err := keyset.NewHandle(prf.HMACSHA256PRFKeyTemplate())
	if err != nil {
		return roots{}, fmt.Errorf("make hashing key: %w", err)
	}
	primary, err := sealing.Primary()
	if err != nil {
		return roots{}, fmt.Errorf("make sealing key: %w", err)
	}
	return roots{
		sealing: sealing, hashing: hashing,
		versions: map[uint32]int{primary.KeyID(): 1}, created: map[uint32]time.Time{primary.KeyID(): now},
	}, nil
}
