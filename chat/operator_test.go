package chat

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/session"
)

// status sets an operator's state.
func (d *desk) status(t *testing.T, actor session.Actor, state OperatorState, capacity int) {
	t.Helper()
	if _, err := d.SetStatus(t.Context(), actor, StatusInput{State: state, Capacity: &capacity}); err != nil {
		t.Fatalf("set status: %v", err)
	}
}

// wantState fails unless the conversation stands so and belongs to an operator, ""
// for nobody.
func (d *desk) wantState(t *testing.T, id string, state State, ownerID string) {
	t.Helper()
	c, err := selectConversation(t.Context(), d.db, id)
	if err != nil {
		t.Fatal(err)
	}
	owner := ""
	if c.OwnerID != nil {
		owner = *c.OwnerID
	}
	if c.State != state || owner != ownerID {
		t.Errorf("it is %s of %q, want %s of %q", c.State, owner, state, ownerID)
	}
}

func (d *desk) attend(t *testing.T) {
	t.Helper()
	if err := d.Attend(t.Context()); err != nil {
		t.Fatalf("attend: %v", err)
	}
}

func TestService_Hold(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		why      string
		state    OperatorState
		capacity int
		want     State
		rows     []string
	}{
		{"goes on with its owner", Online, 1, Active, []string{"EVENT RESUMED", "TEXT here I am"}},
		{"the owner is away", Away, 1, Queued, []string{"EVENT RETURNED", "TEXT here I am"}},
		{"the owner has no place", Online, 0, Queued, []string{"EVENT RETURNED", "TEXT here I am"}},
	} {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			customer, operator := d.customer(t), d.staff(t, session.Operator, "Otto")
			c := d.taken(t, customer, operator)
			for range 2 {
				held, err := d.Hold(t.Context(), operator, c.ID)
				if err != nil || held.State != OnHold {
					t.Fatalf("hold: %+v, %v", held, err)
				}
			}
			d.say(t, operator, c.ID, "take your time") // ends nothing
			d.wantState(t, c.ID, OnHold, operator.StaffID)
			d.status(t, operator, tt.state, tt.capacity)
			d.say(t, customer, c.ID, "here I am")
			owner := ""
			if tt.want == Active {
				owner = operator.StaffID
			}
			d.wantState(t, c.ID, tt.want, owner)
			if diff := cmp.Diff(append([]string{"EVENT OPENED", "EVENT TAKEN", "EVENT HELD", "TEXT take your time"}, tt.rows...), d.logOf(t, c.ID)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestService_Hold_endsAfterThreeDays(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	customer, operator := d.customer(t), d.staff(t, session.Operator, "Otto")
	c := d.taken(t, customer, operator)
	if _, err := d.Hold(t.Context(), operator, c.ID); err != nil {
		t.Fatal(err)
	}
	d.time.pass(holdFor - time.Second)
	d.attend(t)
	d.wantState(t, c.ID, OnHold, operator.StaffID)
	d.time.pass(time.Second)
	d.attend(t)
	d.wantState(t, c.ID, Resolved, operator.StaffID)
	d.say(t, customer, c.ID, "and yet")
	d.wantState(t, c.ID, Queued, "")
	if _, err := d.Hold(t.Context(), operator, c.ID); err == nil {
		t.Error("held what belongs to nobody")
	}
}

func TestService_Transfer(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	customer := d.customer(t)
	otto, olga, boss := d.staff(t, session.Operator, "Otto"), d.staff(t, session.Operator, "Olga Orlova"), d.staff(t, session.Supervisor, "Chloe")
	c := d.taken(t, customer, otto)
	to := func(actor, who session.Actor, note string) error {
		_, err := d.Transfer(t.Context(), actor, TransferInput{ConversationID: c.ID, OperatorID: &who.StaffID, Note: &note})
		return err
	}
	wantCode(t, to(otto, olga, ""), "NOT_AVAILABLE") // has never been at work
	d.status(t, olga, Away, 4)
	wantCode(t, to(otto, olga, ""), "NOT_AVAILABLE")
	d.status(t, olga, Online, 4)
	wantAbsent(t, to(olga, olga, ""))
	if err := to(otto, olga, "speaks Russian, card "+testNumber); err != nil {
		t.Fatal(err)
	}
	d.wantState(t, c.ID, Active, olga.StaffID)
	notes, err := d.Notes(t.Context(), olga, c.ID)
	if err != nil || len(notes) != 1 || notes[0].Mine || strings.Contains(notes[0].Body, testNumber) {
		t.Errorf("notes: %+v, %v", notes, err)
	}
	d.status(t, boss, Online, 4)
	if err := to(boss, boss, ""); err != nil { // takes over, visibly
		t.Fatal(err)
	}
	if _, err := d.Transfer(t.Context(), boss, TransferInput{ConversationID: c.ID}); err != nil {
		t.Fatal(err)
	}
	d.wantState(t, c.ID, Queued, "")
	_, err = d.Transfer(t.Context(), boss, TransferInput{ConversationID: c.ID})
	wantCode(t, err, "ENDED")
	want := []string{"EVENT OPENED", "EVENT TAKEN", "EVENT TRANSFERRED", "EVENT TRANSFERRED", "EVENT RETURNED"}
	if diff := cmp.Diff(want, d.logOf(t, c.ID)); diff != "" {
		t.Error(diff)
	}
}

// A console that is gone for a minute gives its conversations back, the customers
// are told, and who comes back within 5 minutes gets what nobody has taken.
func TestService_Attend(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	otto, olga := d.staff(t, session.Operator, "Otto"), d.staff(t, session.Operator, "Olga")
	ctx, gone := context.WithCancel(t.Context())
	events, err := d.FollowQueue(ctx, otto, nil)
	if err != nil {
		t.Fatal(err)
	}
	kept, lost := d.taken(t, d.customer(t), otto), d.taken(t, d.customer(t), otto)
	if _, err := d.Hold(t.Context(), otto, kept.ID); err != nil {
		t.Fatal(err)
	}
	for range 10 { // connected: renewed for ever
		d.time.pass(leaseOf - time.Second)
		d.attend(t)
	}
	d.wantState(t, lost.ID, Active, otto.StaffID)
	gone()
	for range events { // until it is closed
	}
	d.time.pass(leaseOf)
	d.attend(t)
	d.wantState(t, lost.ID, Active, otto.StaffID)
	d.time.pass(time.Second)
	d.attend(t)
	d.wantState(t, lost.ID, Queued, "")
	d.wantState(t, kept.ID, Queued, "")
	if log := d.logOf(t, lost.ID); log[len(log)-1] != "EVENT RETURNED" {
		t.Errorf("the customer was not told: %v", log)
	}
	fresh := d.opened(t, d.customer(t))
	if next, err := d.TakeNext(t.Context(), olga); err != nil || next.ID == fresh.ID {
		t.Fatalf("the next is %+v, %v, want one that came back", next, err)
	} else if next.ID == kept.ID {
		kept, lost = lost, kept
	}
	d.time.pass(handBackFor - time.Second)
	if _, err := d.FollowQueue(t.Context(), otto, nil); err != nil {
		t.Fatal(err)
	}
	d.wantState(t, kept.ID, Active, otto.StaffID)
	d.wantState(t, lost.ID, Active, olga.StaffID)
	d.wantState(t, fresh.ID, Queued, "")
}

func TestService_SetStatus_offlineHandsOn(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	otto := d.staff(t, session.Operator, "Otto")
	running, held := d.taken(t, d.customer(t), otto), d.taken(t, d.customer(t), otto)
	if _, err := d.Hold(t.Context(), otto, held.ID); err != nil {
		t.Fatal(err)
	}
	d.status(t, otto, Offline, 4)
	d.wantState(t, running.ID, Queued, "")
	d.wantState(t, held.ID, Queued, "")
	_, err := d.TakeNext(t.Context(), otto)
	wantCode(t, err, "OFFLINE")
	// A console that connects doesn't change what its person has chosen.
	if _, err := d.FollowQueue(t.Context(), otto, nil); err != nil {
		t.Fatal(err)
	}
	d.wantState(t, running.ID, Queued, "")
	d.time.pass(handBackFor)
	d.status(t, otto, Online, 4)
	d.wantState(t, running.ID, Queued, "") // too late
}

func TestService_SetStatus_refused(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	otto := d.staff(t, session.Operator, "Otto")
	long, much := strings.Repeat("x", maxAwayReason+1), maxCapacity+1
	for _, tt := range []struct {
		why   string
		actor session.Actor
		in    StatusInput
		code  string
	}{
		{"customers have none", d.customer(t), StatusInput{State: Online}, "STAFF_ONLY"},
		{"no such state", otto, StatusInput{State: "LUNCH"}, "state:UNKNOWN"},
		{"too long a reason", otto, StatusInput{State: Away, Reason: &long}, "reason:TOO_LONG"},
		{"too much at once", otto, StatusInput{State: Online, Capacity: &much}, "capacity:OUT_OF_RANGE"},
	} {
		t.Run(tt.why, func(t *testing.T) {
			_, err := d.SetStatus(t.Context(), tt.actor, tt.in)
			wantCode(t, err, tt.code)
		})
	}
}

// 30 calls at once of three operators with two places each take six conversations,
// each once, and those that have waited longest.
func TestService_TakeNext(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	operators := []session.Actor{d.staff(t, session.Operator, "Anna"), d.staff(t, session.Operator, "Boris"), d.staff(t, session.Operator, "Chen")}
	for _, o := range operators {
		d.status(t, o, Online, 2)
	}
	var ids []string
	for range 8 {
		ids = append(ids, d.opened(t, d.customer(t)).ID)
		d.time.pass(time.Second)
	}
	var mu sync.Mutex
	var taken []string
	var wg sync.WaitGroup
	for i := range 30 {
		wg.Go(func() {
			c, err := d.TakeNext(t.Context(), operators[i%3])
			if err != nil {
				if !strings.Contains(err.Error(), "capacity") {
					t.Errorf("take next: %v", err)
				}
				return
			}
			if c == nil {
				return // the others hold the last ones at this moment
			}
			mu.Lock()
			defer mu.Unlock()
			taken = append(taken, c.ID)
		})
	}
	wg.Wait()
	slices.Sort(taken)
	if n := len(slices.Compact(slices.Clone(taken))); n != 6 || len(taken) != 6 {
		t.Fatalf("%d taken, %d different ones; want 6", len(taken), n)
	}
	oldest := slices.Sorted(slices.Values(ids[:6]))
	if diff := cmp.Diff(oldest, taken); diff != "" {
		t.Errorf("not those that have waited longest: %s", diff)
	}
	list, err := d.Operators(t.Context(), operators[0])
	if err != nil || len(list) != 3 {
		t.Fatalf("operators: %v, %v", list, err)
	}
	for _, o := range list {
		if o.Open != 2 {
			t.Errorf("%s has %d", o.Name, o.Open)
		}
	}
}

func TestService_TakeNext_emptyQueue(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c, err := d.TakeNext(t.Context(), d.staff(t, session.Operator, "Anna"))
	if c != nil || err != nil {
		t.Errorf("got %+v, %v", c, err)
	}
}

func TestService_FollowOperators(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	otto, olga := d.staff(t, session.Operator, "Otto"), d.staff(t, session.Operator, "Olga")
	events, err := d.FollowOperators(t.Context(), olga, nil)
	if err != nil {
		t.Fatal(err)
	}
	d.status(t, otto, Busy, 3)
	if o := <-events; o.Name != "Otto" || o.State != Busy || o.Capacity != 3 {
		t.Errorf("got %+v", o)
	}
	if _, err := d.FollowOperators(t.Context(), d.customer(t), nil); err == nil {
		t.Error("a customer follows the operators")
	}
}

// Whose first console connects is seen by colleagues: they can be handed a
// conversation from then on.
func TestService_FollowOperators_arrival(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	otto, olga := d.staff(t, session.Operator, "Otto"), d.staff(t, session.Operator, "Olga")
	events, err := d.FollowOperators(t.Context(), olga, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.FollowQueue(t.Context(), otto, nil); err != nil {
		t.Fatal(err)
	}
	select {
	case o := <-events:
		if o.Name != "Otto" || o.State != Online {
			t.Errorf("got %+v", o)
		}
	case <-time.After(10 * time.Second):
		t.Error("nobody heard of it")
	}
}

// What operators write to each other reaches no customer by any way.
func TestService_Notes_neverForCustomers(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	customer, otto, olga := d.customer(t), d.staff(t, session.Operator, "Otto"), d.staff(t, session.Operator, "Olga")
	c := d.opened(t, customer)
	in := NoteInput{ConversationID: c.ID, ClientID: uuid.NewString(), Body: "secretive remark " + testNumber}
	for range 2 {
		n, err := d.AddNote(t.Context(), otto, in)
		if err != nil || !n.Mine || strings.Contains(n.Body, testNumber) {
			t.Fatalf("add note: %+v, %v", n, err)
		}
	}
	_, err := d.AddNote(t.Context(), olga, in) // another author's id
	wantCode(t, err, "clientId:USED")
	_, err = d.AddNote(t.Context(), customer, NoteInput{ConversationID: c.ID, ClientID: uuid.NewString(), Body: "x"})
	wantCode(t, err, "STAFF_ONLY")
	if _, err := d.Label(t.Context(), otto, LabelInput{ConversationID: c.ID, Labels: []string{"secretive", " Two  Words ", "secretive"}}); err != nil {
		t.Fatal(err)
	}
	notes, err := d.Notes(t.Context(), olga, c.ID)
	if err != nil || len(notes) != 1 || notes[0].Mine {
		t.Errorf("notes for staff: %+v, %v", notes, err)
	}
	seen, err := d.Notes(t.Context(), customer, c.ID)
	if err != nil || len(seen) != 0 {
		t.Errorf("the customer sees notes: %+v, %v", seen, err)
	}
	view, err := d.Conversation(t.Context(), customer, c.ID)
	if err != nil || len(view.Labels) != 0 {
		t.Errorf("the customer sees labels: %+v, %v", view, err)
	}
	if strings.Contains(strings.Join(d.logOf(t, c.ID), ""), "secretive") {
		t.Error("the log has it")
	}
	staff, err := d.Conversation(t.Context(), otto, c.ID)
	if err != nil || !slices.Equal(staff.Labels, []string{"secretive", "two words"}) {
		t.Errorf("labels: %+v, %v", staff, err)
	}
}

func TestService_Rate(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	customer, otto := d.customer(t), d.staff(t, session.Operator, "Otto")
	c := d.taken(t, customer, otto)
	comment := "thank you"
	in := RateInput{ConversationID: c.ID, Rating: 5, Comment: &comment}
	_, err := d.Rate(t.Context(), customer, in)
	wantCode(t, err, "STILL_OPEN")
	if _, err := d.Resolve(t.Context(), otto, c.ID); err != nil {
		t.Fatal(err)
	}
	got, err := d.Rate(t.Context(), customer, in)
	if err != nil || *got.Rating != 5 || got.RatingComment != comment {
		t.Errorf("got %+v, %v", got, err)
	}
	_, err = d.Rate(t.Context(), otto, in)
	wantAbsent(t, err)
	in.Rating = 6
	_, err = d.Rate(t.Context(), customer, in)
	wantCode(t, err, "rating:OUT_OF_RANGE")
}

func TestService_Hide(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	customer, otto, olga := d.customer(t), d.staff(t, session.Operator, "Otto"), d.staff(t, session.Supervisor, "Olga")
	c := d.taken(t, customer, otto)
	mine, theirs := d.say(t, customer, c.ID, "my password is tulip"), d.say(t, otto, c.ID, "never tell us")
	hide := func(actor session.Actor, seq int64) (*Message, error) {
		return d.Hide(t.Context(), actor, HideInput{ConversationID: c.ID, Seq: seq})
	}
	_, err := hide(customer, theirs.Message.Seq)
	wantCode(t, err, "NOT_YOURS")
	_, err = hide(customer, 1) // no text
	wantAbsent(t, err)
	_, err = hide(d.customer(t), mine.Message.Seq)
	wantAbsent(t, err)
	for _, actor := range []session.Actor{customer, otto, olga} {
		m, err := hide(actor, mine.Message.Seq)
		if err != nil || m.Body != "" || m.RedactedAt == nil {
			t.Fatalf("hide: %+v, %v", m, err)
		}
	}
	if _, err := hide(olga, theirs.Message.Seq); err != nil {
		t.Fatal(err)
	}
	want := []string{"EVENT OPENED", "EVENT TAKEN", "TEXT ", "TEXT ", "EVENT REDACTED", "EVENT REDACTED"}
	if diff := cmp.Diff(want, d.logOf(t, c.ID)); diff != "" {
		t.Error(diff)
	}
	view, err := d.Conversation(t.Context(), olga, c.ID)
	if err != nil || view.Preview != "" {
		t.Errorf("the preview is %q, %v", view.Preview, err)
	}
}

func TestService_SaveCannedReply(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	otto := d.staff(t, session.Operator, "Otto")
	for _, tt := range []struct {
		why  string
		in   CannedReply
		code string
	}{
		{"a space", CannedReply{Shortcut: "two words", Locale: "en", Body: "x"}, "shortcut:SHORTCUT"},
		{"nothing", CannedReply{Shortcut: "/", Locale: "en", Body: "x"}, "shortcut:SHORTCUT"},
		{"no language of ours", CannedReply{Shortcut: "hi", Locale: "xx", Body: "x"}, "locale:UNKNOWN"},
		{"too long", CannedReply{Shortcut: "hi", Locale: "en", Body: strings.Repeat("x", maxBody+1)}, "body:TOO_LONG"},
	} {
		t.Run(tt.why, func(t *testing.T) {
			_, err := d.SaveCannedReply(t.Context(), otto, tt.in)
			wantCode(t, err, tt.code)
		})
	}
	for _, body := range []string{"Hello", "Hello {customer}"} {
		if _, err := d.SaveCannedReply(t.Context(), otto, CannedReply{Shortcut: "/Hi", Locale: "en", Body: body}); err != nil {
			t.Fatal(err)
		}
	}
	list, err := d.CannedReplies(t.Context(), otto)
	if diff := cmp.Diff([]*CannedReply{{Shortcut: "hi", Locale: "en", Body: "Hello {customer}"}}, list); diff != "" || err != nil {
		t.Error(diff, err)
	}
	if _, err := d.SaveCannedReply(t.Context(), otto, CannedReply{Shortcut: "hi", Locale: "en"}); err != nil {
		t.Fatal(err)
	}
	if list, err := d.CannedReplies(t.Context(), otto); err != nil || len(list) != 0 {
		t.Errorf("still there: %v, %v", list, err)
	}
	_, err = d.CannedReplies(t.Context(), d.customer(t))
	wantCode(t, err, "STAFF_ONLY")
}
