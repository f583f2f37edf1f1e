package rotation

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/lib/pq"

	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/secret"
)

// Register tells the database of the key that this program seals with, at its start.
// ErrRetired when it was taken away: the key file is a copy from before a rotation.
func Register(ctx context.Context, db *postgres.DB, version int, at time.Time) error {
	const query = `
		SELECT count(*)
		FROM retired_key
		WHERE version >= $1`
	var retired int
	if err := db.GetContext(ctx, &retired, query, version); err != nil {
		return fmt.Errorf("register sealing key: %w", err)
	}
	if retired > 0 {
		return ErrRetired
	}
	return register(ctx, db, version, at)
}

func register(ctx context.Context, q postgres.Querier, version int, at time.Time) error {
	const query = `
		INSERT INTO sealing_key (version, registered_at)
		VALUES ($1, $2)
		ON CONFLICT (version) DO NOTHING`
	if _, err := q.ExecContext(ctx, query, version, at); err != nil {
		return fmt.Errorf("register sealing key: %w", err)
	}
	return nil
}

// retire takes keys away from the database, all or none: from then on nothing can be
// sealed by them. "" when it is done, otherwise the constraint of a table that has
// something one of them sealed.
func retire(ctx context.Context, db *postgres.DB, keys []secret.Key, at time.Time) (string, error) {
	const remove = `
		DELETE FROM sealing_key
		WHERE version = $1`
	const note = `
		INSERT INTO retired_key (version, retired_at)
		VALUES ($1, $2)
		ON CONFLICT (version) DO NOTHING  -- a rotation that is gone on with`
	err := db.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		for _, k := range keys {
			if _, err := q.ExecContext(ctx, remove, k.Version); err != nil {
				return err
			}
			if _, err := q.ExecContext(ctx, note, k.Version, at); err != nil {
				return err
			}
		}
		return nil
	})
	if inUse := postgres.Constraint(err); strings.HasSuffix(inUse, "_key_version_fkey") {
		return inUse, nil
	}
	return "", err
}

type column struct {
	Table  string `db:"table_name"`
	Column string `db:"column_name"`
}

// selectColumns is every column that holds what a sealing key sealed.
func selectColumns(ctx context.Context, q postgres.Querier) ([]column, error) {
	const query = `
		SELECT c.table_name, c.column_name
		FROM information_schema.columns c
		JOIN information_schema.tables t USING (table_schema, table_name)
		WHERE c.table_schema = current_schema()
			AND t.table_type = 'BASE TABLE'
			AND c.column_name IN ('sealed', 'wrapped_key')
			AND c.data_type = 'bytea'
		ORDER BY 1, 2`
	var columns []column
	err := q.SelectContext(ctx, &columns, query)
	return columns, err
}

// countOther counts what another key than prefix's sealed.
func countOther(ctx context.Context, q postgres.Querier, c column, prefix []byte) (int64, error) {
	name := pq.QuoteIdentifier(c.Column)
	query := `SELECT count(*) FROM ` + pq.QuoteIdentifier(c.Table) + ` WHERE substring(` + name + ` FROM 1 FOR 5) <> $1`
	var n int64
	err := q.GetContext(ctx, &n, query, prefix)
	return n, err
}

type prefixCount struct {
	Prefix []byte `db:"prefix"`
	Rows   int64  `db:"rows"`
}

func countByPrefix(ctx context.Context, q postgres.Querier, c column) ([]prefixCount, error) {
	name := pq.QuoteIdentifier(c.Column)
	query := `SELECT substring(` + name + ` FROM 1 FOR 5) AS prefix, count(*) AS rows FROM ` + pq.QuoteIdentifier(c.Table) +
		` WHERE ` + name + ` IS NOT NULL GROUP BY 1`
	var counts []prefixCount
	err := q.SelectContext(ctx, &counts, query)
	return counts, err
}
