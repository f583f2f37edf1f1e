package openid_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/marketplace/shoptest"
	"github.com/walletdesk/walletdesk/session"
	"github.com/walletdesk/walletdesk/session/openid"
)

// gate is a provider whose discovery document hangs while it is shut.
type gate struct {
	*httptest.Server
	shut    atomic.Pointer[chan struct{}]
	arrived chan struct{}
	asked   atomic.Int32
	path    atomic.Pointer[string] // of the authorization endpoint
}

func newGate(t *testing.T) *gate {
	t.Helper()
	g := &gate{arrived: make(chan struct{}, 100)}
	first := "/authorize"
	g.path.Store(&first)
	g.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		g.asked.Add(1)
		g.arrived <- struct{}{}
		if shut := g.shut.Load(); shut != nil {
			select {
			case <-*shut:
			case <-r.Context().Done():
			}
		}
		send(w, map[string]any{
			"issuer": g.URL, "authorization_endpoint": g.URL + *g.path.Load(), "token_endpoint": g.URL + "/token", "jwks_uri": g.URL + "/jwks",
		})
	}))
	t.Cleanup(g.Close)
	return g
}

func (g *gate) close() (open func()) {
	shut := make(chan struct{})
	g.shut.Store(&shut)
	return func() { g.shut.Store(nil); close(shut) }
}

// While the provider hangs, everybody waits for one and the same answer: nobody
// waits for somebody else's turn, and who leaves takes nobody along.
func TestProvider_HangsForAll(t *testing.T) {
	t.Parallel()
	g := newGate(t)
	open := g.close()
	p := openid.New(openid.Config{Issuer: g.URL, ClientID: "wallet"})
	begin := func(ctx context.Context) <-chan error {
		failed := make(chan error, 1)
		go func() {
			_, err := p.Authorize(ctx, session.AuthRequest{Verifier: "v"})
			failed <- err
		}()
		return failed
	}
	impatient, leave := context.WithCancel(t.Context())
	first := begin(impatient)
	<-g.arrived
	leave()
	if err := <-first; !errors.Is(err, fault.Unavailable) || !errors.Is(err, context.Canceled) {
		t.Errorf("who left: %v", err)
	}
	var others []<-chan error
	for range 50 {
		others = append(others, begin(t.Context()))
	}
	open()
	for _, failed := range others {
		if err := <-failed; err != nil {
			t.Errorf("who waited: %v", err)
		}
	}
	if n := g.asked.Load(); n != 1 {
		t.Errorf("the provider was asked %d times", n)
	}
}

// Nobody waits longer than the client does, and all who wait are told together.
func TestProvider_HangsTooLong(t *testing.T) {
	t.Parallel()
	g := newGate(t)
	t.Cleanup(g.close())
	p := openid.New(openid.Config{Issuer: g.URL, ClientID: "wallet", HTTP: &http.Client{Timeout: 100 * time.Millisecond}})
	failed := make(chan error)
	const people = 30
	for range people {
		go func() {
			_, err := p.Authorize(t.Context(), session.AuthRequest{Verifier: "v"})
			failed <- err
		}()
	}
	for range people {
		if err := <-failed; !errors.Is(err, fault.Unavailable) {
			t.Errorf("hanging: %v", err)
		}
	}
	// One after the other they would have asked as often as they are.
	if n := g.asked.Load(); n > people/3 {
		t.Errorf("the provider was asked %d times by %d people at once", n, people)
	}
}

// An old document is read again behind the back of whoever signs in: while that
// hangs or fails the last good one is used, and a new one is taken over.
func TestProvider_KeepsTheLastGoodDocument(t *testing.T) {
	t.Parallel()
	g := newGate(t)
	clock := shoptest.NewClock()
	p := openid.New(openid.Config{Issuer: g.URL, ClientID: "wallet", Clock: clock.Now})
	where := func() string {
		t.Helper()
		address, err := p.Authorize(t.Context(), session.AuthRequest{Verifier: "v"})
		if err != nil {
			t.Fatal(err)
		}
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
		if err != nil {
			t.Fatal(err)
		}
		return r.URL.Path
	}
	if at := where(); at != "/authorize" || len(g.arrived) != 1 {
		t.Fatalf("at %s, asked %d times", at, len(g.arrived))
	}
	<-g.arrived
	clock.Add(59 * time.Minute)
	where()
	if len(g.arrived) != 0 {
		t.Error("a document of this hour was read again")
	}
	clock.Add(2 * time.Minute)
	open := g.close()
	moved := "/elsewhere"
	g.path.Store(&moved)
	if at := where(); at != "/authorize" {
		t.Errorf("at %s while the provider hangs", at)
	}
	<-g.arrived
	open()
	late := time.After(30 * time.Second)
	for where() != moved {
		select {
		case <-late:
			t.Fatal("the new document was never taken over")
		default:
			runtime.Gosched()
		}
	}
}
