package main

import (
	"encoding/json"
	"testing"

	"github.com/gorilla/websocket"
)

const typingSubscription = `subscription ($id: ID!, $after: Int!) {
  conversationEvents(conversationId: $id, after: $after, typing: true) {
    message { seq } typing { author name typing } conversation { id lastSeq }
  }
}`

// typingEvent is what follows of a conversation.
type typingEvent struct {
	Message *struct{ Seq int64 }
	Typing  *struct {
		Author, Name string
		Typing       bool
	}
	Conversation struct {
		ID      string
		LastSeq int64
	}
}

// heardTyping is the first event on a socket; rung makes it happen.
func heardTyping(t *testing.T, conn *websocket.Conn, rung func()) typingEvent {
	t.Helper()
	_, text := heardOn(t, conn, "conversationEvents", rung)
	var event struct {
		Data struct{ ConversationEvents typingEvent }
	}
	if len(text) < len("next") || text[:len("next")] != "next" {
		t.Fatalf("instead of an event came %s", text)
	}
	if err := json.Unmarshal([]byte(text[len("next"):]), &event); err != nil {
		t.Fatal(err)
	}
	return event.Data.ConversationEvents
}

// A customer and an operator at different nodes: each sees the other type, by the name
// they know, and the log knows nothing of it.
func TestFront_TypingBetweenNodes(t *testing.T) {
	t.Parallel()
	bus := openNATS(t, 1)[0].url
	all := openNodes(t, bus, bus)
	customer, _ := register(t, all.base(), "front-typing")
	operator := signInStaff(t, all.base(), "anna")
	id := openConversation(t, customer)
	if code, err := take(operator, id); err != nil || code != "" {
		t.Fatalf("not taken: %s %v", code, err)
	}
	const taken = 2 // the second row, after OPENED
	follow := func(c caller) *websocket.Conn {
		conn, err := c.subscribeAt(all.list[1].dial, object{"query": typingSubscription, "variables": object{"id": id, "after": taken}})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = conn.Close() })
		return conn
	}
	says := func(c caller, typing bool) func() {
		return func() {
			c.must(t, "setTyping", "SetTypingInput", "problem { code }", object{"conversationId": id, "typing": typing})
		}
	}
	for _, tt := range []struct {
		why          string
		writes, sees caller
		author, name string
	}{
		{"the customer sees the operator's given name", operator, customer, "OPERATOR", "Anna"},
		{"the operator sees the customer", customer, operator, "CUSTOMER", "Maria Pappa"},
	} {
		conn := follow(tt.sees)
		got := heardTyping(t, conn, says(tt.writes, true))
		if got.Message != nil || got.Typing == nil || got.Typing.Author != tt.author || got.Typing.Name != tt.name || !got.Typing.Typing {
			t.Errorf("%s: got %+v, want %s typing", tt.why, got.Typing, tt.name)
		}
		if got.Conversation.ID != id || got.Conversation.LastSeq != taken {
			t.Errorf("%s: the log has come to %d, want %d", tt.why, got.Conversation.LastSeq, taken)
		}
		for got.Typing == nil || got.Typing.Typing {
			got = heardTyping(t, conn, says(tt.writes, false))
		}
	}
}
