package document

import (
	"context"
	"fmt"

	"github.com/walletdesk/walletdesk/postgres"
)

// groupsRow is what a card picture showed, as the database has it.
type groupsRow struct {
	First []byte `db:"first_mac"`
	Last  []byte `db:"last_mac"`
	Luhn  int    `db:"luhn"`
}

// selectGroups is what an account's card pictures showed, in every case that keeps
// pictures.
func selectGroups(ctx context.Context, q postgres.Querier, accountID string) ([]groupsRow, error) {
	const query = `
SELECT first_mac, last_mac, luhn
  FROM document_groups
 WHERE account_id = $1`
	var rows []groupsRow
	if err := q.SelectContext(ctx, &rows, query, accountID); err != nil {
		return nil, fmt.Errorf("select groups: %w", err)
	}
	return rows, nil
}

// insertGroups stores what a card picture shows.
func insertGroups(ctx context.Context, q postgres.Querier, r documentRow, g groups) error {
	const query = `
INSERT INTO document_groups (conversation_id, document_id, account_id, first_mac, last_mac, luhn, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)`
	if _, err := q.ExecContext(ctx, query, r.ConversationID, r.ID, r.AccountID, g.first, g.last, g.luhn, r.UploadedAt); err != nil {
		return fmt.Errorf("insert groups: %w", err)
	}
	return nil
}

// deleteGroups forgets what the pictures of a case showed.
func deleteGroups(ctx context.Context, q postgres.Querier, conversationID string) error {
	const query = `
DELETE FROM document_groups
 WHERE conversation_id = $1`
	if _, err := q.ExecContext(ctx, query, conversationID); err != nil {
		return fmt.Errorf("delete groups: %w", err)
	}
	return nil
}
