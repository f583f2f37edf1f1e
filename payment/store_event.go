package payment

import (
	"context"
	"time"

	"github.com/walletdesk/walletdesk/postgres"
)

type eventRow struct {
	ID          string     `db:"id"`
	ClientID    string     `db:"client_id"`
	Seq         int64      `db:"seq"`
	PaymentID   string     `db:"payment_id"`
	Type        string     `db:"type"`
	Body        string     `db:"body"`
	CreatedAt   time.Time  `db:"created_at"`
	DeliveredAt *time.Time `db:"delivered_at"`
	Deliveries  int        `db:"deliveries"`
}

// nextSeq numbers a marketplace's next event. The number is held until the
// transaction ends, so that none is seen before a lower one.
func nextSeq(ctx context.Context, q postgres.Querier, clientID string) (int64, error) {
	const query = `
		INSERT INTO payment_client (client_id, last_seq)
		VALUES ($1, 1)
		ON CONFLICT (client_id) DO UPDATE SET last_seq = payment_client.last_seq + 1
		RETURNING last_seq`
	var seq int64
	err := q.GetContext(ctx, &seq, query, clientID)
	return seq, err
}

func insertEvent(ctx context.Context, q postgres.Querier, r eventRow) error {
	const query = `
		INSERT INTO payment_event (id, client_id, seq, payment_id, type, body, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`
	_, err := q.ExecContext(ctx, query, r.ID, r.ClientID, r.Seq, r.PaymentID, r.Type, r.Body, r.CreatedAt)
	return err
}

func selectEvent(ctx context.Context, q postgres.Querier, id string) (eventRow, error) {
	const query = `
		SELECT id, client_id, seq, payment_id, type, body, created_at, delivered_at, deliveries
		FROM payment_event
		WHERE id = $1`
	var row eventRow
	err := q.GetContext(ctx, &row, query, id)
	return row, err
}

func selectEvents(ctx context.Context, q postgres.Querier, clientID string, after int64, limit int) ([]eventRow, error) {
	const query = `
		SELECT id, client_id, seq, payment_id, type, body, created_at, delivered_at, deliveries
		FROM payment_event
		WHERE client_id = $1 AND seq > $2
		ORDER BY seq
		LIMIT $3`
	var rows []eventRow
	err := q.SelectContext(ctx, &rows, query, clientID, after, limit)
	return rows, err
}

// countDelivery notes that an event was sent, and when it was taken.
func countDelivery(ctx context.Context, q postgres.Querier, id string, deliveredAt *time.Time) error {
	const query = `
		UPDATE payment_event
		SET deliveries = deliveries + 1, delivered_at = COALESCE(delivered_at, $2)
		WHERE id = $1`
	_, err := q.ExecContext(ctx, query, id, deliveredAt)
	return err
}
