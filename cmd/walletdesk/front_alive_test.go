package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/walletdesk/walletdesk/postgres"
)

// database is the shared program's, seen from beside.
func database(t *testing.T) *postgres.DB {
	t.Helper()
	socket, err := os.ReadFile(filepath.Join(shared.data, "postgres", "socket"))
	if err != nil {
		t.Fatal(err)
	}
	db, err := postgres.Open(t.Context(), fmt.Sprintf("host=%s port=5432 user=walletdesk dbname=walletdesk sslmode=disable", strings.TrimSpace(string(socket))))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// ageSessions makes a person's sessions as if they had not been used for a while.
func ageSessions(t *testing.T, db *postgres.DB, name string, by time.Duration) {
	t.Helper()
	const text = `
		UPDATE session AS s
		SET seen_at = now() - CAST($2 AS interval)
		FROM account AS a
		WHERE a.person_id = s.person_id AND a.email = $1 AND s.ended_at IS NULL`
	if _, err := db.ExecContext(t.Context(), text, name+"@shop.example", by.String()); err != nil {
		t.Fatal(err)
	}
}

// Whoever waits in a conversation, in a tab behind others that asks for nothing, is
// not signed out: the open socket is activity. A socket is pinged every ten seconds.
func TestFront_WaitingIsActivity(t *testing.T) {
	t.Parallel()
	base := program(t)
	customer, _ := register(t, base, "front-waits")
	id := openConversation(t, customer)
	conn, err := customer.subscribe(`subscription ($id: ID!) { conversationEvents(conversationId: $id) { __typename } }`, map[string]any{"id": id})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	db := database(t)
	ageSessions(t, db, "front-waits", 14*time.Minute)

	ctx, cancel := context.WithTimeout(t.Context(), 40*time.Second)
	defer cancel()
	for {
		var frame socketFrame
		if err := conn.SetReadDeadline(time.Now().Add(30 * time.Second)); err != nil {
			t.Fatal(err)
		}
		if err := conn.ReadJSON(&frame); err != nil {
			t.Fatalf("the socket was closed: %v", err)
		}
		if frame.Type == "ping" {
			if err := conn.WriteJSON(socketFrame{Type: "pong"}); err != nil {
				t.Fatal(err)
			}
		}
		var idle float64
		const text = `
			SELECT extract(epoch FROM now() - s.seen_at)
			FROM session AS s JOIN account AS a ON a.person_id = s.person_id
			WHERE a.email = 'front-waits@shop.example' AND s.ended_at IS NULL`
		if err := db.GetContext(ctx, &idle, text); err != nil {
			t.Fatal(err)
		}
		if idle < 60 {
			return
		}
	}
}
