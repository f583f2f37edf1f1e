package account

import (
	"context"
	"time"

	"github.com/walletdesk/walletdesk/postgres"
)

type accountRow struct {
	ID           string     `db:"id"`
	PersonID     string     `db:"person_id"`
	Email        string     `db:"email"`
	ConfirmedAt  *time.Time `db:"confirmed_at"`
	RegisteredAt *time.Time `db:"registered_at"`
	GivenName    string     `db:"given_name"`
	FamilyName   string     `db:"family_name"`
	BirthDate    *time.Time `db:"birth_date"`
	Locale       string     `db:"locale"`
	HeldUntil    *time.Time `db:"held_until"`
	FrozenAt     *time.Time `db:"frozen_at"`
	CreatedAt    time.Time  `db:"created_at"`
	PersonEmail  string     `db:"person_email"`
}

func (r accountRow) account() *Account {
	return &Account{
		ID: r.ID, Email: r.Email, EmailConfirmed: r.ConfirmedAt != nil, GivenName: r.GivenName, FamilyName: r.FamilyName,
		Locale: r.Locale, RegisteredAt: r.RegisteredAt, HeldUntil: r.HeldUntil, FrozenAt: r.FrozenAt,
		CreatedAt: r.CreatedAt, PersonID: r.PersonID,
	}
}

// insertAccount reports false when the person has an account already.
func insertAccount(ctx context.Context, q postgres.Querier, id, personID, email, emailKey, locale string, now time.Time) (bool, error) {
	const query = `
		INSERT INTO account (id, person_id, email, email_key, locale, created_at)
		VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (person_id) DO NOTHING`
	return postgres.ExecOne(ctx, q, query, id, personID, email, emailKey, locale, now)
}

func selectAccount(ctx context.Context, q postgres.Querier, id string) (accountRow, error) {
	const query = `
		SELECT a.id, a.person_id, a.email, a.confirmed_at, a.registered_at, a.given_name, a.family_name, a.birth_date,
			a.locale, a.held_until, a.frozen_at, a.created_at, p.email AS person_email
		FROM account a
		JOIN person p ON p.id = a.person_id
		WHERE a.id = $1`
	var row accountRow
	err := q.GetContext(ctx, &row, query, id)
	return row, err
}

func selectByPerson(ctx context.Context, q postgres.Querier, personID string) (accountRow, error) {
	const query = `
		SELECT a.id, a.person_id, a.email, a.confirmed_at, a.registered_at, a.given_name, a.family_name, a.birth_date,
			a.locale, a.held_until, a.frozen_at, a.created_at, p.email AS person_email
		FROM account a
		JOIN person p ON p.id = a.person_id
		WHERE a.person_id = $1`
	var row accountRow
	err := q.GetContext(ctx, &row, query, personID)
	return row, err
}

func updateLocale(ctx context.Context, q postgres.Querier, id, locale string) (bool, error) {
	const query = `UPDATE account SET locale = $2 WHERE id = $1`
	return postgres.ExecOne(ctx, q, query, id, locale)
}

// selectByEmail lists registered accounts; several may share an address.
func selectByEmail(ctx context.Context, q postgres.Querier, emailKey string) ([]string, error) {
	const query = `
		SELECT id
		FROM account
		WHERE email_key = $1 AND registered_at IS NOT NULL
		ORDER BY id`
	var ids []string
	err := q.SelectContext(ctx, &ids, query, emailKey)
	return ids, err
}

// lockAccount holds an account's row until the transaction ends.
func lockAccount(ctx context.Context, q postgres.Querier, id string) error {
	const query = `
		SELECT id
		FROM account
		WHERE id = $1
		FOR UPDATE`
	var locked string
	return q.GetContext(ctx, &locked, query, id)
}

// setUnconfirmedEmail puts the address that waits into an account that has none
// confirmed.
func setUnconfirmedEmail(ctx context.Context, q postgres.Querier, id, email, emailKey string) error {
	const query = `
		UPDATE account
		SET email = $2, email_key = $3
		WHERE id = $1 AND confirmed_at IS NULL`
	_, err := q.ExecContext(ctx, query, id, email, emailKey)
	return err
}

// setConfirmedEmail is the edge to CONFIRMED, taken again until the questionnaire
// is complete.
func setConfirmedEmail(ctx context.Context, q postgres.Querier, id, email, emailKey string, now time.Time) (bool, error) {
	const query = `
		UPDATE account
		SET email = $2,
			email_key = $3,
			confirmed_at = $4,
			email_changed_at = CASE WHEN confirmed_at IS NOT NULL AND email_key <> $3 THEN $4 ELSE email_changed_at END
		WHERE id = $1 AND registered_at IS NULL`
	return postgres.ExecOne(ctx, q, query, id, email, emailKey, now)
}

// setChangedEmail moves a registered account to another address.
func setChangedEmail(ctx context.Context, q postgres.Querier, id, email, emailKey string, now time.Time) error {
	const query = `
		UPDATE account
		SET email = $2, email_key = $3, confirmed_at = $4, email_changed_at = $4
		WHERE id = $1`
	_, err := q.ExecContext(ctx, query, id, email, emailKey, now)
	return err
}

// setRegistered is the edge CONFIRMED → REGISTERED.
func setRegistered(ctx context.Context, q postgres.Querier, id string, in Questionnaire, now time.Time) (bool, error) {
	const query = `
		UPDATE account
		SET given_name = $2, family_name = $3, birth_date = $4, country = $5, phone = $6, registered_at = $7
		WHERE id = $1 AND confirmed_at IS NOT NULL AND registered_at IS NULL`
	return postgres.ExecOne(ctx, q, query, id, in.GivenName, in.FamilyName, in.BirthDate, in.Country, in.Phone, now)
}

// holdUntil never shortens a hold.
func holdUntil(ctx context.Context, q postgres.Querier, id string, until time.Time) error {
	const query = `
		UPDATE account
		SET held_until = GREATEST(held_until, $2)
		WHERE id = $1`
	_, err := q.ExecContext(ctx, query, id, until)
	return err
}

// setFrozen reports whether the account was not frozen before.
func setFrozen(ctx context.Context, q postgres.Querier, id string, now time.Time) (bool, error) {
	const query = `
		UPDATE account
		SET frozen_at = $2
		WHERE id = $1 AND frozen_at IS NULL`
	return postgres.ExecOne(ctx, q, query, id, now)
}

// clearFrozen reports whether the account was frozen before.
func clearFrozen(ctx context.Context, q postgres.Querier, id string) (bool, error) {
	const query = `
		UPDATE account
		SET frozen_at = NULL
		WHERE id = $1 AND frozen_at IS NOT NULL`
	return postgres.ExecOne(ctx, q, query, id)
}
