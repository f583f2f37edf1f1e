package card

import (
	"context"
	"time"

	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/secret"
)

type cardRow struct {
	ID          string    `db:"id"`
	AccountID   string    `db:"account_id"`
	Fingerprint []byte    `db:"fingerprint"`
	Network     string    `db:"network"`
	First4      string    `db:"first4"`
	Last4       string    `db:"last4"`
	ExpiryMonth int       `db:"expiry_month"`
	ExpiryYear  int       `db:"expiry_year"`
	WrappedKey  []byte    `db:"wrapped_key"`
	Ciphertext  []byte    `db:"ciphertext"`
	KeyVersion  int       `db:"key_version"`
	Name        string    `db:"name"`
	IsDefault   bool      `db:"is_default"`
	CreatedAt   time.Time `db:"created_at"`
}

// envelope is the row's sealed number.
func (r cardRow) envelope() secret.Envelope {
	return secret.Envelope{WrappedKey: r.WrappedKey, Ciphertext: r.Ciphertext, KeyVersion: r.KeyVersion}
}

func (r cardRow) card(now time.Time) *Card {
	return &Card{
		ID: r.ID, Network: r.Network, First4: r.First4, Last4: r.Last4, ExpiryMonth: r.ExpiryMonth,
		ExpiryYear: r.ExpiryYear, Expired: expired(r.ExpiryMonth, r.ExpiryYear, now), Expiring: expiring(r.ExpiryMonth, r.ExpiryYear, now),
		Name: r.Name, IsDefault: r.IsDefault, CreatedAt: r.CreatedAt.UTC(),
	}
}

func insertCard(ctx context.Context, q postgres.Querier, r cardRow) error {
	const query = `
		INSERT INTO card (id, account_id, fingerprint, network, first4, last4, expiry_month, expiry_year,
			wrapped_key, ciphertext, key_version, is_default, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`
	_, err := q.ExecContext(ctx, query, r.ID, r.AccountID, r.Fingerprint, r.Network, r.First4, r.Last4,
		r.ExpiryMonth, r.ExpiryYear, r.WrappedKey, r.Ciphertext, r.KeyVersion, r.IsDefault, r.CreatedAt)
	return err
}

// selectCards leaves the sealed number where it is: no list needs it.
func selectCards(ctx context.Context, q postgres.Querier, accountID string) ([]cardRow, error) {
	const query = `
		SELECT id, account_id, fingerprint, network, first4, last4, expiry_month, expiry_year, key_version, name, is_default,
			created_at
		FROM card
		WHERE account_id = $1
		ORDER BY created_at, id`
	var rows []cardRow
	err := q.SelectContext(ctx, &rows, query, accountID)
	return rows, err
}

func selectCard(ctx context.Context, q postgres.Querier, accountID, id string) (cardRow, error) {
	const query = `
		SELECT id, account_id, fingerprint, network, first4, last4, expiry_month, expiry_year, key_version, name, is_default,
			created_at
		FROM card
		WHERE account_id = $1 AND id = $2`
	var row cardRow
	err := q.GetContext(ctx, &row, query, accountID, id)
	return row, err
}

// selectSealed is selectCard with the sealed number: for the one moment it pays.
func selectSealed(ctx context.Context, q postgres.Querier, accountID, id string) (cardRow, error) {
	const query = `
		SELECT id, account_id, network, first4, last4, expiry_month, expiry_year, wrapped_key, ciphertext, key_version, name,
			is_default, created_at
		FROM card
		WHERE account_id = $1 AND id = $2`
	var row cardRow
	err := q.GetContext(ctx, &row, query, accountID, id)
	return row, err
}

func renameCard(ctx context.Context, q postgres.Querier, accountID, id, name string) (bool, error) {
	const query = `
		UPDATE card
		SET name = $3
		WHERE account_id = $1 AND id = $2`
	return postgres.ExecOne(ctx, q, query, accountID, id, name)
}

// clearDefault goes first: at most one card of an account is the default one.
func clearDefault(ctx context.Context, q postgres.Querier, accountID string) error {
	const query = `
		UPDATE card
		SET is_default = false
		WHERE account_id = $1 AND is_default`
	_, err := q.ExecContext(ctx, query, accountID)
	return err
}

func setDefault(ctx context.Context, q postgres.Querier, accountID, id string) (bool, error) {
	const query = `
		UPDATE card
		SET is_default = true
		WHERE account_id = $1 AND id = $2`
	return postgres.ExecOne(ctx, q, query, accountID, id)
}

func deleteCard(ctx context.Context, q postgres.Querier, accountID, id string) (bool, error) {
	const query = `
		DELETE FROM card
		WHERE account_id = $1 AND id = $2`
	return postgres.ExecOne(ctx, q, query, accountID, id)
}

// lockOwner holds the account's row until the transaction ends.
func lockOwner(ctx context.Context, q postgres.Querier, accountID string) error {
	const query = `
		SELECT id
		FROM account
		WHERE id = $1
		FOR UPDATE`
	var id string
	return q.GetContext(ctx, &id, query, accountID)
}
