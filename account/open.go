package account

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/account/email"
	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/session"
)

func errAbsent() error {
	return fault.New(fault.NotFound, "NOT_FOUND", "There is no such account.")
}

// Open makes the account of a person who signs in for the first time, with the
// marketplace's address to begin with; for every other it does nothing. An address
// we can't use is left out: the customer types another one.
func (s *Service) Open(ctx context.Context, personID, address, locale string) error {
	parsed, err := email.Parse("email", address)
	if err != nil {
		parsed = email.Address{}
	}
	id, err := uuid.NewV7()
	if err != nil {
		return fmt.Errorf("open account: %w", err)
	}
	err = s.db.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		opened, err := insertAccount(ctx, q, id.String(), personID, parsed.String(), parsed.Compare(), locale, s.now())
		if err != nil || !opened {
			return err
		}
		return s.write(ctx, q, id.String(), "account.opened", "account:"+id.String())
	})
	if err != nil {
		return fmt.Errorf("open account: %w", err)
	}
	return nil
}

// ForPerson tells the account of a person; fault.NotFound when there is none.
func (s *Service) ForPerson(ctx context.Context, personID string) (accountID string, confirmed, registered bool, locale string, err error) {
	row, err := selectByPerson(ctx, s.db, personID)
	if postgres.NoRows(err) {
		return "", false, false, "", errAbsent()
	}
	if err != nil {
		return "", false, false, "", fmt.Errorf("find account of person: %w", err)
	}
	return row.ID, row.ConfirmedAt != nil, row.RegisteredAt != nil, row.Locale, nil
}

// Find is an account by its id; fault.NotFound when there is none. The caller has
// checked that it may know it.
func (s *Service) Find(ctx context.Context, accountID string) (*Account, error) {
	row, err := s.row(ctx, s.db, accountID)
	if err != nil {
		return nil, fmt.Errorf("find account: %w", err)
	}
	return row.account(), nil
}

// Viewer is the calling customer; nil when no customer with an account is calling.
func (s *Service) Viewer(ctx context.Context, actor session.Actor) (*Viewer, error) {
	if actor.Role != session.Customer || actor.AccountID == "" {
		return nil, nil
	}
	found, err := s.Find(ctx, actor.AccountID)
	if err != nil {
		return nil, fmt.Errorf("find viewer: %w", err)
	}
	return &Viewer{Stage: stageOf(found), Name: actor.Name, Account: found, SessionExpiresAt: actor.SessionExpiresAt,
		SessionEndsIn: max(0, int(actor.SessionExpiresAt.Sub(s.now())/time.Second))}, nil
}

func stageOf(a *Account) session.Stage {
	switch {
	case a.RegisteredAt != nil:
		return session.StageRegistered
	case a.EmailConfirmed:
		return session.StageConfirmed
	default:
		return session.StageSignedIn
	}
}

// CaseAccount tells what the support service knows of an account: full name,
// address, language, the day it was opened. fault.NotFound when there is none.
func (s *Service) CaseAccount(ctx context.Context, q postgres.Querier, accountID string) (name, address, locale string, since time.Time, err error) {
	row, err := s.row(ctx, q, accountID)
	if err != nil {
		return "", "", "", time.Time{}, fmt.Errorf("find account of case: %w", err)
	}
	return strings.TrimSpace(row.GivenName + " " + row.FamilyName), row.Email, row.Locale, row.CreatedAt, nil
}

// AccountsAt is the registered accounts at an e-mail address, none for what is no
// address.
func (s *Service) AccountsAt(ctx context.Context, q postgres.Querier, address string) ([]string, error) {
	parsed, err := email.Parse("email", address)
	if err != nil {
		return nil, nil //nolint:nilerr // nobody lives at what is no address
	}
	ids, err := selectByEmail(ctx, q, parsed.Compare())
	if err != nil {
		return nil, fmt.Errorf("find accounts at address: %w", err)
	}
	return ids, nil
}

// MayPay is nil when the account may save cards and pay: registered, not frozen,
// not held after a recovery. fault.Conflict NOT_REGISTERED, fault.Forbidden
// ACCOUNT_FROZEN, fault.Conflict HELD with RetryAt.
func (s *Service) MayPay(ctx context.Context, q postgres.Querier, accountID string) error {
	row, err := s.row(ctx, q, accountID)
	if err != nil {
		return fmt.Errorf("check standing of account: %w", err)
	}
	switch {
	case row.RegisteredAt == nil:
		return errNotRegistered()
	case row.FrozenAt != nil:
		return errFrozen()
	case row.HeldUntil != nil && row.HeldUntil.After(s.now()):
		return fault.New(fault.Conflict, "HELD", "Payments and new cards wait for a while after a recovery.").WithRetry(*row.HeldUntil)
	}
	return nil
}

func errNotRegistered() error {
	return fault.New(fault.Conflict, "NOT_REGISTERED", "Please complete the registration first.")
}

func errFrozen() error {
	return fault.New(fault.Forbidden, "ACCOUNT_FROZEN", "The account is held because somebody said \"this was not me\".")
}

// row is an account's row; an id that is none is absent like any other.
func (s *Service) row(ctx context.Context, q postgres.Querier, accountID string) (accountRow, error) {
	if uuid.Validate(accountID) != nil {
		return accountRow{}, errAbsent()
	}
	row, err := selectAccount(ctx, q, accountID)
	if postgres.NoRows(err) {
		return accountRow{}, errAbsent()
	}
	return row, err
}
