package card

import (
	"context"
	"fmt"

	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/secret"
)

// Vault is the cards' sealed numbers as the rotation of keys sees them.
type Vault struct {
	DB   *postgres.DB
	Keys *secret.Keys
}

// Rewrap wraps the keys of up to n cards that are wrapped
// by another key than version's, in one transaction, by the current one. It goes on
// after the place that the call before gave, "" at first, and gives the next place,
// "" at the end, and how many there were. The numbers stay sealed: only
// their keys are opened, for a moment.
func (v Vault) Rewrap(ctx context.Context, version int, after string, n int) (string, int, error) {
	done, next := 0, ""
	err := v.DB.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		rows, err := lockWrapped(ctx, q, version, after, n)
		if err != nil {
			return err
		}
		for _, row := range rows {
			e, err := v.Keys.Rewrap(sealPurpose, boundTo(row), row.envelope())
			if err != nil {
				return fmt.Errorf("card %s: %w", row.ID, err)
			}
			if err := updateWrapped(ctx, q, row.ID, e.WrappedKey, e.KeyVersion); err != nil {
				return err
			}
		}
		if done, next = len(rows), ""; done == n {
			next = rows[n-1].ID
		}
		return nil
	})
	if err != nil {
		return "", 0, fmt.Errorf("rewrap cards: %w", err)
	}
	return next, done, nil
}
