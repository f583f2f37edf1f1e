package card

import (
	"context"

	"github.com/walletdesk/walletdesk/postgres"
)

// lockWrapped is up to n cards whose key another one than version wraps, held
// until the transaction ends: none is deleted or rewrapped twice meanwhile.
func lockWrapped(ctx context.Context, q postgres.Querier, version int, after string, n int) ([]cardRow, error) {
	const query = `
		SELECT id, account_id, wrapped_key, key_version
		FROM card
		WHERE key_version <> $1
			AND id > $2
		ORDER BY id
		LIMIT $3
		FOR UPDATE`
	var rows []cardRow
	err := q.SelectContext(ctx, &rows, query, version, orZero(after), n)
	return rows, err
}

func updateWrapped(ctx context.Context, q postgres.Querier, id string, wrapped []byte, version int) error {
	const query = `
		UPDATE card
		SET wrapped_key = $2, key_version = $3
		WHERE id = $1`
	_, err := q.ExecContext(ctx, query, id, wrapped, version)
	return err
}

// orZero is the id before all others for none.
func orZero(id string) string {
	if id == "" {
		return "00000000-0000-0000-0000-000000000000"
	}
	return id
}
