package server

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/server/loopback"
	"github.com/walletdesk/walletdesk/session"
)

// recorder notes what was answered. It hands on what sockets and streams need.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (w *recorder) WriteHeader(status int) {
	if w.status == 0 && status >= http.StatusOK {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *recorder) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(p)
	w.bytes += int64(n)
	return n, err //nolint:wrapcheck // a writer hands its writer's errors on
}

// Unwrap lets http.ResponseController find what is below.
func (w *recorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// Flush sends what is buffered.
func (w *recorder) Flush() { _ = http.NewResponseController(w.ResponseWriter).Flush() } // not every writer can

// Hijack gives a socket its connection.
func (w *recorder) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, buffer, err := http.NewResponseController(w.ResponseWriter).Hijack()
	if err != nil {
		return nil, nil, fmt.Errorf("hijack: %w", err)
	}
	w.status = http.StatusSwitchingProtocols
	return conn, buffer, nil
}

// watched gives the request an id, writes the access log and catches panics.
func (s *server) watched(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := s.cfg.Clock()
		id := uuid.NewString()
		rec := &recorder{ResponseWriter: w}
		rec.Header().Set("X-Request-Id", id)
		r = r.WithContext(session.WithRequestID(r.Context(), id))
		defer s.logged(rec, r, id, start)
		defer s.caught(rec, r, id)
		next.ServeHTTP(rec, r)
	})
}

// caught turns a panic into an answer with the request's id; the stack is for
// the log. http.ErrAbortHandler goes on, as net/http wants.
func (s *server) caught(rec *recorder, r *http.Request, id string) {
	p := recover()
	if p == nil {
		return
	}
	if p == http.ErrAbortHandler { //nolint:errorlint,err113 // compared as net/http compares it
		panic(p)
	}
	// The panic's value may quote what was being worked on, its type may not; the
	// runtime's own words are safe.
	what := fmt.Sprintf("%T", p)
	if own, ok := p.(runtime.Error); ok {
		what = own.Error()
	}
	s.log.ErrorContext(r.Context(), "panic", "request", id, "what", what, "stack", string(debug.Stack()))
	if rec.status == 0 {
		s.fault(rec, r, http.StatusInternalServerError)
	}
}

func (s *server) logged(rec *recorder, r *http.Request, id string, start time.Time) {
	level := slog.LevelInfo
	if rec.status < 400 && (strings.HasPrefix(r.URL.Path, "/assets/") || strings.HasPrefix(r.URL.Path, "/healthz")) {
		level = slog.LevelDebug
	}
	s.log.LogAttrs(context.WithoutCancel(r.Context()), level, "request",
		slog.String("request", id), slog.String("method", r.Method), slog.String("path", quietPath(r.URL.Path)),
		slog.Int("status", rec.status), slog.Int64("bytes", rec.bytes),
		slog.Int64("ms", s.cfg.Clock().Sub(start).Milliseconds()))
}

// Limits of a path in the log: a part longer than a name, and as many digits as
// the shortest card number has.
const (
	longestPath = 512
	longestPart = 64
	mostDigits  = 12
)

// quietPath is a path for the log. Somebody may have put anything into the
// address bar: parts that are long or full of digits are left out, and the
// whole when the digits are spread over its parts. Ids stay.
func quietPath(path string) string {
	if len(path) > longestPath {
		return "/…"
	}
	parts, digits := strings.Split(path, "/"), 0
	for i, part := range parts {
		switch n := digitsIn(part); {
		case uuid.Validate(part) == nil:
		case len(part) > longestPart || n >= mostDigits:
			parts[i] = "…"
		default:
			digits += n
		}
	}
	if digits >= mostDigits {
		return "/…"
	}
	return strings.Join(parts, "/")
}

// digitsIn counts digits, and whatever is not ASCII: it may be another
// script's digit.
func digitsIn(part string) int {
	n := 0
	for _, c := range part {
		if (c >= '0' && c <= '9') || c > 0x7f {
			n++
		}
	}
	return n
}

// ownHost sends other names of this machine to the public URL, so that cookies
// are one set, and refuses foreign names that resolve to it. In production the
// proxy in front knows the names.
func (s *server) ownHost(next http.Handler) http.Handler {
	if !s.cfg.Dev {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.EqualFold(r.Host, s.origin.Host), strings.HasPrefix(r.URL.Path, "/healthz"):
			next.ServeHTTP(w, r)
		case loopback.IsHost(hostname(r.Host)) && (r.Method == http.MethodGet || r.Method == http.MethodHead):
			http.Redirect(w, r, s.origin.String()+r.URL.RequestURI(), http.StatusTemporaryRedirect) //nolint:gosec // to our own origin, with the path that was asked for
		default:
			s.fault(w, r, http.StatusMisdirectedRequest)
		}
	})
}

func hostname(hostport string) string {
	if host, _, err := net.SplitHostPort(hostport); err == nil {
		return host
	}
	return strings.Trim(hostport, "[]")
}

// timed ends what a person would not wait for.
func (s *server) timed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), 30*time.Second)
		defer cancel()
		r = r.WithContext(ctx)
		s.promptly(w, r)
		next.ServeHTTP(w, r)
	})
}

// promptly gives a small body its time to arrive: who sends it letter by letter holds
// a connection, and is not waited for. When it is there the connection has no
// deadline again: one that passes later would end the request while it is carried out.
func (s *server) promptly(w http.ResponseWriter, r *http.Request) {
	c := http.NewResponseController(w)
	if r.Body == http.NoBody || c.SetReadDeadline(time.Now().Add(s.cfg.BodyWait)) != nil {
		return // nothing to wait for, or no connection
	}
	r.Body = promptBody{r.Body, func() { _ = c.SetReadDeadline(time.Time{}) }}
}

type promptBody struct {
	io.ReadCloser
	whole func()
}

// Read implements io.Reader.
func (b promptBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if errors.Is(err, io.EOF) {
		b.whole()
	}
	return n, err //nolint:wrapcheck // io.EOF has to be itself
}
