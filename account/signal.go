package account

import (
	"context"
	"fmt"
	"time"

	"github.com/walletdesk/walletdesk/postgres"
)

// EmailChangedAt is when the address of a registered account last became another
// one, nil if it never did. The support service shows it beside a case.
func (s *Service) EmailChangedAt(ctx context.Context, q postgres.Querier, accountID string) (*time.Time, error) {
	at, err := selectEmailChanged(ctx, q, accountID)
	if err != nil {
		return nil, fmt.Errorf("find change of address: %w", err)
	}
	return at, nil
}

// PersonOf is the person an account belongs to. fault.NotFound when there is no
// such account.
func (s *Service) PersonOf(ctx context.Context, q postgres.Querier, accountID string) (string, error) {
	id, err := selectPersonOf(ctx, q, accountID)
	if postgres.NoRows(err) {
		return "", errAbsent()
	}
	if err != nil {
		return "", fmt.Errorf("find person: %w", err)
	}
	return id, nil
}
