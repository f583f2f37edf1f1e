package loopback_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/walletdesk/walletdesk/server/loopback"
)

func TestCheck(t *testing.T) {
	t.Parallel()
	tests := []struct {
		why, listen, public string
		ok                  bool
	}{
		{"the usual development setting", "127.0.0.1:8080", "http://127.0.0.1:8080", true},
		{"the name is the machine too", "localhost:8080", "http://localhost:8080", true},
		{"IPv6", "[::1]:8080", "http://[::1]:8080", true},
		{"all of 127/8 is loopback", "127.8.9.1:1", "http://127.0.0.1:1", true},
		{"no host listens everywhere", ":8080", "http://127.0.0.1:8080", false},
		{"0.0.0.0 listens everywhere", "0.0.0.0:8080", "http://127.0.0.1:8080", false},
		{"a private network is not this machine", "192.168.1.2:80", "http://127.0.0.1", false},
		{"people come from outside", "127.0.0.1:8080", "https://wallet.example", false},
		{"a name that only begins like it", "127.0.0.1:8080", "http://localhost.example", false},
		{"no port", "127.0.0.1", "http://127.0.0.1", false},
	}
	for _, tt := range tests {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			if err := loopback.Check(tt.listen, tt.public); (err == nil) != tt.ok {
				t.Errorf("Check(%q, %q) = %v", tt.listen, tt.public, err)
			}
		})
	}
}

func TestOnly(t *testing.T) {
	t.Parallel()
	tests := []struct {
		why, host, remote, header string
		want                      int
	}{
		{"straight from this machine", "127.0.0.1:8080", "127.0.0.1:5555", "", 200},
		{"over IPv6", "[::1]:8080", "[::1]:5555", "", 200},
		{"a proxy on this machine", "127.0.0.1:8080", "127.0.0.1:5555", "X-Forwarded-For", 403},
		{"another word of the family", "127.0.0.1:8080", "127.0.0.1:5555", "x-forwarded-proto", 403},
		{"the standard's header", "127.0.0.1:8080", "127.0.0.1:5555", "Forwarded", 403},
		{"from the network", "127.0.0.1:8080", "192.0.2.1:5555", "", 403},
		{"a name rebound to loopback", "evil.example:8080", "127.0.0.1:5555", "", 403},
	}
	for _, tt := range tests {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			r.Host, r.RemoteAddr = tt.host, tt.remote
			if tt.header != "" {
				r.Header.Set(tt.header, "")
			}
			w := httptest.NewRecorder()
			loopback.Only(http.NotFoundHandler()).ServeHTTP(w, r)
			if got := w.Code; (got == http.StatusForbidden) != (tt.want == 403) {
				t.Errorf("status %d, want %d", got, tt.want)
			}
		})
	}
}
