package chat

import (
	"context"
	"testing"
	"time"

	"github.com/walletdesk/walletdesk/session"
)

// hears follows a conversation from its end and wants to know who types.
func (d *desk) hears(t *testing.T, actor session.Actor, id string) <-chan *Event {
	t.Helper()
	c, err := d.Conversation(t.Context(), actor, id)
	if err != nil {
		t.Fatal(err)
	}
	events, err := d.Follow(t.Context(), actor, FollowInput{ConversationID: id, After: c.LastSeq, Typing: true})
	if err != nil {
		t.Fatalf("follow: %v", err)
	}
	return events
}

// told says that somebody types, again and again as a page does, until a follower
// hears something: one that has just come may still be reading the log.
func (d *desk) told(t *testing.T, actor session.Actor, id string, events <-chan *Event) *Event {
	t.Helper()
	late, again := time.After(patience), time.NewTicker(20*time.Millisecond)
	defer again.Stop()
	for {
		d.time.pass(typingEvery)
		if err := d.SetTyping(t.Context(), actor, id, true); err != nil {
			t.Fatalf("set typing: %v", err)
		}
		select {
		case e, open := <-events:
			if !open {
				t.Fatal("the channel was closed")
			}
			return e
		case <-late:
			t.Fatal("nothing is told")
		case <-again.C:
		}
	}
}

// row is the next event that is a row of the log.
func row(t *testing.T, events <-chan *Event) *Event {
	t.Helper()
	for {
		if e := next(t, events); e.Message != nil {
			return e
		}
	}
}

// Each side is told of the other, on another node, by the name it knows; nobody of
// themself, and nothing of it is in the log.
func TestService_SetTyping(t *testing.T) {
	t.Parallel()
	here := newDesk(t)
	there := newDeskOn(t, here.db, here.bell)
	customer, owner, supervisor := here.customer(t), here.staff(t, session.Operator, "Olga Owner"), here.staff(t, session.Supervisor, "Sue")
	c := here.taken(t, customer, owner)
	theirs, owners := there.hears(t, customer, c.ID), there.hears(t, owner, c.ID)
	watching, plain := there.hears(t, supervisor, c.ID), there.follow(t, t.Context(), customer, c.ID, c.LastSeq)

	want := func(e *Event, author AuthorKind, name string) {
		t.Helper()
		if e.Message != nil || e.Typing == nil || e.Conversation == nil || *e.Typing != (Typing{Author: author, Name: name, Typing: true}) {
			t.Errorf("got %+v of %+v, want %s %s", e.Typing, e.Message, author, name)
		}
	}
	want(here.told(t, owner, c.ID, theirs), ByOperator, "Olga")
	want(here.told(t, owner, c.ID, watching), ByOperator, "Olga Owner")
	want(here.told(t, customer, c.ID, owners), ByCustomer, "Maria Papadaki")
	if log := here.logOf(t, c.ID); len(log) != int(c.LastSeq) {
		t.Errorf("the log says %q", log)
	}

	// What comes after is in order, and all that those heard who did not ask, or whose
	// own typing it was.
	said := here.say(t, customer, c.ID, "done").Message.Seq
	if e := next(t, plain); e.Message == nil || e.Message.Seq != said {
		t.Errorf("who did not ask was told %+v", e.Typing)
	}
	for e := next(t, theirs); e.Message == nil; e = next(t, theirs) {
		if e.Typing.Author != ByOperator {
			t.Errorf("the customer is told of themself: %+v", e.Typing)
		}
	}
	for e := next(t, owners); e.Message == nil; e = next(t, owners) {
		if e.Typing.Author != ByCustomer {
			t.Errorf("the owner is told of herself: %+v", e.Typing)
		}
	}
}

func TestService_SetTyping_refuses(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	customer, stranger := d.customer(t), d.staff(t, session.Operator, "Otto")
	owner, supervisor := d.staff(t, session.Operator, "Olga"), d.staff(t, session.Supervisor, "Sue")
	c := d.opened(t, customer)
	wantCode(t, d.SetTyping(t.Context(), stranger, c.ID, true), "NOT_OWNER") // it waits: all may look
	if _, err := d.Take(t.Context(), owner, c.ID); err != nil {
		t.Fatal(err)
	}
	absent := d.SetTyping(t.Context(), stranger, "019a0000-0000-7000-8000-000000000000", true)
	wantAbsent(t, absent)
	foreign := d.SetTyping(t.Context(), stranger, c.ID, true)
	wantAbsent(t, foreign)
	if foreign.Error() != absent.Error() {
		t.Errorf("a foreign one answers %v, an absent one %v", foreign, absent)
	}
	wantAbsent(t, d.SetTyping(t.Context(), session.Actor{Role: session.Customer, AccountID: "another"}, c.ID, true))
	wantAbsent(t, d.SetTyping(t.Context(), customer, "no id", true))
	wantCode(t, d.SetTyping(t.Context(), supervisor, c.ID, true), "NOT_OWNER")
	if _, err := d.Resolve(t.Context(), owner, c.ID); err != nil {
		t.Fatal(err)
	}
	wantCode(t, d.SetTyping(t.Context(), owner, c.ID, true), "ENDED")
	if err := d.SetTyping(t.Context(), customer, c.ID, true); err != nil {
		t.Errorf("the customer's word would open it again: %v", err)
	}
	d.exec(t, `UPDATE conversation SET state = 'CLOSED', closed_at = now() WHERE id = $1`, c.ID)
	wantCode(t, d.SetTyping(t.Context(), customer, c.ID, true), "ENDED")
}

// Whoever owns a conversation no more is not announced to the customer.
func TestRoom_tellsOfTheOwnerAlone(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	customer, owner, former := d.customer(t), d.staff(t, session.Operator, "Olga"), d.staff(t, session.Operator, "Otto")
	c := d.taken(t, customer, owner)
	events := d.hears(t, customer, c.ID)
	d.told(t, owner, c.ID, events)
	for _, late := range []string{typist{former.StaffID, true}.String(), "a newer node's word", ""} {
		if err := d.bell.Publish(typingSubject+c.ID, []byte(late)); err != nil {
			t.Fatal(err)
		}
	}
	d.time.pass(typingEvery)
	if err := d.SetTyping(t.Context(), owner, c.ID, false); err != nil {
		t.Fatal(err)
	}
	for e := next(t, events); ; e = next(t, events) {
		if e.Typing.Name != "Olga" {
			t.Fatalf("told of %+v", e.Typing)
		}
		if !e.Typing.Typing {
			return
		}
	}
}

// Who does not read loses what is said of typing at half the mailbox, and no row.
func TestRoom_dropsTypingFirst(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	customer, owner := d.customer(t), d.staff(t, session.Operator, "Olga")
	c := d.taken(t, customer, owner)
	events := d.hears(t, customer, c.ID)
	d.told(t, owner, c.ID, events)
	d.hub.mu.Lock()
	r := d.hub.rooms[c.ID]
	d.hub.mu.Unlock()
	r.mu.Lock()
	for st := range r.followers {
		for range 2 * mailbox {
			st.hear([]typist{{owner.StaffID, true}}, c)
		}
		if n := len(st.events); n > mailbox/2 {
			t.Errorf("%d events wait, want at most %d", n, mailbox/2)
		}
	}
	r.mu.Unlock()
	last := d.say(t, owner, c.ID, "at last").Message.Seq
	if e := row(t, events); e.Message.Seq != last {
		t.Errorf("got number %d, want %d", e.Message.Seq, last)
	}
}

// A bus that does not take the subscription costs the typing and nothing else.
func TestHub_typingUnheard(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	customer := d.customer(t)
	c := d.opened(t, customer)
	d.hub.bell = refusing{d.bell}
	events, err := d.Follow(t.Context(), customer, FollowInput{ConversationID: c.ID, Typing: true})
	if err != nil {
		t.Fatal(err)
	}
	if e := next(t, events); e.Message == nil || e.Message.Seq != 1 {
		t.Errorf("got %+v", e)
	}
}

// refusing takes no subscription to who types.
type refusing struct{ Bell }

func (r refusing) Subscribe(subject string, fn func(string, []byte)) (func(), error) {
	if subject == typingSubject+"*" {
		return nil, context.DeadlineExceeded
	}
	return r.Bell.Subscribe(subject, fn)
}

func TestPace(t *testing.T) {
	t.Parallel()
	var p pace
	start := time.Now()
	for _, tt := range []struct {
		at     time.Duration
		author string
		typing bool
		want   bool
	}{
		{0, "a", true, true},
		{time.Second, "a", true, false},
		{time.Second, "b", true, true}, // each has their own
		{2 * time.Second, "a", false, true},
		{2 * time.Second, "a", false, false},
		{2500 * time.Millisecond, "a", true, false},
		{3 * time.Second, "a", true, true},
		{3500 * time.Millisecond, "a", false, true}, // the end of what was told, at once
		{4 * time.Second, "c", false, true},         // told by another node
		{5 * time.Second, "c", false, false},
		{7 * time.Second, "c", false, true},
	} {
		if got := p.lets(tt.author, tt.typing, start.Add(tt.at)); got != tt.want {
			t.Errorf("%s at %s, typing %t: %t, want %t", tt.author, tt.at, tt.typing, got, tt.want)
		}
	}
}
