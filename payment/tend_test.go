package payment_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/walletdesk/walletdesk/payment"
)

// The program was killed after it said that it would ask, and before it knew where
// to send the payer: a minute later another way can be chosen.
func TestService_KilledBeforeHandover(t *testing.T) {
	t.Parallel()
	for _, state := range []payment.State{payment.Redirected, payment.AwaitingCash} {
		d := newDesk(t)
		p := d.bring(t, state)
		attempt := d.asked.last(t).AttemptID
		if _, err := d.db.ExecContext(t.Context(), `UPDATE payment_attempt SET sealed = NULL`); err != nil {
			t.Fatal(err)
		}
		if _, err := d.db.ExecContext(t.Context(), `UPDATE job SET run_at = $2 WHERE key = $1`, p.ID, d.clock.now().Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
		seen, err := d.Find(t.Context(), stranger(), "", tokenOf(p))
		if err != nil || seen.State != state || seen.WalletURL != nil || seen.Cash != nil {
			t.Errorf("meanwhile %+v, %v", seen, err)
		}
		d.clock.pass(time.Minute)
		d.work(t)
		d.wantState(t, p, payment.Open)
		wantCode(t, d.told(t, d.asked.way(attempt), attempt, payment.Approved), "CHARGE_VOID")
		if paid, err := d.PayAsGuest(t.Context(), stranger(), guest(p, good)); err != nil || paid.State != payment.Paid {
			t.Errorf("then %+v, %v", paid, err)
		}
	}
}

// While the provider is down nobody knows, so nothing is decided and nothing lost.
func TestService_ProviderDownLater(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	card, out := d.bring(t, payment.Authorising), d.bring(t, payment.Redirected)
	d.asked.failClose(errors.New("down"))
	d.clock.pass(31 * time.Minute)
	d.work(t)
	d.wantState(t, card, payment.Authorising)
	d.wantState(t, out, payment.Redirected)
	_, err := d.ChangeMethod(t.Context(), stranger(), tokenOf(out))
	wantCode(t, err, "PROVIDER_UNAVAILABLE")
	_, err = d.Cancel(t.Context(), d.shop, out.ID)
	wantCode(t, err, "PROVIDER_UNAVAILABLE")
	d.wantState(t, out, payment.Redirected)
	d.asked.failClose(nil)
	d.clock.pass(6 * time.Hour)
	d.work(t)
	d.wantState(t, card, payment.Paid) // the charge was taken, its answer had been lost
	d.wantState(t, out, payment.Expired)
}

// On however many nodes the jobs run, a payment ends once.
func TestService_Tend_ManyNodes(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for range 10 {
		d.opened(t, nil)
	}
	d.clock.pass(30 * time.Minute)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if _, err := d.jobs.RunDue(context.WithoutCancel(t.Context())); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	d.work(t)
	expired := 0
	for _, e := range d.events(t) {
		if e == "payment.expired" {
			expired++
		}
	}
	if expired != 10 {
		t.Errorf("%d of 10 payments expired", expired)
	}
}

// Every step is in the record, and the record holds.
func TestService_Record(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	anna := d.customer(t, "anna")
	bad, fine := d.saved(t, anna, refused), d.saved(t, anna, good)
	p := d.opened(t, nil)
	if _, err := d.PayWithCash(t.Context(), anna, chosen(p)); err != nil {
		t.Fatal(err)
	}
	if _, err := d.ChangeMethod(t.Context(), anna, tokenOf(p)); err != nil {
		t.Fatal(err)
	}
	for _, cardID := range []string{bad, fine} {
		if _, err := d.Confirm(t.Context(), anna, confirmation(p, cardID)); err != nil {
			t.Fatal(err)
		}
	}
	records, err := d.audit.List(t.Context(), d.db, "payment:"+p.ID, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	var actions []string
	for _, r := range records {
		actions = append(actions, r.Action)
		if r.Detail["payee"] != "Lamps & Co" || r.Detail["sum"] != "19.99 EUR" {
			t.Errorf("%s tells %v", r.Action, r.Detail)
		}
	}
	want := []string{"payment.opened", "payment.begun", "payment.given-up", "payment.begun", "payment.declined", "payment.begun", "payment.paid"}
	if !slices.Equal(actions, want) {
		t.Errorf("the record has %v, want %v", actions, want)
	}
	if last := records[len(records)-1]; last.Actor != "account:"+anna.AccountID || last.Detail["last4"] != "4242" || records[0].Actor != "client:shop" {
		t.Errorf("the last entry is %+v", last)
	}
}
