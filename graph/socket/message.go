package socket

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/walletdesk/walletdesk/graph/persisted"
)

// kind is a message's type, the words of the protocol.
type kind string

const (
	connectionInit kind = "connection_init"
	connectionAck  kind = "connection_ack"
	ping           kind = "ping"
	pong           kind = "pong"
	subscribe      kind = "subscribe"
	next           kind = "next"
	failed         kind = "error"
	complete       kind = "complete"
)

// message is what a client may say.
type message struct {
	kind    kind
	id      string            // of subscribe and complete, never empty there
	payload json.RawMessage   // of connection_init, ping and pong: an object or nil
	request graphql.RawParams // of subscribe; numbers are json.Number
}

// parse reads a message as strictly as the protocol writes it down. What its
// errors say is told to the peer, so it holds nothing of what the peer sent.
func parse(data []byte) (message, error) {
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil || raw == nil {
		return message{}, errors.New("message is no JSON object")
	}
	var m message
	if err := json.Unmarshal(raw["type"], &m.kind); err != nil {
		return message{}, errors.New("message has no type")
	}
	switch m.kind {
	case connectionInit, ping, pong:
		return m, m.readPayload(raw["payload"])
	case subscribe:
		if err := m.readID(raw["id"]); err != nil {
			return m, err
		}
		return m, m.readRequest(raw["payload"])
	case complete:
		return m, m.readID(raw["id"])
	default:
		return message{}, errors.New("message has a type that no client sends")
	}
}

func (m *message) readID(raw json.RawMessage) error {
	var id *string
	if err := json.Unmarshal(raw, &id); err != nil || id == nil || *id == "" {
		return fmt.Errorf("message %s needs an id that is a non-empty string", m.kind)
	}
	m.id = *id
	return nil
}

func (m *message) readPayload(raw json.RawMessage) error {
	if len(raw) == 0 || string(raw) == "null" {
		return nil
	}
	if raw[0] != '{' {
		return fmt.Errorf("message %s has a payload that is no object", m.kind)
	}
	m.payload = raw
	return nil
}

// readRequest wants a query; operationName, variables and extensions may be
// missing or null, and the query where extensions.persistedQuery names it.
func (m *message) readRequest(raw json.RawMessage) error {
	var p struct {
		Query         *string        `json:"query"`
		OperationName *string        `json:"operationName"`
		Variables     map[string]any `json:"variables"`
		Extensions    map[string]any `json:"extensions"`
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber() // a large id is no float
	if err := d.Decode(&p); err != nil || p.Query == nil && !persisted.Named(p.Extensions) {
		return errors.New("message subscribe needs a payload with a query")
	}
	m.request.Variables, m.request.Extensions = p.Variables, p.Extensions
	if p.Query != nil {
		m.request.Query = *p.Query
	}
	if p.OperationName != nil {
		m.request.OperationName = *p.OperationName
	}
	return nil
}

// The frames a server writes. Parts are valid JSON already: encoding them once
// more would double the cost of a delivery.

func frame(k kind, id string, payload []byte) []byte {
	b := make([]byte, 0, len(payload)+len(id)+48)
	b = append(b, '{')
	if id != "" {
		b = append(b, `"id":`...)
		b = appendString(b, id)
		b = append(b, ',')
	}
	b = append(b, `"type":"`...)
	b = append(b, k...)
	b = append(b, '"')
	if payload != nil {
		b = append(b, `,"payload":`...)
		b = append(b, payload...)
	}
	return append(b, '}')
}

// appendString adds a JSON string. Encoding a string cannot fail.
func appendString(b []byte, s string) []byte {
	quoted, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return append(b, quoted...)
}

// nextFrame is a result. Its bytes are a copy: gqlgen uses Data again.
func nextFrame(id string, r *graphql.Response) ([]byte, error) {
	plain := len(r.Errors) == 0 && r.Label == "" && len(r.Path) == 0 && r.HasNext == nil && len(r.Extensions) == 0
	if !plain || len(r.Data) == 0 {
		payload, err := json.Marshal(r)
		if err != nil {
			return nil, fmt.Errorf("encode a result: %w", err)
		}
		return frame(next, id, payload), nil
	}
	b := make([]byte, 0, len(r.Data)+len(id)+64)
	b = append(b, `{"id":`...)
	b = appendString(b, id)
	b = append(b, `,"type":"next","payload":{"data":`...)
	b = append(b, r.Data...)
	return append(b, `}}`...), nil
}

// errorFrame is the last word of an operation that has no result.
func errorFrame(id string, list gqlerror.List) []byte {
	payload, err := json.Marshal(list)
	if err != nil {
		// Extensions nobody can encode; the operation still needs its end.
		payload = []byte(`[{"message":"The error could not be shown.","extensions":{"code":"INTERNAL"}}]`)
	}
	return frame(failed, id, payload)
}
