package load

import (
	"context"
	"encoding/json"
	"math/rand/v2"
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
