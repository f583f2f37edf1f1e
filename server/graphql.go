package server

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/session"
)

// PreflightHeader has to be there, with any value, where the body is not JSON:
// no page of another origin can send it without asking first.
const PreflightHeader = "GraphQL-Preflight"

// graphql is a GraphQL door: it lets well-formed requests of our own pages
// through, with who calls in their context.
func (s *server) graphql(door session.Door, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case isSocket(r):
			if !s.ownOrigin(r) {
				s.graphqlFault(w, r, http.StatusForbidden, "CROSS_ORIGIN", "This socket is for our own pages only.")
				return
			}
			s.called(door, next, w, r)
			return
		case r.Method == http.MethodGet:
		case r.Method == http.MethodPost:
			if !s.bounded(w, r) {
				return
			}
		default:
			w.Header().Set("Allow", "GET, POST")
			s.graphqlFault(w, r, http.StatusMethodNotAllowed, "METHOD_NOT_ALLOWED", "Use GET or POST.")
			return
		}
		ctx, cancel := context.WithTimeout(r.Context(), 2*time.Minute)
		defer cancel()
		s.called(door, next, w, r.WithContext(ctx))
	})
}

func isSocket(r *http.Request) bool {
	return strings.EqualFold(r.Header.Get("Upgrade"), "websocket")
}

// ownOrigin holds for a browser's socket from our own pages alone. A client
// that is no browser sends the header itself.
func (s *server) ownOrigin(r *http.Request) bool {
	u, err := url.Parse(r.Header.Get("Origin"))
	return err == nil && u.Scheme == s.origin.Scheme && strings.EqualFold(u.Host, s.origin.Host)
}

// bounded checks a POST's kind and size; it has answered when it says false.
// JSON is read here, so that too much of it is 413 whatever the handler does.
func (s *server) bounded(w http.ResponseWriter, r *http.Request) bool {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case err == nil && kind == "application/json":
		return s.readJSON(w, r)
	case err == nil && kind == "multipart/form-data" && r.Header.Get(PreflightHeader) != "":
		if r.ContentLength > s.cfg.MaxUpload {
			s.tooLarge(w, r)
			return false
		}
		r.Body = http.MaxBytesReader(w, r.Body, s.cfg.MaxUpload)
		return true
	case err == nil && kind == "multipart/form-data":
		s.graphqlFault(w, r, http.StatusForbidden, "PREFLIGHT_MISSING", "Send the header "+PreflightHeader+" with a file.")
		return false
	default:
		s.graphqlFault(w, r, http.StatusUnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE", "Send application/json.")
		return false
	}
}

func (s *server) readJSON(w http.ResponseWriter, r *http.Request) bool {
	if r.ContentLength > s.cfg.MaxJSON {
		s.tooLarge(w, r)
		return false
	}
	s.promptly(w, r)
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, s.cfg.MaxJSON))
	var tooMuch *http.MaxBytesError
	if errors.As(err, &tooMuch) {
		s.tooLarge(w, r)
		return false
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		w.Header().Set("Connection", "close")
		s.graphqlFault(w, r, http.StatusRequestTimeout, "TOO_SLOW", "The request took too long to arrive.")
		return false
	}
	if err != nil {
		s.graphqlFault(w, r, http.StatusBadRequest, "BAD_REQUEST", "The request did not arrive whole.")
		return false
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	r.ContentLength = int64(len(body))
	return true
}

func (s *server) tooLarge(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Connection", "close")
	s.graphqlFault(w, r, http.StatusRequestEntityTooLarge, "TOO_LARGE", "The request is too large.")
}

// called finds out who calls and hands the request on.
func (s *server) called(door session.Door, next http.Handler, w http.ResponseWriter, r *http.Request) {
	actor, err := s.caller(door, r)
	if errors.Is(err, fault.Unauthenticated) {
		s.invalidToken(w, r, err)
		return
	}
	if err != nil {
		s.log.ErrorContext(r.Context(), "caller not resolved", "request", session.RequestID(r.Context()), "error", err)
		w.Header().Set("Retry-After", "2")
		s.graphqlFault(w, r, http.StatusServiceUnavailable, "UNAVAILABLE", "The service is not available right now. Please try again in a moment.")
		return
	}
	if actor.Role == session.Marketplace {
		// A program has no browser: its cookies, if it sent any, are not looked at.
		next.ServeHTTP(w, r.WithContext(session.NewContext(r.Context(), actor)))
		return
	}
	b := &browser{cookies: s.cookies, request: r, clock: s.cfg.Clock}
	if !isSocket(r) {
		b.writer = w
	}
	ctx := session.WithBrowser(session.NewContext(r.Context(), actor), b)
	next.ServeHTTP(w, r.WithContext(ctx))
}

// caller resolves who calls: at the customer's door a program by its token, which
// wins, and everybody else by their cookies. The console's door knows no programs and
// says so: one that is taken for nobody, or for whoever's cookie it sends along, would
// look in the wrong place for what is wrong.
func (s *server) caller(door session.Door, r *http.Request) (session.Actor, error) {
	token, there := bearer(r)
	switch {
	case !there:
		return s.actor(door, r)
	case door == session.CustomerDoor:
		return s.client(r, token)
	default:
		return session.Actor{}, fault.New(fault.Unauthenticated, "INVALID_TOKEN", "The support console takes no tokens: its people sign in.")
	}
}

// actor resolves the caller by the door's cookies.
func (s *server) actor(door session.Door, r *http.Request) (session.Actor, error) {
	return s.cfg.Sessions.Resolve(r.Context(), session.Credentials{ //nolint:wrapcheck // wrapped there
		Door:      door,
		Token:     s.cookies.get(r, sessionCookie(door)),
		FlowToken: s.cookies.get(r, browserCookie(session.FlowToken)),
		ClientKey: s.clientKey(r),
	})
}

// document is the one way a picture leaves: a POST with a grant, small and
// from our own console.
func (s *server) document() http.Handler {
	const maxGrant = 4 << 10
	return s.timed(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, maxGrant)
		s.called(session.ConsoleDoor, s.cfg.Document, w, r)
	}))
}

// graphqlFault answers in GraphQL's own shape, before the executor is reached.
func (s *server) graphqlFault(w http.ResponseWriter, r *http.Request, status int, code, message string) {
	type extensions struct {
		Code      string `json:"code"`
		RequestID string `json:"requestId"`
	}
	type failure struct {
		Message    string     `json:"message"`
		Extensions extensions `json:"extensions"`
	}
	body, err := json.Marshal(map[string][]failure{"errors": {{message, extensions{code, session.RequestID(r.Context())}}}})
	if err != nil {
		http.Error(w, code, status)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(body) // the reader is gone: nothing left to tell it
}
