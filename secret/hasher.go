package secret

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/crypto/argon2"

	"github.com/walletdesk/walletdesk/fault"
)

// Argon2id's parameters: OWASP Password Storage Cheat Sheet, "m=19456 (19 MiB),
// t=2, p=1". One hash takes some 30 ms of one core.
const (
	hashMemory  = 19456 // KiB
	hashTime    = 2     // passes
	hashThreads = 1
	hashSalt    = 16 // bytes
	hashSize    = 32 // bytes
)

// The most that a stored hash may ask for, so that no row can eat the machine.
const (
	maxHashMemory = 1 << 18 // KiB: 256 MiB
	maxHashTime   = 16
)

// overloadRetry is when to come back to a full queue: it has emptied by then.
const overloadRetry = 2 * time.Second

// pepperPurpose is the keyed hash that every secret goes through first, so that
// a stolen database without the key set gives nothing to guess at.
const pepperPurpose = "hasher.pepper"

// Hasher hashes what people know: passwords and answers. Only so many hashes are
// computed at a time, because each takes 19 MiB and a core; a few more wait, first
// come, first served, and the rest is refused at once. A caller who floods it is
// refused while there is still room for the others. It is safe for concurrent use.
type Hasher struct {
	keys    *Keys
	most    int           // those working and those waiting
	own     int           // the same, of one caller
	working chan struct{} // Go serves those who wait for a channel in their order
	caller  func(ctx context.Context) string
	now     func() time.Time

	mu     sync.Mutex
	places map[string]int // taken ones, by caller
	taken  int
}

// HasherOption changes a Hasher.
type HasherOption func(*Hasher)

// WithCaller tells callers apart: none of them, for example none of the networks,
// takes more than an eighth of all places.
func WithCaller(name func(ctx context.Context) string) HasherOption {
	return func(h *Hasher) {
		h.caller = name
		h.own = max(h.most/8, cap(h.working), 1)
	}
}

// NewHasher returns a Hasher that computes at most parallel hashes at a time and
// lets queue more callers wait. Fewer than the machine has CPUs leave one for
// everybody else; more than one a CPU only need more memory.
func NewHasher(k *Keys, parallel, queue int, options ...HasherOption) *Hasher {
	parallel = max(parallel, 1)
	most := parallel + max(queue, 0)
	h := &Hasher{
		keys: k, most: most, own: most,
		working: make(chan struct{}, parallel),
		caller:  func(context.Context) string { return "" },
		now:     time.Now,
		places:  map[string]int{},
	}
	for _, option := range options {
		option(h)
	}
	return h
}

// Room fails with fault.Overloaded as Hash and Verify would, and takes no place: for
// work that is better not begun when it could not be finished. A flood is refused by
// it before anything is read or written.
func (h *Hasher) Room(ctx context.Context) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.full(h.caller(ctx)) {
		return h.overloaded()
	}
	return nil
}

func (h *Hasher) full(caller string) bool { return h.taken >= h.most || h.places[caller] >= h.own }

func (h *Hasher) overloaded() error {
	return fault.New(fault.Overloaded, "OVERLOADED",
		"The service is busy at this moment. Please try again in a few seconds.").
		WithRetry(h.now().Add(overloadRetry))
}

// enter takes a place and returns what gives it back.
func (h *Hasher) enter(ctx context.Context) (leave func(), err error) {
	caller := h.caller(ctx)
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.full(caller) {
		return nil, h.overloaded()
	}
	h.taken++
	h.places[caller]++
	return func() { h.leave(caller) }, nil
}

func (h *Hasher) leave(caller string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.taken--
	if h.places[caller]--; h.places[caller] == 0 {
		delete(h.places, caller)
	}
}

// Hash returns the PHC string of secret with a salt of its own. The caller has
// bounded secret's length. fault.Overloaded with RetryAt when too many wait; the
// context's error when it ends first.
func (h *Hasher) Hash(ctx context.Context, secret []byte) (string, error) {
	salt := make([]byte, hashSalt)
	_, _ = rand.Read(salt) // never fails (crypto/rand)
	p := phc{memory: hashMemory, time: hashTime, threads: hashThreads, salt: salt, sum: make([]byte, hashSize)}
	sum, err := h.compute(ctx, p, secret)
	if err != nil {
		return "", fmt.Errorf("hash secret: %w", err)
	}
	p.sum = sum
	return p.String(), nil
}

// Verify reports whether secret is the one that the PHC string was made of, and
// whether that was made with less than today's parameters: then the caller
// stores a new Hash. Failures as of Hash; a string that is none is internal.
func (h *Hasher) Verify(ctx context.Context, stored string, secret []byte) (bool, bool, error) {
	p, err := parsePHC(stored)
	if err != nil {
		return false, false, fmt.Errorf("verify secret: %w", err)
	}
	sum, err := h.compute(ctx, p, secret)
	if err != nil {
		return false, false, fmt.Errorf("verify secret: %w", err)
	}
	ok := subtle.ConstantTimeCompare(sum, p.sum) == 1
	return ok, ok && p.outdated(), nil
}

// compute waits for a free place and does the work.
func (h *Hasher) compute(ctx context.Context, p phc, secret []byte) ([]byte, error) {
	leave, err := h.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	select {
	case h.working <- struct{}{}:
		defer func() { <-h.working }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	peppered := h.keys.MAC(pepperPurpose, secret)
	defer clear(peppered)
	return argon2.IDKey(peppered, p.salt, p.time, p.memory, p.threads, uint32(len(p.sum))), nil
}

// phc is a PHC string, taken apart.
type phc struct {
	memory, time uint32
	threads      uint8
	salt, sum    []byte
}

// String is p in the PHC string format, base64 without padding.
func (p phc) String() string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version,
		p.memory, p.time, p.threads, b64.EncodeToString(p.salt), b64.EncodeToString(p.sum))
}

// outdated reports whether today's parameters are higher.
func (p phc) outdated() bool {
	return p.memory < hashMemory || p.time < hashTime ||
		len(p.salt) < hashSalt || len(p.sum) < hashSize
}

// errPHC says no more, for the string's end is a hash.
var errPHC = errors.New("not a PHC string of argon2id")

func parsePHC(s string) (phc, error) {
	part := strings.Split(s, "$")
	if len(part) != 6 || part[0] != "" || part[1] != "argon2id" ||
		part[2] != "v="+strconv.Itoa(argon2.Version) {
		return phc{}, errPHC
	}
	var p phc
	if _, err := fmt.Sscanf(part[3], "m=%d,t=%d,p=%d", &p.memory, &p.time, &p.threads); err != nil {
		return phc{}, errPHC
	}
	var errSalt, errSum error
	p.salt, errSalt = base64.RawStdEncoding.DecodeString(part[4])
	p.sum, errSum = base64.RawStdEncoding.DecodeString(part[5])
	if errors.Join(errSalt, errSum) != nil || p.String() != s {
		return phc{}, errPHC
	}
	// RFC 9106 3.1: at least one pass and lane, 8 KiB a lane, 4 bytes of tag.
	if p.time < 1 || p.time > maxHashTime || p.threads < 1 ||
		p.memory < 8*uint32(p.threads) || p.memory > maxHashMemory ||
		len(p.salt) < 8 || len(p.sum) < 16 || len(p.sum) > 64 {
		return phc{}, errPHC
	}
	return p, nil
}
