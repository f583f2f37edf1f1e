package server

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"net/http"
	"strings"

	"github.com/walletdesk/walletdesk/session"
)

//go:embed pages/page.html
var pageText string

// pageData is what a page of the server's own shows. They are few and plain:
// they stand where the web app can't.
type pageData struct {
	Page    string // signed-in, fresh, refused, fault
	Next    string
	Message string
	Again   string
	Home    string
	Request string // the request's id, to be told to the support service
	Nonce   string
}

// page writes one of the server's own pages.
func (s *server) page(w http.ResponseWriter, r *http.Request, status int, d pageData) {
	d.Nonce, d.Request = newNonce(), session.RequestID(r.Context())
	body, err := render(d)
	if err != nil {
		s.log.ErrorContext(r.Context(), "page not rendered", "error", err)
		http.Error(w, "internal error", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", withNonce(s.policy.own, d.Nonce))
	w.WriteHeader(status)
	_, _ = w.Write(body) // the reader is gone: nothing left to tell it
}

func render(d pageData) ([]byte, error) {
	t, err := template.New("page").Parse(pageText)
	if err != nil {
		return nil, fmt.Errorf("page: %w", err)
	}
	var b bytes.Buffer
	if err := t.Execute(&b, d); err != nil {
		return nil, fmt.Errorf("page: %w", err)
	}
	return b.Bytes(), nil
}

// fault answers with a plain status: as a page to a browser, in words to others.
func (s *server) fault(w http.ResponseWriter, r *http.Request, status int) {
	if !strings.Contains(r.Header.Get("Accept"), "text/html") {
		http.Error(w, http.StatusText(status), status)
		return
	}
	message := "Something went wrong on our side. Please try again in a moment."
	switch {
	case status == http.StatusNotFound:
		message = "There is no such page."
	case status < http.StatusInternalServerError:
		message = "This can't be done."
	}
	s.page(w, r, status, pageData{Page: "fault", Message: message, Home: "/"})
}

func (s *server) notFound(w http.ResponseWriter, r *http.Request) { s.fault(w, r, http.StatusNotFound) }

// crossOrigin refuses what another site's page sent.
func (s *server) crossOrigin(w http.ResponseWriter, r *http.Request) {
	s.log.WarnContext(r.Context(), "cross-origin request refused", "request", session.RequestID(r.Context()))
	s.fault(w, r, http.StatusForbidden)
}
