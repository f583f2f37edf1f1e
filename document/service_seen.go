package document

import (
	"context"
	"fmt"
	"time"

	"github.com/walletdesk/walletdesk/document/picture"
	"github.com/walletdesk/walletdesk/postgres"
)

// seenFor is how far back pictures of other accounts are compared.
const seenFor = 180 * 24 * time.Hour

// SeenElsewhere is how many pictures another account sent within 180 days that are
// the same as one of a conversation's, by their hash or by how they look, and when
// the last of them came. Destroyed ones count: their receipts are kept.
func (s *Service) SeenElsewhere(ctx context.Context, q postgres.Querier, conversationID, accountID string) (int, time.Time, error) {
	n, last, err := countElsewhere(ctx, q, conversationID, accountID, s.now().Add(-seenFor), picture.SameLook)
	if err != nil {
		return 0, time.Time{}, fmt.Errorf("look for a picture elsewhere: %w", err)
	}
	return n, last, nil
}
