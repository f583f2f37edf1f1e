package payment

import (
	"context"
	"time"

	"github.com/walletdesk/walletdesk/postgres"
)

// The states of an attempt.
const (
	attemptPending  = "PENDING"
	attemptApproved = "APPROVED"
	attemptDeclined = "DECLINED"
	attemptVoid     = "VOID"
)

type attemptRow struct {
	ID        string    `db:"id"`
	PaymentID string    `db:"payment_id"`
	Method    Kind      `db:"method"`
	State     string    `db:"state"`
	AccountID *string   `db:"account_id"`
	CardID    *string   `db:"card_id"`
	Network   string    `db:"network"`
	Last4     string    `db:"last4"`
	CreatedAt time.Time `db:"created_at"`
}

func insertAttempt(ctx context.Context, q postgres.Querier, r attemptRow) error {
	const query = `
		INSERT INTO payment_attempt (id, payment_id, method, state, account_id, card_id, network, last4, created_at)
		VALUES ($1, $2, $3, 'PENDING', $4, $5, $6, $7, $8)`
	_, err := q.ExecContext(ctx, query, r.ID, r.PaymentID, r.Method, r.AccountID, r.CardID, r.Network, r.Last4, r.CreatedAt)
	return err
}

func selectAttempt(ctx context.Context, q postgres.Querier, id string) (attemptRow, error) {
	const query = `
		SELECT id, payment_id, method, state, account_id, card_id, network, last4, created_at
		FROM payment_attempt
		WHERE id = $1`
	var row attemptRow
	err := q.GetContext(ctx, &row, query, id)
	return row, err
}

// decide ends an attempt and wipes what it took to carry it out.
func decide(ctx context.Context, q postgres.Querier, id, state string, code *string, now time.Time) (bool, error) {
	const query = `
		UPDATE payment_attempt
		SET state = $2, decline_code = $3, decided_at = $4, sealed = NULL
		WHERE id = $1 AND state = 'PENDING'`
	return postgres.ExecOne(ctx, q, query, id, state, code, now)
}

// setHandover keeps where the payer has to go.
func setHandover(ctx context.Context, q postgres.Querier, id string, sealed []byte, version int) (bool, error) {
	const query = `
		UPDATE payment_attempt
		SET sealed = $2, key_version = $3
		WHERE id = $1 AND state = 'PENDING'`
	return postgres.ExecOne(ctx, q, query, id, sealed, version)
}
