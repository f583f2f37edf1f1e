package account

import (
	"context"
	"time"

	"github.com/walletdesk/walletdesk/postgres"
)

// confirmationRow is a mail's link and code.
type confirmationRow struct {
	ID        string    `db:"id"`
	AccountID string    `db:"account_id"`
	Email     string    `db:"email"`
	TokenSum  []byte    `db:"token_sum"`
	CodeMAC   []byte    `db:"code_mac"`
	CodeTries int       `db:"code_tries"`
	CreatedAt time.Time `db:"created_at"`
	ExpiresAt time.Time `db:"expires_at"`
	Changes   bool      `db:"changes"` // a registered account's address
	// BrowserSum is the SHA-256 of what the asking browser holds.
	BrowserSum []byte `db:"browser_sum"`
}

// replaceConfirmation kills the open confirmation, if there is one.
func replaceConfirmation(ctx context.Context, q postgres.Querier, accountID string, now time.Time) error {
	const query = `
		UPDATE email_confirmation
		SET replaced_at = $2
		WHERE account_id = $1 AND used_at IS NULL AND replaced_at IS NULL`
	_, err := q.ExecContext(ctx, query, accountID, now)
	return err
}

func insertConfirmation(ctx context.Context, q postgres.Querier, row confirmationRow) error {
	const query = `
		INSERT INTO email_confirmation (id, account_id, email, token_sum, code_mac, created_at, expires_at, changes, browser_sum)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`
	_, err := q.ExecContext(ctx, query, row.ID, row.AccountID, row.Email, row.TokenSum, row.CodeMAC, row.CreatedAt, row.ExpiresAt, row.Changes, row.BrowserSum)
	return err
}

// useConfirmationByToken is the only edge of a link: of two uses one gets the row.
func useConfirmationByToken(ctx context.Context, q postgres.Querier, tokenSum []byte, now time.Time) (confirmationRow, error) {
	const query = `
		UPDATE email_confirmation
		SET used_at = $2
		WHERE token_sum = $1 AND used_at IS NULL AND replaced_at IS NULL AND expires_at > $2
		RETURNING id, account_id, email, changes`
	var row confirmationRow
	err := q.GetContext(ctx, &row, query, tokenSum, now)
	return row, err
}

func useConfirmationByID(ctx context.Context, q postgres.Querier, id string, now time.Time) (confirmationRow, error) {
	const query = `
		UPDATE email_confirmation
		SET used_at = $2
		WHERE id = $1 AND used_at IS NULL AND replaced_at IS NULL AND expires_at > $2
		RETURNING id, account_id, email, changes`
	var row confirmationRow
	err := q.GetContext(ctx, &row, query, id, now)
	return row, err
}

// takeCodeTry counts a try of the open confirmation's code, in the browser that asked
// for it, and returns it.
func takeCodeTry(ctx context.Context, q postgres.Querier, accountID string, browserSum []byte, most int, now time.Time) (confirmationRow, error) {
	const query = `
		UPDATE email_confirmation
		SET code_tries = code_tries + 1
		WHERE account_id = $1 AND used_at IS NULL AND replaced_at IS NULL AND expires_at > $3 AND code_tries < $2
		  AND browser_sum = $4
		RETURNING id, account_id, email, code_mac, code_tries`
	var row confirmationRow
	err := q.GetContext(ctx, &row, query, accountID, most, now, browserSum)
	return row, err
}

// isAskedElsewhere tells whether the open confirmation was asked for by another browser.
func isAskedElsewhere(ctx context.Context, q postgres.Querier, accountID string, browserSum []byte, now time.Time) (bool, error) {
	const query = `
		SELECT EXISTS (
			SELECT FROM email_confirmation
			WHERE account_id = $1 AND used_at IS NULL AND replaced_at IS NULL AND expires_at > $3
			  AND browser_sum IS DISTINCT FROM $2)`
	var elsewhere bool
	err := q.GetContext(ctx, &elsewhere, query, accountID, browserSum, now)
	return elsewhere, err
}

// notMeRow is a "this was not me" link.
type notMeRow struct {
	ID        string     `db:"id"`
	AccountID string     `db:"account_id"`
	FlowID    *string    `db:"flow_id"`
	About     string     `db:"about"`
	TokenSum  []byte     `db:"token_sum"`
	CreatedAt time.Time  `db:"created_at"`
	ExpiresAt time.Time  `db:"expires_at"`
	UsedAt    *time.Time `db:"used_at"`
}

func insertNotMe(ctx context.Context, q postgres.Querier, row notMeRow) error {
	const query = `
		INSERT INTO not_me_link (id, account_id, flow_id, about, token_sum, created_at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`
	_, err := q.ExecContext(ctx, query, row.ID, row.AccountID, row.FlowID, row.About, row.TokenSum, row.CreatedAt, row.ExpiresAt)
	return err
}

// lockNotMe returns an unexpired link, used or not, and holds it until the
// transaction ends.
func lockNotMe(ctx context.Context, q postgres.Querier, tokenSum []byte, now time.Time) (notMeRow, error) {
	const query = `
		SELECT id, account_id, flow_id, about, used_at
		FROM not_me_link
		WHERE token_sum = $1 AND expires_at > $2
		FOR UPDATE`
	var row notMeRow
	err := q.GetContext(ctx, &row, query, tokenSum, now)
	return row, err
}

func useNotMe(ctx context.Context, q postgres.Querier, id string, now time.Time) error {
	const query = `
		UPDATE not_me_link
		SET used_at = $2
		WHERE id = $1`
	_, err := q.ExecContext(ctx, query, id, now)
	return err
}

// setNotMeExpiry moves the end of all of a recovery's links.
func setNotMeExpiry(ctx context.Context, q postgres.Querier, flowID string, until time.Time) error {
	const query = `
		UPDATE not_me_link
		SET expires_at = $2
		WHERE flow_id = $1`
	_, err := q.ExecContext(ctx, query, flowID, until)
	return err
}
