package payment

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/job"
	"github.com/walletdesk/walletdesk/postgres"
)

// tendKind is the job that looks after a payment; its key is the payment's id.
const tendKind = "payment.tend"

// tendAt has a payment looked after at a time, and not at the one set before.
func (s *Service) tendAt(ctx context.Context, q postgres.Querier, id string, at time.Time) error {
	if err := s.Jobs.Enqueue(ctx, q, tendKind, id, at, struct{}{}); err != nil {
		return fmt.Errorf("set payment's timer: %w", err)
	}
	return nil
}

// tend is the handler of tendKind, outside of a transaction for it asks providers:
// it finds out how a charge ended whose answer never came, and lets a payment
// expire. It may run at any time and again.
func (s *Service) tend(ctx context.Context, j job.Job) error {
	row, err := selectByID(ctx, s.DB, j.Key)
	if err != nil {
		return fmt.Errorf("tend payment: %w", err)
	}
	now := s.now()
	switch row.State {
	case Authorising:
		err = s.findOut(ctx, row)
	case Redirected, AwaitingCash:
		switch {
		case len(row.Sealed) == 0 && now.Sub(*row.AttemptAt) >= settleWait:
			// Nobody was told where to go: the program ended in the middle.
			err = s.closed(ctx, row, func() error { return s.giveUp(ctx, *row.AttemptID, nil) })
		case !now.Before(row.ExpiresAt):
			err = s.closed(ctx, row, func() error { return s.expire(ctx, row) })
		}
	case Open:
		if !now.Before(row.ExpiresAt) {
			err = s.expire(ctx, row)
		}
	default:
		return nil
	}
	if err != nil && !errors.Is(err, fault.Conflict) { // moved on meanwhile: fine
		return fmt.Errorf("tend payment: %w", err)
	}
	return s.again(ctx, row.ID)
}

// again sets the timer of a payment that is not at its end.
func (s *Service) again(ctx context.Context, id string) error {
	row, err := selectByID(ctx, s.DB, id)
	if err != nil || row.State.Ended() {
		return wrapped("tend payment", err)
	}
	at := row.ExpiresAt
	if soon := s.now().Add(settleWait); row.State == Authorising || row.State != Open && len(row.Sealed) == 0 || at.Before(soon) && !at.After(s.now()) {
		at = soon
	}
	return s.tendAt(ctx, s.DB, id, at)
}

// findOut asks the provider of a card how a charge ended whose answer never came.
// The provider closes what it has not taken, so that it is not taken later.
func (s *Service) findOut(ctx context.Context, row paymentRow) error {
	if s.now().Sub(*row.AttemptAt) < lostWait {
		return nil // it is only being begun
	}
	return s.closed(ctx, row, func() error {
		code := "NO_ANSWER"
		return s.giveUp(ctx, *row.AttemptID, &code)
	})
}

// closed goes on when the provider has closed a charge that no money came of.
func (s *Service) closed(ctx context.Context, row paymentRow, goOn func() error) error {
	settled, err := s.closeAtProvider(ctx, row)
	if err != nil || settled {
		return err
	}
	return goOn()
}

func (s *Service) expire(ctx context.Context, row paymentRow) error {
	n := note{action: "payment.expired", actor: "system", event: "payment.expired"}
	edge := func(ctx context.Context, q postgres.Querier) (bool, error) {
		return setExpired(ctx, q, row, s.now())
	}
	if row.State == Open {
		return s.end(ctx, row, edge, n)
	}
	return s.void(ctx, *row.AttemptID, nil, edge, n)
}
