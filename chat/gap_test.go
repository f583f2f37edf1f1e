package chat

import (
	"testing"
	"time"

	"github.com/walletdesk/walletdesk/bus"
	"github.com/walletdesk/walletdesk/postgres/pgtest"
	"github.com/walletdesk/walletdesk/session"
)

// twoNodes are two nodes on one database; the rings of the first can be lost.
func twoNodes(t *testing.T) (there, here *desk, bell *deaf) {
	t.Helper()
	shared, err := bus.Open(t.Context(), bus.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(shared.Close)
	db := pgtest.New(t)
	there, here = newDeskOn(t, db, shared), newDeskOn(t, db, shared)
	bell = &deaf{Bus: shared}
	there.log.bell = bell
	return there, here, bell
}

// A label is no row of the log: no sweep finds it.
func TestHub_gap_queue(t *testing.T) {
	t.Parallel()
	there, here, bell := twoNodes(t)
	owner := here.staff(t, session.Operator, "Olga")
	events, err := here.FollowQueue(t.Context(), owner, nil)
	if err != nil {
		t.Fatal(err)
	}
	c := there.opened(t, there.customer(t))
	next(t, events)
	bell.lost.Store(true)
	if _, err := there.Label(t.Context(), owner, LabelInput{ConversationID: c.ID, Labels: []string{"unheard"}}); err != nil {
		t.Fatal(err)
	}
	here.hub.gap()
	for e := next(t, events); len(e.Conversation.Labels) == 0; {
		e = next(t, events)
	}
}

func TestHub_gap_operators(t *testing.T) {
	t.Parallel()
	there, here, bell := twoNodes(t)
	otto, olga := there.staff(t, session.Operator, "Otto"), here.staff(t, session.Operator, "Olga")
	events, err := here.FollowOperators(t.Context(), olga, nil)
	if err != nil {
		t.Fatal(err)
	}
	bell.lost.Store(true)
	there.status(t, otto, Busy, 3)
	here.hub.gap()
	for o := next(t, events); o.Name != "Otto" || o.State != Busy; {
		o = next(t, events)
	}
}

func TestHub_gap_waiting(t *testing.T) {
	t.Parallel()
	there, here, bell := twoNodes(t)
	customer := there.customer(t)
	c := there.opened(t, customer)
	owner := there.staff(t, session.Operator, "Olga")
	events, err := here.FollowWaiting(t.Context(), customer, c.ID, nil)
	if err != nil {
		t.Fatal(err)
	}
	next(t, events)
	bell.lost.Store(true)
	if _, err := there.Take(t.Context(), owner, c.ID); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	here.hub.gap()
	if w := next(t, events); w.Place != nil {
		t.Errorf("still waits at %+v", w)
	}
	if took := time.Since(began); took > placesEvery/2 {
		t.Errorf("heard after %s: by the clock, not by the gap", took)
	}
}

// One look at the operators serves all who follow them here, and one who does not
// read keeps nobody from hearing.
func TestService_FollowOperators_shared(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	otto, olga := d.staff(t, session.Operator, "Otto"), d.staff(t, session.Operator, "Olga")
	if _, err := d.FollowOperators(t.Context(), olga, nil); err != nil {
		t.Fatal(err)
	}
	events, err := d.FollowOperators(t.Context(), olga, nil)
	if err != nil {
		t.Fatal(err)
	}
	const many = mailbox + 10
	for n := range many {
		d.status(t, otto, Busy, 1+n%9)
		next(t, events)
	}
}
