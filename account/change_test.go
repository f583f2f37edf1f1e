package account_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/walletdesk/walletdesk/account"
	"github.com/walletdesk/walletdesk/mail/mailtest"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/session"
)

const next = "nine blue kettles"

func TestService_ChangePassword(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	actor := d.registered(t, "anna")
	change := func(current, password, again string) error {
		return d.ChangePassword(t.Context(), actor, account.PasswordChange{Current: current, Password: password, PasswordAgain: again})
	}
	for _, test := range []struct{ why, current, password, again, want string }{
		{"nothing typed", "", "", "", "INVALID_INPUT"},
		{"too short", right, "short", "short", "password TOO_SHORT"},
		{"typed differently", right, next, next + "!", "passwordAgain DIFFERENT"},
		{"as before", right, right, right, "password SAME_AS_BEFORE"},
		{"made of own data", right, "Anna Papadopoúlou", "Anna Papadopoúlou", "password PERSONAL"},
		{"an answer", right, "The Rolling Pebbles", "The Rolling Pebbles", "password PERSONAL"},
		{"the present one is wrong", "not this one", next, next, "WRONG_PASSWORD"},
	} {
		if got := code(change(test.current, test.password, test.again)); got != test.want {
			t.Errorf("%s: %q, want %q", test.why, got, test.want)
		}
	}
	if err := change(right, next, next); err != nil {
		t.Fatal(err)
	}
	wantCode(t, d.VerifyPassword(t.Context(), actor.AccountID, right), "WRONG_PASSWORD")
	if err := d.VerifyPassword(t.Context(), actor.AccountID, next); err != nil {
		t.Error(err)
	}
	mailtest.Find(t, d.mails(t), "anna@mail.example", "You have a new payment password")
	if list, err := d.Activity(t.Context(), actor.AccountID); err != nil || list[1].Action != "password.changed" {
		t.Errorf("%+v, %v", list[1], err)
	}
}

func TestService_ChangeQuestions(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	actor := d.registered(t, "anna")
	fresh := []account.Answered{
		{Question: "FIRST_RECORD", Answer: "Songs of the Lighthouse"},
		{Question: "LEFT_FILM", Answer: "The Long Corridor"},
		{Question: "LOST_THING", Answer: "a brass compass"},
	}
	change := func(password string, answers []account.Answered) error {
		return d.ChangeQuestions(t.Context(), actor, account.QuestionsChange{Password: password, Answers: answers})
	}
	wantCode(t, change("", fresh), "password EMPTY")
	wantCode(t, change(right, fresh[:2]), "answers THREE_NEEDED")
	wantCode(t, change("not this one", fresh), "WRONG_PASSWORD")
	same := append([]account.Answered(nil), fresh...)
	same[2].Answer = "Seven GREY herons"
	wantCode(t, change(right, same), "answers.2.answer PASSWORD")
	if err := change(right, fresh); err != nil {
		t.Fatal(err)
	}
	if codes, err := d.SecurityQuestions(t.Context(), actor.AccountID); err != nil || codes[0] != "FIRST_RECORD" {
		t.Errorf("%v, %v", codes, err)
	}
	if err := d.VerifyAnswers(t.Context(), actor.AccountID, []string{"songs of the lighthouse", "the long corridor", "a brass compass"}); err != nil {
		t.Error(err)
	}
	mailtest.Find(t, d.mails(t), "anna@mail.example", "Your security questions were changed")
}

func TestService_Change_Standing(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	anna, newcomer := d.registered(t, "anna"), d.person(t, "boris")
	in := account.PasswordChange{Current: right, Password: next, PasswordAgain: next}
	wantCode(t, d.ChangePassword(t.Context(), session.Actor{}, in), "SIGN_IN_FIRST")
	wantCode(t, d.ChangePassword(t.Context(), newcomer, in), "NOT_REGISTERED")
	if _, err := d.db.ExecContext(t.Context(), `UPDATE account SET frozen_at = $1`, d.clock.now().Add(-time.Minute)); err != nil {
		t.Fatal(err)
	}
	wantCode(t, d.ChangePassword(t.Context(), anna, in), "ACCOUNT_FROZEN")
	wantCode(t, d.ChangeQuestions(t.Context(), anna, account.QuestionsChange{Password: right, Answers: questionnaire().Answers}), "ACCOUNT_FROZEN")
}

func TestService_NewDevice(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	anna, newcomer := d.registered(t, "anna"), d.person(t, "boris")
	for _, personID := range []string{anna.PersonID, newcomer.PersonID} {
		err := d.db.InTx(t.Context(), func(ctx context.Context, q postgres.Querier) error {
			return d.NewDevice(ctx, q, personID, "Firefox · Android")
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	mails := d.mails(t)
	if len(mails) != 2 { // both of Anna's addresses; Boris has nothing to lose yet
		t.Fatalf("%v", mailtest.Subjects(mails))
	}
	m := mailtest.Find(t, mails, "anna@mail.example", "A sign-in from a new device")
	if !strings.Contains(m.Text, "Firefox · Android") || m.NotMe() == "" {
		t.Error(m.Text)
	}
}
