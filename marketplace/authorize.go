package marketplace

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// request is an authentication request (OpenID Connect Core §3.1.2.1).
type request struct {
	clientID, redirectURI, state, nonce string
	challenge                           string
	scope, prompt                       []string
	maxAge                              time.Duration // negative: none asked for
	loginHint                           string
}

// oauthError is an error that goes back to the relying party by redirect.
type oauthError struct{ code, description string }

func (e *oauthError) Error() string { return e.code + ": " + e.description }

// parseRequest reads the parameters. A plain error means that the client or
// the redirect is not known, so nothing may be sent there; an *oauthError is
// the relying party's to read.
func (p *provider) parseRequest(v url.Values) (request, error) {
	r := request{
		clientID:    v.Get("client_id"),
		redirectURI: v.Get("redirect_uri"),
		state:       v.Get("state"),
		nonce:       v.Get("nonce"),
		challenge:   v.Get("code_challenge"),
		scope:       strings.Fields(v.Get("scope")),
		prompt:      strings.Fields(v.Get("prompt")),
		loginHint:   v.Get("login_hint"),
		maxAge:      -1,
	}
	if r.clientID != ClientID {
		return r, fmt.Errorf("no such client")
	}
	if !slices.Contains(p.redirects, r.redirectURI) {
		return r, fmt.Errorf("redirect_uri is not registered")
	}
	if raw := v.Get("max_age"); raw != "" {
		seconds, err := strconv.Atoi(raw)
		if err != nil || seconds < 0 {
			return r, &oauthError{"invalid_request", "max_age is not a number of seconds"}
		}
		r.maxAge = time.Duration(seconds) * time.Second
	}
	return r, r.check(v)
}

// challengeLength is that of a SHA-256 in base64url (RFC 7636 §4.2).
const challengeLength = 43

func (r request) check(v url.Values) error {
	for name, values := range v {
		if len(values) > 1 {
			return &oauthError{"invalid_request", name + " is given twice"}
		}
	}
	switch {
	case v.Has("request"):
		return &oauthError{"request_not_supported", "no request objects here"}
	case v.Has("request_uri"):
		return &oauthError{"request_uri_not_supported", "no request objects here"}
	case v.Get("response_type") != "code":
		return &oauthError{"unsupported_response_type", "only response_type=code"}
	case !slices.Contains(r.scope, "openid"):
		return &oauthError{"invalid_scope", "scope must hold openid"}
	case v.Get("code_challenge_method") != "S256" || len(r.challenge) != challengeLength:
		return &oauthError{"invalid_request", "PKCE with S256 is required"}
	case slices.Contains(r.prompt, "none") && len(r.prompt) > 1:
		return &oauthError{"invalid_request", "prompt=none stands alone"}
	}
	return nil
}

// needsLogin says whether somebody who proved themself at authTime has to do
// so again.
func (r request) needsLogin(authTime, now time.Time) bool {
	if slices.Contains(r.prompt, "login") || slices.Contains(r.prompt, "select_account") {
		return true
	}
	return r.maxAge >= 0 && now.Sub(authTime) >= r.maxAge
}

// authorize is the authorization endpoint: straight back for somebody signed in
// already, the login page for everybody else.
func (p *provider) authorize(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		p.refuse(w, "The request can't be read.")
		return
	}
	req, err := p.parseRequest(r.Form)
	if err != nil {
		p.refuseRequest(w, r, req, err)
		return
	}
	who, authTime, known := p.signedIn(r)
	switch {
	case known && !req.needsLogin(authTime, p.clock()):
		p.grant(w, r, req, who, authTime)
	case slices.Contains(req.prompt, "none"):
		p.back(w, r, req, url.Values{"error": {"login_required"}})
	default:
		p.loginPage(w, http.StatusOK, r.Form, req.loginHint, "")
	}
}

// login takes the login form: a demo person's button, a typed name and password, or
// the way back without either (RFC 6749 §4.1.2.1).
func (p *provider) login(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		p.refuse(w, "The request can't be read.")
		return
	}
	asked, err := url.ParseQuery(r.PostForm.Get("request"))
	if err != nil {
		p.refuse(w, "The request can't be read.")
		return
	}
	req, err := p.parseRequest(asked)
	if err != nil {
		p.refuseRequest(w, r, req, err)
		return
	}
	if r.PostForm.Has("cancel") {
		p.back(w, r, req, url.Values{"error": {"access_denied"}})
		return
	}
	username := r.PostForm.Get("username")
	who, known := person(p.realm, username)
	if !known || !equal(r.PostForm.Get("password"), DemoPassword) {
		p.loginPage(w, http.StatusUnauthorized, asked, username, "User name or password is wrong.")
		return
	}
	now := p.clock()
	if err := p.remember(w, who, now); err != nil {
		p.fail(w, r, err)
		return
	}
	p.grant(w, r, req, who, now)
}

// grant sends the browser back with a code.
func (p *provider) grant(w http.ResponseWriter, r *http.Request, req request, who Person, authTime time.Time) {
	code, err := p.newToken()
	if err != nil {
		p.fail(w, r, err)
		return
	}
	p.codes.put(code, grant{person: who, request: req, authTime: authTime})
	p.back(w, r, req, url.Values{"code": {code}})
}

// back redirects to the relying party; iss guards it against mix-up (RFC 9207).
func (p *provider) back(w http.ResponseWriter, r *http.Request, req request, v url.Values) {
	if req.state != "" {
		v.Set("state", req.state)
	}
	v.Set("iss", p.issuer)
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, req.redirectURI+"?"+v.Encode(), http.StatusSeeOther)
}

func (p *provider) refuseRequest(w http.ResponseWriter, r *http.Request, req request, err error) {
	if e, ok := err.(*oauthError); ok { //nolint:errorlint // made by parseRequest, never wrapped
		p.back(w, r, req, url.Values{"error": {e.code}, "error_description": {e.description}})
		return
	}
	p.refuse(w, "The site that sent you here is not known: "+err.Error()+".")
}
