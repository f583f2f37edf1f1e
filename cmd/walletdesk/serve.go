package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/walletdesk/walletdesk/card/issuer"
	"github.com/walletdesk/walletdesk/graph"
	"github.com/walletdesk/walletdesk/mail"
	"github.com/walletdesk/walletdesk/payment"
	"github.com/walletdesk/walletdesk/server"
	"github.com/walletdesk/walletdesk/session"
	"github.com/walletdesk/walletdesk/session/openid"
	"github.com/walletdesk/walletdesk/web"
)

// drainFor is how long requests under way and sockets have at the end.
const drainFor = 10 * time.Second

// maxUpload is bytes of an upload: a picture of 10 MiB and what is sent around it.
const maxUpload = 11 << 20

func newLogger(cfg config, w io.Writer) *slog.Logger {
	options := &slog.HandlerOptions{Level: cfg.LogLevel}
	if cfg.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(w, options))
	}
	return slog.New(slog.NewTextHandler(w, options))
}

// serve is the command of that name. It returns nil when ctx ended it.
func serve(ctx context.Context, cfg config, out, errs io.Writer) (err error) { //nolint:nonamedreturns // closing may fail too
	log := newLogger(cfg, errs)
	h := newHouse(log)
	defer func() {
		closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*drainFor)
		defer cancel()
		err = errors.Join(err, h.close(closing))
	}()
	// First the address, so that a second program says so at once.
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", cfg.Listen)
	if err != nil {
		return fmt.Errorf("%sLISTEN: %w (does another program serve there?)", envPrefix, err)
	}
	h.atEnd(func(context.Context) error {
		if err := listener.Close(); !errors.Is(err, net.ErrClosed) {
			return err
		}
		return nil
	})
	a, err := open(ctx, cfg, log, h)
	if err != nil && ctx.Err() != nil {
		log.Info("stopped before it was up", "by", err)
		return nil
	}
	if err != nil {
		return err
	}
	web := server.HTTP(a.handler, log)
	h.run("HTTP", func(context.Context) error { return web.Serve(listener) })
	a.tend(h)
	if err = announce(out, cfg); err == nil {
		err = h.wait(ctx)
	}
	return errors.Join(err, a.drain(ctx, web))
}

// app is what serves.
type app struct {
	domains *domains
	tools   *tools
	graph   *graph.Graph
	handler http.Handler
}

// open brings everything up.
func open(ctx context.Context, cfg config, log *slog.Logger, h *house) (*app, error) {
	db, err := openDatabase(ctx, cfg, log, h)
	if err != nil {
		return nil, err
	}
	t, err := openTools(ctx, cfg, db, log, h)
	if err != nil {
		return nil, err
	}
	side, err := beyond(cfg, log)
	if err != nil {
		return nil, err
	}
	d, err := wire(cfg, t, side.outside)
	if err != nil {
		return nil, err
	}
	if cfg.DatabaseURL == "" {
		if err := d.reclaim(ctx); err != nil {
			return nil, err
		}
	}
	if cfg.Dev {
		if err := seed(ctx, cfg, t, d.sessions); err != nil {
			return nil, fmt.Errorf("demo people: %w", err)
		}
		if err := seedReplies(ctx, cfg, d.sessions, d.conversations); err != nil {
			return nil, fmt.Errorf("demo people: %w", err)
		}
	}
	a := &app{domains: d, tools: t}
	if err := a.doors(cfg, log, side); err != nil {
		return nil, err
	}
	return a, nil
}

// doors makes the two GraphQL doors and the server around them.
func (a *app) doors(cfg config, log *slog.Logger, side *side) error {
	d := a.domains
	trusted, err := web.Documents()
	if err != nil {
		return err
	}
	a.graph = graph.New(graph.Config{
		Accounts: d.accounts, Cards: d.cards, Payments: d.payments, Recovery: d.recovery, Captcha: d.captcha, Chat: d.conversations,
		Documents: d.documents, Sessions: d.sessions, Throttle: a.tools.throttle,
		PublicURL: cfg.PublicURL, Introspection: cfg.Introspection || cfg.Dev, Trusted: trusted, TrustedOnly: cfg.PersistedOnly, MaxUpload: maxUpload, Clock: a.tools.clock, Log: log,
	})
	files, err := web.Dist()
	if err != nil {
		return fmt.Errorf("web app: %w", err)
	}
	var clients server.Clients
	if d.clients != nil {
		clients = d.clients
	}
	a.handler, err = server.New(server.Config{
		PublicURL: cfg.PublicURL, Sessions: d.sessions, Clients: clients, Payments: d.payments, ProviderSecrets: side.providerSecrets, GraphQL: a.graph.Customer(), ConsoleGraphQL: a.graph.Console(),
		Document: server.Pictures(d.documents, log), SDL: graph.SDL(), Web: files, MAC: a.tools.keys.MAC, Issuers: side.issuers, SignOutOf: side.signOut, LoginRecovery: side.loginRecovery,
		TrustForwarded: cfg.TrustForwarded, Playground: cfg.Playground || cfg.Dev, Dev: cfg.Dev, Pages: side.pages,
		Health: a.health(), CustomerPaths: customerPaths(), ConsolePaths: []string{"/console", "/playground"},
		MaxUpload: maxUpload, Clock: a.tools.clock, Log: log,
	})
	return err
}

// customerPaths are the pages a sign-in may come back to.
func customerPaths() []string {
	return []string{"/", "/account", "/account/cards", "/account/security", "/confirm-email", "/questionnaire", "/recover", "/pay", "/support", "/signed-in", "/playground"}
}

func (a *app) health() []server.HealthCheck {
	return []server.HealthCheck{
		{Name: "database", Check: func(ctx context.Context) error { return a.tools.db.PingContext(ctx) }},
		{Name: "bus", Check: func(context.Context) error {
			if !a.tools.bus.Connected() {
				return errors.New("not connected")
			}
			return nil
		}},
	}
}

// tend starts what works beside the requests.
func (a *app) tend(h *house) {
	d := a.domains
	h.run("outbox", d.outbox.Run)
	h.run("jobs", d.jobs.Run)
	h.run("sessions", d.sessions.Run)
	h.run("hub", d.hub.Run)
	h.every("operators at work", 10*time.Second, d.conversations.Attend)
	h.every("conversations that are over", 5*time.Minute, counted(d.conversations.CloseDue))
	h.every("search index", 30*time.Second, d.conversations.Index)
	h.every("sessions long ended", time.Hour, d.sessions.Sweep)
	h.every("captchas", time.Hour, counted(d.captcha.Sweep))
	h.every("throttle", time.Hour, counted(a.tools.throttle.Sweep))
	h.every("callbacks of payments", time.Hour, counted(d.payments.Sweep))
	if d.clients != nil {
		h.every("tokens of programs", time.Hour, counted(d.clients.Sweep))
	}
	h.every("recoveries", 24*time.Hour, counted(d.recovery.Sweep))
	h.every("documents", 24*time.Hour, counted(d.documents.Sweep))
	h.every("documents of closed cases", 24*time.Hour, counted(d.documents.Retire))
}

// counted drops how much was done.
func counted[N any](work func(ctx context.Context) (N, error)) func(ctx context.Context) error {
	return func(ctx context.Context) error {
		_, err := work(ctx)
		return err
	}
}

// drain lets requests under way and sockets end.
func (a *app) drain(ctx context.Context, web *http.Server) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainFor)
	defer cancel()
	sockets := make(chan error, 1)
	go func() { sockets <- a.graph.Shutdown(ctx) }()
	err := web.Shutdown(ctx)
	return errors.Join(err, <-sockets)
}

// side is what is outside of the program, and how it is served in development.
type side struct {
	outside
	issuers []string
	signOut func(r *http.Request, next string) (string, bool)
	// loginRecovery is the marketplace's page for a forgotten login password.
	loginRecovery string
	pages         map[string]http.Handler
	// providerSecrets sign what those who carry payments out say to us.
	providerSecrets map[payment.Kind][]byte
}

// beyond connects to what is outside: the providers and the mail server, or with
// --dev our own of each.
func beyond(cfg config, log *slog.Logger) (*side, error) {
	if cfg.Dev {
		return development(cfg, log)
	}
	transport, err := mail.NewSMTP(mail.SMTPConfig{
		Host: cfg.SMTPHost, Port: cfg.SMTPPort, Username: cfg.SMTPUser, Password: cfg.SMTPPassword, From: cfg.MailFrom,
	})
	if err != nil {
		return nil, fmt.Errorf("mail: %w", err)
	}
	cards, err := issuer.New(issuer.Config{
		URL: cfg.Issuer.URL, KeyID: cfg.Issuer.KeyID, Key: []byte(cfg.Issuer.Key), Clock: time.Now,
	})
	if err != nil {
		return nil, fmt.Errorf("%sCARD_ISSUER_URL and its key: %w", envPrefix, err)
	}
	s := &side{outside: outside{transport: transport, issuer: cards}, issuers: []string{cfg.Customers.Issuer, cfg.Workforce.Issuer}, loginRecovery: cfg.CustomerRecovery}
	s.providers(cfg)
	if err := s.processors(cfg); err != nil {
		return nil, err
	}
	return s, nil
}

// providers makes the relying side of both.
func (s *side) providers(cfg config) {
	redirect := func(door string) string { return cfg.PublicURL + "/auth/" + door + "/callback" }
	s.customers = openid.New(openid.Config{
		Issuer: cfg.Customers.Issuer, ClientID: cfg.Customers.ClientID, ClientSecret: cfg.Customers.ClientSecret,
		RedirectURL: redirect("customer"), Scopes: []string{"openid", "profile", "email"},
	})
	workforce := openid.New(openid.Config{
		Issuer: cfg.Workforce.Issuer, ClientID: cfg.Workforce.ClientID, ClientSecret: cfg.Workforce.ClientSecret,
		RedirectURL: redirect("workforce"), Scopes: []string{"openid", "profile", "email"}, RolesClaim: cfg.RolesClaim,
	})
	s.workforce = workforce
	s.signOut = func(r *http.Request, next string) (string, bool) { return workforce.EndSession(r.Context(), next) }
}

var _ session.Provider = (*openid.Provider)(nil)
