package payment_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/walletdesk/walletdesk/payment"
	"github.com/walletdesk/walletdesk/session"
)

// bring takes a new payment to a state, as its people would.
func (d *desk) bring(t *testing.T, to payment.State) *payment.Payment {
	t.Helper()
	p := d.opened(t, nil)
	var err error
	switch to {
	case payment.Authorising:
		_, err = d.PayAsGuest(t.Context(), stranger(), guest(p, silent))
	case payment.Redirected:
		_, err = d.PayWithWallet(t.Context(), stranger(), chosen(p))
	case payment.AwaitingCash:
		_, err = d.PayWithCash(t.Context(), stranger(), chosen(p))
	case payment.Paid:
		_, err = d.PayAsGuest(t.Context(), stranger(), guest(p, good))
	case payment.Cancelled:
		_, err = d.Cancel(t.Context(), d.shop, p.ID)
	case payment.Expired:
		_, err = d.db.ExecContext(t.Context(), `UPDATE payment SET expires_at = $2 WHERE id = $1`, p.ID, d.clock.now())
		if err == nil {
			_, err = d.db.ExecContext(t.Context(), `UPDATE job SET run_at = $2 WHERE key = $1`, p.ID, d.clock.now())
		}
		d.work(t)
	case payment.Failed:
		for range payment.MaxDeclines {
			if _, failed := d.PayAsGuest(t.Context(), stranger(), guest(p, refused)); failed != nil {
				err = failed
			}
			if resetErr := d.deps.Throttle.Reset(t.Context(), stranger().ClientKey, payment.GuestLimit()); resetErr != nil {
				err = resetErr
			}
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	d.wantState(t, p, to)
	return p
}

// Every step from every state: the edges there are, and every illegal jump.
func TestService_EveryEdge(t *testing.T) {
	t.Parallel()
	const busy, paid, over, ended = "PAYMENT_IN_PROGRESS", "ALREADY_PAID", "PAYMENT_EXPIRED", "PAYMENT_ENDED"
	type step struct {
		want string // failure
		to   payment.State
	}
	steps := []string{"confirm", "guest", "wallet", "cash", "change", "cancel"}
	for from, want := range map[payment.State][6]step{
		payment.Open: {
			{"", payment.Paid}, {"", payment.Paid}, {"", payment.Redirected}, {"", payment.AwaitingCash}, {"", payment.Open}, {"", payment.Cancelled},
		},
		payment.Authorising: {
			{busy, payment.Authorising}, {busy, payment.Authorising}, {busy, payment.Authorising}, {busy, payment.Authorising},
			{"", payment.Authorising}, {busy, payment.Authorising},
		},
		payment.Redirected: {
			{busy, payment.Redirected}, {busy, payment.Redirected}, {"", payment.Redirected}, {busy, payment.Redirected},
			{"", payment.Open}, {"", payment.Cancelled},
		},
		payment.AwaitingCash: {
			{busy, payment.AwaitingCash}, {busy, payment.AwaitingCash}, {busy, payment.AwaitingCash}, {"", payment.AwaitingCash},
			{"", payment.Open}, {"", payment.Cancelled},
		},
		payment.Paid: {
			{paid, payment.Paid}, {paid, payment.Paid}, {paid, payment.Paid}, {paid, payment.Paid}, {"", payment.Paid}, {paid, payment.Paid},
		},
		payment.Cancelled: {
			{ended, payment.Cancelled}, {ended, payment.Cancelled}, {ended, payment.Cancelled}, {ended, payment.Cancelled},
			{"", payment.Cancelled}, {"", payment.Cancelled},
		},
		payment.Expired: {
			{over, payment.Expired}, {over, payment.Expired}, {over, payment.Expired}, {over, payment.Expired}, {"", payment.Expired}, {over, payment.Expired},
		},
		payment.Failed: {
			{ended, payment.Failed}, {ended, payment.Failed}, {ended, payment.Failed}, {ended, payment.Failed}, {"", payment.Failed}, {ended, payment.Failed},
		},
	} {
		t.Run(string(from), func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			anna := d.customer(t, "anna")
			cardID := d.saved(t, anna, good)
			for i, name := range steps {
				p := d.bring(t, from)
				err := d.step(t, name, anna, cardID, p)
				if code(err) != want[i].want {
					t.Errorf("%s: %v, want %q", name, err, want[i].want)
				}
				if got := d.state(t, p); got != want[i].to {
					t.Errorf("%s leads to %s, want %s", name, got, want[i].to)
				}
			}
		})
	}
}

func (d *desk) step(t *testing.T, name string, anna session.Actor, cardID string, p *payment.Payment) error {
	t.Helper()
	var err error
	switch name {
	case "confirm":
		_, err = d.Confirm(t.Context(), anna, confirmation(p, cardID))
	case "guest":
		_, err = d.PayAsGuest(t.Context(), stranger(), guest(p, good))
	case "wallet":
		_, err = d.PayWithWallet(t.Context(), stranger(), chosen(p))
	case "cash":
		_, err = d.PayWithCash(t.Context(), stranger(), chosen(p))
	case "change":
		_, err = d.ChangeMethod(t.Context(), stranger(), tokenOf(p))
	case "cancel":
		_, err = d.Cancel(t.Context(), d.shop, p.ID)
	default:
		t.Fatal(name)
	}
	return err
}

func TestService_Wallet(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.opened(t, nil)
	out, err := d.PayWithWallet(t.Context(), stranger(), chosen(p))
	if err != nil || out.WalletURL == nil || len(out.Methods) != 0 {
		t.Fatalf("got %+v, %v", out, err)
	}
	// A double click goes to the same place and begins nothing twice.
	again, err := d.PayWithWallet(t.Context(), stranger(), chosen(p))
	if err != nil || *again.WalletURL != *out.WalletURL || d.asked.count() != 1 {
		t.Errorf("again %+v, %v, begun %d times", again, err, d.asked.count())
	}
	// It goes nowhere for whoever was shown something else.
	changed := chosen(p)
	changed.Digest = payment.Digest(p.ID, payment.Money{Amount: 1, Currency: "EUR"}, p.Payee)
	_, err = d.PayWithWallet(t.Context(), stranger(), changed)
	wantCode(t, err, "DIGEST_MISMATCH")
	attempt := d.asked.last(t).AttemptID
	wantCode(t, d.told(t, payment.Cash, attempt, payment.Approved), "NOT_FOUND") // another way's charge
	if err := d.told(t, payment.Wallet, attempt, payment.Declined); err != nil {
		t.Fatal(err)
	}
	after, err := d.Find(t.Context(), stranger(), "", tokenOf(p))
	if err != nil || after.State != payment.Open || after.DeclineCode == nil || after.WalletURL != nil {
		t.Errorf("declined %+v, %v", after, err)
	}
	d.clock.pass(time.Second) // a new signature
	wantCode(t, d.told(t, payment.Wallet, attempt, payment.Approved), "CHARGE_VOID")
	if _, err := d.PayWithWallet(t.Context(), stranger(), chosen(p)); err != nil {
		t.Fatal(err)
	}
	attempt = d.asked.last(t).AttemptID
	if err := d.told(t, payment.Wallet, attempt, payment.Approved); err != nil {
		t.Fatal(err)
	}
	d.wantState(t, p, payment.Paid)
	wantCode(t, d.told(t, payment.Wallet, attempt, payment.Approved), "REPLAYED")
	d.clock.pass(time.Second)
	wantCode(t, d.told(t, payment.Wallet, attempt, payment.Approved), "") // said again, signed anew
	if got := d.events(t); !slices.Equal(got, []string{"payment.opened", "payment.declined", "payment.paid"}) {
		t.Errorf("events %v", got)
	}
	var sealed int
	if err := d.db.GetContext(t.Context(), &sealed, `SELECT count(*) FROM payment_attempt WHERE sealed IS NOT NULL`); err != nil || sealed != 0 {
		t.Errorf("%d addresses are kept, %v", sealed, err)
	}
}

func TestService_Callback_Refuses(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.bring(t, payment.Redirected)
	attempt := d.asked.last(t).AttemptID
	for _, test := range []struct {
		why     string
		attempt string
		status  payment.Status
		want    string
	}{
		{"a charge that is none", "019a0000-0000-7000-8000-000000000000", payment.Approved, "NOT_FOUND"},
		{"an id that is none", "x", payment.Approved, "NOT_FOUND"},
		{"the payment's id is not the charge's", p.ID, payment.Approved, "NOT_FOUND"},
		{"a status that is no end", attempt, payment.Pending, "BAD_STATUS"},
		{"a status that is none", attempt, "PAID", "BAD_STATUS"},
	} {
		if err := d.told(t, payment.Wallet, test.attempt, test.status); code(err) != test.want {
			t.Errorf("%s: %v", test.why, err)
		}
	}
	d.wantState(t, p, payment.Redirected)
}

func TestService_Cash(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.opened(t, nil)
	out, err := d.PayWithCash(t.Context(), stranger(), chosen(p))
	if err != nil || out.Cash == nil || len(out.Cash.Code) != 8 {
		t.Fatalf("got %+v, %v", out, err)
	}
	// Who chose cash has to go there: a day, not half an hour.
	if want := d.clock.now().Add(payment.CashFor); !out.ExpiresAt.Equal(want) || !out.Cash.ExpiresAt.Equal(want) {
		t.Errorf("expires %v", out.ExpiresAt)
	}
	shown, err := d.Find(t.Context(), d.shop, p.ID, "")
	if err != nil || shown.Cash != nil || shown.State != payment.AwaitingCash {
		t.Errorf("its marketplace sees %+v, %v", shown, err)
	}
	// Given up, the payment is as long-lived as a new one, not a day.
	back, err := d.ChangeMethod(t.Context(), stranger(), tokenOf(p))
	if err != nil || back.State != payment.Open || !back.ExpiresAt.Equal(d.clock.now().Add(payment.DefaultLife)) {
		t.Errorf("back %+v, %v", back, err)
	}
	wantCode(t, d.told(t, payment.Cash, d.asked.last(t).AttemptID, payment.Approved), "CHARGE_VOID")
	if _, err := d.PayWithCash(t.Context(), stranger(), chosen(p)); err != nil {
		t.Fatal(err)
	}
	d.clock.pass(23 * time.Hour)
	d.work(t)
	d.wantState(t, p, payment.AwaitingCash)
	if err := d.told(t, payment.Cash, d.asked.last(t).AttemptID, payment.Approved); err != nil {
		t.Fatal(err)
	}
	d.wantState(t, p, payment.Paid)
}

// Time ends what nobody pays, and what was paid in the last moment counts.
func TestService_Expires(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	open, out, late := d.opened(t, nil), d.bring(t, payment.Redirected), d.bring(t, payment.Redirected)
	attempt := d.asked.last(t).AttemptID
	d.clock.pass(30*time.Minute - time.Second)
	d.work(t)
	for _, p := range []*payment.Payment{open, out} {
		if d.state(t, p).Ended() {
			t.Errorf("%s a second before its time", d.state(t, p))
		}
	}
	if err := d.till.Approve(attempt); err != nil {
		t.Fatal(err)
	}
	d.clock.pass(time.Second)
	// Before the job has run it can't be paid any more either.
	if seen, err := d.Find(t.Context(), stranger(), "", tokenOf(open)); err != nil || seen.State != payment.Expired || len(seen.Methods) != 0 {
		t.Errorf("seen %+v, %v", seen, err)
	}
	_, err := d.PayAsGuest(t.Context(), stranger(), guest(open, good))
	wantCode(t, err, "PAYMENT_EXPIRED")
	d.work(t)
	d.wantState(t, open, payment.Expired)
	d.wantState(t, out, payment.Expired)
	d.wantState(t, late, payment.Paid) // approved at the e-wallet, its browser never came back
	d.clock.pass(48 * time.Hour)
	d.work(t)
	d.wantState(t, open, payment.Expired)
	expired := 0
	for _, e := range d.events(t) {
		if e == "payment.expired" {
			expired++
		}
	}
	if expired != 2 {
		t.Errorf("told of %d", expired)
	}
}

// A provider that is down is told at once, nothing hangs, and another way is open.
func TestService_ProviderDown(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.opened(t, nil)
	d.asked.fail(errors.New("down"))
	_, err := d.PayWithWallet(t.Context(), stranger(), chosen(p))
	wantCode(t, err, "PROVIDER_UNAVAILABLE")
	_, err = d.PayWithCash(t.Context(), stranger(), chosen(p))
	wantCode(t, err, "PROVIDER_UNAVAILABLE")
	d.wantState(t, p, payment.Open)
	d.asked.fail(nil)
	if paid, err := d.PayAsGuest(t.Context(), stranger(), guest(p, good)); err != nil || paid.State != payment.Paid {
		t.Errorf("got %+v, %v", paid, err)
	}
}

func TestService_Guest(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.opened(t, nil)
	for _, test := range []struct {
		why    string
		change func(in *payment.GuestInput)
		want   string
	}{
		{"a slip in the number", func(in *payment.GuestInput) { in.Number = "4242 4242 4242 4241" }, "number BAD_LUHN"},
		{"no number", func(in *payment.GuestInput) { in.Number = "" }, "number EMPTY"},
		{"a month that is none", func(in *payment.GuestInput) { in.ExpiryMonth = 13 }, "expiryMonth BAD_MONTH"},
		{"a card of last year", func(in *payment.GuestInput) { in.ExpiryYear = 2025 }, "expiryMonth EXPIRED"},
		{"half a code", func(in *payment.GuestInput) { in.CVC = "12" }, "cvc CVC_3"},
	} {
		in := guest(p, good)
		test.change(&in)
		if _, err := d.PayAsGuest(t.Context(), stranger(), in); code(err) != test.want {
			t.Errorf("%s: %v", test.why, err)
		}
	}
	in := guest(p, good)
	if text := fmt.Sprintf("%v %+v %#v %s", in, in, in, in); text != "payment.GuestInput payment.GuestInput payment.GuestInput payment.GuestInput" {
		t.Errorf("printed it shows %s", text)
	}
	paid, err := d.PayAsGuest(t.Context(), stranger(), in)
	if err != nil || paid.State != payment.Paid || paid.Card.Last4 != "4242" {
		t.Errorf("got %+v, %v", paid, err)
	}
	var cards int
	if err := d.db.GetContext(t.Context(), &cards, `SELECT count(*) FROM card`); err != nil || cards != 0 {
		t.Errorf("%d cards are saved, %v", cards, err)
	}
	// A marketplace asks for money; it does not pay.
	_, err = d.PayAsGuest(t.Context(), d.shop, in)
	wantCode(t, err, "NOT_FOUND")
}

// Whoever tries out cards is slowed down, on however many payments.
func TestService_Guest_Throttled(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for range 20 {
		if _, err := d.PayAsGuest(t.Context(), stranger(), guest(d.opened(t, nil), good)); err != nil {
			t.Fatal(err)
		}
	}
	_, err := d.PayAsGuest(t.Context(), stranger(), guest(d.opened(t, nil), good))
	wantCode(t, err, "THROTTLED")
	if _, err := d.PayAsGuest(t.Context(), session.Actor{ClientKey: "another network"}, guest(d.opened(t, nil), good)); err != nil {
		t.Error(err)
	}
}

// Whoever chooses without end is stopped, on this payment alone.
func TestService_Handover_Throttled(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.opened(t, nil)
	for range 20 {
		if _, err := d.PayWithCash(t.Context(), stranger(), chosen(p)); err != nil {
			t.Fatal(err)
		}
		if _, err := d.ChangeMethod(t.Context(), stranger(), tokenOf(p)); err != nil {
			t.Fatal(err)
		}
	}
	_, err := d.PayWithCash(t.Context(), stranger(), chosen(p))
	wantCode(t, err, "THROTTLED")
	_, err = d.PayWithWallet(t.Context(), stranger(), chosen(d.opened(t, nil)))
	wantCode(t, err, "")
}

// Money that a provider took before the marketplace took the payment back counts.
func TestService_Cancel_PaidMeanwhile(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.bring(t, payment.Redirected)
	if err := d.till.Approve(d.asked.last(t).AttemptID); err != nil {
		t.Fatal(err)
	}
	_, err := d.Cancel(t.Context(), d.shop, p.ID)
	wantCode(t, err, "PAYMENT_MOVED")
	d.wantState(t, p, payment.Paid)
	_, err = d.Cancel(t.Context(), session.Actor{Role: session.Marketplace, ClientID: "bazaar"}, p.ID)
	wantCode(t, err, "NOT_FOUND")
}
