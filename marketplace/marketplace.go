// Package marketplace plays the two outside OpenID providers on a developer's
// machine: the marketplace, where shoppers sign in, and the workforce provider,
// where operators and supervisors do. It is the other side of package session
// and knows nothing of it.
//
// It speaks OpenID Connect Core 1.0: authorization code flow with PKCE S256
// alone, discovery, JWKS, token, userinfo, nonce, auth_time, max_age, prompt,
// and RP-initiated logout. The shop tells the e-mail address at userinfo only,
// as the standard has it; the workforce puts its claims into the ID token, as
// many providers do: a relying party has to manage both.
//
// Invariants
//
//   - It does not exist beyond this machine: see package loopback.
//   - Keys and client secrets are in one file (0600) and people follow from their
//     user names, logins are signed cookies: a kill -9 loses only the codes on
//     their way, which live for a minute.
//   - A code is used once, by the client and redirect it was made for, with its
//     verifier. A redirect goes only to an address registered for the client.
package marketplace

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/walletdesk/walletdesk/server/loopback"
)

// ClientID is the name the wallet has at both providers.
const ClientID = "walletdesk"

// Config says where the providers stand.
type Config struct {
	PublicURL string           // scheme and host people use, loopback, no trailing slash
	Listen    string           // host:port of the listener, loopback
	Folder    string           // where the keys are kept, made if absent
	Redirects []string         // redirect addresses of the wallet, compared byte for byte
	LoggedOut []string         // addresses end_session may go back to
	Clock     func() time.Time // nil: time.Now
	Log       *slog.Logger     // nil: slog.Default
}

// Site is both providers.
type Site struct {
	cfg    Config
	realms map[Realm]*provider
}

// New makes the providers. It refuses unless listener and public URL are
// loopback addresses, and makes the keys at the first start.
func New(cfg Config) (*Site, error) {
	if err := loopback.Check(cfg.Listen, cfg.PublicURL); err != nil {
		return nil, fmt.Errorf("development provider: %w", err)
	}
	if cfg.Clock == nil {
		cfg.Clock = time.Now
	}
	if cfg.Log == nil {
		cfg.Log = slog.Default()
	}
	s := &Site{cfg: cfg, realms: map[Realm]*provider{}}
	for _, realm := range []Realm{Shop, Workforce} {
		p, err := newProvider(cfg, realm)
		if err != nil {
			return nil, fmt.Errorf("development provider %s: %w", realm, err)
		}
		s.realms[realm] = p
	}
	return s, nil
}

// Issuer is the realm's issuer identifier.
func (s *Site) Issuer(realm Realm) string { return s.realms[realm].issuer }

// ClientSecret is what the wallet proves itself with at the realm's token endpoint.
func (s *Site) ClientSecret(realm Realm) string { return s.realms[realm].keys.ClientSecret }

// Handler serves everything below /dev/marketplace and /dev/workforce; mount it
// at both. It looks at the whole path.
func (s *Site) Handler() http.Handler {
	mux := http.NewServeMux()
	for realm, p := range s.realms {
		base := "/dev/" + string(realm)
		mux.Handle(base+"/", http.StripPrefix(base, p.routes()))
	}
	return loopback.Only(mux)
}

// provider is one issuer.
type provider struct {
	realm     Realm
	issuer    string
	redirects []string
	loggedOut []string
	home      string // the wallet's address
	keys      *keys
	signer    jose.Signer
	codes     *codes
	clock     func() time.Time
	log       *slog.Logger
	random    io.Reader
}

func newProvider(cfg Config, realm Realm) (*provider, error) {
	k, err := openKeys(cfg.Folder, realm)
	if err != nil {
		return nil, err
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: k.Signing}, nil)
	if err != nil {
		return nil, fmt.Errorf("signer: %w", err)
	}
	return &provider{
		realm:     realm,
		issuer:    Issuer(cfg.PublicURL, realm),
		redirects: slices.Clone(cfg.Redirects),
		loggedOut: slices.Clone(cfg.LoggedOut),
		home:      cfg.PublicURL + "/",
		keys:      k,
		signer:    signer,
		codes:     newCodes(cfg.Clock),
		clock:     cfg.Clock,
		log:       cfg.Log.With("provider", string(realm)),
		random:    rand.Reader,
	}, nil
}

func (p *provider) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", p.discovery)
	mux.HandleFunc("GET /jwks", p.jwks)
	mux.HandleFunc("GET /authorize", p.authorize)
	mux.HandleFunc("POST /authorize", p.authorize)
	mux.HandleFunc("POST /login", p.login)
	mux.HandleFunc("POST /token", p.token)
	mux.HandleFunc("GET /userinfo", p.userinfo)
	mux.HandleFunc("POST /userinfo", p.userinfo)
	mux.HandleFunc("GET /end_session", p.endSession)
	mux.HandleFunc("POST /end_session", p.endSession)
	mux.HandleFunc("GET /recovery", p.recovery)
	mux.HandleFunc("GET /{$}", p.front)
	return mux
}

// newToken is 256 random bits as text.
func (p *provider) newToken() (string, error) {
	raw := make([]byte, 32)
	if _, err := io.ReadFull(p.random, raw); err != nil {
		return "", fmt.Errorf("random: %w", err)
	}
	return hex.EncodeToString(raw), nil
}

// equal compares secrets in constant time whatever their lengths.
func equal(a, b string) bool {
	x, y := sha256.Sum256([]byte(a)), sha256.Sum256([]byte(b))
	return subtle.ConstantTimeCompare(x[:], y[:]) == 1
}
