package server

import (
	"net/http"
	"time"

	"github.com/walletdesk/walletdesk/session"
)

// cookies names, writes and reads the program's cookies. All are HttpOnly and
// for the whole host. On https they are Secure and bear the __Host- prefix (RFC
// 6265bis §4.1.3.2); on plain-http loopback there is neither.
type cookies struct{ secure bool }

const (
	customerCookie = "walletdesk"
	consoleCookie  = "walletdesk-console"
	signInSuffix   = "-signin"
)

func sessionCookie(d session.Door) string {
	if d == session.ConsoleDoor {
		return consoleCookie
	}
	return customerCookie
}

func signInCookie(d session.Door) string { return sessionCookie(d) + signInSuffix }

func browserCookie(name session.BrowserToken) string { return customerCookie + "-" + string(name) }

func (c cookies) name(base string) string {
	if c.secure {
		return "__Host-" + base
	}
	return base
}

func (c cookies) get(r *http.Request, base string) string {
	cookie, err := r.Cookie(c.name(base))
	if err != nil {
		return ""
	}
	return cookie.Value
}

func (c cookies) put(w http.ResponseWriter, base, value string, site http.SameSite, maxAge time.Duration) {
	c.set(w, base, value, site, int(maxAge.Seconds())) // 0 leaves it out: until the browser closes
}

func (c cookies) drop(w http.ResponseWriter, base string, site http.SameSite) {
	c.set(w, base, "", site, -1)
}

func (c cookies) set(w http.ResponseWriter, base, value string, site http.SameSite, maxAge int) {
	//nolint:gosec // Secure unless the site is plain http on loopback, which only development may be
	http.SetCookie(w, &http.Cookie{
		Name: c.name(base), Value: value, Path: "/", HttpOnly: true, Secure: c.secure, SameSite: site, MaxAge: maxAge,
	})
}

// languageCookie is written by the pages when somebody chooses their language.
const languageCookie = "walletdesk-language"

// chosenLanguage is what the cookie says, which anybody can write: whoever uses
// it checks it.
func chosenLanguage(r *http.Request) string {
	cookie, err := r.Cookie(languageCookie)
	if err != nil {
		return ""
	}
	return cookie.Value
}

// browser is the caller's browser for one request.
type browser struct {
	cookies cookies
	request *http.Request
	writer  http.ResponseWriter // nil on a socket: its answer has gone
	clock   func() time.Time
}

var _ session.Browser = (*browser)(nil)

// Token implements session.Browser.
func (b *browser) Token(name session.BrowserToken) string {
	return b.cookies.get(b.request, browserCookie(name))
}

// CanHold implements session.Browser.
func (b *browser) CanHold() bool { return b.writer != nil }

// Hold implements session.Browser.
func (b *browser) Hold(name session.BrowserToken, token string, until time.Time) bool {
	life := until.Sub(b.clock())
	if b.writer == nil || life < time.Second {
		return false
	}
	b.cookies.put(b.writer, browserCookie(name), token, http.SameSiteStrictMode, life)
	return true
}

// Drop implements session.Browser.
func (b *browser) Drop(name session.BrowserToken) bool {
	if b.writer == nil {
		return false
	}
	b.cookies.drop(b.writer, browserCookie(name), http.SameSiteStrictMode)
	return true
}

// UserAgent implements session.Browser.
func (b *browser) UserAgent() string {
	agent := b.request.UserAgent()
	return agent[:min(len(agent), 256)]
}
