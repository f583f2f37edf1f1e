package marketplace_test

import (
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/walletdesk/walletdesk/marketplace"
)

// site is the development provider on a real listener.
type site struct {
	*marketplace.Site
	url string
	now time.Time
}

func newSite(t *testing.T, folder string) *site {
	t.Helper()
	server := httptest.NewUnstartedServer(nil)
	s := &site{url: "http://" + server.Listener.Addr().String(), now: time.Now()}
	made, err := marketplace.New(marketplace.Config{
		PublicURL: s.url,
		Listen:    server.Listener.Addr().String(),
		Folder:    folder,
		Redirects: []string{s.url + "/callback"},
		LoggedOut: []string{s.url + "/"},
		Clock:     func() time.Time { return s.now },
	})
	if err != nil {
		t.Fatal(err)
	}
	s.Site = made
	server.Config.Handler = made.Handler()
	server.Start()
	t.Cleanup(server.Close)
	return s
}

// browser keeps cookies and stops at the wallet's callback.
func newBrowser(t *testing.T) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Jar: jar, CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		if r.URL.Path == "/callback" || r.URL.Path == "/" {
			return http.ErrUseLastResponse
		}
		return nil
	}}
}

func fetch(t *testing.T, c *http.Client, address string) *http.Response {
	t.Helper()
	res, err := c.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = res.Body.Close() })
	return res
}

func bodyOf(t *testing.T, res *http.Response) string {
	t.Helper()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

var requestField = regexp.MustCompile(`name="request" value="([^"]*)"`)

// typeLogin fills the login page in as a person would.
func typeLogin(t *testing.T, c *http.Client, page *http.Response, username, password string) *http.Response {
	t.Helper()
	found := requestField.FindStringSubmatch(bodyOf(t, page))
	if found == nil {
		t.Fatalf("no login form on the page (status %d)", page.StatusCode)
	}
	action := *page.Request.URL
	action.Path = action.Path[:strings.LastIndex(action.Path, "/")] + "/login"
	action.RawQuery = ""
	res, err := c.PostForm(action.String(), url.Values{
		"request": {html.UnescapeString(found[1])}, "username": {username}, "password": {password},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = res.Body.Close() })
	return res
}

// callback is what the wallet's callback is given.
func callback(t *testing.T, res *http.Response) url.Values {
	t.Helper()
	to, err := res.Location()
	if err != nil {
		t.Fatalf("no redirect, status %d: %s", res.StatusCode, bodyOf(t, res))
	}
	if to.Path != "/callback" {
		t.Fatalf("redirect to %s", to)
	}
	return to.Query()
}

// party is the wallet's side, a library that knows nothing of this package.
type party struct {
	provider *oidc.Provider
	config   oauth2.Config
	verifier string
}

func newParty(t *testing.T, s *site, realm marketplace.Realm) *party {
	t.Helper()
	provider, err := oidc.NewProvider(t.Context(), s.Issuer(realm))
	if err != nil {
		t.Fatal(err)
	}
	return &party{provider: provider, verifier: oauth2.GenerateVerifier(), config: oauth2.Config{
		ClientID: marketplace.ClientID, ClientSecret: s.ClientSecret(realm), Endpoint: provider.Endpoint(),
		RedirectURL: s.url + "/callback", Scopes: []string{"openid", "profile", "email"},
	}}
}

func (p *party) start(extra ...oauth2.AuthCodeOption) string {
	usual := []oauth2.AuthCodeOption{oauth2.S256ChallengeOption(p.verifier), oidc.Nonce("the-nonce")}
	return p.config.AuthCodeURL("the-state", append(usual, extra...)...)
}

func TestSite_SignIn(t *testing.T) {
	t.Parallel()
	tests := []struct {
		why      string
		realm    marketplace.Realm
		username string
		want     idToken
	}{
		{"the shop tells the address at userinfo alone", marketplace.Shop, "eleni", idToken{Nonce: "the-nonce"}},
		{"a new user name is a new shopper", marketplace.Shop, "Tess-17", idToken{Nonce: "the-nonce"}},
		{"the workforce tells roles in the token", marketplace.Workforce, "chloe",
			idToken{Nonce: "the-nonce", Email: "chloe@support.example", EmailVerified: true, Name: "Chloe Martin", Role: "supervisor"}},
	}
	for _, tt := range tests {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			s := newSite(t, t.TempDir())
			p, c := newParty(t, s, tt.realm), newBrowser(t)
			got := callback(t, typeLogin(t, c, fetch(t, c, p.start()), tt.username, marketplace.DemoPassword))
			if got.Get("state") != "the-state" || got.Get("iss") != s.Issuer(tt.realm) {
				t.Errorf("callback with %v", got)
			}
			token, access := p.exchange(t, got.Get("code"))
			if token != tt.want {
				t.Errorf("ID token %+v, want %+v", token, tt.want)
			}
			info, err := p.provider.UserInfo(t.Context(), oauth2.StaticTokenSource(access))
			if err != nil {
				t.Fatal(err)
			}
			domain := map[marketplace.Realm]string{marketplace.Shop: "@shop.example", marketplace.Workforce: "@support.example"}[tt.realm]
			if want := strings.ToLower(tt.username) + domain; info.Email != want || !info.EmailVerified {
				t.Errorf("userinfo %q verified %v, want %q", info.Email, info.EmailVerified, want)
			}
			if _, err := p.config.Exchange(t.Context(), got.Get("code"), oauth2.VerifierOption(p.verifier)); err == nil {
				t.Error("the code was good twice")
			}
		})
	}
}

// idToken is what the tests look at in an ID token.
type idToken struct {
	Nonce, Email, Name, Role string
	EmailVerified            bool
}

func (p *party) exchange(t *testing.T, code string) (idToken, *oauth2.Token) {
	t.Helper()
	token, err := p.config.Exchange(t.Context(), code, oauth2.VerifierOption(p.verifier))
	if err != nil {
		t.Fatal(err)
	}
	raw, _ := token.Extra("id_token").(string)
	id, err := p.provider.Verifier(&oidc.Config{ClientID: marketplace.ClientID}).Verify(t.Context(), raw)
	if err != nil {
		t.Fatal(err)
	}
	if err := id.VerifyAccessToken(token.AccessToken); err != nil {
		t.Error(err)
	}
	var c struct {
		Email    string   `json:"email"`
		Verified bool     `json:"email_verified"`
		Name     string   `json:"name"`
		Roles    []string `json:"roles"`
		AuthTime int64    `json:"auth_time"`
	}
	if err := id.Claims(&c); err != nil {
		t.Fatal(err)
	}
	if c.AuthTime == 0 {
		t.Error("no auth_time in the ID token")
	}
	return idToken{Nonce: id.Nonce, Email: c.Email, Name: c.Name, Role: strings.Join(c.Roles, " "), EmailVerified: c.Verified}, token
}

func TestSite_Login(t *testing.T) {
	t.Parallel()
	tests := []struct {
		why                string
		realm              marketplace.Realm
		username, password string
	}{
		{"a wrong password", marketplace.Shop, "eleni", "secret"},
		{"no password", marketplace.Shop, "eleni", ""},
		{"staff are not made by typing a name", marketplace.Workforce, "mallory", marketplace.DemoPassword},
		{"a shopper is no staff", marketplace.Workforce, "eleni", marketplace.DemoPassword},
		{"a user name that is no mail address", marketplace.Shop, "two words", marketplace.DemoPassword},
	}
	for _, tt := range tests {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			s := newSite(t, t.TempDir())
			p, c := newParty(t, s, tt.realm), newBrowser(t)
			res := typeLogin(t, c, fetch(t, c, p.start()), tt.username, tt.password)
			if body := bodyOf(t, res); res.StatusCode != http.StatusUnauthorized || !strings.Contains(body, "is wrong") {
				t.Errorf("status %d: %s", res.StatusCode, body)
			}
		})
	}
}

func TestSite_Again(t *testing.T) {
	t.Parallel()
	tests := []struct {
		why   string
		after time.Duration
		extra []oauth2.AuthCodeOption
		login bool // the login page comes again
		fault string
	}{
		{"somebody signed in goes straight back", time.Minute, nil, false, ""},
		{"prompt=login asks again", time.Minute, []oauth2.AuthCodeOption{oauth2.SetAuthURLParam("prompt", "login")}, true, ""},
		{"young enough for max_age", time.Minute, []oauth2.AuthCodeOption{oauth2.SetAuthURLParam("max_age", "300")}, false, ""},
		{"too old for max_age", 6 * time.Minute, []oauth2.AuthCodeOption{oauth2.SetAuthURLParam("max_age", "300")}, true, ""},
		{"max_age=0 is always too old", 0, []oauth2.AuthCodeOption{oauth2.SetAuthURLParam("max_age", "0")}, true, ""},
		{"prompt=none shows no page", 6 * time.Minute, []oauth2.AuthCodeOption{
			oauth2.SetAuthURLParam("prompt", "none"), oauth2.SetAuthURLParam("max_age", "300")}, false, "login_required"},
		{"the login is forgotten after half a day", 13 * time.Hour, nil, true, ""},
	}
	for _, tt := range tests {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			s := newSite(t, folder)
			p, c := newParty(t, s, marketplace.Workforce), newBrowser(t)
			callback(t, typeLogin(t, c, fetch(t, c, p.start()), "anna", marketplace.DemoPassword))
			s.now = s.now.Add(tt.after)
			res := fetch(t, c, p.start(tt.extra...))
			if tt.login {
				if res.StatusCode != http.StatusOK || !strings.Contains(bodyOf(t, res), "Sign in") {
					t.Fatalf("status %d, want the login page", res.StatusCode)
				}
				return
			}
			if got := callback(t, res); got.Get("error") != tt.fault || got.Has("code") == (tt.fault != "") {
				t.Errorf("callback with %v", got)
			}
		})
	}
}

func TestSite_EndSession(t *testing.T) {
	t.Parallel()
	s := newSite(t, t.TempDir())
	p, c := newParty(t, s, marketplace.Workforce), newBrowser(t)
	callback(t, typeLogin(t, c, fetch(t, c, p.start()), "anna", marketplace.DemoPassword))
	end := s.Issuer(marketplace.Workforce) + "/end_session?client_id=walletdesk&post_logout_redirect_uri="
	if to, err := fetch(t, c, end+url.QueryEscape(s.url+"/")).Location(); err != nil || to.String() != s.url+"/" {
		t.Errorf("went to %v (%v)", to, err)
	}
	if res := fetch(t, c, p.start()); res.StatusCode != http.StatusOK {
		t.Errorf("still signed in: status %d", res.StatusCode)
	}
	if res := fetch(t, c, end+url.QueryEscape("https://evil.example/")); res.StatusCode != http.StatusOK {
		t.Errorf("status %d: went to an address that is not registered", res.StatusCode)
	}
}

func TestSite_Requests(t *testing.T) {
	t.Parallel()
	s := newSite(t, t.TempDir())
	p := newParty(t, s, marketplace.Shop)
	tests := []struct {
		why, param, value string
		fault             string // "" means a page of the provider's own
	}{
		{"a foreign redirect is never followed", "redirect_uri", "https://evil.example/callback", ""},
		{"nor one that only begins like ours", "redirect_uri", s.url + "/callback/x", ""},
		{"an unknown client", "client_id", "other", ""},
		{"the implicit flow", "response_type", "id_token", "unsupported_response_type"},
		{"PKCE plain", "code_challenge_method", "plain", "invalid_request"},
		{"no PKCE", "code_challenge", "", "invalid_request"},
		{"plain OAuth", "scope", "email", "invalid_scope"},
		{"a negative age", "max_age", "-1", "invalid_request"},
		{"a request object", "request", "x", "request_not_supported"},
	}
	for _, tt := range tests {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			address := p.start(oauth2.SetAuthURLParam(tt.param, tt.value))
			res := fetch(t, newBrowser(t), address)
			if tt.fault == "" {
				if res.StatusCode != http.StatusBadRequest || res.Header.Get("Location") != "" {
					t.Errorf("status %d, location %q", res.StatusCode, res.Header.Get("Location"))
				}
				return
			}
			if got := callback(t, res); got.Get("error") != tt.fault {
				t.Errorf("error %q, want %q", got.Get("error"), tt.fault)
			}
		})
	}
}

func TestSite_Token(t *testing.T) {
	t.Parallel()
	tests := []struct {
		why    string
		change func(url.Values)
		late   time.Duration
		want   int
	}{
		{"as it should be", func(url.Values) {}, 0, 200},
		{"another verifier", func(v url.Values) { v.Set("code_verifier", oauth2.GenerateVerifier()) }, 0, 400},
		{"no verifier", func(v url.Values) { v.Del("code_verifier") }, 0, 400},
		{"another redirect", func(v url.Values) { v.Set("redirect_uri", "http://127.0.0.1/") }, 0, 400},
		{"a wrong secret", func(v url.Values) { v.Set("client_secret", "x") }, 0, 401},
		{"no secret", func(v url.Values) { v.Del("client_secret") }, 0, 401},
		{"another grant", func(v url.Values) { v.Set("grant_type", "password") }, 0, 400},
		{"an unknown code", func(v url.Values) { v.Set("code", "x") }, 0, 400},
		{"too late", func(url.Values) {}, 61 * time.Second, 400},
	}
	for _, tt := range tests {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			s := newSite(t, t.TempDir())
			p, c := newParty(t, s, marketplace.Shop), newBrowser(t)
			got := callback(t, typeLogin(t, c, fetch(t, c, p.start()), "new", marketplace.DemoPassword))
			s.now = s.now.Add(tt.late)
			v := url.Values{
				"grant_type": {"authorization_code"}, "code": {got.Get("code")}, "redirect_uri": {p.config.RedirectURL},
				"code_verifier": {p.verifier}, "client_id": {p.config.ClientID}, "client_secret": {p.config.ClientSecret},
			}
			tt.change(v)
			res, err := http.PostForm(p.config.Endpoint.TokenURL, v)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = res.Body.Close() }()
			if res.StatusCode != tt.want || res.Header.Get("Cache-Control") != "no-store" {
				t.Errorf("status %d, cache %q, want %d", res.StatusCode, res.Header.Get("Cache-Control"), tt.want)
			}
		})
	}
}

// An ID token of the workforce is signed by the same key as its access tokens:
// it must not open userinfo.
func TestSite_UserinfoWantsAnAccessToken(t *testing.T) {
	t.Parallel()
	s := newSite(t, t.TempDir())
	p, c := newParty(t, s, marketplace.Workforce), newBrowser(t)
	got := callback(t, typeLogin(t, c, fetch(t, c, p.start()), "anna", marketplace.DemoPassword))
	token, err := p.config.Exchange(t.Context(), got.Get("code"), oauth2.VerifierOption(p.verifier))
	if err != nil {
		t.Fatal(err)
	}
	token.AccessToken, _ = token.Extra("id_token").(string)
	if _, err := p.provider.UserInfo(t.Context(), oauth2.StaticTokenSource(token)); err == nil {
		t.Error("userinfo took an ID token")
	}
}

func TestSite_SurvivesARestart(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	before, after := newSite(t, folder), newSite(t, folder)
	if before.ClientSecret(marketplace.Shop) != after.ClientSecret(marketplace.Shop) {
		t.Error("the client secret changed")
	}
	jwks := func(s *site) string { return bodyOf(t, fetch(t, newBrowser(t), s.Issuer(marketplace.Shop)+"/jwks")) }
	first, second := jwks(before), jwks(after)
	if first != second || !strings.Contains(first, `"kty":"RSA"`) {
		t.Errorf("keys %s, then %s", first, second)
	}
	if strings.Contains(first, `"d":`) {
		t.Error("the private key is public")
	}
	if found, err := filepath.Glob(filepath.Join(folder, "*")); err != nil || len(found) != 2 {
		t.Errorf("in the folder: %v, %v", found, err)
	}
}

func TestNew_RefusesAnythingButLoopback(t *testing.T) {
	t.Parallel()
	for _, cfg := range []marketplace.Config{
		{Listen: "127.0.0.1:8080", PublicURL: "https://wallet.example"},
		{Listen: ":8080", PublicURL: "http://127.0.0.1:8080"},
		{Listen: "10.0.0.1:8080", PublicURL: "http://127.0.0.1:8080"},
	} {
		cfg.Folder = t.TempDir()
		if _, err := marketplace.New(cfg); err == nil {
			t.Errorf("a provider listening on %s as %s was made", cfg.Listen, cfg.PublicURL)
		}
	}
}

func TestSite_RefusesProxies(t *testing.T) {
	t.Parallel()
	s := newSite(t, t.TempDir())
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.Issuer(marketplace.Shop)+"/", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Forwarded-For", "192.0.2.1")
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != http.StatusForbidden {
		t.Errorf("status %d", res.StatusCode)
	}
}

func TestSite_Pages(t *testing.T) {
	t.Parallel()
	s := newSite(t, t.TempDir())
	for path, want := range map[string]string{
		"/":            "My wallet",
		"/recovery":    "own recovery",
		"/end_session": "signed out",
	} {
		res := fetch(t, newBrowser(t), s.Issuer(marketplace.Shop)+path)
		csp := res.Header.Get("Content-Security-Policy")
		if body := bodyOf(t, res); res.StatusCode != 200 || !strings.Contains(body, want) {
			t.Errorf("%s: status %d: %s", path, res.StatusCode, body)
		}
		if !strings.HasPrefix(csp, "default-src 'none'; style-src 'nonce-") || strings.Contains(csp, "script-src") {
			t.Errorf("%s: policy %q", path, csp)
		}
	}
}

func TestDemoPeople(t *testing.T) {
	t.Parallel()
	seen, roles := map[string]bool{}, map[string]int{}
	for _, p := range marketplace.DemoPeople() {
		if seen[p.Subject()] {
			t.Errorf("%s has somebody else's subject", p.Username)
		}
		seen[p.Subject()] = true
		for _, r := range p.Roles {
			roles[r]++
		}
	}
	if roles["operator"] != 2 || roles["supervisor"] != 2 {
		t.Errorf("roles %v: the road needs two operators and two supervisors", roles)
	}
}
