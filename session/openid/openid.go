// Package openid speaks OpenID Connect to a provider: authorization code flow
// with PKCE S256. It is the relying party's side of a sign-in; package session
// decides what a sign-in is worth.
//
// Invariants
//
//   - A provider that is down never keeps the program from starting: it is
//     discovered at the first sign-in, and again until it answers.
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
	"slices"
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
	cfg  Config
	mu   sync.Mutex
	find *discovered // nil until the provider answered once
}

type discovered struct {
	provider    *oidc.Provider
	verifier    *oidc.IDTokenVerifier
	oauth       oauth2.Config
	endSession  string
	tellsIssuer bool // the provider says that it sends iss
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

// errNotVouched hides why: what is wrong with an answer is for the log.
func errNotVouched(cause error) error {
	return fault.New(fault.Unauthenticated, "SIGN_IN_REFUSED", "The sign-in was not completed.").WithCause(cause)
}

// discover asks the provider where everything is, once it answers.
func (p *Provider) discover(ctx context.Context) (*discovered, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.find != nil {
		return p.find, nil
	}
	ctx, cancel := context.WithTimeout(oidc.ClientContext(ctx, p.cfg.HTTP), timeout)
	defer cancel()
	provider, err := oidc.NewProvider(ctx, p.cfg.Issuer)
	if err != nil {
		return nil, errDown.WithCause(fmt.Errorf("discover %s: %w", p.cfg.Issuer, err))
	}
	var more struct {
		EndSession  string   `json:"end_session_endpoint"`
		TellsIssuer bool     `json:"authorization_response_iss_parameter_supported"`
		Methods     []string `json:"token_endpoint_auth_methods_supported"`
	}
	if err := provider.Claims(&more); err != nil {
		return nil, errDown.WithCause(fmt.Errorf("discover %s: %w", p.cfg.Issuer, err))
	}
	endpoint := provider.Endpoint()
	endpoint.AuthStyle = oauth2.AuthStyleInHeader // what Discovery §3 says of a provider that does not say
	if len(more.Methods) > 0 && !slices.Contains(more.Methods, "client_secret_basic") {
		endpoint.AuthStyle = oauth2.AuthStyleInParams
	}
	p.find = &discovered{
		provider: provider,
		verifier: provider.Verifier(&oidc.Config{ClientID: p.cfg.ClientID, Now: p.cfg.Clock}),
		oauth: oauth2.Config{
			ClientID: p.cfg.ClientID, ClientSecret: p.cfg.ClientSecret, Endpoint: endpoint,
			RedirectURL: p.cfg.RedirectURL, Scopes: p.cfg.Scopes,
		},
		endSession:  more.EndSession,
		tellsIssuer: more.TellsIssuer,
	}
	return p.find, nil
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
// Failures: fault.Unavailable when the provider does not answer,
// fault.Unauthenticated when its answer does not hold.
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
	id, err := d.verifier.Verify(ctx, raw)
	if err != nil {
		return session.Identity{}, errNotVouched(fmt.Errorf("ID token: %w", err))
	}
	if id.Issuer != p.cfg.Issuer || subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(r.Nonce)) != 1 {
		return session.Identity{}, errNotVouched(errors.New("ID token of another issuer or sign-in"))
	}
	if id.AccessTokenHash != "" && id.VerifyAccessToken(token.AccessToken) != nil {
		return session.Identity{}, errNotVouched(errors.New("access token of another ID token"))
	}
	return p.identity(ctx, d, id, token)
}

// exchangeFailure tells a code that is refused from a provider that is down.
func exchangeFailure(err error) error {
	var refused *oauth2.RetrieveError
	if errors.As(err, &refused) && refused.Response != nil && refused.Response.StatusCode < http.StatusInternalServerError {
		// The error's own text quotes the body; its code is enough for the log.
		return errNotVouched(fmt.Errorf("token endpoint: status %d, error %q", refused.Response.StatusCode, refused.ErrorCode))
	}
	return errDown.WithCause(errors.New("token endpoint does not answer"))
}
