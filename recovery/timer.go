package recovery

import (
	"context"
	"fmt"
	"time"

	"github.com/walletdesk/walletdesk/job"
	"github.com/walletdesk/walletdesk/mail"
	"github.com/walletdesk/walletdesk/postgres"
)

// The kinds of jobs; a flow's timers have its id as their key.
const (
	jobRequest = "recovery.request"
	jobExpire  = "recovery.expire"
	jobFinish  = "recovery.finish"
)

// keepRequests is how long a request is kept after it is of no more use.
const keepRequests = 24 * time.Hour

// expireAt sets, or moves, the timer that ends a flow.
func (s *Service) expireAt(ctx context.Context, q postgres.Querier, flowID string, at time.Time) error {
	return s.jobs.Enqueue(ctx, q, jobExpire, flowID, at, nil)
}

// expire ends a flow whose time is over and reports whether it did. Every step
// looks at the time itself, so a late timer lets nobody through.
func (s *Service) expire(ctx context.Context, q postgres.Querier, f flowRow) (bool, error) {
	moved, err := move(ctx, q, f.ID, evExpire, s.now())
	if err != nil || !moved {
		return false, err
	}
	return true, s.write(ctx, q, f, "recovery.expired", "system", nil)
}

func (s *Service) handleExpire(ctx context.Context, q postgres.Querier, j job.Job) error {
	f, err := s.find(ctx, q, j.Key)
	if err != nil {
		return err
	}
	ended, err := s.expire(ctx, q, f)
	if err != nil || ended || f.EndedAt != nil || f.State == PasswordSet {
		return err
	}
	return s.expireAt(ctx, q, f.ID, f.ExpiresAt) // it was given more time
}

// handleFinish ends a cool-down: the former secrets go, and the customer is told.
func (s *Service) handleFinish(ctx context.Context, q postgres.Querier, j job.Job) error {
	f, err := s.find(ctx, q, j.Key)
	if err != nil {
		return err
	}
	moved, err := move(ctx, q, f.ID, evFinish, s.now())
	if err != nil || !moved {
		return err // frozen meanwhile
	}
	if err := s.accounts.DropFormer(ctx, q, f.AccountID); err != nil {
		return err
	}
	if err := s.accounts.SetNotMeExpiry(ctx, q, f.ID, s.now().Add(notMeAfterDone)); err != nil {
		return err
	}
	if err := s.write(ctx, q, f, "recovery.done", "system", nil); err != nil {
		return err
	}
	if err := s.accounts.NotifyFlow(ctx, q, f.AccountID, f.ID, mail.RecoveryFinished, nil); err != nil {
		return err
	}
	s.mail.Wake()
	return nil
}

// Sweep forgets requests that are of no more use and returns how many.
func (s *Service) Sweep(ctx context.Context) (int64, error) {
	n, err := deleteRequests(ctx, s.db, s.now().Add(-keepRequests))
	if err != nil {
		return 0, fmt.Errorf("sweep recovery requests: %w", err)
	}
	return n, nil
}
