package payment_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/walletdesk/walletdesk/account"
	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/mail/mailtest"
	"github.com/walletdesk/walletdesk/payment"
	"github.com/walletdesk/walletdesk/session"
)

func TestService_Confirm(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	anna := d.customer(t, "anna")
	cardID := d.saved(t, anna, good)
	p := d.opened(t, nil)
	paid, err := d.Confirm(t.Context(), anna, confirmation(p, cardID))
	if err != nil {
		t.Fatal(err)
	}
	if paid.State != payment.Paid || paid.Method == nil || *paid.Method != payment.SavedCard || paid.Card == nil || paid.Card.Last4 != "4242" || paid.EndedAt == nil {
		t.Errorf("got %+v", paid)
	}
	if c := d.asked.last(t); c.Amount != p.Amount || c.PaymentID != p.ID || c.Payee != "Lamps & Co" {
		t.Errorf("charged %+v", c)
	}
	// Used once: what was confirmed is not confirmed again.
	_, err = d.Confirm(t.Context(), anna, confirmation(p, cardID))
	wantCode(t, err, "ALREADY_PAID")
	if got := d.events(t); !slices.Equal(got, []string{"payment.opened", "payment.paid"}) {
		t.Errorf("events %v", got)
	}
	m := mailtest.Find(t, d.inbox.Take(t, d.outbox), "anna@shop.example", "A payment was made")
	if !strings.Contains(m.Text, "19.99 EUR") || !strings.Contains(m.Text, "Lamps & Co") || !strings.Contains(m.Text, "4242") {
		t.Errorf("mail %+v", m)
	}
	done, err := d.accounts.Activity(t.Context(), anna.AccountID)
	if err != nil || done[0].Action != "payment.paid" {
		t.Errorf("activity %+v, %v", done[0], err)
	}
	list, err := d.List(t.Context(), anna)
	if err != nil || len(list) != 1 || list[0].ID != p.ID {
		t.Errorf("list %+v, %v", list, err)
	}
}

// Of a hundred at once one pays, and the provider is asked once.
func TestService_Confirm_HundredAtOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	anna := d.customer(t, "anna")
	cardID := d.saved(t, anna, good)
	p := d.opened(t, nil)
	var group sync.WaitGroup
	errs := make([]error, 100)
	for i := range errs {
		group.Go(func() { _, errs[i] = d.Confirm(t.Context(), anna, confirmation(p, cardID)) })
	}
	group.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else if _, expected := fault.As(err); !expected {
			t.Error(err)
		}
	}
	if won != 1 || d.asked.count() != 1 {
		t.Errorf("%d won, %d charged", won, d.asked.count())
	}
	d.wantState(t, p, payment.Paid)
}

// A confirmation is bound to what was shown, field by field.
func TestService_Confirm_DigestBinds(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	anna := d.customer(t, "anna")
	cardID := d.saved(t, anna, good)
	p, other := d.opened(t, nil), d.opened(t, nil)
	for why, digest := range map[string]string{
		"another amount":   payment.Digest(p.ID, payment.Money{Amount: 1998, Currency: "EUR"}, p.Payee),
		"another currency": payment.Digest(p.ID, payment.Money{Amount: 1999, Currency: "USD"}, p.Payee),
		"another payee":    payment.Digest(p.ID, p.Amount, "Lamps & Sons"),
		"another payment":  other.Digest,
		"none":             "",
	} {
		in := confirmation(p, cardID)
		in.Digest = digest
		if _, err := d.Confirm(t.Context(), anna, in); code(err) != "DIGEST_MISMATCH" {
			t.Errorf("%s: %v", why, err)
		}
		g := guest(p, good)
		g.Digest = digest
		if _, err := d.PayAsGuest(t.Context(), stranger(), g); code(err) != "DIGEST_MISMATCH" {
			t.Errorf("%s, as a guest: %v", why, err)
		}
		if _, err := d.PayWithCash(t.Context(), stranger(), payment.MethodInput{Token: tokenOf(p), Digest: digest}); code(err) != "DIGEST_MISMATCH" {
			t.Errorf("%s, in cash: %v", why, err)
		}
	}
	if d.asked.count() != 0 {
		t.Error("somebody was charged")
	}
}

// Wrong passwords are counted by the account's own rule, and cost the payment nothing.
func TestService_Confirm_WrongPassword(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	anna := d.customer(t, "anna")
	cardID := d.saved(t, anna, good)
	p := d.opened(t, nil)
	in := confirmation(p, cardID)
	in.Password = "seven grey storks"
	for left := 4; left >= 0; left-- {
		_, err := d.Confirm(t.Context(), anna, in)
		f, ok := fault.As(err)
		if !ok || f.Code != "WRONG_PASSWORD" || *f.AttemptsLeft != left {
			t.Fatalf("%v, want %d left", err, left)
		}
	}
	_, err := d.Confirm(t.Context(), anna, confirmation(p, cardID))
	wantCode(t, err, "BLOCKED")
	d.wantState(t, p, payment.Open)
	if d.asked.count() != 0 {
		t.Error("charged without the password")
	}
}

func TestService_Confirm_Held(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	anna := d.customer(t, "anna")
	cardID := d.saved(t, anna, good)
	p := d.opened(t, func(in *payment.OpenInput) { long := 86400; in.ExpiresIn = &long })
	until := d.clock.now().Add(time.Hour)
	if _, err := d.db.ExecContext(t.Context(), `UPDATE account SET held_until = $2 WHERE id = $1`, anna.AccountID, until); err != nil {
		t.Fatal(err)
	}
	_, err := d.Confirm(t.Context(), anna, confirmation(p, cardID))
	if f, ok := fault.As(err); !ok || f.Code != "HELD" || !f.RetryAt.Equal(until) {
		t.Errorf("held: %v", err)
	}
	d.clock.pass(time.Hour)
	if _, err := d.db.ExecContext(t.Context(), `UPDATE account SET frozen_at = $2 WHERE id = $1`, anna.AccountID, d.clock.now()); err != nil {
		t.Fatal(err)
	}
	_, err = d.Confirm(t.Context(), anna, confirmation(p, cardID))
	wantCode(t, err, "ACCOUNT_FROZEN")
	if d.asked.count() != 0 {
		t.Error("a held account was charged")
	}
	if _, err := d.db.ExecContext(t.Context(), `UPDATE account SET frozen_at = NULL WHERE id = $1`, anna.AccountID); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Confirm(t.Context(), anna, confirmation(p, cardID)); err != nil {
		t.Error(err)
	}
}

func TestService_Confirm_ExpiredCard(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	anna := d.customer(t, "anna")
	cardID := d.saved(t, anna, good)
	d.clock.pass(5 * 365 * 24 * time.Hour)
	p := d.opened(t, nil)
	_, err := d.Confirm(t.Context(), anna, confirmation(p, cardID))
	wantCode(t, err, "CARD_EXPIRED")
	in := confirmation(p, cardID)
	in.Password = "not even looked at"
	_, err = d.Confirm(t.Context(), anna, in)
	wantCode(t, err, "CARD_EXPIRED")
}

// Another person's payment and another person's card answer like absent ones.
func TestService_Foreign(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	anna, boris := d.customer(t, "anna"), d.customer(t, "boris")
	annas, boriss := d.saved(t, anna, good), d.saved(t, boris, "5555 5555 5555 4444")
	subject := "anna"
	p := d.opened(t, func(in *payment.OpenInput) { in.Subject = &subject })
	absent := "019a0000-0000-7000-8000-000000000000"
	for _, who := range []struct {
		why   string
		actor session.Actor
		id    string
		token string
		want  string
	}{
		{"her own, by its id", anna, p.ID, "", ""},
		{"her own, by the link", anna, "", tokenOf(p), ""},
		{"the link without a sign-in", stranger(), "", tokenOf(p), ""},
		{"its marketplace", d.shop, p.ID, "", ""},
		{"another customer, by the id", boris, p.ID, "", "NOT_FOUND"},
		{"another customer, by the link", boris, "", tokenOf(p), "NOT_FOUND"},
		{"a stranger, by the id", stranger(), p.ID, "", "NOT_FOUND"},
		{"another marketplace", session.Actor{Role: session.Marketplace, ClientID: "bazaar"}, p.ID, "", "NOT_FOUND"},
		{"an operator", session.Actor{Role: session.Operator, StaffID: absent, PersonID: absent}, p.ID, "", "NOT_FOUND"},
		{"an absent one", anna, absent, "", "NOT_FOUND"},
		{"no id at all", anna, "x", "", "NOT_FOUND"},
		{"a made-up link", stranger(), "", "x", "NOT_FOUND"},
	} {
		found, err := d.Find(t.Context(), who.actor, who.id, who.token)
		if code(err) != who.want || (err == nil) != (found != nil) {
			t.Errorf("%s: %+v, %v", who.why, found, err)
		}
	}
	_, err := d.Confirm(t.Context(), boris, confirmation(p, boriss))
	wantCode(t, err, "NOT_FOUND")
	_, err = d.Confirm(t.Context(), anna, confirmation(p, boriss))
	wantCode(t, err, "NOT_FOUND")
	if list, err := d.List(t.Context(), boris); err != nil || len(list) != 0 {
		t.Errorf("boris sees %+v, %v", list, err)
	}
	// It waits for her in her account, and can be confirmed there without the link.
	if list, err := d.List(t.Context(), anna); err != nil || len(list) != 1 {
		t.Errorf("anna sees %+v, %v", list, err)
	}
	in := payment.ConfirmInput{ID: &p.ID, Digest: p.Digest, CardID: annas, Password: right}
	if _, err := d.Confirm(t.Context(), anna, in); err != nil {
		t.Error(err)
	}
	// A guest's payment that she confirmed is hers from then on.
	free := d.opened(t, nil)
	if _, err := d.Confirm(t.Context(), anna, confirmation(free, annas)); err != nil {
		t.Fatal(err)
	}
	_, err = d.Find(t.Context(), boris, "", tokenOf(free))
	wantCode(t, err, "NOT_FOUND")
	if seen, err := d.Find(t.Context(), stranger(), "", tokenOf(free)); err != nil || seen.Card != nil || seen.State != payment.Paid {
		t.Errorf("who holds the link sees %+v, %v", seen, err)
	}
}

// A declined card is no end: another may pay. Five declines are.
func TestService_Declined(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	anna := d.customer(t, "anna")
	bad, fine := d.saved(t, anna, refused), d.saved(t, anna, good)
	p := d.opened(t, nil)
	for left := payment.MaxDeclines - 1; left > 0; left-- {
		after, err := d.Confirm(t.Context(), anna, confirmation(p, bad))
		if err != nil {
			t.Fatal(err)
		}
		if after.State != payment.Open || after.TriesLeft != left || after.DeclineCode == nil || *after.DeclineCode != "CARD_DECLINED" {
			t.Errorf("got %+v", after)
		}
	}
	ended, err := d.Confirm(t.Context(), anna, confirmation(p, bad))
	if err != nil || ended.State != payment.Failed || ended.TriesLeft != 0 {
		t.Errorf("got %+v, %v", ended, err)
	}
	_, err = d.Confirm(t.Context(), anna, confirmation(p, fine))
	wantCode(t, err, "PAYMENT_ENDED")
	if got := d.events(t); got[len(got)-1] != "payment.failed" || len(got) != 1+payment.MaxDeclines+1 {
		t.Errorf("events %v", got)
	}
}

// The provider charged and the answer was lost: the page shows AUTHORISING, nothing
// is charged twice, and the job finds out.
func TestService_AnswerLost(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	anna := d.customer(t, "anna")
	lost, fine := d.saved(t, anna, silent), d.saved(t, anna, good)
	p := d.opened(t, nil)
	after, err := d.Confirm(t.Context(), anna, confirmation(p, lost))
	if err != nil || after.State != payment.Authorising {
		t.Fatalf("got %+v, %v", after, err)
	}
	_, err = d.Confirm(t.Context(), anna, confirmation(p, fine))
	wantCode(t, err, "PAYMENT_IN_PROGRESS")
	_, err = d.Cancel(t.Context(), d.shop, p.ID)
	wantCode(t, err, "PAYMENT_IN_PROGRESS")
	d.clock.pass(4 * time.Second)
	d.work(t)
	d.wantState(t, p, payment.Authorising)
	d.clock.pass(time.Second)
	d.work(t)
	d.wantState(t, p, payment.Paid)
	if d.asked.count() != 1 {
		t.Errorf("charged %d times", d.asked.count())
	}
}

// The program ended before the provider was reached: the provider closes what it
// never saw, and the payment can be paid again.
func TestService_NeverReached(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	anna := d.customer(t, "anna")
	cardID := d.saved(t, anna, good)
	p := d.opened(t, nil)
	d.asked.fail(errors.New("the line is cut"))
	after, err := d.Confirm(t.Context(), anna, confirmation(p, cardID))
	if err != nil || after.State != payment.Authorising {
		t.Fatalf("got %+v, %v", after, err)
	}
	attempt := d.asked.last(t).AttemptID
	d.asked.fail(nil)
	d.clock.pass(time.Minute)
	d.work(t)
	d.wantState(t, p, payment.Open)
	// Late news of the closed charge are refused: the money goes back.
	wantCode(t, d.told(t, payment.SavedCard, attempt, payment.Approved), "CHARGE_VOID")
	paid, err := d.Confirm(t.Context(), anna, confirmation(p, cardID))
	if err != nil || paid.State != payment.Paid {
		t.Errorf("got %+v, %v", paid, err)
	}
}

// "Not me" between the password and the charge stops the charge.
func TestService_Confirm_FrozenMeanwhile(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	anna := d.customer(t, "anna")
	cardID := d.saved(t, anna, good)
	p := d.opened(t, nil)
	deps := d.deps
	deps.Accounts = freezing{d.accounts, func() {
		if _, err := d.db.ExecContext(t.Context(), `UPDATE account SET frozen_at = $2 WHERE id = $1`, anna.AccountID, d.clock.now()); err != nil {
			t.Error(err)
		}
	}}
	_, err := payment.New(deps).Confirm(t.Context(), anna, confirmation(p, cardID))
	wantCode(t, err, "ACCOUNT_FROZEN")
	d.wantState(t, p, payment.Open)
	if d.asked.count() != 0 {
		t.Error("charged all the same")
	}
}

// freezing is the accounts, with somebody pressing "not me" while the password is
// verified.
type freezing struct {
	*account.Service
	freeze func()
}

func (f freezing) VerifyPassword(ctx context.Context, accountID, typed string) error {
	err := f.Service.VerifyPassword(ctx, accountID, typed)
	f.freeze()
	return err
}
