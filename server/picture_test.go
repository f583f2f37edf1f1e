package server_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/marketplace/shoptest"
	"github.com/walletdesk/walletdesk/server"
	"github.com/walletdesk/walletdesk/session"
)

// cabinet has one picture behind the grant "good", and remembers who asked.
type cabinet struct {
	mu    sync.Mutex
	asked session.Actor
	fails error
}

const pictureBytes = "\xff\xd8\xff the picture"

// Open implements server.Documents.
func (c *cabinet) Open(_ context.Context, actor session.Actor, grant string) ([]byte, string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.asked = actor
	if c.fails != nil {
		return nil, "", c.fails
	}
	if grant != "good" {
		return nil, "", fault.New(fault.NotFound, "GRANT_DEAD", "This leave is used up.")
	}
	return []byte(pictureBytes), "image/jpeg", nil
}

func withPictures(c *cabinet) func(*server.Config) {
	return func(cfg *server.Config) { cfg.Document = server.Pictures(c, cfg.Log) }
}

func TestPictures(t *testing.T) {
	t.Parallel()
	docs := &cabinet{}
	h := newHouse(t, withPictures(docs))
	browser := shoptest.NewBrowser(t)
	h.signIn(t, browser, "/auth/workforce/start", "anna")
	res := h.do(t, browser, http.MethodPost, "/console/document", "good\n", "Content-Type", "text/plain")
	if res.StatusCode != http.StatusOK || res.body != pictureBytes {
		t.Fatalf("status %d: %q", res.StatusCode, res.body)
	}
	for name, want := range map[string]string{
		"Content-Type": "image/jpeg", "Cache-Control": "no-store",
		"X-Content-Type-Options": "nosniff", "Content-Disposition": "attachment",
	} {
		if got := res.Header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if !docs.asked.IsStaff() || docs.asked.SessionID == "" || docs.asked.StaffName != "Anna Berg" {
		t.Errorf("asked by %+v", docs.asked)
	}
}

func TestPictures_Refusals(t *testing.T) {
	t.Parallel()
	const inner = "blob 7f: no such file"
	for _, tc := range []struct {
		why, grant string
		fails      error
		status     int
		body       string
	}{
		{"a grant that is none", "bad", nil, http.StatusNotFound, "GRANT_DEAD"},
		{"no grant", "", nil, http.StatusNotFound, "GRANT_DEAD"},
		{"more than a grant", strings.Repeat("g", 5000), nil, http.StatusBadRequest, "This is no grant."},
		{"who lost the case", "good", fault.New(fault.Forbidden, "NOT_YOURS", "It is another's."), http.StatusForbidden, "NOT_YOURS"},
		{"who has to sign in anew", "good", fault.New(fault.Unauthenticated, "SIGN_IN", "Sign in."), http.StatusUnauthorized, "SIGN_IN"},
		{"who looks at too many", "good", fault.New(fault.Throttled, "THROTTLED", "Later."), http.StatusTooManyRequests, "THROTTLED"},
		{"what broke stays in the log", "good", errors.New(inner), http.StatusInternalServerError, "Something went wrong on our side."},
	} {
		t.Run(tc.why, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t, withPictures(&cabinet{fails: tc.fails}))
			res := h.do(t, shoptest.NewBrowser(t), http.MethodPost, "/console/document", tc.grant)
			if res.StatusCode != tc.status || strings.TrimSpace(res.body) != tc.body {
				t.Errorf("status %d: %q, want %d: %q", res.StatusCode, res.body, tc.status, tc.body)
			}
			if logged := strings.Contains(h.log.String(), inner); logged != (tc.status == http.StatusInternalServerError) {
				t.Errorf("in the log: %t", logged)
			}
			if grant := strings.TrimSpace(tc.grant); len(grant) > 4 && strings.Contains(h.log.String(), grant) {
				t.Error("the grant is in the log")
			}
		})
	}
}

// No address leads to a picture: it is neither shown by a GET nor given to another
// site's page.
func TestPictures_OnlyAsked(t *testing.T) {
	t.Parallel()
	docs := &cabinet{}
	h := newHouse(t, withPictures(docs))
	browser := shoptest.NewBrowser(t)
	if res := h.get(t, browser, "/console/document"); strings.Contains(res.body, pictureBytes) {
		t.Errorf("a GET got the picture, status %d", res.StatusCode)
	}
	if res := h.do(t, browser, http.MethodPost, "/console/document", "good", "Origin", "https://elsewhere.example", "Sec-Fetch-Site", "cross-site"); res.StatusCode != http.StatusForbidden {
		t.Errorf("another site's page got status %d", res.StatusCode)
	}
}
