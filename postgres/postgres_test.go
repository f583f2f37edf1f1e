package postgres_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/postgres/pgtest"
)

// withNotes is a test database with one table of our own.
func withNotes(t *testing.T) *postgres.DB {
	t.Helper()
	db := pgtest.New(t)
	const q = `
		CREATE TABLE note (
			id   integer     NOT NULL,
			body text        NOT NULL DEFAULT '',
			at   timestamptz NOT NULL DEFAULT now(),
			CONSTRAINT note_pkey PRIMARY KEY (id),
			CONSTRAINT note_body_check CHECK (body <> 'bad')
		)`
	if _, err := db.ExecContext(t.Context(), q); err != nil {
		t.Fatal(err)
	}
	return db
}

func ids(t *testing.T, db *postgres.DB) []int {
	t.Helper()
	var found []int
	if err := db.SelectContext(t.Context(), &found, `SELECT id FROM note ORDER BY id`); err != nil {
		t.Fatal(err)
	}
	return found
}

func insert(ctx context.Context, q postgres.Querier, id int) error {
	_, err := q.ExecContext(ctx, `INSERT INTO note (id) VALUES ($1)`, id)
	return err
}

func TestOpen_Refuses(t *testing.T) {
	t.Parallel()
	closed, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := closed.Addr().(*net.TCPAddr)
	if err := closed.Close(); err != nil {
		t.Fatal(err)
	}
	cases := []struct{ why, url, want string }{
		{"not an address at all; its text is not repeated", "postgres://u:hunter2@%zz/db", "cannot be read"},
		{"nobody listens", fmt.Sprintf("postgres://u:hunter2@127.0.0.1:%d/db?sslmode=disable", address.Port), "refused"},
	}
	for _, c := range cases {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			db, err := postgres.Open(t.Context(), c.url)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, %v; want an error with %q", db, err, c.want)
			}
			if err != nil && strings.Contains(err.Error(), "hunter2") {
				t.Errorf("the error tells the password: %v", err)
			}
		})
	}
}

func TestDB_TimesAreUTC(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	var got time.Time
	err := db.GetContext(t.Context(), &got, `SELECT CAST('2026-01-31 19:05:00+02' AS timestamptz)`)
	if err != nil {
		t.Fatal(err)
	}
	if text := got.Format(time.RFC3339); text != "2026-01-31T17:05:00Z" {
		t.Errorf("got %s", text)
	}
}

func TestDB_EveryStatementHasADeadline(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	const sleepy = `SELECT pg_sleep(60)`
	begin := time.Now()
	_, err := db.ExecContext(t.Context(), sleepy)
	if took := time.Since(begin); err == nil || took > 2*postgres.Timeout {
		t.Errorf("ended after %s with %v", took, err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := db.ExecContext(ctx, sleepy); err == nil || time.Since(begin) > 2*postgres.Timeout {
		t.Errorf("a deadline of the caller's own is not kept: %v", err)
	}
}

func TestDB_RowsOutliveTheCall(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	rows, err := db.QueryxContext(t.Context(), `SELECT n FROM generate_series(1, 100000) AS n`)
	if err != nil {
		t.Fatal(err)
	}
	sum := 0
	for rows.Next() {
		var n int
		if err := rows.Scan(&n); err != nil {
			t.Fatal(err)
		}
		sum += n
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil || sum != 5000050000 {
		t.Errorf("sum %d, %v", sum, err)
	}
	var one int
	if err := db.QueryRowxContext(t.Context(), `SELECT 1`).Scan(&one); err != nil || one != 1 {
		t.Errorf("one row: %d, %v", one, err)
	}
}

func TestDB_InTx(t *testing.T) {
	t.Parallel()
	stop := errors.New("stop")
	cases := []struct {
		why  string
		fn   func(ctx context.Context, q postgres.Querier) error
		err  error
		want []int
	}{
		{"nil commits", func(ctx context.Context, q postgres.Querier) error { return insert(ctx, q, 1) }, nil, []int{1}},
		{"an error rolls back and comes back as it is", func(ctx context.Context, q postgres.Querier) error {
			return errors.Join(insert(ctx, q, 1), stop)
		}, stop, nil},
		{"an expected failure rolls back too", func(ctx context.Context, q postgres.Querier) error {
			return errors.Join(insert(ctx, q, 1), fault.New(fault.Conflict, "TAKEN", "Taken."))
		}, fault.Conflict, nil},
	}
	for _, c := range cases {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			db := withNotes(t)
			if err := db.InTx(t.Context(), c.fn); !errors.Is(err, c.err) {
				t.Errorf("got %v, want %v", err, c.err)
			}
			if diff := cmp.Diff(c.want, ids(t, db)); diff != "" {
				t.Errorf("rows (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDB_InTx_PanicLetsGoOfTheConnection(t *testing.T) {
	t.Parallel()
	db := withNotes(t)
	db.SetMaxOpenConns(1)
	func() {
		defer func() {
			if got := recover(); got != "boom" {
				t.Errorf("recovered %v", got)
			}
		}()
		_ = db.InTx(t.Context(), func(ctx context.Context, q postgres.Querier) error {
			if err := insert(ctx, q, 1); err != nil {
				t.Error(err)
			}
			panic("boom")
		})
	}()
	if got := ids(t, db); got != nil { // would wait for ever on a lost connection
		t.Errorf("rows after the panic: %v", got)
	}
}

// terminate cuts the transaction's own connection, as a server going down does.
func terminate(ctx context.Context, t *testing.T, db *postgres.DB, q postgres.Querier) {
	t.Helper()
	var pid int
	if err := q.GetContext(ctx, &pid, `SELECT pg_backend_pid()`); err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(ctx, `SELECT pg_terminate_backend($1, 5000)`, pid); err != nil {
		t.Fatal(err)
	}
}

func TestDB_InTx_RunsAgainAfterALostConnection(t *testing.T) {
	t.Parallel()
	db := withNotes(t)
	tries := 0
	err := db.InTx(t.Context(), func(ctx context.Context, q postgres.Querier) error {
		tries++
		if err := insert(ctx, q, tries); err != nil {
			return err
		}
		if tries == 1 {
			terminate(ctx, t, db, q)
		}
		return insert(ctx, q, 100)
	})
	if err != nil || tries != 2 {
		t.Errorf("%d tries, %v; want 2, nil", tries, err)
	}
	if diff := cmp.Diff([]int{2, 100}, ids(t, db)); diff != "" {
		t.Errorf("the first try left something (-want +got):\n%s", diff)
	}
}

func TestDB_InTx_RunsAgainAfterALostCommit(t *testing.T) {
	t.Parallel()
	db := withNotes(t)
	tries := 0
	err := db.InTx(t.Context(), func(ctx context.Context, q postgres.Querier) error {
		tries++
		if err := insert(ctx, q, 1); err != nil {
			return err
		}
		if tries == 1 {
			terminate(ctx, t, db, q)
		}
		return nil
	})
	if err != nil || tries != 2 {
		t.Errorf("%d tries, %v; want 2, nil", tries, err)
	}
}

// Two transactions take two rows in opposite order: PostgreSQL ends one of them,
// and its second try succeeds.
func TestDB_InTx_RunsAgainAfterADeadlock(t *testing.T) {
	t.Parallel()
	db := withNotes(t)
	for _, id := range []int{1, 2} {
		if err := insert(t.Context(), db, id); err != nil {
			t.Fatal(err)
		}
	}
	both := make(chan struct{}, 2)
	meet := make(chan struct{})
	go func() {
		<-both
		<-both
		close(meet)
	}()
	swap := func(first, second int) error {
		arrived := false
		return db.InTx(t.Context(), func(ctx context.Context, q postgres.Querier) error {
			const touch = `UPDATE note SET body = body || 'x' WHERE id = $1`
			if _, err := postgres.ExecOne(ctx, q, touch, first); err != nil {
				return err
			}
			if !arrived {
				arrived = true
				both <- struct{}{}
				<-meet
			}
			_, err := postgres.ExecOne(ctx, q, touch, second)
			return err
		})
	}
	other := make(chan error, 1)
	go func() { other <- swap(2, 1) }()
	if err := errors.Join(swap(1, 2), <-other); err != nil {
		t.Fatal(err)
	}
	var texts []string
	if err := db.SelectContext(t.Context(), &texts, `SELECT body FROM note ORDER BY id`); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"xx", "xx"}, texts); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestDB_InTx_GivesUp(t *testing.T) {
	t.Parallel()
	db := withNotes(t)
	tries := 0
	err := db.InTx(t.Context(), func(ctx context.Context, q postgres.Querier) error {
		tries++
		terminate(ctx, t, db, q)
		return insert(ctx, q, 1)
	})
	if !errors.Is(err, fault.Unavailable) || tries != 6 {
		t.Errorf("%d tries, %v; want 6, fault.Unavailable", tries, err)
	}
}

func TestDB_InTx_DoesNotOutliveItsCaller(t *testing.T) {
	t.Parallel()
	db := withNotes(t)
	ctx, cancel := context.WithCancel(t.Context())
	tries := 0
	err := db.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		tries++
		terminate(ctx, t, db, q)
		cancel()
		return insert(ctx, q, 1)
	})
	if !errors.Is(err, context.Canceled) || tries != 1 {
		t.Errorf("%d tries, %v; want 1, canceled", tries, err)
	}
}

func TestConstraintAndNoRows(t *testing.T) {
	t.Parallel()
	db := withNotes(t)
	if err := insert(t.Context(), db, 1); err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		why, query, constraint string
	}{
		{"a unique key", `INSERT INTO note (id) VALUES (1)`, "note_pkey"},
		{"a check", `INSERT INTO note (id, body) VALUES (2, 'bad')`, "note_body_check"},
		{"a null has no named constraint", `INSERT INTO note (id) VALUES (NULL)`, ""},
		{"no such table", `INSERT INTO nothing (id) VALUES (2)`, ""},
	}
	for _, c := range cases {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			_, err := db.ExecContext(t.Context(), c.query)
			if err == nil {
				t.Fatal("no error")
			}
			if got := postgres.Constraint(fmt.Errorf("add: %w", err)); got != c.constraint {
				t.Errorf("Constraint = %q, want %q", got, c.constraint)
			}
			if postgres.NoRows(err) {
				t.Error("NoRows is true")
			}
		})
	}
	var id int
	err := db.GetContext(t.Context(), &id, `SELECT id FROM note WHERE id = 9`)
	if !postgres.NoRows(fmt.Errorf("find: %w", err)) {
		t.Errorf("NoRows(%v) is false", err)
	}
}

func TestExecOne(t *testing.T) {
	t.Parallel()
	db := withNotes(t)
	for _, id := range []int{1, 2} {
		if err := insert(t.Context(), db, id); err != nil {
			t.Fatal(err)
		}
	}
	cases := []struct {
		why, query string
		want, ok   bool
	}{
		{"one row", `UPDATE note SET body = 'a' WHERE id = 1`, true, true},
		{"no row: the state was another", `UPDATE note SET body = 'a' WHERE id = 9`, false, true},
		{"several rows: a wrong condition", `UPDATE note SET body = body`, false, false},
		{"a wrong statement", `UPDATE nothing`, false, false},
	}
	for _, c := range cases {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			got, err := postgres.ExecOne(t.Context(), db, c.query)
			if got != c.want || (err == nil) != c.ok {
				t.Errorf("got %v, %v", got, err)
			}
		})
	}
}

func TestInTx_TheCallerLeavesBeforeTheCommit(t *testing.T) {
	t.Parallel()
	db := withNotes(t)
	ctx, leave := context.WithCancel(t.Context())
	defer leave()
	err := db.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		if err := insert(ctx, q, 1); err != nil {
			return err
		}
		leave()
		// Until database/sql has rolled back by itself: from then on a commit is told
		// that the transaction is over.
		for t.Context().Err() == nil {
			if _, err := q.ExecContext(t.Context(), `SELECT 1`); errors.Is(err, sql.ErrTxDone) {
				return nil
			}
		}
		return t.Context().Err()
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v; want the end of the caller's context", err)
	}
	if got := ids(t, db); len(got) != 0 {
		t.Errorf("kept %v of a caller that left", got)
	}
}
