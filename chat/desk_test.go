package chat

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/walletdesk/walletdesk/session"
)

// work sets an operator at work with so many places and these languages.
func (d *desk) work(t *testing.T, actor session.Actor, capacity int, languages ...string) {
	t.Helper()
	if languages == nil {
		languages = []string{}
	}
	if _, err := d.SetStatus(t.Context(), actor, StatusInput{State: Online, Capacity: &capacity, Languages: languages}); err != nil {
		t.Fatal(err)
	}
}

// asks opens a conversation in a language, one second after the last.
func (d *desk) asks(t *testing.T, locale string) string {
	t.Helper()
	d.time.pass(time.Second)
	c, err := d.Open(t.Context(), d.customer(t), OpenInput{Topic: TopicOther, Locale: locale})
	if err != nil {
		t.Fatal(err)
	}
	return c.ID
}

// owner is the name of who owns a conversation, "" for nobody.
func (d *desk) owner(t *testing.T, id string) string {
	t.Helper()
	c, err := selectConversation(t.Context(), d.db, id)
	if err != nil {
		t.Fatal(err)
	}
	return c.OwnerName
}

func (d *desk) wantOwners(t *testing.T, why string, wants map[string]string) {
	t.Helper()
	for id, want := range wants {
		if got := d.owner(t, id); got != want {
			t.Errorf("%s: %s belongs to %q, want %q", why, id, got, want)
		}
	}
}

func balanced(t *testing.T) *desk {
	t.Helper()
	d := newDesk(t)
	d.desk.Balanced = true
	return d
}

// Fewest open, then longest since the last one given, within the own capacity; and
// whatever gives a place free drains the queue, oldest first.
func TestService_drain(t *testing.T) {
	t.Parallel()
	d := balanced(t)
	anna, boris, sue := d.staff(t, session.Operator, "Anna"), d.staff(t, session.Operator, "Boris"), d.staff(t, session.Supervisor, "Sue")
	first := d.asks(t, "en")
	d.wantOwners(t, "nobody is there", map[string]string{first: ""})
	d.work(t, anna, 2)
	d.wantOwners(t, "who comes gets what waits", map[string]string{first: "Anna"})
	d.time.pass(time.Second)
	d.work(t, boris, 1)
	second, third := d.asks(t, "en"), d.asks(t, "en")
	fourth, fifth := d.asks(t, "en"), d.asks(t, "en")
	d.wantOwners(t, "fewest open, then places", map[string]string{second: "Boris", third: "Anna", fourth: "", fifth: ""})
	if _, err := d.Resolve(t.Context(), anna, first); err != nil {
		t.Fatal(err)
	}
	d.wantOwners(t, "a resolved one gives its place to the oldest", map[string]string{fourth: "Anna", fifth: ""})
	if _, err := d.Hold(t.Context(), boris, second); err != nil {
		t.Fatal(err)
	}
	d.wantOwners(t, "one on hold takes no place", map[string]string{fifth: "Boris"})
	sixth := d.asks(t, "en")
	d.work(t, boris, 2)
	d.wantOwners(t, "a larger capacity", map[string]string{sixth: "Boris"})
	d.status(t, anna, Busy, 9)
	seventh := d.asks(t, "en")
	d.wantOwners(t, "BUSY gets none", map[string]string{seventh: ""})
	d.status(t, anna, Offline, 9)
	d.wantOwners(t, "OFFLINE hands on", map[string]string{third: "", fourth: ""})
	d.work(t, sue, 2)
	d.wantOwners(t, "those that came back stand first", map[string]string{third: "Sue", fourth: "Sue", seventh: ""})
}

func TestService_drain_turns(t *testing.T) {
	t.Parallel()
	d := balanced(t)
	d.desk.Most = 2
	anna, boris := d.staff(t, session.Operator, "Anna"), d.staff(t, session.Operator, "Boris")
	d.work(t, anna, 9)
	d.work(t, boris, 9)
	a, b := d.asks(t, "en"), d.asks(t, "en")
	if d.owner(t, a) == d.owner(t, b) {
		t.Fatalf("both go to %s", d.owner(t, a))
	}
	last := anna
	if d.owner(t, b) == "Boris" {
		last = boris
	}
	for _, id := range []string{a, b} {
		who := anna
		if d.owner(t, id) == "Boris" {
			who = boris
		}
		if _, err := d.Resolve(t.Context(), who, id); err != nil {
			t.Fatal(err)
		}
	}
	if c := d.asks(t, "en"); d.owner(t, c) == last.StaffName || d.owner(t, c) == "" {
		t.Errorf("%q gets two in a row", d.owner(t, c))
	}
	for range 4 {
		d.asks(t, "en")
	}
	list, err := d.Operators(t.Context(), anna)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range list {
		if o.Open != 2 {
			t.Errorf("%s has %d, the service's own limit is 2", o.Name, o.Open)
		}
	}
}

func TestService_drain_languages(t *testing.T) {
	t.Parallel()
	d := balanced(t)
	greek, ivan := d.staff(t, session.Operator, "Eleni"), d.staff(t, session.Operator, "Ivan")
	d.work(t, ivan, 9, "ru", "en")
	d.time.pass(time.Second)
	d.work(t, greek, 1, "el")
	first, second, russian := d.asks(t, "el-GR"), d.asks(t, "el"), d.asks(t, "ru")
	d.wantOwners(t, "who speaks it, though the other is free", map[string]string{first: "Eleni", second: "", russian: "Ivan"})
	d.time.pass(waitForLanguage - 2*time.Second)
	d.attend(t)
	d.wantOwners(t, "not yet", map[string]string{second: ""})
	d.time.pass(2 * time.Second)
	d.status(t, ivan, Online, 9) // seen again
	d.wantOwners(t, "nobody waits for ever", map[string]string{second: "Ivan"})
	chinese := d.asks(t, "zh-CN")
	d.wantOwners(t, "nobody speaks it", map[string]string{chinese: "Ivan"})
	c, err := d.Conversation(t.Context(), ivan, chinese)
	if err != nil {
		t.Fatal(err)
	}
	if spoken, err := d.Spoken(t.Context(), c); err != nil || spoken {
		t.Errorf("spoken: %v, %v", spoken, err)
	}
}

// 20 conversations opened at once on two nodes: every place is filled once.
func TestService_drain_nodes(t *testing.T) {
	t.Parallel()
	d := balanced(t)
	other := newDeskOn(t, d.db, d.bell)
	other.desk.Balanced, other.time = true, d.time
	anna, boris := d.staff(t, session.Operator, "Anna"), d.staff(t, session.Operator, "Boris")
	d.work(t, anna, 7)
	d.work(t, boris, 7)
	done := make(chan error, 20)
	for i := range 20 {
		node, customer := []*desk{d, other}[i%2], d.customer(t)
		go func() {
			_, err := node.Open(t.Context(), customer, OpenInput{Topic: TopicOther})
			done <- err
		}()
	}
	for range 20 {
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	}
	d.attend(t)
	list, err := d.Operators(t.Context(), anna)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range list {
		if o.Open != 7 {
			t.Errorf("%s has %d", o.Name, o.Open)
		}
	}
}

func TestService_TakeNext_order(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	eleni, ivan := d.staff(t, session.Operator, "Eleni"), d.staff(t, session.Operator, "Ivan")
	d.work(t, eleni, 9, "el")
	d.work(t, ivan, 9)
	english, greek, urgent, high := d.asks(t, "en"), d.asks(t, "el"), d.asks(t, "zh"), d.asks(t, "zh")
	for id, p := range map[string]Priority{urgent: Urgent, high: High} {
		c, err := d.Prioritize(t.Context(), ivan, PrioritizeInput{ConversationID: id, Priority: p})
		if err != nil || c.Priority != p {
			t.Fatalf("%+v, %v", c, err)
		}
	}
	page, err := d.Queue(t.Context(), ivan, QueueInput{Filter: FilterQueue, First: 9})
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, e := range page.Edges {
		list = append(list, e.Node.ID)
	}
	if diff := cmp.Diff([]string{urgent, high, english, greek}, list); diff != "" {
		t.Errorf("the queue: %s", diff)
	}
	for _, want := range []string{urgent, high, greek, english} {
		c, err := d.TakeNext(t.Context(), eleni)
		if err != nil || c.ID != want {
			t.Fatalf("got %+v, %v, want %s", c, err, want)
		}
	}
	// Back in the queue it is urgent still, and before another urgent one.
	other := d.asks(t, "en")
	if _, err := d.Prioritize(t.Context(), ivan, PrioritizeInput{ConversationID: other, Priority: Urgent}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Transfer(t.Context(), eleni, TransferInput{ConversationID: urgent}); err != nil {
		t.Fatal(err)
	}
	if c, err := d.TakeNext(t.Context(), ivan); err != nil || c.ID != urgent || c.Priority != Urgent {
		t.Errorf("got %+v, %v", c, err)
	}
	// A conversation in a language of one's own goes first only so long.
	old := d.asks(t, "en")
	d.time.pass(waitForLanguage)
	d.asks(t, "el")
	if c, err := d.TakeNext(t.Context(), eleni); err != nil || c.ID != other {
		t.Errorf("got %+v, %v", c, err)
	}
	if c, err := d.TakeNext(t.Context(), eleni); err != nil || c.ID != old {
		t.Errorf("got %+v, %v", c, err)
	}
}

func TestEstimate(t *testing.T) {
	t.Parallel()
	m := measured{Handled: 20, HandledLow: 300, HandledHigh: 900, PickedUpLow: 20}
	for _, tt := range []struct {
		why   string
		place int
		m     measured
		s     slots
		want  *Wait
	}{
		{"a free place: somebody's look at the queue", 0, m, slots{All: 4, Free: 1}, &Wait{0, 1}},
		{"one place has to be given free of four", 0, m, slots{All: 4}, &Wait{1, 4}},
		{"eight of four", 7, m, slots{All: 4}, &Wait{10, 30}},
		{"two free ones are for those before", 9, m, slots{All: 4, Free: 2}, &Wait{10, 30}},
		{"nobody is there", 0, m, slots{}, nil},
		{"too little was measured", 0, measured{Handled: 4}, slots{All: 4, Free: 4}, nil},
		{"nobody knows that far", 500, m, slots{All: 1}, nil},
	} {
		t.Run(tt.why, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, estimate(tt.place, tt.m, tt.s)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// The wait comes from what conversations took, and moves as the queue does.
func TestService_FollowWaiting(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	otto := d.staff(t, session.Operator, "Otto")
	d.work(t, otto, 1)
	for range measureLeast {
		id := d.asks(t, "en")
		if _, err := d.Take(t.Context(), otto, id); err != nil {
			t.Fatal(err)
		}
		d.time.pass(4 * time.Minute)
		if _, err := d.Resolve(t.Context(), otto, id); err != nil {
			t.Fatal(err)
		}
	}
	d.time.pass(time.Minute)
	busy, first := d.asks(t, "en"), d.asks(t, "en")
	customer := d.customer(t)
	c, err := d.Open(t.Context(), customer, OpenInput{Topic: TopicOther})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Take(t.Context(), otto, busy); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	events, err := d.FollowWaiting(ctx, customer, c.ID, nil)
	if err != nil {
		t.Fatal(err)
	}
	next := func(place int, want *Wait) {
		t.Helper()
		w, ok := <-events
		if !ok || w.Place == nil || *w.Place != place {
			t.Fatalf("got %+v, %v, want place %d", w, ok, place)
		}
		if diff := cmp.Diff(want, w.Wait); diff != "" {
			t.Error(diff)
		}
	}
	next(1, &Wait{8, 9})
	if _, err := d.Resolve(t.Context(), otto, busy); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Take(t.Context(), otto, first); err != nil {
		t.Fatal(err)
	}
	for {
		w := <-events
		if w == nil {
			t.Fatal("ended")
		}
		if *w.Place == 0 && w.Wait != nil && w.Wait.ToMinutes > 1 {
			break // with the only place taken again
		}
	}
	if _, err := d.Take(t.Context(), otto, c.ID); err != nil {
		t.Fatal(err)
	}
	w, ok := <-events
	if !ok || w.Place != nil {
		t.Fatalf("got %+v, %v", w, ok)
	}
	if w, ok := <-events; ok {
		t.Errorf("after the end came %+v", w)
	}
	_, err = d.FollowWaiting(t.Context(), d.customer(t), c.ID, nil)
	wantAbsent(t, err)
}

func TestService_Waiting_closed(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.desk.Hours = hours(t, "Mon-Fri 09:00-17:00", "")
	d.time.pass(athens(t, "2031-01-04 12:00").Sub(d.time.now())) // a Saturday
	customer := d.customer(t)
	c, err := d.Open(t.Context(), customer, OpenInput{Topic: TopicOther})
	if err != nil {
		t.Fatal(err)
	}
	monday := athens(t, "2031-01-06 09:00").UTC()
	w, err := d.Waiting(t.Context(), customer, c)
	if diff := cmp.Diff(&Waiting{Place: new(int), AnswersAt: &monday}, w); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
	if s := d.Support(); s.Open || !s.AnswersAt.Equal(monday) {
		t.Errorf("support: %+v", s)
	}
	d.time.pass(monday.Sub(d.time.now()))
	if s := d.Support(); !s.Open || s.AnswersAt != nil {
		t.Errorf("support: %+v", s)
	}
}

func TestService_Board(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.desk.FirstResponse, d.desk.Resolution = 8*time.Minute, time.Hour
	otto, sue := d.staff(t, session.Operator, "Otto"), d.staff(t, session.Supervisor, "Sue")
	d.work(t, otto, 4)
	began := d.time.now().UTC().Truncate(time.Microsecond).Add(time.Second)
	done, held, answered := d.asks(t, "en"), d.asks(t, "en"), d.asks(t, "en")
	for _, id := range []string{done, held, answered} {
		if _, err := d.Take(t.Context(), otto, id); err != nil {
			t.Fatal(err)
		}
		d.say(t, otto, id, "hello")
	}
	if _, err := d.Hold(t.Context(), otto, held); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Resolve(t.Context(), otto, done); err != nil {
		t.Fatal(err)
	}
	d.exec(t, `UPDATE conversation SET rating = 4, rated_at = $2 WHERE id = $1`, done, d.time.now())
	d.time.pass(30 * time.Minute)
	late := d.asks(t, "en")
	d.time.pass(10 * time.Minute)
	warned := d.asks(t, "en")
	d.time.pass(6*time.Minute + 5*time.Second) // the answered one is at 46 of 60 minutes
	d.asks(t, "en")
	_, err := d.Board(t.Context(), otto)
	wantCode(t, err, "STAFF_ONLY")
	b, err := d.Board(t.Context(), sue)
	if err != nil {
		t.Fatal(err)
	}
	if b.QueueLength != 3 || b.Active != 1 || b.OnHold != 1 || b.LongestSince == nil || len(b.Operators) != 1 || b.Operators[0].Open != 1 || b.Operators[0].Held != 1 {
		t.Errorf("board: %+v", b)
	}
	got := map[string]string{}
	for _, l := range b.Late {
		word := "warned"
		if l.Late {
			word = "late"
		}
		got[l.Conversation.ID] += string(l.Target.Kind) + " " + word
	}
	want := map[string]string{late: "FIRST_RESPONSE late", warned: "FIRST_RESPONSE warned", answered: "RESOLUTION warned"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("late: %s", diff)
	}
	if b.Ratings.Count != 1 || *b.Ratings.Average != 4 || !cmp.Equal(b.Ratings.Spread, []int{0, 0, 0, 1, 0}) {
		t.Errorf("ratings: %+v", b.Ratings)
	}
	opened, resolved := 0, 0
	for _, h := range b.Hours {
		opened, resolved = opened+h.Opened, resolved+h.Resolved
	}
	if len(b.Hours) != boardHours || opened != 6 || resolved != 1 {
		t.Errorf("%d hours with %d opened, %d resolved", len(b.Hours), opened, resolved)
	}
	c, err := d.Conversation(t.Context(), otto, answered)
	if err != nil {
		t.Fatal(err)
	}
	targets := d.Targets(otto, c)
	if len(targets) != 2 || targets[0].MetAt == nil || targets[1].MetAt != nil || !targets[1].DueAt.Equal(c.CreatedAt.Add(time.Hour)) || c.CreatedAt.Before(began) {
		t.Errorf("targets: %+v", targets)
	}
	if seen := d.Targets(d.customer(t), c); len(seen) != 0 {
		t.Errorf("a customer sees targets: %+v", seen)
	}
}
