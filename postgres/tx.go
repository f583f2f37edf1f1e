package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/walletdesk/walletdesk/fault"
)

// A transaction that failed for a passing reason is tried again after 50, 100,
// 200, 400 and 800 ms: 1.55 s in all, as long as a planned switch to a standby
// takes (measured with Patroni: 1.5 s).
const (
	maxRetries   = 5
	firstBackoff = 50 * time.Millisecond
)

// InTx runs fn in one READ COMMITTED transaction: commits when fn returns nil,
// rolls back when it returns an error or panics. fn works through q and the
// context it is given, talks to nothing outside the database, and is repeatable:
// after a passing failure (lost connection, server going down or read-only,
// serialization, deadlock) the whole of fn runs again in a new transaction.
//
// A commit whose answer was lost may have happened, and is retried all the same:
// an insert needs a key that makes the second one visible (a client id, a unique
// constraint), an edge of a state machine reports that it was already taken.
//
// Errors of fn come back as they are; fault.Unavailable when the last try failed
// for a passing reason too; ctx's own error when the caller left meanwhile.
func (db *DB) InTx(ctx context.Context, fn func(ctx context.Context, q Querier) error) error {
	backoff := firstBackoff
	for try := 0; ; try++ {
		err := db.tryTx(ctx, fn)
		if err == nil || !transient(err) {
			return err
		}
		if try == maxRetries {
			return unavailable(err)
		}
		select {
		case <-ctx.Done():
			return errors.Join(ctx.Err(), err)
		case <-time.After(backoff):
		}
		backoff *= 2
	}
}

func unavailable(err error) error {
	return fault.New(fault.Unavailable, "DATABASE_UNAVAILABLE",
		"The service cannot reach its database right now. Please try again in a moment.").WithCause(err)
}

// tryTx is one try of InTx.
func (db *DB) tryTx(ctx context.Context, fn func(ctx context.Context, q Querier) error) error {
	ctx, cancel := withTimeout(ctx)
	defer cancel()
	tx, err := db.BeginTxx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin transaction: %w", err)
	}
	done := false
	defer func() {
		if !done { // fn panicked: let go of the connection, let the panic go on
			_ = tx.Rollback()
		}
	}()
	if err := fn(ctx, tx); err != nil {
		done = true
		// A failed rollback ends the connection and with it the transaction;
		// what fn said is what counts.
		_ = tx.Rollback()
		return left(ctx, err)
	}
	done = true
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit transaction: %w", left(ctx, err))
	}
	return nil
}

// left is err, told as the end of ctx where it only follows from that: database/sql
// rolls back by itself when ctx ends, and whoever comes later, the commit too, hears
// that the transaction is over, which reads like a bug of ours in the log.
func left(ctx context.Context, err error) error {
	if ctx.Err() != nil && errors.Is(err, sql.ErrTxDone) {
		return fmt.Errorf("%w: %w", ctx.Err(), err)
	}
	return err
}
