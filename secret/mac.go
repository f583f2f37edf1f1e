package secret

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
)

// macSize is the size of a keyed hash in bytes: all of HMAC-SHA256.
const macSize = sha256.Size

// MAC returns the keyed hash of parts for a purpose: 32 bytes, HMAC-SHA256 under
// a key of the purpose's own. Each part goes in with its length before it, so
// ("ab", "c") and ("a", "bc") differ. Compare it by hmac.Equal or let the
// database look for it.
func (k *Keys) MAC(purpose string, parts ...[]byte) []byte {
	key := hmac.New(sha256.New, k.macRoot[:])
	key.Write([]byte(purpose))
	mac := hmac.New(sha256.New, key.Sum(nil))
	var length [8]byte
	for _, part := range parts {
		binary.BigEndian.PutUint64(length[:], uint64(len(part)))
		mac.Write(length[:])
		mac.Write(part)
	}
	return mac.Sum(nil)
}
