package server_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/walletdesk/walletdesk/marketplace"
	"github.com/walletdesk/walletdesk/marketplace/shoptest"
	"github.com/walletdesk/walletdesk/secret"
	"github.com/walletdesk/walletdesk/server"
	"github.com/walletdesk/walletdesk/session/openid"
)

// moody is the development's marketplace, which does what a test wants instead of
// some of its answers, and whose clock may be another one than the wallet's.
type moody struct {
	clock   *shoptest.Clock
	instead atomic.Pointer[map[string]http.HandlerFunc] // by the path's last part
}

func (m *moody) answer(path string, with http.HandlerFunc) {
	m.instead.Store(&map[string]http.HandlerFunc{path: with})
}

// newMoodyHouse is a house whose customers come from a moody marketplace.
func newMoodyHouse(t *testing.T) (*house, *moody) {
	t.Helper()
	m := &moody{clock: shoptest.NewClock()}
	ours := &house{clock: shoptest.NewClock(), flows: &flows{}}
	listener := httptest.NewUnstartedServer(nil)
	h := newHouse(t, func(cfg *server.Config) {
		site, err := marketplace.New(marketplace.Config{
			PublicURL: "http://" + listener.Listener.Addr().String(), Listen: listener.Listener.Addr().String(),
			Folder: shoptest.Folder(), Redirects: []string{cfg.PublicURL + "/auth/customer/callback"}, Clock: m.clock.Now,
		})
		if err != nil {
			t.Fatal(err)
		}
		usual := site.Handler()
		listener.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if of := m.instead.Load(); of != nil {
				if f := (*of)[r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]]; f != nil {
					f(w, r)
					return
				}
			}
			usual.ServeHTTP(w, r)
		})
		customers := openid.New(openid.Config{
			Issuer: site.Issuer(marketplace.Shop), ClientID: marketplace.ClientID, ClientSecret: site.ClientSecret(marketplace.Shop),
			RedirectURL: cfg.PublicURL + "/auth/customer/callback", Clock: ours.clock.Now,
		})
		cfg.Clock = ours.clock.Now
		cfg.Sessions = newSessions(t, ours, secret.NewTestKeys(t), customers, customers)
	})
	h.clock = ours.clock
	listener.Start()
	t.Cleanup(listener.Close)
	return h, m
}

func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "moody", code) }
}

// hangUp ends the connection without an answer, as a proxy does whose backend hangs.
func hangUp(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

// Whatever goes wrong at the provider, the person gets a page of their own language
// that says what it is and what to do, and no session.
func TestDoor_ProviderMisbehaves(t *testing.T) {
	t.Parallel()
	tests := []struct {
		why    string
		path   string // what answers otherwise
		with   http.HandlerFunc
		who    string
		status int
		says   string
	}{
		{"the code's exchange fails at the provider", "token", status(http.StatusBadGateway), "eleni", 503, "δεν ανταποκρίνεται"},
		{"the exchange hangs up", "token", hangUp, "eleni", 503, "δεν ανταποκρίνεται"},
		{"too many sign-ins for the provider", "token", status(http.StatusTooManyRequests), "eleni", 503, "δεν ανταποκρίνεται"},
		{"no answer in JSON", "token", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "<html>") }, "eleni", 503, "δεν ανταποκρίνεται"},
		{"the provider does not know the code", "token", status(http.StatusBadRequest), "eleni", 401, "δεν ολοκληρώθηκε"},
		{"its keys are away", "jwks", status(http.StatusServiceUnavailable), "eleni", 503, "δεν ανταποκρίνεται"},
		{"userinfo is ill", "userinfo", status(http.StatusInternalServerError), "nikos", 503, "δεν ανταποκρίνεται"},
		{"userinfo hangs up", "userinfo", hangUp, "nikos", 503, "δεν ανταποκρίνεται"},
		{"userinfo does not take the token: an answer, and a no", "userinfo", status(http.StatusUnauthorized), "nikos", 401, "δεν ολοκληρώθηκε"},
		{"userinfo forbids", "userinfo", status(http.StatusForbidden), "nikos", 401, "δεν ολοκληρώθηκε"},
	}
	for _, tt := range tests {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			h, m := newMoodyHouse(t)
			c := shoptest.NewBrowser(t)
			to := h.toCallback(t, c, "/auth/customer/start", tt.who)
			m.answer(tt.path, tt.with)
			res := h.get(t, c, to.String(), "Accept-Language", "el")
			if res.StatusCode != tt.status || !strings.Contains(res.body, tt.says) || !strings.Contains(res.body, `href="/auth/customer/start"`) {
				t.Errorf("status %d: %s", res.StatusCode, res.body)
			}
			if cookieNamed(res.Response, "walletdesk") != nil {
				t.Error("somebody is signed in")
			}
			// It has got over it, and so does the person, from the page's own button.
			m.instead.Store(nil)
			if res := h.signIn(t, c, "/auth/customer/start", tt.who); res.StatusCode != http.StatusOK {
				t.Errorf("again: status %d: %s", res.StatusCode, res.body)
			}
		})
	}
}

func TestDoor_ProviderDownAtTheStart(t *testing.T) {
	t.Parallel()
	for why, with := range map[string]http.HandlerFunc{"ill": status(http.StatusBadGateway), "hung up": hangUp} {
		t.Run(why, func(t *testing.T) {
			t.Parallel()
			h, m := newMoodyHouse(t)
			m.answer("openid-configuration", with)
			res := h.get(t, shoptest.NewBrowser(t), "/auth/customer/start", "Accept-Language", "zh-CN")
			if res.StatusCode != http.StatusServiceUnavailable || !strings.Contains(res.body, "登录服务暂时没有响应") {
				t.Errorf("status %d: %s", res.StatusCode, res.body)
			}
		})
	}
}

// A clock that is a little away is let pass; one that is far away is named, and it
// is not the person who is told to be wrong.
func TestDoor_ProviderClock(t *testing.T) {
	t.Parallel()
	tests := []struct {
		why    string
		ahead  time.Duration // of ours
		status int
		says   string
	}{
		{"29 s ahead: as clocks are", 29 * time.Second, 200, "Вы вошли"},
		{"29 s behind", -29 * time.Second, 200, "Вы вошли"},
		{"ten minutes ahead: signed in and issued in the future", 10 * time.Minute, 503, "Часы двух наших компьютеров"},
		{"two hours behind: over before it came", -2 * time.Hour, 503, "Часы двух наших компьютеров"},
	}
	for _, tt := range tests {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			h, m := newMoodyHouse(t)
			m.clock.Add(tt.ahead)
			c := shoptest.NewBrowser(t)
			res := h.get(t, c, h.toCallback(t, c, "/auth/customer/start", "nikos").String(), "Accept-Language", "ru")
			if res.StatusCode != tt.status || !strings.Contains(res.body, tt.says) {
				t.Errorf("status %d: %s", res.StatusCode, res.body)
			}
		})
	}
}

// Who presses "back" at the provider's form stopped it, and nothing went wrong.
func TestDoor_Stopped(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	tests := []struct{ why, word, says string }{
		{"the person said no", "access_denied", "You stopped the sign-in"},
		{"the provider is ill and says so", "server_error", "does not answer"},
		{"for now", "temporarily_unavailable", "does not answer"},
		{"another word", "interaction_required", "was not completed"},
		{"a word of nobody's", "<script>", "was not completed"},
	}
	for _, tt := range tests {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			c := shoptest.NewBrowser(t)
			to := h.toCallback(t, c, "/auth/customer/start", "eleni")
			q := url.Values{"state": {to.Query().Get("state")}, "error": {tt.word}}
			res := h.get(t, c, "/auth/customer/callback?"+q.Encode())
			if !strings.Contains(res.body, tt.says) || strings.Contains(res.body, "<script>") || cookieNamed(res.Response, "walletdesk") != nil {
				t.Errorf("status %d: %s", res.StatusCode, res.body)
			}
		})
	}
}

// The back button leads to the callback again: it says that all is well and how to
// go on, uses no code twice and starts no session.
func TestDoor_CallbackAgain(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	c := shoptest.NewBrowser(t)
	to := h.toCallback(t, c, "/auth/customer/start?next=/account", "eleni")
	if res := h.get(t, c, to.String()); res.StatusCode != http.StatusOK {
		t.Fatalf("status %d: %s", res.StatusCode, res.body)
	}
	before := h.ask(t, c, "/graphql").Actor.SessionID
	for range 2 { // and once more
		res := h.get(t, c, to.String())
		if res.StatusCode != http.StatusOK || !strings.Contains(res.body, "done already") || !strings.Contains(res.body, `href="/account"`) {
			t.Errorf("status %d: %s", res.StatusCode, res.body)
		}
		if strings.Contains(res.body, "http-equiv") {
			t.Error("it goes on by itself: who goes back can't get past it")
		}
	}
	if after := h.ask(t, c, "/graphql").Actor.SessionID; after != before || after == "" {
		t.Errorf("session %q after %q", after, before)
	}
	if res := h.get(t, shoptest.NewBrowser(t), to.String()); res.StatusCode != http.StatusUnauthorized || !strings.Contains(res.body, "begin again") {
		t.Errorf("in another browser: status %d: %s", res.StatusCode, res.body)
	}
	h.clock.Add(11 * time.Minute)
	if res := h.get(t, c, to.String()); res.StatusCode != http.StatusUnauthorized || !strings.Contains(res.body, "begin again") {
		t.Errorf("much later: status %d: %s", res.StatusCode, res.body)
	}
}

// Two tabs begin a sign-in: the later one's cookie stands, the earlier one says so,
// and does not take the later one along.
func TestDoor_TwoTabs(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	c := shoptest.NewBrowser(t)
	first := h.toCallback(t, c, "/auth/customer/start", "eleni")
	second := h.toCallback(t, c, "/auth/customer/start", "eleni")
	if res := h.get(t, c, first.String()); res.StatusCode != http.StatusUnauthorized || !strings.Contains(res.body, "another window") {
		t.Errorf("the first: status %d: %s", res.StatusCode, res.body)
	}
	if res := h.get(t, c, second.String()); res.StatusCode != http.StatusOK {
		t.Errorf("the second: status %d: %s", res.StatusCode, res.body)
	}
}
