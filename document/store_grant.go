package document

import (
	"context"
	"fmt"
	"time"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/postgres"
)

// grantRow is a leave to look, as the database has it.
type grantRow struct {
	ConversationID string    `db:"conversation_id"`
	ID             string    `db:"id"`
	DocumentID     string    `db:"document_id"`
	StaffID        string    `db:"staff_id"`
	SessionID      string    `db:"session_id"`
	TokenSum       []byte    `db:"token_sum"`
	Reason         string    `db:"reason"`
	CreatedAt      time.Time `db:"created_at"`
	ExpiresAt      time.Time `db:"expires_at"`
}

// insertGrant stores a leave.
func insertGrant(ctx context.Context, q postgres.Querier, g grantRow) error {
	const query = `
INSERT INTO document_grant (conversation_id, id, document_id, staff_id, session_id, token_sum, reason, created_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`
	_, err := q.ExecContext(ctx, query, g.ConversationID, g.ID, g.DocumentID, g.StaffID, g.SessionID,
		g.TokenSum, g.Reason, g.CreatedAt, g.ExpiresAt)
	if err != nil {
		return fmt.Errorf("insert grant: %w", err)
	}
	return nil
}

// errGrantDead is the one answer for leaves that are used, expired, somebody
// else's or not there.
func errGrantDead() error {
	return fault.New(fault.NotFound, "GRANT_DEAD", "This leave to look is used or expired: ask for another.")
}

// aliveGrant is the condition of a leave that can be used: $1 the conversation,
// $2 the token's sum, $3 the member of the staff, $4 the session, $5 the time.
const aliveGrant = `
 WHERE conversation_id = $1
   AND token_sum = $2
   AND staff_id = $3
   AND session_id = $4
   AND used_at IS NULL
   AND expires_at > $5`

// selectGrant is a leave that can still be used by this person in this session.
func selectGrant(ctx context.Context, q postgres.Querier, conversationID string, sum []byte, staffID, sessionID string, at time.Time) (grantRow, error) {
	const query = `
SELECT conversation_id, id, document_id, staff_id, session_id, token_sum, reason, created_at, expires_at
  FROM document_grant` + aliveGrant
	var row grantRow
	err := q.GetContext(ctx, &row, query, conversationID, sum, staffID, sessionID, at)
	if postgres.NoRows(err) {
		return row, errGrantDead()
	}
	if err != nil {
		return row, fmt.Errorf("select grant: %w", err)
	}
	return row, nil
}

// useGrant is the one use of a leave: of many at once one wins.
func useGrant(ctx context.Context, q postgres.Querier, g grantRow, at time.Time) error {
	const query = `
UPDATE document_grant
   SET used_at = $5` + aliveGrant
	ok, err := postgres.ExecOne(ctx, q, query, g.ConversationID, g.TokenSum, g.StaffID, g.SessionID, at)
	if err != nil {
		return fmt.Errorf("use grant: %w", err)
	}
	if !ok {
		return errGrantDead()
	}
	return nil
}

// selectViewed is the documents of a conversation that a member of the staff has
// viewed since a time.
func selectViewed(ctx context.Context, q postgres.Querier, conversationID, staffID string, since time.Time) ([]string, error) {
	const query = `
SELECT DISTINCT document_id
  FROM document_grant
 WHERE conversation_id = $1
   AND staff_id = $2
   AND used_at > $3`
	var ids []string
	if err := q.SelectContext(ctx, &ids, query, conversationID, staffID, since); err != nil {
		return nil, fmt.Errorf("select viewed documents: %w", err)
	}
	return ids, nil
}
