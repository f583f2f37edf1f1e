package recovery_test

import (
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/walletdesk/walletdesk/mail/mailtest"
	"github.com/walletdesk/walletdesk/recovery"
)

func TestService_ConfirmLink_OneWinner(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	token := d.started(t, d.customer(t, "anna", "anna@mail.example")).Token()
	var won, dead atomic.Int32
	var group sync.WaitGroup
	for range 100 {
		group.Go(func() {
			_, _, err := d.ConfirmLink(t.Context(), token)
			switch code(err) {
			case "":
				won.Add(1)
			case "LINK_DEAD":
				dead.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	group.Wait()
	if won.Load() != 1 || dead.Load() != 99 {
		t.Errorf("%d winners and %d dead links, want 1 and 99", won.Load(), dead.Load())
	}
}

// Two requests' links at once: one flow is confirmed, the other superseded.
func TestService_ConfirmLink_TwoFlowsAtOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c := d.customer(t, "anna", "anna@mail.example")
	var tokens []string
	for range 4 {
		tokens = append(tokens, d.started(t, c).Token())
		d.clock.pass(2 * time.Minute)
	}
	var won atomic.Int32
	var group sync.WaitGroup
	for _, token := range tokens {
		group.Go(func() {
			_, _, err := d.ConfirmLink(t.Context(), token)
			if err == nil {
				won.Add(1)
			} else if code(err) != "LINK_DEAD" {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if won.Load() != 1 {
		t.Errorf("%d winners, want 1", won.Load())
	}
}

// One answer to all links that do not work, whatever the reason.
func TestService_ConfirmLink_Dead(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c := d.customer(t, "anna", "anna@mail.example")
	used := d.started(t, c).Token()
	if _, _, err := d.ConfirmLink(t.Context(), used); err != nil {
		t.Fatal(err)
	}
	d.clock.pass(2 * time.Minute)
	expired := d.started(t, c).Token()
	d.clock.pass(recovery.LinkFor)
	var texts []string
	for _, token := range []string{used, expired, "unknown", ""} {
		_, _, err := d.ConfirmLink(t.Context(), token)
		wantCode(t, err, "LINK_DEAD")
		texts = append(texts, err.Error())
	}
	for _, text := range texts {
		if text != texts[0] {
			t.Errorf("%q and %q tell links apart", texts[0], text)
		}
	}
}

// Code and link each work once and move the flow; what the first browser proved is
// void in the second.
func TestService_ConfirmCode_MovesTheFlow(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c := d.customer(t, "anna", "anna@mail.example")
	requestCookie := d.ask(t, c.email)
	m := mailtest.Find(t, d.mails(t), c.email, "Recover your payment password")
	typed := strings.ToLower(m.Code()[:4] + " - " + m.Code()[4:])
	first, f, err := d.ConfirmCode(t.Context(), requestCookie, "", typed)
	if err != nil {
		t.Fatal(err)
	}
	d.signIn(t, c, f.ID)
	if _, err := d.AnswerQuestions(t.Context(), f.ID, given()); err != nil {
		t.Fatal(err)
	}
	second, g, err := d.ConfirmLink(t.Context(), m.Token())
	if err != nil || g.ID != f.ID || g.State != recovery.LinkConfirmed || g.FreshSignIn {
		t.Fatalf("%+v, %v", g, err)
	}
	if _, _, ok, err := d.FlowByCookie(t.Context(), first); err != nil || ok {
		t.Errorf("the first browser still holds the flow: %v, %v", ok, err)
	}
	if _, _, ok, err := d.FlowByCookie(t.Context(), second); err != nil || !ok {
		t.Errorf("the second browser does not hold the flow: %v, %v", ok, err)
	}
	_, err = d.SetPassword(t.Context(), f.ID, recovery.SetPasswordInput{Password: newPassword, PasswordAgain: newPassword})
	wantCode(t, err, "WRONG_STATE")
	_, _, err = d.ConfirmCode(t.Context(), requestCookie, second, m.Code())
	wantCode(t, err, "WRONG_CODE") // it is used up
}

func TestService_ConfirmCode_NeedsACookie(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	m := d.started(t, d.customer(t, "anna", "anna@mail.example"))
	for _, cookie := range []string{"", "unknown"} {
		_, _, err := d.ConfirmCode(t.Context(), cookie, cookie, m.Code())
		wantCode(t, err, "LINK_DEAD")
	}
}

// Five tries, counted alike whether or not there is an account; what can't be a
// code costs none.
func TestService_ConfirmCode_Tries(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	known, stranger := d.customer(t, "anna", "anna@mail.example"), "nobody@mail.example"
	cookies := map[string]string{known.email: d.ask(t, known.email), stranger: d.ask(t, stranger)}
	m := mailtest.Find(t, d.mails(t), known.email, "Recover your payment password")
	wrong := "ZZZZZZZZ"
	for try, cookie := range map[string]string{known.email: cookies[known.email], stranger: cookies[stranger]} {
		_, _, err := d.ConfirmCode(t.Context(), cookie, "", "7 only")
		wantCode(t, err, "code CODE_INCOMPLETE")
		for left := 4; left >= 0; left-- {
			_, _, err := d.ConfirmCode(t.Context(), cookie, "", wrong)
			wantCode(t, err, "WRONG_CODE")
			if got := attempts(err); got != left {
				t.Errorf("%s: %d tries left, want %d", try, got, left)
			}
		}
		_, _, err = d.ConfirmCode(t.Context(), cookie, "", wrong)
		wantCode(t, err, "LINK_DEAD")
	}
	_, _, err := d.ConfirmCode(t.Context(), cookies[known.email], "", m.Code())
	wantCode(t, err, "LINK_DEAD")
	if _, _, err := d.ConfirmLink(t.Context(), m.Token()); err != nil {
		t.Errorf("the link does not work although only codes were wrong: %v", err)
	}
}

// The approval's code is typed in the flow's own browser.
func TestService_ConfirmCode_InTheFlowsBrowser(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c := d.customer(t, "anna", "anna@mail.example")
	flowCookie, f, err := d.ConfirmLink(t.Context(), d.started(t, c).Token())
	if err != nil {
		t.Fatal(err)
	}
	d.signIn(t, c, f.ID)
	d.escalate(t, f.ID)
	d.mails(t)
	d.approve(t, f.ID)
	m := mailtest.Find(t, d.mails(t), c.email, "You can set a new payment password")
	if _, g, err := d.ConfirmCode(t.Context(), "", flowCookie, m.Code()); err != nil || g.ID != f.ID || g.State != recovery.ResetApproved {
		t.Errorf("%+v, %v", g, err)
	}
}

// A request alone changes nothing; the first confirmed link supersedes the others.
func TestService_ConfirmLink_Supersedes(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c := d.customer(t, "anna", "anna@mail.example")
	first := d.answered(t, c)
	d.clock.pass(2 * time.Minute)
	older := d.started(t, c)
	d.wantState(t, first.ID, recovery.Answered)
	d.clock.pass(2 * time.Minute)
	newer := d.started(t, c)
	_, second, err := d.ConfirmLink(t.Context(), newer.Token())
	if err != nil || second.ID == first.ID {
		t.Fatalf("%+v, %v", second, err)
	}
	d.wantState(t, first.ID, recovery.Superseded)
	_, _, err = d.ConfirmLink(t.Context(), older.Token())
	wantCode(t, err, "LINK_DEAD")
}

// A flow that the support service has is joined, never superseded.
func TestService_ConfirmLink_Joins(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c := d.customer(t, "anna", "anna@mail.example")
	f := d.confirmed(t, c)
	d.signIn(t, c, f.ID)
	d.clock.pass(2 * time.Minute)
	before := d.started(t, c) // asked for while the first was not with the support yet
	d.escalate(t, f.ID)
	_, joined, err := d.ConfirmLink(t.Context(), before.Token())
	if err != nil || joined.ID != f.ID || joined.State != recovery.Escalated || joined.ConversationID == nil {
		t.Fatalf("%+v, %v", joined, err)
	}
	d.clock.pass(2 * time.Minute)
	d.ask(t, c.email) // the way back
	back := mailtest.Find(t, d.mails(t), c.email, "The way back to your case")
	if _, joined, err = d.ConfirmLink(t.Context(), back.Token()); err != nil || joined.ID != f.ID {
		t.Fatalf("%+v, %v", joined, err)
	}
	// The sign-in stays known to the case, not to the new browser.
	_, _, signedIn, _, err := d.CaseFlow(t.Context(), d.db, f.ID)
	if err != nil || !signedIn || joined.FreshSignIn {
		t.Errorf("signed in %v, fresh %v, %v", signedIn, joined.FreshSignIn, err)
	}
	d.approve(t, f.ID)
	d.clock.pass(71 * time.Hour)
	d.ask(t, c.email) // a valid approval is sent again
	mailtest.Find(t, d.mails(t), c.email, "The way back to your case")
	d.clock.pass(time.Hour)
	d.ask(t, c.email) // and is over now
	mailtest.Find(t, d.mails(t), c.email, "Recover your payment password")
	d.wantState(t, f.ID, recovery.Expired)
}

// Each account of an address gets a mail of its own, and a code opens its own.
func TestService_SharedAddress(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	one := d.customer(t, "anna", "family@mail.example")
	d.clock.pass(48 * time.Hour)
	two := d.customer(t, "ben", "Family@mail.example")
	cookie := d.ask(t, "FAMILY@mail.example")
	mails := d.mails(t)
	first := mailtest.Find(t, mails, one.email, "Recover your payment password")
	second := mailtest.Find(t, mails, two.email, "Recover your payment password")
	if !strings.Contains(first.Text, "opened on 1 May 2026") || !strings.Contains(second.Text, "opened on 3 May 2026") {
		t.Error("the mails do not name the day the account was opened")
	}
	_, f, err := d.ConfirmCode(t.Context(), cookie, "", second.Code())
	if err != nil || f.AccountID != two.accountID {
		t.Fatalf("%+v, %v", f, err)
	}
	_, g, err := d.ConfirmCode(t.Context(), cookie, "", first.Code())
	if err != nil || g.AccountID != one.accountID {
		t.Fatalf("%+v, %v", g, err)
	}
}
