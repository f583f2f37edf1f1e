package chat

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/session"
)

// held keeps a conversation locked until the returned func is called.
func (d *desk) held(t *testing.T, id string) func() {
	t.Helper()
	locked, release, done := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() {
		done <- d.db.InTx(context.Background(), func(ctx context.Context, q postgres.Querier) error {
			_, err := lockConversation(ctx, q, id)
			close(locked)
			<-release
			return err
		})
	}()
	<-locked
	return sync.OnceFunc(func() {
		close(release)
		if err := <-done; err != nil {
			t.Errorf("hold conversation: %v", err)
		}
	})
}

// waiting waits until n transactions stand before a lock.
func (d *desk) waiting(t *testing.T, n int) {
	t.Helper()
	const query = `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
	for got := -1; got < n; {
		if err := d.db.GetContext(t.Context(), &got, query); err != nil {
			t.Fatalf("count waiting: %v", err)
		}
	}
}

func TestCommitter_manySenders(t *testing.T) {
	t.Parallel()
	const senders, each, rooms = 16, 20, 3
	d := newDesk(t)
	operator := d.staff(t, session.Operator, "Otto")
	var ids []string
	for range rooms {
		ids = append(ids, d.taken(t, d.customer(t), operator).ID)
	}
	var wg sync.WaitGroup
	for s := range senders {
		wg.Go(func() {
			last := map[string]int64{}
			for i := range each {
				id := ids[(s+i)%rooms]
				body := fmt.Sprintf("sender %c text %s", 'a'+s, strings.Repeat("x", i))
				if i%5 == 0 {
					body = fmt.Sprintf("with digits %d %d", s, i) // goes apart
				}
				in := SendInput{ConversationID: id, ClientID: uuid.NewString(), Body: body}
				sent, err := d.Send(t.Context(), operator, in)
				if err != nil {
					t.Errorf("send: %v", err)
					return
				}
				again, err := d.Send(t.Context(), operator, in)
				if err != nil || again.Message.Seq != sent.Message.Seq {
					t.Errorf("sent again: got %+v, %v, want number %d", again, err, sent.Message.Seq)
				}
				if sent.Message.Seq <= last[id] {
					t.Errorf("number %d came after %d", sent.Message.Seq, last[id])
				}
				last[id] = sent.Message.Seq
			}
		})
	}
	wg.Wait()
	rows := 0
	for _, id := range ids {
		for _, row := range d.logOf(t, id) { // fails on a gap
			if strings.HasPrefix(row, "TEXT ") { // digits of many may look like a number: rows say REDACTED
				rows++
			}
		}
		c, err := selectConversation(t.Context(), d.db, id)
		if err != nil || int(c.LastSeq) != len(d.logOf(t, id)) {
			t.Errorf("conversation says %d: %v", c.LastSeq, err)
		}
	}
	if want := senders * each; rows != want {
		t.Errorf("%d texts, want %d", rows, want)
	}
}

// Texts under one client id that are in a batch together are one row.
func TestCommitter_twins(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	operator := d.staff(t, session.Operator, "Otto")
	c := d.taken(t, d.customer(t), operator)
	release := d.held(t, c.ID)
	d.stuck(t, operator, c.ID) // so that the next ones gather
	in := SendInput{ConversationID: c.ID, ClientID: uuid.NewString(), Body: "twice"}
	seqs := make(chan int64, 5)
	for range cap(seqs) {
		go func() {
			sent, err := d.Send(context.Background(), operator, in)
			if err != nil {
				t.Errorf("send: %v", err)
				seqs <- -1
				return
			}
			seqs <- sent.Message.Seq
		}()
	}
	d.queued(t, cap(seqs))
	release()
	first := <-seqs
	for range cap(seqs) - 1 {
		if got := <-seqs; got != first {
			t.Errorf("numbers %d and %d for one client id", first, got)
		}
	}
}

// stuck sends a text into a held conversation and waits until it stands before the
// lock.
func (d *desk) stuck(t *testing.T, actor session.Actor, id string) {
	t.Helper()
	var sender sync.WaitGroup
	sender.Go(func() {
		if _, err := d.Send(context.Background(), actor, SendInput{ConversationID: id, ClientID: uuid.NewString(), Body: "first"}); err != nil {
			t.Errorf("send: %v", err)
		}
	})
	t.Cleanup(sender.Wait)
	d.waiting(t, 1)
}

// queued waits until n texts gather.
func (d *desk) queued(t *testing.T, n int) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); ; {
		d.commits.mu.Lock()
		got := len(d.commits.queue)
		d.commits.mu.Unlock()
		if got == n {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d texts gather, want %d", got, n)
		}
	}
}

func TestCommitter_heldConversationHarmsNoOther(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	operator := d.staff(t, session.Operator, "Otto")
	busy, idle := d.taken(t, d.customer(t), operator), d.taken(t, d.customer(t), operator)
	release := d.held(t, busy.ID)
	defer release()
	d.stuck(t, operator, busy.ID)
	for range 20 {
		d.say(t, operator, idle.ID, "quick")
	}
	release()
}

// A text that can't be stored, one for an ended conversation, one of a former owner
// and a good one go into one batch: each gets its own answer.
func TestCommitter_failureHarmsNoOther(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	customer, operator, other := d.customer(t), d.staff(t, session.Operator, "Otto"), d.staff(t, session.Operator, "Olga")
	good, closed := d.taken(t, customer, operator), d.taken(t, d.customer(t), operator)
	d.exec(t, `UPDATE conversation SET state = 'CLOSED', closed_at = now() WHERE id = $1`, closed.ID)
	text := func(actor session.Actor, c *Conversation, body string) *sending {
		e := author(actor, c)
		e.clientID, e.kind, e.states = uuid.NewString(), Text, openStates
		return &sending{entry: e, text: body, done: make(chan struct{})}
	}
	batch := []*sending{
		text(operator, good, strings.Repeat("x", maxBody+1)),
		text(operator, closed, "too late"),
		text(other, good, "not mine"),
		text(customer, good, "fine"),
	}
	d.commits.commit(batch)
	for _, j := range batch {
		<-j.done
	}
	if postgres.Constraint(batch[0].err) != "message_body_check" {
		t.Errorf("too long: got %v", batch[0].err)
	}
	for _, j := range batch[1:3] {
		if !errors.Is(j.err, errNotOpen) {
			t.Errorf("%s: got %v, want not open", j.text, j.err)
		}
	}
	if batch[3].err != nil || batch[3].sent.Message.Seq != 3 {
		t.Errorf("the good one: got %+v, %v", batch[3].sent, batch[3].err)
	}
}

func TestCommitter_callerLeaves(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	operator := d.staff(t, session.Operator, "Otto")
	c := d.taken(t, d.customer(t), operator)
	release := d.held(t, c.ID)
	d.stuck(t, operator, c.ID)
	ctx, leave := context.WithCancel(t.Context())
	answers := make(chan error, 2)
	for _, ctx := range []context.Context{ctx, t.Context()} {
		go func() {
			_, err := d.Send(ctx, operator, SendInput{ConversationID: c.ID, ClientID: uuid.NewString(), Body: "and then"})
			answers <- err
		}()
	}
	d.queued(t, 2)
	leave()
	if err := <-answers; !errors.Is(err, context.Canceled) {
		t.Errorf("who left: got %v", err)
	}
	release()
	if err := <-answers; err != nil {
		t.Errorf("who stayed: got %v", err)
	}
	if got := d.logOf(t, c.ID); len(got) != 4 {
		t.Errorf("the log is %v, want the text of who stayed alone", got)
	}
}

func TestCommitter_tooMany(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.commits.queue = make([]*sending, maxWaiting)
	_, err := d.commits.send(t.Context(), entry{}, "x")
	wantCode(t, err, "OVERLOADED")
}

// The connection breaks between the commit and its answer: the text is in the log
// once, the caller hears so, and so does a retry.
func TestCommitter_answerLost(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"plain", "with digits 12"} {
		t.Run(body, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			line := newCutter(t, d.db)
			far := newDeskOn(t, line.db, d.bell)
			operator := d.staff(t, session.Operator, "Otto")
			c := d.taken(t, d.customer(t), operator)
			in := SendInput{ConversationID: c.ID, ClientID: uuid.NewString(), Body: body}
			if strings.HasPrefix(body, "plain") {
				line.cutAfter.Store(new("INSERT INTO message"))
			} else {
				line.cutAfter.Store(new("COMMIT"))
			}
			first, err := far.Send(t.Context(), operator, in)
			if err != nil {
				t.Fatalf("send: %v", err)
			}
			if line.cutAfter.Load() != nil {
				t.Fatal("nothing was cut")
			}
			again, err := far.Send(t.Context(), operator, in)
			if err != nil || again.Message.Seq != first.Message.Seq {
				t.Errorf("sent again: got %+v, %v", again, err)
			}
			if got := d.logOf(t, c.ID); len(got) != 3 {
				t.Errorf("the log is %v", got)
			}
		})
	}
}

// cutter is a line to the database that breaks, once, when the answer to what
// contains a text comes.
type cutter struct {
	db       *postgres.DB
	to       string
	cutAfter atomic.Pointer[string]
}

func newCutter(t *testing.T, db *postgres.DB) *cutter {
	t.Helper()
	var at struct{ Dir, Port, Name, Who string }
	err := db.GetContext(t.Context(), &at, `
SELECT split_part(current_setting('unix_socket_directories'), ',', 1) AS dir, current_setting('port') AS port,
       current_database() AS name, current_user AS who`)
	if err != nil {
		t.Fatalf("where is the database: %v", err)
	}
	socket := "/.s.PGSQL." + at.Port
	c := &cutter{to: filepath.Join(at.Dir, socket)}
	dir := t.TempDir()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "unix", dir+socket)
	if err != nil {
		t.Fatalf("listen: %v", err)
	}
	go c.accept(l)
	if c.db, err = postgres.Open(t.Context(), fmt.Sprintf("host=%s port=%s dbname=%s user=%s sslmode=disable", dir, at.Port, at.Name, at.Who)); err != nil {
		t.Fatalf("open database over the cutter: %v", err)
	}
	t.Cleanup(func() {
		if err := errors.Join(c.db.Close(), l.Close()); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return c
}

func (c *cutter) accept(l net.Listener) {
	for {
		near, err := l.Accept()
		if err != nil {
			return // closed
		}
		far, err := (&net.Dialer{}).DialContext(context.Background(), "unix", c.to)
		if err != nil {
			_ = near.Close()
			continue
		}
		go c.carry(near, far)
	}
}

// carry copies both ways until one end closes or the line is cut.
func (c *cutter) carry(near, far net.Conn) {
	var cut atomic.Bool
	go func() {
		buf := make([]byte, 64<<10)
		for {
			n, err := near.Read(buf)
			if what := c.cutAfter.Load(); what != nil && bytes.Contains(buf[:n], []byte(*what)) && c.cutAfter.CompareAndSwap(what, nil) {
				cut.Store(true)
			}
			if _, werr := far.Write(buf[:n]); err != nil || werr != nil {
				_ = far.Close()
				return
			}
		}
	}()
	buf := make([]byte, 64<<10)
	for {
		n, err := far.Read(buf)
		if err != nil && !errors.Is(err, io.EOF) || cut.Load() {
			break
		}
		if _, werr := near.Write(buf[:n]); err != nil || werr != nil {
			break
		}
	}
	_ = near.Close()
	_ = far.Close()
}
