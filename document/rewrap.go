package document

import (
	"context"
	"fmt"

	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/secret"
)

// Vault is the pictures' keys as the rotation of keys sees them.
type Vault struct {
	DB   *postgres.DB
	Keys *secret.Keys
}

// Rewrap wraps the keys of up to n documents that are wrapped
// by another key than version's, in one transaction, by the current one. It goes on
// after the place that the call before gave, "" at first, and gives the next place,
// "" at the end, and how many there were. The pictures stay as
// they are; a destroyed one has no key left to wrap.
func (v Vault) Rewrap(ctx context.Context, version int, after string, n int) (string, int, error) {
	done, next := 0, ""
	err := v.DB.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		rows, err := lockWrapped(ctx, q, version, after, n)
		if err != nil {
			return err
		}
		for _, row := range rows {
			e := secret.Envelope{KeyVersion: version}
			if row.WrappedKey != nil {
				if e, err = v.Keys.Rewrap(purpose, row.additional(), row.envelope(nil)); err != nil {
					return fmt.Errorf("document %s: %w", row.ID, err)
				}
			}
			if err := updateWrapped(ctx, q, row, e.WrappedKey, e.KeyVersion); err != nil {
				return err
			}
		}
		if done, next = len(rows), ""; done == n {
			next = rows[n-1].ConversationID + "/" + rows[n-1].ID
		}
		return nil
	})
	if err != nil {
		return "", 0, fmt.Errorf("rewrap documents: %w", err)
	}
	return next, done, nil
}
