package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"github.com/walletdesk/walletdesk/marketplace/shoptest"
)

// caller is somebody at the front door: a browser with its cookies, over real
// HTTP and real sockets.
type caller struct {
	base    string
	graphql string // path of the door
	client  *http.Client
}

// signIn goes through the provider as a person would.
func signIn(t *testing.T, base, username string) caller {
	t.Helper()
	return signInAt(t, base, "customer", "/graphql", username)
}

// signInStaff goes in by the console's door.
func signInStaff(t *testing.T, base, username string) caller {
	t.Helper()
	return signInAt(t, base, "workforce", "/console/graphql", username)
}

func signInAt(t *testing.T, base, door, graphql, username string) caller {
	t.Helper()
	c := caller{base: base, graphql: graphql, client: shoptest.NewBrowser(t)}
	if status := signInWith(t, c, "/auth/"+door+"/start", username); status >= http.StatusBadRequest {
		t.Fatalf("sign-in of %s ended with status %d", username, status)
	}
	return c
}

// signInWith starts a sign-in at an address of ours and tells how it ended.
func signInWith(t *testing.T, c caller, start, username string) int {
	t.Helper()
	res, err := c.client.Get(c.base + start)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	provider, err := res.Location()
	if err != nil {
		t.Fatalf("sign-in of %s leads nowhere: status %d", username, res.StatusCode)
	}
	callback := shoptest.Callback(t, c.client, provider.String(), username)
	back, err := c.client.Get(callback.String())
	if err != nil {
		t.Fatal(err)
	}
	_ = back.Body.Close()
	return back.StatusCode
}

// failure is a GraphQL error as callers see it.
type failure struct {
	Message    string         `json:"message"`
	Extensions map[string]any `json:"extensions"`
}

// try sends a request and decodes `data` into out; it returns what went wrong
// with the request itself. Problems of a payload are data.
func (c caller) try(query string, variables map[string]any, out any) error {
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		return err
	}
	res, err := c.client.Post(c.base+c.graphql, "application/json", bytes.NewReader(body))
	if err != nil {
		return err
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		return err
	}
	var answer struct {
		Data   json.RawMessage
		Errors []failure
	}
	if err := json.Unmarshal(text, &answer); err != nil {
		return fmt.Errorf("status %d: %s", res.StatusCode, text)
	}
	if len(answer.Errors) > 0 {
		return fmt.Errorf("status %d: %+v", res.StatusCode, answer.Errors)
	}
	return json.Unmarshal(answer.Data, out)
}

// ask is try where nothing may go wrong.
func (c caller) ask(t *testing.T, query string, variables map[string]any, out any) {
	t.Helper()
	if err := c.try(query, variables, out); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

// socketFrame is a message of graphql-transport-ws.
type socketFrame struct {
	ID      string          `json:"id,omitempty"`
	Type    string          `json:"type"`
	Payload json.RawMessage `json:"payload,omitempty"`
}

// subscribe opens a socket of its own with one subscription on it.
func (c caller) subscribe(query string, variables map[string]any) (*websocket.Conn, error) {
	return c.subscribeTo(map[string]any{"query": query, "variables": variables})
}

// subscribeTo is subscribe with the whole request.
func (c caller) subscribeTo(request map[string]any) (*websocket.Conn, error) {
	return c.subscribeAt(nil, request)
}

// subscribeAt is subscribeTo over a connection that dial makes; nil: where the address
// says.
func (c caller) subscribeAt(dial dialer, request map[string]any) (*websocket.Conn, error) {
	base, err := url.Parse(c.base)
	if err != nil {
		return nil, err
	}
	header := http.Header{"Origin": {c.base}}
	if shop, ok := c.client.Transport.(bearerTransport); ok {
		header.Set("Authorization", "Bearer "+shop.token)
	}
	if c.client.Jar != nil {
		for _, cookie := range c.client.Jar.Cookies(base) {
			header.Add("Cookie", cookie.Name+"="+cookie.Value)
		}
	}
	d := websocket.Dialer{Subprotocols: []string{"graphql-transport-ws"}, NetDialContext: dial, HandshakeTimeout: 10 * time.Second}
	conn, _, err := d.Dial(strings.Replace(c.base, "http", "ws", 1)+c.graphql, header)
	if err != nil {
		return nil, err
	}
	payload, err := json.Marshal(request)
	if err != nil {
		return nil, err
	}
	var ack socketFrame
	if err := conn.WriteJSON(socketFrame{Type: "connection_init"}); err != nil {
		return nil, err
	}
	if err := conn.ReadJSON(&ack); err != nil {
		return nil, err
	}
	if ack.Type != "connection_ack" {
		return nil, fmt.Errorf("instead of the acknowledgement came %s", ack.Type)
	}
	return conn, conn.WriteJSON(socketFrame{ID: "1", Type: "subscribe", Payload: payload})
}
