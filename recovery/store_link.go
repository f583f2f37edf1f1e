package recovery

import (
	"context"
	"time"

	"github.com/walletdesk/walletdesk/postgres"
)

// The purposes of a link.
const (
	startLink    = "START"
	wayBackLink  = "WAY_BACK"
	approvedLink = "APPROVED"
)

type linkRow struct {
	ID        string    `db:"id"`
	FlowID    string    `db:"flow_id"`
	RequestID *string   `db:"request_id"`
	Purpose   string    `db:"purpose"`
	TokenSum  []byte    `db:"token_sum"`
	CodeMAC   []byte    `db:"code_mac"`
	CreatedAt time.Time `db:"created_at"`
	ExpiresAt time.Time `db:"expires_at"`
}

func insertRequest(ctx context.Context, q postgres.Querier, id string, cookieSum []byte, now, expires time.Time) error {
	const query = `
		INSERT INTO recovery_request (id, cookie_sum, requested_at, expires_at)
		VALUES ($1, $2, $3, $4)`
	_, err := q.ExecContext(ctx, query, id, cookieSum, now, expires)
	return err
}

func deleteRequests(ctx context.Context, q postgres.Querier, expiredBefore time.Time) (int64, error) {
	const query = `
		DELETE FROM recovery_request
		WHERE expires_at < $1`
	result, err := q.ExecContext(ctx, query, expiredBefore)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

func insertLink(ctx context.Context, q postgres.Querier, l linkRow) error {
	const query = `
		INSERT INTO recovery_link (id, flow_id, request_id, purpose, token_sum, code_mac, created_at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`
	_, err := q.ExecContext(ctx, query, l.ID, l.FlowID, l.RequestID, l.Purpose, l.TokenSum, l.CodeMAC, l.CreatedAt, l.ExpiresAt)
	return err
}

// useLink uses a link's token up: of two uses one gets the row.
func useLink(ctx context.Context, q postgres.Querier, tokenSum []byte, now time.Time) (string, error) {
	const query = `
		UPDATE recovery_link
		SET link_used_at = $2
		WHERE token_sum = $1 AND link_used_at IS NULL AND expires_at > $2
		RETURNING flow_id`
	var flowID string
	err := q.GetContext(ctx, &flowID, query, tokenSum, now)
	return flowID, err
}

// useCode is useLink for the link's code.
func useCode(ctx context.Context, q postgres.Querier, linkID string, now time.Time) (string, error) {
	const query = `
		UPDATE recovery_link
		SET code_used_at = $2
		WHERE id = $1 AND code_used_at IS NULL AND expires_at > $2
		RETURNING flow_id`
	var flowID string
	err := q.GetContext(ctx, &flowID, query, linkID, now)
	return flowID, err
}

// holder is what a browser's cookie stands for, with the tries it has used.
type holder struct {
	ID    string `db:"id"`
	Tries int    `db:"code_tries"`
}

// takeRequestTry counts a try of a code by the cookie of the browser that asked.
func takeRequestTry(ctx context.Context, q postgres.Querier, cookieSum []byte, most int, now time.Time) (holder, error) {
	const query = `
		UPDATE recovery_request
		SET code_tries = code_tries + 1
		WHERE cookie_sum = $1 AND code_tries < $2 AND expires_at > $3
		RETURNING id, code_tries`
	var h holder
	err := q.GetContext(ctx, &h, query, cookieSum, most, now)
	return h, err
}

// takeFlowTry counts a try of a code by the cookie of a flow's browser.
func takeFlowTry(ctx context.Context, q postgres.Querier, browserSum []byte, most int, now time.Time) (holder, error) {
	const query = `
		UPDATE recovery_flow
		SET code_tries = code_tries + 1
		WHERE browser_sum = $1 AND code_tries < $2 AND expires_at > $3
		RETURNING id, code_tries`
	var h holder
	err := q.GetContext(ctx, &h, query, browserSum, most, now)
	return h, err
}

// resetFlowTries: a new mail has a new code.
func resetFlowTries(ctx context.Context, q postgres.Querier, flowID string) error {
	const query = `
		UPDATE recovery_flow
		SET code_tries = 0
		WHERE id = $1`
	_, err := q.ExecContext(ctx, query, flowID)
	return err
}

// selectOpenCodes are the codes that a browser may type: of its request's mails
// and of its flow's. Empty ids match nothing.
func selectOpenCodes(ctx context.Context, q postgres.Querier, requestID, flowID string, now time.Time) ([]linkRow, error) {
	const query = `
		SELECT id, flow_id, code_mac
		FROM recovery_link
		WHERE (request_id = CAST(NULLIF($1, '') AS uuid) OR flow_id = CAST(NULLIF($2, '') AS uuid))
			AND code_used_at IS NULL
			AND expires_at > $3`
	var links []linkRow
	err := q.SelectContext(ctx, &links, query, requestID, flowID, now)
	return links, err
}

// selectAccountCodes are the codes, used ones too, of the mails of an account's
// recoveries that are under way.
func selectAccountCodes(ctx context.Context, q postgres.Querier, accountID string, now time.Time) ([]linkRow, error) {
	const query = `
		SELECT l.id, l.flow_id, l.code_mac
		FROM recovery_link l
		JOIN recovery_flow f ON f.id = l.flow_id
		WHERE f.account_id = $1
			AND f.ended_at IS NULL
			AND l.expires_at > $2`
	var links []linkRow
	err := q.SelectContext(ctx, &links, query, accountID, now)
	return links, err
}
