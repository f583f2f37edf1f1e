package chat

import (
	"context"
	"fmt"
	"time"

	"github.com/lib/pq"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/postgres"
)

// insertNote stores a note, or gives the one its author stored under the same id.
func insertNote(ctx context.Context, q postgres.Querier, conversationID string, n *Note) (*Note, error) {
	const insert = `
INSERT INTO conversation_note (conversation_id, id, author_id, author_name, body, created_at)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT ON CONSTRAINT conversation_note_pkey DO NOTHING`
	if _, err := q.ExecContext(ctx, insert, conversationID, n.ID, n.authorID, n.AuthorName, n.Body, n.CreatedAt); err != nil {
		return nil, fmt.Errorf("insert note: %w", err)
	}
	const query = `
SELECT id, author_name, body, created_at
  FROM conversation_note
 WHERE conversation_id = $1
   AND id = $2
   AND author_id = $3`
	var first Note
	err := q.GetContext(ctx, &first, query, conversationID, n.ID, n.authorID)
	if postgres.NoRows(err) {
		return nil, fault.Field("clientId", "USED", "This id belongs to something else.")
	}
	if err != nil {
		return nil, fmt.Errorf("select note: %w", err)
	}
	first.CreatedAt = first.CreatedAt.UTC()
	return &first, nil
}

// selectNotes is a conversation's notes, oldest first.
func selectNotes(ctx context.Context, q postgres.Querier, conversationID, staffID string) ([]*Note, error) {
	const query = `
SELECT id, author_name, body, created_at, author_id = $2 AS mine
  FROM conversation_note
 WHERE conversation_id = $1
 ORDER BY created_at, id
 LIMIT $3`
	var rows []struct {
		Note
		Mine bool `db:"mine"`
	}
	if err := q.SelectContext(ctx, &rows, query, conversationID, staffID, maxNotes); err != nil {
		return nil, fmt.Errorf("select notes: %w", err)
	}
	out := make([]*Note, len(rows))
	for i := range rows {
		n := rows[i].Note
		n.Mine, n.CreatedAt = rows[i].Mine, n.CreatedAt.UTC()
		out[i] = &n
	}
	return out, nil
}

// updateLabels sets a conversation's labels.
func updateLabels(ctx context.Context, q postgres.Querier, id string, labels []string) error {
	const query = `
UPDATE conversation
   SET labels = $2
 WHERE id = $1`
	if _, err := postgres.ExecOne(ctx, q, query, id, pq.Array(labels)); err != nil {
		return fmt.Errorf("update labels: %w", err)
	}
	return nil
}

// updateRating keeps the rating of a conversation that is over.
func updateRating(ctx context.Context, q postgres.Querier, id string, rating int, comment string, at time.Time) (bool, error) {
	const query = `
UPDATE conversation
   SET rating = $2,
       rating_comment = $3,
       rated_at = $4
 WHERE id = $1
   AND state IN ('RESOLVED', 'CLOSED')`
	return postgres.ExecOne(ctx, q, query, id, rating, comment, at)
}

// clearPreview empties the list's preview if it shows a text, the last one.
func clearPreview(ctx context.Context, q postgres.Querier, id string, seq int64) error {
	const query = `
UPDATE conversation
   SET preview = ''
 WHERE id = $1
   AND NOT EXISTS (SELECT 1
                     FROM message
                    WHERE conversation_id = $1
                      AND seq > $2
                      AND kind = 'TEXT')`
	if _, err := postgres.ExecOne(ctx, q, query, id, seq); err != nil {
		return fmt.Errorf("clear preview: %w", err)
	}
	return nil
}

// upsertCanned stores a canned reply.
func upsertCanned(ctx context.Context, q postgres.Querier, r CannedReply, staffID string, at time.Time) error {
	const query = `
INSERT INTO canned_reply (shortcut, locale, body, changed_by, changed_at)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT ON CONSTRAINT canned_reply_pkey DO UPDATE
   SET body = EXCLUDED.body,
       changed_by = EXCLUDED.changed_by,
       changed_at = EXCLUDED.changed_at`
	if _, err := q.ExecContext(ctx, query, r.Shortcut, r.Locale, r.Body, staffID, at); err != nil {
		return fmt.Errorf("upsert canned reply: %w", err)
	}
	return nil
}

// deleteCanned removes a canned reply if there is one.
func deleteCanned(ctx context.Context, q postgres.Querier, shortcut, locale string) error {
	const query = `
DELETE FROM canned_reply
 WHERE shortcut = $1
   AND locale = $2`
	if _, err := q.ExecContext(ctx, query, shortcut, locale); err != nil {
		return fmt.Errorf("delete canned reply: %w", err)
	}
	return nil
}

// selectCanned is all canned replies.
func selectCanned(ctx context.Context, q postgres.Querier) ([]*CannedReply, error) {
	const query = `
SELECT shortcut, locale, body
  FROM canned_reply
 ORDER BY shortcut, locale`
	list := []*CannedReply{}
	if err := q.SelectContext(ctx, &list, query); err != nil {
		return nil, fmt.Errorf("select canned replies: %w", err)
	}
	return list, nil
}
