package account

import (
	"context"
	"time"

	"github.com/walletdesk/walletdesk/postgres"
)

// selectEmailChanged is when a confirmation that changes an address was last used.
func selectEmailChanged(ctx context.Context, q postgres.Querier, accountID string) (*time.Time, error) {
	const query = `
		SELECT max(used_at)
		FROM email_confirmation
		WHERE account_id = $1 AND changes`
	var at *time.Time
	err := q.GetContext(ctx, &at, query, accountID)
	return at, err
}

func selectPersonOf(ctx context.Context, q postgres.Querier, accountID string) (string, error) {
	const query = `
		SELECT person_id
		FROM account
		WHERE id = $1`
	var id string
	err := q.GetContext(ctx, &id, query, accountID)
	return id, err
}
