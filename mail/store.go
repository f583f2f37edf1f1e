package mail

import (
	"context"
	"time"

	"github.com/walletdesk/walletdesk/postgres"
)

type mailRow struct {
	ID          string     `db:"id"`
	To          string     `db:"to_address"`
	Template    string     `db:"template"`
	Locale      string     `db:"locale"`
	Params      string     `db:"params"` // JSON
	Sealed      []byte     `db:"sealed"`
	KeyVersion  *int       `db:"key_version"` // nil: nothing is sealed
	CreatedAt   time.Time  `db:"created_at"`
	ExpiresAt   *time.Time `db:"expires_at"`
	Tries       int        `db:"tries"`
	LockedUntil time.Time  `db:"locked_until"`
}

func insertMail(ctx context.Context, q postgres.Querier, row mailRow) error {
	const query = `
		INSERT INTO mail (id, to_address, template, locale, params, sealed, key_version, created_at, expires_at, next_try_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $8)`
	_, err := q.ExecContext(ctx, query, row.ID, row.To, row.Template, row.Locale, row.Params, row.Sealed,
		row.KeyVersion, row.CreatedAt, row.ExpiresAt)
	return err
}

// leaseMail takes the mail that waits longest. sql.ErrNoRows when none does.
func leaseMail(ctx context.Context, q postgres.Querier, now, until time.Time) (mailRow, error) {
	const query = `
		UPDATE mail
		SET locked_until = $2, tries = tries + 1
		WHERE id = (
			SELECT id
			FROM mail
			WHERE sent_at IS NULL
				AND given_up_at IS NULL
				AND next_try_at <= $1
				AND (locked_until IS NULL OR locked_until <= $1)
			ORDER BY next_try_at, id
			LIMIT 1
			FOR UPDATE SKIP LOCKED)
		RETURNING id, to_address, template, locale, params, sealed, created_at, expires_at, tries, locked_until`
	var row mailRow
	err := q.GetContext(ctx, &row, query, now, until)
	return row, err
}

// markSent wipes the secrets; it counts even when the lease ran out meanwhile.
func markSent(ctx context.Context, q postgres.Querier, row mailRow, now time.Time) error {
	const query = `
		UPDATE mail
		SET sent_at = $2, sealed = NULL, locked_until = NULL, last_error = ''
		WHERE id = $1 AND sent_at IS NULL`
	_, err := q.ExecContext(ctx, query, row.ID, now)
	return err
}

func markGivenUp(ctx context.Context, q postgres.Querier, row mailRow, now time.Time, reason string) error {
	const query = `
		UPDATE mail
		SET given_up_at = $3, sealed = NULL, locked_until = NULL, last_error = $4
		WHERE id = $1 AND locked_until = $2 AND sent_at IS NULL`
	_, err := q.ExecContext(ctx, query, row.ID, row.LockedUntil, now, reason)
	return err
}

func putOff(ctx context.Context, q postgres.Querier, row mailRow, next time.Time, reason string) error {
	const query = `
		UPDATE mail
		SET next_try_at = $3, locked_until = NULL, last_error = $4
		WHERE id = $1 AND locked_until = $2 AND sent_at IS NULL`
	_, err := q.ExecContext(ctx, query, row.ID, row.LockedUntil, next, reason)
	return err
}

// returnLeases gives every lease back.
func returnLeases(ctx context.Context, q postgres.Querier) (int64, error) {
	const query = `
		UPDATE mail
		SET locked_until = NULL
		WHERE sent_at IS NULL AND given_up_at IS NULL AND locked_until IS NOT NULL`
	result, err := q.ExecContext(ctx, query)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

func deleteSent(ctx context.Context, q postgres.Querier, before time.Time) (int64, error) {
	const query = `
		DELETE FROM mail
		WHERE sent_at < $1 OR given_up_at < $1`
	result, err := q.ExecContext(ctx, query, before)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}
