package secret

import (
	"crypto/rand"
	"encoding/binary"
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
func (k *Keys) Seal(purpose string, ad, plain []byte) ([]byte, error) {
	a, err := k.aead(purpose)
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
	a, err := k.aead(purpose)
	if err != nil {
		return nil, err
	}
	plain, err := a.Decrypt(sealed, ad)
	if err != nil {
		return nil, fmt.Errorf("open for %s: %w", purpose, ErrNotOpened)
	}
	return plain, nil
}

// SealEnvelope seals plain with a fresh data key and wraps that with the
// purpose's key. Both are bound to ad, the wrapped key to its version too.
func (k *Keys) SealEnvelope(purpose string, ad, plain []byte) (Envelope, error) {
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
	wrapped, err := k.Seal(purpose, wrapData(ad, k.current), key)
	if err != nil {
		return Envelope{}, err
	}
	return Envelope{WrappedKey: wrapped, Ciphertext: ciphertext, KeyVersion: k.current}, nil
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
	wrapped, err := k.Seal(purpose, wrapData(ad, k.current), key)
	if err != nil {
		return Envelope{}, err
	}
	return Envelope{WrappedKey: wrapped, Ciphertext: e.Ciphertext, KeyVersion: k.current}, nil
}

// wrapData is the additional data of a wrapped key. The version stands first
// and has a fixed length, so no other ad and version give the same bytes.
func wrapData(ad []byte, version int) []byte {
	out := append([]byte("wrap"), make([]byte, 8)...)
	binary.BigEndian.PutUint64(out[4:], uint64(version))
	return append(out, ad...)
}
