package chat

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/walletdesk/walletdesk/session"
)

// team tells those who follow the operators on this node who changed. One read
// serves all of them; what a slow one has not taken is an operator each, as it
// stood when it was read last.
type team struct {
	hub *Hub

	mu          sync.Mutex
	unsubscribe func()
	followers   map[*teamStream]struct{}
	changed     map[string]bool // who rang
	anew        bool            // rings may be lost: all are to be read
	pumping     bool
}

// teamStream is somebody who follows the operators.
type teamStream struct {
	due  map[string]*Operator // guarded by team.mu: what it has not got
	rang chan struct{}        // room for one: something is due
}

// FollowOperators follows the operators: each as it stands after a change of state
// or load, and all of them when the bus may have lost a ring. What happened before is
// not replayed: read Operators afterwards. For the staff; the channel is bounded,
// closed when ctx ends, and wake is called as for Follow.
func (s *Service) FollowOperators(ctx context.Context, actor session.Actor, wake func()) (<-chan *Operator, error) {
	if !actor.IsStaff() {
		return nil, errNotStaff()
	}
	if wake == nil {
		wake = func() {}
	}
	st := &teamStream{due: map[string]*Operator{}, rang: make(chan struct{}, 1)}
	if err := s.hub.team.enter(st); err != nil {
		return nil, fmt.Errorf("follow operators: %w", err)
	}
	events := make(chan *Operator, mailbox)
	go func() {
		defer func() { s.hub.team.leave(st); close(events); wake() }()
		for {
			select {
			case <-ctx.Done():
				return
			case <-st.rang:
			}
			for _, o := range s.hub.team.take(st) {
				select {
				case events <- o:
					wake()
				case <-ctx.Done():
					return
				}
			}
		}
	}()
	return events, nil
}

// enter adds a follower and listens if it is the first.
func (t *team) enter(st *teamStream) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.unsubscribe == nil {
		unsubscribe, err := t.hub.bell.Subscribe("operators", func(_ string, data []byte) { t.ring(string(data)) })
		if err != nil {
			return fmt.Errorf("subscribe: %w", err)
		}
		t.unsubscribe = unsubscribe
	}
	t.followers[st] = struct{}{}
	return nil
}

func (t *team) leave(st *teamStream) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.followers, st)
	if len(t.followers) == 0 && t.unsubscribe != nil {
		t.unsubscribe()
		t.unsubscribe = nil
	}
}

// take is what a follower has not got.
func (t *team) take(st *teamStream) map[string]*Operator {
	t.mu.Lock()
	defer t.mu.Unlock()
	due := st.due
	st.due = map[string]*Operator{}
	return due
}

// ring notes who changed. What is no id is a newer node's and tells this one nothing.
func (t *team) ring(text string) {
	id, err := canonical(text)
	if err != nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.changed[id] = true
	t.start()
}

// gap lets all be read: rings may be lost.
func (t *team) gap() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.anew = true
	t.start()
}

// start lets the pump run; t.mu is held.
func (t *team) start() {
	if !t.pumping {
		t.pumping = true
		go t.pump(retryFirst)
	}
}

// pump reads who changed and gives it to all, until nothing is left. When it can't
// be read the pump goes on by itself after a wait.
func (t *team) pump(wait time.Duration) {
	for {
		t.mu.Lock()
		ids, anew := t.changed, t.anew
		t.changed, t.anew = map[string]bool{}, false
		if len(ids) == 0 && !anew || len(t.followers) == 0 {
			t.pumping = false
			t.mu.Unlock()
			return
		}
		t.mu.Unlock()

		list, err := t.read(ids, anew)
		t.give(list)
		if err != nil {
			t.hub.logger.Warn("operators could not be read, trying again", "error", err)
			t.again(ids, anew)
			time.AfterFunc(wait, func() { t.pump(min(2*wait, retryMost)) })
			return
		}
		wait = retryFirst
	}
}

// read is the operators as they stand: those who rang, or all.
func (t *team) read(ids map[string]bool, anew bool) ([]*Operator, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if anew {
		return selectOperators(ctx, t.hub.db, "")
	}
	var out []*Operator
	for id := range ids {
		list, err := selectOperators(ctx, t.hub.db, id)
		if err != nil {
			return out, err
		}
		out = append(out, list...)
	}
	return out, nil
}

// again puts back what could not be read. The pump is still marked as running.
func (t *team) again(ids map[string]bool, anew bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.anew = t.anew || anew
	for id := range ids {
		t.changed[id] = true
	}
}

// give lets every follower have operators.
func (t *team) give(list []*Operator) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for st := range t.followers {
		for _, o := range list {
			st.due[o.ID] = o
		}
		if len(list) > 0 {
			ring(st.rang)
		}
	}
}
