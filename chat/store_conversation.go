package chat

import (
	"context"
	"fmt"
	"time"

	"github.com/lib/pq"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/postgres"
)

// conversationColumns are the columns of a conversationRow. The marks and the
// place are looked up by keys that start with the conversation, or in the
// queue's own index.
const conversationColumns = `
       c.id, c.topic, c.state, c.proof, c.account_id, c.flow_id, c.owner_id, c.locale,
       c.customer_name, c.owner_name, c.last_seq, c.last_at, c.preview, c.priority,
       c.labels, c.rating, c.rating_comment, c.resolved_at, c.created_at,
       c.first_reply_at, c.held_at, EXTRACT(EPOCH FROM c.held_for) AS held_for,
       CASE WHEN c.state = 'QUEUED' THEN c.queued_at END AS queued_at,
       CASE WHEN c.state = 'QUEUED' THEN
            (SELECT count(*)
               FROM conversation w
              WHERE w.state = 'QUEUED'
                AND (w.priority > c.priority
                     OR w.priority = c.priority AND (w.queued_at, w.id) < (c.queued_at, c.id)))
       END AS place,
       COALESCE((SELECT max(k.read_seq)
                   FROM conversation_mark k
                  WHERE k.conversation_id = c.id AND k.side = 'CUSTOMER'), 0) AS customer_read_seq,
       COALESCE((SELECT max(k.read_seq)
                   FROM conversation_mark k
                  WHERE k.conversation_id = c.id AND k.side = 'OPERATOR'), 0) AS operator_read_seq`

// conversationRow is a conversation as the database has it.
type conversationRow struct {
	ID              string     `db:"id"`
	Topic           Topic      `db:"topic"`
	State           State      `db:"state"`
	Proof           Proof      `db:"proof"`
	AccountID       string     `db:"account_id"`
	FlowID          *string    `db:"flow_id"`
	OwnerID         *string    `db:"owner_id"`
	Locale          string     `db:"locale"`
	CustomerName    string     `db:"customer_name"`
	OwnerName       string     `db:"owner_name"`
	LastSeq         int64      `db:"last_seq"`
	LastAt          time.Time  `db:"last_at"`
	Preview         string     `db:"preview"`
	Priority        int        `db:"priority"`
	QueuedAt        *time.Time `db:"queued_at"`
	Place           *int       `db:"place"`
	ResolvedAt      *time.Time `db:"resolved_at"`
	CreatedAt       time.Time  `db:"created_at"`
	CustomerReadSeq int64      `db:"customer_read_seq"`
	OperatorReadSeq int64      `db:"operator_read_seq"`

	FirstReplyAt *time.Time `db:"first_reply_at"`
	HeldAt       *time.Time `db:"held_at"`
	HeldFor      float64    `db:"held_for"` // seconds

	Labels        pq.StringArray `db:"labels"`
	Rating        *int           `db:"rating"`
	RatingComment string         `db:"rating_comment"`
}

func (r conversationRow) conversation() *Conversation {
	return &Conversation{
		ID: r.ID, Topic: r.Topic, State: r.State, Proof: r.Proof,
		AccountID: r.AccountID, FlowID: r.FlowID, OwnerID: r.OwnerID,
		Locale: r.Locale, CustomerName: r.CustomerName, OwnerName: r.OwnerName,
		LastSeq: r.LastSeq, LastAt: r.LastAt.UTC(), Preview: r.Preview,
		QueuedAt: utc(r.QueuedAt), Place: r.Place, ResolvedAt: utc(r.ResolvedAt), CreatedAt: r.CreatedAt.UTC(),
		CustomerReadSeq: r.CustomerReadSeq, OperatorReadSeq: r.OperatorReadSeq,
		Labels: r.Labels, Rating: r.Rating, RatingComment: r.RatingComment, priority: r.Priority,
		Priority: priorities()[r.Priority/2], firstReplyAt: utc(r.FirstReplyAt), heldAt: utc(r.HeldAt),
		heldFor: time.Duration(r.HeldFor * float64(time.Second)),
	}
}

// getConversation runs a query for one conversation. fault.NotFound when there is none.
func getConversation(ctx context.Context, q postgres.Querier, query string, args ...any) (*Conversation, error) {
	var row conversationRow
	err := q.GetContext(ctx, &row, query, args...)
	if postgres.NoRows(err) {
		return nil, errAbsent()
	}
	if err != nil {
		return nil, fmt.Errorf("select conversation: %w", err)
	}
	return row.conversation(), nil
}

// selectConversation is one conversation. fault.NotFound when there is none.
func selectConversation(ctx context.Context, q postgres.Querier, id string) (*Conversation, error) {
	const query = `
SELECT` + conversationColumns + `
  FROM conversation c
 WHERE c.id = $1`
	return getConversation(ctx, q, query, id)
}

// lockConversation is one conversation whose row stays locked until the end of
// the transaction. fault.NotFound when there is none.
func lockConversation(ctx context.Context, q postgres.Querier, id string) (*Conversation, error) {
	const query = `
SELECT` + conversationColumns + `
  FROM conversation c
 WHERE c.id = $1
   FOR UPDATE OF c`
	return getConversation(ctx, q, query, id)
}

// selectOfFlow is the conversation of a recovery that is not closed.
// fault.NotFound when there is none.
func selectOfFlow(ctx context.Context, q postgres.Querier, flowID string) (*Conversation, error) {
	const query = `
SELECT` + conversationColumns + `
  FROM conversation c
 WHERE c.flow_id = $1
   AND c.state <> 'CLOSED'`
	return getConversation(ctx, q, query, flowID)
}

// selectConversations is those of the ids that exist, in no order.
func selectConversations(ctx context.Context, q postgres.Querier, ids []string) ([]*Conversation, error) {
	const query = `
SELECT` + conversationColumns + `
  FROM conversation c
 WHERE c.id = ANY ($1)`
	return listConversations(ctx, q, query, pq.Array(ids))
}

// selectChanged is the ids and last numbers of the conversations whose log grew
// since a time.
func selectChanged(ctx context.Context, q postgres.Querier, since time.Time) (map[string]int64, error) {
	const query = `
SELECT id, last_seq
  FROM conversation
 WHERE last_at >= $1`
	var rows []struct {
		ID      string `db:"id"`
		LastSeq int64  `db:"last_seq"`
	}
	if err := q.SelectContext(ctx, &rows, query, since); err != nil {
		return nil, fmt.Errorf("select changed conversations: %w", err)
	}
	out := make(map[string]int64, len(rows))
	for _, r := range rows {
		out[r.ID] = r.LastSeq
	}
	return out, nil
}

// selectUnclosed is the ids of the conversations that are not closed.
func selectUnclosed(ctx context.Context, q postgres.Querier) ([]string, error) {
	const query = `
SELECT id
  FROM conversation
 WHERE state IN ('QUEUED', 'ACTIVE', 'ON_HOLD', 'RESOLVED')`
	var ids []string
	if err := q.SelectContext(ctx, &ids, query); err != nil {
		return nil, fmt.Errorf("select conversations that are not closed: %w", err)
	}
	return ids, nil
}

func listConversations(ctx context.Context, q postgres.Querier, query string, args ...any) ([]*Conversation, error) {
	var rows []conversationRow
	if err := q.SelectContext(ctx, &rows, query, args...); err != nil {
		return nil, fmt.Errorf("select conversations: %w", err)
	}
	out := make([]*Conversation, 0, len(rows))
	for _, r := range rows {
		out = append(out, r.conversation())
	}
	return out, nil
}

// insertConversation stores a new one, waiting in the queue.
func insertConversation(ctx context.Context, q postgres.Querier, c *Conversation) error {
	const query = `
INSERT INTO conversation (id, topic, state, account_id, flow_id, proof, customer_name,
                          locale, last_at, queued_at, created_at)
VALUES ($1, $2, 'QUEUED', $3, $4, $5, $6, $7, $8, $8, $8)`
	_, err := q.ExecContext(ctx, query, c.ID, string(c.Topic), c.AccountID, c.FlowID,
		string(c.Proof), c.CustomerName, c.Locale, c.CreatedAt)
	if err != nil {
		return fmt.Errorf("insert conversation: %w", err)
	}
	return nil
}

// takeRow is the edge QUEUED → ACTIVE: true for the one who wins.
func takeRow(ctx context.Context, q postgres.Querier, id, staffID, staffName string, at time.Time) (bool, error) {
	const query = `
UPDATE conversation
   SET state = 'ACTIVE',
       owner_id = $2,
       owner_name = $3,
       taken_at = $4,
       returned_from = NULL,
       priority = priority - priority % 2
 WHERE id = $1
   AND state = 'QUEUED'`
	return postgres.ExecOne(ctx, q, query, id, staffID, staffName, at)
}

// resolveRow is the edge to RESOLVED from a state of from, by the owner if one
// is named. A former owner stays written on the row.
func resolveRow(ctx context.Context, q postgres.Querier, id, ownerID string, from []State, at time.Time) (bool, error) {
	const query = `
UPDATE conversation
   SET state = 'RESOLVED',
       resolved_at = $2,
       held_for = held_for + COALESCE($2 - held_at, '0'),
       held_at = NULL
 WHERE id = $1
   AND state = ANY ($3)
   AND ($4::uuid IS NULL OR owner_id = $4::uuid)`
	return postgres.ExecOne(ctx, q, query, id, at, states(from), null(ownerID))
}

// reopenRow is the edge RESOLVED → QUEUED: to the head of the queue, if it was
// resolved after a time.
func reopenRow(ctx context.Context, q postgres.Querier, id string, resolvedAfter, at time.Time) (bool, error) {
	const query = `
UPDATE conversation
   SET state = 'QUEUED',
       owner_id = NULL,
       owner_name = '',
       queued_at = $3,
       priority = priority - priority % 2 + 1,
       resolved_at = NULL
 WHERE id = $1
   AND state = 'RESOLVED'
   AND resolved_at > $2`
	return postgres.ExecOne(ctx, q, query, id, resolvedAfter, at)
}

// closeRow is the edge RESOLVED → CLOSED for one that was resolved until a time.
func closeRow(ctx context.Context, q postgres.Querier, id string, resolvedUntil, at time.Time) (bool, error) {
	const query = `
UPDATE conversation
   SET state = 'CLOSED',
       closed_at = $3
 WHERE id = $1
   AND state = 'RESOLVED'
   AND resolved_at <= $2`
	return postgres.ExecOne(ctx, q, query, id, resolvedUntil, at)
}

// selectDue is up to limit conversations that were resolved until a time.
func selectDue(ctx context.Context, q postgres.Querier, resolvedUntil time.Time, limit int) ([]string, error) {
	const query = `
SELECT id
  FROM conversation
 WHERE state = 'RESOLVED'
   AND resolved_at <= $1
 ORDER BY resolved_at
 LIMIT $2`
	var ids []string
	if err := q.SelectContext(ctx, &ids, query, resolvedUntil, limit); err != nil {
		return nil, fmt.Errorf("select due conversations: %w", err)
	}
	return ids, nil
}

// raiseMark moves a participant's read mark forward, never back and never past
// the log's end. It tells whether the mark moved.
func raiseMark(ctx context.Context, q postgres.Querier, id, participantID string, side AuthorKind, seq int64, at time.Time) (bool, error) {
	const query = `
INSERT INTO conversation_mark AS k (conversation_id, participant_id, side, read_seq, at)
SELECT c.id, $2::uuid, $3, LEAST($4::bigint, c.last_seq), $5::timestamptz
  FROM conversation c
 WHERE c.id = $1
ON CONFLICT ON CONSTRAINT conversation_mark_pkey DO UPDATE
   SET read_seq = EXCLUDED.read_seq,
       at = EXCLUDED.at
 WHERE k.read_seq < EXCLUDED.read_seq`
	return postgres.ExecOne(ctx, q, query, id, participantID, string(side), seq, at)
}

// wasInvolved tells whether a member of the staff owns the conversation or has
// written anything into its log: the log is the record of who took, asked,
// reviewed, wrote and proposed.
func wasInvolved(ctx context.Context, q postgres.Querier, id, staffID string) (bool, error) {
	const query = `
SELECT EXISTS (SELECT 1
                 FROM message
                WHERE conversation_id = $1
                  AND author_id = $2)
    OR EXISTS (SELECT 1
                 FROM conversation
                WHERE id = $1
                  AND owner_id = $2)`
	var involved bool
	if err := q.GetContext(ctx, &involved, query, id, staffID); err != nil {
		return false, fmt.Errorf("select involvement: %w", err)
	}
	return involved, nil
}

// lastWord is the number of the last row that a person wrote, 0 for none.
func lastWord(ctx context.Context, q postgres.Querier, id string) (int64, error) {
	const query = `
SELECT COALESCE(max(seq), 0)
  FROM message
 WHERE conversation_id = $1
   AND author_kind <> 'SYSTEM'`
	var seq int64
	if err := q.GetContext(ctx, &seq, query, id); err != nil {
		return 0, fmt.Errorf("select last word: %w", err)
	}
	return seq, nil
}

// errChangedHands is for an edge that found another state than it leaves.
func errChangedHands() error {
	return fault.New(fault.Conflict, "ENDED", "This conversation has ended or changed hands.")
}

// selectClosed is those of the conversations that were closed until a time.
func selectClosed(ctx context.Context, q postgres.Querier, ids []string, closedUntil time.Time) ([]string, error) {
	const query = `
SELECT id
  FROM conversation
 WHERE id = ANY ($1)
   AND state = 'CLOSED'
   AND closed_at <= $2`
	var closed []string
	if err := q.SelectContext(ctx, &closed, query, pq.Array(ids), closedUntil); err != nil {
		return nil, fmt.Errorf("select closed conversations: %w", err)
	}
	return closed, nil
}
