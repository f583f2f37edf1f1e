package chat

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/session"
)

func TestService_Open(t *testing.T) {
	t.Parallel()
	t.Run("OK", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		customer := d.customer(t)
		c := d.opened(t, customer)
		if c.State != Queued || c.Proof != MailboxProved || c.Locale != "el" || c.CustomerName != "Maria Papadaki" || c.Place == nil || *c.Place != 0 {
			t.Errorf("got %+v", c)
		}
		_, state, _, _, err := d.recovery.CaseFlow(t.Context(), d.db, customer.FlowID)
		if err != nil || state != "ESCALATED" {
			t.Errorf("flow is %s (%v), want it escalated in the same transaction", state, err)
		}
		if diff := cmp.Diff([]string{"EVENT OPENED"}, d.logOf(t, c.ID)); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("Again", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		customer := d.customer(t)
		var wg sync.WaitGroup
		ids := make([]string, 6)
		for i := range ids {
			wg.Go(func() {
				c, err := d.Open(t.Context(), customer, OpenInput{Topic: TopicRecovery})
				if err != nil {
					t.Errorf("open: %v", err)
					return
				}
				ids[i] = c.ID
			})
		}
		wg.Wait()
		for _, id := range ids {
			if id != ids[0] {
				t.Fatalf("one recovery got two conversations: %v", ids)
			}
		}
	})
	t.Run("FlowCanNotBeEscalated", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		customer := d.customer(t)
		d.exec(t, `UPDATE recovery_flow SET state = 'DONE' WHERE id = $1`, customer.FlowID)
		_, err := d.Open(t.Context(), customer, OpenInput{Topic: TopicRecovery})
		wantCode(t, err, "WRONG_STATE")
		var n int
		if err := d.db.GetContext(t.Context(), &n, `SELECT count(*) FROM conversation`); err != nil || n != 0 {
			t.Errorf("%d conversations (%v), want none: it is one transaction", n, err)
		}
	})
	t.Run("TooMany", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		customer := d.customer(t)
		for range 6 {
			if _, err := d.Open(t.Context(), customer, OpenInput{Topic: TopicCard}); err != nil {
				t.Fatalf("open: %v", err)
			}
		}
		_, err := d.Open(t.Context(), customer, OpenInput{Topic: TopicCard})
		wantCode(t, err, "THROTTLED")
	})
	t.Run("Refused", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		customer := d.customer(t)
		recoverer := session.Actor{Role: session.Recoverer, AccountID: customer.AccountID, FlowID: customer.FlowID}
		signedIn := customer
		signedIn.FlowID = ""
		for _, tt := range []struct {
			why   string
			actor session.Actor
			in    OpenInput
			code  string
		}{
			{"a proved mailbox is no sign-in", recoverer, OpenInput{Topic: TopicCard}, "SIGN_IN_FIRST"},
			{"nothing to be helped with", signedIn, OpenInput{Topic: TopicRecovery}, "NO_RECOVERY"},
			{"operators don't open conversations", d.staff(t, session.Operator, "Otto"), OpenInput{Topic: TopicOther}, "SIGN_IN_FIRST"},
			{"topics are a list", customer, OpenInput{Topic: "GOSSIP"}, "topic:UNKNOWN"},
			{"languages are tags", customer, OpenInput{Topic: TopicCard, Locale: "klingon!"}, "locale:UNKNOWN"},
		} {
			t.Run(tt.why, func(t *testing.T) {
				_, err := d.Open(t.Context(), tt.actor, tt.in)
				wantCode(t, err, tt.code)
			})
		}
	})
}

func TestService_Conversation_foreignIsAbsent(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	customer, stranger := d.customer(t), d.customer(t)
	owner, other := d.staff(t, session.Operator, "Olga Owner"), d.staff(t, session.Operator, "Otto Other")
	c := d.taken(t, customer, owner)
	mailboxOnly := session.Actor{Role: session.Recoverer, AccountID: customer.AccountID, FlowID: uuid.NewString()}

	_, absent := d.Conversation(t.Context(), stranger, uuid.NewString())
	for _, tt := range []struct {
		why   string
		actor session.Actor
		id    string
	}{
		{"another customer", stranger, c.ID},
		{"nobody", session.Actor{}, c.ID},
		{"holder of another recovery of the same account", mailboxOnly, c.ID},
		{"operator who does not own it", other, c.ID},
		{"no id at all", customer, "1 OR 1=1"},
	} {
		t.Run(tt.why, func(t *testing.T) {
			_, err := d.Conversation(t.Context(), tt.actor, tt.id)
			wantAbsent(t, err)
			got, _ := fault.As(err)
			want, _ := fault.As(absent)
			if got.Code != want.Code || got.Message != want.Message {
				t.Errorf("got %v, an absent one answers %v", got, want)
			}
			_, err = d.Messages(t.Context(), tt.actor, tt.id, MessagesInput{First: 10})
			wantAbsent(t, err)
			_, err = d.Send(t.Context(), tt.actor, SendInput{ConversationID: tt.id, ClientID: uuid.NewString(), Body: "hello"})
			wantAbsent(t, err)
			_, err = d.Follow(t.Context(), tt.actor, FollowInput{ConversationID: tt.id})
			wantAbsent(t, err)
			_, err = d.MarkRead(t.Context(), tt.actor, tt.id, 1)
			wantAbsent(t, err)
			wantAbsent(t, d.SetTyping(t.Context(), tt.actor, tt.id, true))
			_, err = d.Leave(t.Context(), tt.actor, tt.id)
			wantAbsent(t, err)
		})
	}
	for _, tt := range []struct {
		why   string
		actor session.Actor
		name  string
		mine  bool
	}{
		{"its customer sees the given name only", customer, "Olga", false},
		{"its owner", owner, "Olga Owner", true},
		{"any supervisor", d.staff(t, session.Supervisor, "Sue"), "Olga Owner", false},
	} {
		t.Run(tt.why, func(t *testing.T) {
			got, err := d.Conversation(t.Context(), tt.actor, strings.ToUpper(c.ID))
			if err != nil {
				t.Fatal(err)
			}
			if got.OwnerName != tt.name || got.Mine != tt.mine {
				t.Errorf("got owner %q, mine %v", got.OwnerName, got.Mine)
			}
		})
	}
}

func TestService_Take_oneWinner(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c := d.opened(t, d.customer(t))
	operators := make([]session.Actor, 100)
	for i := range operators {
		operators[i] = d.staff(t, session.Operator, "Otto")
	}
	var wg sync.WaitGroup
	won := make([]bool, len(operators))
	for i, operator := range operators {
		wg.Go(func() {
			got, err := d.Take(t.Context(), operator, c.ID)
			if err == nil {
				won[i] = got.Mine
				return
			}
			if f, ok := fault.As(err); !ok || f.Code != "ALREADY_TAKEN" {
				t.Errorf("loser got %v", err)
			}
		})
	}
	wg.Wait()
	winners := 0
	for i := range won {
		if won[i] {
			winners++
			if _, err := d.Take(t.Context(), operators[i], c.ID); err != nil {
				t.Errorf("the winner's retry: %v", err)
			}
		}
	}
	if winners != 1 {
		t.Errorf("%d winners, want 1", winners)
	}
	if diff := cmp.Diff([]string{"EVENT OPENED", "EVENT TAKEN"}, d.logOf(t, c.ID)); diff != "" {
		t.Error(diff)
	}
}

func TestService_Send(t *testing.T) {
	t.Parallel()
	t.Run("SameClientID", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		customer := d.customer(t)
		c := d.opened(t, customer)
		in := SendInput{ConversationID: c.ID, ClientID: uuid.NewString(), Body: "first"}
		var wg sync.WaitGroup
		seqs := make([]int64, 20)
		for i := range seqs {
			wg.Go(func() {
				sent, err := d.Send(t.Context(), customer, in)
				if err != nil {
					t.Errorf("send: %v", err)
					return
				}
				seqs[i] = sent.Message.Seq
			})
		}
		wg.Wait()
		for _, seq := range seqs {
			if seq != 2 {
				t.Fatalf("one client id got the numbers %v", seqs)
			}
		}
		if diff := cmp.Diff([]string{"EVENT OPENED", "TEXT first"}, d.logOf(t, c.ID)); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("SameClientIDOfTwoAuthors", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		customer, operator := d.customer(t), d.staff(t, session.Operator, "Otto")
		c := d.taken(t, customer, operator)
		in := SendInput{ConversationID: c.ID, ClientID: uuid.NewString(), Body: "hello"}
		for i, actor := range []session.Actor{customer, operator} {
			sent, err := d.Send(t.Context(), actor, in)
			if err != nil || sent.Message.Seq != int64(3+i) || !sent.Message.Mine {
				t.Fatalf("got %+v, %v", sent, err)
			}
		}
	})
	t.Run("OnlyTheOwnerWritesToTheCustomer", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		customer, operator := d.customer(t), d.staff(t, session.Operator, "Otto")
		c := d.opened(t, customer)
		in := SendInput{ConversationID: c.ID, ClientID: uuid.NewString(), Body: "hello"}
		_, err := d.Send(t.Context(), operator, in)
		wantCode(t, err, "NOT_OWNER")
		if _, err := d.Take(t.Context(), operator, c.ID); err != nil {
			t.Fatal(err)
		}
		_, err = d.Send(t.Context(), d.staff(t, session.Supervisor, "Sue"), in)
		wantCode(t, err, "NOT_OWNER")
		if _, err := d.Send(t.Context(), operator, in); err != nil {
			t.Errorf("the owner: %v", err)
		}
	})
	t.Run("Refused", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		customer := d.customer(t)
		c := d.opened(t, customer)
		for _, tt := range []struct{ why, client, body, code string }{
			{"nothing but space", uuid.NewString(), " \n\u0000 ", "body:REQUIRED"},
			{"4,001 characters", uuid.NewString(), strings.Repeat("я", 4001), "body:TOO_LONG"},
			{"a client id is a UUID", "seven", "hello", "clientId:NOT_A_UUID"},
		} {
			t.Run(tt.why, func(t *testing.T) {
				_, err := d.Send(t.Context(), customer, SendInput{ConversationID: c.ID, ClientID: tt.client, Body: tt.body})
				wantCode(t, err, tt.code)
			})
		}
		d.say(t, customer, c.ID, strings.Repeat("я", 4000))
	})
	t.Run("Throttled", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		customer := d.customer(t)
		c := d.opened(t, customer)
		in := SendInput{ConversationID: c.ID, ClientID: uuid.NewString(), Body: "hello"}
		for range 30 {
			d.say(t, customer, c.ID, "hello")
		}
		_, err := d.Send(t.Context(), customer, in)
		wantCode(t, err, "THROTTLED")
		d.time.pass(2 * time.Minute)
		if _, err := d.Send(t.Context(), customer, in); err != nil {
			t.Errorf("after the window: %v", err)
		}
	})
	t.Run("StaffIsNotCounted", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		operator := d.staff(t, session.Operator, "Otto")
		c := d.taken(t, d.customer(t), operator)
		for range 31 {
			d.say(t, operator, c.ID, "hello")
		}
	})
}

func TestService_end(t *testing.T) {
	t.Parallel()
	t.Run("ClosedTakesNoMessage", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		customer, operator := d.customer(t), d.staff(t, session.Operator, "Otto")
		c := d.taken(t, customer, operator)
		if _, err := d.Resolve(t.Context(), operator, c.ID); err != nil {
			t.Fatal(err)
		}
		_, err := d.Send(t.Context(), operator, SendInput{ConversationID: c.ID, ClientID: uuid.NewString(), Body: "one more"})
		wantCode(t, err, "ENDED")
		d.time.pass(7*24*time.Hour + time.Second)
		_, err = d.Send(t.Context(), customer, SendInput{ConversationID: c.ID, ClientID: uuid.NewString(), Body: "too late"})
		wantCode(t, err, "ENDED")
		if n, err := d.CloseDue(t.Context()); n != 1 || err != nil {
			t.Fatalf("closed %d, %v", n, err)
		}
		if n, err := d.CloseDue(t.Context()); n != 0 || err != nil {
			t.Fatalf("closed %d again, %v", n, err)
		}
		_, err = d.Send(t.Context(), customer, SendInput{ConversationID: c.ID, ClientID: uuid.NewString(), Body: "too late"})
		wantCode(t, err, "ENDED")
		_, err = d.Take(t.Context(), operator, c.ID)
		wantCode(t, err, "ENDED")
		want := []string{"EVENT OPENED", "EVENT TAKEN", "EVENT RESOLVED", "EVENT CLOSED"}
		if diff := cmp.Diff(want, d.logOf(t, c.ID)); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("AWordOpensItAgain", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		customer, operator := d.customer(t), d.staff(t, session.Operator, "Otto")
		c := d.taken(t, customer, operator)
		for range 2 {
			if _, err := d.Resolve(t.Context(), operator, c.ID); err != nil {
				t.Fatal(err)
			}
		}
		d.say(t, customer, c.ID, "still there?")
		got, err := d.Conversation(t.Context(), customer, c.ID)
		if err != nil || got.State != Queued || got.OwnerName != "" || got.Preview != "still there?" {
			t.Errorf("got %+v, %v", got, err)
		}
		want := []string{"EVENT OPENED", "EVENT TAKEN", "EVENT RESOLVED", "EVENT REOPENED", "TEXT still there?"}
		if diff := cmp.Diff(want, d.logOf(t, c.ID)); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("TheCustomerLeaves", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		customer, operator := d.customer(t), d.staff(t, session.Operator, "Otto")
		c := d.opened(t, customer)
		got, err := d.Leave(t.Context(), customer, c.ID)
		if err != nil || got.State != Resolved || got.Place != nil {
			t.Fatalf("got %+v, %v", got, err)
		}
		_, err = d.Take(t.Context(), operator, c.ID)
		wantCode(t, err, "ENDED")
		_, err = d.Leave(t.Context(), operator, c.ID)
		wantAbsent(t, err)
	})
	t.Run("AFormerOwnerForgets", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		customer, operator := d.customer(t), d.staff(t, session.Operator, "Otto")
		c := d.taken(t, customer, operator)
		if _, err := d.Resolve(t.Context(), operator, c.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Conversation(t.Context(), operator, c.ID); err != nil {
			t.Errorf("within 7 days: %v", err)
		}
		d.time.pass(7 * 24 * time.Hour)
		_, err := d.Conversation(t.Context(), operator, c.ID)
		wantAbsent(t, err)
	})
}

func TestService_Messages(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	customer := d.customer(t)
	c := d.opened(t, customer)
	for range 9 {
		d.say(t, customer, c.ID, "hello")
	}
	at := func(n int64) *int64 { return &n }
	for _, tt := range []struct {
		why          string
		in           MessagesInput
		first, last  int64
		older, newer bool
	}{
		{"the last ones", MessagesInput{First: 3}, 8, 10, true, false},
		{"all of them", MessagesInput{First: 200}, 1, 10, false, false},
		{"after a number", MessagesInput{First: 3, After: at(4)}, 5, 7, true, true},
		{"from the beginning", MessagesInput{First: 3, After: at(0)}, 1, 3, false, true},
		{"before a number, the nearest", MessagesInput{First: 3, Before: at(5)}, 2, 4, true, true},
	} {
		t.Run(tt.why, func(t *testing.T) {
			p, err := d.Messages(t.Context(), customer, c.ID, tt.in)
			if err != nil {
				t.Fatal(err)
			}
			first, last := p.Nodes[0].Seq, p.Nodes[len(p.Nodes)-1].Seq
			if first != tt.first || last != tt.last || p.HasOlder != tt.older || p.HasNewer != tt.newer {
				t.Errorf("got %d to %d, older %v, newer %v", first, last, p.HasOlder, p.HasNewer)
			}
		})
	}
	_, err := d.Messages(t.Context(), customer, c.ID, MessagesInput{First: 201})
	wantCode(t, err, "first:OUT_OF_RANGE")
	_, err = d.Messages(t.Context(), customer, c.ID, MessagesInput{First: 1, After: at(1), Before: at(2)})
	wantCode(t, err, "before:EITHER_OR")
}

func TestService_MarkRead(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	customer, operator := d.customer(t), d.staff(t, session.Operator, "Otto")
	c := d.taken(t, customer, operator)
	for _, tt := range []struct {
		why                string
		actor              session.Actor
		seq                int64
		customer, operator int64
	}{
		{"forward", customer, 1, 1, 0},
		{"never past the end", customer, 99, 2, 0},
		{"never back", customer, 1, 2, 0},
		{"each side has its own", operator, 2, 2, 2},
		{"a supervisor's glance marks nothing", d.staff(t, session.Supervisor, "Sue"), 2, 2, 2},
		{"nothing read", customer, -4, 2, 2},
	} {
		got, err := d.MarkRead(t.Context(), tt.actor, c.ID, tt.seq)
		if err != nil || got.CustomerReadSeq != tt.customer || got.OperatorReadSeq != tt.operator {
			t.Errorf("%s: got %+v, %v", tt.why, got, err)
		}
	}
}
