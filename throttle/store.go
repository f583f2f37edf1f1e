package throttle

import (
	"context"
	"time"

	"github.com/lib/pq"

	"github.com/walletdesk/walletdesk/postgres"
)

// lockTaken returns a key's attempts under a limit, ascending, and holds its row
// until the transaction ends. A row that is not there yet is made: two first
// attempts must not both find nothing.
func lockTaken(ctx context.Context, q postgres.Querier, key []byte, limit string) ([]int64, error) {
	const query = `
		INSERT INTO throttle (key_hash, limit_name, taken, expires_at)
		VALUES ($1, $2, '{}', 'epoch')
		ON CONFLICT (key_hash, limit_name)
		DO UPDATE SET taken = throttle.taken  -- changes nothing, locks the row
		RETURNING taken`
	var taken pq.Int64Array
	err := q.GetContext(ctx, &taken, query, key, limit)
	return taken, err
}

// selectTaken is lockTaken without the lock; a row that is not there has none.
func selectTaken(ctx context.Context, q postgres.Querier, key []byte, limit string) ([]int64, error) {
	const query = `
		SELECT taken
		FROM throttle
		WHERE key_hash = $1 AND limit_name = $2`
	var taken pq.Int64Array
	err := q.GetContext(ctx, &taken, query, key, limit)
	if postgres.NoRows(err) {
		return nil, nil
	}
	return taken, err
}

func updateTaken(ctx context.Context, q postgres.Querier, key []byte, limit string, taken []int64, expires time.Time) error {
	const query = `
		UPDATE throttle
		SET taken = $3, expires_at = $4
		WHERE key_hash = $1 AND limit_name = $2`
	_, err := q.ExecContext(ctx, query, key, limit, pq.Int64Array(taken), expires)
	return err
}

func deleteTaken(ctx context.Context, q postgres.Querier, key []byte, limit string) error {
	const query = `
		DELETE FROM throttle
		WHERE key_hash = $1 AND limit_name = $2`
	_, err := q.ExecContext(ctx, query, key, limit)
	return err
}

func deleteExpired(ctx context.Context, q postgres.Querier, now time.Time) (int64, error) {
	const query = `
		DELETE FROM throttle
		WHERE expires_at <= $1`
	result, err := q.ExecContext(ctx, query, now)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}
