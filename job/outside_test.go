package job

import (
	"context"
	"errors"
	"testing"
	"time"
)

// What speaks to others is done outside, and again when it failed.
func TestQueue_Outside(t *testing.T) {
	t.Parallel()
	s, c, db := newQueue(t)
	tries := 0
	s.RegisterOutside("test", func(ctx context.Context, j Job) error {
		tries++
		if j.Attempt != tries || j.Key != "a" {
			t.Errorf("try %d is %+v", tries, j)
		}
		// In no transaction: what it writes stays though it fails.
		if _, err := db.ExecContext(ctx, `UPDATE job SET payload = '"seen"' WHERE key = 'a'`); err != nil {
			return err
		}
		switch tries {
		case 1:
			return errors.New("nobody answers")
		case 2:
			panic("a mistake")
		}
		return nil
	})
	enqueue(t, s, "a", c.now(), "first")
	runDue(t, s, 1)
	var payload string
	if err := db.GetContext(t.Context(), &payload, `SELECT payload FROM job WHERE key = 'a' AND done_at IS NULL`); err != nil || payload != `"seen"` {
		t.Errorf("%s, %v", payload, err)
	}
	runDue(t, s, 0)
	c.pass(time.Second)
	runDue(t, s, 1)
	c.pass(2 * time.Second)
	runDue(t, s, 1)
	c.pass(time.Hour)
	runDue(t, s, 0)
	if tries != 3 {
		t.Errorf("%d tries", tries)
	}
}

// A job that is enqueued anew while it is done waits for its new time.
func TestQueue_Outside_Moved(t *testing.T) {
	t.Parallel()
	s, c, db := newQueue(t)
	tries := 0
	s.RegisterOutside("test", func(ctx context.Context, _ Job) error {
		tries++
		if tries < 3 {
			return s.Enqueue(ctx, db, "test", "a", c.now().Add(time.Hour), tries)
		}
		return nil
	})
	enqueue(t, s, "a", c.now(), nil)
	runDue(t, s, 1)
	runDue(t, s, 0)
	c.pass(time.Hour)
	runDue(t, s, 1)
	c.pass(time.Hour)
	runDue(t, s, 1)
	c.pass(24 * time.Hour)
	runDue(t, s, 0)
	var rows, attempts int
	if err := db.QueryRowxContext(t.Context(), `SELECT count(*), max(attempts) FROM job`).Scan(&rows, &attempts); err != nil || rows != 1 || attempts != 1 {
		t.Errorf("%d rows, %d attempts, %v", rows, attempts, err)
	}
}

// A node that takes longer than its lease leaves the job to the next.
func TestQueue_Outside_LeaseLost(t *testing.T) {
	t.Parallel()
	s, c, db := newQueue(t)
	tries := 0
	s.RegisterOutside("test", func(ctx context.Context, _ Job) error {
		if tries++; tries == 1 {
			_, err := db.ExecContext(ctx, `UPDATE job SET locked_until = locked_until - interval '1 hour'`)
			return err
		}
		return nil
	})
	enqueue(t, s, "a", c.now(), nil)
	runDue(t, s, 2)
	if tries != 2 {
		t.Errorf("%d tries", tries)
	}
}
