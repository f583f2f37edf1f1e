package job

import (
	"context"
	"time"

	"github.com/lib/pq"

	"github.com/walletdesk/walletdesk/postgres"
)

type jobRow struct {
	ID          string    `db:"id"`
	Kind        string    `db:"kind"`
	Key         string    `db:"key"`
	Payload     string    `db:"payload"`
	Attempts    int       `db:"attempts"`
	RunAt       time.Time `db:"run_at"`
	LockedUntil time.Time `db:"locked_until"`
}

func (r jobRow) job() Job {
	return Job{ID: r.ID, Kind: r.Kind, Key: r.Key, Payload: []byte(r.Payload), Attempt: r.Attempts}
}

func upsertJob(ctx context.Context, q postgres.Querier, id, kind, key, payload string, now, runAt time.Time) error {
	const query = `
		INSERT INTO job (id, kind, key, payload, created_at, run_at)
		VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (kind, key) WHERE done_at IS NULL
		DO UPDATE SET payload = EXCLUDED.payload, run_at = EXCLUDED.run_at`
	_, err := q.ExecContext(ctx, query, id, kind, key, payload, now, runAt)
	return err
}

// leaseJob takes the job that is due longest. sql.ErrNoRows when none is.
func leaseJob(ctx context.Context, q postgres.Querier, kinds []string, now, until time.Time) (jobRow, error) {
	const query = `
		UPDATE job
		SET locked_until = $3, attempts = attempts + 1
		WHERE id = (
			SELECT id
			FROM job
			WHERE done_at IS NULL
				AND run_at <= $2
				AND (locked_until IS NULL OR locked_until <= $2)
				AND kind = ANY ($1)
			ORDER BY run_at
			LIMIT 1
			FOR UPDATE SKIP LOCKED)
		RETURNING id, kind, key, payload, attempts, run_at, locked_until`
	var row jobRow
	err := q.GetContext(ctx, &row, query, pq.Array(kinds), now, until)
	return row, err
}

// finishJob marks a job done if the lease is still the caller's, and forgets what
// it was about: an address has no business in a row that is only looked at.
func finishJob(ctx context.Context, q postgres.Querier, row jobRow, now time.Time) (bool, error) {
	const query = `
		UPDATE job
		SET done_at = $3, locked_until = NULL, last_error = '', payload = '{}'
		WHERE id = $1 AND done_at IS NULL AND locked_until = $2`
	return postgres.ExecOne(ctx, q, query, row.ID, row.LockedUntil, now)
}

// finishUnlessMoved is finishJob for a job whose handler worked outside: one that
// was enqueued anew meanwhile, for another time, waits for that.
func finishUnlessMoved(ctx context.Context, q postgres.Querier, row jobRow, now time.Time) (bool, error) {
	const query = `
		UPDATE job
		SET done_at = CASE WHEN run_at = $4 THEN $3::timestamptz END,
			payload = CASE WHEN run_at = $4 THEN '{}' ELSE payload END,
			attempts = CASE WHEN run_at = $4 THEN attempts ELSE 0 END,
			locked_until = NULL,
			last_error = ''
		WHERE id = $1 AND done_at IS NULL AND locked_until = $2`
	return postgres.ExecOne(ctx, q, query, row.ID, row.LockedUntil, now, row.RunAt)
}

// putOff gives a lease back; one that is another's by now stays.
func putOff(ctx context.Context, q postgres.Querier, row jobRow, runAt time.Time, reason string) error {
	const query = `
		UPDATE job
		SET run_at = $3, locked_until = NULL, last_error = $4
		WHERE id = $1 AND done_at IS NULL AND locked_until = $2`
	_, err := q.ExecContext(ctx, query, row.ID, row.LockedUntil, runAt, reason)
	return err
}

// returnLeases gives every lease back.
func returnLeases(ctx context.Context, q postgres.Querier) (int64, error) {
	const query = `
		UPDATE job
		SET locked_until = NULL
		WHERE done_at IS NULL AND locked_until IS NOT NULL`
	result, err := q.ExecContext(ctx, query)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

func deleteDone(ctx context.Context, q postgres.Querier, before time.Time) (int64, error) {
	const query = `
		DELETE FROM job
		WHERE done_at < $1`
	result, err := q.ExecContext(ctx, query, before)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}
