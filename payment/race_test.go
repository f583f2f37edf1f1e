package payment_test

import (
	"context"
	"testing"
	"time"

	"github.com/walletdesk/walletdesk/payment"
	"github.com/walletdesk/walletdesk/postgres"
)

// contested has two steps meet at one payment's row, in this order: first is at the
// row when then looks at the payment, and both wait until the row is let go.
func (d *desk) contested(t *testing.T, p *payment.Payment, first, then func() error) (firstErr, thenErr error) {
	t.Helper()
	firstDone, thenDone := make(chan error, 1), make(chan error, 1)
	err := d.db.InTx(t.Context(), func(ctx context.Context, q postgres.Querier) error {
		var id string
		if err := q.GetContext(ctx, &id, `SELECT id FROM payment WHERE id = $1 FOR UPDATE`, p.ID); err != nil {
			return err
		}
		go func() { firstDone <- first() }()
		if err := d.waiting(ctx, 1); err != nil {
			return err
		}
		go func() { thenDone <- then() }()
		return d.waiting(ctx, 2)
	})
	if err != nil {
		t.Fatal(err)
	}
	return <-firstDone, <-thenDone
}

// waiting waits until n transactions stand before a lock.
func (d *desk) waiting(ctx context.Context, n int) error {
	const query = `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
	for got := 0; got < n; {
		if err := d.db.GetContext(ctx, &got, query); err != nil {
			return err
		}
	}
	return nil
}

// handovers are the ways to pay that go on at a provider after the page is left.
func handovers() map[payment.State]func(d *desk, p *payment.Payment) error {
	return map[payment.State]func(d *desk, p *payment.Payment) error{
		payment.Redirected: func(d *desk, p *payment.Payment) error {
			_, err := d.PayWithWallet(context.Background(), stranger(), chosen(p))
			return err
		},
		payment.AwaitingCash: func(d *desk, p *payment.Payment) error {
			_, err := d.PayWithCash(context.Background(), stranger(), chosen(p))
			return err
		},
	}
}

// The shop takes a payment back that it saw open, while its payer has just chosen the
// e-wallet or cash: what was begun there would live on with nobody to close it, and
// take money for an order that is gone. The shop is told, and closes it when it asks
// again.
func TestService_Cancel_ChosenMeanwhile(t *testing.T) {
	t.Parallel()
	for to, choose := range handovers() {
		t.Run(string(to), func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			p := d.opened(t, nil)
			cancel := func() error {
				_, err := d.Cancel(context.Background(), d.shop, p.ID)
				return err
			}
			chose, cancelled := d.contested(t, p, func() error { return choose(d, p) }, cancel)
			wantCode(t, chose, "")
			wantCode(t, cancelled, "PAYMENT_MOVED")
			d.wantState(t, p, to)
			attempt := d.asked.last(t).AttemptID
			wantCode(t, cancel(), "")
			d.wantState(t, p, payment.Cancelled)
			wantCode(t, d.told(t, d.asked.way(attempt), attempt, payment.Approved), "CHARGE_VOID")
		})
	}
}

// The time of an open payment is over in the moment in which its payer goes to the
// e-wallet or gets a cash code: it does not end over the head of what was begun there.
func TestService_Expire_ChosenMeanwhile(t *testing.T) {
	t.Parallel()
	for to, choose := range handovers() {
		t.Run(string(to), func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			p := d.opened(t, nil)
			d.clock.pass(payment.DefaultLife - time.Second) // chosen with a second left
			chose, _ := d.contested(t, p, func() error { return choose(d, p) }, func() error {
				d.clock.pass(time.Second)
				_, err := d.jobs.RunDue(context.Background())
				return err
			})
			wantCode(t, chose, "")
			d.wantState(t, p, to)
			attempt := d.asked.last(t).AttemptID
			if err := d.told(t, d.asked.way(attempt), attempt, payment.Approved); err != nil {
				t.Fatal(err)
			}
			d.wantState(t, p, payment.Paid)
		})
	}
}

// The shop takes back what it saw at the e-wallet. While the e-wallet closes it, its
// payer gives it up and gets a cash code: that one is not closed, so it stands.
func TestService_Cancel_AnotherWayMeanwhile(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.bring(t, payment.Redirected)
	d.asked.onClose(func() {
		d.asked.onClose(nil)
		if _, err := d.ChangeMethod(t.Context(), stranger(), tokenOf(p)); err != nil {
			t.Error(err)
		}
		if _, err := d.PayWithCash(t.Context(), stranger(), chosen(p)); err != nil {
			t.Error(err)
		}
	})
	_, err := d.Cancel(t.Context(), d.shop, p.ID)
	wantCode(t, err, "PAYMENT_MOVED")
	d.wantState(t, p, payment.AwaitingCash)
	if err := d.told(t, payment.Cash, d.asked.last(t).AttemptID, payment.Approved); err != nil {
		t.Fatal(err)
	}
	d.wantState(t, p, payment.Paid)
}
