// Package oauth lets programs in: the client credentials grant of OAuth 2.0 (RFC
// 6749 §4.4), with opaque bearer tokens (RFC 6750) that live for an hour.
//
// # Invariants
//
//   - A secret is compared as its SHA-256, in constant time, and an unknown client
//     costs as much as a known one.
//   - The database keeps the SHA-256 of a token; the token is in the answer alone.
//   - Wrong credentials are counted by network, before they are looked at.
//   - A token of a client that is not set up any more opens nothing.
package oauth

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"io"
	"time"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/secret"
	"github.com/walletdesk/walletdesk/session"
	"github.com/walletdesk/walletdesk/throttle"
)

// TokenFor is how long a token works.
const TokenFor = time.Hour

// wrongLimit is how many tries a network has; a right one forgives.
func wrongLimit() throttle.Limit {
	return throttle.Limit{Name: "oauth.credentials.network", Max: 20, Window: 10 * time.Minute}
}

// Client is a program that may come in.
type Client struct {
	ID     string
	Secret string
}

// Deps is what a Service is made of; every field is needed.
type Deps struct {
	DB       *postgres.DB
	Throttle *throttle.Throttle
	Client   Client
	Clock    func() time.Time
	Random   io.Reader // crypto/rand.Reader
}

// Service gives tokens and knows them again. It is safe for concurrent use.
type Service struct{ Deps }

// New returns the service made of d.
func New(d Deps) *Service { return &Service{Deps: d} }

// Token is what a client is given.
type Token struct {
	Value     string
	ExpiresAt time.Time
}

func errClient() error {
	return fault.New(fault.Unauthenticated, "INVALID_CLIENT", "The client's credentials are not right.")
}

// Issue gives a token for credentials. fault.Unauthenticated INVALID_CLIENT, the
// same for an unknown client and a wrong secret; fault.Throttled with RetryAt.
func (s *Service) Issue(ctx context.Context, id, typed, network string) (Token, error) {
	if err := s.Throttle.Take(ctx, network, wrongLimit()); err != nil {
		return Token{}, err
	}
	if !s.right(id, typed) {
		return Token{}, errClient()
	}
	if err := s.Throttle.Reset(ctx, network, wrongLimit()); err != nil {
		return Token{}, fmt.Errorf("issue token: %w", err)
	}
	value, sum := secret.NewToken(s.Random)
	now := s.Clock().UTC().Truncate(time.Microsecond)
	t := Token{Value: value, ExpiresAt: now.Add(TokenFor)}
	if err := insertToken(ctx, s.DB, sum, id, now, t.ExpiresAt); err != nil {
		return Token{}, fmt.Errorf("issue token: %w", err)
	}
	return t, nil
}

// right compares sums, so that lengths don't tell.
func (s *Service) right(id, typed string) bool {
	wantID, gotID := sha256.Sum256([]byte(s.Client.ID)), sha256.Sum256([]byte(id))
	want, got := sha256.Sum256([]byte(s.Client.Secret)), sha256.Sum256([]byte(typed))
	same := subtle.ConstantTimeCompare(wantID[:], gotID[:]) & subtle.ConstantTimeCompare(want[:], got[:])
	return same == 1 && s.Client.ID != "" && s.Client.Secret != ""
}

// Resolve tells who comes with a bearer token. fault.Unauthenticated INVALID_TOKEN
// for one that is unknown or has expired.
func (s *Service) Resolve(ctx context.Context, token, network string) (session.Actor, error) {
	id, err := selectClient(ctx, s.DB, secret.TokenSum(token), s.Clock())
	if postgres.NoRows(err) || err == nil && id != s.Client.ID {
		return session.Actor{}, fault.New(fault.Unauthenticated, "INVALID_TOKEN", "The token is not valid any more. Please get a new one.")
	}
	if err != nil {
		return session.Actor{}, fmt.Errorf("resolve token: %w", err)
	}
	return session.Actor{Role: session.Marketplace, ClientID: id, ClientKey: network, Locale: "en"}, nil
}

// Sweep deletes tokens that have expired and says how many.
func (s *Service) Sweep(ctx context.Context) (int64, error) {
	n, err := deleteTokens(ctx, s.DB, s.Clock())
	if err != nil {
		return 0, fmt.Errorf("sweep tokens: %w", err)
	}
	return n, nil
}
