package oauth

import (
	"context"
	"time"

	"github.com/walletdesk/walletdesk/postgres"
)

func insertToken(ctx context.Context, q postgres.Querier, sum []byte, clientID string, now, expiresAt time.Time) error {
	const query = `
		INSERT INTO client_token (token_sum, client_id, created_at, expires_at)
		VALUES ($1, $2, $3, $4)`
	_, err := q.ExecContext(ctx, query, sum, clientID, now, expiresAt)
	return err
}

// selectClient is whose a live token is; sql.ErrNoRows for others.
func selectClient(ctx context.Context, q postgres.Querier, sum []byte, now time.Time) (string, error) {
	const query = `
		SELECT client_id
		FROM client_token
		WHERE token_sum = $1 AND expires_at > $2`
	var id string
	err := q.GetContext(ctx, &id, query, sum, now)
	return id, err
}

func deleteTokens(ctx context.Context, q postgres.Querier, now time.Time) (int64, error) {
	const query = `
		DELETE FROM client_token
		WHERE expires_at <= $1`
	result, err := q.ExecContext(ctx, query, now)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}
