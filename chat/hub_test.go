package chat

import (
	"context"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/bus"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/postgres/pgtest"
	"github.com/walletdesk/walletdesk/session"
)

// patience is how long a test waits for what must come.
const patience = 30 * time.Second

// next is the next event, or a failed test.
func next[T any](t *testing.T, events <-chan T) T {
	t.Helper()
	select {
	case e, open := <-events:
		if !open {
			t.Fatal("the channel was closed")
		}
		return e
	case <-time.After(patience):
		t.Fatal("nothing came")
	}
	panic("unreachable")
}

// wantClosed reads until the channel is closed.
func wantClosed[T any](t *testing.T, events <-chan T) {
	t.Helper()
	late := time.After(patience)
	for {
		select {
		case _, open := <-events:
			if !open {
				return
			}
		case <-late:
			t.Fatal("the channel stays open")
		}
	}
}

// follow follows a conversation until the test ends.
func (d *desk) follow(t *testing.T, ctx context.Context, actor session.Actor, id string, after int64) <-chan *Event {
	t.Helper()
	events, err := d.Follow(ctx, actor, FollowInput{ConversationID: id, After: after})
	if err != nil {
		t.Fatalf("follow: %v", err)
	}
	return events
}

// fill appends n rows to a log, without ringing.
func (d *desk) fill(t *testing.T, id string, n int) (last int64) {
	t.Helper()
	err := d.db.InTx(t.Context(), func(ctx context.Context, q postgres.Querier) error {
		for range n {
			m, err := d.log.append(ctx, q, system(id, Happened, "REDACTED", map[string]string{"seq": "1"}))
			if err != nil {
				return err
			}
			last = m.Seq
		}
		return nil
	})
	if err != nil {
		t.Fatalf("fill: %v", err)
	}
	return last
}

// Two nodes, a customer and an operator who send 500 texts each and repeat every
// tenth, a reader on the other node cut off 50 times: it gets 1, 2, 3 … to the end.
func TestService_Follow_losesNothing(t *testing.T) {
	t.Parallel()
	const each, cuts = 500, 50
	here := newDesk(t)
	there := newDeskOn(t, here.db, here.bell)
	customer, operator := here.customer(t), here.staff(t, session.Operator, "Otto")
	c := here.taken(t, customer, operator)

	var senders sync.WaitGroup
	for _, actor := range []session.Actor{customer, operator} {
		senders.Go(func() {
			for i := range each {
				here.time.pass(3 * time.Second) // 30 a minute are allowed
				in := SendInput{ConversationID: c.ID, ClientID: uuid.NewString(), Body: "text " + strings.Repeat("x", i)}
				for try := range 2 {
					if try > 0 && i%10 > 0 {
						break
					}
					if _, err := here.Send(t.Context(), actor, in); err != nil {
						t.Errorf("send: %v", err)
						return
					}
				}
			}
		})
	}
	const end = 2 + 2*each
	var last int64
	for cut := 0; last < end; cut++ {
		ctx, stop := context.WithCancel(t.Context())
		events := there.follow(t, ctx, customer, c.ID, last)
		for left := rand.IntN(2*end/cuts) + 1; last < end && (left > 0 || cut >= cuts); left-- {
			e := next(t, events)
			if e.Message.Seq != last+1 {
				t.Fatalf("after %d came %d", last, e.Message.Seq)
			}
			last++
		}
		stop()
		wantClosed(t, events)
	}
	senders.Wait()
	if n := len(here.logOf(t, c.ID)); n != end {
		t.Errorf("the log has %d rows, want %d", n, end)
	}
}

func TestService_Follow_slowReader(t *testing.T) {
	t.Parallel()
	const rows = 3000
	d := newDesk(t)
	customer, operator := d.customer(t), d.staff(t, session.Operator, "Otto")
	c := d.taken(t, customer, operator)
	slow := d.follow(t, t.Context(), customer, c.ID, 0)
	quick := d.follow(t, t.Context(), operator, c.ID, 0)
	for range 2 {
		next(t, quick)
	}
	for got := int64(2); got < rows; {
		last := d.fill(t, c.ID, 100)
		d.log.Ring(c.ID, last)
		for ; got < last; got++ {
			if e := next(t, quick); e.Message.Seq != got+1 {
				t.Fatalf("after %d came %d", got, e.Message.Seq)
			}
		}
	}
	if cap(slow) != mailbox {
		t.Errorf("a mailbox of %d, want %d", cap(slow), mailbox)
	}
	for got := int64(0); got < rows; got++ {
		if e := next(t, slow); e.Message.Seq != got+1 {
			t.Fatalf("slow reader: after %d came %d", got, e.Message.Seq)
		}
	}
}

// What pings carry: how far a followed log has come, also when its ring was lost.
func TestService_Reached(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	customer := d.customer(t)
	c := d.opened(t, customer)
	if n := d.Reached(c.ID); n != 0 {
		t.Errorf("nobody follows, and yet it has come to %d", n)
	}
	events := d.follow(t, t.Context(), customer, c.ID, 0)
	next(t, events)
	d.say(t, customer, c.ID, "heard")
	next(t, events)
	if n := d.Reached(strings.ToUpper(c.ID)); n != 2 {
		t.Errorf("it has come to %d, want 2", n)
	}
	last := d.fill(t, c.ID, 3)
	if err := d.hub.sweep(t.Context(), d.time.now().Add(-sweepOverlap)); err != nil {
		t.Fatal(err)
	}
	if n := d.Reached(c.ID); n != last {
		t.Errorf("swept, it has come to %d, want %d", n, last)
	}
	if n := d.Reached("no id"); n != 0 {
		t.Errorf("what is no id has come to %d", n)
	}
}

// deaf is a bell whose rings can be lost.
type deaf struct {
	*bus.Bus
	lost atomic.Bool
}

func (b *deaf) Publish(subject string, data []byte) error {
	if b.lost.Load() {
		return nil
	}
	return b.Bus.Publish(subject, data)
}

// slow is a bell whose server takes its time for one subject.
type slow struct {
	*bus.Bus
	subject string
	asked   chan struct{} // closed when it is asked for the subject
	answer  chan struct{} // answers then
}

func (b *slow) Subscribe(subject string, fn func(string, []byte)) (func(), error) {
	if subject == b.subject {
		close(b.asked)
		<-b.answer
	}
	return b.Bus.Subscribe(subject, fn)
}

// A bus that does not answer holds up only who comes, not those who are there.
func TestHub_slowBus(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	one, other := d.customer(t), d.customer(t)
	a, b := d.opened(t, one), d.opened(t, other)
	bell := &slow{Bus: d.bell, subject: "conv." + b.ID, asked: make(chan struct{}), answer: make(chan struct{})}
	d.hub.bell = bell
	there := d.follow(t, t.Context(), one, a.ID, 0)
	next(t, there)
	late := make(chan (<-chan *Event))
	go func() { late <- d.follow(t, t.Context(), other, b.ID, 0) }()
	<-bell.asked
	d.say(t, one, a.ID, "meanwhile")
	if e := next(t, there); e.Message.Seq != 2 {
		t.Errorf("got number %d, want 2", e.Message.Seq)
	}
	d.say(t, other, b.ID, "before it is heard")
	close(bell.answer)
	events := <-late
	for want := range int64(2) {
		if e := next(t, events); e.Message.Seq != want+1 {
			t.Errorf("got number %d, want %d", e.Message.Seq, want+1)
		}
	}
}

func TestHub_lostRings(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		why  string
		heal func(ctx context.Context, d *desk) error
	}{
		{"the bus says there was a gap", func(_ context.Context, d *desk) error { d.hub.gap(); return nil }},
		{"the sweeper finds it", func(ctx context.Context, d *desk) error {
			return d.hub.sweep(ctx, d.time.now().Add(-sweepOverlap))
		}},
		{"a word of a newer node", func(_ context.Context, d *desk) error {
			for id := range d.hub.rooms {
				return d.bell.Publish("conv."+id, []byte("typing"))
			}
			return nil
		}},
	} {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			bell := &deaf{Bus: d.bell}
			d.log.bell = bell
			customer := d.customer(t)
			c := d.opened(t, customer)
			events := d.follow(t, t.Context(), customer, c.ID, 0)
			next(t, events)
			d.say(t, customer, c.ID, "heard")
			next(t, events)
			bell.lost.Store(true)
			d.say(t, customer, c.ID, "not heard")
			if err := tt.heal(t.Context(), d); err != nil {
				t.Fatal(err)
			}
			if e := next(t, events); e.Message.Seq != 3 {
				t.Errorf("got %d, want 3", e.Message.Seq)
			}
		})
	}
}

func TestService_Follow_endsWhenItIsNoLongerAllowed(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	customer, owner, other := d.customer(t), d.staff(t, session.Operator, "Olga"), d.staff(t, session.Operator, "Otto")
	c := d.opened(t, customer)
	watching := d.follow(t, t.Context(), other, c.ID, 0)
	next(t, watching)
	if _, err := d.Take(t.Context(), owner, c.ID); err != nil {
		t.Fatal(err)
	}
	for e := range watching {
		t.Errorf("got %+v of somebody else's conversation", e.Message)
	}
}

func TestService_Follow_leavesNothingBehind(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	customer := d.customer(t)
	c := d.opened(t, customer)
	woken := make(chan struct{}, 16)
	ctx, stop := context.WithCancel(t.Context())
	events, err := d.Follow(ctx, customer, FollowInput{ConversationID: c.ID, Wake: func() { woken <- struct{}{} }})
	if err != nil {
		t.Fatal(err)
	}
	next(t, woken)
	next(t, events)
	stop()
	next(t, woken)
	wantClosed(t, events)
	d.hub.mu.Lock()
	defer d.hub.mu.Unlock()
	if len(d.hub.rooms) != 0 {
		t.Errorf("%d rooms are left", len(d.hub.rooms))
	}
}

func TestService_FollowQueue(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	customer, owner, other := d.customer(t), d.staff(t, session.Operator, "Olga Owner"), d.staff(t, session.Operator, "Otto")
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	mine, err := d.FollowQueue(ctx, owner, nil)
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := d.FollowQueue(ctx, other, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.FollowQueue(ctx, customer, nil); err == nil {
		t.Error("a customer follows the queue")
	}
	c := d.opened(t, customer)
	for _, events := range []<-chan *QueueEvent{mine, theirs} {
		if e := next(t, events); e.Conversation.State != Queued || e.Conversation.CustomerName == "" {
			t.Errorf("opened: got %+v", e.Conversation)
		}
	}
	if _, err := d.Take(t.Context(), owner, c.ID); err != nil {
		t.Fatal(err)
	}
	if e := next(t, mine); e.Conversation.State != Active || !e.Conversation.Mine {
		t.Errorf("taken: got %+v", e.Conversation)
	}
	if e := next(t, theirs); e.Conversation.State != Active || e.Conversation.OwnerName != "Olga Owner" || e.Conversation.CustomerName != "" {
		t.Errorf("taken by somebody else: got %+v", e.Conversation)
	}
	d.say(t, customer, c.ID, "between us")
	if e := next(t, mine); e.Conversation.Preview != "between us" {
		t.Errorf("said: got %+v", e.Conversation)
	}
	if _, err := d.Resolve(t.Context(), owner, c.ID); err != nil {
		t.Fatal(err)
	}
	if e := next(t, theirs); e.Conversation.State != Resolved || e.Conversation.Preview != "" {
		t.Errorf("the other console: got %+v, want the end and nothing of what was said", e.Conversation)
	}
	stop()
	wantClosed(t, mine)
	wantClosed(t, theirs)
}

// A console that does not read gets, when it does, every conversation once more
// as it stands by then, and holds no more than ids meanwhile.
func TestService_FollowQueue_slowConsole(t *testing.T) {
	t.Parallel()
	const many = mailbox + 50
	db := pgtest.New(t)
	bell, err := bus.Open(t.Context(), bus.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(bell.Close)
	d := newDeskOn(t, db, bell)
	supervisor := d.staff(t, session.Supervisor, "Sue")
	slow, err := d.FollowQueue(t.Context(), supervisor, nil)
	if err != nil {
		t.Fatal(err)
	}
	account := uuid.NewString()
	missing := map[string]bool{}
	for range many {
		c := &Conversation{ID: uuid.Must(uuid.NewV7()).String(), Topic: TopicOther, AccountID: account, Proof: SignedIn, Locale: "en", CreatedAt: d.log.now()}
		if err := insertConversation(t.Context(), db, c); err != nil {
			t.Fatal(err)
		}
		missing[c.ID] = true
		d.log.ring(c.ID, 1, true)
	}
	for len(missing) > 0 {
		delete(missing, next(t, slow).Conversation.ID)
	}
}
