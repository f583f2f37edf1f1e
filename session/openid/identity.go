package openid

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/walletdesk/walletdesk/session"
)

// claims are what is read of an ID token or of userinfo.
type claims struct {
	Name     string `json:"name"`
	Username string `json:"preferred_username"`
	Locale   string `json:"locale"`
	Email    string `json:"email"`
	Verified truth  `json:"email_verified"`
	AuthTime int64  `json:"auth_time"`
	roles    []string
}

// truth reads a boolean that some providers write as a string.
type truth bool

// UnmarshalJSON takes true and "true" for true, everything else for false.
func (b *truth) UnmarshalJSON(data []byte) error {
	*b = truth(string(data) == "true" || string(data) == `"true"`)
	return nil
}

// source is an ID token or a userinfo answer.
type source interface{ Claims(v any) error }

func (p *Provider) read(from source) (claims, error) {
	var c claims
	if err := from.Claims(&c); err != nil {
		return claims{}, fmt.Errorf("claims: %w", err)
	}
	if p.cfg.RolesClaim == "" {
		return c, nil
	}
	var all map[string]json.RawMessage
	if err := from.Claims(&all); err != nil {
		return claims{}, fmt.Errorf("claims: %w", err)
	}
	if raw, ok := all[p.cfg.RolesClaim]; ok {
		if err := json.Unmarshal(raw, &c.roles); err != nil {
			return claims{}, fmt.Errorf("claim %s is not a list of words: %w", p.cfg.RolesClaim, err)
		}
	}
	return c, nil
}

// identity gathers the claims. Providers may keep all but the subject for
// userinfo (OpenID Connect Core §5.4), so it is asked when the ID token has no
// e-mail address or lacks the roles.
func (p *Provider) identity(ctx context.Context, d *discovered, id *oidc.IDToken, token *oauth2.Token) (session.Identity, error) {
	c, err := p.read(id)
	if err != nil {
		return session.Identity{}, errNotVouched(err)
	}
	authTime := c.AuthTime // the ID token's alone: userinfo is not about this sign-in
	if (c.Email == "" || (p.cfg.RolesClaim != "" && c.roles == nil)) && d.provider.UserInfoEndpoint() != "" {
		if c, err = p.userinfo(ctx, d, id, token, c); err != nil {
			return session.Identity{}, err
		}
	}
	who := session.Identity{
		Issuer: id.Issuer, Subject: id.Subject, Name: firstOf(c.Name, c.Username), Locale: c.Locale, Roles: c.roles,
	}
	if c.Verified {
		who.Email = c.Email
	}
	if authTime > 0 {
		who.AuthTime = time.Unix(authTime, 0).UTC()
	}
	return who, nil
}

// userinfo reads userinfo and fills in what the ID token did not say. The address
// and its verification always come from one and the same place.
func (p *Provider) userinfo(ctx context.Context, d *discovered, id *oidc.IDToken, token *oauth2.Token, c claims) (claims, error) {
	said := &lastStatus{of: p.cfg.HTTP.Transport}
	info, err := d.provider.UserInfo(oidc.ClientContext(ctx, &http.Client{Transport: said, Timeout: p.cfg.HTTP.Timeout}), oauth2.StaticTokenSource(token))
	switch {
	case err != nil && (said.status == 0 || isDown(said.status)):
		return c, errDown.WithCause(errors.New("userinfo does not answer"))
	case err != nil:
		// The error's own text quotes the body; the status is enough for the log.
		return c, errNotVouched(fmt.Errorf("userinfo: status %d", said.status))
	}
	if info.Subject != id.Subject {
		return c, errNotVouched(errors.New("userinfo of another subject"))
	}
	more, err := p.read(info)
	if err != nil {
		return c, errNotVouched(err)
	}
	if c.Email == "" {
		c.Email, c.Verified = more.Email, more.Verified
	}
	if c.roles == nil {
		c.roles = more.roles
	}
	c.Name = firstOf(c.Name, more.Name)
	c.Username = firstOf(c.Username, more.Username)
	c.Locale = firstOf(c.Locale, more.Locale)
	return c, nil
}

// lastStatus keeps the status of an answer, which the library tells only in words.
type lastStatus struct {
	of     http.RoundTripper // nil: the usual one
	status int               // 0: there was no answer
}

// RoundTrip implements http.RoundTripper.
func (l *lastStatus) RoundTrip(r *http.Request) (*http.Response, error) {
	to := l.of
	if to == nil {
		to = http.DefaultTransport
	}
	l.status = 0
	res, err := to.RoundTrip(r)
	if err == nil {
		l.status = res.StatusCode
	}
	return res, err //nolint:wrapcheck // in the middle of a call
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
