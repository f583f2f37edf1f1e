package chat

import (
	"context"
	"fmt"
	"log/slog"
	"strconv"
	"sync"
	"time"

	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/session"
)

// Figures of the hub.
const (
	mailbox      = 256                    // events a follower may be behind before the log is read
	batch        = 200                    // rows read from a log at a time
	sweepEvery   = 3 * time.Second        // how often lost rings are looked for
	sweepOverlap = 10 * time.Second       // how far back a sweep looks beyond the last one
	retryFirst   = 100 * time.Millisecond // wait after a log could not be read
	retryMost    = 2 * time.Second
)

// Hub brings new rows of the logs to whoever follows them on this node. There is
// one way for local and remote events: a ring says how far a log has come, the
// hub reads it once for all followers here and puts it into their mailboxes. A
// mailbox is bounded; a follower whose mailbox is full reads the log by itself
// until it has caught up, so a slow one holds nobody up and costs no memory.
//
// Between a follower's position and what it gets next there is never a gap and
// never a duplicate: position+1 is all that a mailbox takes.
type Hub struct {
	db     *postgres.DB
	bell   Bell
	clock  func() time.Time
	logger *slog.Logger

	mu    sync.Mutex
	rooms map[string]*room
	lists *lists
	team  *team
	anew  []func() // what else reads anew after a gap; set before the hub is used

	typing sync.Mutex // guards hears
	hears  bool       // who types
}

// NewHub returns a hub over the logs in db. Run must be called once.
func NewHub(db *postgres.DB, bell Bell, clock func() time.Time, logger *slog.Logger) *Hub {
	h := &Hub{db: db, bell: bell, clock: clock, logger: logger, rooms: map[string]*room{}}
	h.lists = &lists{hub: h, followers: map[*listStream]struct{}{}, seen: map[string]int64{}}
	h.team = &team{hub: h, followers: map[*teamStream]struct{}{}, changed: map[string]bool{}}
	bell.OnGap(h.gap)
	return h
}

// Run looks for lost rings every few seconds until ctx ends.
func (h *Hub) Run(ctx context.Context) error {
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	since := h.clock()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		began := h.clock()
		if err := h.sweep(ctx, since.Add(-sweepOverlap)); err != nil {
			// The next sweep looks from where this one failed.
			h.logger.Warn("sweep failed", "error", err)
			continue
		}
		since = began
	}
}

// sweep rings, on this node, the conversations whose log grew since a time.
func (h *Hub) sweep(ctx context.Context, since time.Time) error {
	if h.idle() {
		return nil
	}
	changed, err := selectChanged(ctx, h.db, since)
	if err != nil {
		return err
	}
	for id, seq := range changed {
		h.mu.Lock()
		r := h.rooms[id]
		h.mu.Unlock()
		if r != nil {
			r.ring(seq)
		}
	}
	h.lists.swept(changed)
	return nil
}

// idle tells whether nobody follows anything here.
func (h *Hub) idle() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.rooms) == 0 && h.lists.empty()
}

// gap is the bus saying that rings may be lost: everybody reads the log, and the
// lists, which have none, are read and told whole.
func (h *Hub) gap() {
	h.mu.Lock()
	rooms := make([]*room, 0, len(h.rooms))
	for _, r := range h.rooms {
		rooms = append(rooms, r)
	}
	h.mu.Unlock()
	for _, r := range rooms {
		r.gap()
	}
	h.lists.gap()
	h.team.gap()
	for _, fn := range h.anew {
		fn()
	}
}

// committed offers rows that this node has just committed to their followers, as
// they were committed, without reading them again. It comes before the ring, which
// then finds nothing left to do here. Where rows are missing in between it does
// nothing, and the ring lets the log be read.
func (h *Hub) committed(list []*Message, c *Conversation) {
	h.mu.Lock()
	r := h.rooms[c.ID]
	h.mu.Unlock()
	if r == nil || len(list) == 0 {
		return
	}
	r.mu.Lock()
	next := !r.pumping && r.last == list[0].Seq-1
	if next {
		r.pumping = true
	}
	want := max(r.want, c.LastSeq)
	r.mu.Unlock()
	if !next {
		return
	}
	r.deliver(list, c, want)
	r.pump(retryFirst) // what rang meanwhile
}

// FollowInput says what to follow: After is the number of the last message the
// caller has, 0 for none. Typing asks for who types, too: events without a Message.
// Wake, if not nil, is called after each event was put into the channel and when the
// channel was closed; it must not block.
type FollowInput struct {
	ConversationID string
	After          int64
	Typing         bool
	Wake           func()
}

// Follow first replays a conversation's log after a number, then follows it,
// without a gap or a duplicate. The channel holds at most 256 events; it is
// closed when ctx ends, and when the caller may not see the conversation any
// more. fault.NotFound as for Conversation.
func (s *Service) Follow(ctx context.Context, actor session.Actor, in FollowInput) (<-chan *Event, error) {
	c, err := s.log.readable(ctx, s.db, actor, in.ConversationID)
	if err != nil {
		return nil, fmt.Errorf("follow conversation: %w", err)
	}
	in.ConversationID = c.ID
	events, err := s.hub.follow(ctx, actor, in)
	if err != nil {
		return nil, fmt.Errorf("follow conversation: %w", err)
	}
	return events, nil
}

// Reached is how far the log of a conversation that somebody follows on this node
// has come, as the rings and the sweeper say; 0 when nobody does. Whoever follows it
// and has less for long has lost something.
func (s *Service) Reached(conversationID string) int64 {
	id, err := canonical(conversationID)
	if err != nil {
		return 0
	}
	s.hub.mu.Lock()
	r := s.hub.rooms[id]
	s.hub.mu.Unlock()
	if r == nil {
		return 0
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return max(r.want, r.last)
}

// follow lets actor, who may, follow a conversation.
func (h *Hub) follow(ctx context.Context, actor session.Actor, in FollowInput) (<-chan *Event, error) {
	st := &stream{
		viewer: actor, wake: in.Wake, pos: max(in.After, 0),
		events: make(chan *Event, mailbox), done: make(chan struct{}), behind: true, typing: in.Typing,
	}
	if in.Typing {
		h.hearTyping()
	}
	if err := h.enter(in.ConversationID, st); err != nil {
		return nil, err
	}
	context.AfterFunc(ctx, st.end)
	go st.catchUp()
	return st.events, nil
}

// enter puts a follower into the conversation's room, which listens from then on:
// before anything is read, so no ring falls between. The bus is asked without the
// lock: while it is slow to answer, everybody else goes on.
func (h *Hub) enter(id string, st *stream) error {
	h.mu.Lock()
	r := h.rooms[id]
	if r == nil {
		r = &room{hub: h, id: id, followers: map[*stream]struct{}{}}
		h.rooms[id] = r
	}
	r.mu.Lock()
	st.room = r
	r.followers[st] = struct{}{}
	r.mu.Unlock()
	h.mu.Unlock()
	if err := r.listen(); err != nil {
		h.leave(st)
		return fmt.Errorf("subscribe: %w", err)
	}
	return nil
}

// listen subscribes to the room's rings, once; whoever comes meanwhile waits for it.
func (r *room) listen() error {
	r.listening.Do(func() {
		r.unsubscribe, r.deaf = r.hub.bell.Subscribe("conv."+r.id, func(_ string, data []byte) {
			seq, err := strconv.ParseInt(string(data), 10, 64)
			if err != nil {
				// A newer node may ring with more than a number: read the log.
				r.gap()
				return
			}
			r.ring(seq)
		})
	})
	return r.deaf
}

// leave takes a stream out of its room, and an empty room out of the hub.
func (h *Hub) leave(st *stream) {
	h.mu.Lock()
	defer h.mu.Unlock()
	r := st.room
	r.mu.Lock()
	delete(r.followers, st)
	empty := len(r.followers) == 0
	r.mu.Unlock()
	if empty && h.rooms[r.id] == r {
		delete(h.rooms, r.id)
		if r.unsubscribe != nil {
			r.unsubscribe()
		}
	}
}
