// Package job is durable background work: timers and whatever need not be done
// while somebody waits. A job is a row, written in the transaction of what it
// belongs to.
//
//	WAITING ──run_at──▶ LEASED ──handler──▶ DONE ──7 days──▶ deleted
//	   ▲                   │
//	   └──failed: backoff──┘   (a lease that ran out goes back by itself)
//
// # Invariants
//
//   - A handler works in the transaction that marks its job done: what it does to
//     the database happens once. One that speaks to others (RegisterOutside) works
//     in none, and what it does may happen again.
//   - Of one kind and key at most one job waits; enqueuing it again moves it.
//   - A job is run by whoever leases it first, on any node (SKIP LOCKED). A node
//     that dies gives it back when its lease ends.
//   - A payload holds no secret: it is kept as it is.
package job

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/postgres"
)

const (
	// timeout is how long a handler may take (platform.md: 30 s for jobs).
	timeout = 30 * time.Second
	// lease is how long a job is out of others' reach; more than timeout.
	lease = time.Minute
	// poll finds what was due without a wake: timers, and jobs of other nodes.
	poll = time.Second
	// The first retry comes after firstBackoff, each next one after twice the time.
	firstBackoff = time.Second
	maxBackoff   = 6 * time.Hour
	// keepDone is how long done jobs stay to be looked at.
	keepDone   = 7 * 24 * time.Hour
	sweepEvery = time.Hour
	// workers is how many jobs a node runs at once.
	workers = 2
)

// Job is what a handler is given.
type Job struct {
	// ID is the row's, a UUIDv7; the same at each try.
	ID string
	// Kind and Key are what it was enqueued as.
	Kind, Key string
	// Payload is JSON.
	Payload []byte
	// Attempt counts from 1.
	Attempt int
}

// Decode reads the payload into dest.
func (j Job) Decode(dest any) error {
	if err := json.Unmarshal(j.Payload, dest); err != nil {
		return fmt.Errorf("read payload of job %s: %w", j.Kind, err)
	}
	return nil
}

// OutsideHandler does a job that speaks to others, outside of any transaction. The
// job is marked done afterwards, so that it may be done again: it is repeatable. An
// error puts the job off. Enqueuing the job's own kind and key meanwhile moves it:
// then it is not done but waits anew.
type OutsideHandler func(ctx context.Context, j Job) error

// Handler does a job in the transaction q, which also marks it done. It is
// repeatable. An error puts the job off.
type Handler func(ctx context.Context, q postgres.Querier, j Job) error

// Queue runs jobs. It is safe for concurrent use.
type Queue struct {
	db     *postgres.DB
	clock  func() time.Time
	logger *slog.Logger
	wake   chan struct{}

	mu       sync.RWMutex
	handlers map[string]Handler
	outside  map[string]OutsideHandler
}

// New returns a queue on db. Times are by clock.
func New(db *postgres.DB, clock func() time.Time, logger *slog.Logger) *Queue {
	return &Queue{db: db, clock: clock, logger: logger, wake: make(chan struct{}, 1), handlers: map[string]Handler{}, outside: map[string]OutsideHandler{}}
}

// Register names who does the jobs of a kind. Jobs of a kind that nobody is
// registered for wait: a node of another version may know it.
func (s *Queue) Register(kind string, h Handler) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.handlers[kind] = h
}

// RegisterOutside names who does the jobs of a kind that speak to others.
func (s *Queue) RegisterOutside(kind string, h OutsideHandler) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.outside[kind] = h
}

// Enqueue writes a job in the transaction q, to be run at or after runAt. A job
// of the same kind and key that waits already is moved to runAt and takes the
// new payload, which is stored as JSON and holds no secret. Call Wake after the
// commit where the job should not wait for the next poll.
func (s *Queue) Enqueue(ctx context.Context, q postgres.Querier, kind, key string, runAt time.Time, payload any) error {
	id, err := uuid.NewV7()
	if err != nil {
		return fmt.Errorf("enqueue job %s: %w", kind, err)
	}
	text, err := json.Marshal(payload)
	if err != nil {
		return fmt.Errorf("enqueue job %s: %w", kind, err)
	}
	if err := upsertJob(ctx, q, id.String(), kind, key, string(text), s.now(), runAt.UTC()); err != nil {
		return fmt.Errorf("enqueue job %s: %w", kind, err)
	}
	return nil
}

// Wake makes this node look for due jobs now.
func (s *Queue) Wake() {
	select {
	case s.wake <- struct{}{}:
	default: // it is awake already
	}
}

// Run does jobs until ctx ends; those begun are finished first.
func (s *Queue) Run(ctx context.Context) error {
	var group sync.WaitGroup
	defer group.Wait()
	for range workers {
		group.Go(func() { s.work(ctx) })
	}
	sweep := time.NewTicker(sweepEvery)
	defer sweep.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-sweep.C:
			if _, err := s.Sweep(ctx); err != nil && ctx.Err() == nil {
				s.logger.WarnContext(ctx, "done jobs not swept, tried again later", "error", err)
			}
		}
	}
}

// work is one worker's loop.
func (s *Queue) work(ctx context.Context) {
	tick := time.NewTicker(poll)
	defer tick.Stop()
	for {
		if _, err := s.RunDue(ctx); err != nil && ctx.Err() == nil {
			s.logger.WarnContext(ctx, "jobs not looked at, tried again soon", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-s.wake:
		case <-tick.C:
		}
	}
}

// RunDue does one job after the other until none is due, and says how many it
// did. A job that fails is logged and put off, and is no failure of RunDue.
func (s *Queue) RunDue(ctx context.Context) (int, error) {
	done := 0
	for ctx.Err() == nil {
		row, err := leaseJob(ctx, s.db, s.kinds(), s.now(), s.now().Add(lease))
		if postgres.NoRows(err) {
			return done, nil
		}
		if err != nil {
			return done, fmt.Errorf("lease job: %w", err)
		}
		if err := s.do(ctx, row); err != nil {
			return done, err
		}
		done++
	}
	return done, ctx.Err()
}

// Sweep deletes jobs done more than 7 days ago and says how many.
func (s *Queue) Sweep(ctx context.Context) (int64, error) {
	n, err := deleteDone(ctx, s.db, s.now().Add(-keepDone))
	if err != nil {
		return 0, fmt.Errorf("sweep jobs: %w", err)
	}
	return n, nil
}

// Reclaim gives every lease back at once and says how many there were: for a
// program that has the database to itself and has just started, so that whoever
// leased is dead. With other nodes about leases have to run out.
func (s *Queue) Reclaim(ctx context.Context) (int64, error) {
	n, err := returnLeases(ctx, s.db)
	if err != nil {
		return 0, fmt.Errorf("reclaim jobs: %w", err)
	}
	return n, nil
}

// errLeaseLost rolls back the work of a node that took longer than its lease.
var errLeaseLost = errors.New("the lease ran out")

// do runs a leased job. What was begun is finished even when the node stops.
func (s *Queue) do(ctx context.Context, row jobRow) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), timeout)
	defer cancel()
	s.mu.RLock()
	speaks, outside := s.outside[row.Kind]
	s.mu.RUnlock()
	var err error
	if outside {
		err = s.doOutside(ctx, row, speaks)
	} else {
		err = s.doInside(ctx, row)
	}
	if err == nil || errors.Is(err, errLeaseLost) {
		return nil
	}
	s.logger.ErrorContext(ctx, "job failed, tried again later", "kind", row.Kind, "attempt", row.Attempts, "error", err)
	// The handler may have used up its time.
	ctx, cancel = context.WithTimeout(context.WithoutCancel(ctx), postgres.Timeout)
	defer cancel()
	if err := putOff(ctx, s.db, row, s.now().Add(backoff(row.Attempts)), reason(err)); err != nil {
		return fmt.Errorf("put off job %s: %w", row.Kind, err)
	}
	return nil
}

// doInside is a handler's work and the end of its job in one transaction.
func (s *Queue) doInside(ctx context.Context, row jobRow) error {
	return s.db.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		// Done first: the handler may enqueue the same kind and key anew.
		held, err := finishJob(ctx, q, row, s.now())
		if err != nil {
			return err
		}
		if !held {
			return errLeaseLost
		}
		return s.handle(ctx, q, row.job())
	})
}

// doOutside lets a handler speak to others and then marks its job done, unless it
// was moved meanwhile.
func (s *Queue) doOutside(ctx context.Context, row jobRow, h OutsideHandler) error {
	if err := guarded(row.Kind, func() error { return h(ctx, row.job()) }); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), postgres.Timeout)
	defer cancel()
	held, err := finishUnlessMoved(ctx, s.db, row, s.now())
	if err == nil && !held {
		err = errLeaseLost
	}
	return err
}

// handle calls the handler.
func (s *Queue) handle(ctx context.Context, q postgres.Querier, j Job) error {
	s.mu.RLock()
	h := s.handlers[j.Kind]
	s.mu.RUnlock()
	return guarded(j.Kind, func() error { return h(ctx, q, j) })
}

// guarded does work; a panic is a failure like another.
func guarded(kind string, work func() error) (err error) { //nolint:nonamedreturns // a deferred function sets it
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("job %s panicked: %v", kind, p)
		}
	}()
	return work()
}

func (s *Queue) kinds() []string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	kinds := make([]string, 0, len(s.handlers)+len(s.outside))
	for kind := range s.handlers {
		kinds = append(kinds, kind)
	}
	for kind := range s.outside {
		kinds = append(kinds, kind)
	}
	slices.Sort(kinds)
	return kinds
}

// now is in microseconds: a lease is told by its time, as PostgreSQL keeps it.
func (s *Queue) now() time.Time { return s.clock().UTC().Truncate(time.Microsecond) }

// backoff is the wait after so many attempts.
func backoff(attempts int) time.Duration {
	wait := firstBackoff
	for range attempts - 1 {
		if wait *= 2; wait >= maxBackoff {
			return maxBackoff
		}
	}
	return wait
}

// reason is an error's text, short enough for a row.
func reason(err error) string {
	text := []rune(err.Error())
	return string(text[:min(len(text), 300)])
}
