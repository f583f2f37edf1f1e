package chat

import (
	"context"
	"fmt"

	"github.com/walletdesk/walletdesk/postgres"
)

// scope says whose open conversations a list has.
type scope string

const (
	mineOnly       scope = "MINE"
	mineAndWaiting scope = "MINE_AND_WAITING"
	everything     scope = "EVERYTHING"
)

// selectQueue is up to limit waiting conversations after a place, in the order
// they will be taken, and how many wait in all.
func selectQueue(ctx context.Context, q postgres.Querier, after *cursor, limit int) ([]*Conversation, int, error) {
	const count = `
SELECT count(*)
  FROM conversation
 WHERE state = 'QUEUED'`
	var total int
	if err := q.GetContext(ctx, &total, count); err != nil {
		return nil, 0, fmt.Errorf("count queue: %w", err)
	}
	const query = `
SELECT` + conversationColumns + `
  FROM conversation c
 WHERE c.state = 'QUEUED'
 ORDER BY c.priority DESC, c.queued_at, c.id
 LIMIT $1`
	if after == nil {
		list, err := listConversations(ctx, q, query, limit)
		return list, total, err
	}
	const further = `
SELECT` + conversationColumns + `
  FROM conversation c
 WHERE c.state = 'QUEUED'
   AND (c.priority < $2
        OR c.priority = $2 AND (c.queued_at, c.id) > ($3, $4::uuid))
 ORDER BY c.priority DESC, c.queued_at, c.id
 LIMIT $1`
	list, err := listConversations(ctx, q, further, limit, after.Priority, after.At, after.ID)
	return list, total, err
}

// openIn is the open conversations of a scope: $1 the member of the staff, $2 the scope.
const openIn = `
  FROM conversation c
 WHERE c.state IN ('QUEUED', 'ACTIVE', 'ON_HOLD')
   AND ($2 = 'EVERYTHING'
        OR c.owner_id = $1::uuid
        OR $2 = 'MINE_AND_WAITING' AND c.state = 'QUEUED')`

// selectOpen is up to limit open conversations of a scope after a place, latest
// first, and how many there are in all.
func selectOpen(ctx context.Context, q postgres.Querier, staffID string, of scope, after *cursor, limit int) ([]*Conversation, int, error) {
	const count = `
SELECT count(*)` + openIn
	var total int
	if err := q.GetContext(ctx, &total, count, staffID, string(of)); err != nil {
		return nil, 0, fmt.Errorf("count conversations: %w", err)
	}
	const query = `
SELECT` + conversationColumns + openIn + `
 ORDER BY c.last_at DESC, c.id DESC
 LIMIT $3`
	if after == nil {
		list, err := listConversations(ctx, q, query, staffID, string(of), limit)
		return list, total, err
	}
	const further = `
SELECT` + conversationColumns + openIn + `
   AND (c.last_at, c.id) < ($4, $5::uuid)
 ORDER BY c.last_at DESC, c.id DESC
 LIMIT $3`
	list, err := listConversations(ctx, q, further, staffID, string(of), limit, after.At, after.ID)
	return list, total, err
}
