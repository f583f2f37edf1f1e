package captcha

import (
	"context"
	"time"

	"github.com/walletdesk/walletdesk/postgres"
)

func insertCaptcha(ctx context.Context, q postgres.Querier, c Captcha, mac []byte, now time.Time) error {
	const query = `
		INSERT INTO captcha (id, answer_mac, created_at, expires_at)
		VALUES ($1, $2, $3, $4)`
	_, err := q.ExecContext(ctx, query, c.ID, mac, now, c.ExpiresAt)
	return err
}

// useCaptcha is the only edge: of two at once, one gets the row.
func useCaptcha(ctx context.Context, q postgres.Querier, id string, now time.Time) ([]byte, error) {
	const query = `
		UPDATE captcha
		SET used_at = $2
		WHERE id = $1 AND used_at IS NULL AND expires_at > $2
		RETURNING answer_mac`
	var mac []byte
	err := q.GetContext(ctx, &mac, query, id, now)
	return mac, err
}

func deleteExpired(ctx context.Context, q postgres.Querier, now time.Time) (int64, error) {
	const query = `
		DELETE FROM captcha
		WHERE expires_at <= $1`
	result, err := q.ExecContext(ctx, query, now)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}
