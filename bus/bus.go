// Package bus is the doorbell between the nodes of walletdesk: NATS, inside this
// process by default, a cluster of servers by setting.
//
// The bus only rings. What happened is in the database's logs, so a lost ring is
// harmless as long as those who wait hear that rings may be missing: OnGap says
// so after a reconnection and after a reader that was too slow, and means "read
// the log".
//
// Invariants:
//   - The server inside the process opens no port and keeps nothing.
//   - Handlers run one at a time for each subscription, in the order of arrival,
//     and must not block: they move the ring into a bounded mailbox.
//   - Publish returns before anybody has heard.
//   - No call waits for a server that is not there: who subscribes meanwhile hears
//     once the connection is back, after a gap.
package bus

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

const (
	// A frozen server is given up after 2 s × 2; NATS's own 2 min × 2 would keep
	// every conversation waiting for the sweeper meanwhile.
	pingInterval        = 2 * time.Second
	maxPingsOutstanding = 2

	reconnectWait = 100 * time.Millisecond // measured: flow is back within 24 ms of a kill

	// What one subscription may have waiting; more is a gap. A ring is some 100 bytes.
	maxPendingRings = 16 * 1024
	maxPendingBytes = 8 << 20

	startWithin  = 5 * time.Second
	listenWithin = time.Second // for the server to have a subscription
	closeWithin  = 2 * time.Second
)

// Config says which bus to use.
type Config struct {
	// URL names a NATS cluster (nats://host:4222,nats://…); "" runs a server
	// inside this process.
	URL string
	// Log gets what the connection goes through; nil drops it.
	Log *slog.Logger
}

// Bus is one node's connection to the bus. It is safe for concurrent use.
type Bus struct {
	conn   *nats.Conn
	inside *server.Server // nil with a cluster
	log    *slog.Logger

	mu   sync.Mutex
	gaps []func()
}

// Open connects, or starts the server inside the process. An address that does
// not answer is an error: a node that hears nobody should not start.
func Open(ctx context.Context, cfg Config) (*Bus, error) {
	b := &Bus{log: cfg.Log}
	if b.log == nil {
		b.log = slog.New(slog.DiscardHandler)
	}
	options := b.options(ctx)
	if cfg.URL == "" {
		inside, err := startInside()
		if err != nil {
			return nil, fmt.Errorf("open bus: %w", err)
		}
		b.inside = inside
		options = append(options, nats.InProcessServer(inside))
	}
	conn, err := nats.Connect(cfg.URL, options...)
	if err != nil {
		b.stopInside()
		return nil, fmt.Errorf("open bus: %w", withoutAddress(err))
	}
	b.conn = conn
	return b, nil
}

// withoutAddress drops what may repeat the setting, and a password in it.
func withoutAddress(err error) error {
	if errors.Is(err, nats.ErrNoServers) || errors.Is(err, nats.ErrAuthorization) || errors.Is(err, nats.ErrTimeout) {
		return err
	}
	return errors.New("cannot connect to the NATS servers that are set")
}

func (b *Bus) options(ctx context.Context) []nats.Option {
	return []nats.Option{
		nats.Name("walletdesk"),
		nats.PingInterval(pingInterval),
		nats.MaxPingsOutstanding(maxPingsOutstanding),
		nats.MaxReconnects(-1),
		nats.ReconnectWait(reconnectWait),
		nats.DisconnectErrHandler(func(_ *nats.Conn, err error) {
			if err == nil {
				return // by Close
			}
			b.log.WarnContext(ctx, "bus: connection lost", "error", err)
		}),
		nats.ReconnectHandler(func(*nats.Conn) {
			b.log.InfoContext(ctx, "bus: connected again")
			b.gap()
		}),
		nats.ErrorHandler(func(_ *nats.Conn, sub *nats.Subscription, err error) {
			subject := ""
			if sub != nil {
				subject = sub.Subject
			}
			b.log.WarnContext(ctx, "bus: rings may be lost", "subject", subject, "error", err)
			b.gap() // slow consumer above all; whatever it is, reading the log is right
		}),
	}
}

// startInside runs a server that only this process can reach.
func startInside() (*server.Server, error) {
	inside, err := server.NewServer(&server.Options{DontListen: true, NoLog: true, NoSigs: true})
	if err != nil {
		return nil, err
	}
	inside.Start()
	if !inside.ReadyForConnections(startWithin) {
		inside.Shutdown()
		return nil, errors.New("the server inside the process does not get ready")
	}
	return inside, nil
}

// Publish rings: it hands data to the connection and returns. An error means that
// the ring is lost, which is for the log only.
func (b *Bus) Publish(subject string, data []byte) error {
	if err := b.conn.Publish(subject, data); err != nil {
		return fmt.Errorf("ring %s: %w", subject, err)
	}
	return nil
}

// Subscribe calls fn for every ring of the subject, which may have NATS's
// wildcards; fn must not block and must not keep data. When Subscribe returns,
// rings from now on are heard; without a connection at this moment they are once
// there is one, which OnGap tells. unsubscribe may be called more than once; a call
// of fn under way may end after it.
func (b *Bus) Subscribe(subject string, fn func(subject string, data []byte)) (func(), error) {
	sub, err := b.conn.Subscribe(subject, func(m *nats.Msg) { fn(m.Subject, m.Data) })
	if err != nil {
		return nil, fmt.Errorf("listen to %s: %w", subject, err)
	}
	unsubscribe := func() {
		// It fails on a second call and on a closed bus: both mean it is done.
		_ = sub.Unsubscribe()
	}
	if err := sub.SetPendingLimits(maxPendingRings, maxPendingBytes); err != nil {
		unsubscribe()
		return nil, fmt.Errorf("listen to %s: %w", subject, err)
	}
	if !b.conn.IsConnected() {
		return unsubscribe, nil
	}
	// Until the server has the subscription, a ring of another node passes by. One that
	// does not answer is about to be given up: the next gets the subscription, and the
	// gap makes good what was missed.
	if err := b.conn.FlushTimeout(listenWithin); err != nil && b.conn.IsClosed() {
		unsubscribe()
		return nil, fmt.Errorf("listen to %s: %w", subject, err)
	}
	return unsubscribe, nil
}

// OnGap adds a func that is called when rings may have been lost: those who wait
// read the log. It must not block.
func (b *Bus) OnGap(fn func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.gaps = append(b.gaps, fn)
}

func (b *Bus) gap() {
	b.mu.Lock()
	gaps := b.gaps[:len(b.gaps):len(b.gaps)]
	b.mu.Unlock()
	for _, fn := range gaps {
		fn()
	}
}

// Connected reports whether rings get through at this moment, for the health page.
func (b *Bus) Connected() bool { return b.conn.IsConnected() }

// Close sends what is on its way, ends the connection and the server inside. It
// may be called more than once.
func (b *Bus) Close() {
	if err := b.conn.FlushTimeout(closeWithin); err != nil && !b.conn.IsClosed() {
		b.log.Warn("bus: last rings may be lost", "error", err)
	}
	b.conn.Close()
	b.stopInside()
}

func (b *Bus) stopInside() {
	if b.inside != nil {
		b.inside.Shutdown()
		b.inside.WaitForShutdown()
	}
}
