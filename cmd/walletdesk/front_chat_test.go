package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"
	"github.com/gorilla/websocket"
)

const openMutation = `mutation ($input: OpenConversationInput!) {
  openConversation(input: $input) { conversation { id state } problem { code message } }
}`

const takeMutation = `mutation ($input: TakeConversationInput!) {
  takeConversation(input: $input) { conversation { id state mine } problem { code } }
}`

const sendMutation = `mutation ($input: SendMessageInput!) {
  sendMessage(input: $input) { message { seq clientId } problem { code message } }
}`

const eventsSubscription = `subscription ($id: ID!, $after: Int!) {
  conversationEvents(conversationId: $id, after: $after) { message { seq clientId kind } }
}`

type conversationPayload struct {
	Conversation *struct {
		ID, State string
		Mine      bool
	}
	Problem *struct{ Code, Message string }
}

// openConversation opens one about nothing in particular.
func openConversation(t *testing.T, c caller) string {
	t.Helper()
	var out struct{ OpenConversation conversationPayload }
	c.ask(t, openMutation, map[string]any{"input": map[string]any{"topic": "OTHER"}}, &out)
	if out.OpenConversation.Problem != nil {
		t.Fatalf("conversation not opened: %+v", out.OpenConversation.Problem)
	}
	return out.OpenConversation.Conversation.ID
}

// take tries to take a conversation and tells the problem's code, "" for none.
func take(c caller, id string) (string, error) {
	var out struct{ TakeConversation conversationPayload }
	if err := c.try(takeMutation, map[string]any{"input": map[string]any{"conversationId": id}}, &out); err != nil {
		return "", err
	}
	if p := out.TakeConversation.Problem; p != nil {
		return p.Code, nil
	}
	return "", nil
}

// Of 100 takes at once over real HTTP one operator wins, and the other hears so each
// time.
func TestFront_OneTakeWins(t *testing.T) {
	t.Parallel()
	base := program(t)
	customer, _ := register(t, base, "front-takes")
	id := openConversation(t, customer)
	operators := []caller{signInStaff(t, base, "anna"), signInStaff(t, base, "boris")}

	const takers = 100
	codes := make([]string, takers)
	errs := make([]error, takers)
	gate := make(chan struct{})
	var all sync.WaitGroup
	for i := range takers {
		all.Add(1)
		go func() {
			defer all.Done()
			<-gate
			codes[i], errs[i] = take(operators[i%2], id)
		}()
	}
	close(gate)
	all.Wait()

	won := map[int]int{} // by operator: whoever has it may take it again
	for i := range takers {
		switch {
		case errs[i] != nil:
			t.Fatal(errs[i])
		case codes[i] == "":
			won[i%2]++
		case codes[i] != "ALREADY_TAKEN":
			t.Errorf("a taker was told %s", codes[i])
		}
	}
	var out struct {
		Conversation struct {
			Messages struct{ Nodes []struct{ Code string } }
		}
	}
	customer.ask(t, `query ($id: ID!) { conversation(id: $id) { messages { nodes { code } } } }`, map[string]any{"id": id}, &out)
	taken := 0
	for _, m := range out.Conversation.Messages.Nodes {
		if m.Code == "TAKEN" {
			taken++
		}
	}
	if len(won) != 1 || taken != 1 {
		t.Errorf("%d operators won, %d rows say so; want one of each", len(won), taken)
	}
}

// follower is a customer's page on a bad connection: it is cut again and again and
// goes on after the last number it has.
type follower struct {
	caller
	id   string
	seen []int64
	cuts int
}

// next is the number of the next event, whatever is cut meanwhile.
func (f *follower) run(t *testing.T, cuts int, until func(seen int) bool) {
	t.Helper()
	for !until(len(f.seen)) {
		after := int64(0)
		if n := len(f.seen); n > 0 {
			after = f.seen[n-1]
		}
		conn, err := f.subscribe(eventsSubscription, map[string]any{"id": f.id, "after": after})
		if err != nil {
			t.Fatal(err)
		}
		budget := -1
		if f.cuts < cuts {
			budget = 1 + rand.IntN(20)
		}
		f.read(t, conn, budget, until)
		if budget >= 0 {
			f.cuts++
		}
		// No close frame: the network is gone, as in a tunnel.
		_ = conn.NetConn().Close()
	}
}

// read takes events in until there are enough or the budget is spent.
func (f *follower) read(t *testing.T, conn *websocket.Conn, budget int, until func(seen int) bool) {
	t.Helper()
	for budget != 0 && !until(len(f.seen)) {
		var frame socketFrame
		if err := conn.ReadJSON(&frame); err != nil {
			t.Fatalf("after %d: %v", len(f.seen), err)
		}
		if frame.Type == "ping" {
			if err := conn.WriteJSON(socketFrame{Type: "pong"}); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if frame.Type != "next" {
			t.Fatalf("unexpected frame %s %s", frame.Type, frame.Payload)
		}
		var event struct {
			Data struct {
				ConversationEvents struct{ Message struct{ Seq int64 } }
			}
		}
		if err := json.Unmarshal(frame.Payload, &event); err != nil {
			t.Fatal(err)
		}
		f.seen = append(f.seen, event.Data.ConversationEvents.Message.Seq)
		budget--
	}
}

// A follower that is cut 50 times while 1,000 messages are sent, every tenth of
// them twice, ends with 1..N: no gap, no duplicate, one order.
func TestFront_NothingIsLostOnABadConnection(t *testing.T) {
	t.Parallel()
	const messages, cuts, senders = 1000, 50, 8
	base := program(t)
	customer, _ := register(t, base, "front-cut")
	operator := signInStaff(t, base, "anna")
	// Her console is open, as long as this goes on: who has none for a minute gives the
	// conversations back, and other tests let hers go.
	console, err := operator.subscribe(`subscription { queueEvents { __typename } }`, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = console.Close() }()
	id := openConversation(t, customer)
	if code, err := take(operator, id); err != nil || code != "" {
		t.Fatalf("not taken: %s %v", code, err)
	}

	var sent sync.Map // client id → seq
	var next atomic.Int64
	var failed atomic.Pointer[error]
	var all sync.WaitGroup
	for range senders {
		all.Add(1)
		go func() {
			defer all.Done()
			for n := next.Add(1); n <= messages; n = next.Add(1) {
				if err := sendTwice(operator, id, n, &sent); err != nil {
					failed.CompareAndSwap(nil, &err)
					return
				}
			}
		}()
	}

	f := &follower{caller: customer, id: id}
	// Beside the texts the log has two rows: opened and taken.
	const rows = messages + 2
	f.run(t, cuts, func(seen int) bool { return seen >= rows || failed.Load() != nil })
	all.Wait()
	if err := failed.Load(); err != nil {
		t.Fatal(*err)
	}
	if f.cuts < cuts {
		t.Errorf("cut %d times, want %d", f.cuts, cuts)
	}
	for i, seq := range f.seen {
		if seq != int64(i+1) {
			t.Fatalf("event %d has number %d", i+1, seq)
		}
	}
	if len(f.seen) != rows {
		t.Errorf("saw %d rows, want %d", len(f.seen), rows)
	}
}

// sendTwice sends message n; every tenth is sent again under the same client id, as
// after an answer that was lost, and has to come back as the row it already is.
func sendTwice(c caller, id string, n int64, sent *sync.Map) error {
	clientID := uuid.NewString()
	times := 1
	if n%10 == 0 {
		times = 2
	}
	for range times {
		var out struct {
			SendMessage struct {
				Message *struct{ Seq int64 }
				Problem *struct{ Code, Message string }
			}
		}
		input := map[string]any{"conversationId": id, "clientId": clientID, "body": fmt.Sprintf("message %d", n)}
		if err := c.try(sendMutation, map[string]any{"input": input}, &out); err != nil {
			return err
		}
		if out.SendMessage.Problem != nil {
			return fmt.Errorf("message %d: %+v", n, out.SendMessage.Problem)
		}
		if before, again := sent.LoadOrStore(clientID, out.SendMessage.Message.Seq); again && before != out.SendMessage.Message.Seq {
			return fmt.Errorf("message %d became two rows: %v and %d", n, before, out.SendMessage.Message.Seq)
		}
	}
	return nil
}
