// Package shoptest signs people in at the development providers for tests of
// the relying side, over real HTTP.
package shoptest

import (
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/walletdesk/walletdesk/marketplace"
)

// Clock is a clock that tests move.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// NewClock returns a clock that stands at this second.
func NewClock() *Clock { return &Clock{now: time.Now().UTC().Truncate(time.Second)} }

// Now tells the time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Add moves the clock on.
func (c *Clock) Add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// Folder is where test providers keep their keys: one for all runs, because
// making them is slow, and nothing stands behind them.
func Folder() string {
	return filepath.Join(os.TempDir(), fmt.Sprintf("walletdesk-shoptest-%d", os.Getuid()))
}

// Open starts both providers on a listener of their own, with the wallet's
// callbacks at the redirects.
func Open(t testing.TB, clock *Clock, redirects ...string) *marketplace.Site {
	t.Helper()
	server := httptest.NewUnstartedServer(nil)
	site, err := marketplace.New(marketplace.Config{
		PublicURL: "http://" + server.Listener.Addr().String(),
		Listen:    server.Listener.Addr().String(),
		Folder:    Folder(),
		Redirects: redirects,
		Clock:     clock.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	server.Config.Handler = site.Handler()
	server.Start()
	t.Cleanup(server.Close)
	return site
}

// NewBrowser returns a client with cookies of its own that follows no redirect.
func NewBrowser(t testing.TB) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

var requestField = regexp.MustCompile(`name="request" value="([^"]*)"`)

// Callback goes to a provider's authorization address and signs the person in,
// unless the provider remembers them, and gives the wallet's callback the
// browser is sent to.
func Callback(t testing.TB, browser *http.Client, address, username string) *url.URL {
	t.Helper()
	ask, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := browser.Do(ask)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode == http.StatusOK {
		body, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		found := requestField.FindSubmatch(body)
		if found == nil {
			t.Fatalf("no login form: %s", body)
		}
		action := *res.Request.URL
		action.Path, action.RawQuery = strings.Replace(action.Path, "/authorize", "/login", 1), ""
		form := url.Values{
			"request": {html.UnescapeString(string(found[1]))}, "username": {username}, "password": {marketplace.DemoPassword},
		}
		send, err := http.NewRequestWithContext(t.Context(), http.MethodPost, action.String(), strings.NewReader(form.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		send.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		again, err := browser.Do(send)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = again.Body.Close() }()
		res = again
	}
	to, err := res.Location()
	if err != nil {
		t.Fatalf("%s was not sent back: status %d", username, res.StatusCode)
	}
	return to
}
