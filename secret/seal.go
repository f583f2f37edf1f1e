package secret

import (
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/tink-crypto/tink-go/v2/aead/subtle"
)

// dataKeySize is XChaCha20-Poly1305's key size in bytes.
const dataKeySize = 32

// Envelope is a thing sealed with a data key of its own, which is wrapped with
// the purpose's key. Destroying WrappedKey destroys the thing.
type Envelope struct {
	// WrappedKey is the sealed data key.
	WrappedKey []byte
	// Ciphertext is the thing, sealed with the data key.
	Ciphertext []byte
	// KeyVersion is the version of the key that WrappedKey is wrapped with.
	KeyVersion int
}

// Seal encrypts plain with the purpose's key and binds it to ad, which names the
// place it is kept at (table, row, owner) and may be nil.
//
// It is for what is not kept in the database; for what is, see SealKept.
func (k *Keys) Seal(purpose string, ad, plain []byte) ([]byte, error) {
	sealed, _, err := k.SealKept(purpose, ad, plain)
	return sealed, err
}

// SealKept is Seal for what the database keeps, with the version of the key: it goes
// into a column key_version beside sealed (or wrapped_key, for an envelope's), which
// refers to sealing_key. So rotation finds it, and a key that is about to be deleted
// can't seal any more.
func (k *Keys) SealKept(purpose string, ad, plain []byte) ([]byte, int, error) {
	r, err := k.fresh()
	if err != nil {
		return nil, 0, fmt.Errorf("seal for %s: %w", purpose, err)
	}
	sealed, err := r.seal(purpose, ad, plain)
	return sealed, r.current, err
}

func (r *ring) seal(purpose string, ad, plain []byte) ([]byte, error) {
	a, err := r.aead(purpose)
	if err != nil {
		return nil, err
	}
	sealed, err := a.Encrypt(plain, ad)
	if err != nil {
		return nil, fmt.Errorf("seal for %s: %w", purpose, err)
	}
	return sealed, nil
}

// Open decrypts what Seal made for the same purpose and ad; ErrNotOpened
// otherwise.
func (k *Keys) Open(purpose string, ad, sealed []byte) ([]byte, error) {
	r := k.ring.Load()
	plain, err := r.open(purpose, ad, sealed)
	if !errors.Is(err, ErrNotOpened) {
		return plain, err
	}
	// Another node may have sealed it with a key that came since.
	now, failed := k.fresh()
	if failed != nil {
		return nil, errors.Join(err, failed)
	}
	if now == r {
		return nil, err
	}
	return now.open(purpose, ad, sealed)
}

func (r *ring) open(purpose string, ad, sealed []byte) ([]byte, error) {
	a, err := r.aead(purpose)
	if err != nil {
		return nil, err
	}
	plain, err := a.Decrypt(sealed, ad)
	if err != nil {
		return nil, fmt.Errorf("open for %s: %w", purpose, ErrNotOpened)
	}
	return plain, nil
}

// Reseal seals what Seal made with the current key and gives its version.
func (k *Keys) Reseal(purpose string, ad, sealed []byte) ([]byte, int, error) {
	plain, err := k.Open(purpose, ad, sealed)
	if err != nil {
		return nil, 0, err
	}
	defer clear(plain)
	return k.SealKept(purpose, ad, plain)
}

// SealEnvelope seals plain with a fresh data key and wraps that with the
// purpose's key. Both are bound to ad, the wrapped key to its version too.
func (k *Keys) SealEnvelope(purpose string, ad, plain []byte) (Envelope, error) {
	r, err := k.fresh()
	if err != nil {
		return Envelope{}, fmt.Errorf("seal for %s: %w", purpose, err)
	}
	key := make([]byte, dataKeySize)
	defer clear(key)
	_, _ = rand.Read(key) // never fails (crypto/rand)
	data, err := subtle.NewXChaCha20Poly1305(key)
	if err != nil {
		return Envelope{}, fmt.Errorf("seal for %s: %w", purpose, err)
	}
	ciphertext, err := data.Encrypt(plain, ad)
	if err != nil {
		return Envelope{}, fmt.Errorf("seal for %s: %w", purpose, err)
	}
	return r.wrap(purpose, ad, Envelope{Ciphertext: ciphertext}, key)
}

// wrap is e with key wrapped by the current key.
func (r *ring) wrap(purpose string, ad []byte, e Envelope, key []byte) (Envelope, error) {
	wrapped, err := r.seal(purpose, wrapData(ad, r.current), key)
	if err != nil {
		return Envelope{}, err
	}
	return Envelope{WrappedKey: wrapped, Ciphertext: e.Ciphertext, KeyVersion: r.current}, nil
}

// OpenEnvelope returns what SealEnvelope sealed for the same purpose and ad;
// ErrNotOpened otherwise.
func (k *Keys) OpenEnvelope(purpose string, ad []byte, e Envelope) ([]byte, error) {
	key, err := k.Open(purpose, wrapData(ad, e.KeyVersion), e.WrappedKey)
	if err != nil {
		return nil, err
	}
	defer clear(key)
	data, err := subtle.NewXChaCha20Poly1305(key)
	if err != nil {
		return nil, fmt.Errorf("open for %s: %w", purpose, ErrNotOpened)
	}
	plain, err := data.Decrypt(e.Ciphertext, ad)
	if err != nil {
		return nil, fmt.Errorf("open for %s: %w", purpose, ErrNotOpened)
	}
	return plain, nil
}

// Rewrap wraps the envelope's data key with the current key. The ciphertext
// stays as it is and need not be given.
func (k *Keys) Rewrap(purpose string, ad []byte, e Envelope) (Envelope, error) {
	key, err := k.Open(purpose, wrapData(ad, e.KeyVersion), e.WrappedKey)
	if err != nil {
		return Envelope{}, err
	}
	defer clear(key)
	r, err := k.fresh()
	if err != nil {
		return Envelope{}, fmt.Errorf("rewrap for %s: %w", purpose, err)
	}
	return r.wrap(purpose, ad, e, key)
}

// wrapData is the additional data of a wrapped key. The version stands first
// and has a fixed length, so no other ad and version give the same bytes.
func wrapData(ad []byte, version int) []byte {
	out := append([]byte("wrap"), make([]byte, 8)...)
	binary.BigEndian.PutUint64(out[4:], uint64(version))
	return append(out, ad...)
}
