package server_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/walletdesk/walletdesk/marketplace/shoptest"
)

var nonceInPage = regexp.MustCompile(`nonce="([A-Z0-9]+)"`)

func TestWeb_Pages(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	tests := []struct {
		why, path, title string
		status           int
		style            string
	}{
		{"the shop's button", "/", "customer", 200, "'self' 'nonce-"},
		{"a page of the app's own", "/account/cards", "customer", 200, "'self' 'nonce-"},
		{"the console", "/console", "console", 200, "'self' 'nonce-"},
		{"a page of the console", "/console/c/17", "console", 200, "'self' 'nonce-"},
		{"the playground needs inline styles", "/playground", "playground", 200, "'self' 'unsafe-inline'"},
	}
	for _, tt := range tests {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			c := shoptest.NewBrowser(t)
			first, second := h.get(t, c, tt.path), h.get(t, c, tt.path)
			if first.StatusCode != tt.status || !strings.Contains(first.body, "<title>"+tt.title) {
				t.Fatalf("status %d: %s", first.StatusCode, first.body)
			}
			nonce := nonceInPage.FindStringSubmatch(first.body)
			csp := first.Header.Get("Content-Security-Policy")
			if nonce == nil || !strings.Contains(csp, "script-src 'self' 'nonce-"+nonce[1]+"'") || !strings.Contains(csp, "style-src "+tt.style) {
				t.Errorf("nonce %v, policy %s", nonce, csp)
			}
			if strings.Contains(first.body, "__CSP_NONCE__") || strings.Contains(csp, "__CSP_NONCE__") {
				t.Error("the mark was left")
			}
			if first.body == second.body {
				t.Error("two answers have one nonce")
			}
			for _, wanted := range []string{"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self' " + h.url} {
				if !strings.Contains(csp, wanted) {
					t.Errorf("policy lacks %s: %s", wanted, csp)
				}
			}
			if strings.Contains(csp, "unsafe-eval") || (tt.title != "playground" && strings.Contains(csp, "unsafe")) {
				t.Errorf("policy %s", csp)
			}
		})
	}
}

func TestWeb_Assets(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	tests := []struct {
		why, path, accept string
		status            int
		coding, cache     string
	}{
		{"brotli of the build", "/assets/app-abc123.js", "gzip, deflate, br", 200, "br", "public, max-age=31536000, immutable"},
		{"gzip, made here", "/assets/page-def456.css", "gzip, deflate, br", 200, "gzip", "public, max-age=31536000, immutable"},
		{"gzip refused", "/assets/page-def456.css", "gzip;q=0", 200, "", "public, max-age=31536000, immutable"},
		{"nothing accepted", "/assets/app-abc123.js", "identity", 200, "", "public, max-age=31536000, immutable"},
		{"a font is compressed already", "/assets/face-789.woff2", "gzip, br", 200, "", "public, max-age=31536000, immutable"},
		{"a model is hardly smaller", "/assets/model-3e4.onnx", "gzip, br", 200, "", "public, max-age=31536000, immutable"},
		{"a file of the root may change", "/favicon.svg", "gzip", 200, "", "no-cache"},
		{"an absent asset", "/assets/app-old.js", "", 404, "", "no-store"},
		{"an absent file", "/robots.txt", "", 404, "", "no-store"},
		{"the brotli form by its own name", "/assets/app-abc123.js.br", "", 404, "", "no-store"},
		{"source maps stay inside", "/assets/app-abc123.map", "", 404, "", "no-store"},
		{"a page", "/", "gzip", 200, "", "no-store"},
	}
	for _, tt := range tests {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			c := shoptest.NewBrowser(t)
			res := h.get(t, c, tt.path, "Accept-Encoding", tt.accept)
			if res.StatusCode != tt.status || res.Header.Get("Content-Encoding") != tt.coding || res.Header.Get("Cache-Control") != tt.cache {
				t.Fatalf("status %d, coding %q, cache %q", res.StatusCode, res.Header.Get("Content-Encoding"), res.Header.Get("Cache-Control"))
			}
			etag := res.Header.Get("ETag")
			if etag == "" {
				return
			}
			again := h.get(t, c, tt.path, "Accept-Encoding", tt.accept, "If-None-Match", etag)
			if again.StatusCode != http.StatusNotModified || again.body != "" {
				t.Errorf("asked again: status %d, %d bytes", again.StatusCode, len(again.body))
			}
		})
	}
}

// The finder's worker may compile WebAssembly; no other script and no page may.
func TestWeb_FinderPolicy(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	tests := []struct {
		path string
		may  bool
	}{
		{"/assets/finder.worker-1f2.js", true},
		{"/assets/app-abc123.js", false},
		{"/", false},
		{"/console", false},
		{"/support", false},
	}
	for _, tt := range tests {
		csp := h.get(t, shoptest.NewBrowser(t), tt.path).Header.Get("Content-Security-Policy")
		if strings.Contains(csp, "'wasm-unsafe-eval'") != tt.may || strings.Contains(csp, "'unsafe-eval'") {
			t.Errorf("%s: policy %q", tt.path, csp)
		}
		if tt.may && (strings.Contains(csp, "unsafe-inline") || !strings.Contains(csp, "connect-src 'self';")) {
			t.Errorf("%s: policy %q lets more than the finder needs", tt.path, csp)
		}
	}
}

// Whatever is asked for, the answer has the headers.
func TestServer_Headers(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	for _, path := range []string{
		"/", "/console", "/playground", "/graphql", "/assets/app-abc123.js", "/assets/none.js", "/none.txt", "/auth/none",
		"/auth/customer/start", "/auth/customer/callback", "/healthz", "/dev/marketplace/", "/dev/none", "/console/document",
	} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			res := h.get(t, shoptest.NewBrowser(t), path)
			for name, want := range map[string]string{
				"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "X-Frame-Options": "DENY",
				"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
			} {
				if got := res.Header.Get(name); got != want {
					t.Errorf("%s: %q", name, got)
				}
			}
			if csp := res.Header.Get("Content-Security-Policy"); !strings.HasPrefix(csp, "default-src 'none'") || !strings.Contains(csp, "frame-ancestors 'none'") {
				t.Errorf("policy %q", csp)
			}
			if !strings.Contains(res.Header.Get("Permissions-Policy"), "microphone=()") || res.Header.Get("X-Request-Id") == "" {
				t.Errorf("headers %v", res.Header)
			}
			if cache := res.Header.Get("Cache-Control"); cache != "no-store" && path != "/assets/app-abc123.js" {
				t.Errorf("may be cached: %q", cache)
			}
			if res.Header.Get("Strict-Transport-Security") != "" {
				t.Error("HSTS on plain http")
			}
		})
	}
}
