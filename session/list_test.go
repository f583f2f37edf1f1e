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

// The owner hears of a kind of browser that was not there before, once.
func TestService_SignIn_NewDevice(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	firefox := "Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0"
	newer := "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
	safari := "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1"
	for _, step := range []struct {
		why, who, agent string
		door            session.Door
		told            int
	}{
		{"the first one", "eleni", firefox, session.CustomerDoor, 1},
		{"the same again", "eleni", firefox, session.CustomerDoor, 1},
		{"a newer version of it", "eleni", newer, session.CustomerDoor, 1},
		{"a telephone", "eleni", safari, session.CustomerDoor, 2},
		{"another person's first one", "ivan", firefox, session.CustomerDoor, 3},
		{"an operator", "anna", firefox, session.ConsoleDoor, 3},
	} {
		_, err := d.visit(t, visit{door: step.door, who: step.who, change: func(in *session.FinishInput) { in.UserAgent = step.agent }})
		if err != nil {
			t.Fatal(err)
		}
		if len(d.accounts.devices) != step.told {
			t.Errorf("%s: told of %v", step.why, d.accounts.devices)
		}
	}
	// One that calls itself by a card number is kept without it.
	number := "Mozilla/5.0 (4539 1488 0343 6467)"
	if _, err := d.visit(t, visit{door: session.CustomerDoor, who: "eleni", change: func(in *session.FinishInput) { in.UserAgent = number }}); err != nil {
		t.Fatal(err)
	}
	var kept []string
	if err := d.db.SelectContext(t.Context(), &kept, `SELECT user_agent FROM session WHERE user_agent LIKE '%4539%'`); err != nil || len(kept) != 1 || kept[0] != "Mozilla/5.0 (4539 •••• •••• 6467)" {
		t.Errorf("kept as %q, %v", kept, err)
	}
	if d.accounts.devices[1] != "Safari · iPhone" {
		t.Errorf("told of %q", d.accounts.devices[1])
	}
}
