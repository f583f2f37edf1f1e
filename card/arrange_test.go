package card_test

import (
	"strings"
	"testing"
	"time"
)

func TestService_Rename(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	anna, boris := d.customer(t, "anna"), d.customer(t, "boris")
	c := d.added(t, anna)
	for _, test := range []struct{ why, typed, want, fails string }{
		{"a name", "  For  holidays ", "For holidays", ""},
		{"Greek", "Διακοπές", "Διακοπές", ""},
		{"what can't be seen", "a\u202eb\tc", "a b c", ""},
		{"40 characters", strings.Repeat("名", 40), strings.Repeat("名", 40), ""},
		{"none any more", "", "", ""},
		{"too long", strings.Repeat("名", 41), "", "name TOO_LONG"},
		{"a card number", "old one 4539 1488 0343 6467", "", "name CARD_NUMBER"},
	} {
		got, err := d.Rename(t.Context(), anna, c.ID, test.typed)
		if told(err) != test.fails || (err == nil && got.Name != test.want) {
			t.Errorf("%s: %+v, %v", test.why, got, err)
		}
	}
	_, err := d.Rename(t.Context(), boris, c.ID, "mine")
	wantTold(t, err, "NOT_FOUND")
	_, err = d.Rename(t.Context(), anna, "no id", "mine")
	wantTold(t, err, "NOT_FOUND")
}

// The first card pays, then the one that was chosen, then the oldest that is left.
func TestService_SetDefault(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	anna, boris := d.customer(t, "anna"), d.customer(t, "boris")
	var ids []string
	for i := range 3 {
		in := typed()
		in.Number = numbered(t, i)
		c, err := d.Add(t.Context(), anna, in)
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, c.ID)
	}
	paying := func() int {
		t.Helper()
		list, err := d.List(t.Context(), anna.AccountID)
		if err != nil {
			t.Fatal(err)
		}
		found := -1
		for _, c := range list {
			for i, id := range ids {
				if c.ID == id && c.IsDefault {
					if found >= 0 {
						t.Error("two cards pay")
					}
					found = i
				}
			}
		}
		return found
	}
	if paying() != 0 {
		t.Errorf("card %d pays, want the first", paying())
	}
	if c, err := d.SetDefault(t.Context(), anna, ids[2]); err != nil || !c.IsDefault || paying() != 2 {
		t.Errorf("%+v, %v, card %d pays", c, err, paying())
	}
	_, err := d.SetDefault(t.Context(), boris, ids[1])
	wantTold(t, err, "NOT_FOUND")
	_, err = d.SetDefault(t.Context(), anna, "019a0000-0000-7000-8000-000000000000")
	wantTold(t, err, "NOT_FOUND")
	if paying() != 2 {
		t.Errorf("after a refusal card %d pays", paying())
	}
	if err := d.Delete(t.Context(), anna, ids[2]); err != nil || paying() != 0 {
		t.Errorf("after deleting the default card %d pays, %v", paying(), err)
	}
	if err := d.Delete(t.Context(), anna, ids[1]); err != nil || paying() != 0 {
		t.Errorf("after deleting another card %d pays, %v", paying(), err)
	}
	if err := d.Delete(t.Context(), anna, ids[0]); err != nil || paying() != -1 {
		t.Errorf("with no card left %d pays, %v", paying(), err)
	}
}

// An expired card can't be made the default, and doesn't become it.
func TestService_SetDefault_Expired(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	anna := d.customer(t, "anna")
	var ids []string
	for i, year := range []int{2026, 2029, 2030} {
		in := typed()
		in.Number, in.ExpiryYear = numbered(t, i), year
		c, err := d.Add(t.Context(), anna, in)
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, c.ID)
	}
	if _, err := d.SetDefault(t.Context(), anna, ids[2]); err != nil {
		t.Fatal(err)
	}
	d.clock.pass(365 * 24 * time.Hour)
	_, err := d.SetDefault(t.Context(), anna, ids[0])
	wantTold(t, err, "CARD_EXPIRED")
	if err := d.Delete(t.Context(), anna, ids[2]); err != nil {
		t.Fatal(err)
	}
	list, err := d.List(t.Context(), anna.AccountID)
	if err != nil || len(list) != 2 || !list[0].Expired || list[0].IsDefault || !list[1].IsDefault {
		t.Errorf("%+v, %v", list, err)
	}
}
