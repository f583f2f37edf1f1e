package audit

import (
	"context"
	"time"

	"github.com/walletdesk/walletdesk/postgres"
)

type entryRow struct {
	Stream       string    `db:"stream"`
	Seq          int64     `db:"seq"`
	At           time.Time `db:"at"`
	Action       string    `db:"action"`
	Actor        string    `db:"actor"`
	Detail       string    `db:"detail"` // JSON
	PreviousHash []byte    `db:"previous_hash"`
	Hash         []byte    `db:"hash"`
}

type streamRow struct {
	Stream   string `db:"stream"`
	LastSeq  int64  `db:"last_seq"`
	LastHash []byte `db:"last_hash"`
	Seal     []byte `db:"seal"`
}

// lockStream returns a stream's end and holds it until the transaction ends;
// empty is the end that a new stream gets.
func lockStream(ctx context.Context, q postgres.Querier, empty streamRow) (streamRow, error) {
	const query = `
		INSERT INTO audit_stream (stream, last_seq, last_hash, seal)
		VALUES ($1, $2, $3, $4)
		ON CONFLICT (stream)
		DO UPDATE SET last_seq = audit_stream.last_seq  -- changes nothing, locks the row
		RETURNING stream, last_seq, last_hash, seal`
	var end streamRow
	err := q.GetContext(ctx, &end, query, empty.Stream, empty.LastSeq, empty.LastHash, empty.Seal)
	return end, err
}

func updateStream(ctx context.Context, q postgres.Querier, end streamRow) error {
	const query = `
		UPDATE audit_stream
		SET last_seq = $2, last_hash = $3, seal = $4
		WHERE stream = $1`
	_, err := q.ExecContext(ctx, query, end.Stream, end.LastSeq, end.LastHash, end.Seal)
	return err
}

func selectStream(ctx context.Context, q postgres.Querier, stream string) (streamRow, error) {
	const query = `
		SELECT stream, last_seq, last_hash, seal
		FROM audit_stream
		WHERE stream = $1`
	var end streamRow
	err := q.GetContext(ctx, &end, query, stream)
	return end, err
}

func selectStreams(ctx context.Context, q postgres.Querier, after string, limit int) ([]string, error) {
	const query = `
		SELECT stream
		FROM audit_stream
		WHERE stream > $1
		ORDER BY stream
		LIMIT $2`
	var names []string
	err := q.SelectContext(ctx, &names, query, after, limit)
	return names, err
}

func insertEntry(ctx context.Context, q postgres.Querier, row entryRow) error {
	const query = `
		INSERT INTO audit_entry (stream, seq, at, action, actor, detail, previous_hash, hash)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`
	_, err := q.ExecContext(ctx, query, row.Stream, row.Seq, row.At, row.Action, row.Actor,
		row.Detail, row.PreviousHash, row.Hash)
	return err
}

func selectEntries(ctx context.Context, q postgres.Querier, stream string, after int64, limit int) ([]entryRow, error) {
	const query = `
		SELECT stream, seq, at, action, actor, detail, previous_hash, hash
		FROM audit_entry
		WHERE stream = $1 AND seq > $2
		ORDER BY seq
		LIMIT $3`
	var rows []entryRow
	err := q.SelectContext(ctx, &rows, query, stream, after, limit)
	return rows, err
}

func selectLatest(ctx context.Context, q postgres.Querier, stream string, limit int) ([]entryRow, error) {
	const query = `
		SELECT stream, seq, at, action, actor, detail, previous_hash, hash
		FROM audit_entry
		WHERE stream = $1
		ORDER BY seq DESC
		LIMIT $2`
	var rows []entryRow
	err := q.SelectContext(ctx, &rows, query, stream, limit)
	return rows, err
}
