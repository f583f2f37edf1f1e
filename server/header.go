package server

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// nonceMark stands in the built pages where the answer's own nonce goes.
const nonceMark = "__CSP_NONCE__"

// policies are the Content-Security-Policies, with nonceMark where the nonce goes.
type policies struct{ page, playground, own string }

// policiesFor writes them. 'self' does not mean the socket's scheme in every
// browser, so the socket's address is written out. Forms lead, through
// redirects, to the providers, and nowhere else.
func policiesFor(origin *url.URL, issuers []string) (policies, error) {
	actions := []string{"'self'"}
	for _, issuer := range issuers {
		u, err := url.Parse(issuer)
		if err != nil || u.Host == "" {
			return policies{}, fmt.Errorf("issuer %q is not a URL", issuer)
		}
		actions = append(actions, u.Scheme+"://"+u.Host)
	}
	socket := "ws://" + origin.Host
	if origin.Scheme == "https" {
		socket = "wss://" + origin.Host
	}
	build := func(style, worker, font string) string {
		return strings.Join([]string{
			"default-src 'none'",
			"script-src 'self' 'nonce-" + nonceMark + "'",
			"style-src " + style,
			"connect-src 'self' " + socket,
			"img-src 'self' blob: data:",
			"media-src data:", // the spoken form of a captcha
			"font-src " + font,
			"worker-src " + worker,
			"manifest-src 'self'",
			"frame-ancestors 'none'",
			"base-uri 'none'",
			"form-action " + strings.Join(actions, " "),
		}, "; ")
	}
	nonced := "'self' 'nonce-" + nonceMark + "'"
	return policies{
		page: build(nonced, "'self'", "'self'"),
		// Monaco writes style attributes and starts its workers from blobs.
		playground: build("'self' 'unsafe-inline'", "'self' blob:", "'self' data:"),
		own: "default-src 'none'; script-src 'nonce-" + nonceMark + "'; style-src 'nonce-" + nonceMark +
			"'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
	}, nil
}

// finderWorker begins the path of the worker that finds the card number in a picture,
// and finderPolicy is its own: a worker's policy comes with its script. It compiles
// WebAssembly and loads models from here; the pages themselves may do neither.
const (
	finderWorker = "/assets/finder.worker-"
	finderPolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)

// newNonce is 130 random bits; CSP asks for at least 128 (CSP 3 §7.1).
func newNonce() string { return rand.Text() }

func withNonce(policy, nonce string) string { return strings.ReplaceAll(policy, nonceMark, nonce) }

// permissions leaves the camera, for pictures of documents, and takes the rest.
const permissions = "camera=(self), microphone=(), geolocation=(), payment=(), usb=(), serial=(), hid=(), " +
	"midi=(), display-capture=(), browsing-topics=()"

// withHeaders sets what every answer has. A page sets a policy of its own over
// the one here, which lets nothing load.
func (s *server) withHeaders(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Permissions-Policy", permissions)
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		if s.https {
			h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains") // RFC 6797; a year
		}
		next.ServeHTTP(w, r)
	})
}
