package account_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/walletdesk/walletdesk/account"
	"github.com/walletdesk/walletdesk/mail/mailtest"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/session"
)

const elsewhere = "anna@elsewhere.example"

func (d *desk) addressOf(t *testing.T, actor session.Actor) string {
	t.Helper()
	found, err := d.Find(t.Context(), actor.AccountID)
	if err != nil {
		t.Fatal(err)
	}
	return found.Email
}

// The address is the former one until the new one is confirmed; then the former one
// and the marketplace's hear of it.
func TestService_ChangeEmail(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	actor := d.registered(t, "anna")
	d.mails(t)
	sent, err := d.ChangeEmail(t.Context(), actor, account.EmailChange{Email: elsewhere, Password: right})
	if err != nil {
		t.Fatal(err)
	}
	if sent.Account.Email != "anna@mail.example" || d.addressOf(t, actor) != "anna@mail.example" {
		t.Errorf("changed before it was confirmed: %s", sent.Account.Email)
	}
	confirm := mailtest.Find(t, d.mails(t), elsewhere, "Confirm your e-mail address")
	if err := d.ConfirmEmail(t.Context(), actor, account.Proof{Code: confirm.Code(), Browser: sent.Browser}); err != nil {
		t.Fatal(err)
	}
	if got := d.addressOf(t, actor); got != elsewhere {
		t.Errorf("the address is %s", got)
	}
	told := map[string]bool{}
	for _, m := range d.mails(t) {
		if m.Subject == "The address of your wallet account was changed" {
			told[m.To] = m.NotMe() != ""
		}
	}
	want := map[string]bool{"anna@mail.example": true, "anna@shop.example": true}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Errorf("notices with a way to stop it (-want +got):\n%s", diff)
	}
	wantCode(t, d.ConfirmEmail(t.Context(), actor, account.Proof{Token: confirm.Token()}), "LINK_DEAD")
}

func TestService_ChangeEmail_Refused(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	actor := d.registered(t, "anna")
	for _, test := range []struct {
		why  string
		in   account.EmailChange
		want string
	}{
		{"nothing typed", account.EmailChange{}, "INVALID_INPUT"},
		{"no address", account.EmailChange{Email: "anna", Password: right}, "email INVALID_EMAIL"},
		{"the one it has", account.EmailChange{Email: "Anna@MAIL.example", Password: right}, "email SAME_AS_BEFORE"},
		{"no password", account.EmailChange{Email: elsewhere}, "password EMPTY"},
		{"a wrong password", account.EmailChange{Email: elsewhere, Password: "not this one"}, "WRONG_PASSWORD"},
	} {
		_, err := d.ChangeEmail(t.Context(), actor, test.in)
		if got := code(err); got != test.want {
			t.Errorf("%s: %q, want %q", test.why, got, test.want)
		}
	}
	unfinished := d.person(t, "boris")
	_, err := d.ChangeEmail(t.Context(), unfinished, account.EmailChange{Email: elsewhere, Password: right})
	wantCode(t, err, "NOT_REGISTERED")
	_, err = d.ChangeEmail(t.Context(), session.Actor{Role: session.Recoverer, AccountID: actor.AccountID}, account.EmailChange{Email: elsewhere, Password: right})
	wantCode(t, err, "SIGN_IN_FIRST")
	for _, m := range d.mails(t) {
		if m.To == elsewhere {
			t.Errorf("a mail went to %s: %s", m.To, m.Subject)
		}
	}
	if got := d.addressOf(t, actor); got != "anna@mail.example" {
		t.Errorf("the address is %s", got)
	}
}

// Whoever has the mailbox could move it away in the middle of a recovery, before or
// after the mail was asked for; and a "not me" stops a change that waits.
func TestService_ChangeEmail_NeverMeanwhile(t *testing.T) {
	t.Parallel()
	under := false
	d := newDesk(t)
	d.recovering = func(context.Context, postgres.Querier, string) (bool, error) { return under, nil }
	actor := d.registered(t, "anna")
	change := account.EmailChange{Email: elsewhere, Password: right}

	under = true
	_, err := d.ChangeEmail(t.Context(), actor, change)
	wantCode(t, err, "RECOVERY_UNDER_WAY")
	under = false
	if _, err := d.ChangeEmail(t.Context(), actor, change); err != nil {
		t.Fatal(err)
	}
	mail := mailtest.Find(t, d.mails(t), elsewhere, "Confirm your e-mail address")
	under = true
	wantCode(t, d.ConfirmEmail(t.Context(), session.Actor{}, account.Proof{Token: mail.Token()}), "RECOVERY_UNDER_WAY")
	under = false
	err = d.db.InTx(t.Context(), func(ctx context.Context, q postgres.Querier) error {
		return d.Freeze(ctx, q, actor.AccountID, "test")
	})
	if err != nil {
		t.Fatal(err)
	}
	wantCode(t, d.ConfirmEmail(t.Context(), session.Actor{}, account.Proof{Token: mail.Token()}), "LINK_DEAD")
	if got := d.addressOf(t, actor); got != "anna@mail.example" {
		t.Errorf("the address is %s", got)
	}
}

// Whoever knew the former password must not move the address after it was changed.
func TestService_ChangeEmail_DiesWithThePassword(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	actor := d.registered(t, "anna")
	if _, err := d.ChangeEmail(t.Context(), actor, account.EmailChange{Email: elsewhere, Password: right}); err != nil {
		t.Fatal(err)
	}
	mail := mailtest.Find(t, d.mails(t), elsewhere, "Confirm your e-mail address")
	if err := d.ChangePassword(t.Context(), actor, account.PasswordChange{Current: right, Password: next, PasswordAgain: next}); err != nil {
		t.Fatal(err)
	}
	wantCode(t, d.ConfirmEmail(t.Context(), session.Actor{}, account.Proof{Token: mail.Token()}), "LINK_DEAD")
	if got := d.addressOf(t, actor); got != "anna@mail.example" {
		t.Errorf("the address is %s", got)
	}
}
