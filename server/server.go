// Package server is the program's HTTP side: routes, doors, cookies, headers,
// health, the pages of development, and the embedded web app.
//
// # A request's way
//
//	id, log, recovery → headers → own host → same origin → route
//	    route: limits → cookies → Actor → handler
//
// # Invariants
//
//   - No answer lacks the security headers; what is not a hashed asset or a static
//     page is never cached.
//   - Nothing that changes something is done for another origin's page, and
//     there is no CORS.
//   - Nothing of a request but its method and path is logged; a path's long or
//     digit-laden parts are cut out of it.
//   - A page shown after a sign-in comes from a fixed list.
//   - What is for development only is not routed at all without Dev.
package server

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/walletdesk/walletdesk/payment"
	"github.com/walletdesk/walletdesk/server/loopback"
	"github.com/walletdesk/walletdesk/session"
)

// Config is what the server is made of. Everything without a word about nil or
// empty is required.
type Config struct {
	PublicURL string // scheme and host people use, no path
	Sessions  *session.Service

	GraphQL        http.Handler // the customer's door, /graphql
	ConsoleGraphQL http.Handler // the console's, /console/graphql
	Document       http.Handler // POST /console/document: a grant in, a picture out

	// Clients lets the marketplace's program in at /graphql with a token it gets at
	// /oauth/token; nil: there is neither.
	Clients Clients
	// Payments hears what providers say of charges, signed with the secret of their
	// way; a way without one is not routed.
	Payments        Payments
	ProviderSecrets map[payment.Kind][]byte

	// SDL is the contract, served at /schema.graphqls.
	SDL []byte

	Web fs.FS // the built web app: index.html, console.html, playground.html, assets/

	// MAC is a keyed hash (secret.Keys.MAC); networks are told apart by it.
	MAC func(purpose string, parts ...[]byte) []byte
	// Issuers are the providers forms may lead to, for the Content-Security-Policy.
	Issuers []string
	// SignOutOf gives the address that signs staff out of their provider too, and
	// comes back to next (openid.Provider.EndSession); nil: the console's session
	// alone ends.
	SignOutOf func(r *http.Request, next string) (string, bool)
	// LoginRecovery is the marketplace's page for whoever forgot the login password;
	// empty: its sign-in, which leads on.
	LoginRecovery string
	// TrustForwarded takes the client's address from the last X-Forwarded-For
	// entry: only behind a proxy that writes it.
	TrustForwarded bool
	// Playground serves /playground.
	Playground bool
	// Dev routes Pages and sends other loopback names to the public URL. The public
	// URL has to be loopback then.
	Dev bool
	// Pages are handlers by pattern below /dev/, for example "/dev/mail/".
	Pages map[string]http.Handler
	// Health are the checks of /healthz.
	Health []HealthCheck
	// CustomerPaths and ConsolePaths are where a sign-in may go on to, the first
	// of them by default; empty: "/" and "/console".
	CustomerPaths, ConsolePaths []string

	MaxJSON, MaxUpload int64            // bytes of a GraphQL request; 0: 1 MiB, 8 MiB
	BodyWait           time.Duration    // for all of a request's JSON, token form or grant; 0: 20 s
	Clock              func() time.Time // nil: time.Now
	Log                *slog.Logger     // nil: slog.Default
}

func (cfg *Config) complete() {
	if len(cfg.CustomerPaths) == 0 {
		cfg.CustomerPaths = []string{"/"}
	}
	if len(cfg.ConsolePaths) == 0 {
		cfg.ConsolePaths = []string{"/console"}
	}
	if cfg.MaxJSON == 0 {
		cfg.MaxJSON = 1 << 20
	}
	if cfg.MaxUpload == 0 {
		cfg.MaxUpload = 8 << 20
	}
	if cfg.BodyWait == 0 {
		cfg.BodyWait = 20 * time.Second
	}
	if cfg.Clock == nil {
		cfg.Clock = time.Now
	}
	if cfg.Log == nil {
		cfg.Log = slog.Default()
	}
}

// server is what the handlers share.
type server struct {
	cfg     Config
	origin  *url.URL
	https   bool
	cookies cookies
	web     *web
	sdl     *file
	policy  policies
	words   *words
	log     *slog.Logger
}

// New makes the handler for everything the program serves.
func New(cfg Config) (http.Handler, error) {
	cfg.complete()
	origin, err := originOf(cfg.PublicURL)
	if err != nil {
		return nil, fmt.Errorf("server: public URL: %w", err)
	}
	if cfg.Dev && !loopback.IsHost(origin.Hostname()) {
		return nil, errors.New("server: development pages need a public URL on loopback")
	}
	app, err := openWeb(cfg.Web, cfg.Playground)
	if err != nil {
		return nil, fmt.Errorf("server: web app: %w", err)
	}
	s := &server{cfg: cfg, origin: origin, https: origin.Scheme == "https", web: app, sdl: newContract(cfg.SDL), log: cfg.Log}
	s.cookies = cookies{secure: s.https}
	if s.words, err = readWords(); err != nil {
		return nil, fmt.Errorf("server: %w", err)
	}
	if s.policy, err = policiesFor(origin, cfg.Issuers); err != nil {
		return nil, fmt.Errorf("server: %w", err)
	}
	sameOrigin := http.NewCrossOriginProtection()
	if err := sameOrigin.AddTrustedOrigin(origin.String()); err != nil {
		return nil, fmt.Errorf("server: %w", err)
	}
	sameOrigin.SetDenyHandler(http.HandlerFunc(s.crossOrigin))
	return s.watched(s.withHeaders(s.ownHost(sameOrigin.Handler(s.routes())))), nil
}

// originOf reads a public URL, which has a scheme and a host and nothing else.
func originOf(public string) (*url.URL, error) {
	u, err := url.Parse(public)
	if err != nil {
		return nil, err
	}
	if !slices.Contains([]string{"http", "https"}, u.Scheme) || u.Host == "" || (u.Path != "" && u.Path != "/") || u.RawQuery != "" {
		return nil, fmt.Errorf("%q is not of the form https://host", public)
	}
	return &url.URL{Scheme: u.Scheme, Host: u.Host}, nil
}

func (s *server) routes() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/graphql", s.graphql(session.CustomerDoor, s.cfg.GraphQL))
	mux.Handle("/console/graphql", s.graphql(session.ConsoleDoor, s.cfg.ConsoleGraphQL))
	mux.Handle("POST /console/document", s.document())
	for name, d := range s.doors() {
		mux.Handle("GET /auth/"+name+"/start", s.timed(http.HandlerFunc(d.start)))
		mux.Handle("GET /auth/"+name+"/callback", s.timed(http.HandlerFunc(d.callback)))
		mux.Handle("POST /auth/"+name+"/signout", s.timed(http.HandlerFunc(d.signOut)))
	}
	mux.HandleFunc("GET /auth/customer/recovery", s.loginRecovery)
	mux.HandleFunc("/auth/", s.notFound)
	if s.cfg.Clients != nil {
		mux.Handle("POST /oauth/token", s.token())
	}
	mux.HandleFunc("/oauth/", s.notFound)
	s.callbacks(mux)
	mux.HandleFunc("GET /healthz", s.ready)
	mux.HandleFunc("GET /healthz/live", s.live)
	mux.HandleFunc("/healthz/", s.notFound)
	mux.HandleFunc("/dev/", s.notFound)
	if s.cfg.Dev {
		for pattern, h := range s.cfg.Pages {
			mux.Handle(pattern, loopback.Only(h))
		}
	}
	mux.HandleFunc("/assets/", s.asset)
	mux.HandleFunc("/schema.graphqls", s.contract)
	mux.HandleFunc("/console", s.consolePage)
	mux.HandleFunc("/console/", s.consolePage)
	mux.HandleFunc("/playground", s.playgroundPage)
	mux.HandleFunc("/", s.customerPage)
	return mux
}

// HTTP is a server for the handler that no slow or silent client can hold:
// headers within 10 s, what is small within 20 s (Config.BodyWait), a whole request
// within 2 minutes (a picture over a bad line), idle connections for 2 minutes. Sockets are free of these once they
// are upgraded.
func HTTP(h http.Handler, log *slog.Logger) *http.Server {
	if log == nil {
		log = slog.Default()
	}
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       2 * time.Minute,
		WriteTimeout:      3 * time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
}
