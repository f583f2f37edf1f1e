// Package crowd fills a development database with customers who are signed in, for
// measurements and tests that need hundreds of them: their sign-ins are not what is
// looked at.
package crowd

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/secret"
)

// Add adds registered customers with the payment password of the demo people, each
// with a session of an hour, and gives the sessions' tokens for the cookie.
func Add(ctx context.Context, db *postgres.DB, count int) ([]string, error) {
	now := time.Now().UTC()
	var tokens []string
	err := db.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		var people []string
		if err := q.SelectContext(ctx, &people, insertPeople, count); err != nil {
			return err
		}
		tokens = tokens[:0]
		for _, person := range people {
			id, err := uuid.NewV7()
			if err != nil {
				return err
			}
			token, sum := secret.NewToken(rand.Reader)
			if _, err := q.ExecContext(ctx, insertSession, id.String(), sum, person, now, now.Add(time.Hour)); err != nil {
				return err
			}
			tokens = append(tokens, token)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("add customers: %w", err)
	}
	return tokens, nil
}
