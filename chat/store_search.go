package chat

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/lib/pq"

	"github.com/walletdesk/walletdesk/postgres"
)

// hitQuery is what to find for whom.
type hitQuery struct {
	staffID    string
	all        bool      // a supervisor sees every conversation
	endedAfter time.Time // a former owner those that ended later
	terms      []term    // at least one
	accounts   []string  // found by their address
	after      *hitCursor
	limit      int
}

// hitRow is something found, with its conversation.
type hitRow struct {
	Rank       int       `db:"rank"`
	HitSeq     int64     `db:"hit_seq"`
	HitKind    HitKind   `db:"hit_kind"`
	HitAt      time.Time `db:"hit_at"`
	HitBody    string    `db:"hit_body"`
	DocumentID *string   `db:"document_id"`
	Total      int       `db:"total"`
	conversationRow
}

func (r hitRow) cursor() hitCursor {
	return hitCursor{Rank: r.Rank, At: r.HitAt.UTC(), ID: r.ID, Seq: r.HitSeq}
}

// selectHits is up to limit hits after a place, and how many there are in all.
func selectHits(ctx context.Context, q postgres.Querier, h hitQuery) ([]hitRow, int, error) {
	args := []any{h.staffID, h.all, h.endedAfter, pq.Array(h.accounts), maxHits, h.limit}
	words := matching(h.terms, &args)
	further := ""
	if h.after != nil {
		n := len(args)
		args = append(args, h.after.Rank, h.after.At, h.after.ID, h.after.Seq)
		further = fmt.Sprintf(`
 WHERE (-h.rank, h.at, h.conversation_id, h.seq) < (-$%d::int, $%d::timestamptz, $%d::uuid, $%d::bigint)`, n+1, n+2, n+3, n+4)
	}
	query := `
WITH found AS (
    SELECT s.conversation_id, s.seq, s.kind, s.at, c.account_id,
           CASE s.kind WHEN 'CUSTOMER' THEN 0 WHEN 'DOCUMENT' THEN 1 ELSE 2 END AS rank
      FROM chat_search s
      JOIN conversation c ON c.id = s.conversation_id
     WHERE (` + words + ` OR s.kind = 'CUSTOMER' AND c.account_id = ANY ($4::uuid[]))
       AND ($2
            OR c.state = 'QUEUED'
            OR c.owner_id = $1::uuid AND (c.resolved_at IS NULL OR c.resolved_at > $3))
     ORDER BY s.at DESC
     LIMIT $5
), one AS (
    -- A customer once, however many conversations.
    SELECT DISTINCT ON (CASE kind WHEN 'CUSTOMER' THEN account_id ELSE conversation_id END, seq) *
      FROM found
     ORDER BY CASE kind WHEN 'CUSTOMER' THEN account_id ELSE conversation_id END, seq, at DESC, conversation_id DESC
), page AS (
    SELECT h.*, (SELECT count(*) FROM one) AS total
      FROM one h` + further + `
     ORDER BY h.rank, h.at DESC, h.conversation_id DESC, h.seq DESC
     LIMIT $6
)
SELECT h.rank, h.seq AS hit_seq, h.kind AS hit_kind, h.at AS hit_at, h.total,
       COALESCE(m.body, '') AS hit_body, m.detail ->> 'documentId' AS document_id,` + conversationColumns + `
  FROM page h
  JOIN conversation c ON c.id = h.conversation_id
  LEFT JOIN message m ON m.conversation_id = h.conversation_id AND m.seq = h.seq
 ORDER BY h.rank, h.at DESC, h.conversation_id DESC, h.seq DESC`
	var rows []hitRow
	if err := q.SelectContext(ctx, &rows, query, args...); err != nil {
		return nil, 0, fmt.Errorf("select hits: %w", err)
	}
	if len(rows) == 0 {
		return nil, 0, nil
	}
	return rows, rows[0].Total, nil
}

// matching is the condition that a row has every term, and adds its parameters.
// Terms are letters, marks and digits alone, so quotes can't be in them.
func matching(list []term, args *[]any) string {
	param := func(v any) string {
		*args = append(*args, v)
		return "$" + strconv.Itoa(len(*args))
	}
	var parts []string
	for _, t := range list {
		literal := "'" + t.word + "'"
		if !t.whole {
			literal += ":*"
		}
		cond := param(literal) + "::tsquery"
		if t.config != "" {
			cond = "(" + cond + " || plainto_tsquery(" + param(t.config) + "::text::regconfig, " + param(t.word) + "))"
		}
		parts = append(parts, "s.words @@ "+cond)
	}
	return strings.Join(parts, " AND ")
}

// selectIndexedUntil is the time until which every log has been read.
func selectIndexedUntil(ctx context.Context, q postgres.Querier) (time.Time, error) {
	const query = `
SELECT at
  FROM chat_search_until`
	var at time.Time
	err := q.GetContext(ctx, &at, query)
	if postgres.NoRows(err) {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, fmt.Errorf("select indexed until: %w", err)
	}
	return at.UTC(), nil
}

// raiseIndexedUntil moves that time forward, never back.
func raiseIndexedUntil(ctx context.Context, q postgres.Querier, at time.Time) error {
	const query = `
INSERT INTO chat_search_until AS u (at)
VALUES ($1)
ON CONFLICT ON CONSTRAINT chat_search_until_pkey DO UPDATE
   SET at = GREATEST(u.at, EXCLUDED.at)`
	if _, err := q.ExecContext(ctx, query, at); err != nil {
		return fmt.Errorf("raise indexed until: %w", err)
	}
	return nil
}

// selectUnread is up to limit conversations that changed since a time and have rows
// the index has not read, oldest change first.
func selectUnread(ctx context.Context, q postgres.Querier, since time.Time, limit int) ([]string, error) {
	const query = `
SELECT c.id
  FROM conversation c
  LEFT JOIN chat_search_read r ON r.conversation_id = c.id
 WHERE c.last_at >= $1
   AND c.last_seq > COALESCE(r.seq, 0)
 ORDER BY c.last_at
 LIMIT $2`
	var ids []string
	if err := q.SelectContext(ctx, &ids, query, since, limit); err != nil {
		return nil, fmt.Errorf("select unread conversations: %w", err)
	}
	return ids, nil
}

// lockIndex lets one at a time write a conversation's rows of the index, until the
// end of the transaction.
func lockIndex(ctx context.Context, q postgres.Querier, conversationID string) error {
	const query = `
SELECT pg_advisory_xact_lock(hashtextextended('chat_search:' || $1, 0))`
	if _, err := q.ExecContext(ctx, query, conversationID); err != nil {
		return fmt.Errorf("lock index: %w", err)
	}
	return nil
}

// selectIndexRead is how far a log has been read, and whether at all.
func selectIndexRead(ctx context.Context, q postgres.Querier, conversationID string) (int64, bool, error) {
	const query = `
SELECT seq
  FROM chat_search_read
 WHERE conversation_id = $1`
	var seq int64
	err := q.GetContext(ctx, &seq, query, conversationID)
	if postgres.NoRows(err) {
		return 0, false, nil
	}
	if err != nil {
		return 0, false, fmt.Errorf("select index read: %w", err)
	}
	return seq, true, nil
}

// raiseIndexRead notes how far a log has been read.
func raiseIndexRead(ctx context.Context, q postgres.Querier, conversationID string, seq int64) error {
	const query = `
INSERT INTO chat_search_read AS r (conversation_id, seq)
VALUES ($1, $2)
ON CONFLICT ON CONSTRAINT chat_search_read_pkey DO UPDATE
   SET seq = GREATEST(r.seq, EXCLUDED.seq)`
	if _, err := q.ExecContext(ctx, query, conversationID, seq); err != nil {
		return fmt.Errorf("raise index read: %w", err)
	}
	return nil
}

// vector is the words of a text: as they stand, and their stems. Positions are of
// no use and left out. The columns are what indexed gives; no word has a space.
const vector = `array_to_tsvector(string_to_array(w.plain, ' '))
       || strip(to_tsvector('english', w.english) || to_tsvector('greek', w.greek) || to_tsvector('russian', w.russian))`

// upsertIndex writes rows of a conversation's index.
func upsertIndex(ctx context.Context, q postgres.Querier, conversationID string, rows []indexRow) error {
	const query = `
INSERT INTO chat_search (conversation_id, seq, kind, at, words)
SELECT $1, w.seq, w.kind, w.at, ` + vector + `
  FROM unnest($2::bigint[], $3::text[], $4::timestamptz[], $5::text[], $6::text[], $7::text[], $8::text[])
       AS w (seq, kind, at, plain, english, greek, russian)
ON CONFLICT ON CONSTRAINT chat_search_pkey DO UPDATE
   SET words = EXCLUDED.words`
	if len(rows) == 0 {
		return nil
	}
	n := len(rows)
	seqs, kinds, times := make([]int64, n), make([]string, n), make([]time.Time, n)
	plain, english, greekText, russian := make([]string, n), make([]string, n), make([]string, n), make([]string, n)
	for i, r := range rows {
		seqs[i], kinds[i], times[i] = r.seq, string(r.kind), r.at
		plain[i], english[i], greekText[i], russian[i] = indexed(r.text)
	}
	if _, err := q.ExecContext(ctx, query, conversationID, pq.Array(seqs), pq.Array(kinds), pq.Array(times),
		pq.Array(plain), pq.Array(english), pq.Array(greekText), pq.Array(russian)); err != nil {
		return fmt.Errorf("upsert index: %w", err)
	}
	return nil
}

// rewriteIndex replaces the words of a message that is in the index.
func rewriteIndex(ctx context.Context, q postgres.Querier, conversationID string, seq int64, body string) error {
	const query = `
UPDATE chat_search
   SET words = ` + vector + `
  FROM (SELECT $3::text AS plain, $4::text AS english, $5::text AS greek, $6::text AS russian) w
 WHERE conversation_id = $1
   AND seq = $2`
	plain, english, greekText, russian := indexed(body)
	if _, err := q.ExecContext(ctx, query, conversationID, seq, plain, english, greekText, russian); err != nil {
		return fmt.Errorf("rewrite index: %w", err)
	}
	return nil
}
