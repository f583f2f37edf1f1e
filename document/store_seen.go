package document

import (
	"context"
	"time"

	"github.com/walletdesk/walletdesk/postgres"
)

// countElsewhere compares the pictures of a conversation with those of other
// accounts since a time: the same bytes, or at most so many bits of the look apart.
func countElsewhere(ctx context.Context, q postgres.Querier, conversationID, accountID string, since time.Time, apart int) (int, time.Time, error) {
	const query = `
SELECT count(DISTINCT o.id) AS many, max(o.uploaded_at) AS last
  FROM document d
  JOIN document o
    ON o.account_id <> $2
   AND o.uploaded_at > $3
   AND (o.sha256 = d.sha256 OR bit_count(o.look # d.look) <= $4)
 WHERE d.conversation_id = $1`
	var row struct {
		Many int        `db:"many"`
		Last *time.Time `db:"last"`
	}
	err := q.GetContext(ctx, &row, query, conversationID, accountID, since, apart)
	if err != nil || row.Last == nil {
		return 0, time.Time{}, err
	}
	return row.Many, row.Last.UTC(), nil
}
