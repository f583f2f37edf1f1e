package oauth_test

import (
	"crypto/rand"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/oauth"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/postgres/pgtest"
	"github.com/walletdesk/walletdesk/session"
	"github.com/walletdesk/walletdesk/throttle"
)

const (
	id  = "shop"
	key = "a secret of thirty-two characters"
)

type clock struct {
	mu sync.Mutex
	t  time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
}

func newService(t *testing.T) (*oauth.Service, *clock, *postgres.DB) {
	t.Helper()
	db, c := pgtest.New(t), &clock{t: time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)}
	return oauth.New(oauth.Deps{DB: db, Throttle: throttle.New(db, c.now), Client: oauth.Client{ID: id, Secret: key}, Clock: c.now, Random: rand.Reader}), c, db
}

func code(err error) string {
	f, ok := fault.As(err)
	if !ok {
		if err != nil {
			return "INTERNAL: " + err.Error()
		}
		return ""
	}
	return f.Code
}

func TestService(t *testing.T) {
	t.Parallel()
	s, c, db := newService(t)
	token, err := s.Issue(t.Context(), id, key, "network")
	if err != nil || len(token.Value) != 43 || !token.ExpiresAt.Equal(c.now().Add(oauth.TokenFor)) {
		t.Fatalf("%v, %v", token, err)
	}
	var row string
	if err := db.GetContext(t.Context(), &row, `SELECT t::text FROM client_token t`); err != nil || strings.Contains(row, token.Value) {
		t.Errorf("the row is %s, %v", row, err)
	}
	actor, err := s.Resolve(t.Context(), token.Value, "network")
	if err != nil || actor.Role != session.Marketplace || actor.ClientID != id || actor.AccountID != "" {
		t.Errorf("%+v, %v", actor, err)
	}
	for _, wrong := range []string{"", "x", token.Value + "x", strings.ToUpper(token.Value)} {
		if _, err := s.Resolve(t.Context(), wrong, "network"); code(err) != "INVALID_TOKEN" {
			t.Errorf("%q: %v", wrong, err)
		}
	}
	// The client is set up no more.
	other := *s
	other.Client.ID = "bazaar"
	if _, err := other.Resolve(t.Context(), token.Value, "network"); code(err) != "INVALID_TOKEN" {
		t.Errorf("another set-up's token: %v", err)
	}
	c.pass(oauth.TokenFor)
	if _, err := s.Resolve(t.Context(), token.Value, "network"); code(err) != "INVALID_TOKEN" {
		t.Errorf("an hour later: %v", err)
	}
	if n, err := s.Sweep(t.Context()); err != nil || n != 1 {
		t.Errorf("swept %d, %v", n, err)
	}
}

func TestService_Issue_Refuses(t *testing.T) {
	t.Parallel()
	s, _, _ := newService(t)
	for why, pair := range map[string][2]string{
		"a wrong secret": {id, key + "x"}, "half a secret": {id, key[:20]}, "an unknown client": {"bazaar", key},
		"nothing": {"", ""}, "no secret": {id, ""}, "both one way round": {key, id},
	} {
		if token, err := s.Issue(t.Context(), pair[0], pair[1], why); code(err) != "INVALID_CLIENT" || token.Value != "" {
			t.Errorf("%s: %v, %v", why, token, err)
		}
	}
	// Nothing set up is no way in either.
	none := *s
	none.Client = oauth.Client{}
	if _, err := none.Issue(t.Context(), "", "", "network"); code(err) != "INVALID_CLIENT" {
		t.Errorf("nothing set up: %v", err)
	}
}

// Guessing is counted by network; a right one forgives.
func TestService_Issue_Throttled(t *testing.T) {
	t.Parallel()
	s, c, _ := newService(t)
	for range 19 {
		if _, err := s.Issue(t.Context(), id, "a guess", "network"); code(err) != "INVALID_CLIENT" {
			t.Fatal(err)
		}
	}
	if _, err := s.Issue(t.Context(), id, key, "network"); err != nil {
		t.Fatal(err)
	}
	for range 20 {
		if _, err := s.Issue(t.Context(), id, "a guess", "network"); code(err) != "INVALID_CLIENT" {
			t.Fatal(err)
		}
	}
	if _, err := s.Issue(t.Context(), id, key, "network"); code(err) != "THROTTLED" {
		t.Errorf("the twenty-first: %v", err)
	}
	if _, err := s.Issue(t.Context(), id, key, "another network"); err != nil {
		t.Errorf("from elsewhere: %v", err)
	}
	c.pass(10 * time.Minute)
	if _, err := s.Issue(t.Context(), id, key, "network"); err != nil {
		t.Errorf("later: %v", err)
	}
}
