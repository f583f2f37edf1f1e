package recovery

import (
	"context"
	"time"

	"github.com/walletdesk/walletdesk/postgres"
)

func updateHold(ctx context.Context, q postgres.Querier, flowID string, hold time.Duration) (bool, error) {
	const query = `
		UPDATE recovery_flow
		SET hold_seconds = $2
		WHERE id = $1 AND state = 'ESCALATED'`
	return postgres.ExecOne(ctx, q, query, flowID, int(hold/time.Second))
}

// selectHold is for how long payments are held after a flow, 0 for as usual.
func selectHold(ctx context.Context, q postgres.Querier, flowID string) (time.Duration, error) {
	const query = `
		SELECT hold_seconds
		FROM recovery_flow
		WHERE id = $1`
	var seconds int
	err := q.GetContext(ctx, &seconds, query, flowID)
	return time.Duration(seconds) * time.Second, err
}

func countRecoveries(ctx context.Context, q postgres.Querier, accountID string, since time.Time) (int, time.Time, error) {
	const query = `
		SELECT count(*) AS many, max(requested_at) AS last
		FROM recovery_flow
		WHERE account_id = $1 AND requested_at > $2 AND link_confirmed_at IS NOT NULL`
	var row struct {
		Many int        `db:"many"`
		Last *time.Time `db:"last"`
	}
	err := q.GetContext(ctx, &row, query, accountID, since)
	if err != nil || row.Last == nil {
		return 0, time.Time{}, err
	}
	return row.Many, row.Last.UTC(), nil
}
