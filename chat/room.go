package chat

import (
	"context"
	"sync"
	"time"

	"github.com/walletdesk/walletdesk/session"
)

// room is a conversation that somebody follows on this node.
type room struct {
	hub *Hub
	id  string

	listening   sync.Once // guards the next two, which stay as they are after it
	unsubscribe func()
	deaf        error

	mu        sync.Mutex
	followers map[*stream]struct{}
	want      int64 // how far the rings say the log has come
	last      int64 // how far it was read for the followers that are not behind
	epoch     int   // counts gap signals
	poll      bool  // read the log whatever the rings say
	pumping   bool
	typists   []typist // whom to tell of
	telling   bool
}

// stream is one follower. While it is behind, a goroutine of its own reads the
// log for it; otherwise the room puts rows into its mailbox.
type stream struct {
	room   *room
	viewer session.Actor
	wake   func()
	typing bool // wants to know who types
	events chan *Event
	done   chan struct{}

	// Guarded by room.mu, pos while behind by the stream's own goroutine.
	pos    int64
	behind bool
	ended  bool
}

// ring says that the log has come to seq.
func (r *room) ring(seq int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.want = max(r.want, seq)
	r.start()
}

// gap says that rings may be lost.
func (r *room) gap() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.epoch++
	r.poll = true
	r.start()
}

// start lets the log be read if there is something to read; r.mu is held.
func (r *room) start() {
	if r.pumping || !r.due() {
		return
	}
	r.pumping = true
	go r.pump(retryFirst)
}

// due tells whether the room has to read the log for anybody; r.mu is held.
func (r *room) due() bool {
	if r.want <= r.last && !r.poll {
		return false
	}
	for st := range r.followers {
		if !st.behind {
			return true
		}
	}
	return false
}

// pump reads the log and fills mailboxes until there is nothing left to read.
// When it can't be read the pump goes on by itself after a wait.
func (r *room) pump(wait time.Duration) {
	for {
		r.mu.Lock()
		if !r.due() {
			r.pumping = false
			r.mu.Unlock()
			return
		}
		after, want := r.last, r.want
		r.poll = false
		r.mu.Unlock()

		list, c, err := r.hub.read(r.id, after)
		if err != nil {
			r.hub.logger.Warn("log could not be read, trying again", "conversation", r.id, "error", err)
			r.mu.Lock()
			r.poll = true
			r.mu.Unlock()
			time.AfterFunc(wait, func() { r.pump(min(2*wait, retryMost)) })
			return
		}
		wait = retryFirst
		r.deliver(list, c, want)
	}
}

// read is the next rows of a log and the conversation as it stands then.
func (h *Hub) read(id string, after int64) ([]*Message, *Conversation, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	list, err := selectAfter(ctx, h.db, id, after, batch)
	if err != nil {
		return nil, nil, err
	}
	c, err := selectConversation(ctx, h.db, id)
	return list, c, err
}

// deliver puts rows that were read into the mailboxes; want is how far the rings
// had come before. Who may not see the conversation any more is sent away.
func (r *room) deliver(list []*Message, c *Conversation, want int64) {
	now := r.hub.clock()
	var gone []*stream
	r.mu.Lock()
	if n := len(list); n > 0 {
		r.last = max(r.last, list[n-1].Seq)
	} else if r.want == want {
		// A ring without a row: were it real, the sweeper would ring again.
		r.want = min(r.want, r.last)
	}
	for st := range r.followers {
		if st.behind || st.ended {
			continue
		}
		if !mayRead(st.viewer, c, now) {
			gone = append(gone, st)
			continue
		}
		st.offer(list, c)
	}
	r.mu.Unlock()
	for _, st := range gone {
		st.end()
	}
}

// offer puts rows into the mailbox as long as they fit and follow on its
// position; otherwise the stream reads the log by itself. r.mu is held.
func (st *stream) offer(list []*Message, c *Conversation) {
	put := false
	for _, m := range list {
		if m.Seq <= st.pos {
			continue
		}
		if m.Seq > st.pos+1 || len(st.events) == cap(st.events) {
			st.behind = true
			go st.catchUp()
			break
		}
		st.events <- st.event(m, c)
		st.pos = m.Seq
		put = true
	}
	if put {
		st.ready()
	}
}

// event is a row as this follower sees it.
func (st *stream) event(m *Message, c *Conversation) *Event {
	return &Event{Message: readBy(st.viewer, m), Conversation: seenBy(st.viewer, c)}
}

// ready wakes the reader of the channel.
func (st *stream) ready() {
	if st.wake != nil {
		st.wake()
	}
}

// catchUp reads the log for a stream that is behind and waits for its reader,
// until it has all there is, or ends.
func (st *stream) catchUp() {
	wait := retryFirst
	for {
		epoch := st.room.now()
		list, c, err := st.room.hub.read(st.room.id, st.pos)
		if err != nil {
			st.room.hub.logger.Warn("log could not be read, trying again", "conversation", st.room.id, "error", err)
			if !st.pause(wait) {
				break
			}
			wait = min(2*wait, retryMost)
			continue
		}
		wait = retryFirst
		if !mayRead(st.viewer, c, st.room.hub.clock()) {
			st.end()
			break
		}
		if !st.put(list, c) {
			break
		}
		if len(list) == batch {
			continue
		}
		done, ended := st.caughtUp(epoch)
		if ended {
			break
		}
		if done {
			return
		}
	}
	close(st.events)
	st.ready()
}

// now is how many gap signals the room has had.
func (r *room) now() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.epoch
}

// put hands rows to the reader, however slow; false when the stream has ended.
func (st *stream) put(list []*Message, c *Conversation) bool {
	for _, m := range list {
		select {
		case st.events <- st.event(m, c):
			st.pos = m.Seq
			st.ready()
		case <-st.done:
			return false
		}
	}
	return true
}

// pause waits, false when the stream has ended.
func (st *stream) pause(d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-st.done:
		return false
	}
}

// caughtUp hands the stream over to the room, unless rings or a gap signal since
// the log was read say that there is more, or the stream has ended.
func (st *stream) caughtUp(epoch int) (done, ended bool) {
	r := st.room
	r.mu.Lock()
	defer r.mu.Unlock()
	if st.ended {
		return false, true
	}
	if st.pos < r.want || st.pos < r.last || epoch != r.epoch {
		return false, false
	}
	alone := true
	for other := range r.followers {
		alone = alone && other.behind
	}
	st.behind = false
	if alone {
		r.last = st.pos
	} else {
		// The others get what this one has read already.
		r.want = max(r.want, st.pos)
		r.start()
	}
	return true, false
}

// end takes the stream out of its room. The channel is closed by whoever sends
// into it: here, or by the goroutine that still reads the log for it.
func (st *stream) end() {
	st.room.mu.Lock()
	if st.ended {
		st.room.mu.Unlock()
		return
	}
	st.ended = true
	close(st.done)
	behind := st.behind
	st.room.mu.Unlock()
	st.room.hub.leave(st)
	if !behind {
		close(st.events)
		st.ready()
	}
}
