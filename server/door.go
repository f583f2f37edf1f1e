package server

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/session"
)

// door is a side's sign-in and sign-out.
type door struct {
	*server
	id    session.Door
	name  string   // in the path: /auth/<name>/…
	home  string   // where its people are at home
	paths []string // where a sign-in may go on to, the default first
}

func (s *server) doors() map[string]*door {
	return map[string]*door{
		"customer":  {server: s, id: session.CustomerDoor, name: "customer", home: "/", paths: s.cfg.CustomerPaths},
		"workforce": {server: s, id: session.ConsoleDoor, name: "workforce", home: "/console", paths: s.cfg.ConsolePaths},
	}
}

// purposes a sign-in can be begun for, by the word in the address.
func purposeOf(word string) (session.Purpose, bool) {
	switch p := session.Purpose(word); p {
	case "":
		return session.Normal, true
	case session.Normal, session.Fresh, session.Flow:
		return p, true
	default:
		return "", false
	}
}

// start sends the browser to the provider: GET /auth/<door>/start, with
// purpose=normal|fresh|flow and next, a path of the list.
func (d *door) start(w http.ResponseWriter, r *http.Request) {
	purpose, ok := purposeOf(r.URL.Query().Get("purpose"))
	if !ok || (purpose == session.Flow && d.id != session.CustomerDoor) {
		d.notFound(w, r)
		return
	}
	next := returnPath(d.paths, r.URL.Query().Get("next"))
	actor, err := d.actor(d.id, r)
	if err != nil {
		d.refused(w, r, purpose, err)
		return
	}
	started, err := d.cfg.Sessions.Start(r.Context(), session.StartInput{Door: d.id, Purpose: purpose, Next: next, Actor: actor})
	if err != nil {
		d.refused(w, r, purpose, err)
		return
	}
	// The provider's redirect back is cross-site: a Strict cookie would stay away.
	d.cookies.put(w, signInCookie(d.id), started.Cookie, http.SameSiteLaxMode, session.SignInFor)
	http.Redirect(w, r, started.URL, http.StatusSeeOther)
}

// returnPath is where a sign-in goes on to: a path of the list to the letter, or
// its first. Nothing is parsed, so that nothing can be parsed differently elsewhere.
func returnPath(paths []string, next string) string {
	if slices.Contains(paths, next) {
		return next
	}
	return paths[0]
}

// loginRecovery leads to the marketplace's own way back: the login password is
// its, and nothing about it is known here.
func (s *server) loginRecovery(w http.ResponseWriter, r *http.Request) {
	to := s.cfg.LoginRecovery
	if to == "" {
		to = "/auth/customer/start"
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// besidePath is where a sign-in comes back to that was opened beside a page whose
// session had ended: a page that tells the other one and closes. It is no page
// by itself.
const besidePath = "/signed-in"

// callback is where the provider sends the browser back to. It answers with a
// page that goes on by itself: what that page asks for comes from our own
// site, so that the Strict session cookie is sent with it.
func (d *door) callback(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	done, err := d.cfg.Sessions.Finish(r.Context(), session.FinishInput{
		Door: d.id, Cookie: d.cookies.get(r, signInCookie(d.id)),
		State: q.Get("state"), Code: q.Get("code"), Issuer: q.Get("iss"), Error: q.Get("error"),
		UserAgent: r.UserAgent(), ClientKey: d.clientKey(r), Language: chosenLanguage(r),
	})
	if err != nil {
		d.unfinished(w, r, done, err)
		return
	}
	d.cookies.put(w, signInCookie(d.id), done.Cookie, http.SameSiteLaxMode, done.Until.Sub(d.cfg.Clock()))
	if done.Token != "" {
		d.cookies.put(w, sessionCookie(d.id), done.Token, http.SameSiteStrictMode, 0)
	}
	if done.Purpose == session.Fresh && d.id == session.ConsoleDoor {
		d.page(w, r, http.StatusOK, pageData{Page: "fresh", Say: "fresh", Tells: "fresh-sign-in", Next: done.Next})
		return
	}
	if done.Next == besidePath {
		d.page(w, r, http.StatusOK, pageData{Page: "beside", Say: "signedIn", Tells: "signed-in", Next: d.home})
		return
	}
	d.page(w, r, http.StatusOK, pageData{Page: "signed-in", Say: "signedIn", Next: done.Next})
}

// unfinished answers a callback that ended no sign-in.
func (d *door) unfinished(w http.ResponseWriter, r *http.Request, done session.Finished, err error) {
	switch known, _ := fault.As(err); {
	case known != nil && known.Code == "SIGN_IN_DONE":
		// The back button, or a reload: nothing is wrong, and the way on is known.
		next := done.Next
		if next == besidePath {
			next = d.home
		}
		d.page(w, r, http.StatusOK, pageData{Page: "done", Say: known.Code, How: known.Code + ".how", Next: next})
		return
	case known != nil && known.Code == "SIGN_IN_EXPIRED":
		// The cookie is another sign-in's, which may still be finished in its own window.
	default:
		d.cookies.drop(w, signInCookie(d.id), http.SameSiteLaxMode)
	}
	d.refused(w, r, done.Purpose, err)
}

// refused shows why a sign-in did not work. What is no expected failure goes to
// the log.
func (d *door) refused(w http.ResponseWriter, r *http.Request, purpose session.Purpose, err error) {
	id := session.RequestID(r.Context())
	known, ok := fault.As(err)
	if !ok {
		d.log.ErrorContext(r.Context(), "sign-in failed", "request", id, "error", err)
		d.fault(w, r, http.StatusInternalServerError)
		return
	}
	d.log.WarnContext(r.Context(), "sign-in refused", "request", id, "door", d.name, "error", err)
	again := "/auth/" + d.name + "/start"
	if purpose == session.Fresh || purpose == session.Flow {
		again += "?purpose=" + string(purpose)
	}
	if known.Code == "SESSION_ENDED" {
		again = "/auth/" + d.name + "/start"
	}
	d.page(w, r, statusOf(err), pageData{
		Page: "refused", Say: known.Code, Else: string(known.Kind), How: known.Code + ".how", Message: known.Message, Again: again, Home: d.home,
	})
}

func statusOf(err error) int {
	switch {
	case errors.Is(err, fault.Unauthenticated):
		return http.StatusUnauthorized
	case errors.Is(err, fault.Unavailable), errors.Is(err, fault.Overloaded):
		return http.StatusServiceUnavailable
	case errors.Is(err, fault.Throttled):
		return http.StatusTooManyRequests
	case errors.Is(err, fault.NotFound):
		return http.StatusNotFound
	default:
		return http.StatusForbidden
	}
}

// signOut ends the session and takes every cookie of the door back: a recovery
// begun on a shared machine does not stay there. A page's script that asks for
// JSON is told where to go, a form is sent there.
func (d *door) signOut(w http.ResponseWriter, r *http.Request) {
	actor, err := d.actor(d.id, r)
	if err == nil && actor.SessionID != "" {
		err = d.cfg.Sessions.SignOut(r.Context(), actor)
	}
	if err != nil && !errors.Is(err, fault.NotFound) {
		d.log.ErrorContext(r.Context(), "sign-out failed", "request", session.RequestID(r.Context()), "error", err)
		d.fault(w, r, http.StatusServiceUnavailable)
		return
	}
	d.cookies.drop(w, sessionCookie(d.id), http.SameSiteStrictMode)
	next := d.home
	if d.id == session.CustomerDoor {
		d.cookies.drop(w, browserCookie(session.FlowToken), http.SameSiteStrictMode)
		d.cookies.drop(w, browserCookie(session.RequestToken), http.SameSiteStrictMode)
		d.cookies.drop(w, browserCookie(session.ConfirmationToken), http.SameSiteStrictMode)
	} else if d.cfg.SignOutOf != nil {
		if to, ok := d.cfg.SignOutOf(r, d.origin.String()+d.home); ok {
			next = to
		}
	}
	if strings.Contains(r.Header.Get("Accept"), "application/json") {
		writeJSON(w, http.StatusOK, map[string]string{"next": next})
		return
	}
	http.Redirect(w, r, next, http.StatusSeeOther)
}
