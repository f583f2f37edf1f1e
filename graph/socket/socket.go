// Package socket carries GraphQL over WebSockets, by the protocol
// graphql-transport-ws. It implements gqlgen's graphql.Transport on gorilla's
// connections; resolvers of subscriptions meet it in Pull.
//
// # A connection
//
//	upgrade ─▶ OPEN ──connection_init──▶ READY ──▶ CLOSING ──▶ gone
//	            │ 4408 4401 4403           │ 4409 4429 1009 4400 …
//	            └──────────────────────────┴─▶ CLOSING
//
// CLOSING means: no frame but the close frame is written any more, every
// operation's context has ended, and what the peer still sends is read and
// thrown away for a moment, because a kernel that closes with unread input resets
// the connection and the close frame is lost.
//
// # Invariants
//
//   - Detached: the HTTP handler upgrades, starts one goroutine, which reads, and
//     returns. Frames are handled on goroutines of their own, so that the reading
//     one keeps a small stack.
//   - Pulled: a subscription that uses Pull has no goroutine while nothing
//     happens in it.
//   - Nothing queues here: whoever has a frame waits for its turn to write it.
//     A peer that does not read is cut by the write deadline, and one that sends
//     faster than it reads is not read from meanwhile.
//   - An id is free before the peer can know that its operation has ended, and
//     nothing is written for an operation whose id is no longer its own.
//   - A connection does not outlive its session.
//   - A ping says how far what the peer follows has come (Latest), by another way
//     than the events themselves: a peer that has less has lost something.
package socket

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/gorilla/websocket"
)

// Subprotocol is the only one spoken here.
const Subprotocol = "graphql-transport-ws"

// Close codes of graphql-transport-ws (github.com/enisdenjo/graphql-ws,
// PROTOCOL.md); those below 4000 are RFC 6455's.
const (
	codeBadRequest       = 4400
	codeUnauthorized     = 4401
	codeForbidden        = 4403
	codeNotAcceptable    = 4406
	codeInitTimeout      = 4408
	codeSubscriberExists = 4409
	codeTooManyInits     = 4429
)

// Figures that no setting changes.
const (
	bufferBytes = 1 << 10         // what a connection reads at once; a longer message takes several reads
	drainFor    = time.Second     // how long a closing connection is read from
	operateFor  = 2 * time.Minute // a query or mutation, as over HTTP
)

// Config is what a transport is made of. The zero Config works.
type Config struct {
	// CheckOrigin says whether a request's page may connect; nil: pages of the
	// host that was asked.
	CheckOrigin func(r *http.Request) bool
	// Quotas bound how many connections there are at once; who has too many is
	// answered 429 before the upgrade.
	Quotas []Quota
	// Init looks at connection_init's payload (nil if there was none) and gives
	// the connection its context; an error is 4403. nil: everybody may.
	Init func(ctx context.Context, payload map[string]any) (context.Context, error)
	// Ended arranges that end is called when the caller's session ends; stop
	// takes that back. The connection is closed with 4401 then, after which the
	// client graphql-ws does not come again by itself. end may be called at once
	// and does not block. nil: sessions never end.
	Ended func(ctx context.Context, end func()) (stop func())
	// Operation gives an operation its context, for example a fresh look at who
	// calls; an error ends the operation. nil: the connection's.
	Operation func(ctx context.Context) (context.Context, error)

	// Alive hears now and then, AliveEvery at the most often, of a connection on which
	// the peer follows something and answers pings: somebody waits there. It may take
	// its time. nil: nobody hears.
	Alive      func(ctx context.Context)
	AliveEvery time.Duration // 0: a minute

	InitTimeout   time.Duration // for connection_init to come; 0: 10 s
	WriteTimeout  time.Duration // for a frame to leave, before the peer is given up; 0: 5 s
	PingEvery     time.Duration // 0: 20 s. A peer silent for twice as long is gone.
	MaxMessage    int64         // bytes of an incoming message; 0: 64 KiB
	MaxOperations int           // at once on a connection; 0: 64
	Log           *slog.Logger  // nil: slog.Default
}

func (cfg Config) complete() Config {
	if cfg.Init == nil {
		cfg.Init = func(ctx context.Context, _ map[string]any) (context.Context, error) { return ctx, nil }
	}
	if cfg.Ended == nil {
		cfg.Ended = func(context.Context, func()) func() { return func() {} }
	}
	if cfg.Operation == nil {
		cfg.Operation = func(ctx context.Context) (context.Context, error) { return ctx, nil }
	}
	if cfg.Alive == nil {
		cfg.Alive = func(context.Context) {}
	}
	for _, d := range []struct {
		set   *time.Duration
		usual time.Duration
	}{{&cfg.InitTimeout, 10 * time.Second}, {&cfg.WriteTimeout, 5 * time.Second}, {&cfg.PingEvery, 20 * time.Second}, {&cfg.AliveEvery, time.Minute}} {
		if *d.set == 0 {
			*d.set = d.usual
		}
	}
	if cfg.MaxMessage == 0 {
		cfg.MaxMessage = 64 << 10
	}
	if cfg.MaxOperations == 0 {
		cfg.MaxOperations = 64
	}
	if cfg.Log == nil {
		cfg.Log = slog.Default()
	}
	return cfg
}

// Transport is graphql-transport-ws for gqlgen's handler. It is safe for
// concurrent use.
type Transport struct {
	cfg      Config
	upgrader websocket.Upgrader
	quotas   []*counter

	mu      sync.Mutex
	open    map[*connection]struct{}
	closing bool
	all     sync.WaitGroup // the open ones; grows only while not closing
}

var _ graphql.Transport = (*Transport)(nil)

// New makes a transport, one for each door.
func New(cfg Config) *Transport {
	cfg = cfg.complete()
	t := &Transport{cfg: cfg, open: map[*connection]struct{}{}}
	for _, q := range cfg.Quotas {
		t.quotas = append(t.quotas, newCounter(q))
	}
	t.upgrader = websocket.Upgrader{
		Subprotocols:     []string{Subprotocol},
		CheckOrigin:      cfg.CheckOrigin,
		HandshakeTimeout: cfg.WriteTimeout,
		ReadBufferSize:   bufferBytes,
		WriteBufferSize:  bufferBytes,
		WriteBufferPool:  &sync.Pool{}, // a connection holds one only while it writes
	}
	return t
}

// Supports implements graphql.Transport.
func (t *Transport) Supports(r *http.Request) bool {
	return strings.EqualFold(r.Header.Get("Upgrade"), "websocket")
}

// Do implements graphql.Transport: it returns as soon as the connection is open.
func (t *Transport) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	if t.isClosing() {
		refuse(w, http.StatusServiceUnavailable, "UNAVAILABLE", "This server is about to stop. Please connect again.")
		return
	}
	release, ok := t.admit(r.Context())
	if !ok {
		refuse(w, http.StatusTooManyRequests, "TOO_MANY_CONNECTIONS", "You have too many connections open.")
		return
	}
	ws, err := t.upgrader.Upgrade(hijackable{w}, r, nil)
	if err != nil {
		release() // the upgrader has answered
		return
	}
	c := newConnection(t, ws, exec, r)
	c.release = release
	added := t.add(c)
	switch {
	case !added:
		c.close(websocket.CloseGoingAway, "Going away")
	case ws.Subprotocol() != Subprotocol:
		c.close(codeNotAcceptable, "Subprotocol not acceptable")
	}
	go c.serve()
}

// Open tells how many connections there are.
func (t *Transport) Open() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.open)
}

// Shutdown ends every operation, sends every connection 1001, after which clients
// connect again, and waits until all are gone. When ctx ends first it cuts those
// that are left and says so. From its call on new connections are refused.
func (t *Transport) Shutdown(ctx context.Context) error {
	t.mu.Lock()
	t.closing = true
	list := make([]*connection, 0, len(t.open))
	for c := range t.open {
		list = append(list, c)
	}
	t.mu.Unlock()
	for _, c := range list {
		go c.close(websocket.CloseGoingAway, "Going away")
	}
	gone := make(chan struct{})
	go func() {
		t.all.Wait()
		close(gone)
	}()
	select {
	case <-gone:
		return nil
	case <-ctx.Done():
		for _, c := range list {
			c.cut()
		}
		return fmt.Errorf("shut sockets down: %w", ctx.Err())
	}
}

func (t *Transport) isClosing() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.closing
}

// add keeps a connection for Shutdown; false when it came too late.
func (t *Transport) add(c *connection) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closing {
		return false
	}
	t.open[c] = struct{}{}
	t.all.Add(1)
	return true
}

func (t *Transport) remove(c *connection) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, ok := t.open[c]; ok {
		delete(t.open, c)
		t.all.Done()
	}
}
