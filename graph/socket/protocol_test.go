package socket_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"github.com/walletdesk/walletdesk/graph/socket"
)

const (
	hello   = `{"type":"connection_init"}`
	welcome = `{"type":"connection_ack"}`
	done1   = `{"id":"1","type":"complete"}`
)

func TestProtocol(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, why string
		say, hear []string
		closed    int // 0: open to the end
	}{
		{"Query", "not only subscriptions come this way",
			[]string{hello, asks("1", `{echo(text:"a")}`)},
			[]string{welcome, `{"id":"1","type":"next","payload":{"data":{"echo":"a"}}}`, done1}, 0},
		{"Mutation", "one connection is enough for a page",
			[]string{hello, asks("1", `mutation{set(text:"a")}`)},
			[]string{welcome, `{"id":"1","type":"next","payload":{"data":{"set":"a"}}}`, done1}, 0},
		{"InitPayload", "an object, and null, are allowed",
			[]string{`{"type":"connection_init","payload":{"a":1}}`}, []string{welcome}, 0},
		{"InitPayloadNull", "some clients send it",
			[]string{`{"type":"connection_init","payload":null}`}, []string{welcome}, 0},
		{"Ping", "answered with the same payload, also before the init",
			[]string{`{"type":"ping"}`, `{"type":"ping","payload":{"n":1}}`}, []string{`{"type":"pong"}`, `{"type":"pong","payload":{"n":1}}`}, 0},
		{"Pong", "may come unasked", []string{`{"type":"pong"}`, hello}, []string{welcome}, 0},
		{"UnknownComplete", "it has crossed ours", []string{hello, `{"id":"9","type":"complete"}`, `{"type":"ping"}`}, []string{welcome, `{"type":"pong"}`}, 0},
		{"SyntaxError", "error is the last word, without complete, and the connection lives on",
			[]string{hello, asks("1", `{`)},
			[]string{welcome, `{"id":"1","type":"error","payload":[{"message":"Expected Name, found \u003cEOF\u003e","locations":[{"line":1,"column":2}],"extensions":{"code":"GRAPHQL_PARSE_FAILED"}}]}`}, 0},
		{"ResolverError", "a result with errors is a result",
			[]string{hello, asks("1", `{broken}`)},
			[]string{welcome, `{"id":"1","type":"next","payload":{"errors":[{"message":"out of order"}],"data":null}}`, done1}, 0},
		{"Refused", "a subscription that could not start has no result",
			[]string{hello, asks("1", `subscription{refused}`)},
			[]string{welcome, `{"id":"1","type":"error","payload":[{"message":"not for you","path":["refused"],"locations":[{"line":1,"column":14}]}]}`}, 0},
		{"Panic", "one operation's panic is no other's",
			[]string{hello, asks("1", `{panics}`)},
			[]string{welcome, `{"id":"1","type":"error","payload":[{"message":"panicked"}]}`}, 0},
		{"PanicAtStart", "before the executor could catch it",
			[]string{hello, asks("1", `subscription{panics}`)},
			[]string{welcome, `{"id":"1","type":"error","payload":[{"message":"panicked"}]}`}, 0},
		{"LargeNumber", "an id beyond 2^53 is not rounded",
			[]string{hello, `{"id":"1","type":"subscribe","payload":{"query":"query($v:Long!){long(value:$v)}","variables":{"v":9007199254740993}}}`},
			[]string{welcome, `{"id":"1","type":"next","payload":{"data":{"long":"9007199254740993"}}}`, done1}, 0},
		{"Nulls", "missing parts may be null",
			[]string{hello, `{"id":"1","type":"subscribe","payload":{"query":"{echo(text:\"a\")}","operationName":null,"variables":null,"extensions":null}}`},
			[]string{welcome, `{"id":"1","type":"next","payload":{"data":{"echo":"a"}}}`, done1}, 0},
		{"OperationName", "of two operations the one named",
			[]string{hello, `{"id":"1","type":"subscribe","payload":{"query":"query A{echo(text:\"a\")} query B{echo(text:\"b\")}","operationName":"B"}}`},
			[]string{welcome, `{"id":"1","type":"next","payload":{"data":{"echo":"b"}}}`, done1}, 0},
		{"OddID", "an id is any string",
			[]string{hello, asks(`"\<é`, `{echo(text:"a")}`)},
			[]string{welcome, `{"id":"\"\\\u003cé","type":"next","payload":{"data":{"echo":"a"}}}`, `{"id":"\"\\\u003cé","type":"complete"}`}, 0},

		{"NoJSON", "4400", []string{`hello`}, nil, 4400},
		{"Array", "4400", []string{`[]`}, nil, 4400},
		{"Null", "4400", []string{`null`}, nil, 4400},
		{"NoType", "4400", []string{`{"id":"1"}`}, nil, 4400},
		{"TypeNoString", "4400", []string{`{"type":1}`}, nil, 4400},
		{"UnknownType", "the former protocol's", []string{`{"type":"start","id":"1"}`}, nil, 4400},
		{"OurOwnType", "next is for a server to say", []string{hello, `{"id":"1","type":"next","payload":{}}`}, []string{welcome}, 4400},
		{"NoID", "4400", []string{hello, `{"type":"subscribe","payload":{"query":"{a}"}}`}, []string{welcome}, 4400},
		{"EmptyID", "4400", []string{hello, `{"id":"","type":"complete"}`}, []string{welcome}, 4400},
		{"NumberID", "4400", []string{hello, `{"id":1,"type":"complete"}`}, []string{welcome}, 4400},
		{"NoPayload", "4400", []string{hello, `{"id":"1","type":"subscribe"}`}, []string{welcome}, 4400},
		{"NoQuery", "4400", []string{hello, `{"id":"1","type":"subscribe","payload":{}}`}, []string{welcome}, 4400},
		{"VariablesArray", "4400", []string{hello, `{"id":"1","type":"subscribe","payload":{"query":"{a}","variables":[]}}`}, []string{welcome}, 4400},
		{"PingPayload", "4400", []string{`{"type":"ping","payload":"a"}`}, nil, 4400},
		{"InitPayloadString", "4400", []string{`{"type":"connection_init","payload":"a"}`}, nil, 4400},
		{"BeforeInit", "4401", []string{asks("1", `{echo(text:"a")}`)}, nil, 4401},
		{"SecondInit", "4429", []string{hello, hello}, []string{welcome}, 4429},
		{"SameID", "4409", []string{hello, asks("1", `{stuck}`), asks("1", `{stuck}`)}, []string{welcome}, 4409},
		{"SameLongID", "a reason has 123 bytes", []string{hello, asks(strings.Repeat("é", 200), `{stuck}`), asks(strings.Repeat("é", 200), `{stuck}`)}, []string{welcome}, 4409},
		{"NoUTF8", "RFC 6455, 8.1", []string{"{\"type\":\"\xff\"}"}, nil, websocket.CloseInvalidFramePayloadData},
		{"TooLarge", "more than 64 KiB", []string{hello, asks("1", strings.Repeat(" ", 64<<10))}, []string{welcome}, websocket.CloseMessageTooBig},
		{"FarTooLarge", "what does not fit into any buffer is read before the connection goes, or the code is lost", []string{strings.Repeat(" ", 8<<20)}, nil, websocket.CloseMessageTooBig},
	}
	h := open(t, socket.Config{})
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := h.dial(t)
			p.say(tt.say...)
			p.hear(tt.hear...)
			if tt.closed != 0 {
				p.goodbye(tt.closed)
				return
			}
			p.say(`{"type":"ping","payload":{"still":"there"}}`)
			p.hear(`{"type":"pong","payload":{"still":"there"}}`)
		})
	}
}

func TestProtocol_Subprotocol(t *testing.T) {
	t.Parallel()
	h := open(t, socket.Config{})
	h.dial(t, "graphql-ws", "soap").goodbye(4406)
	h.dial(t, "").goodbye(4406)
	p := h.dial(t, "graphql-ws", socket.Subprotocol)
	p.say(hello)
	p.hear(welcome)
}

func TestProtocol_Binary(t *testing.T) {
	t.Parallel()
	p := open(t, socket.Config{}).dial(t)
	if err := p.ws.WriteMessage(websocket.BinaryMessage, []byte(hello)); err != nil {
		t.Fatal(err)
	}
	p.goodbye(4400)
}

func TestProtocol_BrokenFrame(t *testing.T) {
	t.Parallel()
	p := open(t, socket.Config{}).dial(t)
	// A text frame without a mask, which RFC 6455, 5.1 forbids to clients, and
	// much behind it.
	if _, err := p.ws.NetConn().Write(append([]byte{0x81, 0x02, '{', '}'}, make([]byte, 4<<20)...)); err != nil {
		t.Fatal(err)
	}
	p.goodbye(websocket.CloseProtocolError)
}

func TestProtocol_InitTimeout(t *testing.T) {
	t.Parallel()
	p := open(t, socket.Config{InitTimeout: time.Millisecond}).dial(t)
	p.goodbye(4408)
}

func TestProtocol_InitInTime(t *testing.T) {
	t.Parallel()
	// The time is for the init alone: a connection that had one outlives it.
	h := open(t, socket.Config{InitTimeout: 500 * time.Millisecond, PingEvery: 800 * time.Millisecond})
	h.greet(t).hear(`{"type":"ping"}`)
}

type nameKey struct{}

func TestProtocol_Init(t *testing.T) {
	t.Parallel()
	h := open(t, socket.Config{Init: func(ctx context.Context, payload map[string]any) (context.Context, error) {
		name, ok := payload["name"].(string)
		switch {
		case name == "panic":
			panic("in the hook")
		case !ok:
			return nil, errors.New("who?")
		}
		return context.WithValue(ctx, nameKey{}, name), nil
	}})
	h.once["echo"] = func(ctx context.Context, _ arguments) (string, error) { return ctx.Value(nameKey{}).(string), nil }
	p := h.dial(t)
	p.say(`{"type":"connection_init","payload":{"name":"Eleni"}}`, asks("1", `{echo(text:"")}`))
	p.hear(welcome, `{"id":"1","type":"next","payload":{"data":{"echo":"Eleni"}}}`, done1)

	stranger := h.dial(t)
	stranger.say(hello)
	stranger.goodbye(4403)

	unlucky := h.dial(t)
	unlucky.say(`{"type":"connection_init","payload":{"name":"panic"}}`)
	unlucky.goodbye(websocket.CloseInternalServerErr)
}

func TestProtocol_IDsAgain(t *testing.T) {
	t.Parallel()
	p := open(t, socket.Config{MaxOperations: 1}).greet(t)
	// The only place and the id are free as soon as the peer knows of the end;
	// many times, for it is a race.
	for range 500 {
		p.say(asks("1", `{echo(text:"a")}`))
		p.hear(`{"id":"1","type":"next","payload":{"data":{"echo":"a"}}}`, done1)
		p.say(asks("1", `subscription{refused}`))
		if got, err := p.next(); err != nil || !strings.HasPrefix(got, `{"id":"1","type":"error"`) {
			t.Fatal(got, err)
		}
	}
}

func TestProtocol_Complete(t *testing.T) {
	t.Parallel()
	h := open(t, socket.Config{MaxOperations: 2})
	feeds := []*feed{newFeed(), newFeed(), newFeed()}
	calls := 0
	h.streams["follow"] = func(ctx context.Context) (<-chan string, error) {
		calls++
		return feeds[calls-1].follow(ctx)
	}
	p := h.greet(t)
	for i, f := range feeds {
		p.say(asks("1", `subscription{follow}`))
		await(t, f.opened, "the resolver")
		f.put("a")
		p.hear(`{"id":"1","type":"next","payload":{"data":{"follow":"a"}}}`)
		p.say(`{"id":"1","type":"complete"}`)
		if i < 2 {
			await(t, f.gone, "the context's end")
		}
	}
	// Nothing more came for the id, not even complete.
	p.say(`{"type":"ping"}`)
	p.hear(`{"type":"pong"}`)
}

func TestProtocol_TooManyOperations(t *testing.T) {
	t.Parallel()
	p := open(t, socket.Config{MaxOperations: 2}).greet(t)
	p.say(asks("1", `{stuck}`), asks("2", `{stuck}`), asks("3", `{stuck}`))
	p.hear(`{"id":"3","type":"error","payload":[{"message":"Too many operations at once.","extensions":{"code":"TOO_MANY_OPERATIONS"}}]}`)
}
