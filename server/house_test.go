package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/walletdesk/walletdesk/audit"
	"github.com/walletdesk/walletdesk/bus"
	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/marketplace"
	"github.com/walletdesk/walletdesk/marketplace/shoptest"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/postgres/pgtest"
	"github.com/walletdesk/walletdesk/secret"
	"github.com/walletdesk/walletdesk/server"
	"github.com/walletdesk/walletdesk/session"
	"github.com/walletdesk/walletdesk/session/openid"
)

// house is the whole HTTP side on a real listener: real sessions on a real
// database, the real development provider. Behind the GraphQL doors stands a
// handler that tells who calls.
type house struct {
	url   string
	clock *shoptest.Clock
	log   *logBook
	flows *flows
}

type logBook struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *logBook) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *logBook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

func newHouse(t *testing.T, change func(*server.Config)) *house {
	t.Helper()
	return newHouseOn(t, change, func(*http.Server) {})
}

// newHouseOn is newHouse with a say in what the listener waits for.
func newHouseOn(t *testing.T, change func(*server.Config), tune func(*http.Server)) *house {
	t.Helper()
	listener := httptest.NewUnstartedServer(nil)
	h := &house{url: "http://" + listener.Listener.Addr().String(), clock: shoptest.NewClock(), log: &logBook{}, flows: &flows{}}
	site, err := marketplace.New(marketplace.Config{
		PublicURL: h.url, Listen: listener.Listener.Addr().String(), Folder: shoptest.Folder(), Clock: h.clock.Now,
		Redirects: []string{h.url + "/auth/customer/callback", h.url + "/auth/workforce/callback"},
		LoggedOut: []string{h.url + "/console"},
	})
	if err != nil {
		t.Fatal(err)
	}
	keys := secret.NewTestKeys(t)
	customers := h.provider(site, marketplace.Shop, "customer", "")
	workforce := h.provider(site, marketplace.Workforce, "workforce", "roles")
	cfg := server.Config{
		PublicURL: h.url, Sessions: newSessions(t, h, keys, customers, workforce), MAC: keys.MAC, Web: built(),
		GraphQL: http.HandlerFunc(echo), ConsoleGraphQL: http.HandlerFunc(echo), Document: http.HandlerFunc(echo),
		Issuers: []string{site.Issuer(marketplace.Shop), site.Issuer(marketplace.Workforce)},
		SignOutOf: func(r *http.Request, next string) (string, bool) {
			return workforce.EndSession(r.Context(), next)
		},
		Playground: true, Dev: true,
		Pages:         map[string]http.Handler{"/dev/marketplace/": site.Handler(), "/dev/workforce/": site.Handler()},
		CustomerPaths: []string{"/", "/account", "/signed-in"}, ConsolePaths: []string{"/console"},
		MaxJSON: 1000, MaxUpload: 5000, Clock: h.clock.Now,
		Log: slog.New(slog.NewJSONHandler(h.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	if change != nil {
		change(&cfg)
	}
	handler, err := server.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	listener.Config = server.HTTP(handler, cfg.Log)
	tune(listener.Config)
	listener.Start()
	t.Cleanup(listener.Close)
	return h
}

func (h *house) provider(site *marketplace.Site, realm marketplace.Realm, door, claim string) *openid.Provider {
	return openid.New(openid.Config{
		Issuer: site.Issuer(realm), ClientID: marketplace.ClientID, ClientSecret: site.ClientSecret(realm),
		RedirectURL: h.url + "/auth/" + door + "/callback", RolesClaim: claim, Clock: h.clock.Now,
	})
}

func newSessions(t *testing.T, h *house, keys *secret.Keys, customers, workforce session.Provider) *session.Service {
	t.Helper()
	rings, err := bus.Open(t.Context(), bus.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(rings.Close)
	return session.New(session.Config{
		DB: pgtest.New(t), Keys: keys, Audit: audit.New(keys, h.clock.Now), Bus: rings, Accounts: &accounts{}, Recovery: h.flows,
		Customers: customers, Workforce: workforce, Clock: h.clock.Now,
	})
}

// built is a web app as the build leaves it.
func built() fs.FS {
	page := func(name string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte(`<!doctype html><title>` + name + `</title><script nonce="__CSP_NONCE__" src="/assets/app-abc123.js"></script>`)}
	}
	return fstest.MapFS{
		"index.html": page("customer"), "console.html": page("console"), "playground.html": page("playground"),
		"favicon.svg":                 {Data: []byte("<svg/>")},
		"assets/app-abc123.js":        {Data: []byte(strings.Repeat("let x = 1;\n", 500))},
		"assets/app-abc123.js.br":     {Data: []byte("brotli of the build")},
		"assets/finder.worker-1f2.js": {Data: []byte("onmessage = () => {}")},
		"assets/model-3e4.onnx":       {Data: []byte(strings.Repeat("model", 500))},
		"assets/app-abc123.map":       {Data: []byte("{}")},
		"assets/page-def456.css":      {Data: []byte(strings.Repeat("p { margin: 0 }\n", 500))},
		"assets/face-789.woff2":       {Data: []byte("a font")},
	}
}

// told is what the handler behind the doors tells.
type told struct {
	Actor     session.Actor
	RequestID string
	Flow      string // what the browser holds
	Body      string
}

// echo tells who calls. Header X-Test makes it do something: "panic" breaks,
// "hijack" takes the connection, "hold" gives the browser a flow's token, "drop" takes it back.
func echo(w http.ResponseWriter, r *http.Request) {
	actor, _ := session.FromContext(r.Context())
	b, browses := session.BrowserFrom(r.Context())
	if !browses { // a program
		_ = json.NewEncoder(w).Encode(told{Actor: actor, RequestID: session.RequestID(r.Context())})
		return
	}
	switch r.Header.Get("X-Test") {
	case "panic":
		panic(fmt.Sprintf("could not parse %s", r.Header.Get("X-Secret")))
	case "hold":
		b.Hold(session.FlowToken, "flow-token", time.Now().Add(time.Hour))
	case "drop":
		b.Drop(session.FlowToken)
	case "hijack":
		hijack(w, b)
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, "the body ended early", http.StatusRequestEntityTooLarge)
		return
	}
	_ = json.NewEncoder(w).Encode(told{actor, session.RequestID(r.Context()), b.Token(session.FlowToken), string(body)})
}

func hijack(w http.ResponseWriter, b session.Browser) {
	held := b.Hold(session.FlowToken, "x", time.Now().Add(time.Hour))
	hijacker, ok := w.(http.Hijacker) // as socket libraries ask
	if !ok {
		http.Error(w, "no connection", http.StatusInternalServerError)
		return
	}
	conn, _, err := hijacker.Hijack()
	if err != nil {
		http.Error(w, "no connection", http.StatusInternalServerError)
		return
	}
	_, _ = fmt.Fprintf(conn, "held: %v", held)
	_ = conn.Close()
}

// accounts gives every person an account, in memory: what is tested here is
// the way through HTTP.
type accounts struct{ opened sync.Map }

func (a *accounts) Open(_ context.Context, personID, email, _ string) error {
	a.opened.LoadOrStore(personID, email)
	return nil
}

func (a *accounts) ForPerson(_ context.Context, personID string) (string, bool, bool, string, error) {
	if _, ok := a.opened.Load(personID); !ok {
		return "", false, false, "", fault.New(fault.NotFound, "NOT_FOUND", "No account.")
	}
	return "account-of-" + personID, true, false, "el", nil
}

func (a *accounts) NewDevice(context.Context, postgres.Querier, string, string) error { return nil }

func (a *accounts) Wake() {}

// flows is one recovery flow whose cookie is flow-token.
type flows struct {
	mu   sync.Mutex
	seen string
}

func (f *flows) FlowByCookie(_ context.Context, token string) (string, string, bool, error) {
	return "flow-1", "account-1", token == "flow-token", nil
}

func (f *flows) SignedIn(_ context.Context, flowID, _ string, _ time.Time) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if flowID != "flow-1" {
		return errors.New("no such flow")
	}
	f.seen = flowID
	return nil
}

// answer is a response, read.
type answer struct {
	*http.Response
	body string
}

func (h *house) do(t *testing.T, c *http.Client, method, path, body string, headers ...string) answer {
	t.Helper()
	address := path
	if strings.HasPrefix(path, "/") {
		address = h.url + path
	}
	r, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		if headers[i] == "Host" {
			r.Host = headers[i+1]
		}
		r.Header.Set(headers[i], headers[i+1])
	}
	res, err := c.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{res, string(data)}
}

func (h *house) get(t *testing.T, c *http.Client, path string, headers ...string) answer {
	t.Helper()
	return h.do(t, c, http.MethodGet, path, "", headers...)
}

// ask asks a GraphQL door who calls.
func (h *house) ask(t *testing.T, c *http.Client, path string, headers ...string) told {
	t.Helper()
	res := h.do(t, c, http.MethodPost, path, `{}`, append(headers, "Content-Type", "application/json")...)
	var who told
	if err := json.Unmarshal([]byte(res.body), &who); err != nil {
		t.Fatalf("status %d: %s", res.StatusCode, res.body)
	}
	return who
}

// toCallback walks from the start of a sign-in to the callback's address.
func (h *house) toCallback(t *testing.T, c *http.Client, start, who string) *url.URL {
	t.Helper()
	res := h.get(t, c, start)
	to, err := res.Location()
	if err != nil {
		t.Fatalf("%s: status %d: %s", start, res.StatusCode, res.body)
	}
	return shoptest.Callback(t, c, to.String(), who)
}

func (h *house) signIn(t *testing.T, c *http.Client, start, who string) answer {
	t.Helper()
	return h.get(t, c, h.toCallback(t, c, start, who).String())
}

func cookieNamed(res *http.Response, name string) *http.Cookie {
	for _, c := range res.Cookies() {
		if c.Name == name {
			return c
		}
	}
	return nil
}
