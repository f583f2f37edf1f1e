package session

import (
	"context"
	"fmt"
	"time"

	"github.com/lib/pq"

	"github.com/walletdesk/walletdesk/postgres"
)

type personRow struct {
	ID, Issuer, Subject, Name, Email, Locale string
	StaffRole                                *string
	SeenAt                                   time.Time
}

// upsertPerson keeps what a provider said last; the id of the first time stays.
func upsertPerson(ctx context.Context, q postgres.Querier, p personRow) (string, error) {
	const text = `
		INSERT INTO person (id, issuer, subject, name, email, locale, staff_role, created_at, seen_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)
		ON CONFLICT ON CONSTRAINT person_issuer_subject_key DO UPDATE
		SET name = EXCLUDED.name,
		    email = EXCLUDED.email,
		    locale = EXCLUDED.locale,
		    staff_role = EXCLUDED.staff_role,
		    seen_at = EXCLUDED.seen_at
		RETURNING id`
	var id string
	if err := q.GetContext(ctx, &id, text, p.ID, p.Issuer, p.Subject, p.Name, p.Email, p.Locale, p.StaffRole, p.SeenAt); err != nil {
		return "", fmt.Errorf("upsert person: %w", err)
	}
	return id, nil
}

type sessionRow struct {
	ID        string    `db:"id"`
	TokenSum  []byte    `db:"token_sum"`
	PersonID  string    `db:"person_id"`
	Door      Door      `db:"door"`
	Role      Role      `db:"role"`
	UserAgent string    `db:"user_agent"`
	Network   []byte    `db:"network"`
	AuthTime  time.Time `db:"auth_time"`
	CreatedAt time.Time `db:"created_at"`
	SeenAt    time.Time `db:"seen_at"`
	ExpiresAt time.Time `db:"expires_at"`
}

// foundRow is a session with what its person row tells.
type foundRow struct {
	ID        string    `db:"id"`
	PersonID  string    `db:"person_id"`
	Role      Role      `db:"role"`
	AuthTime  time.Time `db:"auth_time"`
	SeenAt    time.Time `db:"seen_at"`
	ExpiresAt time.Time `db:"expires_at"`
	Name      string    `db:"name"`
	Locale    string    `db:"locale"`
	Issuer    string    `db:"issuer"`
	Subject   string    `db:"subject"`
}

func insertSession(ctx context.Context, q postgres.Querier, r sessionRow) error {
	// The same row again is a retry whose first commit lost its answer.
	const text = `
		INSERT INTO session (id, token_sum, person_id, door, role, user_agent, network,
		                     auth_time, created_at, seen_at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		ON CONFLICT ON CONSTRAINT session_pkey DO NOTHING`
	_, err := q.ExecContext(ctx, text, r.ID, r.TokenSum, r.PersonID, string(r.Door), string(r.Role), r.UserAgent, r.Network,
		r.AuthTime, r.CreatedAt, r.SeenAt, r.ExpiresAt)
	if err != nil {
		return fmt.Errorf("insert session: %w", err)
	}
	return nil
}

const foundColumns = `
		SELECT s.id, s.person_id, s.role, s.auth_time, s.seen_at, s.expires_at,
		       p.name, p.locale, p.issuer, p.subject
		FROM session AS s
		JOIN person AS p ON p.id = s.person_id`

// selectByToken finds an open session; sql.ErrNoRows otherwise.
func selectByToken(ctx context.Context, q postgres.Querier, door Door, sum []byte, now time.Time, idle time.Duration) (foundRow, error) {
	const text = foundColumns + `
		WHERE s.token_sum = $1
		  AND s.door = $2
		  AND s.ended_at IS NULL
		  AND s.expires_at > $3
		  AND s.seen_at > $4`
	var r foundRow
	if err := q.GetContext(ctx, &r, text, sum, string(door), now, now.Add(-idle)); err != nil {
		return foundRow{}, fmt.Errorf("select session by token: %w", err)
	}
	return r, nil
}

// selectHolder finds an open session by its id; sql.ErrNoRows otherwise.
func selectHolder(ctx context.Context, q postgres.Querier, door Door, id string, now time.Time, idle time.Duration) (foundRow, error) {
	const text = foundColumns + `
		WHERE s.id = $1
		  AND s.door = $2
		  AND s.ended_at IS NULL
		  AND s.expires_at > $3
		  AND s.seen_at > $4`
	var r foundRow
	if err := q.GetContext(ctx, &r, text, id, string(door), now, now.Add(-idle)); err != nil {
		return foundRow{}, fmt.Errorf("select session: %w", err)
	}
	return r, nil
}

// turnToken gives an open session a new token and a new time of proof.
func turnToken(ctx context.Context, q postgres.Querier, id string, sum []byte, role Role, authTime, now time.Time) (bool, error) {
	const text = `
		UPDATE session
		SET token_sum = $2,
		    role = $3,
		    auth_time = $4,
		    seen_at = $5
		WHERE id = $1
		  AND ended_at IS NULL`
	turned, err := postgres.ExecOne(ctx, q, text, id, sum, string(role), authTime, now)
	if err != nil {
		return false, fmt.Errorf("turn session's token: %w", err)
	}
	return turned, nil
}

// touch moves a session's idle time, at most once in touchEvery, and never
// revives one that has been idle too long.
func touch(ctx context.Context, q postgres.Querier, id string, now time.Time) error {
	const text = `
		UPDATE session
		SET seen_at = $2
		WHERE id = $1
		  AND ended_at IS NULL
		  AND seen_at <= $3
		  AND seen_at > CASE door WHEN 'CONSOLE' THEN CAST($4 AS timestamptz) ELSE CAST($5 AS timestamptz) END`
	_, err := q.ExecContext(ctx, text, id, now, now.Add(-touchEvery), now.Add(-StaffIdle), now.Add(-CustomerIdle))
	if err != nil {
		return fmt.Errorf("touch session: %w", err)
	}
	return nil
}

func endOne(ctx context.Context, q postgres.Querier, id string, now time.Time, reason string) ([]string, error) {
	const text = `
		UPDATE session
		SET ended_at = $2,
		    end_reason = $3
		WHERE id = $1
		  AND ended_at IS NULL
		RETURNING id`
	return endedIDs(ctx, q, text, id, now, reason)
}

// endOwn ends a session only if it is the person's.
func endOwn(ctx context.Context, q postgres.Querier, id, personID string, now time.Time, reason string) ([]string, error) {
	const text = `
		UPDATE session
		SET ended_at = $3,
		    end_reason = $4
		WHERE id = $1
		  AND person_id = $2
		  AND ended_at IS NULL
		RETURNING id`
	return endedIDs(ctx, q, text, id, personID, now, reason)
}

// endAll ends a person's sessions but one; except is "" for none.
func endAll(ctx context.Context, q postgres.Querier, personID, except string, now time.Time, reason string) ([]string, error) {
	const text = `
		UPDATE session
		SET ended_at = $3,
		    end_reason = $4
		WHERE person_id = $1
		  AND id IS DISTINCT FROM CAST(NULLIF($2, '') AS uuid)
		  AND ended_at IS NULL
		RETURNING id`
	return endedIDs(ctx, q, text, personID, except, now, reason)
}

func endOverdue(ctx context.Context, q postgres.Querier, now time.Time) ([]string, error) {
	const text = `
		UPDATE session
		SET ended_at = $1,
		    end_reason = CASE WHEN expires_at <= $1 THEN 'TOO_OLD' ELSE 'IDLE' END
		WHERE ended_at IS NULL
		  AND (expires_at <= $1
		       OR (door = 'CUSTOMER' AND seen_at <= $2)
		       OR (door = 'CONSOLE' AND seen_at <= $3))
		RETURNING id`
	return endedIDs(ctx, q, text, now, now.Add(-CustomerIdle), now.Add(-StaffIdle))
}

func endedIDs(ctx context.Context, q postgres.Querier, text string, args ...any) ([]string, error) {
	var ids []string
	if err := q.SelectContext(ctx, &ids, text, args...); err != nil {
		return nil, fmt.Errorf("end sessions: %w", err)
	}
	return ids, nil
}

// selectOpen tells which of the sessions are open.
func selectOpen(ctx context.Context, q postgres.Querier, ids []string, now time.Time) (map[string]bool, error) {
	const text = `
		SELECT id
		FROM session
		WHERE id = ANY(CAST($1 AS uuid[]))
		  AND ended_at IS NULL
		  AND expires_at > $2
		  AND seen_at > CASE door WHEN 'CONSOLE' THEN CAST($3 AS timestamptz) ELSE CAST($4 AS timestamptz) END`
	var found []string
	if err := q.SelectContext(ctx, &found, text, pq.Array(ids), now, now.Add(-StaffIdle), now.Add(-CustomerIdle)); err != nil {
		return nil, fmt.Errorf("select open sessions: %w", err)
	}
	open := make(map[string]bool, len(found))
	for _, id := range found {
		open[id] = true
	}
	return open, nil
}

// ownRow is a session as its owner sees it.
type ownRow struct {
	ID        string    `db:"id"`
	UserAgent string    `db:"user_agent"`
	CreatedAt time.Time `db:"created_at"`
	SeenAt    time.Time `db:"seen_at"`
	ExpiresAt time.Time `db:"expires_at"`
}

// selectOwn lists a person's open sessions at a door, the last used first.
func selectOwn(ctx context.Context, q postgres.Querier, door Door, personID string, now time.Time, idle time.Duration) ([]ownRow, error) {
	const text = `
		SELECT id, user_agent, created_at, seen_at, expires_at
		FROM session
		WHERE person_id = $1
		  AND door = $2
		  AND ended_at IS NULL
		  AND expires_at > $3
		  AND seen_at > $4
		ORDER BY seen_at DESC, id`
	var rows []ownRow
	if err := q.SelectContext(ctx, &rows, text, personID, string(door), now, now.Add(-idle)); err != nil {
		return nil, fmt.Errorf("select own sessions: %w", err)
	}
	return rows, nil
}

// selectUserAgents lists from what a person's sessions came, ended ones too.
func selectUserAgents(ctx context.Context, q postgres.Querier, door Door, personID string) ([]string, error) {
	const text = `
		SELECT DISTINCT user_agent
		FROM session
		WHERE person_id = $1
		  AND door = $2`
	var agents []string
	if err := q.SelectContext(ctx, &agents, text, personID, string(door)); err != nil {
		return nil, fmt.Errorf("select user agents: %w", err)
	}
	return agents, nil
}

// originRow is from where a session came.
type originRow struct {
	UserAgent string    `db:"user_agent"`
	Network   []byte    `db:"network"`
	CreatedAt time.Time `db:"created_at"`
}

// selectOrigins lists from where a person's sessions came, oldest first, ended ones too.
func selectOrigins(ctx context.Context, q postgres.Querier, door Door, personID string) ([]originRow, error) {
	const text = `
		SELECT user_agent, network, created_at
		FROM session
		WHERE person_id = $1
		  AND door = $2
		ORDER BY created_at, id`
	var rows []originRow
	if err := q.SelectContext(ctx, &rows, text, personID, string(door)); err != nil {
		return nil, fmt.Errorf("select origins of sessions: %w", err)
	}
	return rows, nil
}
