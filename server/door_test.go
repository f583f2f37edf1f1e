package server_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/walletdesk/walletdesk/marketplace"
	"github.com/walletdesk/walletdesk/marketplace/shoptest"
	"github.com/walletdesk/walletdesk/secret"
	"github.com/walletdesk/walletdesk/server"
	"github.com/walletdesk/walletdesk/session"
	"github.com/walletdesk/walletdesk/session/openid"
)

func TestDoor_SignInAndOut(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	c := shoptest.NewBrowser(t)
	if who := h.ask(t, c, "/graphql"); !who.Actor.IsZero() || who.Actor.ClientKey == "" {
		t.Errorf("a stranger is %+v", who.Actor)
	}
	res := h.signIn(t, c, "/auth/customer/start?next=/account", "eleni")
	if res.StatusCode != http.StatusOK || !strings.Contains(res.body, `content="0;url=/account"`) {
		t.Fatalf("status %d: %s", res.StatusCode, res.body)
	}
	cookie := cookieNamed(res.Response, "walletdesk")
	if cookie == nil || !cookie.HttpOnly || cookie.SameSite != http.SameSiteStrictMode || cookie.Path != "/" || cookie.Secure {
		t.Errorf("session cookie %+v", cookie)
	}
	if left := cookieNamed(res.Response, "walletdesk-signin"); left == nil || left.MaxAge != 600 || left.SameSite != http.SameSiteLaxMode || !left.HttpOnly {
		t.Errorf("what knows the callback again: %+v", left)
	}
	who := h.ask(t, c, "/graphql")
	if who.Actor.Role != session.Customer || who.Actor.Name != "Eleni Papadaki" || who.Actor.Stage() != session.StageConfirmed {
		t.Errorf("signed in as %+v", who.Actor)
	}
	if other := h.ask(t, c, "/console/graphql"); !other.Actor.IsZero() {
		t.Errorf("the console sees %+v", other.Actor)
	}
	out := h.do(t, c, http.MethodPost, "/auth/customer/signout", "", "Accept", "application/json")
	if out.StatusCode != http.StatusOK || strings.TrimSpace(out.body) != `{"next":"/"}` {
		t.Errorf("signed out with %d: %s", out.StatusCode, out.body)
	}
	if who := h.ask(t, c, "/graphql", "Cookie", "walletdesk="+cookie.Value); !who.Actor.IsZero() {
		t.Error("the token still opens the door")
	}
}

func TestDoor_StaffBesideCustomer(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	c := shoptest.NewBrowser(t)
	h.signIn(t, c, "/auth/customer/start", "eleni")
	h.signIn(t, c, "/auth/workforce/start", "chloe")
	if who := h.ask(t, c, "/graphql"); who.Actor.Role != session.Customer {
		t.Errorf("customer's door: %+v", who.Actor)
	}
	if who := h.ask(t, c, "/console/graphql"); who.Actor.Role != session.Supervisor || who.Actor.StaffName != "Chloe Martin" {
		t.Errorf("console's door: %+v", who.Actor)
	}
	out := h.do(t, c, http.MethodPost, "/auth/workforce/signout", "")
	to, err := out.Location()
	if err != nil || out.StatusCode != http.StatusSeeOther || to.Path != "/dev/workforce/end_session" {
		t.Fatalf("signed out with %d to %v", out.StatusCode, to)
	}
	if back, err := h.get(t, c, to.String()).Location(); err != nil || back.String() != h.url+"/console" {
		t.Errorf("the provider goes back to %v, %v", back, err)
	}
	if who := h.ask(t, c, "/graphql"); who.Actor.Role != session.Customer {
		t.Error("the customer was signed out too")
	}
}

func TestDoor_Next(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	tests := []struct{ why, next, want string }{
		{"a path of the list", "/account", "/account"},
		{"none: the first", "", "/"},
		{"another site", "https://evil.example/", "/"},
		{"another site without a scheme", "//evil.example", "/"},
		{"a path that is not listed", "/console", "/"},
		{"script", "javascript:alert(1)", "/"},
	}
	for _, tt := range tests {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			res := h.signIn(t, shoptest.NewBrowser(t), "/auth/customer/start?next="+url.QueryEscape(tt.next), "new")
			if !strings.Contains(res.body, `content="0;url=`+tt.want+`"`) {
				t.Errorf("goes on elsewhere: %s", res.body)
			}
		})
	}
}

// The provider's redirect is cross-site in production: of all cookies only the
// Lax one comes with it. A step-up and a flow's sign-in have to do with that.
func TestDoor_CallbackHasOnlyTheLaxCookie(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	c := shoptest.NewBrowser(t)
	h.signIn(t, c, "/auth/workforce/start", "anna")
	before := h.ask(t, c, "/console/graphql").Actor
	h.clock.Add(10 * time.Minute)
	to := h.toCallback(t, c, "/auth/workforce/start?purpose=fresh", "anna")
	home, err := url.Parse(h.url)
	if err != nil {
		t.Fatal(err)
	}
	lax := ""
	for _, cookie := range c.Jar.Cookies(home) {
		if cookie.Name == "walletdesk-console-signin" {
			lax = cookie.Name + "=" + cookie.Value
		}
	}
	bare := &http.Client{}
	res := h.get(t, bare, to.String(), "Cookie", lax)
	if res.StatusCode != http.StatusOK || !strings.Contains(res.body, "BroadcastChannel") {
		t.Fatalf("status %d: %s", res.StatusCode, res.body)
	}
	turned := cookieNamed(res.Response, "walletdesk-console")
	after := h.ask(t, bare, "/console/graphql", "Cookie", "walletdesk-console="+turned.Value).Actor
	if after.SessionID != before.SessionID || !after.AuthTime.After(before.AuthTime) {
		t.Errorf("%+v after %+v", after, before)
	}
	if old := h.ask(t, c, "/console/graphql").Actor; !old.IsZero() {
		t.Error("the former token is good still")
	}
}

// Who forgot the login password goes to the marketplace, which alone has it.
func TestDoor_LoginRecovery(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ why, set, want string }{
		{"its page", "https://shop.example/forgot", "https://shop.example/forgot"},
		{"its sign-in, where no page is set", "", "/auth/customer/start"},
	} {
		h := newHouse(t, func(c *server.Config) { c.LoginRecovery = tt.set })
		res := h.get(t, shoptest.NewBrowser(t), "/auth/customer/recovery")
		if res.StatusCode != http.StatusSeeOther || res.Header.Get("Location") != tt.want {
			t.Errorf("%s: status %d to %q", tt.why, res.StatusCode, res.Header.Get("Location"))
		}
	}
}

func TestDoor_Flow(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	c := shoptest.NewBrowser(t)
	res := h.get(t, c, "/auth/customer/start?purpose=flow")
	if res.StatusCode != http.StatusUnauthorized {
		t.Errorf("a flow's sign-in without a flow: %d", res.StatusCode)
	}
	if who := h.ask(t, c, "/graphql", "X-Test", "hold"); !who.Actor.IsZero() {
		t.Errorf("before: %+v", who.Actor)
	}
	who := h.ask(t, c, "/graphql")
	if who.Actor.Role != session.Recoverer || who.Actor.FlowID != "flow-1" || who.Flow != "flow-token" {
		t.Fatalf("the flow's browser is %+v", who)
	}
	res = h.signIn(t, c, "/auth/customer/start?purpose=flow&next=/account", "eleni")
	if res.StatusCode != http.StatusOK || h.flows.seen != "flow-1" || cookieNamed(res.Response, "walletdesk") != nil {
		t.Errorf("status %d, flow %q, cookies %v", res.StatusCode, h.flows.seen, res.Cookies())
	}
	h.ask(t, c, "/graphql", "X-Test", "drop")
	if who := h.ask(t, c, "/graphql"); !who.Actor.IsZero() {
		t.Errorf("after the flow's end: %+v", who.Actor)
	}
}

func TestDoor_Refusals(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	tests := []struct {
		why, path string
		want      int
		says      string
	}{
		{"a callback out of nowhere", "/auth/customer/callback?state=x&code=y", 401, "begin again"},
		{"a fresh sign-in without a session", "/auth/workforce/start?purpose=fresh", 401, "not signed in any more"},
		{"an unknown purpose", "/auth/customer/start?purpose=admin", 404, ""},
		{"staff have no flows", "/auth/workforce/start?purpose=flow", 404, ""},
		{"no such door", "/auth/other/start", 404, ""},
	}
	for _, tt := range tests {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			res := h.get(t, shoptest.NewBrowser(t), tt.path, "Accept", "text/html")
			if res.StatusCode != tt.want || !strings.Contains(res.body, tt.says) {
				t.Errorf("status %d: %s", res.StatusCode, res.body)
			}
		})
	}
	if res := h.get(t, shoptest.NewBrowser(t), "/auth/customer/signout"); res.StatusCode == http.StatusOK && !strings.Contains(res.body, "no such page") {
		t.Errorf("signed out by GET: %d", res.StatusCode)
	}
}

// On https every cookie is Secure and bears the prefix that ties it to the host.
func TestDoor_HTTPSCookies(t *testing.T) {
	t.Parallel()
	clock := shoptest.NewClock()
	const public = "https://wallet.example"
	site := shoptest.Open(t, clock, public+"/auth/customer/callback")
	keys := secret.NewTestKeys(t)
	customers := openid.New(openid.Config{
		Issuer: site.Issuer(marketplace.Shop), ClientID: marketplace.ClientID, ClientSecret: site.ClientSecret(marketplace.Shop),
		RedirectURL: public + "/auth/customer/callback", Clock: clock.Now,
	})
	handler, err := server.New(server.Config{
		PublicURL: public, MAC: keys.MAC, Web: built(), Clock: clock.Now, GraphQL: http.HandlerFunc(echo),
		ConsoleGraphQL: http.HandlerFunc(echo), Document: http.HandlerFunc(echo),
		Sessions: newSessions(t, &house{clock: clock, flows: &flows{}}, keys, customers, customers),
	})
	if err != nil {
		t.Fatal(err)
	}
	get := func(path string, cookies ...*http.Cookie) *http.Response {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
		for _, c := range cookies {
			r.AddCookie(c)
		}
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		return w.Result()
	}
	begun := get("/auth/customer/start")
	lax := cookieNamed(begun, "__Host-walletdesk-signin")
	if lax == nil || !lax.Secure || !lax.HttpOnly || lax.SameSite != http.SameSiteLaxMode || lax.Path != "/" || lax.Domain != "" || lax.MaxAge != 600 {
		t.Fatalf("sign-in cookie %+v", lax)
	}
	to := shoptest.Callback(t, shoptest.NewBrowser(t), begun.Header.Get("Location"), "eleni")
	if to.Host != "wallet.example" {
		t.Fatalf("sent to %s", to)
	}
	done := get(to.RequestURI(), lax)
	strict := cookieNamed(done, "__Host-walletdesk")
	if strict == nil || !strict.Secure || !strict.HttpOnly || strict.SameSite != http.SameSiteStrictMode || strict.Path != "/" || strict.Domain != "" {
		t.Errorf("session cookie %+v", strict)
	}
	if hsts := done.Header.Get("Strict-Transport-Security"); !strings.HasPrefix(hsts, "max-age=31536000") {
		t.Errorf("HSTS %q", hsts)
	}
	if res := get("/dev/marketplace/"); res.StatusCode != http.StatusNotFound {
		t.Errorf("development pages in production: %d", res.StatusCode)
	}
	if res := get("/playground"); res.StatusCode != http.StatusNotFound {
		t.Errorf("the playground in production: %d", res.StatusCode)
	}
}
