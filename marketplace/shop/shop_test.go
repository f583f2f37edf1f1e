package shop_test

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/walletdesk/walletdesk/marketplace/shop"
	"github.com/walletdesk/walletdesk/payment/signature"
)

const (
	id, password = "demo-shop", "a secret of both sides, long enough"
	hook         = "the secret that signs webhooks, long enough"
)

// mall is a shop beside a wallet that opens whatever it is asked for.
type mall struct {
	url    string
	client *http.Client
	refuse string // code of the problem that openPayment answers; empty: none
	tokens int
	order  string // of the last payment that was opened
}

func newMall(t *testing.T) *mall {
	t.Helper()
	m := &mall{client: &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
	listener := httptest.NewUnstartedServer(nil)
	m.url = "http://" + listener.Listener.Addr().String()
	s, err := shop.New(shop.Config{
		PublicURL: m.url, Listen: listener.Listener.Addr().String(), Folder: t.TempDir(),
		ClientID: id, ClientSecret: password, WebhookSecret: []byte(hook), Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle(shop.Root, s.Handler())
	mux.HandleFunc("POST /oauth/token", m.token)
	mux.HandleFunc("POST /graphql", m.graphql)
	listener.Config.Handler = mux
	listener.Start()
	t.Cleanup(listener.Close)
	return m
}

func (m *mall) token(w http.ResponseWriter, r *http.Request) {
	user, secret, _ := r.BasicAuth()
	secret, err := url.QueryUnescape(secret)
	if user != id || secret != password || err != nil {
		http.Error(w, "no", http.StatusUnauthorized)
		return
	}
	m.tokens++
	_, _ = fmt.Fprint(w, `{"access_token":"the-token","token_type":"Bearer","expires_in":600}`)
}

func (m *mall) graphql(w http.ResponseWriter, r *http.Request) {
	var asked struct {
		Variables struct{ Input struct{ Order string } }
	}
	if r.Header.Get("Authorization") != "Bearer the-token" || json.NewDecoder(r.Body).Decode(&asked) != nil {
		http.Error(w, "no", http.StatusUnauthorized)
		return
	}
	if m.refuse != "" {
		_, _ = fmt.Fprintf(w, `{"data":{"openPayment":{"payment":null,"problem":{"code":%q,"message":"Not now."}}}}`, m.refuse)
		return
	}
	m.order = asked.Variables.Input.Order
	_, _ = fmt.Fprintf(w, `{"data":{"openPayment":{"payment":{"id":"p1","link":"%s/pay#t=secret","state":"OPEN"},"problem":null}}}`, m.url)
}

func (m *mall) send(t *testing.T, method, path, body string, header ...string) (int, string, http.Header) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, m.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	res, err := m.client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(text), res.Header
}

func (m *mall) buy(t *testing.T) (int, string, http.Header) {
	t.Helper()
	return m.send(t, http.MethodPost, shop.Root+"buy", "good=olive-oil", "Content-Type", "application/x-www-form-urlencoded")
}

// told sends a webhook about the last order and tells the status.
func (m *mall) told(t *testing.T, seq int, state, secret string, at time.Time) int {
	t.Helper()
	body := fmt.Sprintf(`{"id":"e%d","seq":%d,"type":"payment","payment":{"id":"p1","order":%q,"state":%q,"method":"CASH"}}`, seq, seq, m.order, state)
	status, _, _ := m.send(t, http.MethodPost, shop.Root+"webhook", body, signature.Header, signature.Sign([]byte(secret), "webhook", at, []byte(body)))
	return status
}

func (m *mall) shows(t *testing.T, words string) {
	t.Helper()
	status, page, _ := m.send(t, http.MethodGet, shop.Root+"order?o="+m.order, "")
	if status != http.StatusOK || !strings.Contains(page, words) {
		t.Errorf("status %d, the order does not show %q:\n%s", status, words, page)
	}
}

// Only a webhook whose signature fits moves an order, and only forwards.
func TestShop_Webhook(t *testing.T) {
	t.Parallel()
	m := newMall(t)
	for range 2 {
		if status, _, header := m.buy(t); status != http.StatusSeeOther || header.Get("Location") != m.url+"/pay#t=secret" {
			t.Fatalf("status %d to %q", status, header.Get("Location"))
		}
	}
	if m.tokens != 1 {
		t.Errorf("asked for %d tokens, one is good for both", m.tokens)
	}
	now := time.Now()
	m.shows(t, "Waiting for the payment")
	for _, tt := range []struct {
		why, state, secret string
		seq                int
		at                 time.Time
		status             int
		shows              string
	}{
		{"somebody else's signature", "PAID", hook + "!", 2, now, 401, "Waiting for the payment"},
		{"a signature of an hour ago", "PAID", hook, 2, now.Add(-time.Hour), 401, "Waiting for the payment"},
		{"the wallet's", "PAID", hook, 3, now, 204, "Paid"},
		{"the same once more", "PAID", hook, 3, now, 204, "Paid"},
		{"an older one that comes late", "OPEN", hook, 2, now, 204, "Paid"},
	} {
		if status := m.told(t, tt.seq, tt.state, tt.secret, tt.at); status != tt.status {
			t.Errorf("%s: status %d, want %d", tt.why, status, tt.status)
		}
		m.shows(t, tt.shows)
	}
	if status, _, _ := m.send(t, http.MethodPost, shop.Root+"webhook", `{"payment":{}}`); status != http.StatusUnauthorized {
		t.Errorf("no signature: status %d", status)
	}
}

func TestShop_Refusals(t *testing.T) {
	t.Parallel()
	m := newMall(t)
	m.refuse = "PAYMENTS_UNAVAILABLE"
	if status, page, _ := m.buy(t); status != http.StatusBadGateway || !strings.Contains(page, "Nothing was ordered") {
		t.Errorf("status %d:\n%s", status, page)
	}
	for _, tt := range []struct {
		why, method, path, body string
		status                  int
		header                  []string
	}{
		{"an unknown good", http.MethodPost, "buy", "good=elephant", 404, []string{"Content-Type", "application/x-www-form-urlencoded"}},
		{"an unknown order", http.MethodGet, "order?o=019a0000-0000-7000-8000-000000000000", "", 404, nil},
		{"an order that is a path", http.MethodGet, "order?o=../../etc/passwd", "", 404, nil},
		{"from beyond this machine", http.MethodGet, "", "", 403, []string{"X-Forwarded-For", "203.0.113.9"}},
	} {
		status, _, _ := m.send(t, tt.method, shop.Root+tt.path, tt.body, tt.header...)
		if status != tt.status && (tt.status != 403 || status < 400) {
			t.Errorf("%s: status %d, want %d", tt.why, status, tt.status)
		}
	}
	if _, err := shop.New(shop.Config{PublicURL: "https://shop.example", Listen: "0.0.0.0:80", Folder: t.TempDir()}); err == nil {
		t.Error("a shop for everybody")
	}
}
