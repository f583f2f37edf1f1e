package socket

import (
	"bufio"
	"context"
	"encoding/json"
	"net"
	"net/http"
	"sync"
)

// Quota bounds the connections of one key, for example of a session or of a
// network.
type Quota struct {
	Max int
	// Key tells whose connection it is; one of "" is not counted.
	Key func(ctx context.Context) string
}

// counter is a Quota at work.
type counter struct {
	Quota
	mu  sync.Mutex
	has map[string]int
}

func newCounter(q Quota) *counter { return &counter{Quota: q, has: map[string]int{}} }

// take counts one more, unless the key has as many as it may.
func (q *counter) take(key string) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.has[key] >= q.Max {
		return false
	}
	q.has[key]++
	return true
}

func (q *counter) put(key string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.has[key]--; q.has[key] == 0 {
		delete(q.has, key)
	}
}

// admit counts a connection in every quota or in none.
func (t *Transport) admit(ctx context.Context) (release func(), ok bool) {
	var taken []func()
	release = func() {
		for _, put := range taken {
			put()
		}
	}
	for _, q := range t.quotas {
		key := q.Key(ctx)
		if key == "" {
			continue
		}
		if !q.take(key) {
			release()
			return nil, false
		}
		taken = append(taken, func() { q.put(key) })
	}
	return release, true
}

// refuse answers instead of upgrading, in GraphQL's shape.
func refuse(w http.ResponseWriter, status int, code, message string) {
	body, err := json.Marshal(map[string]any{
		"errors": []any{map[string]any{"message": message, "extensions": map[string]string{"code": code}}},
	})
	if err != nil {
		http.Error(w, code, status)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Retry-After", "5")
	w.WriteHeader(status)
	_, _ = w.Write(body) // the reader is gone: nothing left to tell it
}

// hijackable finds the connection behind wrappers that have only Unwrap, which
// gorilla does not look through.
type hijackable struct{ http.ResponseWriter }

// Hijack implements http.Hijacker.
func (h hijackable) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	return http.NewResponseController(h.ResponseWriter).Hijack()
}
