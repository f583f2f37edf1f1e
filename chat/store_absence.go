package chat

import (
	"context"
	"fmt"
	"time"

	"github.com/walletdesk/walletdesk/postgres"
)

// absent is a conversation whose customer left before an answer came.
type absent struct {
	ID         string `db:"id"`
	AccountID  string `db:"account_id"`
	LastSeq    int64  `db:"last_seq"`
	AbsenceSeq int64  `db:"absence_seq"`
}

// selectAbsent is up to limit conversations with something by an operator that came
// between two times, after all that the customer has read and written, and of which
// no mail has told since.
func selectAbsent(ctx context.Context, q postgres.Querier, from, until time.Time, limit int) ([]absent, error) {
	const query = `
SELECT c.id, c.account_id, c.last_seq, c.absence_seq
  FROM conversation c
 CROSS JOIN LATERAL (
       SELECT GREATEST(
              COALESCE((SELECT max(k.read_seq)
                          FROM conversation_mark k
                         WHERE k.conversation_id = c.id AND k.side = 'CUSTOMER'), 0),
              COALESCE((SELECT m.seq
                          FROM message m
                         WHERE m.conversation_id = c.id AND m.author_kind = 'CUSTOMER'
                         ORDER BY m.seq DESC
                         LIMIT 1), 0)) AS seq) here
 WHERE c.last_at >= $1
   AND c.state <> 'CLOSED'
   AND c.absence_seq <= here.seq
   AND EXISTS (SELECT 1
                 FROM message m
                WHERE m.conversation_id = c.id
                  AND m.seq > here.seq
                  AND m.author_kind = 'OPERATOR'
                  AND (m.kind = 'TEXT' AND m.body <> '' OR m.kind IN ('DOCUMENT_REQUEST', 'REVIEW'))
                  AND m.created_at BETWEEN $1 AND $2)
 ORDER BY c.last_at
 LIMIT $3`
	var list []absent
	if err := q.SelectContext(ctx, &list, query, from, until, limit); err != nil {
		return nil, fmt.Errorf("select absent customers: %w", err)
	}
	return list, nil
}

// raiseAbsence notes that a customer was told of what there is until a number; true
// for the one who may tell.
func raiseAbsence(ctx context.Context, q postgres.Querier, id string, before, seq int64) (bool, error) {
	const query = `
UPDATE conversation
   SET absence_seq = $3
 WHERE id = $1
   AND absence_seq = $2`
	return postgres.ExecOne(ctx, q, query, id, before, seq)
}

// selectTexts is the latest texts of a log that were not hidden, oldest first.
func selectTexts(ctx context.Context, q postgres.Querier, conversationID string, limit int) ([]*Message, error) {
	const query = `
SELECT *
  FROM (SELECT` + messageColumns + `
          FROM message m
         WHERE m.conversation_id = $1
           AND m.kind = 'TEXT'
           AND m.body <> ''
         ORDER BY m.seq DESC
         LIMIT $2) m
 ORDER BY m.seq`
	var rows []messageRow
	if err := q.SelectContext(ctx, &rows, query, conversationID, limit); err != nil {
		return nil, fmt.Errorf("select texts: %w", err)
	}
	return messages(rows)
}
