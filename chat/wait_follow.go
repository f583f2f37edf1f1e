package chat

import (
	"context"
	"fmt"
	"reflect"
	"sync"
	"time"

	"github.com/walletdesk/walletdesk/session"
)

// How often a place in the queue is looked at: soon after something moved, but not
// at each step of many, and by itself, because estimates age.
const (
	placesAfter = 500 * time.Millisecond
	placesEvery = 30 * time.Second
)

// places tells those who wait on this node where they stand. One look at the queue
// serves all of them.
type places struct {
	chat *Service

	mu          sync.Mutex
	followers   map[*placeStream]struct{}
	unsubscribe func()
	moved       chan struct{} // room for one: something moved since the last look
	stop        chan struct{}
}

// placeStream is somebody who waits. The channel has room for one: a slow reader
// gets where it stands by then.
type placeStream struct {
	id     string
	wake   func()
	events chan *Waiting
	last   *Waiting // guarded by places.mu
	ended  bool
}

// FollowWaiting follows a conversation's place in the queue: where it stands now,
// and then whenever that changes. The channel is closed when the conversation waits
// no more, and when ctx ends; wake is called as for Follow. fault.NotFound as for
// Conversation.
func (s *Service) FollowWaiting(ctx context.Context, actor session.Actor, conversationID string, wake func()) (<-chan *Waiting, error) {
	c, err := s.log.readable(ctx, s.db, actor, conversationID)
	if err != nil {
		return nil, fmt.Errorf("follow wait: %w", err)
	}
	st := &placeStream{id: c.ID, wake: wake, events: make(chan *Waiting, 1)}
	if st.wake == nil {
		st.wake = func() {}
	}
	if err := s.places.enter(st); err != nil {
		return nil, fmt.Errorf("follow wait: %w", err)
	}
	context.AfterFunc(ctx, func() { s.places.leave(st) })
	return st.events, nil
}

// enter adds a follower and begins to look if it is the first.
func (p *places) enter(st *placeStream) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.followers) == 0 {
		p.moved, p.stop = make(chan struct{}, 1), make(chan struct{})
		moved := p.moved
		unsubscribe, err := p.chat.log.bell.Subscribe("queue", func(_ string, data []byte) {
			if len(data) > 5 && string(data[:5]) == "moved" {
				ring(moved)
			}
		})
		if err != nil {
			return fmt.Errorf("subscribe: %w", err)
		}
		p.unsubscribe = unsubscribe
		p.followers = map[*placeStream]struct{}{}
		go p.look(p.moved, p.stop)
	}
	p.followers[st] = struct{}{}
	ring(p.moved) // whoever comes hears of the own place
	return nil
}

// gap lets the queue be looked at again: rings may be lost.
func (p *places) gap() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.followers) > 0 {
		ring(p.moved)
	}
}

// ring notes that something moved.
func ring(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// leave takes a follower out and closes its channel.
func (p *places) leave(st *placeStream) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.end(st)
}

// end is leave; p.mu is held.
func (p *places) end(st *placeStream) {
	if st.ended {
		return
	}
	st.ended = true
	close(st.events)
	st.wake()
	delete(p.followers, st)
	if len(p.followers) == 0 {
		close(p.stop)
		p.unsubscribe()
	}
}

// look looks at the queue when something moved, and now and then, until nobody
// follows.
func (p *places) look(moved, stop chan struct{}) {
	tick := time.NewTicker(placesEvery)
	defer tick.Stop()
	for {
		select {
		case <-moved:
		case <-tick.C:
		case <-stop:
			return
		}
		if err := p.tell(); err != nil {
			p.chat.logger.Warn("places could not be read, trying again", "error", err)
			time.AfterFunc(retryMost, func() { ring(moved) })
		}
		pause := time.NewTimer(placesAfter)
		select {
		case <-pause.C:
		case <-stop:
			pause.Stop()
			return
		}
	}
}

// tell reads the places and gives each follower its own, if it changed.
func (p *places) tell() error {
	p.mu.Lock()
	ids, asked := make([]string, 0, len(p.followers)), make(map[*placeStream]bool, len(p.followers))
	for st := range p.followers {
		ids, asked[st] = append(ids, st.id), true
	}
	p.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	at, err := selectPlaces(ctx, p.chat.db, ids)
	if err != nil {
		return err
	}
	way, err := p.chat.ways(ctx)
	if err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for st := range p.followers {
		switch place, waits := at[st.id]; {
		case waits:
			p.give(st, way(place))
		case asked[st]:
			p.give(st, &Waiting{})
		default:
			ring(p.moved) // came meanwhile
		}
	}
	return nil
}

// give puts where a follower stands into its channel, instead of what it has not
// read yet; without a place it is the end. p.mu is held.
func (p *places) give(st *placeStream, w *Waiting) {
	if st.last != nil && reflect.DeepEqual(st.last, w) {
		return
	}
	st.last = w
	select {
	case <-st.events:
	default:
	}
	st.events <- w
	st.wake()
	if w.Place == nil {
		p.end(st)
	}
}
