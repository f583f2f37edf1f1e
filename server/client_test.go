package server_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/oauth"
	"github.com/walletdesk/walletdesk/payment"
	"github.com/walletdesk/walletdesk/payment/signature"
	"github.com/walletdesk/walletdesk/server"
	"github.com/walletdesk/walletdesk/session"
)

// clients lets one program in; what it decides is package oauth's to test.
type clients struct{ clock func() time.Time }

func (c clients) Issue(_ context.Context, id, secret, network string) (oauth.Token, error) {
	switch {
	case network == "":
		return oauth.Token{}, fault.New(fault.Unauthenticated, "NO_NETWORK", "no network was told")
	case id == "too:often & more":
		return oauth.Token{}, fault.New(fault.Throttled, "THROTTLED", "Too often.").WithRetry(c.clock().Add(90 * time.Second))
	case id == "broken":
		return oauth.Token{}, context.DeadlineExceeded
	case id != "shop" || secret != "a:b%c d":
		return oauth.Token{}, fault.New(fault.Unauthenticated, "INVALID_CLIENT", "Not right.")
	}
	return oauth.Token{Value: "token", ExpiresAt: c.clock().Add(time.Hour)}, nil
}

func (c clients) Resolve(_ context.Context, token, _ string) (session.Actor, error) {
	if token != "token" {
		return session.Actor{}, fault.New(fault.Unauthenticated, "INVALID_TOKEN", "No.")
	}
	return session.Actor{Role: session.Marketplace, ClientID: "shop"}, nil
}

func basicAuth(id, secret string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(url.QueryEscape(id)+":"+url.QueryEscape(secret)))
}

// send sends a request as it is told and gives the answer with its body.
func (h *house) send(t *testing.T, method, path, body string, headers ...string) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, h.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	var b strings.Builder
	buffer := make([]byte, 64<<10)
	for {
		n, err := res.Body.Read(buffer)
		b.Write(buffer[:n])
		if err != nil {
			return res, b.String()
		}
	}
}

func TestToken(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	with := newHouse(t, func(c *server.Config) { c.Clients = clients{c.Clock} })
	const form, grant = "application/x-www-form-urlencoded", "grant_type=client_credentials"
	good := basicAuth("shop", "a:b%c d")
	if res, _ := h.send(t, "POST", "/oauth/token", grant, "Content-Type", form, "Authorization", good); res.StatusCode != http.StatusNotFound {
		t.Errorf("without a marketplace there is a token endpoint: %d", res.StatusCode)
	}
	for _, test := range []struct {
		why, body, kind, authorization, path string
		status                               int
		code                                 string
	}{
		{"right", grant, form, good, "", 200, ""},
		{"a charset is fine", grant, form + "; charset=utf-8", good, "", 200, ""},
		{"an empty scope is none", grant + "&scope=", form, good, "", 200, ""},
		{"a wrong secret", grant, form, basicAuth("shop", "x"), "", 401, "invalid_client"},
		{"no credentials", grant, form, "", "", 401, "invalid_client"},
		{"another scheme", grant, form, "Bearer token", "", 401, "invalid_client"},
		{"no base64", grant, form, "Basic %%%", "", 401, "invalid_client"},
		{"credentials that were not encoded", grant, form, "Basic " + base64.StdEncoding.EncodeToString([]byte("shop:a:b%c d")), "", 401, "invalid_client"},
		{"the secret in the body", grant + "&client_id=shop&client_secret=a%3Ab%25c+d", form, "", "", 400, "invalid_request"},
		{"another grant", "grant_type=password&username=a&password=b", form, good, "", 400, "unsupported_grant_type"},
		{"no grant", "", form, good, "", 400, "invalid_request"},
		{"two grants", grant + "&" + grant, form, good, "", 400, "invalid_request"},
		{"a scope", grant + "&scope=all", form, good, "", 400, "invalid_scope"},
		{"JSON", `{"grant_type":"client_credentials"}`, "application/json", good, "", 400, "invalid_request"},
		{"in the address", grant, form, good, "?grant_type=client_credentials", 400, "invalid_request"},
		{"a body without end", grant + "&x=" + strings.Repeat("y", 10000), form, good, "", 400, "invalid_request"},
		{"a body that is no form", "%zz", form, good, "", 400, "invalid_request"},
		{"too often", grant, form, basicAuth("too:often & more", "x"), "", 429, "temporarily_unavailable"},
		{"our fault", grant, form, basicAuth("broken", "x"), "", 503, "temporarily_unavailable"},
	} {
		res, body := with.send(t, "POST", "/oauth/token"+test.path, test.body, "Content-Type", test.kind, "Authorization", test.authorization)
		var answer struct {
			Error       string
			AccessToken string `json:"access_token"`
			TokenType   string `json:"token_type"`
			ExpiresIn   int    `json:"expires_in"`
		}
		if err := json.Unmarshal([]byte(body), &answer); err != nil {
			t.Errorf("%s: %s", test.why, body)
		}
		if res.StatusCode != test.status || answer.Error != test.code || res.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d %s %v", test.why, res.StatusCode, body, res.Header)
		}
		if test.status == 200 && (answer.AccessToken != "token" || answer.TokenType != "Bearer" || answer.ExpiresIn != 3600) {
			t.Errorf("%s: %+v", test.why, answer)
		}
		if test.status == 401 && !strings.HasPrefix(res.Header.Get("WWW-Authenticate"), "Basic ") {
			t.Errorf("%s: %v", test.why, res.Header)
		}
		if test.status == 429 && res.Header.Get("Retry-After") != "91" {
			t.Errorf("%s: retry after %s", test.why, res.Header.Get("Retry-After"))
		}
	}
	if res, _ := with.send(t, "GET", "/oauth/token", ""); res.StatusCode != http.StatusNotFound {
		t.Errorf("a GET gets %d", res.StatusCode)
	}
	if log := with.log.String(); strings.Contains(log, "a:b") || strings.Contains(log, "YTpi") {
		t.Error("a secret is in the log")
	}
}

func TestBearer(t *testing.T) {
	t.Parallel()
	h := newHouse(t, func(c *server.Config) { c.Clients = clients{c.Clock} })
	for _, test := range []struct {
		why, path, authorization string
		status                   int
	}{
		{"a token", "/graphql", "Bearer token", 200},
		{"schemes are read in any case", "/graphql", "bearer token", 200},
		{"a wrong token", "/graphql", "Bearer x", 401},
		{"no token", "/graphql", "Bearer", 401},
		{"another scheme", "/graphql", "Basic c2hvcDp4", 401},
		{"a token without end", "/graphql", "Bearer " + strings.Repeat("x", 2000), 401},
		{"the console's door knows no programs", "/console/graphql", "Bearer token", 401},
		{"nor other schemes", "/console/graphql", "Basic c2hvcDp4", 401},
	} {
		res, body := h.send(t, "POST", test.path, "{}", "Content-Type", "application/json", "Authorization", test.authorization)
		if res.StatusCode != test.status {
			t.Errorf("%s: %d %s", test.why, res.StatusCode, body)
		}
		if isProgram := strings.Contains(body, "MARKETPLACE"); isProgram != (test.status == 200 && test.path == "/graphql") {
			t.Errorf("%s: %s", test.why, body)
		}
		if test.status == 401 && (!strings.Contains(res.Header.Get("WWW-Authenticate"), "invalid_token") || !strings.Contains(body, "INVALID_TOKEN")) {
			t.Errorf("%s: %v %s", test.why, res.Header, body)
		}
	}
	// A token takes nobody past the rule against other sites' pages.
	res, _ := h.send(t, "POST", "/graphql", "{}", "Content-Type", "application/json", "Authorization", "Bearer token",
		"Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site")
	if res.StatusCode != http.StatusForbidden {
		t.Errorf("another site's page: %d", res.StatusCode)
	}
}

// payments notes what it is told; what it does with it is package payment's to test.
type payments struct {
	mu   sync.Mutex
	told []string
	fail error
}

func (p *payments) Callback(_ context.Context, way payment.Kind, attempt string, status payment.Status, decline string, signed []byte) (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(signed) != sha256.Size {
		return "", fmt.Errorf("signature of %d bytes", len(signed))
	}
	p.told = append(p.told, fmt.Sprint(way, attempt, status, decline))
	return "/pay#t=secret", p.fail
}

func TestCallback(t *testing.T) {
	t.Parallel()
	wallet, cash := []byte("the wallet's secret of these tests"), []byte("the cash point's secret of these tests")
	for _, test := range []struct {
		why    string
		path   string
		body   string
		sign   func(body []byte, now time.Time) string
		fail   error
		status int
		answer string
	}{
		{"cash is paid", "cash", `{"attempt":"a","status":"APPROVED"}`, func(b []byte, now time.Time) string { return signature.Sign(cash, "cash", now, b) }, nil, 200, "taken"},
		{"the wallet says", "wallet", `{"attempt":"a","status":"DECLINED"}`, func(b []byte, now time.Time) string { return signature.Sign(wallet, "wallet", now, b) }, nil, 200, "taken"},
		{"members to come are not minded", "cash", `{"attempt":"a","status":"APPROVED","till":7}`, func(b []byte, now time.Time) string { return signature.Sign(cash, "cash", now, b) }, nil, 200, "taken"},
		{"not signed", "cash", `{}`, func([]byte, time.Time) string { return "" }, nil, 401, "BAD_SIGNATURE"},
		{"the wallet's secret for cash", "cash", `{}`, func(b []byte, now time.Time) string { return signature.Sign(wallet, "cash", now, b) }, nil, 401, "BAD_SIGNATURE"},
		{"signed for another way", "cash", `{}`, func(b []byte, now time.Time) string { return signature.Sign(cash, "wallet", now, b) }, nil, 401, "BAD_SIGNATURE"},
		{"another body", "cash", `{}`, func(_ []byte, now time.Time) string { return signature.Sign(cash, "cash", now, []byte("{ }")) }, nil, 401, "BAD_SIGNATURE"},
		{"six minutes old", "cash", `{}`, func(b []byte, now time.Time) string { return signature.Sign(cash, "cash", now.Add(-6*time.Minute), b) }, nil, 401, "BAD_SIGNATURE"},
		{"six minutes ahead", "cash", `{}`, func(b []byte, now time.Time) string { return signature.Sign(cash, "cash", now.Add(6*time.Minute), b) }, nil, 401, "BAD_SIGNATURE"},
		{"signed nonsense", "cash", `{`, func(b []byte, now time.Time) string { return signature.Sign(cash, "cash", now, b) }, nil, 400, "BAD_REQUEST"},
		{"a body without end", "cash", strings.Repeat("x", 9000), func(b []byte, now time.Time) string { return signature.Sign(cash, "cash", now, b) }, nil, 413, "TOO_LARGE"},
		{"told before", "cash", `{}`, func(b []byte, now time.Time) string { return signature.Sign(cash, "cash", now, b) }, fault.New(fault.Conflict, "REPLAYED", "x"), 409, "REPLAYED"},
		{"closed meanwhile", "cash", `{}`, func(b []byte, now time.Time) string { return signature.Sign(cash, "cash", now, b) }, fault.New(fault.Conflict, "CHARGE_VOID", "x"), 409, "CHARGE_VOID"},
		{"none of ours", "cash", `{}`, func(b []byte, now time.Time) string { return signature.Sign(cash, "cash", now, b) }, fault.New(fault.NotFound, "NOT_FOUND", "x"), 404, "NOT_FOUND"},
		{"a status that is none", "cash", `{}`, func(b []byte, now time.Time) string { return signature.Sign(cash, "cash", now, b) }, fault.New(fault.Invalid, "BAD_STATUS", "x"), 400, "BAD_STATUS"},
		{"the database is away", "cash", `{}`, func(b []byte, now time.Time) string { return signature.Sign(cash, "cash", now, b) }, fault.New(fault.Unavailable, "DATABASE_UNAVAILABLE", "x"), 503, "UNAVAILABLE"},
		{"our fault", "cash", `{}`, func(b []byte, now time.Time) string { return signature.Sign(cash, "cash", now, b) }, context.Canceled, 503, "UNAVAILABLE"},
	} {
		t.Run(test.why, func(t *testing.T) {
			t.Parallel()
			p := &payments{fail: test.fail}
			h := newHouse(t, func(c *server.Config) {
				c.Payments, c.ProviderSecrets = p, map[payment.Kind][]byte{payment.Wallet: wallet, payment.Cash: cash}
			})
			res, body := h.send(t, "POST", "/payments/"+test.path+"/callback", test.body, signature.Header, test.sign([]byte(test.body), h.clock.Now()))
			if res.StatusCode != test.status || !strings.Contains(body, test.answer) {
				t.Errorf("%d %s", res.StatusCode, body)
			}
			if heard := len(p.told) > 0; heard != (test.status != 401 && test.status != 413 && test.answer != "BAD_REQUEST") {
				t.Errorf("told %v", p.told)
			}
		})
	}
	none := newHouse(t, nil)
	if res, _ := none.send(t, "POST", "/payments/cash/callback", "{}"); res.StatusCode != http.StatusNotFound {
		t.Errorf("without a secret it is routed: %d", res.StatusCode)
	}
}

func TestWalletReturn(t *testing.T) {
	t.Parallel()
	secret := []byte("the wallet's secret of these tests")
	p := &payments{}
	h := newHouse(t, func(c *server.Config) {
		c.Payments, c.ProviderSecrets = p, map[payment.Kind][]byte{payment.Wallet: secret}
	})
	address := func(attempt, status, sig string) string {
		return "/payments/wallet/return?" + url.Values{"attempt": {attempt}, "status": {status}, "sig": {sig}}.Encode()
	}
	signed := signature.Sign(secret, "wallet-return", h.clock.Now(), server.ReturnText("a", "APPROVED"))
	// Whoever comes back comes from another site, by a top-level navigation.
	res, _ := h.send(t, "GET", address("a", "APPROVED", signed), "", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate")
	if res.StatusCode != http.StatusSeeOther || res.Header.Get("Location") != "/pay#t=secret" {
		t.Errorf("%d %v", res.StatusCode, res.Header)
	}
	for why, path := range map[string]string{
		"another charge":  address("b", "APPROVED", signed),
		"another result":  address("a", "DECLINED", signed),
		"no signature":    address("a", "APPROVED", ""),
		"half a text":     "/payments/wallet/return?sig=" + url.QueryEscape(signed),
		"for a callback":  address("a", "APPROVED", signature.Sign(secret, "wallet", h.clock.Now(), server.ReturnText("a", "APPROVED"))),
		"six minutes ago": address("a", "APPROVED", signature.Sign(secret, "wallet-return", h.clock.Now().Add(-6*time.Minute), server.ReturnText("a", "APPROVED"))),
	} {
		if res, _ := h.send(t, "GET", path, "", "Accept", "text/html"); res.StatusCode != http.StatusForbidden || res.Header.Get("Location") != "" {
			t.Errorf("%s: %d", why, res.StatusCode)
		}
	}
	if len(p.told) != 1 || p.told[0] != fmt.Sprint(payment.Wallet, "a", payment.Approved, "WALLET_DECLINED") {
		t.Errorf("told %v", p.told)
	}
	p.fail = fault.New(fault.Conflict, "REPLAYED", "x")
	res, body := h.send(t, "GET", address("a", "APPROVED", signed), "", "Accept", "text/html")
	if res.StatusCode != http.StatusForbidden || !strings.Contains(body, "taken before") {
		t.Errorf("once more: %d %s", res.StatusCode, body)
	}
	if strings.Contains(h.log.String(), signed) {
		t.Error("a signature is in the log")
	}
}
