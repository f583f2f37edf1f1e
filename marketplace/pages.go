package marketplace

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strings"
)

//go:embed pages
var files embed.FS

// Names of the pages, one file each below pages/.
const (
	pageLogin     = "login.html"
	pageFront     = "front.html"
	pageRecovery  = "recovery.html"
	pageSignedOut = "signed-out.html"
	pageRefused   = "refused.html"
)

// pageData is what a page shows.
type pageData struct {
	Nonce, Site, Base, Wallet string
	Shop                      bool
	People                    []Person
	Password                  string
	Request                   string // the authentication request, carried through the form
	Username, Problem         string
}

func (p *provider) siteName() string {
	if p.realm == Workforce {
		return "Staff directory"
	}
	return "Agora"
}

func (p *provider) loginPage(w http.ResponseWriter, status int, asked url.Values, username, problem string) {
	p.render(w, status, pageLogin, pageData{
		People: demoPeople(p.realm), Password: DemoPassword,
		Request: asked.Encode(), Username: username, Problem: problem,
	})
}

// front is the shop's own front page, with the way into the wallet.
func (p *provider) front(w http.ResponseWriter, _ *http.Request) {
	p.render(w, http.StatusOK, pageFront, pageData{})
}

// recovery is the shop's own way back to a forgotten login password.
func (p *provider) recovery(w http.ResponseWriter, _ *http.Request) {
	p.render(w, http.StatusOK, pageRecovery, pageData{Password: DemoPassword})
}

func (p *provider) refuse(w http.ResponseWriter, problem string) {
	p.render(w, http.StatusBadRequest, pageRefused, pageData{Problem: problem})
}

func (p *provider) fail(w http.ResponseWriter, r *http.Request, err error) {
	p.log.ErrorContext(r.Context(), "development provider failed", "path", r.URL.Path, "error", err)
	p.render(w, http.StatusInternalServerError, pageRefused, pageData{Problem: "Something went wrong here."})
}

// render writes a page: no script at all, styles by nonce, forms to this site
// and, through its redirect, to the wallet.
func (p *provider) render(w http.ResponseWriter, status int, page string, d pageData) {
	nonce, err := p.newToken()
	if err != nil {
		http.Error(w, "internal error", http.StatusInternalServerError)
		return
	}
	d.Nonce, d.Site, d.Base, d.Wallet, d.Shop = nonce, p.siteName(), "/dev/"+string(p.realm), p.home, p.realm == Shop
	body, err := pageText(page, d)
	if err != nil {
		p.log.Error("development provider's page", "page", page, "error", err)
		http.Error(w, "internal error", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'nonce-"+nonce+"'; form-action 'self' "+
		strings.TrimSuffix(p.home, "/")+"; base-uri 'none'; frame-ancestors 'none'")
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_, _ = w.Write(body) // the reader is gone: nothing left to tell it
}

func pageText(page string, d pageData) ([]byte, error) {
	t, err := template.ParseFS(files, "pages/layout.html", "pages/"+page)
	if err != nil {
		return nil, fmt.Errorf("page: %w", err)
	}
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, "layout", d); err != nil {
		return nil, fmt.Errorf("page: %w", err)
	}
	return b.Bytes(), nil
}
