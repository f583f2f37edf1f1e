package marketplace

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

// tokenLife is how long ID and access tokens are good. The wallet uses them at
// once and keeps neither.
const tokenLife = 5 * time.Minute

// Audiences of what this provider signs for itself. A token made for one use is
// never good for another.
const (
	audUserinfo = "/userinfo"
	audLogin    = "/login"
)

// claims are the person's claims in tokens and at userinfo.
type claims struct {
	Username      string   `json:"preferred_username,omitempty"`
	Name          string   `json:"name,omitempty"`
	Locale        string   `json:"locale,omitempty"`
	Email         string   `json:"email,omitempty"`
	EmailVerified bool     `json:"email_verified,omitempty"`
	Roles         []string `json:"roles,omitempty"`
}

// claimsFor gives what the scope opens (OpenID Connect Core §5.4).
func claimsFor(p Person, scope []string) claims {
	var c claims
	if slices.Contains(scope, "profile") {
		c.Username, c.Name, c.Locale, c.Roles = p.Username, p.Name, p.Locale, p.Roles
	}
	if slices.Contains(scope, "email") {
		c.Email, c.EmailVerified = p.Email, true
	}
	return c
}

// idClaims is the part of an ID token beside the registered claims.
type idClaims struct {
	Nonce    string `json:"nonce,omitempty"`
	AuthTime int64  `json:"auth_time"`
	AtHash   string `json:"at_hash"`
}

// token is the token endpoint (RFC 6749 §4.1.3, RFC 7636 §4.5).
func (p *provider) token(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 16<<10)
	if err := r.ParseForm(); err != nil {
		tokenError(w, http.StatusBadRequest, "invalid_request")
		return
	}
	if !p.clientProven(r) {
		w.Header().Set("WWW-Authenticate", `Basic realm="token"`)
		tokenError(w, http.StatusUnauthorized, "invalid_client")
		return
	}
	if r.PostForm.Get("grant_type") != "authorization_code" {
		tokenError(w, http.StatusBadRequest, "unsupported_grant_type")
		return
	}
	g, ok := p.codes.take(r.PostForm.Get("code"))
	if !ok || g.request.redirectURI != r.PostForm.Get("redirect_uri") || !verified(g.request.challenge, r.PostForm.Get("code_verifier")) {
		tokenError(w, http.StatusBadRequest, "invalid_grant")
		return
	}
	answer, err := p.tokens(g)
	if err != nil {
		p.fail(w, r, err)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	writeJSON(w, http.StatusOK, answer)
}

// clientProven checks the client's secret, from the Authorization header
// (form-encoded inside, RFC 6749 §2.3.1) or the form.
func (p *provider) clientProven(r *http.Request) bool {
	id, secret, basic := r.BasicAuth()
	if basic {
		rawID, err1 := url.QueryUnescape(id)
		rawSecret, err2 := url.QueryUnescape(secret)
		return err1 == nil && err2 == nil && rawID == ClientID && equal(rawSecret, p.keys.ClientSecret)
	}
	return r.PostForm.Get("client_id") == ClientID && equal(r.PostForm.Get("client_secret"), p.keys.ClientSecret)
}

func verified(challenge, verifier string) bool {
	sum := sha256.Sum256([]byte(verifier))
	return equal(challenge, base64.RawURLEncoding.EncodeToString(sum[:]))
}

type tokenAnswer struct {
	AccessToken string `json:"access_token"`
	TokenType   string `json:"token_type"`
	ExpiresIn   int    `json:"expires_in"`
	IDToken     string `json:"id_token"`
	Scope       string `json:"scope"`
}

func (p *provider) tokens(g grant) (tokenAnswer, error) {
	scope := strings.Join(g.request.scope, " ")
	access, err := p.sign(p.claims(g.person, p.issuer+audUserinfo, tokenLife), map[string]any{
		"scope": scope, "username": g.person.Username,
	})
	if err != nil {
		return tokenAnswer{}, err
	}
	half := sha256.Sum256([]byte(access))
	id := []any{
		p.claims(g.person, ClientID, tokenLife),
		idClaims{
			Nonce:    g.request.nonce,
			AuthTime: g.authTime.Unix(),
			AtHash:   base64.RawURLEncoding.EncodeToString(half[:16]), // Core §3.1.3.6: the left half
		},
	}
	if p.realm == Workforce {
		id = append(id, claimsFor(g.person, g.request.scope))
	}
	idToken, err := p.sign(id...)
	if err != nil {
		return tokenAnswer{}, err
	}
	return tokenAnswer{AccessToken: access, TokenType: "Bearer", ExpiresIn: int(tokenLife.Seconds()), IDToken: idToken, Scope: scope}, nil
}

func (p *provider) claims(who Person, audience string, life time.Duration) jwt.Claims {
	now := p.clock()
	return jwt.Claims{
		Issuer:   p.issuer,
		Subject:  who.Subject(),
		Audience: jwt.Audience{audience},
		IssuedAt: jwt.NewNumericDate(now),
		Expiry:   jwt.NewNumericDate(now.Add(life)),
	}
}

func (p *provider) sign(parts ...any) (string, error) {
	b := jwt.Signed(p.signer)
	for _, part := range parts {
		b = b.Claims(part)
	}
	text, err := b.Serialize()
	if err != nil {
		return "", fmt.Errorf("sign: %w", err)
	}
	return text, nil
}

// read verifies something this provider signed for itself into dest.
func (p *provider) read(text, audience string, dest any) bool {
	t, err := jwt.ParseSigned(text, []jose.SignatureAlgorithm{jose.RS256})
	if err != nil {
		return false
	}
	public := p.keys.Signing.Public()
	var c jwt.Claims
	if err := t.Claims(public, &c, dest); err != nil {
		return false
	}
	return c.ValidateWithLeeway(jwt.Expected{Issuer: p.issuer, AnyAudience: jwt.Audience{audience}, Time: p.clock()}, 0) == nil
}

// userinfo tells a bearer of an access token who signed in (Core §5.3).
func (p *provider) userinfo(w http.ResponseWriter, r *http.Request) {
	text, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	var c struct {
		Scope    string `json:"scope"`
		Username string `json:"username"`
	}
	if !ok || !p.read(text, p.issuer+audUserinfo, &c) {
		w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
		http.Error(w, "invalid token", http.StatusUnauthorized)
		return
	}
	who, ok := person(p.realm, c.Username)
	if !ok {
		http.Error(w, "invalid token", http.StatusUnauthorized)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	writeJSON(w, http.StatusOK, struct {
		Subject string `json:"sub"`
		claims
	}{who.Subject(), claimsFor(who, strings.Fields(c.Scope))})
}

func tokenError(w http.ResponseWriter, status int, code string) {
	w.Header().Set("Cache-Control", "no-store")
	writeJSON(w, status, map[string]string{"error": code})
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	data, err := json.Marshal(v)
	if err != nil {
		http.Error(w, "internal error", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(data) // the reader is gone: nothing left to tell it
}
