package server_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/walletdesk/walletdesk/marketplace/shoptest"
	"github.com/walletdesk/walletdesk/secret"
	"github.com/walletdesk/walletdesk/server"
)

func TestGraphQL_Guards(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	long := strings.Repeat("x", 1001)
	tests := []struct {
		why, method, path, body string
		headers                 []string
		want                    int
	}{
		{"JSON", "POST", "/graphql", "{}", []string{"Content-Type", "application/json"}, 200},
		{"JSON with a charset", "POST", "/graphql", "{}", []string{"Content-Type", "application/json; charset=utf-8"}, 200},
		{"a query by GET", "GET", "/graphql?query={viewer{name}}", "", nil, 200},
		{"a form any site can send", "POST", "/graphql", "query=x", []string{"Content-Type", "application/x-www-form-urlencoded"}, 415},
		{"text any site can send", "POST", "/graphql", "{}", []string{"Content-Type", "text/plain"}, 415},
		{"no kind", "POST", "/graphql", "{}", nil, 415},
		{"a file without the preflight header", "POST", "/graphql", "", []string{"Content-Type", "multipart/form-data; boundary=x"}, 403},
		{"a file with it", "POST", "/graphql", "", []string{"Content-Type", "multipart/form-data; boundary=x", server.PreflightHeader, "1"}, 200},
		{"too much JSON", "POST", "/graphql", long, []string{"Content-Type", "application/json"}, 413},
		{"JSON at the limit", "POST", "/graphql", long[:1000], []string{"Content-Type", "application/json"}, 200},
		{"too large a file", "POST", "/graphql", strings.Repeat("x", 5001),
			[]string{"Content-Type", "multipart/form-data; boundary=x", server.PreflightHeader, "1"}, 413},
		{"another method", "PUT", "/graphql", "{}", []string{"Content-Type", "application/json"}, 405},
		{"another site's page", "POST", "/graphql", "{}",
			[]string{"Content-Type", "application/json", "Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site"}, 403},
		{"another site of the same domain", "POST", "/console/graphql", "{}",
			[]string{"Content-Type", "application/json", "Sec-Fetch-Site", "same-site"}, 403},
		{"an old browser's foreign page", "POST", "/graphql", "{}",
			[]string{"Content-Type", "application/json", "Origin", "https://evil.example"}, 403},
		{"our own page", "POST", "/graphql", "{}",
			[]string{"Content-Type", "application/json", "Origin", h.url, "Sec-Fetch-Site", "same-origin"}, 200},
		{"another site's sign-out", "POST", "/auth/customer/signout", "", []string{"Sec-Fetch-Site", "cross-site"}, 403},
		{"a socket of our own page", "GET", "/graphql", "", []string{"Connection", "Upgrade", "Upgrade", "websocket", "Origin", h.url}, 200},
		{"a foreign page's socket", "GET", "/graphql", "", []string{"Connection", "Upgrade", "Upgrade", "websocket", "Origin", "https://evil.example"}, 403},
		{"a socket without an origin", "GET", "/console/graphql", "", []string{"Connection", "Upgrade", "Upgrade", "WebSocket"}, 403},
		{"a document only by POST", "GET", "/console/document", "", nil, 200}, // the console's page, not a picture
	}
	for _, tt := range tests {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			res := h.do(t, shoptest.NewBrowser(t), tt.method, tt.path, tt.body, tt.headers...)
			if res.StatusCode != tt.want {
				t.Errorf("status %d, want %d: %s", res.StatusCode, tt.want, res.body)
			}
			if res.Header.Get("Access-Control-Allow-Origin") != "" {
				t.Error("CORS was granted")
			}
		})
	}
}

// Much JSON of no stated length is 413 too, and never reaches the handler.
func TestGraphQL_ChunkedBody(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, h.url+"/graphql", struct{ *strings.Reader }{strings.NewReader(strings.Repeat("x", 100_000))})
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	var got struct {
		Errors []struct {
			Extensions struct{ Code, RequestID string } `json:"extensions"`
		} `json:"errors"`
	}
	if err := json.NewDecoder(res.Body).Decode(&got); err != nil {
		t.Fatal(err)
	}
	if res.StatusCode != 413 || len(got.Errors) != 1 || got.Errors[0].Extensions.Code != "TOO_LARGE" || got.Errors[0].Extensions.RequestID == "" {
		t.Errorf("status %d, %+v", res.StatusCode, got)
	}
}

// A socket gets its connection through everything that wraps the writer, and is
// in the log as one.
func TestGraphQL_Hijack(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(h.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	_, err = fmt.Fprintf(conn, "GET /graphql HTTP/1.1\r\nHost: %s\r\nOrigin: %s\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nX-Test: hijack\r\n\r\n",
		strings.TrimPrefix(h.url, "http://"), h.url)
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(conn)
	if err != nil || string(got) != "held: false" {
		t.Errorf("read %q, %v: a socket gives no cookies", got, err)
	}
}

func TestServer_Panic(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	res := h.do(t, shoptest.NewBrowser(t), "POST", "/graphql?token=in-the-query", "{}",
		"Content-Type", "application/json", "X-Test", "panic", "X-Secret", "4242424242424242")
	id := res.Header.Get("X-Request-Id")
	if res.StatusCode != http.StatusInternalServerError || id == "" {
		t.Fatalf("status %d, request %q", res.StatusCode, id)
	}
	log := h.log.String()
	if !strings.Contains(log, id) || !strings.Contains(log, "panic") {
		t.Errorf("the log does not name the request: %s", log)
	}
	if strings.Contains(log, "4242") || strings.Contains(log, "in-the-query") {
		t.Error("the log quotes what was being worked on")
	}
	if strings.Contains(res.body, "parse") {
		t.Error("the cause was shown")
	}
	if after := h.ask(t, shoptest.NewBrowser(t), "/graphql"); after.RequestID == "" {
		t.Error("no request id for the handler")
	}
}

// A sign-in leaves neither code nor state nor cookies in the log.
func TestServer_LogIsQuiet(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	c := shoptest.NewBrowser(t)
	to := h.toCallback(t, c, "/auth/customer/start", "eleni")
	res := h.get(t, c, to.String())
	h.get(t, c, "/pay/4242424242424242")
	log := h.log.String()
	for what, text := range map[string]string{
		"code": to.Query().Get("code"), "state": to.Query().Get("state"),
		"session token": cookieNamed(res.Response, "walletdesk").Value, "number": "4242424242424242", "address": "127.0.0.1",
	} {
		if strings.Contains(log, text) {
			t.Errorf("the log holds the %s", what)
		}
	}
	if !strings.Contains(log, `"path":"/auth/customer/callback"`) {
		t.Errorf("the log misses the callback: %s", log)
	}
}

func TestServer_Dev(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	c := shoptest.NewBrowser(t)
	port := h.url[strings.LastIndex(h.url, ":"):]
	tests := []struct {
		why, path string
		headers   []string
		want      int
		to        string
	}{
		{"the shop", "/dev/marketplace/", nil, 200, ""},
		{"through a proxy", "/dev/marketplace/", []string{"X-Forwarded-For", "192.0.2.1"}, 403, ""},
		{"no such page", "/dev/other", nil, 404, ""},
		{"another name of this machine", "/account?x=1", []string{"Host", "localhost" + port}, 307, h.url + "/account?x=1"},
		{"a foreign name that leads here", "/", []string{"Host", "evil.example" + port}, 421, ""},
		{"health by whatever name", "/healthz", []string{"Host", "10.0.0.7"}, 200, ""},
	}
	for _, tt := range tests {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			res := h.get(t, c, tt.path, tt.headers...)
			if res.StatusCode != tt.want || res.Header.Get("Location") != tt.to {
				t.Errorf("status %d to %q", res.StatusCode, res.Header.Get("Location"))
			}
		})
	}
}

func TestServer_Health(t *testing.T) {
	t.Parallel()
	h := newHouse(t, func(cfg *server.Config) {
		cfg.Health = []server.HealthCheck{
			{Name: "database", Check: func(context.Context) error { return nil }},
			{Name: "bus", Check: func(context.Context) error { return errors.New("password of the bus") }},
		}
	})
	c := shoptest.NewBrowser(t)
	res := h.get(t, c, "/healthz")
	if res.StatusCode != http.StatusServiceUnavailable || res.body != `{"checks":{"bus":"unavailable","database":"ok"},"status":"unavailable"}` {
		t.Errorf("status %d: %s", res.StatusCode, res.body)
	}
	if res := h.get(t, c, "/healthz/live"); res.StatusCode != http.StatusOK {
		t.Errorf("live: %d", res.StatusCode)
	}
}

func TestNew_Refuses(t *testing.T) {
	t.Parallel()
	keys := secret.NewTestKeys(t)
	tests := []struct {
		why    string
		change func(*server.Config)
	}{
		{"development pages on a public host", func(cfg *server.Config) { cfg.PublicURL = "https://wallet.example" }},
		{"no public URL", func(cfg *server.Config) { cfg.PublicURL = "" }},
		{"a public URL with a path", func(cfg *server.Config) { cfg.PublicURL = "http://127.0.0.1/wallet" }},
		{"a web app that is not built", func(cfg *server.Config) { cfg.Web = nil }},
		{"an issuer that is none", func(cfg *server.Config) { cfg.Issuers = []string{"nobody"} }},
	}
	for _, tt := range tests {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			cfg := server.Config{PublicURL: "http://127.0.0.1:8080", Dev: true, MAC: keys.MAC, Web: built()}
			tt.change(&cfg)
			if _, err := server.New(cfg); err == nil {
				t.Error("a server was made")
			}
		})
	}
}
