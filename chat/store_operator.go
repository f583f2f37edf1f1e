package chat

import (
	"context"
	"fmt"
	"time"

	"github.com/lib/pq"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/postgres"
)

// upsertOperator notes that somebody works here; state is for a new one only.
func upsertOperator(ctx context.Context, q postgres.Querier, id, name string, state OperatorState, at time.Time) error {
	const query = `
INSERT INTO operator (id, name, state, state_at, seen_at)
VALUES ($1, $2, $3, $4, $4)
ON CONFLICT ON CONSTRAINT operator_pkey DO UPDATE
   SET name = EXCLUDED.name,
       seen_at = GREATEST(operator.seen_at, EXCLUDED.seen_at)`
	if _, err := q.ExecContext(ctx, query, id, name, string(state), at); err != nil {
		return fmt.Errorf("upsert operator: %w", err)
	}
	return nil
}

// updateStatus sets an operator's state.
func updateStatus(ctx context.Context, q postgres.Querier, id string, in StatusInput, reason string, at time.Time) error {
	const query = `
UPDATE operator
   SET state = $2,
       reason = $3,
       capacity = COALESCE($4::smallint, capacity),
       languages = COALESCE($6::text[], languages),
       state_at = CASE WHEN state = $2 THEN state_at ELSE $5 END,
       lapsed_at = NULL
 WHERE id = $1`
	if _, err := postgres.ExecOne(ctx, q, query, id, string(in.State), reason, in.Capacity, at, pq.Array(in.Languages)); err != nil {
		return fmt.Errorf("update status: %w", err)
	}
	return nil
}

// reviveOperator is the edge from "connection gone" to ONLINE.
func reviveOperator(ctx context.Context, q postgres.Querier, id string, at time.Time) (bool, error) {
	const query = `
UPDATE operator
   SET state = 'ONLINE',
       state_at = $2,
       seen_at = $2,
       lapsed_at = NULL
 WHERE id = $1
   AND lapsed_at IS NOT NULL`
	return postgres.ExecOne(ctx, q, query, id, at)
}

// renewLeases notes that operators' consoles are connected.
func renewLeases(ctx context.Context, q postgres.Querier, ids []string, at time.Time) error {
	if len(ids) == 0 {
		return nil
	}
	const query = `
UPDATE operator
   SET seen_at = $2
 WHERE id = ANY ($1)
   AND seen_at < $2`
	if _, err := q.ExecContext(ctx, query, pq.Array(ids), at); err != nil {
		return fmt.Errorf("renew leases: %w", err)
	}
	return nil
}

// lapseOperators is the edge to OFFLINE of those not seen since a time.
func lapseOperators(ctx context.Context, q postgres.Querier, seenBefore, at time.Time) ([]string, error) {
	const query = `
UPDATE operator
   SET state = 'OFFLINE',
       state_at = $2,
       lapsed_at = $2
 WHERE state <> 'OFFLINE'
   AND seen_at < $1
RETURNING id`
	var ids []string
	if err := q.SelectContext(ctx, &ids, query, seenBefore, at); err != nil {
		return nil, fmt.Errorf("lapse operators: %w", err)
	}
	return ids, nil
}

// selectAbsentOwners is the operators who are OFFLINE and own open conversations.
func selectAbsentOwners(ctx context.Context, q postgres.Querier) ([]string, error) {
	const query = `
SELECT DISTINCT o.id
  FROM operator o
  JOIN conversation c ON c.owner_id = o.id
 WHERE o.state = 'OFFLINE'
   AND c.state IN ('ACTIVE', 'ON_HOLD')`
	var ids []string
	if err := q.SelectContext(ctx, &ids, query); err != nil {
		return nil, fmt.Errorf("select absent owners: %w", err)
	}
	return ids, nil
}

// selectOperators is one operator, or all by name when id is empty.
func selectOperators(ctx context.Context, q postgres.Querier, id string) ([]*Operator, error) {
	const query = `
SELECT o.id, o.name, o.state, o.reason, o.capacity, o.state_at, o.languages,
       (SELECT count(*) FROM conversation c WHERE c.owner_id = o.id AND c.state = 'ACTIVE') AS open,
       (SELECT count(*) FROM conversation c WHERE c.owner_id = o.id AND c.state = 'ON_HOLD') AS held
  FROM operator o
 WHERE $1::uuid IS NULL OR o.id = $1::uuid
 ORDER BY o.name, o.id`
	var rows []struct {
		Operator
		Spoken pq.StringArray `db:"languages"`
	}
	if err := q.SelectContext(ctx, &rows, query, null(id)); err != nil {
		return nil, fmt.Errorf("select operators: %w", err)
	}
	list := make([]*Operator, len(rows))
	for i := range rows {
		o := rows[i].Operator
		o.StateAt, o.Languages = o.StateAt.UTC(), rows[i].Spoken
		list[i] = &o
	}
	return list, nil
}

// lockWithPlace locks an operator's row and refuses who is offline or has no place
// free: two tabs of one person can't take one too many.
func lockWithPlace(ctx context.Context, q postgres.Querier, id string) error {
	const lock = `
SELECT state, capacity
  FROM operator
 WHERE id = $1
   FOR UPDATE`
	var o struct {
		State    OperatorState `db:"state"`
		Capacity int           `db:"capacity"`
	}
	if err := q.GetContext(ctx, &o, lock, id); err != nil {
		return fmt.Errorf("lock operator: %w", err)
	}
	if o.State == Offline {
		return fault.New(fault.Conflict, "OFFLINE", "You are offline. Go online to take conversations.")
	}
	const count = `
SELECT count(*)
  FROM conversation
 WHERE owner_id = $1
   AND state = 'ACTIVE'`
	var open int
	if err := q.GetContext(ctx, &open, count, id); err != nil {
		return fmt.Errorf("count load: %w", err)
	}
	if open >= o.Capacity {
		return fault.New(fault.Conflict, "AT_CAPACITY", "You have as many conversations as your capacity allows.")
	}
	return nil
}

// lockNext locks the conversation that an operator is to take next, "" for none: the
// first of the queue, where those whose language the operator speaks are as if they
// had waited longer by some seconds.
func lockNext(ctx context.Context, q postgres.Querier, operatorID string, bonus time.Duration) (string, error) {
	const query = `
SELECT c.id
  FROM conversation c
 WHERE c.state = 'QUEUED'
 ORDER BY c.priority DESC,
          c.queued_at - CASE WHEN left(c.locale, 2) = ANY (SELECT unnest(o.languages) FROM operator o WHERE o.id = $1)
                             THEN make_interval(secs => $2)
                             ELSE interval '0' END,
          c.id
 LIMIT 1
   FOR UPDATE OF c SKIP LOCKED`
	var id string
	err := q.GetContext(ctx, &id, query, operatorID, bonus.Seconds())
	if postgres.NoRows(err) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("lock next conversation: %w", err)
	}
	return id, nil
}

// selectOwned is what an operator has, held ones too, longest waiting first.
func selectOwned(ctx context.Context, q postgres.Querier, ownerID string) ([]string, error) {
	const query = `
SELECT id
  FROM conversation
 WHERE owner_id = $1
   AND state IN ('ACTIVE', 'ON_HOLD')
 ORDER BY taken_at, id`
	var ids []string
	if err := q.SelectContext(ctx, &ids, query, ownerID); err != nil {
		return nil, fmt.Errorf("select owned conversations: %w", err)
	}
	return ids, nil
}

// selectReturned is what was an operator's until a connection was gone, since a
// time, and still waits.
func selectReturned(ctx context.Context, q postgres.Querier, ownerID string, since time.Time) ([]string, error) {
	const query = `
SELECT id
  FROM conversation
 WHERE state = 'QUEUED'
   AND returned_from = $1
   AND returned_at > $2
 ORDER BY queued_at, id`
	var ids []string
	if err := q.SelectContext(ctx, &ids, query, ownerID, since); err != nil {
		return nil, fmt.Errorf("select returned conversations: %w", err)
	}
	return ids, nil
}

// returnRow is the edge to the head of the queue from an owner; $2 NULL: whoever.
func returnRow(ctx context.Context, q postgres.Querier, id, ownerID string, at time.Time) (bool, error) {
	const query = `
UPDATE conversation
   SET state = 'QUEUED',
       returned_from = owner_id,
       returned_at = $3,
       owner_id = NULL,
       owner_name = '',
       held_for = held_for + COALESCE($3 - held_at, '0'),
       held_at = NULL,
       queued_at = $3,
       priority = priority - priority % 2 + 1
 WHERE id = $1
   AND state IN ('ACTIVE', 'ON_HOLD')
   AND ($2::uuid IS NULL OR owner_id = $2::uuid)`
	return postgres.ExecOne(ctx, q, query, id, null(ownerID), at)
}

// transferRow is the edge ACTIVE or ON_HOLD → ACTIVE of somebody else who is ONLINE.
// It tells the new owner's name, "" when nothing moved.
func transferRow(ctx context.Context, q postgres.Querier, id, ownerID, toID string, at time.Time) (string, error) {
	const query = `
UPDATE conversation c
   SET state = 'ACTIVE',
       owner_id = o.id,
       owner_name = o.name,
       held_for = held_for + COALESCE($4 - held_at, '0'),
       held_at = NULL,
       taken_at = $4
  FROM operator o
 WHERE c.id = $1
   AND c.state IN ('ACTIVE', 'ON_HOLD')
   AND ($2::uuid IS NULL OR c.owner_id = $2::uuid)
   AND o.id = $3
   AND o.state IN ('ONLINE', 'BUSY')
RETURNING o.name`
	var name string
	err := q.GetContext(ctx, &name, query, id, null(ownerID), toID, at)
	if postgres.NoRows(err) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("transfer conversation: %w", err)
	}
	return name, nil
}

// holdRow is the edge ACTIVE → ON_HOLD by its owner.
func holdRow(ctx context.Context, q postgres.Querier, id, ownerID string, at time.Time) (bool, error) {
	const query = `
UPDATE conversation
   SET state = 'ON_HOLD',
       held_at = $3
 WHERE id = $1
   AND state = 'ACTIVE'
   AND owner_id = $2`
	return postgres.ExecOne(ctx, q, query, id, ownerID, at)
}

// resumeRow is the edge ON_HOLD → ACTIVE when its owner is ONLINE with a place
// free. An owner without a row has no console that tells of a state.
func resumeRow(ctx context.Context, q postgres.Querier, id string, at time.Time) (bool, error) {
	const query = `
UPDATE conversation c
   SET state = 'ACTIVE',
       held_for = held_for + COALESCE($2 - held_at, '0'),
       held_at = NULL
 WHERE c.id = $1
   AND c.state = 'ON_HOLD'
   AND NOT EXISTS (SELECT 1
                     FROM operator o
                    WHERE o.id = c.owner_id
                      AND (o.state <> 'ONLINE'
                           OR o.capacity <= (SELECT count(*)
                                               FROM conversation b
                                              WHERE b.owner_id = o.id
                                                AND b.state = 'ACTIVE')))`
	return postgres.ExecOne(ctx, q, query, id, at)
}

// selectHeld is up to limit conversations that are on hold since a time.
func selectHeld(ctx context.Context, q postgres.Querier, heldUntil time.Time, limit int) ([]string, error) {
	const query = `
SELECT id
  FROM conversation
 WHERE state = 'ON_HOLD'
   AND held_at <= $1
 ORDER BY held_at
 LIMIT $2`
	var ids []string
	if err := q.SelectContext(ctx, &ids, query, heldUntil, limit); err != nil {
		return nil, fmt.Errorf("select held conversations: %w", err)
	}
	return ids, nil
}

// resolveHeldRow is the edge ON_HOLD → RESOLVED for one held until a time.
func resolveHeldRow(ctx context.Context, q postgres.Querier, id string, heldUntil, at time.Time) (bool, error) {
	const query = `
UPDATE conversation
   SET state = 'RESOLVED',
       resolved_at = $3,
       held_for = held_for + ($3 - held_at),
       held_at = NULL
 WHERE id = $1
   AND state = 'ON_HOLD'
   AND held_at <= $2`
	return postgres.ExecOne(ctx, q, query, id, heldUntil, at)
}
