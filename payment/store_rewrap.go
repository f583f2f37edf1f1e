package payment

import (
	"context"

	"github.com/walletdesk/walletdesk/postgres"
)

type sealedRow struct {
	ID     string `db:"id"`
	Sealed []byte `db:"sealed"`
}

// lockSealed is up to n attempts that another key than version sealed, held
// until the transaction ends: one that is decided meanwhile is wiped after.
func lockSealed(ctx context.Context, q postgres.Querier, version int, after string, n int) ([]sealedRow, error) {
	const query = `
		SELECT id, sealed
		FROM payment_attempt
		WHERE (key_version <> $1 OR key_version IS NULL AND sealed IS NOT NULL)
			AND id > $2
		ORDER BY id
		LIMIT $3
		FOR UPDATE`
	var rows []sealedRow
	err := q.SelectContext(ctx, &rows, query, version, orZero(after), n)
	return rows, err
}

func updateSealed(ctx context.Context, q postgres.Querier, id string, sealed []byte, version int) error {
	const query = `
		UPDATE payment_attempt
		SET sealed = $2, key_version = $3
		WHERE id = $1`
	_, err := q.ExecContext(ctx, query, id, sealed, version)
	return err
}

// orZero is the id before all others for none.
func orZero(id string) string {
	if id == "" {
		return "00000000-0000-0000-0000-000000000000"
	}
	return id
}
