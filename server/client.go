package server

import (
	"context"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/oauth"
	"github.com/walletdesk/walletdesk/session"
)

// Clients lets programs in (package oauth).
type Clients interface {
	Issue(ctx context.Context, id, secret, network string) (oauth.Token, error)
	Resolve(ctx context.Context, token, network string) (session.Actor, error)
}

// maxForm is bytes of a token request.
const maxForm = 8 << 10

// token is the token endpoint: POST /oauth/token, RFC 6749 §4.4, the client's
// credentials in the Authorization header alone (client_secret_basic), for a body
// is logged more often than a header. It takes no cookie and sets none.
func (s *server) token() http.Handler {
	return s.timed(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("Pragma", "no-cache") // RFC 6749 §5.1 wants both
		if code, words := s.tokenForm(w, r); code != "" {
			s.tokenRefused(w, r, http.StatusBadRequest, code, words)
			return
		}
		id, secret, ok := basic(r)
		if !ok {
			s.tokenRefused(w, r, http.StatusUnauthorized, "invalid_client", "Send the client's id and secret by HTTP Basic.")
			return
		}
		t, err := s.cfg.Clients.Issue(r.Context(), id, secret, s.clientKey(r))
		if err != nil {
			s.tokenFailed(w, r, err)
			return
		}
		writeJSON(w, http.StatusOK, map[string]any{
			"access_token": t.Value, "token_type": "Bearer", "expires_in": int(t.ExpiresAt.Sub(s.cfg.Clock()).Round(time.Second) / time.Second),
		})
	}))
}

// tokenForm reads the request; it gives the error code of RFC 6749 §5.2, "" for none.
func (s *server) tokenForm(w http.ResponseWriter, r *http.Request) (code, words string) {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "application/x-www-form-urlencoded" || r.URL.RawQuery != "" {
		return "invalid_request", "Send application/x-www-form-urlencoded."
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		return "invalid_request", "The request can't be read."
	}
	for name, values := range r.PostForm {
		if len(values) > 1 {
			return "invalid_request", "A parameter stands there twice."
		}
		if name == "client_secret" {
			return "invalid_request", "Send the secret by HTTP Basic, not in the body."
		}
	}
	switch {
	case r.PostForm.Get("grant_type") == "":
		return "invalid_request", "The grant_type is missing."
	case r.PostForm.Get("grant_type") != "client_credentials":
		return "unsupported_grant_type", "The grant_type is client_credentials."
	case r.PostForm.Get("scope") != "":
		return "invalid_scope", "There are no scopes."
	}
	return "", ""
}

// basic reads the credentials, which are form-encoded before they are put into the
// header (RFC 6749 §2.3.1).
func basic(r *http.Request) (id, secret string, ok bool) {
	rawID, rawSecret, ok := r.BasicAuth()
	if !ok || len(rawID) > 1024 || len(rawSecret) > 1024 {
		return "", "", false
	}
	id, err := url.QueryUnescape(rawID)
	if err != nil {
		return "", "", false
	}
	secret, err = url.QueryUnescape(rawSecret)
	return id, secret, err == nil
}

func (s *server) tokenFailed(w http.ResponseWriter, r *http.Request, err error) {
	f, expected := fault.As(err)
	switch {
	case expected && errors.Is(err, fault.Unauthenticated):
		s.tokenRefused(w, r, http.StatusUnauthorized, "invalid_client", f.Message)
	case expected && errors.Is(err, fault.Throttled):
		s.retryAfter(w, f.RetryAt)
		s.tokenRefused(w, r, http.StatusTooManyRequests, "temporarily_unavailable", f.Message)
	default:
		s.log.ErrorContext(r.Context(), "token not issued", "request", session.RequestID(r.Context()), "error", err)
		w.Header().Set("Retry-After", "2")
		s.tokenRefused(w, r, http.StatusServiceUnavailable, "temporarily_unavailable", "The service is not available right now.")
	}
}

func (s *server) retryAfter(w http.ResponseWriter, at time.Time) {
	w.Header().Set("Retry-After", fmt.Sprint(max(1, int(at.Sub(s.cfg.Clock())/time.Second)+1)))
}

func (s *server) tokenRefused(w http.ResponseWriter, r *http.Request, status int, code, words string) {
	s.log.WarnContext(r.Context(), "token refused", "request", session.RequestID(r.Context()), "code", code)
	if status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", `Basic realm="walletdesk", charset="UTF-8"`)
	}
	writeJSON(w, status, map[string]string{"error": code, "error_description": words})
}

// bearer is the token of an Authorization header. A request that has one comes from
// a program: its cookies count for nothing, so that the two are never mixed.
func bearer(r *http.Request) (token string, there bool) {
	header := r.Header.Get("Authorization")
	if header == "" {
		return "", false
	}
	scheme, token, _ := strings.Cut(header, " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return "", true
	}
	return strings.TrimSpace(token), true
}

// client resolves a program by its token.
func (s *server) client(r *http.Request, token string) (session.Actor, error) {
	if s.cfg.Clients == nil || token == "" || len(token) > 512 {
		return session.Actor{}, fault.New(fault.Unauthenticated, "INVALID_TOKEN", "This is no token of ours.")
	}
	return s.cfg.Clients.Resolve(r.Context(), token, s.clientKey(r)) //nolint:wrapcheck // wrapped there
}

// invalidToken answers as RFC 6750 §3.1 has it, in GraphQL's shape.
func (s *server) invalidToken(w http.ResponseWriter, r *http.Request, err error) {
	f, _ := fault.As(err)
	w.Header().Set("WWW-Authenticate", `Bearer realm="walletdesk", error="invalid_token"`)
	s.graphqlFault(w, r, http.StatusUnauthorized, f.Code, f.Message)
}
