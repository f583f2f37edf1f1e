package payment

import (
	"context"
	"crypto/sha256"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/postgres"
)

// callbacksFor is how long signatures of callbacks are remembered: far longer than
// one is good for.
const callbacksFor = 24 * time.Hour

// Callback takes what a provider says of a charge, its signature checked by the
// caller. One signature is taken once; the same news under a new one does nothing
// more. It gives the payment's page for a browser that comes back.
//
// fault.Conflict REPLAYED, CHARGE_VOID: the provider gives the money back;
// fault.NotFound for a charge that is none of this way's; fault.Invalid BAD_STATUS.
func (s *Service) Callback(ctx context.Context, way Kind, attemptID string, status Status, decline string, signature []byte) (link string, err error) {
	if uuid.Validate(attemptID) != nil {
		return "", errNotFound()
	}
	if status != Approved && status != Declined {
		return "", fault.New(fault.Invalid, "BAD_STATUS", "A charge ends APPROVED or DECLINED.")
	}
	sum := sha256.Sum256(signature)
	err = s.DB.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		fresh, err := insertCallback(ctx, q, sum[:], s.now())
		if err != nil {
			return fmt.Errorf("take callback: %w", err)
		}
		if !fresh {
			return fault.New(fault.Conflict, "REPLAYED", "This was told before.")
		}
		row, err := selectByAttempt(ctx, q, attemptID)
		if postgres.NoRows(err) {
			return errNotFound()
		}
		if err != nil {
			return fmt.Errorf("take callback: %w", err)
		}
		attempt, err := selectAttempt(ctx, q, attemptID)
		if err != nil {
			return fmt.Errorf("take callback: %w", err)
		}
		if attempt.Method != way {
			return errNotFound()
		}
		link = s.link(row.ID)
		return s.settleIn(ctx, q, attemptID, Outcome{Status: status, Decline: decline})
	})
	if err != nil {
		return "", err
	}
	s.Jobs.Wake()
	return link, nil
}

// Sweep forgets signatures of callbacks that are too old to be taken anyway, and
// says how many.
func (s *Service) Sweep(ctx context.Context) (int64, error) {
	n, err := deleteCallbacks(ctx, s.DB, s.now().Add(-callbacksFor))
	return n, wrapped("sweep callbacks", err)
}
