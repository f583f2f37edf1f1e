package chat

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/walletdesk/walletdesk/session"
)

// Figures of typing. That somebody types is over by itself for whoever was told,
// 10 seconds after the last word of it: the schema says so, the pages keep the time.
const (
	typingEvery   = 3 * time.Second // one author is told of at most so often
	typingWaiting = 16              // that a room keeps while it looks a conversation up
	typingSubject = "typing."       // then the conversation's id
	typingByThem  = "customer"      // in a ring, in the place of a staff id
)

// Typing tells that somebody writes to the other side, or has stopped. It is told
// over the bus and kept nowhere; it may be lost.
type Typing struct {
	Author AuthorKind
	Name   string // as the reader knows the author
	Typing bool
}

// SetTyping tells those who follow a conversation that the caller writes to the
// other side, or has stopped: for its customer and for the operator who owns it. More
// often than every 3 seconds it is told to nobody. Notes are no writing to the other
// side, and there is no way to tell of them.
//
// fault.NotFound as for Conversation, fault.Forbidden NOT_OWNER for other
// operators, fault.Conflict ENDED when the caller can write no more.
func (s *Service) SetTyping(ctx context.Context, actor session.Actor, conversationID string, typing bool) error {
	c, err := s.log.readable(ctx, s.db, actor, conversationID)
	if err != nil {
		return fmt.Errorf("set typing: %w", err)
	}
	who := typingByThem
	if actor.IsStaff() {
		who = actor.StaffID
		if !owns(actor, c) {
			return errNotOwner()
		}
	}
	// A customer's word opens a resolved one again.
	if c.State == Closed || c.State == Resolved && actor.IsStaff() {
		return ended(errNotOpen)
	}
	if !s.typing.lets(c.ID+" "+who, typing, s.clock()) {
		return nil
	}
	if err := s.hub.bell.Publish(typingSubject+c.ID, []byte(typist{who, typing}.String())); err != nil {
		s.logger.WarnContext(ctx, "typing is not told", "conversation", c.ID, "error", err)
	}
	return nil
}

// pace remembers, on this node, what was told of whom.
type pace struct {
	mu   sync.Mutex
	told memory[paced]
}

// paced is when it was last told that an author began and stopped.
type paced struct {
	on, off time.Time
	typing  bool
}

// lets tells whether a word about an author goes out. The end of what was told goes
// out at once; one that was told elsewhere, by another node, every 3 seconds.
func (p *pace) lets(author string, typing bool, now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	last, _ := p.told.find(author)
	if typing {
		if now.Sub(last.on) < typingEvery {
			return false
		}
		last.on = now
	} else {
		if !last.typing && now.Sub(last.off) < typingEvery {
			return false
		}
		last.off = now
	}
	last.typing = typing
	p.told.put(author, last)
	return true
}

// typist is what a ring says: who, and whether it began or stopped.
type typist struct {
	who    string // a staff id, or typingByThem
	typing bool
}

func (w typist) String() string {
	if w.typing {
		return w.who + " on"
	}
	return w.who + " off"
}

// readTypist reads a ring; a newer node's may say more, which tells nothing here.
func readTypist(text string) (typist, bool) {
	who, word, _ := strings.Cut(text, " ")
	return typist{who: who, typing: word == "on"}, who != "" && (word == "on" || word == "off")
}

// hearTyping listens to who types, in all conversations at once, from the first
// follower that wants to know: a word goes to every node and is dropped where nobody
// follows. A bus that refuses costs no more than this.
func (h *Hub) hearTyping() {
	h.typing.Lock()
	defer h.typing.Unlock()
	if h.hears {
		return
	}
	_, err := h.bell.Subscribe(typingSubject+"*", func(subject string, data []byte) {
		h.mu.Lock()
		r := h.rooms[strings.TrimPrefix(subject, typingSubject)]
		h.mu.Unlock()
		if w, ok := readTypist(string(data)); ok && r != nil {
			r.types(w)
		}
	})
	if err != nil {
		h.logger.Warn("nobody here is told who types", "error", err)
		return
	}
	h.hears = true
}

// types lets somebody be told of, in order, unless too many wait already.
func (r *room) types(w typist) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.typists) >= typingWaiting {
		return
	}
	r.typists = append(r.typists, w)
	if !r.telling {
		r.telling = true
		go r.tell()
	}
}

// tell tells the followers until nobody is left to be told of. The conversation is
// read first: a ring carries ids alone, and says nothing about who may know.
func (r *room) tell() {
	for {
		r.mu.Lock()
		list := r.typists
		r.typists = nil
		r.telling = len(list) > 0
		r.mu.Unlock()
		if len(list) == 0 {
			return
		}
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		c, err := selectConversation(ctx, r.hub.db, r.id)
		cancel()
		if err != nil {
			r.hub.logger.Warn("typing is not told", "conversation", r.id, "error", err)
			continue
		}
		now := r.hub.clock()
		r.mu.Lock()
		for st := range r.followers {
			if st.typing && !st.behind && !st.ended && mayRead(st.viewer, c, now) {
				st.hear(list, c)
			}
		}
		r.mu.Unlock()
	}
}

// hear puts what the follower may know into the mailbox as long as it is not half
// full; r.mu is held, the stream not behind. Nobody is told of themself, a customer's
// other tabs and the owner's no more than the one that types.
func (st *stream) hear(list []typist, c *Conversation) {
	view := seenBy(st.viewer, c)
	put := false
	for _, w := range list {
		e := &Typing{Author: ByCustomer, Name: view.CustomerName, Typing: w.typing}
		if w.who == typingByThem {
			if !st.viewer.IsStaff() {
				continue
			}
		} else {
			if w.who == st.viewer.StaffID || c.OwnerID == nil || *c.OwnerID != w.who {
				continue // or it has changed hands meanwhile
			}
			e.Author, e.Name = ByOperator, view.OwnerName
		}
		if len(st.events) >= cap(st.events)/2 {
			break
		}
		st.events <- &Event{Typing: e, Conversation: view}
		put = true
	}
	if put {
		st.ready()
	}
}
