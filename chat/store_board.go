package chat

import (
	"context"
	"fmt"
	"time"

	"github.com/lib/pq"

	"github.com/walletdesk/walletdesk/postgres"
)

// boardCounts is how many conversations stand where.
type boardCounts struct {
	Queued int        `db:"queued"`
	Active int        `db:"active"`
	OnHold int        `db:"on_hold"`
	Since  *time.Time `db:"since"`
}

// selectBoardCounts counts the open conversations.
func selectBoardCounts(ctx context.Context, q postgres.Querier) (boardCounts, error) {
	const query = `
SELECT count(*) FILTER (WHERE state = 'QUEUED') AS queued,
       count(*) FILTER (WHERE state = 'ACTIVE') AS active,
       count(*) FILTER (WHERE state = 'ON_HOLD') AS on_hold,
       min(queued_at) FILTER (WHERE state = 'QUEUED') AS since
  FROM conversation
 WHERE state IN ('QUEUED', 'ACTIVE', 'ON_HOLD')`
	var c boardCounts
	if err := q.GetContext(ctx, &c, query); err != nil {
		return c, fmt.Errorf("count conversations: %w", err)
	}
	return c, nil
}

// selectProposed is the conversations whose proposal waits for a decision, oldest first.
func selectProposed(ctx context.Context, q postgres.Querier) ([]*Conversation, error) {
	const query = `
SELECT` + conversationColumns + `
  FROM reset_proposal p
  JOIN conversation c ON c.id = p.conversation_id
 WHERE p.state = 'PROPOSED'
 ORDER BY p.proposed_at, p.id
 LIMIT 100`
	return listConversations(ctx, q, query)
}

// selectMaybeLate is up to limit open conversations that were opened so long ago
// that a target may be near, oldest first; nil: there is no such target. Opening
// hours and holds only make it later.
func selectMaybeLate(ctx context.Context, q postgres.Querier, unanswered, unresolved *time.Time, limit int) ([]*Conversation, error) {
	const query = `
SELECT` + conversationColumns + `
  FROM conversation c
 WHERE c.state IN ('QUEUED', 'ACTIVE', 'ON_HOLD')
   AND (c.first_reply_at IS NULL AND c.created_at <= $1::timestamptz
        OR c.created_at + c.held_for <= $2::timestamptz)
 ORDER BY c.created_at, c.id
 LIMIT $3`
	return listConversations(ctx, q, query, unanswered, unresolved, limit)
}

// selectRatings is what customers thought since a time.
func selectRatings(ctx context.Context, q postgres.Querier, since time.Time) (Ratings, error) {
	const query = `
SELECT rating, count(*) AS n
  FROM conversation
 WHERE rated_at > $1
 GROUP BY rating`
	var rows []struct {
		Rating int `db:"rating"`
		N      int `db:"n"`
	}
	r := Ratings{Spread: make([]int, 5)}
	if err := q.SelectContext(ctx, &rows, query, since); err != nil {
		return r, fmt.Errorf("select ratings: %w", err)
	}
	sum := 0
	for _, row := range rows {
		r.Spread[row.Rating-1] = row.N
		r.Count += row.N
		sum += row.N * row.Rating
	}
	if r.Count > 0 {
		average := float64(sum) / float64(r.Count)
		r.Average = &average
	}
	return r, nil
}

// selectBoardHours is what happened hour by hour from a full hour on.
func selectBoardHours(ctx context.Context, q postgres.Querier, from, until time.Time) ([]BoardHour, error) {
	const query = `
WITH late AS (
    -- Whatever was opened, answered or resolved since has changed since.
    SELECT created_at, first_reply_at, resolved_at
      FROM conversation
     WHERE last_at >= $1
)
SELECT h AS hour,
       (SELECT count(*) FROM late WHERE created_at >= h AND created_at < h + interval '1 hour') AS opened,
       (SELECT count(*) FROM late WHERE resolved_at >= h AND resolved_at < h + interval '1 hour') AS resolved,
       (SELECT count(*) FROM late WHERE first_reply_at >= h AND first_reply_at < h + interval '1 hour') AS answered,
       (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY EXTRACT(EPOCH FROM first_reply_at - created_at))::int
          FROM late
         WHERE created_at >= h AND created_at < h + interval '1 hour') AS first_response
  FROM generate_series($1::timestamptz, $2::timestamptz, interval '1 hour') h
 ORDER BY h`
	var hours []BoardHour
	if err := q.SelectContext(ctx, &hours, query, from, until); err != nil {
		return nil, fmt.Errorf("select hours: %w", err)
	}
	for i := range hours {
		hours[i].From = hours[i].From.UTC()
	}
	return hours, nil
}

// selectMeasured is what handling and picking up took since a time, among the
// latest events: from being taken until the place was free again, and from coming
// into the queue until being taken.
func selectMeasured(ctx context.Context, q postgres.Querier, since time.Time, most int) (measured, error) {
	const query = `
WITH e AS (
    SELECT conversation_id, seq, code, created_at
      FROM message
     WHERE kind = 'EVENT'
       AND created_at > $1
       AND code IN ('OPENED', 'REOPENED', 'RETURNED', 'TAKEN', 'RESUMED', 'TRANSFERRED', 'HELD', 'RESOLVED', 'LEFT', 'TIMED_OUT')
     ORDER BY created_at DESC
     LIMIT $2
), spans AS (
    SELECT code, lead(code) OVER w AS next,
           EXTRACT(EPOCH FROM lead(created_at) OVER w - created_at) AS took
      FROM e
    WINDOW w AS (PARTITION BY conversation_id ORDER BY seq)
), handled AS (
    SELECT took
      FROM spans
     WHERE code IN ('TAKEN', 'RESUMED', 'TRANSFERRED')
       AND next IN ('HELD', 'RETURNED', 'RESOLVED', 'LEFT', 'TRANSFERRED')
), picked AS (
    SELECT took
      FROM spans
     WHERE code IN ('OPENED', 'REOPENED', 'RETURNED')
       AND next = 'TAKEN'
)
SELECT (SELECT count(*) FROM handled) AS handled,
       COALESCE((SELECT percentile_cont(0.25) WITHIN GROUP (ORDER BY took) FROM handled), 0) AS handled_low,
       COALESCE((SELECT percentile_cont(0.75) WITHIN GROUP (ORDER BY took) FROM handled), 0) AS handled_high,
       COALESCE((SELECT percentile_cont(0.25) WITHIN GROUP (ORDER BY took) FROM picked), 0) AS picked_low,
       COALESCE((SELECT percentile_cont(0.75) WITHIN GROUP (ORDER BY took) FROM picked), 0) AS picked_high`
	var m measured
	if err := q.GetContext(ctx, &m, query, since, most); err != nil {
		return m, fmt.Errorf("select measured: %w", err)
	}
	return m, nil
}

// selectSlots counts the places of the operators who are ONLINE, of each at most so
// many.
func selectSlots(ctx context.Context, q postgres.Querier, most int) (slots, error) {
	const query = `
SELECT COALESCE(sum(places), 0) AS all_slots,
       COALESCE(sum(GREATEST(places - open, 0)), 0) AS free_slots
  FROM (SELECT LEAST(o.capacity, $1::int) AS places,
               (SELECT count(*) FROM conversation c WHERE c.owner_id = o.id AND c.state = 'ACTIVE') AS open
          FROM operator o
         WHERE o.state = 'ONLINE') o`
	var s slots
	if err := q.GetContext(ctx, &s, query, most); err != nil {
		return s, fmt.Errorf("select slots: %w", err)
	}
	return s, nil
}

// selectSpoken tells whether an operator who is ONLINE speaks a language.
func selectSpoken(ctx context.Context, q postgres.Querier, language string) (bool, error) {
	const query = `
SELECT EXISTS (SELECT 1
                 FROM operator
                WHERE state = 'ONLINE'
                  AND (languages = '{}' OR $1 = ANY (languages)))`
	var spoken bool
	if err := q.GetContext(ctx, &spoken, query, language); err != nil {
		return false, fmt.Errorf("select spoken: %w", err)
	}
	return spoken, nil
}

// updatePriority sets how urgent an open conversation is; that it came back stays.
func updatePriority(ctx context.Context, q postgres.Querier, id string, level int) (bool, error) {
	const query = `
UPDATE conversation
   SET priority = 2 * $2::smallint + priority % 2
 WHERE id = $1
   AND state IN ('QUEUED', 'ACTIVE', 'ON_HOLD')`
	return postgres.ExecOne(ctx, q, query, id, level)
}

// selectPlaces is how many wait before each of the conversations that wait.
func selectPlaces(ctx context.Context, q postgres.Querier, ids []string) (map[string]int, error) {
	const query = `
SELECT id, place
  FROM (SELECT id, row_number() OVER (ORDER BY priority DESC, queued_at, id) - 1 AS place
          FROM conversation
         WHERE state = 'QUEUED') w
 WHERE id = ANY ($1)`
	var rows []struct {
		ID    string `db:"id"`
		Place int    `db:"place"`
	}
	if err := q.SelectContext(ctx, &rows, query, pq.Array(ids)); err != nil {
		return nil, fmt.Errorf("select places: %w", err)
	}
	out := make(map[string]int, len(rows))
	for _, r := range rows {
		out[r.ID] = r.Place
	}
	return out, nil
}
