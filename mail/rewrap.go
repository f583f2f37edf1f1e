package mail

import (
	"context"
	"fmt"

	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/secret"
)

// Vault is the sealed secrets of waiting mails as the rotation of keys sees them.
type Vault struct {
	DB   *postgres.DB
	Keys *secret.Keys
}

// Rewrap seals the secrets of up to n mails that are sealed
// by another key than version's, in one transaction, by the current one. It goes on
// after the place that the call before gave, "" at first, and gives the next place,
// "" at the end, and how many there were.
func (v Vault) Rewrap(ctx context.Context, version int, after string, n int) (string, int, error) {
	done, next := 0, ""
	err := v.DB.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		rows, err := lockSealed(ctx, q, version, after, n)
		if err != nil {
			return err
		}
		for _, row := range rows {
			var sealed []byte // wiped: its version alone stands in the way
			with := version
			if row.Sealed != nil {
				if sealed, with, err = v.Keys.Reseal(sealPurpose, []byte(row.ID), row.Sealed); err != nil {
					return fmt.Errorf("mail %s: %w", row.ID, err)
				}
			}
			if err := updateSealed(ctx, q, row.ID, sealed, with); err != nil {
				return err
			}
		}
		if done, next = len(rows), ""; done == n {
			next = rows[n-1].ID
		}
		return nil
	})
	if err != nil {
		return "", 0, fmt.Errorf("rewrap mails: %w", err)
	}
	return next, done, nil
}
