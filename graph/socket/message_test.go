package socket

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// FuzzParse wants of every message that is taken for one: that it is complete,
// that it survives being written again, and that a mistake's words hold nothing
// of what the peer sent.
func FuzzParse(f *testing.F) {
	for _, s := range []string{
		`{"type":"connection_init","payload":{"a":1}}`, `{"type":"ping"}`, `{"type":"pong","payload":null}`,
		`{"id":"1","type":"subscribe","payload":{"query":"{a}","operationName":null,"variables":{"n":9007199254740993},"extensions":{}}}`,
		`{"id":"1","type":"complete"}`, `{"id":"","type":"complete"}`, `{"type":"next","id":"1"}`, `[]`, `null`, `"`, `{"type":"subscribe","id":"1","payload":[]}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := parse(data)
		if err != nil {
			if words := err.Error(); len(words) > 100 || !utf8.ValidString(words) {
				t.Fatalf("an error the peer cannot be told: %q", words)
			}
			return
		}
		switch m.kind {
		case connectionInit, ping, pong:
			if m.payload != nil && m.payload[0] != '{' {
				t.Fatalf("payload %s", m.payload)
			}
		case subscribe, complete:
			if m.id == "" {
				t.Fatal("no id")
			}
		default:
			t.Fatalf("type %q", m.kind)
		}
		again, err := parse(rewrite(t, m))
		if err != nil {
			t.Fatal(err)
		}
		if again.id != m.id || again.kind != m.kind || again.request.Query != m.request.Query || again.request.OperationName != m.request.OperationName {
			t.Fatalf("%+v became %+v", m, again)
		}
	})
}

// rewrite makes a frame of a message, as a client would.
func rewrite(t *testing.T, m message) []byte {
	t.Helper()
	payload := m.payload
	if m.kind == subscribe {
		var err error
		if payload, err = json.Marshal(m.request); err != nil {
			t.Fatal(err)
		}
	}
	data := frame(m.kind, m.id, payload)
	if !json.Valid(data) {
		t.Fatalf("no JSON: %s", data)
	}
	return data
}

func TestNextFrame(t *testing.T) {
	t.Parallel()
	more := true
	tests := []struct {
		name, why string
		response  graphql.Response
		want      string
	}{
		{"Data", "the short way", graphql.Response{Data: []byte(`{"a":"<é"}`)}, `{"data":{"a":"<é"}}`},
		{"NoData", "no half a message", graphql.Response{}, `{"data":null}`},
		{"Errors", "beside the data", graphql.Response{Data: []byte(`{}`), Errors: gqlerror.List{{Message: "a"}}}, `{"errors":[{"message":"a"}],"data":{}}`},
		{"Extensions", "kept", graphql.Response{Data: []byte(`{}`), Extensions: map[string]any{"a": 1}}, `{"data":{},"extensions":{"a":1}}`},
		{"Deferred", "kept", graphql.Response{Data: []byte(`{}`), HasNext: &more, Label: "l"}, `{"data":{},"label":"l","hasNext":true}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := nextFrame(`"`, &tt.response)
			if err != nil {
				t.Fatal(err)
			}
			if want := `{"id":"\"","type":"next","payload":` + tt.want + `}`; string(got) != want {
				t.Errorf("%s, want %s", got, want)
			}
		})
	}
}

func TestNextFrame_Copy(t *testing.T) {
	t.Parallel()
	buf := []byte(`{"a":1}`)
	got, err := nextFrame("1", &graphql.Response{Data: buf})
	if err != nil {
		t.Fatal(err)
	}
	copy(buf, `{"b":2}`) // as gqlgen does for the next event
	if !bytes.Contains(got, []byte(`{"a":1}`)) {
		t.Errorf("the frame has changed: %s", got)
	}
}

func TestErrorFrame_Unencodable(t *testing.T) {
	t.Parallel()
	got := errorFrame("1", gqlerror.List{{Message: "secret", Extensions: map[string]any{"f": func() {}}}})
	if !json.Valid(got) || !strings.Contains(string(got), "INTERNAL") || strings.Contains(string(got), "secret") {
		t.Errorf("%s", got)
	}
}
