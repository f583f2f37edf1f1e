package session_test

import (
	"testing"
	"time"

	"github.com/walletdesk/walletdesk/session"
)

func TestService_List(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	_, first := d.signIn(t, session.CustomerDoor, "eleni")
	d.clock.Add(time.Minute)
	_, second := d.signIn(t, session.CustomerDoor, "eleni")
	_, other := d.signIn(t, session.CustomerDoor, "ivan")
	list := func(a session.Actor) []string {
		t.Helper()
		found, err := d.List(t.Context(), a)
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, s := range found {
			ids = append(ids, s.ID)
			if s.Current != (s.ID == a.SessionID) || s.CreatedAt.IsZero() || !s.ExpiresAt.Equal(s.SeenAt.Add(session.CustomerIdle)) {
				t.Errorf("%+v", s)
			}
		}
		return ids
	}
	if got := list(second); len(got) != 2 || got[0] != second.SessionID || got[1] != first.SessionID {
		t.Errorf("listed %v", got)
	}
	if err := d.Revoke(t.Context(), other, first.SessionID); err == nil {
		t.Error("a stranger ended it")
	}
	if err := d.Revoke(t.Context(), second, first.SessionID); err != nil {
		t.Fatal(err)
	}
	if got := list(second); len(got) != 1 || got[0] != second.SessionID {
		t.Errorf("listed %v", got)
	}
	if got := list(other); len(got) != 1 {
		t.Errorf("listed %v", got)
	}
	if got, err := d.List(t.Context(), session.Actor{Role: session.Operator, PersonID: second.PersonID}); err != nil || got != nil {
		t.Errorf("listed %v, %v", got, err)
	}
}
