package chat

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/session"
)

// mailed is the templates of the mails to an account, in the order they were written.
func (d *desk) mailed(t *testing.T, account string) []string {
	t.Helper()
	list := []string{}
	if err := d.db.SelectContext(t.Context(), &list, `SELECT template FROM mail WHERE to_address = $1 ORDER BY created_at`, account); err != nil {
		t.Fatal(err)
	}
	return list
}

// Who left is told once that there is an answer; who reads, or wrote last, is not.
func TestService_tellAbsent(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	customer, otto := d.customer(t), d.staff(t, session.Operator, "Otto")
	c := d.taken(t, customer, otto)
	want := func(why string, n int) {
		t.Helper()
		d.attend(t)
		if got := d.mailed(t, customer.AccountID); len(got) != n {
			t.Fatalf("%s: mails %v, want %d", why, got, n)
		}
	}
	d.time.pass(absentAfter)
	want("nobody has answered", 0)
	said := d.say(t, otto, c.ID, "hello")
	want("just now", 0)
	if _, err := d.MarkRead(t.Context(), customer, c.ID, said.Message.Seq); err != nil {
		t.Fatal(err)
	}
	d.time.pass(absentAfter)
	want("who reads is there", 0)
	d.say(t, otto, c.ID, "are you there?")
	d.time.pass(absentAfter - time.Second)
	want("perhaps looking away", 0)
	d.time.pass(time.Second)
	want("left", 1)
	d.say(t, otto, c.ID, "still there?")
	d.time.pass(absentAfter)
	want("once an absence", 1)
	d.say(t, customer, c.ID, "back again") // writing is being there, read or not
	d.time.pass(absentAfter)
	want("back", 1)
	hidden := d.say(t, otto, c.ID, "oops")
	if _, err := d.Hide(t.Context(), otto, HideInput{ConversationID: c.ID, Seq: hidden.Message.Seq}); err != nil {
		t.Fatal(err)
	}
	d.time.pass(absentAfter)
	want("nothing to read", 1)
	d.say(t, otto, c.ID, "good")
	d.time.pass(absentAfter)
	other := newDeskOn(t, d.db, d.bell)
	other.log.clock = d.time.now
	done := make(chan error, 2)
	for _, node := range []*desk{d, other} {
		go func() { done <- node.tellAbsent(t.Context()) }()
	}
	for range 2 {
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	}
	want("of two nodes one tells of the next absence", 2)
}

func TestService_Hold_endsWithMail(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	customer, otto := d.customer(t), d.staff(t, session.Operator, "Otto")
	c := d.taken(t, customer, otto)
	if _, err := d.Hold(t.Context(), otto, c.ID); err != nil {
		t.Fatal(err)
	}
	d.time.pass(holdFor)
	d.attend(t)
	d.attend(t)
	if diff := cmp.Diff([]string{mailEnded}, d.mailed(t, customer.AccountID)); diff != "" {
		t.Error(diff)
	}
}

// A transcript has what the customer may read, and nothing that was hidden, masked or
// never meant for customers.
func TestService_Transcript(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	customer, otto := d.customer(t), d.staff(t, session.Operator, "Otto Ott")
	c := d.taken(t, customer, otto)
	_, err := d.Transcript(t.Context(), customer, c.ID)
	wantCode(t, err, "NOTHING_SAID")
	d.say(t, customer, c.ID, "my card "+testNumber+"\nis gone")
	secret := d.say(t, customer, c.ID, "the password is tulip")
	d.say(t, otto, c.ID, "I'll look")
	if _, err := d.Hide(t.Context(), customer, HideInput{ConversationID: c.ID, Seq: secret.Message.Seq}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.AddNote(t.Context(), otto, NoteInput{ConversationID: c.ID, ClientID: uuid.NewString(), Body: "a note"}); err != nil {
		t.Fatal(err)
	}
	for _, who := range []session.Actor{d.customer(t), otto, d.staff(t, session.Supervisor, "Sue")} {
		_, err := d.Transcript(t.Context(), who, c.ID)
		wantAbsent(t, err)
	}
	for range 4 {
		if _, err := d.Transcript(t.Context(), customer, c.ID); err != nil {
			t.Fatal(err)
		}
	}
	_, err = d.Transcript(t.Context(), customer, c.ID)
	wantCode(t, err, "THROTTLED")
	var lines string
	if err := d.db.GetContext(t.Context(), &lines, `SELECT params ->> 'lines' FROM mail WHERE template = 'transcript' LIMIT 1`); err != nil {
		t.Fatal(err)
	}
	for _, not := range []string{"tulip", "note", testNumber, testNumber[4:12], "Ott:"} {
		if strings.Contains(lines, not) {
			t.Errorf("%q is in it:\n%s", not, lines)
		}
	}
	if strings.Count(lines, "\n") != 2 || !strings.Contains(lines, " is gone\n") || !strings.Contains(lines, "Otto: I'll look\n") {
		t.Errorf("it says:\n%s", lines)
	}
}

// A ready sentence is a text with its code, for each side's language; nobody at the
// console has any.
func TestService_Send_quick(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	customer, otto := d.customer(t), d.staff(t, session.Operator, "Otto")
	c := d.taken(t, customer, otto)
	quick := QuickNoCamera
	in := SendInput{ConversationID: c.ID, ClientID: uuid.NewString(), Body: "Δεν έχω κάμερα", Quick: &quick}
	for range 2 {
		sent, err := d.Send(t.Context(), customer, in)
		if err != nil || sent.Masked != 0 {
			t.Fatalf("%+v, %v", sent, err)
		}
		if diff := cmp.Diff([]Detail{{Name: "quick", Value: "NO_CAMERA"}}, sent.Message.Detail); diff != "" || sent.Message.Body != in.Body {
			t.Errorf("%+v %s", sent.Message, diff)
		}
	}
	in.ClientID = uuid.NewString()
	sent, err := d.Send(t.Context(), otto, in)
	if err != nil || len(sent.Message.Detail) != 0 {
		t.Errorf("%+v, %v", sent, err)
	}
}
