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
//   - The file is written once, complete, readable by its owner alone, and never
//     overwritten by a second program that starts at the same moment.
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
	"sync"

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

// Keys is an opened key set. It does not change and is safe for concurrent use.
type Keys struct {
	deriver keyderivation.KeysetDeriver
	current int           // version of the sealing key that is used for new things
	macRoot [macSize]byte // the keyed hashes' root

	mu    sync.RWMutex
	aeads map[string]tink.AEAD // by purpose; derived when first asked for
}

// newKeys makes ready what the file holds.
func newKeys(r roots) (*Keys, error) {
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
	set, err := prf.NewPRFSet(r.hashing)
	if err != nil {
		return nil, fmt.Errorf("read hashing key: %w", err)
	}
	root, err := set.ComputePrimaryPRF([]byte("walletdesk keyed hashes"), macSize)
	if err != nil {
		return nil, fmt.Errorf("read hashing key: %w", err)
	}
	k := &Keys{deriver: deriver, current: current, aeads: map[string]tink.AEAD{}}
	copy(k.macRoot[:], root)
	return k, nil
}

// aead returns the purpose's own AEAD.
func (k *Keys) aead(purpose string) (tink.AEAD, error) {
	if purpose == "" {
		return nil, errors.New("a key without a purpose was asked for")
	}
	k.mu.RLock()
	a, ok := k.aeads[purpose]
	k.mu.RUnlock()
	if ok {
		return a, nil
	}
	handle, err := k.deriver.DeriveKeyset([]byte(purpose))
	if err != nil {
		return nil, fmt.Errorf("derive key for %s: %w", purpose, err)
	}
	a, err = aead.New(handle)
	if err != nil {
		return nil, fmt.Errorf("derive key for %s: %w", purpose, err)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.aeads[purpose] = a
	return a, nil
}

// Version is the version of the sealing key that new envelopes are wrapped
// with; it counts from 1 and rises with each rotation.
func (k *Keys) Version() int { return k.current }

// Format prints a name instead of keys, whatever the verb.
func (k *Keys) Format(s fmt.State, _ rune) { _, _ = s.Write([]byte("secret.Keys")) }

// LogValue logs a name instead of keys.
func (k *Keys) LogValue() slog.Value { return slog.StringValue("secret.Keys") }

// generate makes fresh roots with one sealing key, version 1.
func generate() (roots, error) {
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
	return roots{sealing: sealing, hashing: hashing, versions: map[uint32]int{primary.KeyID(): 1}}, nil
}
