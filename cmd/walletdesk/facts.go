package main

import (
	"context"
	"time"

	"github.com/walletdesk/walletdesk/account"
	"github.com/walletdesk/walletdesk/document"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/recovery"
	"github.com/walletdesk/walletdesk/session"
)

// facts is what the domains know of an account beside a case; see chat.Facts.
type facts struct {
	accounts *account.Service
	recovery *recovery.Service
	papers   *document.Service
	sessions *session.Service
}

// EmailChangedAt implements chat.Facts.
func (f facts) EmailChangedAt(ctx context.Context, q postgres.Querier, accountID string) (*time.Time, error) {
	return f.accounts.EmailChangedAt(ctx, q, accountID)
}

// RecoveriesSince implements chat.Facts.
func (f facts) RecoveriesSince(ctx context.Context, q postgres.Querier, accountID string, since time.Time) (int, time.Time, error) {
	return f.recovery.RecoveriesSince(ctx, q, accountID, since)
}

// SeenElsewhere implements chat.Facts.
func (f facts) SeenElsewhere(ctx context.Context, q postgres.Querier, conversationID, accountID string) (int, time.Time, error) {
	return f.papers.SeenElsewhere(ctx, q, conversationID, accountID)
}

// NewlySignedIn implements chat.Facts.
func (f facts) NewlySignedIn(ctx context.Context, q postgres.Querier, accountID string, since time.Time) (device, network *time.Time, err error) {
	person, err := f.accounts.PersonOf(ctx, q, accountID)
	if err != nil {
		return nil, nil, err
	}
	return f.sessions.NewlySignedIn(ctx, q, person, since)
}
