package chat

import (
	"context"
	"fmt"
	"time"

	"github.com/walletdesk/walletdesk/postgres"
)

// tickRow is a tick, as the database and frozen evidence have it.
type tickRow struct {
	Point Point     `db:"point"       json:"point"`
	By    string    `db:"ticked_by"   json:"by"`
	Name  string    `db:"ticked_name" json:"name"`
	At    time.Time `db:"ticked_at"   json:"at"`
}

// selectTicks is the ticks of a case, in one order always: they are part of what
// is hashed.
func selectTicks(ctx context.Context, q postgres.Querier, conversationID string) ([]tickRow, error) {
	const query = `
SELECT point, ticked_by, ticked_name, ticked_at
  FROM case_check
 WHERE conversation_id = $1
 ORDER BY point`
	rows := []tickRow{}
	if err := q.SelectContext(ctx, &rows, query, conversationID); err != nil {
		return nil, fmt.Errorf("select ticks: %w", err)
	}
	for i := range rows {
		rows[i].At = rows[i].At.UTC()
	}
	return rows, nil
}

// insertTick stores a tick; false when the point is ticked already, by whomever.
func insertTick(ctx context.Context, q postgres.Querier, conversationID string, t tickRow) (bool, error) {
	const query = `
INSERT INTO case_check (conversation_id, point, ticked_by, ticked_name, ticked_at)
VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (conversation_id, point) DO NOTHING`
	ok, err := postgres.ExecOne(ctx, q, query, conversationID, string(t.Point), t.By, t.Name, t.At)
	if err != nil {
		return false, fmt.Errorf("insert tick: %w", err)
	}
	return ok, nil
}

// deleteTick takes a tick back; false when there was none.
func deleteTick(ctx context.Context, q postgres.Querier, conversationID string, point Point) (bool, error) {
	const query = `
DELETE FROM case_check
 WHERE conversation_id = $1
   AND point = $2`
	ok, err := postgres.ExecOne(ctx, q, query, conversationID, string(point))
	if err != nil {
		return false, fmt.Errorf("delete tick: %w", err)
	}
	return ok, nil
}
