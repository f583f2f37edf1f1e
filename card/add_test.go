package card_test

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/walletdesk/walletdesk/card"
	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/mail/mailtest"
)

func TestService_Add(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	actor := d.customer(t, "anna")
	saved := d.added(t, actor)
	want := card.Card{
		ID: saved.ID, Network: "visa", First4: "4539", Last4: "6467", ExpiryMonth: 7, ExpiryYear: 2029,
		IsDefault: true, CreatedAt: d.clock.now(),
	}
	if *saved != want || saved.NetworkName() != "Visa" {
		t.Errorf("saved %+v, want %+v", *saved, want)
	}
	if list, err := d.List(t.Context(), actor.AccountID); err != nil || len(list) != 1 || *list[0] != want {
		t.Errorf("list %+v, %v", list, err)
	}
	mailtest.Find(t, d.inbox.Take(t, d.outbox), "anna@shop.example", "A card was saved")
	done, err := d.accounts.Activity(t.Context(), actor.AccountID)
	if err != nil || done[0].Action != "card.added" || fmt.Sprint(done[0].Detail) != "[{last4 6467} {network Visa}]" {
		t.Errorf("activity %+v, %v", done[0], err)
	}
	if err := d.audit.Verify(t.Context(), d.db, "account:"+actor.AccountID); err != nil {
		t.Error(err)
	}
}

// What lies in the database has neither the number nor the security code.
func TestService_Add_Sealed(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	actor := d.customer(t, "anna")
	in := typed()
	in.CVC = "739"
	if _, err := d.Add(t.Context(), actor, in); err != nil {
		t.Fatal(err)
	}
	var row struct {
		Text        string `db:"text"`
		Ciphertext  []byte `db:"ciphertext"`
		WrappedKey  []byte `db:"wrapped_key"`
		Fingerprint []byte `db:"fingerprint"`
	}
	err := d.db.GetContext(t.Context(), &row, `SELECT card::text AS text, ciphertext, wrapped_key, fingerprint FROM card`)
	if err != nil {
		t.Fatal(err)
	}
	for _, sealed := range [][]byte{row.Ciphertext, row.WrappedKey, row.Fingerprint} {
		if len(sealed) < 32 || bytes.Contains(sealed, []byte(number[4:12])) {
			t.Errorf("not sealed: %d bytes", len(sealed))
		}
	}
	if strings.Contains(row.Text, number[4:12]) || strings.Contains(row.Text, ",739,") {
		t.Error("the row holds what it must not")
	}
}

func TestService_Add_Mistakes(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	actor := d.customer(t, "anna")
	for _, test := range []struct {
		why    string
		change func(in *card.AddInput)
		want   string
	}{
		{"nothing typed: all is told at once", func(in *card.AddInput) { *in = card.AddInput{} },
			"number EMPTY, expiryMonth BAD_MONTH, cvc CVC_3, password EMPTY"},
		{"half a number", func(in *card.AddInput) { in.Number = "4539 14" }, "number INCOMPLETE"},
		{"a slip of the finger", func(in *card.AddInput) { in.Number = "4539 1488 0343 6476" }, "number BAD_LUHN"},
		{"a length the network has not", func(in *card.AddInput) { in.Number = "4539 1488 0343 64" }, "number BAD_LENGTH"},
		{"letters", func(in *card.AddInput) { in.Number = "my card" }, "number NOT_A_NUMBER"},
		{"no network", func(in *card.AddInput) { in.Number = "9999 1488 0343 6467" }, "number UNKNOWN_NETWORK"},
		{"a published test number", func(in *card.AddInput) { in.Number = "4242 4242 4242 4242" }, "number TEST_NUMBER"},
		{"month 0", func(in *card.AddInput) { in.ExpiryMonth = 0 }, "expiryMonth BAD_MONTH"},
		{"month 13", func(in *card.AddInput) { in.ExpiryMonth = 13 }, "expiryMonth BAD_MONTH"},
		{"a year of two digits", func(in *card.AddInput) { in.ExpiryYear = 29 }, "expiryYear BAD_YEAR"},
		{"a year too far", func(in *card.AddInput) { in.ExpiryYear = 2047 }, "expiryYear BAD_YEAR"},
		{"last month", func(in *card.AddInput) { in.ExpiryMonth, in.ExpiryYear = 4, 2026 }, "expiryMonth EXPIRED"},
		{"a short security code", func(in *card.AddInput) { in.CVC = "12" }, "cvc CVC_3"},
		{"a security code of letters", func(in *card.AddInput) { in.CVC = "12a" }, "cvc CVC_3"},
		{"four digits where three stand", func(in *card.AddInput) { in.CVC = "1234" }, "cvc CVC_3"},
		{"three digits where four stand", func(in *card.AddInput) { in.Number = "3714 496353 98522" }, "cvc CVC_4"},
		{"no password", func(in *card.AddInput) { in.Password = "" }, "password EMPTY"},
	} {
		in := typed()
		test.change(&in)
		_, err := d.Add(t.Context(), actor, in)
		if got := told(err); got != test.want {
			t.Errorf("%s: %q, want %q", test.why, got, test.want)
		}
		if err != nil && in.Number != "" && strings.Contains(err.Error(), in.Number) {
			t.Errorf("%s: the number is in the error", test.why)
		}
	}
	// A mistake costs no try: the right card goes in.
	d.added(t, actor)
}

func TestService_Add_LastDay(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	actor := d.customer(t, "anna")
	in := typed()
	in.ExpiryMonth, in.ExpiryYear = 5, 2026
	c, err := d.Add(t.Context(), actor, in)
	if err != nil || c.Expired {
		t.Fatalf("%+v, %v: the card is good to the end of the month", c, err)
	}
	// 31 May ends twelve hours later on the island that is last.
	d.clock.pass(time.Date(2026, 6, 1, 11, 59, 0, 0, time.UTC).Sub(d.clock.now()))
	for _, want := range []bool{false, true} {
		list, err := d.List(t.Context(), actor.AccountID)
		if err != nil || list[0].Expired != want {
			t.Errorf("at %v expired is %v, %v", d.clock.now(), list[0].Expired, err)
		}
		d.clock.pass(time.Minute)
	}
}

func TestService_Add_TestNumbersInDevelopment(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.TestNumbers = true
	in := typed()
	in.Number = "4242 4242 4242 4242"
	if _, err := d.Add(t.Context(), d.customer(t, "anna"), in); err != nil {
		t.Error(err)
	}
}

func TestService_Add_Twice(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	anna, boris := d.customer(t, "anna"), d.customer(t, "boris")
	first := d.added(t, anna)
	in := typed()
	in.Number, in.ExpiryYear = "4539-1488-0343-6467", 2030
	_, err := d.Add(t.Context(), anna, in)
	wantTold(t, err, "CARD_EXISTS")
	if f, _ := fault.As(err); f.Ref != first.ID {
		t.Errorf("refers to %q, want %q", f.Ref, first.ID)
	}
	// Two people may share a card; neither learns of the other.
	d.added(t, boris)
	prints := []string{}
	if err := d.db.SelectContext(t.Context(), &prints, `SELECT encode(fingerprint, 'hex') FROM card`); err != nil || prints[0] == prints[1] {
		t.Errorf("fingerprints %v, %v: they would tell who shares a card", prints, err)
	}
}

// Ten windows, one card: one winner, the others are told it is there.
func TestService_Add_AtOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	actor := d.customer(t, "anna")
	failures := make([]error, 5) // as many as the throttle lets through
	var all sync.WaitGroup
	for i := range failures {
		all.Go(func() { _, failures[i] = d.Add(t.Context(), actor, typed()) })
	}
	all.Wait()
	won := 0
	for _, err := range failures {
		if err == nil {
			won++
			continue
		}
		wantTold(t, err, "CARD_EXISTS")
	}
	if won != 1 {
		t.Errorf("%d winners", won)
	}
}

func TestService_Add_Password(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	actor := d.customer(t, "anna")
	in := typed()
	in.Password = "not this one"
	_, err := d.Add(t.Context(), actor, in)
	wantTold(t, err, "WRONG_PASSWORD")
	if f, _ := fault.As(err); f.AttemptsLeft == nil || *f.AttemptsLeft != 4 {
		t.Errorf("attempts left: %v", f.AttemptsLeft)
	}
	if list, err := d.List(t.Context(), actor.AccountID); err != nil || len(list) != 0 {
		t.Errorf("%+v, %v", list, err)
	}
}

func TestService_Add_Throttled(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	actor := d.customer(t, "anna")
	in := typed()
	for i := range 5 {
		in.Number = numbered(t, i)
		if _, err := d.Add(t.Context(), actor, in); err != nil {
			t.Fatal(err)
		}
	}
	in.Number = numbered(t, 5)
	_, err := d.Add(t.Context(), actor, in)
	wantTold(t, err, "THROTTLED")
	if f, _ := fault.As(err); !f.RetryAt.Equal(d.clock.now().Add(time.Hour)) {
		t.Errorf("again at %v", f.RetryAt)
	}
}

func TestService_Add_Many(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	actor := d.customer(t, "anna")
	in := typed()
	for i := range card.MaxCards {
		d.clock.pass(15 * time.Minute)
		in.Number = numbered(t, i)
		if _, err := d.Add(t.Context(), actor, in); err != nil {
			t.Fatalf("card %d: %v", i+1, err)
		}
	}
	d.clock.pass(time.Hour)
	in.Number = numbered(t, card.MaxCards)
	_, err := d.Add(t.Context(), actor, in)
	wantTold(t, err, "TOO_MANY_CARDS")
	list, err := d.List(t.Context(), actor.AccountID)
	if err != nil || len(list) != card.MaxCards {
		t.Fatalf("%d cards, %v", len(list), err)
	}
	if err := d.Delete(t.Context(), actor, list[0].ID); err != nil {
		t.Fatal(err)
	}
	d.clock.pass(time.Hour)
	if _, err := d.Add(t.Context(), actor, in); err != nil {
		t.Error(err)
	}
}

func TestService_Add_Standing(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ why, state, want string }{
		{"held after a recovery", `UPDATE account SET held_until = '2026-05-02 12:00Z'`, "HELD"},
		{"the hold is over", `UPDATE account SET held_until = '2026-05-01 12:00Z'`, ""},
		{"frozen by \"this was not me\"", `UPDATE account SET frozen_at = '2026-05-01 11:00Z'`, "ACCOUNT_FROZEN"},
	} {
		t.Run(test.why, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			actor := d.customer(t, "anna")
			if _, err := d.db.ExecContext(t.Context(), test.state); err != nil {
				t.Fatal(err)
			}
			_, err := d.Add(t.Context(), actor, typed())
			wantTold(t, err, test.want)
		})
	}
	t.Run("not registered", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		_, err := d.Add(t.Context(), d.newcomer(t, "anna"), typed())
		wantTold(t, err, "NOT_REGISTERED")
	})
}
