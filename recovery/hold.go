package recovery

import (
	"context"
	"fmt"
	"time"

	"github.com/walletdesk/walletdesk/postgres"
)

// HoldFor lets payments be held for at least so long after the new password of a
// flow that is with the support service, in the transaction of the decision.
// fault.Conflict WRONG_STATE when the flow is not ESCALATED.
func (s *Service) HoldFor(ctx context.Context, q postgres.Querier, flowID string, hold time.Duration) error {
	held, err := updateHold(ctx, q, flowID, hold)
	if err != nil {
		return fmt.Errorf("hold longer: %w", err)
	}
	if !held {
		return errWrongState()
	}
	return nil
}

// RecoveriesSince is how many recoveries of an account were asked for since a time
// and had their link confirmed, and when the last was. What somebody merely asked
// for, who knows the address and no more, does not count.
func (s *Service) RecoveriesSince(ctx context.Context, q postgres.Querier, accountID string, since time.Time) (int, time.Time, error) {
	n, last, err := countRecoveries(ctx, q, accountID, since)
	if err != nil {
		return 0, time.Time{}, fmt.Errorf("count recoveries: %w", err)
	}
	return n, last, nil
}
