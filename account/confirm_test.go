package account_test

import (
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/walletdesk/walletdesk/account"
	"github.com/walletdesk/walletdesk/mail/mailtest"
	"github.com/walletdesk/walletdesk/session"
)

func TestService_Open_Twice(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	actor := d.person(t, "anna")
	if err := d.Open(t.Context(), actor.PersonID, "other@shop.example", "el"); err != nil {
		t.Fatal(err)
	}
	found, err := d.Find(t.Context(), actor.AccountID)
	if err != nil || found.Email != "anna@shop.example" || found.Locale != "en" || found.EmailConfirmed {
		t.Errorf("%+v, %v", found, err)
	}
	if list, err := d.Activity(t.Context(), actor.AccountID); err != nil || len(list) != 1 || list[0].Action != "account.opened" {
		t.Errorf("%+v, %v", list, err)
	}
}

func TestService_ForPerson_Absent(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	_, _, _, _, err := d.ForPerson(t.Context(), "019a0000-0000-7000-8000-000000000000")
	wantCode(t, err, "NOT_FOUND")
	_, err = d.Find(t.Context(), "no id")
	wantCode(t, err, "NOT_FOUND")
}

// An address of the marketplace that we can't mail to is no obstacle.
func TestService_Open_OddAddress(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	actor := d.person(t, `"odd address`)
	found, err := d.Find(t.Context(), actor.AccountID)
	if err != nil || found.Email != "" {
		t.Fatalf("%+v, %v", found, err)
	}
	_, err = d.RequestEmailConfirmation(t.Context(), actor, account.ConfirmationInput{})
	wantCode(t, err, "email EMPTY")
	d.mailed(t, actor, "anna@mail.example")
}

func TestService_ConfirmEmail_ByLink(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	actor := d.person(t, "anna")
	m := d.mailed(t, actor, "anna@mail.example")
	found, err := d.Find(t.Context(), actor.AccountID)
	if err != nil || found.Email != "anna@mail.example" || found.EmailConfirmed {
		t.Errorf("%+v, %v", found, err)
	}
	// Another browser, not signed in, opened the link.
	if err := d.ConfirmEmail(t.Context(), session.Actor{}, account.Proof{Token: m.Token()}); err != nil {
		t.Fatal(err)
	}
	viewer, err := d.Viewer(t.Context(), actor)
	if err != nil || viewer.Stage != session.StageConfirmed || !viewer.Account.EmailConfirmed {
		t.Errorf("%+v, %v", viewer, err)
	}
	wantCode(t, d.ConfirmEmail(t.Context(), session.Actor{}, account.Proof{Token: m.Token()}), "LINK_DEAD")
	wantCode(t, d.ConfirmEmail(t.Context(), actor, account.Proof{Code: m.Code(), Browser: d.browser}), "LINK_DEAD")
}

func TestService_ConfirmEmail_OneWinner(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	token := d.mailed(t, d.person(t, "anna"), "anna@mail.example").Token()
	var won atomic.Int32
	var group sync.WaitGroup
	for range 100 {
		group.Go(func() {
			switch err := d.ConfirmEmail(t.Context(), session.Actor{}, account.Proof{Token: token}); code(err) {
			case "":
				won.Add(1)
			case "LINK_DEAD":
			default:
				t.Error(err)
			}
		})
	}
	group.Wait()
	if won.Load() != 1 {
		t.Errorf("%d winners, want 1", won.Load())
	}
}

// One answer to all links that do not work.
func TestService_ConfirmEmail_Dead(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	anna, ben := d.person(t, "anna"), d.person(t, "ben")
	replaced := d.mailed(t, anna, "anna@mail.example").Token()
	used := d.mailed(t, anna, "anna2@mail.example").Token()
	if err := d.ConfirmEmail(t.Context(), session.Actor{}, account.Proof{Token: used}); err != nil {
		t.Fatal(err)
	}
	expired := d.mailed(t, ben, "ben@mail.example").Token()
	d.clock.pass(account.ConfirmationFor)
	var texts []string
	for _, token := range []string{replaced, used, expired, "unknown"} {
		err := d.ConfirmEmail(t.Context(), session.Actor{}, account.Proof{Token: token})
		wantCode(t, err, "LINK_DEAD")
		texts = append(texts, err.Error())
	}
	for _, text := range texts {
		if text != texts[0] {
			t.Errorf("%q and %q tell links apart", texts[0], text)
		}
	}
}

func TestService_ConfirmEmail_ByCode(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	actor, other := d.person(t, "anna"), d.person(t, "ben")
	m := d.mailed(t, actor, "anna@mail.example")
	wantCode(t, d.ConfirmEmail(t.Context(), session.Actor{}, account.Proof{Code: m.Code(), Browser: d.browser}), "SIGN_IN_FIRST")
	wantCode(t, d.ConfirmEmail(t.Context(), other, account.Proof{Code: m.Code(), Browser: d.browser}), "LINK_DEAD") // not the other's to confirm
	wantCode(t, d.ConfirmEmail(t.Context(), actor, account.Proof{Code: "1234", Browser: d.browser}), "code CODE_INCOMPLETE")
	wantCode(t, d.ConfirmEmail(t.Context(), actor, account.Proof{}), "code EMPTY")
	err := d.ConfirmEmail(t.Context(), actor, account.Proof{Code: "ZZZZZZZZ", Browser: d.browser})
	wantCode(t, err, "WRONG_CODE")
	if attempts(err) != 4 {
		t.Errorf("%d tries left, want 4", attempts(err))
	}
	// In another browser it costs no try, right or wrong; the one that asked may go on.
	for _, browser := range []string{"", "another browser's"} {
		wantCode(t, d.ConfirmEmail(t.Context(), actor, account.Proof{Code: m.Code(), Browser: browser}), "CODE_ELSEWHERE")
		wantCode(t, d.ConfirmEmail(t.Context(), actor, account.Proof{Code: "ZZZZZZZZ", Browser: browser}), "CODE_ELSEWHERE")
	}
	if err := d.ConfirmEmail(t.Context(), actor, account.Proof{Code: "ZZZZZZZZ", Browser: d.browser}); attempts(err) != 3 {
		t.Errorf("%v, want three tries left", err)
	}
	typed := strings.ToLower(m.Code()[:4]) + " " + m.Code()[4:]
	if err := d.ConfirmEmail(t.Context(), actor, account.Proof{Code: typed, Browser: d.browser}); err != nil {
		t.Error(err)
	}
}

// Five tries, parallel ones too; a rolled-back transaction takes none of them back.
func TestService_ConfirmEmail_CodeTries(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	actor := d.person(t, "anna")
	m := d.mailed(t, actor, "anna@mail.example")
	var wrong, dead atomic.Int32
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			switch err := d.ConfirmEmail(t.Context(), actor, account.Proof{Code: "ZZZZZZZZ", Browser: d.browser}); code(err) {
			case "WRONG_CODE":
				wrong.Add(1)
			case "LINK_DEAD":
				dead.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	group.Wait()
	if wrong.Load() != 5 || dead.Load() != 15 {
		t.Errorf("%d looked at, %d not; want 5 and 15", wrong.Load(), dead.Load())
	}
	wantCode(t, d.ConfirmEmail(t.Context(), actor, account.Proof{Code: m.Code(), Browser: d.browser}), "LINK_DEAD")
	if err := d.ConfirmEmail(t.Context(), actor, account.Proof{Token: m.Token()}); err != nil {
		t.Errorf("the link does not work although only codes were wrong: %v", err)
	}
}

func TestService_RequestEmailConfirmation_Limits(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	actor := d.person(t, "anna")
	ask := func(email string) error {
		_, err := d.RequestEmailConfirmation(t.Context(), actor, account.ConfirmationInput{Email: email})
		return err
	}
	if err := ask("anna@mail.example"); err != nil {
		t.Fatal(err)
	}
	wantCode(t, ask("ANNA+tag@mail.example"), "THROTTLED") // the same mailbox
	d.clock.pass(time.Minute)
	if err := ask("anna@mail.example"); err != nil {
		t.Error(err)
	}
	wantCode(t, ask("anna"), "email INVALID_EMAIL")
	for range 17 { // two went through, one was refused by the address after the network had counted it
		d.clock.pass(time.Second)
		if err := ask(string(rune('a'+d.clock.now().Second())) + "@mail.example"); err != nil {
			t.Fatal(err)
		}
	}
	wantCode(t, ask("zz@mail.example"), "THROTTLED")
	_, err := d.RequestEmailConfirmation(t.Context(), session.Actor{}, account.ConfirmationInput{Email: "anna@mail.example"})
	wantCode(t, err, "SIGN_IN_FIRST")
}

// Until the questionnaire is complete the address may be changed by confirming
// again; the marketplace's address is told. Afterwards it may not.
func TestService_ConfirmEmail_Again(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	actor := d.person(t, "anna")
	if err := d.ConfirmEmail(t.Context(), actor, account.Proof{Token: d.mailed(t, actor, "one@mail.example").Token()}); err != nil {
		t.Fatal(err)
	}
	m := d.mailed(t, actor, "two@mail.example")
	if found, err := d.Find(t.Context(), actor.AccountID); err != nil || found.Email != "one@mail.example" {
		t.Errorf("the confirmed address gave way to one that is not: %+v, %v", found, err)
	}
	if err := d.ConfirmEmail(t.Context(), actor, account.Proof{Token: m.Token()}); err != nil {
		t.Fatal(err)
	}
	mailtest.Find(t, d.mails(t), "anna@shop.example", "The address of your wallet account was changed")
	late := d.mailed(t, actor, "three@mail.example")
	if _, err := d.CompleteQuestionnaire(t.Context(), actor, questionnaire()); err != nil {
		t.Fatal(err)
	}
	wantCode(t, d.ConfirmEmail(t.Context(), actor, account.Proof{Token: late.Token()}), "LINK_DEAD")
	_, err := d.RequestEmailConfirmation(t.Context(), actor, account.ConfirmationInput{Email: "four@mail.example"})
	wantCode(t, err, "ALREADY_REGISTERED")
}

func TestService_SetLanguage(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	actor := d.person(t, "anna")
	own, err := d.SetLanguage(t.Context(), actor, "el")
	if err != nil || own.Locale != "el" {
		t.Fatalf("%+v, %v", own, err)
	}
	for _, unknown := range []string{"", "EL", "fr", "el-GR", "\x00"} {
		_, err := d.SetLanguage(t.Context(), actor, unknown)
		wantCode(t, err, "language UNKNOWN")
	}
	_, err = d.SetLanguage(t.Context(), session.Actor{}, "ru")
	wantCode(t, err, "SIGN_IN_FIRST")
	if found, err := d.Find(t.Context(), actor.AccountID); err != nil || found.Locale != "el" {
		t.Errorf("%+v, %v", found, err)
	}
}
