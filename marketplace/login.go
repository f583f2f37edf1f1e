package marketplace

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// loginLife is how long the provider remembers somebody who signed in, as a
// shop would.
const loginLife = 12 * time.Hour

func (p *provider) cookieName() string { return "dev_" + string(p.realm) }

func (p *provider) cookiePath() string { return "/dev/" + string(p.realm) + "/" }

// remember keeps who signed in, and when, in a signed cookie of the provider's
// own. On plain-http loopback there is no Secure.
func (p *provider) remember(w http.ResponseWriter, who Person, authTime time.Time) error {
	text, err := p.sign(p.claims(who, p.issuer+audLogin, loginLife), map[string]any{
		"username": who.Username, "auth_time": authTime.Unix(),
	})
	if err != nil {
		return err
	}
	p.setCookie(w, text, 0)
	return nil
}

func (p *provider) setCookie(w http.ResponseWriter, value string, maxAge int) {
	//nolint:gosec // Secure where the site is https: plain http on loopback is what development has
	http.SetCookie(w, &http.Cookie{
		Name: p.cookieName(), Value: value, Path: p.cookiePath(), MaxAge: maxAge, HttpOnly: true,
		SameSite: http.SameSiteLaxMode, Secure: strings.HasPrefix(p.issuer, "https:"),
	})
}

// signedIn reads that cookie.
func (p *provider) signedIn(r *http.Request) (Person, time.Time, bool) {
	cookie, err := r.Cookie(p.cookieName())
	if err != nil {
		return Person{}, time.Time{}, false
	}
	var c struct {
		Username string `json:"username"`
		AuthTime int64  `json:"auth_time"`
	}
	if !p.read(cookie.Value, p.issuer+audLogin, &c) {
		return Person{}, time.Time{}, false
	}
	who, ok := person(p.realm, c.Username)
	return who, time.Unix(c.AuthTime, 0), ok
}

// endSession forgets who signed in (RP-Initiated Logout 1.0) and goes back only
// to a registered address.
func (p *provider) endSession(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		p.refuse(w, "The request can't be read.")
		return
	}
	p.setCookie(w, "", -1)
	next := r.Form.Get("post_logout_redirect_uri")
	if r.Form.Get("client_id") != ClientID || !slices.Contains(p.loggedOut, next) {
		p.render(w, http.StatusOK, pageSignedOut, pageData{})
		return
	}
	if state := r.Form.Get("state"); state != "" {
		next += "?" + url.Values{"state": {state}}.Encode()
	}
	http.Redirect(w, r, next, http.StatusSeeOther) //nolint:gosec // one of the registered addresses, see above
}
