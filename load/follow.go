package load

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"
)

// followQuery asks for what a thread shows of a message.
const followQuery = `subscription Follow($id: ID!, $after: Int!) {
  conversationEvents(conversationId: $id, after: $after) {
    message { seq clientId authorKind authorName mine kind body createdAt }
  }
}`

// Waits between two tries to connect.
const (
	firstWait = 50 * time.Millisecond
	lastWait  = 2 * time.Second
)

// followed is one event of that.
type followed struct {
	Data struct {
		ConversationEvents struct {
			Message *struct {
				Seq  int64  `json:"seq"`
				Body string `json:"body"`
			} `json:"message"`
		} `json:"conversationEvents"`
	} `json:"data"`
}

// follow keeps a room's follower connected until ctx ends. first is called once,
// when it is connected for the first time.
func (r *run) follow(ctx context.Context, room Room, b *book, first func(error)) {
	wait := firstWait
	for ctx.Err() == nil {
		w, err := r.connect(ctx, room, b)
		if first != nil {
			first(err)
			first = nil
		} else {
			r.reconnects.Add(1)
		}
		if err != nil {
			pause(ctx, wait)
			wait = min(2*wait, lastWait)
			continue
		}
		wait = firstWait
		r.hold(ctx, w)
	}
}

// hold waits until the connection ends, is to be cut, or the run is over.
func (r *run) hold(ctx context.Context, w *wire) {
	var cut <-chan time.Time
	if r.cfg.CutEvery > 0 {
		timer := time.NewTimer(r.cfg.CutEvery/2 + rand.N(r.cfg.CutEvery)) //nolint:gosec // when a connection is cut is no secret
		defer timer.Stop()
		cut = timer.C
	}
	select {
	case <-w.gone:
		return
	case <-cut:
		r.cuts.Add(1)
	case <-ctx.Done():
	}
	w.cut()
	<-w.gone
}

// connect opens a follower's socket and subscribes after what it has.
func (r *run) connect(ctx context.Context, room Room, b *book) (*wire, error) {
	ctx, cancel := context.WithTimeout(ctx, dialWithin)
	defer cancel()
	w, err := dial(ctx, r.cfg.socketURL(customerPath), r.cfg.Address, room.Customer, room.Network)
	if err != nil {
		return nil, err
	}
	variables := map[string]any{"id": room.ConversationID, "after": b.position()}
	err = w.subscribe(request{Query: followQuery, Variables: variables}, func(payload json.RawMessage) {
		var event followed
		if err := json.Unmarshal(payload, &event); err != nil || event.Data.ConversationEvents.Message == nil {
			return
		}
		m := event.Data.ConversationEvents.Message
		b.arrived(m.Seq, m.Body, time.Since(r.start), r.measured.Load())
	})
	if err != nil {
		return nil, err
	}
	return w, nil
}

func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// counters are what happened beside the texts.
type counters struct{ reconnects, cuts, repeats atomic.Int64 }

// Idle opens connections that follow rooms, each of them so many times, and says
// nothing on them. They stay until the returned function is called.
func Idle(ctx context.Context, address string, rooms []Room, each int) (func(), error) {
	cfg, err := (Config{Address: address}).complete()
	if err != nil {
		return nil, err
	}
	r := &run{cfg: cfg, start: time.Now()}
	var mu sync.Mutex
	var wires []*wire
	closeAll := func() {
		for _, w := range wires {
			w.cut()
		}
		for _, w := range wires {
			<-w.gone
		}
	}
	var failed atomic.Pointer[error]
	var all sync.WaitGroup
	slots := make(chan struct{}, connectAtOnce)
	for _, room := range rooms {
		for range each {
			slots <- struct{}{}
			all.Go(func() {
				defer func() { <-slots }()
				w, err := r.connect(ctx, room, newBook(room.After))
				if err != nil {
					failed.CompareAndSwap(nil, &err)
					return
				}
				mu.Lock()
				defer mu.Unlock()
				wires = append(wires, w)
			})
		}
	}
	all.Wait()
	if err := failed.Load(); err != nil {
		closeAll()
		return nil, *err
	}
	return closeAll, nil
}

// Stall follows a room over a connection that is never read from, and opens it anew
// whenever the server has given it up, until the returned function is called.
func Stall(ctx context.Context, address string, room Room) (func(), error) {
	cfg, err := (Config{Address: address}).complete()
	if err != nil {
		return nil, err
	}
	r := &run{cfg: cfg, start: time.Now()}
	ctx, cancel := context.WithCancel(ctx)
	first := make(chan error, 1)
	var done sync.WaitGroup
	done.Go(func() {
		for n := 0; ctx.Err() == nil; n++ {
			err := r.stall(ctx, room, n == 0, first)
			if err != nil && n == 0 {
				first <- err
				return
			}
			pause(ctx, firstWait)
		}
	})
	stop := func() { cancel(); done.Wait() }
	if err := <-first; err != nil {
		stop()
		return nil, err
	}
	return stop, nil
}

// stall subscribes from the log's beginning and reads nothing until the peer is gone:
// its writes fail then, as a ping of ours tells.
func (r *run) stall(ctx context.Context, room Room, tell bool, first chan<- error) error {
	conn, err := open(ctx, r.cfg.socketURL(customerPath), r.cfg.Address, room.Customer, room.Network)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	payload, err := json.Marshal(request{Query: followQuery, Variables: map[string]any{"id": room.ConversationID, "after": 0}})
	if err != nil {
		return err
	}
	if err := conn.WriteJSON(frame{ID: "1", Type: "subscribe", Payload: payload}); err != nil {
		return err
	}
	if tell {
		first <- nil
	}
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
			if err := conn.WriteJSON(frame{Type: "pong"}); err != nil {
				return nil // it was given up, as it should be
			}
		}
	}
}
