package recovery_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/mail/mailtest"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/recovery"
)

func wrongAnswers() []string { return []string{"the rolling pebbles", "Penelope", "Gasse"} }

// Three tries a flow, then the support service; which answer was wrong is not told.
func TestService_AnswerQuestions_Locks(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c := d.customer(t, "anna", "anna@mail.example")
	f := d.confirmed(t, c)
	_, err := d.AnswerQuestions(t.Context(), f.ID, given())
	wantCode(t, err, "WRONG_STATE") // no step is skipped
	d.signIn(t, c, f.ID)
	_, err = d.AnswerQuestions(t.Context(), f.ID, given()[:2])
	wantCode(t, err, "answers THREE_NEEDED")
	var texts []string
	for left := 2; left >= 0; left-- {
		wrong := given()
		wrong[left] = "something else"
		_, err := d.AnswerQuestions(t.Context(), f.ID, wrong)
		wantCode(t, err, "WRONG_ANSWERS")
		if got := attempts(err); got != left {
			t.Errorf("%d tries left, want %d", got, left)
		}
		texts = append(texts, err.Error())
	}
	if texts[0] != texts[1] || texts[1] != texts[2] {
		t.Errorf("which answer was wrong can be told from %q", texts)
	}
	d.wantState(t, f.ID, recovery.Locked)
	_, err = d.AnswerQuestions(t.Context(), f.ID, given())
	wantCode(t, err, "WRONG_STATE")
	d.escalate(t, f.ID)
}

// Tries outlive flows: five in 24 hours, ten in a row for life.
func TestService_AnswerQuestions_AccountLimits(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c := d.customer(t, "anna", "anna@mail.example")
	wrong := 0
	next := func() *recovery.Flow {
		f := d.confirmed(t, c)
		d.signIn(t, c, f.ID)
		return f
	}
	try := func(f *recovery.Flow, want string) {
		t.Helper()
		_, err := d.AnswerQuestions(t.Context(), f.ID, wrongAnswers())
		wantCode(t, err, want)
		wrong++
	}
	f := next()
	try(f, "WRONG_ANSWERS")
	try(f, "WRONG_ANSWERS")
	try(f, "WRONG_ANSWERS")
	d.clock.pass(10 * time.Minute)
	f = next()
	try(f, "WRONG_ANSWERS")
	try(f, "WRONG_ANSWERS")
	try(f, "ANSWERS_LOCKED") // the sixth of the day was not even looked at
	d.wantState(t, f.ID, recovery.Locked)
	d.clock.pass(25 * time.Hour)
	f = next()
	try(f, "WRONG_ANSWERS")
	try(f, "WRONG_ANSWERS")
	try(f, "WRONG_ANSWERS")
	d.clock.pass(25 * time.Hour)
	f = next()
	try(f, "WRONG_ANSWERS")
	_, err := d.AnswerQuestions(t.Context(), f.ID, wrongAnswers())
	if got := attempts(err); got != 0 {
		t.Errorf("%d tries left of the ten, want 0", got)
	}
	d.wantState(t, f.ID, recovery.Locked)
	d.clock.pass(25 * time.Hour)
	f = next()
	_, err = d.AnswerQuestions(t.Context(), f.ID, given())
	wantCode(t, err, "ANSWERS_LOCKED")
}

// Parallel tries count like others, and no more than three are looked at.
func TestService_AnswerQuestions_Parallel(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c := d.customer(t, "anna", "anna@mail.example")
	f := d.confirmed(t, c)
	d.signIn(t, c, f.ID)
	var looked atomic.Int32
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			_, err := d.AnswerQuestions(t.Context(), f.ID, wrongAnswers())
			if code(err) == "WRONG_ANSWERS" {
				looked.Add(1)
			}
		})
	}
	group.Wait()
	if looked.Load() != 3 {
		t.Errorf("%d tries were looked at, want 3", looked.Load())
	}
	d.wantState(t, f.ID, recovery.Locked)
}

func TestService_SignedIn_Refused(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c, other := d.customer(t, "anna", "anna@mail.example"), d.customer(t, "ben", "ben@mail.example")
	f := d.confirmed(t, c)
	wantCode(t, d.SignedIn(t.Context(), f.ID, c.personID, d.clock.now().Add(-10*time.Minute)), "FRESH_SIGN_IN_REQUIRED")
	for range 5 {
		wantCode(t, d.SignedIn(t.Context(), f.ID, other.personID, d.clock.now()), "ANOTHER_PERSON")
	}
	wantCode(t, d.SignedIn(t.Context(), f.ID, other.personID, d.clock.now()), "THROTTLED")
	d.wantState(t, f.ID, recovery.LinkConfirmed)
	d.signIn(t, c, f.ID) // its own person comes in all the same
	wantCode(t, d.SignedIn(t.Context(), uuid.NewString(), c.personID, d.clock.now()), "NOT_FOUND")
	wantCode(t, d.SignedIn(t.Context(), "no id", c.personID, d.clock.now()), "NOT_FOUND")
}

func TestService_SetPassword_Refused(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c := d.customer(t, "anna", "anna@mail.example")
	f := d.answered(t, c)
	cases := []struct {
		why  string
		in   recovery.SetPasswordInput
		want string
	}{
		{"too short", recovery.SetPasswordInput{Password: "short", PasswordAgain: "short"}, "password TOO_SHORT"},
		{"typed differently", recovery.SetPasswordInput{Password: newPassword, PasswordAgain: newPassword + " "}, "passwordAgain DIFFERENT"},
		{"an answer that stays", recovery.SetPasswordInput{Password: "The Rolling-Pebbles", PasswordAgain: "The Rolling-Pebbles"}, "password PERSONAL"},
		{"questions are not changed on this way", recovery.SetPasswordInput{Password: newPassword, PasswordAgain: newPassword,
			Questions: []string{"LEFT_FILM"}, Answers: []string{"Solaris"}}, "answers NOT_WANTED"},
	}
	for _, step := range cases {
		_, err := d.SetPassword(t.Context(), f.ID, step.in)
		if got := code(err); got != step.want {
			t.Errorf("%s: failed by %q, want %q", step.why, got, step.want)
		}
	}
	d.wantState(t, f.ID, recovery.Answered)
	g := d.customer(t, "ben", "ben@mail.example")
	h := d.confirmed(t, g)
	_, err := d.SetPassword(t.Context(), h.ID, recovery.SetPasswordInput{Password: newPassword, PasswordAgain: newPassword})
	wantCode(t, err, "WRONG_STATE")
}

// Two forms sent at once set one password.
func TestService_SetPassword_OneWinner(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c := d.customer(t, "anna", "anna@mail.example")
	f := d.answered(t, c)
	var won atomic.Int32
	var group sync.WaitGroup
	for range 5 {
		group.Go(func() {
			_, err := d.SetPassword(t.Context(), f.ID, recovery.SetPasswordInput{Password: newPassword, PasswordAgain: newPassword})
			if err == nil {
				won.Add(1)
			} else if code(err) != "WRONG_STATE" {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if won.Load() != 1 {
		t.Errorf("%d winners, want 1", won.Load())
	}
}

func TestService_Cancel(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c := d.customer(t, "anna", "anna@mail.example")
	f := d.answered(t, c)
	f, err := d.Cancel(t.Context(), f.ID)
	if err != nil || f.State != recovery.Cancelled {
		t.Fatalf("%+v, %v", f, err)
	}
	if !d.opens(t, c, oldPassword) {
		t.Error("the payment password has changed")
	}
	_, err = d.Cancel(t.Context(), f.ID)
	wantCode(t, err, "WRONG_STATE")
	// What cools down is set: only "not me" takes it back.
	d.clock.pass(2 * time.Minute)
	g := d.answered(t, c)
	if _, err := d.SetPassword(t.Context(), g.ID, recovery.SetPasswordInput{Password: newPassword, PasswordAgain: newPassword}); err != nil {
		t.Fatal(err)
	}
	_, err = d.Cancel(t.Context(), g.ID)
	wantCode(t, err, "WRONG_STATE")
}

func TestService_Decline(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c := d.customer(t, "anna", "anna@mail.example")
	cookie, f, err := d.ConfirmLink(t.Context(), d.started(t, c).Token())
	if err != nil {
		t.Fatal(err)
	}
	d.escalate(t, f.ID)
	d.mails(t)
	// Nobody signed in: nothing can be approved.
	err = d.inTx(t, func(ctx context.Context, q postgres.Querier) error { return d.Approve(ctx, q, f.ID) })
	wantCode(t, err, "WRONG_STATE")
	err = d.inTx(t, func(ctx context.Context, q postgres.Querier) error {
		return d.Decline(ctx, q, f.ID, "The name on the document is another one.")
	})
	if err != nil {
		t.Fatal(err)
	}
	mails := d.mails(t)
	for _, to := range []string{c.email, c.shopEmail} {
		mailtest.Find(t, mails, to, "Your payment password was not reset")
	}
	f = d.flow(t, f.ID)
	if f.State != recovery.Declined || f.DeclineReason == nil || f.RetryAfter == nil || !f.RetryAfter.Equal(d.clock.now().Add(24*time.Hour)) {
		t.Errorf("%+v", f)
	}
	if _, _, ok, err := d.FlowByCookie(t.Context(), cookie); err != nil || !ok {
		t.Errorf("the customer can't read the reason: %v, %v", ok, err)
	}
	// The support service takes no new case for a day.
	d.clock.pass(2 * time.Minute)
	again := d.confirmed(t, c)
	escalate := func(id string) error {
		return d.inTx(t, func(ctx context.Context, q postgres.Querier) error { return d.Escalate(ctx, q, id, uuid.NewString()) })
	}
	wantCode(t, escalate(again.ID), "RETRY_LATER")
	d.clock.pass(24 * time.Hour)
	if _, _, ok, err := d.FlowByCookie(t.Context(), cookie); err != nil || ok {
		t.Errorf("after a day the cookie still opens: %v, %v", ok, err)
	}
	later := d.confirmed(t, c)
	if err := escalate(later.ID); err != nil {
		t.Error(err)
	}
	if err := escalate(later.ID); err != nil {
		t.Errorf("escalating again: %v", err)
	}
	wantCode(t, escalate(again.ID), "WRONG_STATE")
}

// A decision that is rolled back with the chat's transaction leaves nothing behind.
func TestService_Approve_RolledBack(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c := d.customer(t, "anna", "anna@mail.example")
	f := d.escalated(t, c)
	d.mails(t)
	err := d.inTx(t, func(ctx context.Context, q postgres.Querier) error {
		if err := d.Approve(ctx, q, f.ID); err != nil {
			return err
		}
		return context.Canceled
	})
	if err == nil {
		t.Fatal("the transaction was meant to fail")
	}
	d.wantState(t, f.ID, recovery.Escalated)
	if n := len(d.mails(t)); n != 0 {
		t.Errorf("%d mails of a decision that never was", n)
	}
}

// Timers: what nobody goes on with ends, in its own time.
func TestService_Expiry(t *testing.T) {
	t.Parallel()
	cases := []struct {
		why   string
		begin func(*testing.T, *desk, customer) string
		after time.Duration
	}{
		{"a confirmed link", func(t *testing.T, d *desk, c customer) string { return d.confirmed(t, c).ID }, time.Hour},
		{"an answered flow, from its link on", func(t *testing.T, d *desk, c customer) string { return d.answered(t, c).ID }, time.Hour},
		{"a case with the support", func(t *testing.T, d *desk, c customer) string { return d.escalated(t, c).ID }, 14 * 24 * time.Hour},
		{"an approval", func(t *testing.T, d *desk, c customer) string { f, _ := d.approved(t, c); return f.ID }, 72 * time.Hour},
	}
	for _, step := range cases {
		t.Run(step.why, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			c := d.customer(t, "anna", "anna@mail.example")
			id := step.begin(t, d, c)
			began := d.flow(t, id).State
			d.clock.pass(step.after - time.Second)
			d.work(t)
			d.wantState(t, id, began)
			d.clock.pass(time.Second)
			d.wantState(t, id, recovery.Expired) // even before the timer
			if state, err := d.ActiveState(t.Context(), c.accountID); err != nil || state != nil {
				t.Errorf("a recovery is still shown: %v, %v", state, err)
			}
			d.work(t)
			d.wantState(t, id, recovery.Expired)
			if list := d.actions(t, c); list[len(list)-1] != "recovery.expired" {
				t.Errorf("the record ends with %s", list[len(list)-1])
			}
		})
	}
}

func TestService_ActiveState(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c := d.customer(t, "anna", "anna@mail.example")
	m := d.started(t, c)
	if state, err := d.ActiveState(t.Context(), c.accountID); err != nil || state != nil {
		t.Errorf("a mere request is shown: %v, %v", state, err)
	}
	if _, _, err := d.ConfirmLink(t.Context(), m.Token()); err != nil {
		t.Fatal(err)
	}
	if state, err := d.ActiveState(t.Context(), c.accountID); err != nil || state == nil || *state != recovery.LinkConfirmed {
		t.Errorf("state is %v, %v", state, err)
	}
}

// A new password ends every session but the browser's own.
func TestService_SetPassword_EndsSessions(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c := d.customer(t, "anna", "anna@mail.example")
	own, other := d.session(t, c), d.session(t, c)
	f := d.answered(t, c)
	if _, err := d.SetPassword(t.Context(), f.ID, recovery.SetPasswordInput{Password: newPassword, PasswordAgain: newPassword, SessionID: own}); err != nil {
		t.Fatal(err)
	}
	if d.ended(t, own) || !d.ended(t, other) {
		t.Errorf("own ended %v, other ended %v", d.ended(t, own), d.ended(t, other))
	}
	token := mailtest.Find(t, d.mails(t), c.email, "Your payment password was changed").NotMe()
	if err := d.NotMe(t.Context(), token); err != nil {
		t.Fatal(err)
	}
	if !d.ended(t, own) {
		t.Error("\"not me\" leaves a session open")
	}
}
