// Command reference is the limit the chat is measured beside, and no part of the
// product: a bare program of gorilla and lib/pq that stores each message in a commit
// of its own and forwards it. It has no accounts, no authorisation, no masking, no
// GraphQL; it reads the frames of graphql-transport-ws by their shape alone, so that
// one load tool can drive both.
//
//	reference -listen 127.0.0.1:8081      DATABASE_URL names an empty database
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"github.com/gorilla/websocket"
)

func main() {
	listen := flag.String("listen", "127.0.0.1:8081", "address")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := serve(ctx, *listen); err != nil {
		fmt.Fprintln(os.Stderr, "reference:", err)
		os.Exit(1)
	}
}

func serve(ctx context.Context, listen string) error {
	db, err := open(ctx, os.Getenv("DATABASE_URL"))
	if err != nil {
		return err
	}
	s := &reference{db: db, rooms: map[string]*room{}, upgrader: websocket.Upgrader{ReadBufferSize: 1 << 10, WriteBufferSize: 1 << 10, WriteBufferPool: &sync.Pool{}, Subprotocols: []string{"graphql-transport-ws"}}}
	mux := http.NewServeMux()
	mux.HandleFunc("/healthz", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("/graphql", s.socket)
	mux.HandleFunc("/console/graphql", s.socket)
	server := &http.Server{Addr: listen, Handler: mux, ReadHeaderTimeout: time.Minute}
	context.AfterFunc(ctx, func() { _ = server.Close() })
	if err := server.ListenAndServe(); ctx.Err() == nil {
		return err
	}
	return nil
}

// reference is the whole server.
type reference struct {
	db       *store
	upgrader websocket.Upgrader
	mu       sync.Mutex
	rooms    map[string]*room
}

// room is a conversation: its lock keeps what is delivered in the order of the log.
type room struct {
	mu        sync.Mutex
	followers map[*peer]string // the subscription's id
}

func (s *reference) room(id string) *room {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.rooms[id]
	if r == nil {
		r = &room{followers: map[*peer]string{}}
		s.rooms[id] = r
	}
	return r
}

// peer is a connection; gorilla allows one writer at a time.
type peer struct {
	conn *websocket.Conn
	mu   sync.Mutex
}

func (p *peer) write(m *websocket.PreparedMessage) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.conn.WritePreparedMessage(m)
}

func (p *peer) say(text string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.conn.WriteMessage(websocket.TextMessage, []byte(text))
}

// frame is what a client says, and both operations' variables.
type frame struct {
	ID      string `json:"id"`
	Type    string `json:"type"`
	Payload struct {
		Variables struct {
			ID    string `json:"id"`
			Input *text  `json:"input"`
		} `json:"variables"`
	} `json:"payload"`
}

type text struct {
	ConversationID string `json:"conversationId"`
	ClientID       string `json:"clientId"`
	Body           string `json:"body"`
}

func (s *reference) socket(w http.ResponseWriter, r *http.Request) {
	conn, err := s.upgrader.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	p := &peer{conn: conn}
	var following []*room
	defer func() {
		for _, r := range following {
			r.mu.Lock()
			delete(r.followers, p)
			r.mu.Unlock()
		}
		_ = conn.Close()
	}()
	for {
		var f frame
		if err := conn.ReadJSON(&f); err != nil {
			return
		}
		switch {
		case f.Type == "connection_init":
			if err := p.say(`{"type":"connection_ack"}`); err != nil {
				return
			}
		case f.Payload.Variables.Input != nil:
			go s.send(p, f.ID, *f.Payload.Variables.Input)
		case f.Type == "subscribe":
			r := s.room(f.Payload.Variables.ID)
			r.mu.Lock()
			r.followers[p] = f.ID
			r.mu.Unlock()
			following = append(following, r)
		}
	}
}

// send stores a message, answers its sender, and forwards it: encoded once for all
// who follow under the same id.
func (s *reference) send(p *peer, id string, t text) {
	r := s.room(t.ConversationID)
	r.mu.Lock()
	defer r.mu.Unlock()
	seq, at, err := s.db.insert(t)
	if err != nil {
		fmt.Fprintln(os.Stderr, "reference:", err)
		_ = p.conn.Close()
		return
	}
	_ = p.say(fmt.Sprintf(`{"id":%q,"type":"next","payload":{"data":{"sendMessage":{"message":{"seq":%d},"problem":null}}}}`, id, seq))
	_ = p.say(fmt.Sprintf(`{"id":%q,"type":"complete"}`, id))
	body, err := json.Marshal(t.Body)
	if err != nil {
		return
	}
	encoded := map[string]*websocket.PreparedMessage{}
	for follower, as := range r.followers {
		m := encoded[as]
		if m == nil {
			m, err = websocket.NewPreparedMessage(websocket.TextMessage, fmt.Appendf(nil,
				`{"id":%q,"type":"next","payload":{"data":{"conversationEvents":{"message":{"seq":%d,"clientId":%q,"authorKind":"OPERATOR","authorName":"Anna","mine":false,"kind":"TEXT","body":%s,"createdAt":%q}}}}}`,
				as, seq, t.ClientID, body, at.Format(time.RFC3339Nano)))
			if err != nil {
				return
			}
			encoded[as] = m
		}
		_ = follower.write(m)
	}
}
