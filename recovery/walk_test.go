package recovery_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/walletdesk/walletdesk/mail/mailtest"
	"github.com/walletdesk/walletdesk/recovery"
)

// The way back through the answers, with every mail and entry it makes.
func TestService_WalkThroughAnswers(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c := d.customer(t, "anna", "anna@mail.example")
	cookie, f, err := d.ConfirmLink(t.Context(), d.started(t, c).Token())
	if err != nil || f.State != recovery.LinkConfirmed || f.FreshSignIn || len(f.QuestionCodes) != 0 {
		t.Fatalf("%+v, %v", f, err)
	}
	if diff := cmp.Diff([]string{
		"anna@mail.example: A recovery of your payment password has begun",
		"anna@shop.example: A recovery of your payment password has begun",
	}, mailtest.Subjects(d.mails(t))); diff != "" {
		t.Error(diff)
	}
	id, accountID, ok, err := d.FlowByCookie(t.Context(), cookie)
	if err != nil || !ok || id != f.ID || accountID != c.accountID {
		t.Fatalf("cookie gives %q, %q, %v, %v", id, accountID, ok, err)
	}
	d.signIn(t, c, f.ID)
	f = d.flow(t, f.ID)
	if diff := cmp.Diff([]string{"FIRST_CONCERT", "LOST_PLACE", "FIRST_BOSS"}, f.QuestionCodes); diff != "" || !f.FreshSignIn || f.AttemptsLeft != 3 {
		t.Errorf("%+v %s", f, diff)
	}
	if f, err = d.AnswerQuestions(t.Context(), f.ID, given()); err != nil || f.State != recovery.Answered || f.NeedsNewQuestions {
		t.Fatalf("%+v, %v", f, err)
	}
	f, err = d.SetPassword(t.Context(), f.ID, recovery.SetPasswordInput{Password: newPassword, PasswordAgain: newPassword})
	if err != nil || f.State != recovery.PasswordSet || f.CoolsUntil == nil || !f.CoolsUntil.Equal(d.clock.now().Add(24*time.Hour)) {
		t.Fatalf("%+v, %v", f, err)
	}
	if d.opens(t, c, oldPassword) || !d.opens(t, c, newPassword) {
		t.Error("the new password is not the one that opens")
	}
	wantCode(t, d.accounts.MayPay(t.Context(), d.db, c.accountID), "HELD")
	if n := len(d.mails(t)); n != 2 {
		t.Errorf("%d mails about the new password, want one for each address", n)
	}
	d.clock.pass(24 * time.Hour)
	d.work(t)
	d.wantState(t, f.ID, recovery.Done)
	wantCode(t, d.accounts.MayPay(t.Context(), d.db, c.accountID), "")
	mailtest.Find(t, d.mails(t), c.email, "The recovery of your payment password is finished")
	if diff := cmp.Diff([]string{
		"recovery.requested", "recovery.link-confirmed", "recovery.signed-in", "recovery.answered",
		"recovery.password-set", "recovery.done",
	}, d.actions(t, c)); diff != "" {
		t.Error(diff)
	}
}

// The way back with an operator's help.
func TestService_WalkWithSupport(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c := d.customer(t, "anna", "anna@mail.example")
	f, approval := d.approved(t, c)
	if f.State != recovery.ResetApproved || !f.NeedsNewQuestions || !f.ExpiresAt.Equal(d.clock.now().Add(72*time.Hour)) {
		t.Fatalf("%+v", f)
	}
	// The mail leads back into another browser, which has to sign in itself.
	_, f, err := d.ConfirmLink(t.Context(), approval.Token())
	if err != nil || f.State != recovery.ResetApproved || f.FreshSignIn {
		t.Fatalf("%+v, %v", f, err)
	}
	in := recovery.SetPasswordInput{
		Password: newPassword, PasswordAgain: newPassword,
		Questions: []string{"LEFT_FILM", "GIVEN_UP", "HIDING_PLACE"}, Answers: []string{"Solaris", "the bassoon", "behind the oven"},
	}
	_, err = d.SetPassword(t.Context(), f.ID, in)
	wantCode(t, err, "FRESH_SIGN_IN_REQUIRED")
	d.signIn(t, c, f.ID)
	_, err = d.SetPassword(t.Context(), f.ID, recovery.SetPasswordInput{Password: newPassword, PasswordAgain: newPassword})
	wantCode(t, err, "answers THREE_NEEDED")
	d.clock.pass(6 * time.Minute)
	_, err = d.SetPassword(t.Context(), f.ID, in)
	wantCode(t, err, "FRESH_SIGN_IN_REQUIRED")
	d.signIn(t, c, f.ID)
	f, err = d.SetPassword(t.Context(), f.ID, in)
	if err != nil || f.State != recovery.PasswordSet || !f.CoolsUntil.Equal(d.clock.now().Add(72*time.Hour)) {
		t.Fatalf("%+v, %v", f, err)
	}
	if codes, err := d.accounts.SecurityQuestions(t.Context(), c.accountID); err != nil || codes[0] != "LEFT_FILM" {
		t.Errorf("questions are %v, %v", codes, err)
	}
	if !d.opens(t, c, newPassword) {
		t.Error("the new password does not open")
	}
}

// What was set is taken back by anybody who has a notice, without a sign-in.
func TestService_NotMe_BeforeDone(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c := d.customer(t, "anna", "anna@mail.example")
	f, _ := d.approved(t, c)
	d.signIn(t, c, f.ID)
	if _, err := d.SetPassword(t.Context(), f.ID, recovery.SetPasswordInput{
		Password: newPassword, PasswordAgain: newPassword,
		Questions: []string{"LEFT_FILM", "GIVEN_UP", "HIDING_PLACE"}, Answers: []string{"Solaris", "the bassoon", "behind the oven"},
	}); err != nil {
		t.Fatal(err)
	}
	notice := mailtest.Find(t, d.mails(t), c.shopEmail, "Your payment password was changed")
	if err := d.NotMe(t.Context(), notice.NotMe()); err != nil {
		t.Fatal(err)
	}
	d.wantState(t, f.ID, recovery.Frozen)
	if !d.opens(t, c, oldPassword) || d.opens(t, c, newPassword) {
		t.Error("the former password is not back")
	}
	if err := d.accounts.VerifyAnswers(t.Context(), c.accountID, given()); err != nil {
		t.Errorf("the former answers are not back: %v", err)
	}
	wantCode(t, d.accounts.MayPay(t.Context(), d.db, c.accountID), "ACCOUNT_FROZEN")
	d.clock.pass(73 * time.Hour)
	d.work(t) // the cool-down's timer finds nothing to finish
	d.wantState(t, f.ID, recovery.Frozen)
	if n := len(d.mails(t)); n != 2 {
		t.Errorf("%d mails about the freeze, want one for each address", n)
	}
	if err := d.NotMe(t.Context(), notice.NotMe()); err != nil {
		t.Errorf("the same link again: %v", err)
	}
	wantCode(t, d.NotMe(t.Context(), "unknown"), "LINK_DEAD")
	// The answers alone never thaw.
	g := d.confirmed(t, c)
	d.signIn(t, c, g.ID)
	_, err := d.AnswerQuestions(t.Context(), g.ID, given())
	wantCode(t, err, "ANSWERS_LOCKED")
	d.wantState(t, g.ID, recovery.Locked)
}

// From the first mail on a recovery can be stopped, and the account stays held.
func TestService_NotMe_Early(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c := d.customer(t, "anna", "anna@mail.example")
	m := d.started(t, c)
	cookie, f, err := d.ConfirmLink(t.Context(), m.Token())
	if err != nil {
		t.Fatal(err)
	}
	if err := d.NotMe(t.Context(), m.NotMe()); err != nil {
		t.Fatal(err)
	}
	d.wantState(t, f.ID, recovery.Frozen)
	if _, _, ok, err := d.FlowByCookie(t.Context(), cookie); err != nil || ok {
		t.Errorf("the cookie still opens: %v, %v", ok, err)
	}
	wantCode(t, d.SignedIn(t.Context(), f.ID, c.personID, d.clock.now()), "WRONG_STATE")
}

// After DONE nothing is put back, but the link still holds everything, for 14 days.
func TestService_NotMe_AfterDone(t *testing.T) {
	t.Parallel()
	for why, step := range map[string]struct {
		wait time.Duration
		want string
	}{
		"within 14 days": {13 * 24 * time.Hour, ""},
		"after 14 days":  {15 * 24 * time.Hour, "LINK_DEAD"},
	} {
		t.Run(why, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			c := d.customer(t, "anna", "anna@mail.example")
			f := d.answered(t, c)
			d.mails(t)
			if _, err := d.SetPassword(t.Context(), f.ID, recovery.SetPasswordInput{Password: newPassword, PasswordAgain: newPassword}); err != nil {
				t.Fatal(err)
			}
			token := mailtest.Find(t, d.mails(t), c.email, "Your payment password was changed").NotMe()
			d.clock.pass(24 * time.Hour)
			d.work(t)
			d.clock.pass(step.wait)
			wantCode(t, d.NotMe(t.Context(), token), step.want)
			d.wantState(t, f.ID, recovery.Done)
			if !d.opens(t, c, newPassword) {
				t.Error("the new password does not open any more")
			}
		})
	}
}
