// Package openid speaks OpenID Connect to a provider: authorization code flow
// with PKCE S256. It is the relying party's side of a sign-in; package session
// decides what a sign-in is worth.
//
// Invariants
//
//   - A provider that is down never keeps the program from starting: it is
//     discovered at the first sign-in, and again until it answers. All who sign in
//     meanwhile wait for one and the same answer, and none longer than timeout.
//   - What it said last is used until it says something else: a provider that
//     answers sign-ins while its discovery document is away is not down.
//   - The issuer is compared byte for byte, in the discovery document, in the
//     callback's iss (RFC 9207) and in the ID token.
//   - No token of the provider is kept or leaves this package.
package openid

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/session"
)

// timeout is for one whole talk with the provider: a person is waiting.
const timeout = 10 * time.Second

// Config names a provider and how the program is known there.
type Config struct {
	Issuer       string // exactly as the provider writes it
	ClientID     string
	ClientSecret string
	RedirectURL  string // the door's callback, registered at the provider
	Scopes       []string
	RolesClaim   string           // the claim that lists roles; empty where none are wanted
	Clock        func() time.Time // nil: time.Now
	HTTP         *http.Client     // nil: one with a timeout
}

// Provider is one OpenID provider. It is safe for concurrent use.
type Provider struct {
	cfg Config

	mu    sync.Mutex  // held for as long as it takes to read two pointers, never over the network
	known *discovered // the last good answer; nil until there was one
	asked *asking     // under way; nil when nobody asks
}

// New names a provider; it talks to nobody yet.
func New(cfg Config) *Provider {
	if cfg.Clock == nil {
		cfg.Clock = time.Now
	}
	if cfg.HTTP == nil {
		cfg.HTTP = &http.Client{Timeout: timeout}
	}
	if len(cfg.Scopes) == 0 {
		cfg.Scopes = []string{oidc.ScopeOpenID, "profile", "email"}
	}
	return &Provider{cfg: cfg}
}

var errDown = fault.New(fault.Unavailable, "PROVIDER_DOWN", "The sign-in service does not answer. Please try again in a moment.")

// errClock is for whoever runs it: neither the person nor their device can help it.
var errClock = fault.New(fault.Unavailable, "PROVIDER_CLOCK", "The clock of the sign-in service and ours do not agree.")

// errNotVouched hides why: what is wrong with an answer is for the log.
func errNotVouched(cause error) error {
	return fault.New(fault.Unauthenticated, "SIGN_IN_REFUSED", "The sign-in was not completed.").WithCause(cause)
}

// Authorize gives the address to send the browser to.
func (p *Provider) Authorize(ctx context.Context, r session.AuthRequest) (string, error) {
	d, err := p.discover(ctx)
	if err != nil {
		return "", err
	}
	options := []oauth2.AuthCodeOption{oidc.Nonce(r.Nonce), oauth2.S256ChallengeOption(r.Verifier)}
	if r.MaxAge > 0 {
		options = append(options, oauth2.SetAuthURLParam("max_age", strconv.Itoa(int(r.MaxAge.Seconds()))))
	}
	if r.Login {
		options = append(options, oauth2.SetAuthURLParam("prompt", "login"))
	}
	return d.oauth.AuthCodeURL(r.State, options...), nil
}

// EndSession gives the address that signs the person out of the provider and
// comes back to next; false when the provider has none or does not answer.
func (p *Provider) EndSession(ctx context.Context, next string) (string, bool) {
	d, err := p.discover(ctx)
	if err != nil || d.endSession == "" {
		return "", false
	}
	to, err := url.Parse(d.endSession)
	if err != nil {
		return "", false
	}
	q := to.Query()
	q.Set("client_id", p.cfg.ClientID)
	q.Set("post_logout_redirect_uri", next)
	to.RawQuery = q.Encode()
	return to.String(), true
}

// Redeem trades the callback's code for whom the provider vouches for.
// Failures: fault.Unavailable when the provider does not answer (PROVIDER_DOWN) or
// its clock is away from ours (PROVIDER_CLOCK), fault.Unauthenticated when its answer
// does not hold.
func (p *Provider) Redeem(ctx context.Context, code, issuer string, r session.AuthRequest) (session.Identity, error) {
	d, err := p.discover(ctx)
	if err != nil {
		return session.Identity{}, err
	}
	if (issuer != "" || d.tellsIssuer) && issuer != p.cfg.Issuer {
		return session.Identity{}, errNotVouched(errors.New("callback of another issuer"))
	}
	ctx, cancel := context.WithTimeout(oidc.ClientContext(ctx, p.cfg.HTTP), timeout)
	defer cancel()
	token, err := d.oauth.Exchange(ctx, code, oauth2.VerifierOption(r.Verifier))
	if err != nil {
		return session.Identity{}, exchangeFailure(err)
	}
	raw, ok := token.Extra("id_token").(string)
	if !ok {
		return session.Identity{}, errNotVouched(errors.New("no ID token"))
	}
	id, err := d.verify(ctx, raw)
	if err != nil {
		return session.Identity{}, err
	}
	if id.Issuer != p.cfg.Issuer || subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(r.Nonce)) != 1 {
		return session.Identity{}, errNotVouched(errors.New("ID token of another issuer or sign-in"))
	}
	if id.AccessTokenHash != "" && id.VerifyAccessToken(token.AccessToken) != nil {
		return session.Identity{}, errNotVouched(errors.New("access token of another ID token"))
	}
	if err := inTime(id, p.cfg.Clock()); err != nil {
		return session.Identity{}, err
	}
	return p.identity(ctx, d, id, token)
}

// inTime compares the provider's clock with ours. The token came from the provider
// itself a moment ago, so one that is over, or not yet, tells of a clock and not of
// a thief; session.ClockSkew is let pass (OpenID Connect Core §3.1.3.7, 9 and 10).
func inTime(id *oidc.IDToken, now time.Time) error {
	var c struct {
		NotBefore int64 `json:"nbf"`
		AuthTime  int64 `json:"auth_time"`
	}
	if err := id.Claims(&c); err != nil {
		return errNotVouched(fmt.Errorf("claims: %w", err))
	}
	latest, earliest := now.Add(session.ClockSkew), now.Add(-session.ClockSkew)
	switch {
	case id.Expiry.Before(earliest):
		return errClock.WithCause(fmt.Errorf("ID token over for %v", now.Sub(id.Expiry)))
	case id.IssuedAt.After(latest):
		return errClock.WithCause(fmt.Errorf("ID token issued in %v", id.IssuedAt.Sub(now)))
	case time.Unix(c.NotBefore, 0).After(latest):
		return errClock.WithCause(fmt.Errorf("ID token good in %v", time.Unix(c.NotBefore, 0).Sub(now)))
	case time.Unix(c.AuthTime, 0).After(latest):
		return errClock.WithCause(fmt.Errorf("signed in in %v", time.Unix(c.AuthTime, 0).Sub(now)))
	}
	return nil
}

// exchangeFailure tells a code that is refused from a provider that is down.
func exchangeFailure(err error) error {
	var refused *oauth2.RetrieveError
	if errors.As(err, &refused) && refused.Response != nil && !isDown(refused.Response.StatusCode) {
		// The error's own text quotes the body; its code is enough for the log.
		return errNotVouched(fmt.Errorf("token endpoint: status %d, error %q", refused.Response.StatusCode, refused.ErrorCode))
	}
	return errDown.WithCause(errors.New("token endpoint does not answer"))
}

// isDown tells a provider that is ill or busy from one that says no.
func isDown(status int) bool {
	return status >= http.StatusInternalServerError || status == http.StatusTooManyRequests
}
