package openid_test

import (
	"bufio"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/marketplace"
	"github.com/walletdesk/walletdesk/marketplace/shoptest"
	"github.com/walletdesk/walletdesk/session"
	"github.com/walletdesk/walletdesk/session/openid"
)

// The wallet's side of a sign-in against two providers that know nothing of each
// other: the development's own, and npm's certified oidc-provider.

const wallet = "http://127.0.0.1:1/auth/customer/callback" // nobody is there: the browser's stop is read, not followed

// house is a provider with a way to sign in there as a person does.
type house struct {
	config openid.Config
	signIn func(t *testing.T, browser *http.Client, address, username string) *url.URL
	who    session.Identity // of the person "eleni", without time
}

func developmentProvider(t *testing.T) house {
	t.Helper()
	site := shoptest.Open(t, shoptest.NewClock(), wallet)
	return house{
		config: openid.Config{
			Issuer: site.Issuer(marketplace.Shop), ClientID: marketplace.ClientID, ClientSecret: site.ClientSecret(marketplace.Shop), RedirectURL: wallet,
		},
		signIn: func(t *testing.T, browser *http.Client, address, username string) *url.URL {
			t.Helper()
			return shoptest.Callback(t, browser, address, username)
		},
	}
}

// certifiedProvider starts npm's oidc-provider, which web/package-lock.json pins.
func certifiedProvider(t *testing.T) house {
	t.Helper()
	script, err := filepath.Abs("../../web/e2e/support/oidc-provider.mjs")
	if err != nil {
		t.Fatal(err)
	}
	const id, secret = "wallet", "a secret of both sides, for this test"
	cmd := exec.CommandContext(t.Context(), "node", script, wallet, id, secret)
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var complaints strings.Builder
	cmd.Stderr = &complaints
	if err := cmd.Start(); err != nil {
		t.Fatalf("node: %v", err)
	}
	t.Cleanup(func() {
		_ = stdin.Close() // it ends by itself then
		_ = cmd.Wait()    // how it ended is no part of the test
	})
	lines := bufio.NewScanner(stdout)
	for lines.Scan() {
		if issuer, ok := strings.CutPrefix(lines.Text(), "issuer "); ok {
			go func() { _, _ = io.Copy(io.Discard, stdout) }() // so that it never waits to be read
			return house{
				config: openid.Config{Issuer: issuer, ClientID: id, ClientSecret: secret, RedirectURL: wallet},
				signIn: signInThere,
				who:    session.Identity{Issuer: issuer, Subject: "eleni", Email: "eleni@shop.example", Name: "The eleni", Locale: "el"},
			}
		}
	}
	t.Fatalf("oidc-provider did not start (npm ci in web installs it): %s", complaints.String())
	return house{}
}

var formAction = regexp.MustCompile(`action="([^"]+)"`)

// signInThere fills the certified provider's forms, sign-in and consent, and gives
// the wallet's callback.
func signInThere(t *testing.T, browser *http.Client, address, username string) *url.URL {
	t.Helper()
	form := url.Values(nil)
	for range 12 { // redirects and forms of one sign-in
		res := visit(t, browser, address, form)
		body, err := io.ReadAll(res.Body)
		if err := errors.Join(err, res.Body.Close()); err != nil {
			t.Fatal(err)
		}
		form = nil
		if to, err := res.Location(); err == nil {
			if strings.HasPrefix(to.String(), wallet) {
				return to
			}
			address = to.String()
			continue
		}
		action := formAction.FindStringSubmatch(string(body))
		if res.StatusCode != http.StatusOK || action == nil {
			t.Fatalf("status %d and no form at %s: %.300s", res.StatusCode, address, body)
		}
		to, err := res.Request.URL.Parse(action[1])
		if err != nil {
			t.Fatal(err)
		}
		address, form = to.String(), url.Values{"prompt": {"login"}, "login": {username}, "password": {"any"}}
		if strings.Contains(string(body), `value="consent"`) {
			form = url.Values{"prompt": {"consent"}}
		}
	}
	t.Fatal("the provider sends in circles")
	return nil
}

// visit gets an address, or posts a form to it.
func visit(t *testing.T, browser *http.Client, address string, form url.Values) *http.Response {
	t.Helper()
	method, body := http.MethodGet, io.Reader(nil)
	if form != nil {
		method, body = http.MethodPost, strings.NewReader(form.Encode())
	}
	req, err := http.NewRequestWithContext(t.Context(), method, address, body)
	if err != nil {
		t.Fatal(err)
	}
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	res, err := browser.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

func TestProvider_Interop(t *testing.T) {
	t.Parallel()
	for name, open := range map[string]func(*testing.T) house{"development": developmentProvider, "oidc-provider": certifiedProvider} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := open(t)
			p := openid.New(h.config)
			browser := shoptest.NewBrowser(t)
			before := time.Now().Add(-time.Minute)
			request := session.AuthRequest{State: "the state of one sign-in", Nonce: "its nonce", Verifier: strings.Repeat("verifier", 6), MaxAge: 5 * time.Minute}
			who := signedIn(t, p, h, browser, request)
			if who.AuthTime.Before(before) || who.AuthTime.After(time.Now().Add(time.Minute)) {
				t.Errorf("signed in at %v: max_age was asked for, so auth_time is due (OpenID Connect Core §2)", who.AuthTime)
			}
			if who.Subject == "" || who.Issuer != h.config.Issuer || who.Email != "eleni@shop.example" {
				t.Errorf("vouched for %+v", who)
			}
			if h.who.Subject != "" {
				want := h.who
				want.AuthTime = who.AuthTime
				if diff := cmp.Diff(want, who); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
			}

			// Known there now, and asked to prove themself again all the same.
			request.Login = true
			if again := signedIn(t, p, h, browser, request); again.Subject != who.Subject || again.AuthTime.Before(who.AuthTime) {
				t.Errorf("the second time %+v", again)
			}
		})
	}
}

// signedIn goes to the provider and comes back with whom it vouches for.
func signedIn(t *testing.T, p *openid.Provider, h house, browser *http.Client, r session.AuthRequest) session.Identity {
	t.Helper()
	address, err := p.Authorize(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	back := h.signIn(t, browser, address, "eleni").Query()
	if back.Get("state") != r.State || back.Get("code") == "" {
		t.Fatalf("came back with %v", back)
	}
	who, err := p.Redeem(t.Context(), back.Get("code"), back.Get("iss"), r)
	if err != nil {
		t.Fatal(err)
	}
	return who
}

// What a certified provider refuses, and what it vouches for with a doubt.
func TestProvider_InteropRefusals(t *testing.T) {
	t.Parallel()
	h := certifiedProvider(t)
	p := openid.New(h.config)
	request := session.AuthRequest{State: "state", Nonce: "nonce", Verifier: strings.Repeat("verifier", 6)}
	code := func(t *testing.T, username string) url.Values {
		t.Helper()
		address, err := p.Authorize(t.Context(), request)
		if err != nil {
			t.Fatal(err)
		}
		return h.signIn(t, shoptest.NewBrowser(t), address, username).Query()
	}

	back := code(t, "eleni")
	stolen := request
	stolen.Verifier = strings.Repeat("stranger", 6)
	if _, err := p.Redeem(t.Context(), back.Get("code"), back.Get("iss"), stolen); !errors.Is(err, fault.Unauthenticated) {
		t.Errorf("a code without its verifier: %v", err)
	}
	back = code(t, "eleni")
	if _, err := p.Redeem(t.Context(), back.Get("code"), back.Get("iss"), request); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Redeem(t.Context(), back.Get("code"), back.Get("iss"), request); !errors.Is(err, fault.Unauthenticated) {
		t.Errorf("a code for the second time: %v", err)
	}
	back = code(t, "eleni")
	if _, err := p.Redeem(t.Context(), back.Get("code"), "https://other.example", request); !errors.Is(err, fault.Unauthenticated) {
		t.Errorf("a callback of another issuer: %v", err)
	}
	back = code(t, "unproved")
	who, err := p.Redeem(t.Context(), back.Get("code"), back.Get("iss"), request)
	if err != nil || who.Subject != "unproved" || who.Email != "" {
		t.Errorf("an address that is not verified: %+v, %v", who, err)
	}
}
