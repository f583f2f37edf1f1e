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
	Page string // signed-in, fresh, beside, done, refused, fault
	Next string
	// Say names the sentence in pages/words.json; Else is another name for it, and
	// Message the sentence itself where there are no words for either.
	Say, Else, Message string
	// How names a sentence below it, what to do now; there need not be one.
	How string
	// Tells is what a page that stands in a window of its own says to the others
	// of this browser before it closes, for example "signed-in".
	Tells   string
	Again   string
	Home    string
	Request string // the request's id, to be told to the support service
	Nonce   string
	Lang    string
	Title   string
	Words   map[string]string
}

// in puts the words of a language in.
func (d *pageData) in(language string, all map[string]string) {
	d.Lang, d.Words, d.Title = htmlLang(language), all, d.Message
	for _, name := range []string{d.Else, d.Say} {
		if text := all[name]; text != "" {
			d.Title = text
		}
	}
}

// page writes one of the server's own pages.
func (s *server) page(w http.ResponseWriter, r *http.Request, status int, d pageData) {
	d.Nonce, d.Request = newNonce(), session.RequestID(r.Context())
	language := s.words.languageOf(r)
	d.in(language, s.words.of[language])
	body, err := render(d)
	if err != nil {
		s.log.ErrorContext(r.Context(), "page not rendered", "error", err)
		http.Error(w, "internal error", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Language", d.Lang)
	w.Header().Add("Vary", "Accept-Language, Cookie")
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
	say := "fault.5xx"
	switch {
	case status == http.StatusNotFound:
		say = "fault.404"
	case status < http.StatusInternalServerError:
		say = "fault.4xx"
	}
	s.page(w, r, status, pageData{Page: "fault", Say: say, Home: "/"})
}

func (s *server) notFound(w http.ResponseWriter, r *http.Request) { s.fault(w, r, http.StatusNotFound) }

// crossOrigin refuses what another site's page sent.
func (s *server) crossOrigin(w http.ResponseWriter, r *http.Request) {
	s.log.WarnContext(r.Context(), "cross-origin request refused", "request", session.RequestID(r.Context()))
	s.fault(w, r, http.StatusForbidden)
}
