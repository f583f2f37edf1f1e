package chat

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/lib/pq"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/postgres"
)

// errNotOpen says that an append found its conversation in another state, or
// with another owner, than it wanted.
var errNotOpen = errors.New("conversation is not as the append wants it")

// errAbsent is the one answer for conversations that are foreign or not there.
func errAbsent() error {
	return fault.New(fault.NotFound, "NOT_FOUND", "There is no such conversation.")
}

// messageColumns are the columns of a messageRow.
const messageColumns = `
       m.seq, m.client_id, m.author_kind, m.author_id, m.author_name, m.kind,
       m.body, m.code, m.detail, m.redacted_at, m.created_at`

// messageRow is a row of the log as the database has it.
type messageRow struct {
	Seq        int64      `db:"seq"`
	ClientID   string     `db:"client_id"`
	AuthorKind AuthorKind `db:"author_kind"`
	AuthorID   string     `db:"author_id"`
	AuthorName string     `db:"author_name"`
	Kind       Kind       `db:"kind"`
	Body       string     `db:"body"`
	Code       string     `db:"code"`
	Detail     []byte     `db:"detail"`
	RedactedAt *time.Time `db:"redacted_at"`
	CreatedAt  time.Time  `db:"created_at"`
}

// message is the row as the domain has it.
func (r messageRow) message() (*Message, error) {
	facts := map[string]string{}
	if err := json.Unmarshal(r.Detail, &facts); err != nil {
		return nil, fmt.Errorf("read message %d: %w", r.Seq, err)
	}
	return &Message{
		Seq: r.Seq, ClientID: r.ClientID, AuthorKind: r.AuthorKind, AuthorName: r.AuthorName,
		Kind: r.Kind, Body: r.Body, Code: r.Code, Detail: details(r.Kind, r.Code, facts),
		RedactedAt: utc(r.RedactedAt), CreatedAt: r.CreatedAt.UTC(), authorID: r.AuthorID,
	}, nil
}

func messages(rows []messageRow) ([]*Message, error) {
	out := make([]*Message, 0, len(rows))
	for _, r := range rows {
		m, err := r.message()
		if err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	return out, nil
}

// utc is t in UTC, nil staying nil.
func utc(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	u := t.UTC()
	return &u
}

// insertMessage appends e and sets the number m got. It returns errNotOpen when
// the conversation's state or owner is not as e wants it.
func insertMessage(ctx context.Context, q postgres.Querier, e entry, m *Message) error {
	detail, err := json.Marshal(e.detail)
	if err != nil {
		return fmt.Errorf("insert message: %w", err)
	}
	if e.detail == nil {
		detail = []byte("{}")
	}
	const query = `
WITH room AS (
    -- Locks the conversation, so numbers follow each other as commits do.
    UPDATE conversation
       SET last_seq = last_seq + 1,
           last_at = $2,
           preview = CASE WHEN $3 = 'TEXT' THEN left($4, $5) ELSE preview END,
           first_reply_at = CASE WHEN $3 = 'TEXT' AND $6 = 'OPERATOR'
                                 THEN COALESCE(first_reply_at, $2)
                                 ELSE first_reply_at END
     WHERE id = $1
       AND state = ANY ($7)
       AND ($8::uuid IS NULL OR owner_id = $8::uuid)
 RETURNING id, last_seq
)
INSERT INTO message (conversation_id, seq, author_kind, author_id, author_name,
                     client_id, kind, body, code, detail, created_at)
SELECT id, last_seq, $6, $9::uuid, $10, $11::uuid, $3, $4, $12, $13::jsonb, $2
  FROM room
RETURNING seq`
	err = q.GetContext(ctx, &m.Seq, query,
		e.conversationID, m.CreatedAt, string(e.kind), e.body, previewLength, string(e.authorKind),
		states(e.states), null(e.ownerID), e.authorID, e.authorName, e.clientID, e.code, string(detail))
	if postgres.NoRows(err) {
		return errNotOpen
	}
	if err != nil {
		return fmt.Errorf("insert message: %w", err)
	}
	return nil
}

// states is a list of states as a query's parameter.
func states(list []State) any {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = string(s)
	}
	return pq.Array(out)
}

// null is NULL for the empty string.
func null(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// selectByClientID finds the row an author wrote under a client id. Customers
// are one author a conversation: authorID is not looked at for them.
// fault.NotFound when there is none.
func selectByClientID(ctx context.Context, q postgres.Querier, conversationID string, kind AuthorKind, authorID, clientID string) (*Message, error) {
	const query = `
SELECT` + messageColumns + `
  FROM message m
 WHERE m.conversation_id = $1
   AND m.author_kind = $2
   AND ($3::uuid IS NULL OR m.author_id = $3::uuid)
   AND m.client_id = $4`
	var row messageRow
	err := q.GetContext(ctx, &row, query, conversationID, string(kind), null(authorID), clientID)
	if postgres.NoRows(err) {
		return nil, fault.New(fault.NotFound, "NOT_FOUND", "There is no such message.")
	}
	if err != nil {
		return nil, fmt.Errorf("select message by client id: %w", err)
	}
	return row.message()
}

// selectAfter is up to limit rows after a number, oldest first.
func selectAfter(ctx context.Context, q postgres.Querier, conversationID string, after int64, limit int) ([]*Message, error) {
	const query = `
SELECT` + messageColumns + `
  FROM message m
 WHERE m.conversation_id = $1
   AND m.seq > $2
 ORDER BY m.seq
 LIMIT $3`
	var rows []messageRow
	if err := q.SelectContext(ctx, &rows, query, conversationID, after, limit); err != nil {
		return nil, fmt.Errorf("select messages: %w", err)
	}
	return messages(rows)
}

// selectBefore is the last rows, at most limit, before a number, oldest first.
func selectBefore(ctx context.Context, q postgres.Querier, conversationID string, before int64, limit int) ([]*Message, error) {
	const query = `
SELECT *
  FROM (SELECT` + messageColumns + `
          FROM message m
         WHERE m.conversation_id = $1
           AND m.seq < $2
         ORDER BY m.seq DESC
         LIMIT $3) m
 ORDER BY m.seq`
	var rows []messageRow
	if err := q.SelectContext(ctx, &rows, query, conversationID, before, limit); err != nil {
		return nil, fmt.Errorf("select messages: %w", err)
	}
	return messages(rows)
}

// selectRecentTexts is an author's latest texts since a time, oldest first.
func selectRecentTexts(ctx context.Context, q postgres.Querier, conversationID, authorID string, since time.Time, limit int) ([]*Message, error) {
	const query = `
SELECT *
  FROM (SELECT` + messageColumns + `
          FROM message m
         WHERE m.conversation_id = $1
           AND m.author_id = $2
           AND m.kind = 'TEXT'
           AND m.created_at > $3
         ORDER BY m.seq DESC
         LIMIT $4) m
 ORDER BY m.seq`
	var rows []messageRow
	if err := q.SelectContext(ctx, &rows, query, conversationID, authorID, since, limit); err != nil {
		return nil, fmt.Errorf("select recent texts: %w", err)
	}
	return messages(rows)
}

// overwriteBody replaces the text of a row already in the log.
func overwriteBody(ctx context.Context, q postgres.Querier, conversationID string, seq int64, body string, at time.Time) error {
	const query = `
UPDATE message
   SET body = $3,
       redacted_at = $4
 WHERE conversation_id = $1
   AND seq = $2`
	ok, err := postgres.ExecOne(ctx, q, query, conversationID, seq, body, at)
	if err != nil {
		return fmt.Errorf("overwrite message: %w", err)
	}
	if !ok {
		return fmt.Errorf("overwrite message: no row %d", seq)
	}
	return nil
}
