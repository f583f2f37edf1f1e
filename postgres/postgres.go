// Package postgres is the database as a tool. It opens it, runs transactions
// and reads its errors; it knows no table.
//
// Invariants:
//   - No statement is without a deadline: a context that has none gets Timeout,
//     for one statement or one try of a transaction. lib/pq has no keepalive
//     settings, so a server that vanished would hold a caller for ever otherwise.
//   - A transaction runs at READ COMMITTED; Open refuses a server whose default
//     is another level.
//   - Times come back in UTC.
//
// Parameters are sent in lib/pq's binary mode (one round trip instead of two):
// a []byte goes out as bytea. Give JSON to a jsonb column as a string.
package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
)

// Timeout is the deadline for a context that brings none: of one statement, or
// of one try of a transaction. Background jobs that may take longer (30 s is
// their rule) pass a context with a deadline of their own.
const Timeout = 5 * time.Second

// The pool. A chat node needs few connections because its writes are gathered;
// 20 keep two cores busy (throughput is flat from 8 writers on) and leave room
// for five nodes under PostgreSQL's default of 100.
const (
	maxConns        = 20
	connMaxIdle     = 5 * time.Minute
	connMaxLifetime = 30 * time.Minute // so that a moved primary is noticed by all in the end
	connectTimeout  = 2 * time.Second
)

// Querier is what a store function needs: a *DB or a transaction.
type Querier interface {
	// GetContext scans exactly one row into dest; sql.ErrNoRows if there is none (see NoRows).
	GetContext(ctx context.Context, dest any, query string, args ...any) error
	// SelectContext scans all rows into the slice dest points to.
	SelectContext(ctx context.Context, dest any, query string, args ...any) error
	// ExecContext runs a statement that returns no rows.
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	// QueryxContext returns rows, which the caller closes.
	QueryxContext(ctx context.Context, query string, args ...any) (*sqlx.Rows, error)
	// QueryRowxContext returns one row; its error comes with Scan.
	QueryRowxContext(ctx context.Context, query string, args ...any) *sqlx.Row
}

var (
	_ Querier = (*DB)(nil)
	_ Querier = (*sqlx.Tx)(nil)
)

// DB is a pool of connections to one database. It is safe for concurrent use.
type DB struct {
	*sqlx.DB
}

// Open connects to the database that url names, as a postgres:// URL or in
// key=value form, several hosts included (host=a,b target_session_attrs=read-write),
// and makes sure that it answers. Close ends it.
func Open(ctx context.Context, url string) (*DB, error) {
	cfg, err := pq.NewConfig(url)
	if err != nil {
		// The text may hold the password: name the setting, not its value.
		return nil, errors.New("open database: the database URL cannot be read")
	}
	cfg.BinaryParameters = true
	cfg.TZ = "UTC"
	if cfg.ConnectTimeout <= 0 {
		cfg.ConnectTimeout = connectTimeout
	}
	if cfg.ApplicationName == "" {
		cfg.ApplicationName = "walletdesk"
	}
	connector, err := pq.NewConnectorConfig(cfg)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	pool := sql.OpenDB(connector)
	pool.SetMaxOpenConns(maxConns)
	pool.SetMaxIdleConns(maxConns)
	pool.SetConnMaxIdleTime(connMaxIdle)
	pool.SetConnMaxLifetime(connMaxLifetime)
	db := &DB{DB: sqlx.NewDb(pool, "postgres")}
	if err := db.check(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("open database: %w", err), pool.Close())
	}
	return db, nil
}

// check asks for what the rest relies on, and by that whether anybody answers.
func (db *DB) check(ctx context.Context) error {
	const q = `SELECT current_setting('default_transaction_isolation')`
	var level string
	if err := db.GetContext(ctx, &level, q); err != nil {
		return err
	}
	if level != "read committed" {
		return fmt.Errorf("default_transaction_isolation is %q; walletdesk needs \"read committed\"", level)
	}
	return nil
}

// GetContext is Querier.GetContext in a transaction of its own.
func (db *DB) GetContext(ctx context.Context, dest any, query string, args ...any) error {
	ctx, cancel := withTimeout(ctx)
	defer cancel()
	return db.DB.GetContext(ctx, dest, query, args...)
}

// SelectContext is Querier.SelectContext in a transaction of its own.
func (db *DB) SelectContext(ctx context.Context, dest any, query string, args ...any) error {
	ctx, cancel := withTimeout(ctx)
	defer cancel()
	return db.DB.SelectContext(ctx, dest, query, args...)
}

// ExecContext is Querier.ExecContext in a transaction of its own.
func (db *DB) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	ctx, cancel := withTimeout(ctx)
	defer cancel()
	return db.DB.ExecContext(ctx, query, args...)
}

// QueryxContext is Querier.QueryxContext in a transaction of its own. The
// deadline covers the reading of the rows too.
func (db *DB) QueryxContext(ctx context.Context, query string, args ...any) (*sqlx.Rows, error) {
	return db.DB.QueryxContext(withLastingTimeout(ctx), query, args...)
}

// QueryRowxContext is Querier.QueryRowxContext in a transaction of its own.
func (db *DB) QueryRowxContext(ctx context.Context, query string, args ...any) *sqlx.Row {
	return db.DB.QueryRowxContext(withLastingTimeout(ctx), query, args...)
}

// withTimeout gives ctx the deadline Timeout from now unless it has one.
func withTimeout(ctx context.Context) (context.Context, context.CancelFunc) {
	if _, has := ctx.Deadline(); has {
		return ctx, func() {}
	}
	return context.WithTimeout(ctx, Timeout)
}

// withLastingTimeout is withTimeout for rows that are read after the call has
// returned: the context is released when its time is over, not before.
func withLastingTimeout(ctx context.Context) context.Context {
	ctx, cancel := withTimeout(ctx)
	context.AfterFunc(ctx, cancel)
	return ctx
}

// ExecOne runs a statement and reports whether it affected exactly one row: the
// conditional UPDATE that is one edge of a state machine. More than one row is an
// error, for then the condition does not say what its author meant.
func ExecOne(ctx context.Context, q Querier, query string, args ...any) (bool, error) {
	result, err := q.ExecContext(ctx, query, args...)
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	if err != nil {
		return false, err
	}
	if n > 1 {
		return false, fmt.Errorf("statement meant for one row affected %d", n)
	}
	return n == 1, nil
}
