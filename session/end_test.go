package session_test

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"testing"
	"time"

	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/secret"
	"github.com/walletdesk/walletdesk/session"
)

func TestService_Ages(t *testing.T) {
	t.Parallel()
	tests := []struct {
		why   string
		door  session.Door
		who   string
		steps []time.Duration // a request after each
		open  bool
	}{
		{"a customer within the idle time", session.CustomerDoor, "eleni", []time.Duration{14 * time.Minute, 14 * time.Minute}, true},
		{"a customer idle too long", session.CustomerDoor, "eleni", []time.Duration{15 * time.Minute}, false},
		{"staff have an hour", session.ConsoleDoor, "anna", []time.Duration{59 * time.Minute, 59 * time.Minute}, true},
		{"staff idle too long", session.ConsoleDoor, "anna", []time.Duration{time.Hour}, false},
		{"half a day is the end, used or not", session.ConsoleDoor, "anna", every(45*time.Minute, 16), false},
	}
	for _, tt := range tests {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			token, _ := d.signIn(t, tt.door, tt.who)
			var last session.Actor
			for _, step := range tt.steps {
				d.clock.Add(step)
				last = d.resolve(t, tt.door, token)
			}
			if last.IsZero() == tt.open {
				t.Errorf("resolved %+v", last)
			}
		})
	}
}

func every(d time.Duration, n int) []time.Duration {
	steps := make([]time.Duration, n)
	for i := range steps {
		steps[i] = d
	}
	return steps
}

func TestService_Touch(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	token, eleni := d.signIn(t, session.CustomerDoor, "eleni")
	for range 4 { // a tab that only beats its heart
		d.clock.Add(10 * time.Minute)
		if err := d.Touch(t.Context(), eleni.SessionID); err != nil {
			t.Fatal(err)
		}
	}
	if d.resolve(t, session.CustomerDoor, token).IsZero() {
		t.Fatal("a beating tab was thrown out")
	}
	d.clock.Add(16 * time.Minute)
	if err := d.Touch(t.Context(), eleni.SessionID); err != nil {
		t.Fatal(err)
	}
	if !d.resolve(t, session.CustomerDoor, token).IsZero() {
		t.Error("a late heartbeat revived a session")
	}
}

func TestService_Watch(t *testing.T) {
	t.Parallel()
	tests := []struct {
		why string
		end func(t *testing.T, d *desk, other *session.Service, who session.Actor)
	}{
		{"signed out here", func(t *testing.T, d *desk, _ *session.Service, who session.Actor) {
			t.Helper()
			must(t, d.SignOut(t.Context(), who))
		}},
		{"ended on another node", func(t *testing.T, _ *desk, other *session.Service, who session.Actor) {
			t.Helper()
			must(t, other.End(t.Context(), who.SessionID, "TEST"))
		}},
		{"grown too old", func(t *testing.T, d *desk, _ *session.Service, _ session.Actor) {
			t.Helper()
			d.clock.Add(16 * time.Minute)
			must(t, d.Sweep(t.Context()))
		}},
		{"ended while no ring came", func(t *testing.T, d *desk, _ *session.Service, who session.Actor) {
			t.Helper()
			if _, err := d.EndAll(t.Context(), d.db, who.PersonID, "", "TEST"); err != nil { // and not announced
				t.Fatal(err)
			}
			must(t, d.Sweep(t.Context()))
		}},
		{"all of the person's, in a transaction", func(t *testing.T, d *desk, _ *session.Service, who session.Actor) {
			t.Helper()
			var ended []string
			must(t, d.db.InTx(t.Context(), func(ctx context.Context, q postgres.Querier) (err error) {
				ended, err = d.EndAll(ctx, q, who.PersonID, "", "TEST")
				return err
			}))
			d.Announce(ended...)
		}},
	}
	for _, tt := range tests {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			_, eleni := d.signIn(t, session.CustomerDoor, "eleni")
			_, ivan := d.signIn(t, session.CustomerDoor, "ivan")
			ended, stop := d.Watch(t.Context(), eleni.SessionID)
			defer stop()
			select {
			case <-ended:
				t.Fatal("closed though the session is open")
			default:
			}
			tt.end(t, d, d.node(t), eleni)
			select {
			case <-ended:
			case <-time.After(10 * time.Second):
				t.Fatal("the watcher was not told")
			}
			late, stopLate := d.Watch(t.Context(), eleni.SessionID)
			defer stopLate()
			select {
			case <-late:
			default:
				t.Error("a late watcher waits on a session that has ended")
			}
			if tt.why != "grown too old" {
				other, stopOther := d.Watch(t.Context(), ivan.SessionID)
				defer stopOther()
				select {
				case <-other:
					t.Error("somebody else's session ended too")
				default:
				}
			}
		})
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestService_Revoke(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	phone, onPhone := d.signIn(t, session.CustomerDoor, "eleni")
	laptop, onLaptop := d.signIn(t, session.CustomerDoor, "eleni")
	_, ivan := d.signIn(t, session.CustomerDoor, "ivan")
	for why, id := range map[string]string{"a foreign session": ivan.SessionID, "no session": "00000000-0000-7000-8000-000000000000", "no id": "x"} {
		if err := d.Revoke(t.Context(), onLaptop, id); codeOf(err) != "NOT_FOUND" {
			t.Errorf("%s: %v", why, err)
		}
	}
	must(t, d.Revoke(t.Context(), onLaptop, onPhone.SessionID))
	if !d.resolve(t, session.CustomerDoor, phone).IsZero() {
		t.Error("the phone is still signed in")
	}
	_, third := d.signIn(t, session.CustomerDoor, "eleni")
	if n, err := d.RevokeOthers(t.Context(), third); err != nil || n != 1 {
		t.Errorf("revoked %d, %v", n, err)
	}
	if !d.resolve(t, session.CustomerDoor, laptop).IsZero() {
		t.Error("the laptop is still signed in")
	}
	again, stop := d.Watch(t.Context(), ivan.SessionID)
	defer stop()
	select {
	case <-again:
		t.Error("another customer's session ended")
	default:
	}
}

// The database never holds a token: a copy of it opens nothing.
func TestService_TokenIsNotStored(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	token, _ := d.signIn(t, session.CustomerDoor, "eleni")
	var rows []string
	must(t, d.db.SelectContext(t.Context(), &rows, `SELECT CAST(row_to_json(s) AS text) FROM session AS s`))
	raw, err := base64.RawURLEncoding.DecodeString(token)
	must(t, err)
	if len(rows) != 1 || !strings.Contains(rows[0], hex.EncodeToString(secret.TokenSum(token))) {
		t.Fatalf("rows %v", rows)
	}
	for _, form := range []string{token, hex.EncodeToString([]byte(token)), hex.EncodeToString(raw)} {
		if strings.Contains(rows[0], form) {
			t.Errorf("the token is in the row: %s", rows[0])
		}
	}
}
