package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"
)

// house is what runs: tasks side by side, and what is closed at the end, the last
// opened first.
type house struct {
	log    *slog.Logger
	cancel context.CancelFunc // ends the tasks
	ctx    context.Context    //nolint:containedctx // the tasks' own, ended by close alone
	tasks  sync.WaitGroup
	failed chan error
	ends   []func(ctx context.Context) error
}

func newHouse(log *slog.Logger) *house {
	h := &house{log: log, failed: make(chan error, 1)}
	// Not the caller's context: what serves requests has to outlive the signal that
	// ends the program, until the last request is answered.
	h.ctx, h.cancel = context.WithCancel(context.Background())
	return h
}

// atEnd adds what is to be closed.
func (h *house) atEnd(fn func(ctx context.Context) error) { h.ends = append(h.ends, fn) }

// run starts a task that lives until the end. One that ends before is a failure of
// the whole: the program says so and stops, rather than go on without it.
func (h *house) run(name string, task func(ctx context.Context) error) {
	h.tasks.Add(1)
	go func() {
		defer h.tasks.Done()
		err := task(h.ctx)
		if h.ctx.Err() != nil {
			return
		}
		if err == nil {
			err = errors.New("ended")
		}
		h.fail(fmt.Errorf("%s: %w", name, err))
	}()
}

// fail tells whoever waits that the program can't go on.
func (h *house) fail(err error) {
	select {
	case h.failed <- err:
	default:
	}
}

// wait returns when a task has failed, with its error, or when ctx ends.
func (h *house) wait(ctx context.Context) error {
	select {
	case err := <-h.failed:
		return err
	case <-ctx.Done():
		return nil
	}
}

// every does something now and then. A failure is logged, and the next time comes.
func (h *house) every(name string, period time.Duration, work func(ctx context.Context) error) {
	h.run(name, func(ctx context.Context) error {
		// Not all at once at the start, when there is enough to do.
		timer := time.NewTimer(min(period, time.Minute))
		defer timer.Stop()
		for {
			select {
			case <-ctx.Done():
				return nil
			case <-timer.C:
			}
			if err := work(ctx); err != nil && ctx.Err() == nil {
				h.log.Error("housekeeping failed, trying again later", "work", name, "error", err)
			}
			timer.Reset(period)
		}
	})
}

// close ends the tasks, waits for them, and closes everything.
func (h *house) close(ctx context.Context) error {
	h.cancel()
	h.tasks.Wait()
	var errs []error
	for i := len(h.ends) - 1; i >= 0; i-- {
		errs = append(errs, h.ends[i](ctx))
	}
	h.ends = nil
	return errors.Join(errs...)
}
