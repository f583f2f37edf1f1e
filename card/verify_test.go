package card_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/walletdesk/walletdesk/card"
	"github.com/walletdesk/walletdesk/card/issuer"
	"github.com/walletdesk/walletdesk/session"
)

// asked is the development issuer, with a note of each question.
type asked struct {
	issuer.Demo
	questions atomic.Int32
	last      atomic.Pointer[card.Verification]
	before    func(ctx context.Context)
}

func (a *asked) Verify(ctx context.Context, v card.Verification) (card.Answer, error) {
	a.questions.Add(1)
	digits := v.Number.Digits()
	v.ID = string(digits) // of what is kept for the test, the number in full
	a.last.Store(&v)
	if a.before != nil {
		a.before(ctx)
	}
	return a.Demo.Verify(ctx, v)
}

// Every answer of the issuer stands beside the field that can be corrected, and
// nothing is saved without its yes.
func TestService_Add_Issuer(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ why, number, want string }{
		{"approved", "4242 4242 4242 4242", ""},
		{"declined", "4000 0000 0000 0002", "number DECLINED"},
		{"declined without a reason", "4000 0000 0000 0101", "number DO_NOT_HONOUR"},
		{"no money on it", "4000 0000 0000 9995", "number INSUFFICIENT_FUNDS"},
		{"the bank knows another date", "4000 0000 0000 0069", "expiryMonth ISSUER_EXPIRED"},
		{"another security code", "4000 0000 0000 0127", "cvc INCORRECT"},
		{"never issued", "4000 0000 0000 9235", "number NOT_ISSUED"},
		{"tried too often elsewhere", "4000 0000 0000 3220", "number TOO_OFTEN"},
		{"the issuer is down", "4000 0000 0000 0119", "ISSUER_UNAVAILABLE"},
		{"the issuer is too slow", "4000 0000 0000 0259", "ISSUER_UNAVAILABLE"},
	} {
		t.Run(test.why, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			d.TestNumbers, d.IssuerTimeout = true, 50*time.Millisecond
			actor := d.customer(t, "anna")
			in := typed()
			in.Number = test.number
			_, err := d.Add(t.Context(), actor, in)
			wantTold(t, err, test.want)
			list, listErr := d.List(t.Context(), actor.AccountID)
			if listErr != nil || len(list) != map[bool]int{true: 1, false: 0}[err == nil] {
				t.Errorf("%d cards, %v", len(list), listErr)
			}
			if test.want == "" {
				return
			}
			// A no takes no place of the five an hour: the next card goes in.
			in.Number = "4242 4242 4242 4242"
			if _, err := d.Add(t.Context(), actor, in); err != nil {
				t.Error(err)
			}
		})
	}
}

// What is asked is what was typed, and no transaction is open meanwhile: the
// account can be changed while the issuer thinks, and what became of it counts.
func TestService_Add_IssuerMeanwhile(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	actor := d.customer(t, "anna")
	a := &asked{before: func(ctx context.Context) {
		if _, err := d.db.ExecContext(ctx, `UPDATE account SET frozen_at = '2026-05-01 11:00Z'`); err != nil {
			t.Error(err)
		}
	}}
	d.Issuer = a
	_, err := d.Add(t.Context(), actor, typed())
	wantTold(t, err, "ACCOUNT_FROZEN")
	v := a.last.Load()
	if v.ID != number || v.ExpiryMonth != 7 || v.ExpiryYear != 2029 || string(v.CVC) != "123" {
		t.Error("the issuer was asked about something else than what was typed")
	}
	if v.Number.Digits() != nil {
		t.Error("the number is still there after the answer")
	}
}

// The issuer hears of no card that could not be saved, and of no wrong password.
func TestService_Add_IssuerNotAsked(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	actor := d.customer(t, "anna")
	d.added(t, actor)
	a := &asked{}
	d.Issuer = a
	for _, test := range []struct {
		why    string
		change func(in *card.AddInput)
		want   string
	}{
		{"saved already", func(*card.AddInput) {}, "CARD_EXISTS"},
		{"a wrong password", func(in *card.AddInput) { in.Password = "not this one" }, "WRONG_PASSWORD"},
		{"a mistake", func(in *card.AddInput) { in.CVC = "1" }, "cvc CVC_3"},
	} {
		in := typed()
		test.change(&in)
		_, err := d.Add(t.Context(), actor, in)
		wantTold(t, err, test.want)
		if n := a.questions.Load(); n != 0 {
			t.Fatalf("%s: the issuer was asked %d times", test.why, n)
		}
	}
}

// Stolen numbers can't be tried out: fifteen forms an hour, whatever became of them.
func TestService_Add_Tries(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.TestNumbers = true
	actor := d.customer(t, "anna")
	in := typed()
	in.Number = "4000 0000 0000 0002"
	for range 15 {
		_, err := d.Add(t.Context(), actor, in)
		wantTold(t, err, "number DECLINED")
	}
	_, err := d.Add(t.Context(), actor, in)
	wantTold(t, err, "THROTTLED")
	d.clock.pass(time.Hour)
	_, err = d.Add(t.Context(), actor, in)
	wantTold(t, err, "number DECLINED")
}

// A caller who hangs up is no issuer that is down.
func TestService_Add_Gone(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	actor := d.customer(t, "anna")
	ctx, gone := context.WithCancel(t.Context())
	d.Issuer = &asked{before: func(context.Context) { gone() }}
	_, err := d.Add(ctx, actor, typed())
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestService_WithSaved(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	anna, boris := d.customer(t, "anna"), d.customer(t, "boris")
	c := d.added(t, anna)
	var kept card.Presented
	use := func(_ context.Context, p card.Presented) error {
		digits := p.Number.Digits()
		if string(digits) != number || p.Card != *c || p.CVC != "" {
			t.Errorf("presented %+v", p)
		}
		kept = p
		return nil
	}
	if err := d.WithSaved(t.Context(), anna.AccountID, c.ID, use); err != nil {
		t.Fatal(err)
	}
	if kept.Number.Digits() != nil || kept.Number.String() != "" {
		t.Error("the number outlived its use")
	}
	never := func(context.Context, card.Presented) error { t.Error("it was opened"); return nil }
	for _, id := range []string{c.ID, "019a0000-0000-7000-8000-000000000000", "no id"} {
		wantTold(t, d.WithSaved(t.Context(), boris.AccountID, id, never), "NOT_FOUND")
	}
	failure := errors.New("the processor said no")
	if err := d.WithSaved(t.Context(), anna.AccountID, c.ID, func(context.Context, card.Presented) error { return failure }); !errors.Is(err, failure) {
		t.Errorf("got %v", err)
	}
	d.clock.pass(5 * 365 * 24 * time.Hour)
	wantTold(t, d.WithSaved(t.Context(), anna.AccountID, c.ID, never), "CARD_EXPIRED")
}

// A row's cipher opens in no other row: neither swapped nor given another owner.
func TestService_WithSaved_Swapped(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	anna, boris := d.customer(t, "anna"), d.customer(t, "boris")
	c, other := d.added(t, anna), d.added(t, boris)
	for _, swap := range []string{
		`UPDATE card SET ciphertext = o.ciphertext, wrapped_key = o.wrapped_key FROM card o WHERE card.id = $1 AND o.id = $2`,
		`UPDATE card SET account_id = (SELECT account_id FROM card WHERE id = $2), is_default = false WHERE id = $1`,
	} {
		if _, err := d.db.ExecContext(t.Context(), swap, c.ID, other.ID); err != nil {
			t.Fatal(err)
		}
		for _, who := range []session.Actor{anna, boris} {
			err := d.WithSaved(t.Context(), who.AccountID, c.ID, func(context.Context, card.Presented) error {
				t.Error("a swapped row opened")
				return nil
			})
			if err == nil || strings.Contains(err.Error(), number[4:12]) {
				t.Errorf("got %v", err)
			}
		}
	}
}

func TestService_WithTyped(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	good := card.Typed{Number: "4539 1488 0343 6467", ExpiryMonth: 7, ExpiryYear: 2029, CVC: "123"}
	for _, test := range []struct {
		why    string
		change func(in *card.Typed)
		want   string
	}{
		{"good", func(*card.Typed) {}, ""},
		{"nothing typed", func(in *card.Typed) { *in = card.Typed{} }, "number EMPTY, expiryMonth BAD_MONTH, cvc CVC_3"},
		{"a public test number", func(in *card.Typed) { in.Number = "4242424242424242" }, "number TEST_NUMBER"},
		{"expired", func(in *card.Typed) { in.ExpiryMonth, in.ExpiryYear = 4, 2026 }, "expiryMonth EXPIRED"},
	} {
		in, used := good, false
		test.change(&in)
		err := d.WithTyped(t.Context(), in, func(_ context.Context, p card.Presented) error {
			used = string(p.Number.Digits()) == number && string(p.CVC) == "123" && p.Card.Network == "visa" && p.Card.ID == ""
			return nil
		})
		wantTold(t, err, test.want)
		if used != (test.want == "") {
			t.Errorf("%s: used %v", test.why, used)
		}
	}
}

// Whatever somebody prints or logs of a card on its way, the number, the security
// code and the password are not in it.
func TestPrinted(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	in := typed()
	in.CVC = "739"
	guest := card.Typed{Number: in.Number, ExpiryMonth: in.ExpiryMonth, ExpiryYear: in.ExpiryYear, CVC: in.CVC}
	var log bytes.Buffer
	text, object := slog.New(slog.NewTextHandler(&log, nil)), slog.New(slog.NewJSONHandler(&log, nil))
	err := d.WithTyped(t.Context(), guest, func(_ context.Context, p card.Presented) error {
		v := card.Verification{ID: "1", Number: p.Number, CVC: p.CVC}
		for _, value := range []any{in, &in, guest, &guest, p, &p, v, &v, []any{v}, p.CVC, fmt.Errorf("add card: %v", in)} {
			text.Info("a card", "value", value)
			object.Info("a card", "value", value)
			_, _ = fmt.Fprintf(&log, "%v %+v %#v %s %q %d %x\n", value, value, value, value, value, value, value)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{number, number[4:12], "4539 1488", "739", right, fmt.Sprintf("%x", number), fmt.Sprintf("%x", "739")} {
		if at := strings.Index(log.String(), secret); at >= 0 {
			t.Errorf("%q is in %.300q", secret, log.String()[max(0, at-100):])
		}
	}
}
