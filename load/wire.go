package load

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// frame is a message of graphql-transport-ws.
type frame struct {
	ID      string          `json:"id,omitempty"`
	Type    string          `json:"type"`
	Payload json.RawMessage `json:"payload,omitempty"`
}

// request is what an operation carries.
type request struct {
	Query     string `json:"query"`
	Variables any    `json:"variables,omitempty"`
}

// errCut says that the connection is gone.
var errCut = errors.New("connection is gone")

const (
	pingWithin = 45 * time.Second // a server that says nothing for so long is gone
	writeLimit = 10 * time.Second
	bufferSize = 4 << 10
)

// wire is one socket with any number of operations on it. Safe for concurrent use.
type wire struct {
	conn *websocket.Conn
	gone chan struct{} // closed when nothing is read any more

	writing sync.Mutex
	mu      sync.Mutex
	next    int
	open    map[string]chan json.RawMessage // what waits for one answer
	follow  map[string]func(json.RawMessage)
	closed  bool
}

// dial opens a socket and begins to read from it.
func dial(ctx context.Context, url, origin, cookie, network string) (*wire, error) {
	conn, err := open(ctx, url, origin, cookie, network)
	if err != nil {
		return nil, err
	}
	w := &wire{conn: conn, gone: make(chan struct{}), open: map[string]chan json.RawMessage{}, follow: map[string]func(json.RawMessage){}}
	go w.read()
	return w, nil
}

// open opens a socket and is acknowledged.
func open(ctx context.Context, url, origin, cookie, network string) (*websocket.Conn, error) {
	header := http.Header{"Origin": {origin}}
	if cookie != "" {
		header.Set("Cookie", cookie)
	}
	if network != "" {
		header.Set("X-Forwarded-For", network)
	}
	d := websocket.Dialer{Subprotocols: []string{"graphql-transport-ws"}, HandshakeTimeout: dialWithin, ReadBufferSize: bufferSize, WriteBufferSize: bufferSize}
	conn, res, err := d.DialContext(ctx, url, header) //nolint:bodyclose // gorilla has read it: there is nothing to close
	if err != nil {
		if res != nil {
			return nil, fmt.Errorf("open a socket: %s: %w", res.Status, err)
		}
		return nil, fmt.Errorf("open a socket: %w", err)
	}
	if err := hello(conn); err != nil {
		return nil, errors.Join(fmt.Errorf("open a socket: %w", err), conn.Close())
	}
	return conn, nil
}

func hello(conn *websocket.Conn) error {
	if err := conn.SetReadDeadline(time.Now().Add(dialWithin)); err != nil {
		return err
	}
	if err := conn.WriteJSON(frame{Type: "connection_init"}); err != nil {
		return err
	}
	var ack frame
	if err := conn.ReadJSON(&ack); err != nil {
		return err
	}
	if ack.Type != "connection_ack" {
		return fmt.Errorf("instead of the acknowledgement came %s", ack.Type)
	}
	return nil
}

// read takes frames in until the connection ends.
func (w *wire) read() {
	defer w.end()
	for {
		if err := w.conn.SetReadDeadline(time.Now().Add(pingWithin)); err != nil {
			return
		}
		var f frame
		if err := w.conn.ReadJSON(&f); err != nil {
			return
		}
		switch f.Type {
		case "ping":
			if err := w.write(frame{Type: "pong"}); err != nil {
				return
			}
		case "next":
			w.mu.Lock()
			event, answer := w.follow[f.ID], w.open[f.ID]
			delete(w.open, f.ID)
			w.mu.Unlock()
			if event != nil {
				event(f.Payload)
			}
			if answer != nil {
				answer <- f.Payload
			}
		case "error", "complete":
			w.mu.Lock()
			answer := w.open[f.ID]
			_, followed := w.follow[f.ID]
			delete(w.open, f.ID)
			w.mu.Unlock()
			if answer != nil {
				answer <- json.RawMessage(`{"errors":` + orNull(f.Payload) + `}`)
			}
			if followed {
				return // a subscription that ends is followed anew
			}
		}
	}
}

func orNull(payload json.RawMessage) string {
	if len(payload) == 0 {
		return "null"
	}
	return string(payload)
}

// end lets go of everything that waits.
func (w *wire) end() {
	_ = w.conn.Close()
	w.mu.Lock()
	defer w.mu.Unlock()
	w.closed = true
	for id, answer := range w.open {
		close(answer)
		delete(w.open, id)
	}
	close(w.gone)
}

// cut ends the connection without a word, as in a tunnel.
func (w *wire) cut() { _ = w.conn.NetConn().Close() }

func (w *wire) write(f frame) error {
	w.writing.Lock()
	defer w.writing.Unlock()
	if err := w.conn.SetWriteDeadline(time.Now().Add(writeLimit)); err != nil {
		return err
	}
	return w.conn.WriteJSON(f)
}

// ask carries out an operation with one answer: its payload, data and errors.
// errCut when the connection ends first.
func (w *wire) ask(ctx context.Context, r request) (json.RawMessage, error) {
	answer := make(chan json.RawMessage, 1)
	id, err := w.begin(r, func(id string) { w.open[id] = answer })
	if err != nil {
		return nil, err
	}
	select {
	case payload, ok := <-answer:
		if !ok {
			return nil, errCut
		}
		return payload, nil
	case <-ctx.Done():
		w.mu.Lock()
		delete(w.open, id)
		w.mu.Unlock()
		return nil, ctx.Err()
	}
}

// subscribe hands every event to got, on the reading goroutine, until the
// connection ends.
func (w *wire) subscribe(r request, got func(payload json.RawMessage)) error {
	_, err := w.begin(r, func(id string) { w.follow[id] = got })
	return err
}

// begin names an operation, notes who waits for it, and sends it.
func (w *wire) begin(r request, note func(id string)) (string, error) {
	payload, err := json.Marshal(r)
	if err != nil {
		return "", err
	}
	w.mu.Lock()
	if w.closed {
		w.mu.Unlock()
		return "", errCut
	}
	w.next++
	id := strconv.Itoa(w.next)
	note(id)
	w.mu.Unlock()
	if err := w.write(frame{ID: id, Type: "subscribe", Payload: payload}); err != nil {
		_ = w.conn.Close()
		return "", errCut
	}
	return id, nil
}
