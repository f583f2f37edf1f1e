package chat

import (
	"context"
	"fmt"
	"time"

	"github.com/lib/pq"

	"github.com/walletdesk/walletdesk/postgres"
)

// appended is what one conversation got in a commit.
type appended struct {
	rows         []*Message // in the log's order
	messages     map[*sending]*Message
	conversation *Conversation
}

// appendTexts appends texts to many logs in one statement, which is a transaction
// of its own, and tells by conversation what was appended. It leaves out, without
// an error, texts whose conversation is locked by somebody else or not as they
// want it, whose client id was used, and those over the customers' rate.
//
// last_at is rounded up to the next second: it stands in indexes, and an update that
// leaves it as it is writes none of them (HOT). Who looks for what changed since a
// time misses nothing by it.
//
// Conversations are locked in the order of their ids. Client ids and rate are
// seen as of the statement's beginning: a text of another node that slips in
// between fails all of it by message_client_id_key.
func appendTexts(ctx context.Context, q postgres.Querier, list []*sending, at time.Time) (map[string]*appended, error) {
	const query = `
WITH want AS (
    SELECT w.*,
           row_number() OVER (PARTITION BY w.conversation_id, w.author_kind ORDER BY w.ord) AS nth
      FROM unnest($1::int[], $2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::uuid[], $7::text[], $8::uuid[])
           AS w (ord, conversation_id, author_kind, author_id, author_name, client_id, body, owner_id)
), locked AS (
    SELECT c.id, c.state, c.owner_id, c.last_seq
      FROM conversation c
     WHERE c.id = ANY ($2::uuid[])
     ORDER BY c.id
       FOR UPDATE SKIP LOCKED
), fit AS (
    SELECT w.*,
           l.last_seq + row_number() OVER (PARTITION BY w.conversation_id ORDER BY w.ord) AS seq
      FROM want w
      JOIN locked l ON l.id = w.conversation_id
     WHERE l.state IN ('QUEUED', 'ACTIVE', 'ON_HOLD')
       AND (l.state <> 'ON_HOLD' OR w.author_kind <> 'CUSTOMER') -- it goes on with that
       AND (w.owner_id IS NULL OR w.owner_id = l.owner_id)
       AND NOT EXISTS (SELECT 1
                         FROM message m
                        WHERE m.conversation_id = w.conversation_id
                          AND m.author_id = w.author_id
                          AND m.client_id = w.client_id)
       AND (w.author_kind <> 'CUSTOMER'
            OR w.nth + (SELECT count(*)
                          FROM message m
                         WHERE m.conversation_id = w.conversation_id
                           AND m.seq > l.last_seq - $12
                           AND m.author_kind = 'CUSTOMER'
                           AND m.kind = 'TEXT'
                           AND m.created_at > $10) <= $11)
), sums AS (
    SELECT conversation_id,
           max(seq) AS last_seq,
           bool_or(author_kind = 'OPERATOR') AS replied,
           (array_agg(body ORDER BY seq DESC))[1] AS body
      FROM fit
     GROUP BY conversation_id
), c AS (
    UPDATE conversation r
       SET last_seq = s.last_seq,
           last_at = date_trunc('second', $9::timestamptz) + interval '1 second',
           preview = left(s.body, $13),
           first_reply_at = CASE WHEN s.replied THEN COALESCE(r.first_reply_at, $9) ELSE r.first_reply_at END
      FROM sums s
     WHERE r.id = s.conversation_id
 RETURNING r.*
), put AS (
    INSERT INTO message (conversation_id, seq, author_kind, author_id, author_name, client_id, kind, body, created_at)
    SELECT conversation_id, seq, author_kind, author_id, author_name, client_id, 'TEXT', body, $9
      FROM fit
)
SELECT f.ord, f.seq,` + conversationColumns + `
  FROM fit f
  JOIN c ON c.id = f.conversation_id
 ORDER BY f.conversation_id, f.seq`
	n := len(list)
	ords, ids, kinds, authors := make([]int64, n), make([]string, n), make([]string, n), make([]string, n)
	names, clients, texts, owners := make([]string, n), make([]string, n), make([]string, n), make([]*string, n)
	for i, j := range list {
		ords[i], ids[i], kinds[i], authors[i] = int64(i), j.conversationID, string(j.authorKind), j.authorID
		names[i], clients[i], texts[i], owners[i] = j.authorName, j.clientID, j.text, null(j.ownerID)
	}
	var rows []appendedRow
	err := q.SelectContext(ctx, &rows, query,
		pq.Array(ords), pq.Array(ids), pq.Array(kinds), pq.Array(authors), pq.Array(names), pq.Array(clients),
		pq.Array(texts), pq.Array(owners), at, at.Add(-rateWindow), rateMax, minuteOfRate, previewLength)
	if err != nil {
		return nil, fmt.Errorf("append texts: %w", err)
	}
	return byConversation(list, rows, at), nil
}

// appendedRow is a text that was appended, with its conversation as it stands now.
type appendedRow struct {
	Ord int   `db:"ord"` // of the list
	Seq int64 `db:"seq"`
	conversationRow
}

// byConversation is what each conversation got.
func byConversation(list []*sending, rows []appendedRow, at time.Time) map[string]*appended {
	out := map[string]*appended{}
	for _, row := range rows {
		j := list[row.Ord]
		a := out[j.conversationID]
		if a == nil {
			a = &appended{messages: map[*sending]*Message{}, conversation: row.conversation()}
			out[j.conversationID] = a
		}
		m := &Message{
			Seq: row.Seq, ClientID: j.clientID, AuthorKind: j.authorKind, AuthorName: j.authorName, Kind: Text,
			Body: j.text, Detail: []Detail{}, CreatedAt: at, authorID: j.authorID,
		}
		a.rows, a.messages[j] = append(a.rows, m), m
	}
	return out
}

// selectRate is when the customer of a conversation sent texts since a time,
// oldest first, looked for at the log's end.
func selectRate(ctx context.Context, q postgres.Querier, conversationID string, since time.Time) ([]time.Time, error) {
	const query = `
SELECT m.created_at
  FROM message m
 WHERE m.conversation_id = $1
   AND m.seq > (SELECT last_seq FROM conversation WHERE id = $1) - $3::bigint
   AND m.author_kind = 'CUSTOMER'
   AND m.kind = 'TEXT'
   AND m.created_at > $2
 ORDER BY m.created_at`
	var times []time.Time
	if err := q.SelectContext(ctx, &times, query, conversationID, since, minuteOfRate); err != nil {
		return nil, fmt.Errorf("select rate: %w", err)
	}
	return times, nil
}
