package server_test

import (
	"strings"
	"testing"

	"github.com/walletdesk/walletdesk/marketplace/shoptest"
	"github.com/walletdesk/walletdesk/server"
)

// The contract is a public file, also where introspection is off.
func TestContract(t *testing.T) {
	t.Parallel()
	sdl := "type Query { a: Int }\n" + strings.Repeat("# words\n", 500)
	h := newHouse(t, func(cfg *server.Config) { cfg.SDL = []byte(sdl) })
	c := shoptest.NewBrowser(t)
	first := h.get(t, c, "/schema.graphqls")
	if first.StatusCode != 200 || first.body != sdl {
		t.Fatalf("status %d: %.80s", first.StatusCode, first.body)
	}
	for name, want := range map[string]string{"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "public, max-age=3600", "X-Content-Type-Options": "nosniff"} {
		if got := first.Header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	again := h.do(t, c, "GET", "/schema.graphqls", "", "If-None-Match", first.Header.Get("ETag"))
	if again.StatusCode != 304 || again.body != "" {
		t.Errorf("asked again: status %d", again.StatusCode)
	}
	if packed := h.do(t, c, "GET", "/schema.graphqls", "", "Accept-Encoding", "gzip"); packed.Header.Get("Content-Encoding") != "gzip" || len(packed.body) >= len(sdl)/2 {
		t.Errorf("compressed: %s, %d bytes", packed.Header.Get("Content-Encoding"), len(packed.body))
	}
	if post := h.do(t, c, "POST", "/schema.graphqls", ""); post.StatusCode != 405 || post.Header.Get("Allow") != "GET, HEAD" {
		t.Errorf("POST: status %d", post.StatusCode)
	}
	if none := newHouse(t, nil).get(t, c, "/schema.graphqls"); none.StatusCode != 404 {
		t.Errorf("without a contract: status %d", none.StatusCode)
	}
}
