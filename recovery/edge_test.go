package recovery

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/postgres/pgtest"
)

var noon = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)

func states() []State {
	return []State{
		Requested, LinkConfirmed, SignedIn, Answered, Escalated, ResetApproved, PasswordSet,
		Done, Expired, Locked, Cancelled, Superseded, Frozen, Declined,
	}
}

// allowed is the machine once more, as rules.md draws it, by the state it leaves.
func allowed() map[State]map[event]State {
	return map[State]map[event]State{
		Requested:     {evConfirm: LinkConfirmed, evExpire: Expired, evSupersede: Superseded, evFreeze: Frozen},
		LinkConfirmed: {evSignIn: SignedIn, evEscalate: Escalated, evExpire: Expired, evCancel: Cancelled, evSupersede: Superseded, evFreeze: Frozen},
		SignedIn:      {evMove: LinkConfirmed, evAnswer: Answered, evLock: Locked, evEscalate: Escalated, evExpire: Expired, evCancel: Cancelled, evSupersede: Superseded, evFreeze: Frozen},
		Answered:      {evMove: LinkConfirmed, evPassword: PasswordSet, evExpire: Expired, evCancel: Cancelled, evSupersede: Superseded, evFreeze: Frozen},
		Locked:        {evEscalate: Escalated, evExpire: Expired, evCancel: Cancelled, evSupersede: Superseded, evFreeze: Frozen},
		Escalated:     {evApprove: ResetApproved, evDecline: Declined, evExpire: Expired, evCancel: Cancelled, evFreeze: Frozen},
		ResetApproved: {evPassword: PasswordSet, evExpire: Expired, evCancel: Cancelled, evFreeze: Frozen},
		PasswordSet:   {evFinish: Done, evFreeze: Frozen},
	}
}

// arguments of the edges, from $5 on, and the expires_at they are taken with.
func arguments(ev event) (args []any, expires time.Time) {
	later := noon.Add(time.Hour)
	switch ev {
	case evConfirm, evLock, evApprove:
		return []any{later}, later
	case evSignIn:
		return []any{noon}, later
	case evEscalate:
		return []any{uuid.NewString(), later}, later
	case evDecline:
		return []any{"The name differs.", later}, later
	case evPassword:
		return []any{later, noon.Add(-freshFor)}, later
	case evExpire:
		return nil, noon
	default:
		return nil, later
	}
}

// put makes a flow in a state, ready for every edge that the state has.
func put(t *testing.T, db *postgres.DB, state State, expires time.Time) string {
	t.Helper()
	account, flow := addAccount(t, db), uuid.NewString()
	_, err := db.ExecContext(t.Context(), `
		INSERT INTO recovery_flow (id, account_id, state, requested_at, expires_at, signed_in_at, fresh_at, cools_until)
		VALUES ($1, $2, $3, $4, $5, $4, $4, $4)`, flow, account, string(state), noon, expires)
	if err != nil {
		t.Fatal(err)
	}
	return flow
}

func addAccount(t *testing.T, db *postgres.DB) string {
	t.Helper()
	id := uuid.NewString()
	for _, query := range []string{
		`INSERT INTO person (id, issuer, subject, created_at, seen_at) VALUES ($1, 'shop', gen_random_uuid(), $2, $2)`,
		`INSERT INTO account (id, person_id, email, email_key, created_at) VALUES ($1, $1, '', '', $2)`,
	} {
		if _, err := db.ExecContext(t.Context(), query, id, noon); err != nil {
			t.Fatal(err)
		}
	}
	return id
}

// Every event in every state: 14 × 13 cases, the legal ones taken, the others not.
func TestMove_EveryEdgeAndEveryIllegalJump(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	taken := 0
	for ev := range edges() {
		for _, from := range states() {
			args, expires := arguments(ev)
			flow := put(t, db, from, expires)
			moved, err := move(t.Context(), db, flow, ev, noon, args...)
			if err != nil {
				t.Fatalf("%s from %s: %v", ev, from, err)
			}
			want, legal := allowed()[from][ev]
			if !legal {
				want = from
			}
			f, err := selectFlow(t.Context(), db, flow)
			if err != nil {
				t.Fatal(err)
			}
			if moved != legal || f.State != want {
				t.Errorf("%s from %s: moved is %v to %s, want %v to %s", ev, from, moved, f.State, legal, want)
			}
			if legal {
				taken++
			}
		}
	}
	if taken != 40 {
		t.Errorf("%d edges, want 40: was one added without a word here?", taken)
	}
}

// What has run out moves nowhere but to its end; what stops a flow always works.
func TestMove_Overdue(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	for from, events := range allowed() {
		for ev, to := range events {
			args, _ := arguments(ev)
			flow := put(t, db, from, noon)
			moved, err := move(t.Context(), db, flow, ev, noon, args...)
			if err != nil {
				t.Fatal(err)
			}
			want := slices.Contains([]event{evExpire, evSupersede, evFreeze, evFinish}, ev)
			if moved != want {
				t.Errorf("%s from %s to %s when time is over: moved is %v", ev, from, to, moved)
			}
		}
	}
}

func TestMove_Guards(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	later := noon.Add(time.Hour)
	cases := []struct {
		why   string
		state State
		ev    event
		set   string
		args  []any
	}{
		{"a reset is not approved for who never signed in", Escalated, evApprove, "signed_in_at = NULL", []any{later}},
		{"an approved reset needs a sign-in in this browser", ResetApproved, evPassword, "fresh_at = NULL", []any{later, noon.Add(-freshFor)}},
		{"and a fresh one", ResetApproved, evPassword, "fresh_at = '2026-05-01T11:54:59Z'", []any{later, noon.Add(-freshFor)}},
		{"a cool-down is waited for", PasswordSet, evFinish, "cools_until = '2026-05-01T12:00:01Z'", nil},
		{"nothing expires before its time", Escalated, evExpire, "expires_at = '2026-05-01T12:00:01Z'", nil},
	}
	for _, c := range cases {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			flow := put(t, db, c.state, later)
			if _, err := db.ExecContext(t.Context(), `UPDATE recovery_flow SET `+c.set+` WHERE id = $1`, flow); err != nil {
				t.Fatal(err)
			}
			if moved, err := move(t.Context(), db, flow, c.ev, noon, c.args...); err != nil || moved {
				t.Errorf("moved is %v, %v", moved, err)
			}
		})
	}
}
