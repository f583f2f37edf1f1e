package main

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	_ "github.com/lib/pq" // the driver
)

const connections = 32

type store struct{ insertText *sql.Stmt }

const schema = `
CREATE TABLE IF NOT EXISTS conversation (id uuid PRIMARY KEY, last_seq bigint NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS message (
    conversation_id uuid NOT NULL, seq bigint NOT NULL, client_id uuid NOT NULL, body text NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (conversation_id, seq), UNIQUE (conversation_id, client_id))`

const insertText = `
WITH c AS (UPDATE conversation SET last_seq = last_seq + 1 WHERE id = $1 RETURNING last_seq)
INSERT INTO message (conversation_id, seq, client_id, body) SELECT $1, last_seq, $2, $3 FROM c RETURNING seq, created_at`

func open(ctx context.Context, url string) (*store, error) {
	db, err := sql.Open("postgres", url)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	if _, err := db.ExecContext(ctx, schema); err != nil {
		return nil, fmt.Errorf("schema: %w", err)
	}
	stmt, err := db.PrepareContext(ctx, insertText)
	return &store{stmt}, err
}

func (s *store) insert(t text) (int64, time.Time, error) {
	var seq int64
	var at time.Time
	err := s.insertText.QueryRow(t.ConversationID, t.ClientID, t.Body).Scan(&seq, &at) //nolint:noctx // nothing ends it
	return seq, at, err
}
