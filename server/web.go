package server

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
)

// Entries of the built web app.
const (
	customerEntry   = "index.html"
	consoleEntry    = "console.html"
	playgroundEntry = "playground.html"
)

// web is the built web app, in memory.
type web struct {
	pages map[string][]byte // entries, with nonceMark in them
	files map[string]*file  // everything else, by path
}

// file is one file with its compressed forms.
type file struct {
	kind   string // media type
	etag   string
	plain  []byte
	brotli []byte        // from the build, nil if it made none
	gzip   func() []byte // from the build, or made at the first request; nil: not worth it
}

// openWeb reads the built web app. The customer's and the console's entries
// have to be there; the playground's if it is wanted.
func openWeb(built fs.FS, playground bool) (*web, error) {
	if built == nil {
		return nil, errors.New("it is not built")
	}
	app := &web{pages: map[string][]byte{}, files: map[string]*file{}}
	err := fs.WalkDir(built, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(built, name)
		if err != nil {
			return err
		}
		app.add(built, name, data)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read: %w", err)
	}
	wanted := []string{customerEntry, consoleEntry}
	if playground {
		wanted = append(wanted, playgroundEntry)
	}
	for _, name := range wanted {
		if app.pages[name] == nil {
			return nil, fmt.Errorf("%s is missing: it is not built", name)
		}
	}
	return app, nil
}

func (app *web) add(built fs.FS, name string, data []byte) {
	switch ext := path.Ext(name); ext {
	case ".html":
		app.pages[name] = data
		return
	case ".br", ".gz", ".map": // forms of other files; source maps are not served
		return
	}
	f := newFile(name, data)
	if compressible(f.kind) && len(data) > 1024 {
		f.brotli, _ = fs.ReadFile(built, name+".br") // absent: the build made none
		if made, err := fs.ReadFile(built, name+".gz"); err == nil {
			f.gzip = func() []byte { return made }
		} else {
			f.gzip = sync.OnceValue(func() []byte { return gzipped(data) })
		}
	}
	app.files[name] = f
}

func newFile(name string, data []byte) *file {
	sum := sha256.Sum256(data)
	return &file{kind: kindOf(name), etag: `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`, plain: data}
}

// kindOf names the media type. The system's own table is not asked: it differs
// from machine to machine.
func kindOf(name string) string {
	switch path.Ext(name) {
	case ".js", ".mjs":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".json":
		return "application/json"
	case ".webmanifest":
		return "application/manifest+json"
	case ".svg":
		return "image/svg+xml"
	case ".png":
		return "image/png"
	case ".jpg", ".jpeg":
		return "image/jpeg"
	case ".webp":
		return "image/webp"
	case ".ico":
		return "image/x-icon"
	case ".woff2":
		return "font/woff2"
	case ".ttf":
		return "font/ttf"
	case ".wasm":
		return "application/wasm"
	case ".txt", ".graphqls":
		return "text/plain; charset=utf-8"
	default:
		return "application/octet-stream"
	}
}

func compressible(kind string) bool {
	switch strings.SplitN(kind, "/", 2)[0] {
	case "text":
		return true
	case "image":
		return kind == "image/svg+xml"
	case "font":
		return kind == "font/ttf"
	default:
		return kind != "application/octet-stream" // models: a tenth of them is not worth a second of the first request
	}
}

// gzipped compresses; nil when a compressor in memory fails, which it never
// does, and then the plain form is served.
func gzipped(data []byte) []byte {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil
	}
	if _, err := z.Write(data); err != nil || z.Close() != nil {
		return nil
	}
	return b.Bytes()
}

// accepts reports whether a client takes a coding; q=0 says no (RFC 9110 §12.5.3).
func accepts(header, coding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, params, _ := strings.Cut(part, ";")
		if !strings.EqualFold(strings.TrimSpace(name), coding) {
			continue
		}
		weight, found := strings.CutPrefix(strings.ReplaceAll(params, " ", ""), "q=")
		q, err := strconv.ParseFloat(weight, 64)
		return !found || (err == nil && q > 0)
	}
	return false
}

func (f *file) form(header string) (body []byte, coding string) {
	if f.brotli != nil && accepts(header, "br") {
		return f.brotli, "br"
	}
	if f.gzip != nil && accepts(header, "gzip") {
		if body := f.gzip(); body != nil {
			return body, "gzip"
		}
	}
	return f.plain, ""
}

// forEver is how long assets are kept: their names hold a hash of what is in them.
const forEver = "public, max-age=31536000, immutable"

// serve writes a file, to be kept as its Cache-Control says.
func (f *file) serve(w http.ResponseWriter, r *http.Request, kept string) {
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("Cache-Control", kept)
	body, coding := f.form(r.Header.Get("Accept-Encoding"))
	etag := f.etag
	if f.gzip != nil || f.brotli != nil {
		h.Set("Vary", "Accept-Encoding")
	}
	if coding != "" {
		h.Set("Content-Encoding", coding)
		etag = strings.TrimSuffix(etag, `"`) + "-" + coding + `"` // another form is another representation
	}
	h.Set("ETag", etag)
	if strings.Contains(r.Header.Get("If-None-Match"), etag) {
		h.Del("Content-Encoding")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the reader is gone: nothing left to tell it
	}
}

// reading answers 405 to anything but GET and HEAD.
func (s *server) reading(w http.ResponseWriter, r *http.Request) bool {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return true
	}
	w.Header().Set("Allow", "GET, HEAD")
	s.fault(w, r, http.StatusMethodNotAllowed)
	return false
}

func (s *server) asset(w http.ResponseWriter, r *http.Request) {
	if !s.reading(w, r) {
		return
	}
	f, ok := s.web.files[strings.TrimPrefix(r.URL.Path, "/")]
	if !ok {
		http.Error(w, "404 not found", http.StatusNotFound)
		return
	}
	if strings.HasPrefix(r.URL.Path, finderWorker) {
		w.Header().Set("Content-Security-Policy", finderPolicy)
	}
	f.serve(w, r, forEver)
}

// customerPage serves the root's own files, and the customer's entry for every
// other path: which of them are pages the app knows itself.
func (s *server) customerPage(w http.ResponseWriter, r *http.Request) {
	if !s.reading(w, r) {
		return
	}
	name := strings.TrimPrefix(r.URL.Path, "/")
	if f, ok := s.web.files[name]; ok {
		f.serve(w, r, "no-cache")
		return
	}
	if path.Ext(name) != "" {
		s.notFound(w, r)
		return
	}
	s.entry(w, r, customerEntry, s.policy.page)
}

func (s *server) consolePage(w http.ResponseWriter, r *http.Request) {
	if s.reading(w, r) {
		s.entry(w, r, consoleEntry, s.policy.page)
	}
}

func (s *server) playgroundPage(w http.ResponseWriter, r *http.Request) {
	if !s.cfg.Playground {
		s.notFound(w, r)
		return
	}
	if s.reading(w, r) {
		s.entry(w, r, playgroundEntry, s.policy.playground)
	}
}

// entry writes an entry of the app with a nonce of this answer's own.
func (s *server) entry(w http.ResponseWriter, r *http.Request, name, policy string) {
	nonce := newNonce()
	body := bytes.ReplaceAll(s.web.pages[name], []byte(nonceMark), []byte(nonce))
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", withNonce(policy, nonce))
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the reader is gone: nothing left to tell it
	}
}
