package main

import (
	"context"
	"fmt"
	"time"

	"github.com/lib/pq"

	"github.com/walletdesk/walletdesk/load"
	"github.com/walletdesk/walletdesk/postgres"
)

// appendScript is pgbench's: the append as one statement, each its own commit, on as
// many conversations as the others have.
const appendScript = `\set c random(1, %d)
WITH c AS (UPDATE limit_conversation SET last_seq = last_seq + 1 WHERE id = :c RETURNING id, last_seq)
INSERT INTO limit_message (conversation_id, seq, client_id, body)
SELECT id, last_seq, gen_random_uuid(), 'a text of about a hundred bytes, which is what people write to each other in a chat of this kind.' FROM c;
`

const limitSchema = `
CREATE TABLE limit_conversation (id int PRIMARY KEY, last_seq bigint NOT NULL DEFAULT 0);
CREATE TABLE limit_message (
    conversation_id int NOT NULL, seq bigint NOT NULL, client_id uuid NOT NULL, body text NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (conversation_id, seq), UNIQUE (conversation_id, client_id))`

func makeReference(ctx context.Context, db *postgres.DB) error {
	_, err := db.ExecContext(ctx, `CREATE DATABASE reference`)
	return err
}

// fillReference gives the reference and pgbench their conversations.
func fillReference(ctx context.Context, url string, rooms []load.Room, conversations int) error {
	db, err := postgres.Open(ctx, url)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	ids := make([]string, len(rooms))
	for i, r := range rooms {
		ids[i] = r.ConversationID
	}
	if _, err := db.ExecContext(ctx, `INSERT INTO conversation (id) SELECT unnest($1::uuid[])`, pq.Array(ids)); err != nil {
		return err
	}
	if _, err := db.ExecContext(ctx, limitSchema); err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, `INSERT INTO limit_conversation (id) SELECT generate_series(1, $1::int)`, conversations)
	return err
}

// messageBytes is what a message of the load takes on disk, indexes included, and how
// many there are.
func messageBytes(ctx context.Context, db *postgres.DB) (each float64, count int64, err error) {
	if _, err := db.ExecContext(ctx, `VACUUM ANALYZE message`); err != nil {
		return 0, 0, err
	}
	var size int64
	if err := db.GetContext(ctx, &size, `SELECT pg_total_relation_size('message')`); err != nil {
		return 0, 0, err
	}
	if err := db.GetContext(ctx, &count, `SELECT count(*) FROM message`); err != nil {
		return 0, 0, err
	}
	if count == 0 {
		return 0, 0, fmt.Errorf("there are no messages")
	}
	return float64(size) / float64(count), count, nil
}

// copies of a conversation of the load, waiting or active like it, and messages of it:
// the table grows to its size as the product would grow it, but for the time it takes.
const copyConversations = `
INSERT INTO conversation (id, topic, state, account_id, proof, customer_name, locale, owner_id, owner_name, last_seq, last_at, preview, priority, queued_at, taken_at, created_at)
SELECT gen_random_uuid(), c.topic, $2, c.account_id, c.proof, c.customer_name, c.locale,
       CASE WHEN $2 = 'QUEUED' THEN NULL ELSE c.owner_id END, CASE WHEN $2 = 'QUEUED' THEN '' ELSE c.owner_name END,
       0, c.last_at, 'bench', 0, CASE WHEN $2 = 'QUEUED' THEN now() - n * interval '1 second' END, c.taken_at, c.created_at
  FROM conversation c, generate_series(1, $3::int) n
 WHERE c.id = $1`

const copyMessages = `
INSERT INTO message (conversation_id, seq, author_kind, author_id, author_name, client_id, kind, body, created_at)
SELECT c.id, n, 'OPERATOR', c.account_id, 'Anna', gen_random_uuid(), 'TEXT',
       'a text of about a hundred bytes, which is what people write to each other in a chat of this kind.', now()
  FROM conversation c, generate_series(1, $1::int) n
 WHERE c.preview = 'bench' AND c.state = 'CLOSED' AND NOT EXISTS (SELECT 1 FROM message m WHERE m.conversation_id = c.id)`

// fill brings the table of messages to a size, by closed conversations of a thousand.
func fill(ctx context.Context, db *postgres.DB, like string, messages int) error {
	const each = 1000
	ctx, cancel := context.WithTimeout(ctx, time.Hour)
	defer cancel()
	for left := messages; left > 0; left -= 500 * each {
		if _, err := db.ExecContext(ctx, copyConversations, like, "CLOSED", min(left, 500*each)/each); err != nil {
			return err
		}
		if _, err := db.ExecContext(ctx, copyMessages, each); err != nil {
			return err
		}
	}
	_, err := db.ExecContext(ctx, `VACUUM ANALYZE message`)
	return err
}

// wait puts conversations into the queue.
func wait(ctx context.Context, db *postgres.DB, like string, conversations int) error {
	if _, err := db.ExecContext(ctx, copyConversations, like, "QUEUED", conversations); err != nil {
		return err
	}
	_, err := db.ExecContext(ctx, `VACUUM ANALYZE conversation`)
	return err
}
