// Package captcha tells people from programs by six letters in a picture.
//
//	Create ──▶ OPEN ──Check, right or wrong──▶ USED
//	             └──────10 minutes──────────▶ EXPIRED
//
// # Invariants
//
//   - One try a picture: whoever checks uses it up, before it is known whether the
//     answer is right, and in a transaction of its own.
//   - The letters are kept as a keyed hash bound to the picture's id. They are in
//     no log and in no error.
//   - Used, expired and unknown pictures give the answer that a wrong one gives.
//
// A picture alone keeps blind people out: Speech says the same letters, under the
// same id and the same single try.
package captcha

import (
	"context"
	"crypto/hmac"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/secret"
)

const (
	// Letters is how many letters a picture shows.
	Letters = 6
	// TTL is how long a picture can be answered.
	TTL = 10 * time.Minute
	// alphabet: no O, I, L, which look like 0, 1 and each other; no Q, which is an
	// O with a tail once it is bent.
	alphabet = "ABCDEFGHJKMNPRSTUVWXYZ"
	// purpose of the keyed hash.
	purpose = "captcha"
)

// Captcha is a picture to be answered.
type Captcha struct {
	// ID names it in Check: a UUIDv7.
	ID string
	// PNG is the picture, 600 by 200 pixels, so that it stays sharp when enlarged.
	PNG []byte
	// ExpiresAt is when it can't be answered any more.
	ExpiresAt time.Time

	// letters are for Speech, as long as the caller has the Captcha in hand.
	letters string
}

// Service makes and checks pictures. It is safe for concurrent use if its source
// of randomness is.
type Service struct {
	db    *postgres.DB
	keys  *secret.Keys
	clock func() time.Time
	rand  io.Reader
	peek  func(id, answer string)
}

// Option changes a Service.
type Option func(*Service)

// WithPeek gives the letters of each new picture to fn. For development alone:
// cmd sets it under --dev, where the development page shows them to the tests.
func WithPeek(fn func(id, answer string)) Option {
	return func(s *Service) { s.peek = fn }
}

// New returns a Service that keeps its pictures in db. random is crypto/rand.Reader
// outside of tests.
func New(db *postgres.DB, keys *secret.Keys, clock func() time.Time, random io.Reader, options ...Option) *Service {
	s := &Service{db: db, keys: keys, clock: clock, rand: random}
	for _, option := range options {
		option(s)
	}
	return s
}

// Create draws a picture and remembers it. Anybody may call it; the caller limits
// how often (some 5 ms of work each).
func (s *Service) Create(ctx context.Context) (Captcha, error) {
	id, err := uuid.NewV7FromReader(s.rand)
	if err != nil {
		return Captcha{}, fmt.Errorf("create captcha: %w", err)
	}
	var seed [32]byte
	if _, err := io.ReadFull(s.rand, seed[:]); err != nil {
		return Captcha{}, fmt.Errorf("create captcha: %w", err)
	}
	// ChaCha8 from a random seed: letters and drawing take what they need of it.
	random := rand.New(rand.NewChaCha8(seed)) //nolint:gosec // ChaCha8 is a strong generator, seeded from the system's
	letters := pick(random)
	picture, err := drawing(random, letters)
	if err != nil {
		return Captcha{}, fmt.Errorf("create captcha: %w", err)
	}
	now := s.clock()
	c := Captcha{ID: id.String(), PNG: picture, ExpiresAt: now.Add(TTL), letters: letters}
	if err := insertCaptcha(ctx, s.db, c, s.mac(c.ID, letters), now); err != nil {
		return Captcha{}, fmt.Errorf("create captcha: %w", err)
	}
	if s.peek != nil {
		s.peek(c.ID, letters)
	}
	return c, nil
}

// Check uses the picture up and returns nil when answer has its letters. Case,
// spaces, full-width forms and Greek or Cyrillic look-alikes don't matter. The
// failures are about the field "captcha.answer": CAPTCHA_INCOMPLETE for what can't
// be six of our letters, which costs no try; CAPTCHA_WRONG for all else, after
// which a new picture is needed.
func (s *Service) Check(ctx context.Context, id, answer string) error {
	letters := secret.FoldTyped(answer)
	if len(letters) != Letters || strings.Trim(letters, alphabet) != "" {
		return fault.Field("captcha.answer", "CAPTCHA_INCOMPLETE", "Please type the six letters of the picture.")
	}
	parsed, err := uuid.Parse(id)
	if err != nil {
		return wrong()
	}
	var want []byte
	err = s.db.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		var err error
		want, err = useCaptcha(ctx, q, parsed.String(), s.clock())
		return err
	})
	if postgres.NoRows(err) {
		return wrong()
	}
	if err != nil {
		return fmt.Errorf("check captcha: %w", err)
	}
	if !hmac.Equal(want, s.mac(parsed.String(), letters)) {
		return wrong()
	}
	return nil
}

func wrong() error {
	return fault.Field("captcha.answer", "CAPTCHA_WRONG", "These are not the letters of the picture. Please try a new one.")
}

// Sweep forgets pictures that can't be answered any more and returns how many.
func (s *Service) Sweep(ctx context.Context) (int64, error) {
	n, err := deleteExpired(ctx, s.db, s.clock())
	if err != nil {
		return 0, fmt.Errorf("sweep captchas: %w", err)
	}
	return n, nil
}

func (s *Service) mac(id, letters string) []byte {
	return s.keys.MAC(purpose, []byte(id), []byte(letters))
}

// pick draws the letters.
func pick(random *rand.Rand) string {
	letters := make([]byte, Letters)
	for i := range letters {
		letters[i] = alphabet[random.IntN(len(alphabet))]
	}
	return string(letters)
}
