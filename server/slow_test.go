package server_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/walletdesk/walletdesk/server"
)

// Who sends a request letter by letter, or stops in its middle, is not waited for,
// wherever it stops; meanwhile and afterwards everybody else is served.
func TestServer_SlowSenders(t *testing.T) {
	t.Parallel()
	const wait = 150 * time.Millisecond
	h := newHouseOn(t, func(cfg *server.Config) {
		cfg.BodyWait, cfg.Clients = wait, clients{cfg.Clock}
	}, func(s *http.Server) {
		// What they are in production:
		if s.ReadHeaderTimeout > 10*time.Second || s.ReadTimeout > 2*time.Minute || s.WriteTimeout > 3*time.Minute || s.IdleTimeout > 2*time.Minute || s.MaxHeaderBytes > 64<<10 {
			t.Errorf("a silent client is waited for: %+v", s)
		}
		s.ReadHeaderTimeout, s.ReadTimeout, s.IdleTimeout = wait, 2*wait, wait
	})
	host := strings.TrimPrefix(h.url, "http://")
	post := func(path, kind string) string {
		return "POST " + path + " HTTP/1.1\r\nHost: " + host + "\r\n" + server.PreflightHeader + ": 1\r\nContent-Type: " + kind + "\r\nContent-Length: 500\r\n\r\n"
	}
	tests := []struct {
		why, sent string
		status    int // 0: closed without a word
	}{
		{"nothing at all", "", 0},
		{"half a line", "GET / HT", 400},
		{"headers without an end", "GET / HTTP/1.1\r\nHost: " + host + "\r\nX-A: b\r\n", 0},
		{"half of the JSON", post("/graphql", "application/json") + `{"query":"`, 408},
		{"half of the JSON at the console", post("/console/graphql", "application/json") + `{"query":"`, 408},
		{"half of a file", post("/graphql", "multipart/form-data; boundary=x") + "--x\r\n", 413}, // the handler here says so of any end
		{"half of a token request", post("/oauth/token", "application/x-www-form-urlencoded") + "grant_type=", 400},
		{"half of a grant", post("/console/document", "text/plain") + "abc", 413},
		{"one request, and then half of another", "GET /healthz/live HTTP/1.1\r\nHost: " + host + "\r\n\r\nGET / HT", 200},
	}
	for _, tt := range tests {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", host)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = conn.Close() }()
			if _, err := io.WriteString(conn, tt.sent); err != nil {
				t.Fatal(err)
			}
			if err := conn.SetReadDeadline(time.Now().Add(20 * time.Second)); err != nil {
				t.Fatal(err)
			}
			in := bufio.NewReader(conn)
			status := 0
			if res, err := http.ReadResponse(in, nil); err == nil {
				status = res.StatusCode
				if _, err := io.Copy(io.Discard, res.Body); err != nil {
					t.Error(err)
				}
				_ = res.Body.Close()
			}
			if status != tt.status {
				t.Errorf("status %d, want %d", status, tt.status)
			}
			if rest, err := io.ReadAll(in); err != nil && !strings.Contains(err.Error(), "reset") {
				t.Errorf("it is still held: %v %q", err, rest)
			}
		})
	}
}

// A body that arrived in time leaves no deadline behind: the request may take longer
// to be carried out than to be sent, and the connection is used again.
func TestServer_PromptBodyLeavesNoDeadline(t *testing.T) {
	t.Parallel()
	const wait = 100 * time.Millisecond
	h := newHouse(t, func(cfg *server.Config) {
		cfg.BodyWait = wait
		cfg.GraphQL = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			select { // the request's work
			case <-r.Context().Done():
				w.WriteHeader(http.StatusGatewayTimeout)
			case <-time.After(3 * wait):
			}
		})
	})
	for i := range 2 {
		res, err := http.Post(h.url+"/graphql", "application/json", strings.NewReader(fmt.Sprintf(`{"query":"%d"}`, i)))
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		if res.StatusCode != http.StatusOK {
			t.Errorf("request %d: %d: the deadline of its body ended it", i, res.StatusCode)
		}
	}
}
