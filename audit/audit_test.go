package audit

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/postgres/pgtest"
	"github.com/walletdesk/walletdesk/secret"
)

const stream = "account:1"

// moment has nanoseconds and a zone, which PostgreSQL does not keep.
var moment = time.Date(2026, 5, 1, 14, 0, 0, 123456789, time.FixedZone("", 7200))

func newLog(t *testing.T) (*Log, *postgres.DB) {
	t.Helper()
	return New(secret.NewTestKeys(t), func() time.Time { return moment }), pgtest.New(t)
}

// write appends in a transaction of its own.
func write(ctx context.Context, l *Log, db *postgres.DB, e Entry) error {
	return db.InTx(ctx, func(ctx context.Context, q postgres.Querier) error { return l.Write(ctx, q, e) })
}

// fill writes n entries to the test's stream and one to another.
func fill(t *testing.T, l *Log, db *postgres.DB, n int) {
	t.Helper()
	for i := range n {
		e := Entry{Stream: stream, Action: "card.added", Actor: "account:1", Detail: map[string]string{"n": strconv.Itoa(i + 1)}}
		if err := write(t.Context(), l, db, e); err != nil {
			t.Fatal(err)
		}
	}
	if err := write(t.Context(), l, db, Entry{Stream: "account:2", Action: "card.added", Actor: "system"}); err != nil {
		t.Fatal(err)
	}
}

func TestLog_List(t *testing.T) {
	t.Parallel()
	l, db := newLog(t)
	entries := []Entry{
		{Stream: stream, Action: "card.added", Actor: "account:1", Detail: map[string]string{"network": "visa", "last4": "4242"}},
		{Stream: stream, Action: "note.ω", Actor: "staff:2", At: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)},
		{Stream: stream, Action: "x", Actor: "system", Detail: map[string]string{"a\x00": "b\xff<&>", "card": "4242 4242 4242 4242"}},
	}
	for _, e := range entries {
		if err := write(t.Context(), l, db, e); err != nil {
			t.Fatal(err)
		}
	}
	now := time.Date(2026, 5, 1, 12, 0, 0, 123456000, time.UTC)
	want := []Record{
		{Seq: 1, Entry: Entry{Stream: stream, Action: "card.added", Actor: "account:1", At: now, Detail: map[string]string{"network": "visa", "last4": "4242"}}},
		{Seq: 2, Entry: Entry{Stream: stream, Action: "note.ω", Actor: "staff:2", At: entries[1].At, Detail: map[string]string{}}},
		{Seq: 3, Entry: Entry{Stream: stream, Action: "x", Actor: "system", At: now, Detail: map[string]string{"a\uFFFD": "b\uFFFD<&>", "card": "4242 •••• •••• 4242"}}},
	}
	got, err := l.List(t.Context(), db, stream, 0, 10)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	page, err := l.List(t.Context(), db, stream, 1, 1)
	if err != nil || len(page) != 1 || page[0].Seq != 2 {
		t.Errorf("the page after 1 is %v, %v", page, err)
	}
	if none, err := l.List(t.Context(), db, "account:9", 0, 10); err != nil || len(none) != 0 {
		t.Errorf("an unknown stream has %v, %v", none, err)
	}
	if err := l.Verify(t.Context(), db, stream); err != nil {
		t.Errorf("what was written does not verify: %v", err)
	}
}

func TestLog_Write_incomplete(t *testing.T) {
	t.Parallel()
	l := New(secret.NewTestKeys(t), time.Now)
	for _, e := range []Entry{{Action: "a", Actor: "b"}, {Stream: "s", Actor: "b"}, {Stream: "s", Action: "a"}} {
		if err := l.Write(t.Context(), nil, e); err == nil {
			t.Errorf("%+v was written", e)
		}
	}
}

func TestLog_Write_rolledBack(t *testing.T) {
	t.Parallel()
	l, db := newLog(t)
	fill(t, l, db, 1)
	stop := errors.New("the change failed")
	err := db.InTx(t.Context(), func(ctx context.Context, q postgres.Querier) error {
		if err := l.Write(ctx, q, Entry{Stream: stream, Action: "card.deleted", Actor: "account:1"}); err != nil {
			return err
		}
		return stop
	})
	if !errors.Is(err, stop) {
		t.Fatal(err)
	}
	if got, err := l.List(t.Context(), db, stream, 0, 10); err != nil || len(got) != 1 {
		t.Errorf("%d entries, %v; the change did not happen", len(got), err)
	}
	if err := l.Verify(t.Context(), db, stream); err != nil {
		t.Error(err)
	}
}

func TestLog_Write_parallel(t *testing.T) {
	t.Parallel()
	l, db := newLog(t)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var wg sync.WaitGroup
	for range 40 {
		wg.Go(func() {
			if err := write(ctx, l, db, Entry{Stream: stream, Action: "a", Actor: "system"}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	got, err := l.List(ctx, db, stream, 0, 100)
	if err != nil || len(got) != 40 || got[39].Seq != 40 {
		t.Errorf("%d entries, %v; want 1 to 40 without gaps", len(got), err)
	}
	if err := l.Verify(ctx, db, stream); err != nil {
		t.Error(err)
	}
}

func TestLog_Verify(t *testing.T) {
	t.Parallel()
	cases := []struct {
		why  string
		sql  string
		want *Broken
	}{
		{"untouched", `SELECT 1`, nil},
		{"an action edited", `UPDATE audit_entry SET action = 'card.deleted' WHERE stream = 'account:1' AND seq = 2`,
			&Broken{stream, 2, "the entry was changed"}},
		{"an actor edited", `UPDATE audit_entry SET actor = 'system' WHERE stream = 'account:1' AND seq = 5`,
			&Broken{stream, 5, "the entry was changed"}},
		{"a time moved by a microsecond", `UPDATE audit_entry SET at = at + interval '1 microsecond' WHERE stream = 'account:1' AND seq = 1`,
			&Broken{stream, 1, "the entry was changed"}},
		{"a detail edited", `UPDATE audit_entry SET detail = '{"n": "9"}' WHERE stream = 'account:1' AND seq = 3`,
			&Broken{stream, 3, "the entry was changed"}},
		{"a detail added", `UPDATE audit_entry SET detail = detail || '{"x": ""}' WHERE stream = 'account:1' AND seq = 3`,
			&Broken{stream, 3, "the entry was changed"}},
		{"a detail that is no string", `UPDATE audit_entry SET detail = '{"n": 3}' WHERE stream = 'account:1' AND seq = 3`,
			&Broken{stream, 3, "the entry's detail was changed"}},
		{"two details swapped", `UPDATE audit_entry SET detail = CASE seq WHEN 2 THEN '{"n": "3"}'::jsonb ELSE '{"n": "2"}' END WHERE stream = 'account:1' AND seq IN (2, 3)`,
			&Broken{stream, 2, "the entry was changed"}},
		{"one deleted in the middle", `DELETE FROM audit_entry WHERE stream = 'account:1' AND seq = 3`,
			&Broken{stream, 3, "the entry is missing"}},
		{"the first deleted", `DELETE FROM audit_entry WHERE stream = 'account:1' AND seq = 1`,
			&Broken{stream, 1, "the entry is missing"}},
		{"one deleted, the rest moved up", `DELETE FROM audit_entry WHERE stream = 'account:1' AND seq = 3; UPDATE audit_entry SET seq = seq - 1 WHERE stream = 'account:1' AND seq > 3`,
			&Broken{stream, 3, "the entry does not follow the one before"}},
		{"the last deleted", `DELETE FROM audit_entry WHERE stream = 'account:1' AND seq = 5`,
			&Broken{stream, 5, "the last entries are missing"}},
		{"all deleted", `DELETE FROM audit_entry WHERE stream = 'account:1'`,
			&Broken{stream, 1, "the last entries are missing"}},
		{"the last deleted, the end put back", `DELETE FROM audit_entry WHERE stream = 'account:1' AND seq = 5;
			UPDATE audit_stream SET last_seq = 4, last_hash = (SELECT hash FROM audit_entry WHERE stream = 'account:1' AND seq = 4) WHERE stream = 'account:1'`,
			&Broken{stream, 5, "the stream's end was changed"}},
		{"one added behind the end", `INSERT INTO audit_entry (stream, seq, at, action, actor, detail, previous_hash, hash)
			SELECT stream, 6, at, action, actor, detail, hash, hash FROM audit_entry WHERE stream = 'account:1' AND seq = 5`,
			&Broken{stream, 6, "the entry was changed"}},
		{"the end deleted with all", `DELETE FROM audit_entry WHERE stream = 'account:1'; DELETE FROM audit_stream WHERE stream = 'account:1'`,
			&Broken{stream, 1, "the stream's end is not there"}},
		{"another stream's entry put here", `DELETE FROM audit_entry WHERE stream = 'account:1' AND seq = 1; UPDATE audit_entry SET stream = 'account:1' WHERE stream = 'account:2'`,
			&Broken{stream, 1, "the entry was changed"}},
		{"the end's seal changed alone", `UPDATE audit_stream SET seal = ''  WHERE stream = 'account:1'`,
			&Broken{stream, 6, "the stream's end was changed"}},
	}
	for _, c := range cases {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			l, db := newLog(t)
			fill(t, l, db, 5)
			if _, err := db.ExecContext(t.Context(), c.sql); err != nil {
				t.Fatal(err)
			}
			err := l.Verify(t.Context(), db, stream)
			var got *Broken
			if errors.As(err, &got); cmp.Diff(c.want, got) != "" || (c.want == nil && err != nil) {
				t.Errorf("found %v; want %v", err, c.want)
			}
		})
	}
}

// Entries that a node with other keys wrote are as foreign as edited ones.
func TestLog_Verify_otherKeys(t *testing.T) {
	t.Parallel()
	l, db := newLog(t)
	fill(t, l, db, 1)
	other := New(secret.NewTestKeys(t), time.Now)
	var broken *Broken
	if err := other.Verify(t.Context(), db, stream); !errors.As(err, &broken) || broken.Seq != 1 {
		t.Errorf("found %v", err)
	}
}

func TestLog_Verify_pages(t *testing.T) {
	t.Parallel()
	l, db := newLog(t)
	err := db.InTx(t.Context(), func(ctx context.Context, q postgres.Querier) error {
		for range maxList + 1 {
			if err := l.Write(ctx, q, Entry{Stream: stream, Action: "a", Actor: "system"}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Verify(t.Context(), db, stream); err != nil {
		t.Error(err)
	}
}

func TestLog_Streams(t *testing.T) {
	t.Parallel()
	l, db := newLog(t)
	fill(t, l, db, 1)
	first, err := l.Streams(t.Context(), db, "", 1)
	if err != nil {
		t.Fatal(err)
	}
	rest, err := l.Streams(t.Context(), db, first[0], 10)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"account:1", "account:2"}, append(first, rest...)); d != "" {
		t.Error(d)
	}
}

func TestLog_Latest(t *testing.T) {
	t.Parallel()
	l, db := newLog(t)
	fill(t, l, db, 3)
	records, err := l.Latest(t.Context(), db, stream, 2)
	if err != nil {
		t.Fatal(err)
	}
	var got []int64
	for _, r := range records {
		got = append(got, r.Seq)
	}
	if d := cmp.Diff([]int64{3, 2}, got); d != "" {
		t.Error(d)
	}
}
