package chat

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/walletdesk/walletdesk/session"
)

// lists brings changes of conversations to the consoles on this node. There is
// no log behind it: what a console gets is the conversation as it stands when it
// is sent, so what piles up for a slow one is ids, each once.
type lists struct {
	hub *Hub

	mu          sync.Mutex
	unsubscribe func()
	followers   map[*listStream]struct{}
	pending     map[string]bool  // ids that rang; true: state or owner changed
	seen        map[string]int64 // how far the rings of the last sweeps had come
	anew        bool             // rings may be lost: everything that is not closed is to be read
	pumping     bool
}

// listStream is one console.
type listStream struct {
	lists  *lists
	viewer session.Actor
	wake   func()
	events chan *QueueEvent
	done   chan struct{}

	// Guarded by lists.mu.
	pending map[string]bool // while behind: what it has not got
	behind  bool            // a goroutine of its own sends
	ended   bool
}

// FollowQueue follows the conversations of the console: those the caller may see,
// whenever something happens in them; of the others only that they changed state
// or owner, so that they leave the list, without name or preview. For the staff.
// The channel is bounded and closed when ctx ends; wake, if not nil, is called as
// for Follow. What happened before is not replayed: read Queue afterwards.
func (s *Service) FollowQueue(ctx context.Context, actor session.Actor, wake func()) (<-chan *QueueEvent, error) {
	if !actor.IsStaff() {
		return nil, errNotStaff()
	}
	if err := s.arrive(ctx, actor); err != nil {
		return nil, fmt.Errorf("follow queue: %w", err)
	}
	events, err := s.hub.lists.follow(ctx, actor, wake)
	if err != nil {
		return nil, fmt.Errorf("follow queue: %w", err)
	}
	return events, nil
}

func (l *lists) follow(ctx context.Context, actor session.Actor, wake func()) (<-chan *QueueEvent, error) {
	st := &listStream{
		lists: l, viewer: actor, wake: wake,
		events: make(chan *QueueEvent, mailbox), done: make(chan struct{}), pending: map[string]bool{},
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.unsubscribe == nil {
		unsubscribe, err := l.hub.bell.Subscribe("queue", func(_ string, data []byte) { l.ring(string(data)) })
		if err != nil {
			return nil, fmt.Errorf("subscribe: %w", err)
		}
		l.unsubscribe = unsubscribe
	}
	l.followers[st] = struct{}{}
	context.AfterFunc(ctx, st.end)
	return st.events, nil
}

func (l *lists) empty() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.followers) == 0
}

// ring reads "said|moved <id> <seq>". Anything else is a newer node's and tells
// this one nothing.
func (l *lists) ring(text string) {
	parts := strings.Fields(text)
	if len(parts) != 3 {
		return
	}
	seq, err := strconv.ParseInt(parts[2], 10, 64)
	if err != nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.seen[parts[1]] = max(l.seen[parts[1]], seq)
	l.note(parts[1], parts[0] == "moved")
}

// swept is what the sweeper found: how far logs have come of late.
func (l *lists) swept(changed map[string]int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for id, seq := range changed {
		if l.seen[id] < seq {
			l.note(id, true)
		}
	}
	l.seen = changed
}

// gap lets every conversation that is not closed be read and sent. Labels, priorities
// and marks leave nothing in a log that a sweep could find. What was closed meanwhile
// has a row that says so, and the sweep finds that.
func (l *lists) gap() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.followers) == 0 {
		return
	}
	l.anew = true
	l.start()
}

// note lets a conversation be read and sent; l.mu is held.
func (l *lists) note(id string, moved bool) {
	if len(l.followers) == 0 {
		return
	}
	if l.pending == nil {
		l.pending = map[string]bool{}
	}
	l.pending[id] = l.pending[id] || moved
	l.start()
}

// start lets the pump run; l.mu is held.
func (l *lists) start() {
	if !l.pumping {
		l.pumping = true
		go l.pump(retryFirst)
	}
}

// pump reads what rang and sends it, until nothing is left.
// When something can't be read the pump goes on by itself after a wait.
func (l *lists) pump(wait time.Duration) {
	for {
		l.mu.Lock()
		ids, anew := l.pending, l.anew
		l.pending, l.anew = nil, false
		if len(ids) == 0 && !anew || len(l.followers) == 0 {
			l.pumping = false
			l.mu.Unlock()
			return
		}
		l.mu.Unlock()

		ids, err := l.whole(ids, anew)
		var list []*Conversation
		if err == nil {
			list, err = l.read(ids)
		}
		if err != nil {
			l.hub.logger.Warn("conversations could not be read, trying again", "error", err)
			l.again(ids, anew)
			time.AfterFunc(wait, func() { l.pump(min(2*wait, retryMost)) })
			return
		}
		wait = retryFirst
		l.deliver(list, ids)
	}
}

// whole is the ids that rang, after a gap with all that are not closed.
func (l *lists) whole(ids map[string]bool, anew bool) (map[string]bool, error) {
	if !anew {
		return ids, nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	open, err := selectUnclosed(ctx, l.hub.db)
	if err != nil {
		return ids, err
	}
	if ids == nil {
		ids = make(map[string]bool, len(open))
	}
	for _, id := range open {
		ids[id] = true
	}
	return ids, nil
}

// again puts back what could not be read. The pump is still marked as running.
func (l *lists) again(ids map[string]bool, anew bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.anew = l.anew || anew
	for id, moved := range ids {
		l.note(id, moved)
	}
}

// read is the conversations of the ids as they stand, in the order of what
// happened in them.
func (l *lists) read(ids map[string]bool) ([]*Conversation, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	keys := make([]string, 0, len(ids))
	for id := range ids {
		keys = append(keys, id)
	}
	list, err := selectConversations(ctx, l.hub.db, keys)
	slices.SortFunc(list, func(a, b *Conversation) int { return a.LastAt.Compare(b.LastAt) })
	return list, err
}

// deliver puts conversations into the mailboxes, or notes them for consoles that
// are behind.
func (l *lists) deliver(list []*Conversation, moved map[string]bool) {
	now := l.hub.clock()
	l.mu.Lock()
	defer l.mu.Unlock()
	for st := range l.followers {
		put := false
		for _, c := range list {
			if st.behind {
				st.pending[c.ID] = st.pending[c.ID] || moved[c.ID]
				continue
			}
			view := st.view(c, moved[c.ID], now)
			if view == nil {
				continue
			}
			if len(st.events) == cap(st.events) {
				st.behind = true
				st.pending[c.ID] = moved[c.ID]
				go st.catchUp()
				continue
			}
			st.events <- &QueueEvent{Conversation: view}
			put = true
		}
		if put {
			st.ready()
		}
	}
}

// view is a conversation as this console may see it, nil if not at all.
func (st *listStream) view(c *Conversation, moved bool, now time.Time) *Conversation {
	if mayRead(st.viewer, c, now) {
		return seenBy(st.viewer, c)
	}
	if !moved {
		return nil
	}
	return &Conversation{
		ID: c.ID, Topic: c.Topic, State: c.State, Proof: c.Proof, Locale: c.Locale, OwnerName: c.OwnerName,
		LastSeq: c.LastSeq, LastAt: c.LastAt, CreatedAt: c.CreatedAt, Priority: Normal,
	}
}

func (st *listStream) ready() {
	if st.wake != nil {
		st.wake()
	}
}

// catchUp sends what a console has not got, as it stands by then, at the pace of
// its reader.
func (st *listStream) catchUp() {
	for {
		st.lists.mu.Lock()
		ids := st.pending
		st.pending = map[string]bool{}
		if st.ended || len(ids) == 0 {
			st.behind = false
			ended := st.ended
			st.lists.mu.Unlock()
			if ended {
				close(st.events)
				st.ready()
			}
			return
		}
		st.lists.mu.Unlock()
		st.send(ids)
	}
}

// send reads conversations and waits for the reader to take them.
func (st *listStream) send(ids map[string]bool) {
	for id, moved := range ids {
		list, err := st.lists.read(map[string]bool{id: moved})
		if err != nil {
			st.lists.hub.logger.Warn("conversation could not be read, trying again", "conversation", id, "error", err)
			st.lists.mu.Lock()
			st.pending[id] = st.pending[id] || moved
			st.lists.mu.Unlock()
			if !st.pause(retryFirst) {
				return
			}
			continue
		}
		for _, c := range list {
			view := st.view(c, moved, st.lists.hub.clock())
			if view == nil {
				continue
			}
			select {
			case st.events <- &QueueEvent{Conversation: view}:
				st.ready()
			case <-st.done:
				return
			}
		}
	}
}

// pause waits, false when the stream has ended.
func (st *listStream) pause(d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-st.done:
		return false
	}
}

// end takes the console out. The channel is closed by whoever sends into it.
func (st *listStream) end() {
	l := st.lists
	l.mu.Lock()
	defer l.mu.Unlock()
	if st.ended {
		return
	}
	st.ended = true
	close(st.done)
	delete(l.followers, st)
	if len(l.followers) == 0 && l.unsubscribe != nil {
		l.unsubscribe()
		l.unsubscribe = nil
	}
	if !st.behind {
		close(st.events)
		st.ready()
	}
}
