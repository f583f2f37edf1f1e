package payment

import (
	"context"
	"time"

	"github.com/lib/pq"

	"github.com/walletdesk/walletdesk/postgres"
)

// paymentRow is a payment with the attempt that was chosen last.
type paymentRow struct {
	ID          string         `db:"id"`
	ClientID    string         `db:"client_id"`
	Key         string         `db:"idempotency_key"`
	RequestSum  []byte         `db:"request_sum"`
	Order       string         `db:"order_id"`
	Description string         `db:"description"`
	Payee       string         `db:"payee"`
	Amount      int64          `db:"amount"`
	Currency    string         `db:"currency"`
	Subject     *string        `db:"subject"`
	Methods     pq.StringArray `db:"methods"`
	ReturnURL   string         `db:"return_url"`
	TokenSum    []byte         `db:"token_sum"`
	State       State          `db:"state"`
	AccountID   *string        `db:"account_id"`
	AttemptID   *string        `db:"attempt_id"`
	Declines    int            `db:"declines"`
	DeclineCode *string        `db:"decline_code"`
	OpenedAt    time.Time      `db:"opened_at"`
	ExpiresAt   time.Time      `db:"expires_at"`
	EndedAt     *time.Time     `db:"ended_at"`

	Method         *string    `db:"method"`
	AttemptState   *string    `db:"attempt_state"`
	AttemptAccount *string    `db:"attempt_account"`
	AttemptAt      *time.Time `db:"attempt_at"`
	Network        *string    `db:"network"`
	Last4          *string    `db:"last4"`
	Sealed         []byte     `db:"sealed"`
}

// columns of a paymentRow, from payment p with its last attempt a.
const columns = `
	p.id, p.client_id, p.idempotency_key, p.request_sum, p.order_id, p.description, p.payee, p.amount, p.currency,
	p.subject, p.methods, p.return_url, p.token_sum, p.state, p.account_id, p.attempt_id, p.declines, p.decline_code,
	p.opened_at, p.expires_at, p.ended_at,
	a.method, a.state AS attempt_state, a.account_id AS attempt_account, a.created_at AS attempt_at,
	a.network, a.last4, a.sealed
	FROM payment p
	LEFT JOIN payment_attempt a ON a.id = p.attempt_id`

// insertPayment reports false when the key was used before.
func insertPayment(ctx context.Context, q postgres.Querier, r paymentRow) (bool, error) {
	const query = `
		INSERT INTO payment (id, client_id, idempotency_key, request_sum, order_id, description, payee, amount, currency,
			subject, methods, return_url, token_sum, state, opened_at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'OPEN', $14, $15)
		ON CONFLICT ON CONSTRAINT payment_client_id_idempotency_key_key DO NOTHING`
	return postgres.ExecOne(ctx, q, query, r.ID, r.ClientID, r.Key, r.RequestSum, r.Order, r.Description, r.Payee,
		r.Amount, r.Currency, r.Subject, r.Methods, r.ReturnURL, r.TokenSum, r.OpenedAt, r.ExpiresAt)
}

func selectByKey(ctx context.Context, q postgres.Querier, clientID, key string) (paymentRow, error) {
	const query = `SELECT ` + columns + `
		WHERE p.client_id = $1 AND p.idempotency_key = $2`
	var row paymentRow
	err := q.GetContext(ctx, &row, query, clientID, key)
	return row, err
}

// selectByID is for the program itself: it looks at no owner.
func selectByID(ctx context.Context, q postgres.Querier, id string) (paymentRow, error) {
	const query = `SELECT ` + columns + `
		WHERE p.id = $1`
	var row paymentRow
	err := q.GetContext(ctx, &row, query, id)
	return row, err
}

// selectByIDs is a marketplace's own, in no order.
func selectByIDs(ctx context.Context, q postgres.Querier, clientID string, ids []string) ([]paymentRow, error) {
	const query = `SELECT ` + columns + `
		WHERE p.client_id = $1 AND p.id = ANY ($2)`
	var rows []paymentRow
	err := q.SelectContext(ctx, &rows, query, clientID, pq.Array(ids))
	return rows, err
}

func selectByAttempt(ctx context.Context, q postgres.Querier, attemptID string) (paymentRow, error) {
	const query = `SELECT ` + columns + `
		WHERE p.id = (SELECT payment_id FROM payment_attempt WHERE id = $1)`
	var row paymentRow
	err := q.GetContext(ctx, &row, query, attemptID)
	return row, err
}

// selectOfClient is a marketplace's own.
func selectOfClient(ctx context.Context, q postgres.Querier, clientID, id string) (paymentRow, error) {
	const query = `SELECT ` + columns + `
		WHERE p.client_id = $1 AND p.id = $2`
	var row paymentRow
	err := q.GetContext(ctx, &row, query, clientID, id)
	return row, err
}

// selectOfCustomer is one that the customer confirmed or that was opened for them.
func selectOfCustomer(ctx context.Context, q postgres.Querier, accountID, personID, id string) (paymentRow, error) {
	const query = `SELECT ` + columns + `
		WHERE p.id = $3
			AND (p.account_id = $1 OR (p.account_id IS NULL AND p.subject = (SELECT subject FROM person WHERE id = $2)))`
	var row paymentRow
	err := q.GetContext(ctx, &row, query, accountID, personID, id)
	return row, err
}

// selectByToken is for whoever holds the link; a customer among them finds none
// that is another person's.
func selectByToken(ctx context.Context, q postgres.Querier, sum []byte, accountID, personID *string) (paymentRow, error) {
	const query = `SELECT ` + columns + `
		WHERE p.token_sum = $1
			AND ($2::uuid IS NULL
				OR ((p.account_id IS NULL OR p.account_id = $2::uuid)
					AND (p.subject IS NULL OR p.subject = (SELECT subject FROM person WHERE id = $3::uuid))))`
	var row paymentRow
	err := q.GetContext(ctx, &row, query, sum, accountID, personID)
	return row, err
}

// selectList is what a customer confirmed and what waits for them, newest first.
func selectList(ctx context.Context, q postgres.Querier, accountID, personID string, now time.Time, limit int) ([]paymentRow, error) {
	const query = `SELECT ` + columns + `
		WHERE p.account_id = $1
			OR (p.account_id IS NULL
				AND p.ended_at IS NULL
				AND p.subject = (SELECT subject FROM person WHERE id = $2)
				AND (p.state <> 'OPEN' OR p.expires_at > $3))
		ORDER BY p.id DESC
		LIMIT $4`
	var rows []paymentRow
	err := q.SelectContext(ctx, &rows, query, accountID, personID, now, limit)
	return rows, err
}

// begin is the edge from OPEN to the state of a way to pay.
func begin(ctx context.Context, q postgres.Querier, id, attemptID string, to State, now, expiresAt time.Time) (bool, error) {
	const query = `
		UPDATE payment
		SET state = $3, attempt_id = $2, decline_code = NULL, expires_at = GREATEST(expires_at, $5)
		WHERE id = $1 AND state = 'OPEN' AND expires_at > $4`
	return postgres.ExecOne(ctx, q, query, id, attemptID, to, now, expiresAt)
}

// settlePaid is the edge to PAID, from the state of the attempt's way.
func settlePaid(ctx context.Context, q postgres.Querier, attemptID string, accountID *string, now time.Time) (bool, error) {
	const query = `
		UPDATE payment
		SET state = 'PAID', ended_at = $3, account_id = $2
		WHERE attempt_id = $1 AND state IN ('AUTHORISING', 'REDIRECTED', 'AWAITING_CASH')`
	return postgres.ExecOne(ctx, q, query, attemptID, accountID, now)
}

// settleDeclined goes back to OPEN, or to FAILED when it was the last try.
func settleDeclined(ctx context.Context, q postgres.Querier, attemptID, code string, most int, now time.Time) (bool, error) {
	const query = `
		UPDATE payment
		SET state = CASE WHEN declines + 1 >= $3 THEN 'FAILED' ELSE 'OPEN' END,
			ended_at = CASE WHEN declines + 1 >= $3 THEN $4::timestamptz END,
			declines = declines + 1,
			decline_code = $2
		WHERE attempt_id = $1 AND state IN ('AUTHORISING', 'REDIRECTED', 'AWAITING_CASH')`
	return postgres.ExecOne(ctx, q, query, attemptID, code, most, now)
}

// reopen goes back to OPEN from a way that was given up or never reached its
// provider. expiresAt only shortens: cash had moved it.
func reopen(ctx context.Context, q postgres.Querier, attemptID string, code *string, expiresAt time.Time) (bool, error) {
	const query = `
		UPDATE payment
		SET state = 'OPEN', decline_code = $2, expires_at = LEAST(expires_at, $3)
		WHERE attempt_id = $1 AND state IN ('AUTHORISING', 'REDIRECTED', 'AWAITING_CASH')`
	return postgres.ExecOne(ctx, q, query, attemptID, code, expiresAt)
}

// setCancelled is the marketplace's edge, from the very state and way to pay that were
// looked at: a charge that was begun meanwhile lives at its provider and has to be
// closed there first.
func setCancelled(ctx context.Context, q postgres.Querier, row paymentRow, now time.Time) (bool, error) {
	const query = `
		UPDATE payment
		SET state = 'CANCELLED', ended_at = $2
		WHERE id = $1 AND state = $3 AND attempt_id IS NOT DISTINCT FROM $4::uuid
			AND state IN ('OPEN', 'REDIRECTED', 'AWAITING_CASH')`
	return postgres.ExecOne(ctx, q, query, row.ID, now, string(row.State), row.AttemptID)
}

// setExpired is the edge of time, from what was looked at, as setCancelled.
func setExpired(ctx context.Context, q postgres.Querier, row paymentRow, now time.Time) (bool, error) {
	const query = `
		UPDATE payment
		SET state = 'EXPIRED', ended_at = $2
		WHERE id = $1 AND state = $3 AND attempt_id IS NOT DISTINCT FROM $4::uuid
			AND state IN ('OPEN', 'REDIRECTED', 'AWAITING_CASH') AND expires_at <= $2`
	return postgres.ExecOne(ctx, q, query, row.ID, now, string(row.State), row.AttemptID)
}

// insertCallback reports false for a signature that was taken before.
func insertCallback(ctx context.Context, q postgres.Querier, sum []byte, now time.Time) (bool, error) {
	const query = `
		INSERT INTO payment_callback (signature_sum, seen_at)
		VALUES ($1, $2)
		ON CONFLICT DO NOTHING`
	return postgres.ExecOne(ctx, q, query, sum, now)
}

func deleteCallbacks(ctx context.Context, q postgres.Querier, before time.Time) (int64, error) {
	const query = `
		DELETE FROM payment_callback
		WHERE seen_at < $1`
	result, err := q.ExecContext(ctx, query, before)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}
