package chat

import (
	"fmt"
	"testing"

	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/session"
)

// What is remembered of a conversation lets nobody in: whose it is never changes, and
// who owns it is asked when the text is written.
func TestService_Send_afterItWasRemembered(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	customer, stranger := d.customer(t), d.customer(t)
	first, second := d.staff(t, session.Operator, "Otto"), d.staff(t, session.Operator, "Berta")
	c := d.taken(t, customer, first)
	d.say(t, customer, c.ID, "remembered by now")
	again := SendInput{ConversationID: c.ID, ClientID: uuid.NewString(), Body: "said while it was mine"}
	if _, err := d.Send(t.Context(), first, again); err != nil {
		t.Fatal(err)
	}
	d.exec(t, `UPDATE conversation SET owner_id = $2, owner_name = 'Berta' WHERE id = $1`, c.ID, second.StaffID)

	try := func(actor session.Actor) error {
		_, err := d.Send(t.Context(), actor, SendInput{ConversationID: c.ID, ClientID: uuid.NewString(), Body: "may I?"})
		return err
	}
	wantCode(t, try(stranger), "NOT_FOUND")
	wantCode(t, try(first), "NOT_FOUND") // it is a colleague's now, and so not for the former owner to see
	if err := try(second); err != nil {
		t.Errorf("the owner: %v", err)
	}
	if err := try(customer); err != nil {
		t.Errorf("the customer: %v", err)
	}
	sent, err := d.Send(t.Context(), first, again)
	if err != nil || sent.Message.Body != again.Body {
		t.Errorf("what was sent before: %+v, %v", sent, err)
	}
}

// It is bounded, and what is asked for again stays.
func TestMemory(t *testing.T) {
	t.Parallel()
	var m memory[int]
	m.put("often", 1)
	for i := range 5 * kept {
		m.put(fmt.Sprint(i), i)
		if _, ok := m.find("often"); !ok {
			t.Fatalf("forgotten after %d, though asked for all the time", i)
		}
	}
	if _, ok := m.find("0"); ok {
		t.Error("the oldest is still there")
	}
	if n := len(m.young) + len(m.old); n > 2*kept {
		t.Errorf("%d are kept", n)
	}
}
