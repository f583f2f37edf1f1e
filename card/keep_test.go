package card_test

import (
	"testing"
	"time"

	"github.com/walletdesk/walletdesk/card"
	"github.com/walletdesk/walletdesk/mail/mailtest"
)

func TestService_Delete(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	anna := d.customer(t, "anna")
	c := d.added(t, anna)
	d.inbox.Take(t, d.outbox)
	if err := d.Delete(t.Context(), anna, c.ID); err != nil {
		t.Fatal(err)
	}
	// With the row its wrapped key is gone: no copy of the cipher can be opened.
	var left int
	if err := d.db.GetContext(t.Context(), &left, `SELECT count(*) FROM card`); err != nil || left != 0 {
		t.Errorf("%d rows left, %v", left, err)
	}
	mailtest.Find(t, d.inbox.Take(t, d.outbox), "anna@shop.example", "A card was deleted")
	done, err := d.accounts.Activity(t.Context(), anna.AccountID)
	if err != nil || done[0].Action != "card.deleted" {
		t.Errorf("activity %+v, %v", done[0], err)
	}
	wantTold(t, d.Delete(t.Context(), anna, c.ID), "NOT_FOUND")
	// The same card may come back.
	d.added(t, anna)
}

// A held account loses cards and gains none.
func TestService_Delete_Held(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	anna := d.customer(t, "anna")
	c := d.added(t, anna)
	if _, err := d.db.ExecContext(t.Context(), `UPDATE account SET held_until = '2026-05-02 12:00Z'`); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Rename(t.Context(), anna, c.ID, "still mine"); err != nil {
		t.Error(err)
	}
	if err := d.Delete(t.Context(), anna, c.ID); err != nil {
		t.Error(err)
	}
	_, err := d.Add(t.Context(), anna, typed())
	wantTold(t, err, "HELD")
}

// A foreign card answers like one that is not there.
func TestService_Foreign(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	anna, boris := d.customer(t, "anna"), d.customer(t, "boris")
	c := d.added(t, anna)
	for _, id := range []string{c.ID, "019a0000-0000-7000-8000-000000000000", "no id", ""} {
		wantTold(t, d.Delete(t.Context(), boris, id), "NOT_FOUND")
		_, err := d.Find(t.Context(), boris.AccountID, id)
		wantTold(t, err, "NOT_FOUND")
	}
	if found, err := d.Find(t.Context(), anna.AccountID, c.ID); err != nil || *found != *c {
		t.Errorf("%+v, %v", found, err)
	}
	if list, err := d.List(t.Context(), boris.AccountID); err != nil || len(list) != 0 {
		t.Errorf("%+v, %v", list, err)
	}
}

func TestService_MatchDigits(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	anna := d.customer(t, "anna")
	c := d.added(t, anna)
	for _, test := range []struct {
		why           string
		pass          time.Duration
		before        time.Time
		first, last   string
		matched, some bool
	}{
		{"too young to count", card.MatchAge - time.Minute, c.CreatedAt.Add(time.Hour), "4539", "6467", false, false},
		{"old enough", time.Minute, c.CreatedAt.Add(time.Hour), "4539", "6467", true, true},
		{"other last digits", 0, c.CreatedAt.Add(time.Hour), "4539", "6468", false, true},
		{"other first digits", 0, c.CreatedAt.Add(time.Hour), "4538", "6467", false, true},
		{"saved after the recovery began", 0, c.CreatedAt, "4539", "6467", false, false},
		{"nothing was read", 0, c.CreatedAt.Add(time.Hour), "", "", false, true},
	} {
		d.clock.pass(test.pass)
		matched, some, err := d.MatchDigits(t.Context(), anna.AccountID, test.first, test.last, test.before)
		if err != nil || matched != test.matched || some != test.some {
			t.Errorf("%s: matched %v, some %v, %v", test.why, matched, some, err)
		}
	}
}
