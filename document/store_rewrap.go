package document

import (
	"context"
	"strings"

	"github.com/walletdesk/walletdesk/postgres"
)

// zeroID is before all others.
const zeroID = "00000000-0000-0000-0000-000000000000"

// lockWrapped is up to n documents whose key another one than version wraps, held
// until the transaction ends.
func lockWrapped(ctx context.Context, q postgres.Querier, version int, after string, n int) ([]documentRow, error) {
	const query = `
SELECT conversation_id, id, wrapped_key, key_version
  FROM document
 WHERE key_version <> $1
   AND (conversation_id, id) > ($2, $3)
 ORDER BY conversation_id, id
 LIMIT $4
   FOR UPDATE`
	var rows []documentRow
	conversationID, id, found := strings.Cut(after, "/")
	if !found {
		conversationID, id = zeroID, zeroID
	}
	err := q.SelectContext(ctx, &rows, query, version, conversationID, id, n)
	return rows, err
}

func updateWrapped(ctx context.Context, q postgres.Querier, row documentRow, wrapped []byte, version int) error {
	const query = `
UPDATE document
   SET wrapped_key = $3,
       key_version = $4
 WHERE conversation_id = $1
   AND id = $2`
	_, err := q.ExecContext(ctx, query, row.ConversationID, row.ID, wrapped, version)
	return err
}
