package job

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/postgres/pgtest"
)

type clock struct{ t atomic.Int64 }

func newClock() *clock {
	c := &clock{}
	c.t.Store(time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC).UnixNano())
	return c
}

func (c *clock) now() time.Time       { return time.Unix(0, c.t.Load()).UTC() }
func (c *clock) pass(d time.Duration) { c.t.Add(int64(d)) }

func newQueue(t *testing.T) (*Queue, *clock, *postgres.DB) {
	t.Helper()
	c, db := newClock(), pgtest.New(t)
	return New(db, c.now, slog.New(slog.DiscardHandler)), c, db
}

func enqueue(t *testing.T, s *Queue, key string, at time.Time, payload any) {
	t.Helper()
	if err := s.Enqueue(t.Context(), s.db, "test", key, at, payload); err != nil {
		t.Fatal(err)
	}
}

func runDue(t *testing.T, s *Queue, want int) {
	t.Helper()
	n, err := s.RunDue(t.Context())
	if err != nil || n != want {
		t.Fatalf("ran %d jobs, %v, want %d", n, err, want)
	}
}

func TestQueue_RunDue(t *testing.T) {
	t.Parallel()
	s, c, _ := newQueue(t)
	var got []string
	s.Register("test", func(_ context.Context, _ postgres.Querier, j Job) error {
		var payload string
		err := j.Decode(&payload)
		got = append(got, j.Key+" "+payload)
		return err
	})
	enqueue(t, s, "later", c.now().Add(time.Hour), "b")
	enqueue(t, s, "now", c.now(), "a")
	if err := s.Enqueue(t.Context(), s.db, "unknown kind", "x", c.now(), nil); err != nil {
		t.Fatal(err)
	}
	runDue(t, s, 1)
	enqueue(t, s, "later", c.now().Add(2*time.Hour), "moved")
	c.pass(time.Hour)
	runDue(t, s, 0)
	c.pass(time.Hour)
	runDue(t, s, 1)
	runDue(t, s, 0)
	if diff := cmp.Diff([]string{"now a", "later moved"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestQueue_Enqueue_RolledBack(t *testing.T) {
	t.Parallel()
	s, c, db := newQueue(t)
	s.Register("test", func(context.Context, postgres.Querier, Job) error { return nil })
	stop := errors.New("stop")
	err := db.InTx(t.Context(), func(ctx context.Context, q postgres.Querier) error {
		return errors.Join(s.Enqueue(ctx, q, "test", "a", c.now(), nil), stop)
	})
	if !errors.Is(err, stop) {
		t.Fatal(err)
	}
	runDue(t, s, 0)
}

// What a handler wrote before it failed is gone, and the job comes again.
func TestQueue_Retry(t *testing.T) {
	t.Parallel()
	s, c, db := newQueue(t)
	var attempts []int
	s.Register("test", func(ctx context.Context, q postgres.Querier, j Job) error {
		attempts = append(attempts, j.Attempt)
		if err := s.Enqueue(ctx, q, "made by test", j.Key, c.now(), nil); err != nil {
			return err
		}
		switch j.Attempt {
		case 1:
			return errors.New("not yet")
		case 2:
			panic("worse")
		}
		return nil
	})
	enqueue(t, s, "a", c.now(), nil)
	runDue(t, s, 1)
	runDue(t, s, 0)
	c.pass(time.Second)
	runDue(t, s, 1)
	c.pass(time.Second)
	runDue(t, s, 0) // the second wait is two seconds
	c.pass(time.Second)
	var made int
	if err := db.GetContext(t.Context(), &made, `SELECT count(*) FROM job WHERE kind = 'made by test'`); err != nil || made != 0 {
		t.Errorf("%d jobs of failed tries, %v", made, err)
	}
	runDue(t, s, 1)
	if diff := cmp.Diff([]int{1, 2, 3}, attempts); diff != "" {
		t.Error(diff)
	}
}

func TestQueue_OneWinner(t *testing.T) {
	t.Parallel()
	s, c, _ := newQueue(t)
	var ran atomic.Int32
	s.Register("test", func(context.Context, postgres.Querier, Job) error { ran.Add(1); return nil })
	for _, key := range []string{"a", "b", "c", "d", "e"} {
		enqueue(t, s, key, c.now(), nil)
	}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if _, err := s.RunDue(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if ran.Load() != 5 {
		t.Errorf("ran %d times, want 5", ran.Load())
	}
}

// A node that died holds a job no longer than its lease, and one that was only
// slow finds that the job is another's.
func TestQueue_Lease(t *testing.T) {
	t.Parallel()
	s, c, db := newQueue(t)
	ran := 0
	s.Register("test", func(context.Context, postgres.Querier, Job) error { ran++; return nil })
	enqueue(t, s, "a", c.now(), nil)
	slow, err := leaseJob(t.Context(), db, []string{"test"}, c.now(), c.now().Add(lease))
	if err != nil {
		t.Fatal(err)
	}
	runDue(t, s, 0)
	c.pass(lease)
	runDue(t, s, 1)
	if err := s.do(t.Context(), slow); err != nil || ran != 1 {
		t.Errorf("ran %d times, %v", ran, err)
	}
}

// A program alone on its database does not wait for the leases of its dead self.
func TestQueue_Reclaim(t *testing.T) {
	t.Parallel()
	s, c, db := newQueue(t)
	ran := 0
	s.Register("test", func(context.Context, postgres.Querier, Job) error { ran++; return nil })
	enqueue(t, s, "a", c.now(), nil)
	enqueue(t, s, "later", c.now().Add(time.Hour), nil)
	dead, err := leaseJob(t.Context(), db, []string{"test"}, c.now(), c.now().Add(lease))
	if err != nil {
		t.Fatal(err)
	}
	if n, err := s.Reclaim(t.Context()); err != nil || n != 1 {
		t.Errorf("%d leases given back, %v", n, err)
	}
	runDue(t, s, 1)
	if n, err := s.Reclaim(t.Context()); err != nil || n != 0 {
		t.Errorf("%d leases given back again, %v", n, err)
	}
	if err := s.do(t.Context(), dead); err != nil || ran != 1 {
		t.Errorf("the dead one ran it again: %d times, %v", ran, err)
	}
}

// A timer may set itself anew.
func TestQueue_HandlerEnqueuesItself(t *testing.T) {
	t.Parallel()
	s, c, _ := newQueue(t)
	ran := 0
	s.Register("test", func(ctx context.Context, q postgres.Querier, j Job) error {
		ran++
		return s.Enqueue(ctx, q, "test", j.Key, c.now().Add(time.Minute), nil)
	})
	enqueue(t, s, "a", c.now(), nil)
	for range 3 {
		runDue(t, s, 1)
		c.pass(time.Minute)
	}
	if ran != 3 {
		t.Errorf("ran %d times, want 3", ran)
	}
}

func TestQueue_Sweep(t *testing.T) {
	t.Parallel()
	s, c, _ := newQueue(t)
	s.Register("test", func(context.Context, postgres.Querier, Job) error { return nil })
	enqueue(t, s, "done", c.now(), nil)
	runDue(t, s, 1)
	enqueue(t, s, "waiting", c.now().Add(30*24*time.Hour), nil)
	for _, step := range []struct {
		wait time.Duration
		want int64
	}{{keepDone, 0}, {time.Second, 1}} {
		c.pass(step.wait)
		if n, err := s.Sweep(t.Context()); err != nil || n != step.want {
			t.Errorf("after %v: swept %d, %v, want %d", step.wait, n, err, step.want)
		}
	}
}

func TestQueue_Run(t *testing.T) {
	t.Parallel()
	s, c, _ := newQueue(t)
	ran := make(chan string, 1)
	s.Register("test", func(_ context.Context, _ postgres.Querier, j Job) error { ran <- j.Key; return nil })
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	enqueue(t, s, "a", c.now(), nil)
	s.Wake()
	if key := <-ran; key != "a" {
		t.Errorf("ran %q", key)
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestBackoff(t *testing.T) {
	t.Parallel()
	for attempts, want := range map[int]time.Duration{
		1: time.Second, 2: 2 * time.Second, 5: 16 * time.Second, 15: 16384 * time.Second, 16: 6 * time.Hour, 1000: 6 * time.Hour,
	} {
		if got := backoff(attempts); got != want {
			t.Errorf("after %d attempts %v, want %v", attempts, got, want)
		}
	}
}
