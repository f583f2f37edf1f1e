package chat

import (
	"context"
	"fmt"
	"time"

	"github.com/walletdesk/walletdesk/postgres"
)

// assignment is who gets what next.
type assignment struct {
	ConversationID string `db:"conversation_id"`
	OperatorID     string `db:"operator_id"`
	Name           string `db:"name"`
}

// lockAssignment lets one at a time assign, in all nodes, until the end of the
// transaction.
func lockAssignment(ctx context.Context, q postgres.Querier) error {
	const query = `
SELECT pg_advisory_xact_lock(hashtextextended('chat.assignment', 0))`
	if _, err := q.ExecContext(ctx, query); err != nil {
		return fmt.Errorf("lock assignment: %w", err)
	}
	return nil
}

// selectAssignment is the first of the queue for which an operator has a place, with
// the operator: who speaks the language, then who has fewest, then who was given
// something longest ago. A conversation that came later than a time waits for who
// speaks its language, if such an operator is ONLINE without a place.
func selectAssignment(ctx context.Context, q postgres.Querier, most int, patientSince time.Time) (*assignment, error) {
	const query = `
WITH load AS (
    SELECT o.id, o.name, o.languages, o.assigned_at, LEAST(o.capacity, $1::int) AS places,
           (SELECT count(*) FROM conversation c WHERE c.owner_id = o.id AND c.state = 'ACTIVE') AS open
      FROM operator o
     WHERE o.state = 'ONLINE'
)
SELECT c.id AS conversation_id, o.id AS operator_id, o.name
  FROM conversation c
 CROSS JOIN LATERAL (
       SELECT l.*, l.languages = '{}' OR left(c.locale, 2) = ANY (l.languages) AS speaks
         FROM load l
        WHERE l.open < l.places
        ORDER BY speaks DESC, l.open, l.assigned_at NULLS FIRST, l.id
        LIMIT 1) o
 WHERE c.state = 'QUEUED'
   AND (o.speaks
        OR c.queued_at <= $2
        OR NOT EXISTS (SELECT 1 FROM load l WHERE left(c.locale, 2) = ANY (l.languages)))
 ORDER BY c.priority DESC, c.queued_at, c.id
 LIMIT 1
   FOR UPDATE OF c SKIP LOCKED`
	var m assignment
	err := q.GetContext(ctx, &m, query, most, patientSince)
	if postgres.NoRows(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("select assignment: %w", err)
	}
	return &m, nil
}

// updateAssigned notes that an operator was given a conversation.
func updateAssigned(ctx context.Context, q postgres.Querier, operatorID string, at time.Time) error {
	const query = `
UPDATE operator
   SET assigned_at = $2
 WHERE id = $1`
	if _, err := postgres.ExecOne(ctx, q, query, operatorID, at); err != nil {
		return fmt.Errorf("update assigned: %w", err)
	}
	return nil
}
