// Package inbox is the development mailbox: pages over the folder that
// mail.Folder writes. Development only; whoever sees it sees everybody's links.
//
// Invariants: a mail's HTML runs nothing and loads nothing (sandboxed, by the
// answer's own policy), and no name from a request becomes a path without being
// looked up in the folder's list.
package inbox

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/http"
	"net/mail"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Root is where the pages expect to be served.
const Root = "/dev/mail/"

// maxShown is how many mails a list shows, the newest.
const maxShown = 200

// maxMail bounds what is read of a file; our own mails have some 10 KB.
const maxMail = 1 << 20

// Mail is one mail of the folder, as the JSON list gives it.
type Mail struct {
	ID      string    `json:"id"`
	To      string    `json:"to"`
	Subject string    `json:"subject"`
	Date    time.Time `json:"date"`
	Text    string    `json:"text"`
	HTML    string    `json:"html"`
	// Links are the addresses in the text, in order.
	Links []string `json:"links"`
}

//go:embed page.html
var pageText string

// The policies: the pages show themselves and frame a mail; a mail does nothing
// but open its links in a window of their own.
const (
	pagePolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
	mailPolicy = "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)

// Handler serves the mailbox of the folder dir under Root:
//
//	/dev/mail/?to=…     the list, newest first, of all or of one address
//	/dev/mail/ID        one mail
//	/dev/mail/ID/html   its HTML, sandboxed
//	/dev/mail/api?to=…  the list as JSON, with texts and links
func Handler(dir string) http.Handler {
	b := box{dir: dir}
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+Root+"{$}", b.list)
	mux.HandleFunc("GET "+Root+"api", b.api)
	mux.HandleFunc("GET "+Root+"{id}", b.show)
	mux.HandleFunc("GET "+Root+"{id}/html", b.html)
	return mux
}

type box struct{ dir string }

type view struct {
	To    string
	Mails []Mail
	One   *Mail
}

func (b box) list(w http.ResponseWriter, r *http.Request) {
	to := r.URL.Query().Get("to")
	mails, err := b.mails(to)
	if err != nil {
		failed(w, err)
		return
	}
	page(w, view{To: to, Mails: mails})
}

func (b box) api(w http.ResponseWriter, r *http.Request) {
	mails, err := b.mails(r.URL.Query().Get("to"))
	if err != nil {
		failed(w, err)
		return
	}
	text, err := json.Marshal(mails)
	if err != nil {
		failed(w, err)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, _ = w.Write(text) // the reader is gone: nothing left to tell it
}

func (b box) show(w http.ResponseWriter, r *http.Request) {
	m, err := b.read(r.PathValue("id"))
	if err != nil {
		failed(w, err)
		return
	}
	page(w, view{One: &m})
}

func (b box) html(w http.ResponseWriter, r *http.Request) {
	m, err := b.read(r.PathValue("id"))
	if err != nil {
		failed(w, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", mailPolicy)
	h.Set("X-Frame-Options", "SAMEORIGIN")
	// A link would open inside the small frame otherwise.
	_, _ = io.WriteString(w, strings.Replace(m.HTML, "<head>", `<head><base target="_blank">`, 1)) // the reader is gone
}

func page(w http.ResponseWriter, v view) {
	t, err := template.New("inbox").Parse(pageText)
	if err != nil {
		failed(w, err)
		return
	}
	var body bytes.Buffer
	if err := t.Execute(&body, v); err != nil {
		failed(w, err)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", pagePolicy)
	_, _ = body.WriteTo(w) // the reader is gone: nothing left to tell it
}

func failed(w http.ResponseWriter, err error) {
	if errors.Is(err, fs.ErrNotExist) {
		http.Error(w, "there is no such mail", http.StatusNotFound)
		return
	}
	http.Error(w, err.Error(), http.StatusInternalServerError) // development only
}

// ids are the folder's mails, newest first: ids are UUIDv7, which sort by time.
func (b box) ids() ([]string, error) {
	entries, err := os.ReadDir(b.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read mail folder: %w", err)
	}
	var ids []string
	for _, e := range entries {
		if id, ok := strings.CutSuffix(e.Name(), ".eml"); ok && !strings.HasPrefix(id, ".") {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	slices.Reverse(ids)
	return ids, nil
}

// mails are the newest, of an address or of all.
func (b box) mails(to string) ([]Mail, error) {
	ids, err := b.ids()
	if err != nil {
		return nil, err
	}
	mails := []Mail{}
	for _, id := range ids {
		m, err := b.open(id)
		if err != nil {
			return nil, err
		}
		if to == "" || strings.EqualFold(m.To, to) {
			mails = append(mails, m)
		}
		if len(mails) == maxShown {
			break
		}
	}
	return mails, nil
}

// read is the mail of an id that a request brought.
func (b box) read(id string) (Mail, error) {
	ids, err := b.ids()
	if err != nil {
		return Mail{}, err
	}
	if !slices.Contains(ids, id) {
		return Mail{}, fs.ErrNotExist
	}
	return b.open(id)
}

// open reads one file.
func (b box) open(id string) (Mail, error) {
	file, err := os.Open(filepath.Join(b.dir, id+".eml"))
	if err != nil {
		return Mail{}, err
	}
	m, err := parse(io.LimitReader(file, maxMail))
	if err = errors.Join(err, file.Close()); err != nil {
		return Mail{}, fmt.Errorf("read mail %s: %w", id, err)
	}
	m.ID = id
	return m, nil
}

// parse reads a mail of ours: multipart/alternative with text and HTML.
func parse(r io.Reader) (Mail, error) {
	raw, err := mail.ReadMessage(r)
	if err != nil {
		return Mail{}, err
	}
	var m Mail
	if m.Subject, err = new(mime.WordDecoder).DecodeHeader(raw.Header.Get("Subject")); err != nil {
		return Mail{}, err
	}
	to, err := raw.Header.AddressList("To")
	if err != nil {
		return Mail{}, err
	}
	m.To = to[0].Address
	if m.Date, err = raw.Header.Date(); err != nil {
		return Mail{}, err
	}
	kind, params, err := mime.ParseMediaType(raw.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		return Mail{}, fmt.Errorf("content type is %q: %w", kind, errors.Join(err, errors.ErrUnsupported))
	}
	if err := m.parts(multipart.NewReader(raw.Body, params["boundary"])); err != nil {
		return Mail{}, err
	}
	m.Links = regexp.MustCompile(`https?://\S+`).FindAllString(m.Text, -1)
	return m, nil
}

func (m *Mail) parts(r *multipart.Reader) error {
	for {
		part, err := r.NextRawPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		body := io.Reader(part)
		if strings.EqualFold(part.Header.Get("Content-Transfer-Encoding"), "quoted-printable") {
			body = quotedprintable.NewReader(part)
		}
		text, err := io.ReadAll(body)
		if err != nil {
			return err
		}
		clean := strings.ReplaceAll(string(text), "\r\n", "\n")
		if strings.HasPrefix(part.Header.Get("Content-Type"), "text/html") {
			m.HTML = clean
		} else {
			m.Text = clean
		}
	}
}
