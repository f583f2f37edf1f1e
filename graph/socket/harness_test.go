package socket_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/gorilla/websocket"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/walletdesk/walletdesk/graph/socket"
)

// patience is how long a test waits for what must come.
const patience = 10 * time.Second

const schemaText = `
scalar Long
type Query { echo(text: String!): String! long(value: Long!): String! broken: String! panics: String! stuck: String! }
type Mutation { set(text: String!): String! }
type Subscription { follow: String! stream: String! refused: String! panics: String! }
`

type arguments = map[string]any

// schema is an executable schema as gqlgen generates one, by hand.
type schema struct {
	ast     *ast.Schema
	once    map[string]func(ctx context.Context, args arguments) (string, error)
	streams map[string]func(ctx context.Context) (<-chan string, error)
}

func newSchema() *schema {
	return &schema{
		ast: gqlparser.MustLoadSchema(&ast.Source{Input: schemaText}),
		once: map[string]func(context.Context, arguments) (string, error){
			"echo":   func(_ context.Context, args arguments) (string, error) { return args["text"].(string), nil },
			"set":    func(_ context.Context, args arguments) (string, error) { return args["text"].(string), nil },
			"long":   func(_ context.Context, args arguments) (string, error) { return fmt.Sprint(args["value"]), nil },
			"broken": func(context.Context, arguments) (string, error) { return "", errors.New("out of order") },
			"panics": func(context.Context, arguments) (string, error) { panic("at once") },
			"stuck": func(ctx context.Context, _ arguments) (string, error) {
				<-ctx.Done()
				return "", ctx.Err()
			},
		},
		streams: map[string]func(context.Context) (<-chan string, error){
			"refused": func(context.Context) (<-chan string, error) { return nil, errors.New("not for you") },
			"panics":  func(context.Context) (<-chan string, error) { panic("at the start") },
		},
	}
}

func (s *schema) Schema() *ast.Schema { return s.ast }

func (s *schema) Complexity(context.Context, string, string, int, map[string]any) (int, bool) {
	return 0, false
}

func (s *schema) Exec(ctx context.Context) graphql.ResponseHandler {
	request := graphql.GetOperationContext(ctx)
	if request.Operation.Operation == ast.Subscription {
		fields := graphql.CollectFields(request, request.Operation.SelectionSet, []string{"Subscription"})
		return s.stream(ctx, request, fields[0])
	}
	fields := graphql.CollectFields(request, request.Operation.SelectionSet, []string{"Query", "Mutation"})
	done := false
	return func(ctx context.Context) *graphql.Response {
		if done {
			return nil
		}
		done = true
		data := map[string]string{}
		for _, f := range fields {
			value, err := s.once[f.Name](ctx, f.ArgumentMap(request.Variables))
			if err != nil {
				graphql.AddError(ctx, err)
				return &graphql.Response{Data: []byte("null")}
			}
			data[f.Alias] = value
		}
		encoded, err := json.Marshal(data)
		if err != nil {
			panic(err)
		}
		return &graphql.Response{Data: encoded}
	}
}

// stream is what gqlgen generates for a subscription, its reused buffer included.
func (s *schema) stream(ctx context.Context, request *graphql.OperationContext, f graphql.CollectedField) graphql.ResponseHandler {
	step := graphql.ResolveFieldStream(ctx, request, f,
		func(context.Context, graphql.CollectedField) (*graphql.FieldContext, error) {
			return &graphql.FieldContext{Object: "Subscription", Field: f, IsResolver: true}, nil
		},
		func(ctx context.Context) (any, error) { return s.streams[f.Name](ctx) },
		nil,
		func(_ context.Context, _ ast.SelectionSet, v string) graphql.Marshaler {
			if v == "panic" {
				panic("on the way")
			}
			return graphql.MarshalString(v)
		},
		f.Name != "panics", true)
	var buf bytes.Buffer
	return func(ctx context.Context) *graphql.Response {
		buf.Reset()
		data := step(ctx)
		if data == nil {
			return nil
		}
		data.MarshalGQL(&buf)
		return &graphql.Response{Data: buf.Bytes()}
	}
}

// feed is a source of events as chat has them: a bounded channel, a wake after
// what was put in, closed and woken when the context ends.
type feed struct {
	mu     sync.Mutex
	events chan string
	wake   func()
	ended  bool
	opened chan struct{} // the resolver has been here
	gone   chan struct{} // the context ended
}

func newFeed() *feed {
	return &feed{events: make(chan string, 256), opened: make(chan struct{}), gone: make(chan struct{})}
}

// follow is a resolver over Pull; only one may follow.
func (f *feed) follow(ctx context.Context) (<-chan string, error) {
	return socket.Pull(ctx, func(wake func()) (<-chan string, error) {
		return f.attach(ctx, wake), nil
	})
}

// plain is a resolver that knows nothing of sockets.
func (f *feed) plain(ctx context.Context) (<-chan string, error) {
	return f.attach(ctx, func() {}), nil
}

func (f *feed) attach(ctx context.Context, wake func()) <-chan string {
	f.wake = wake
	context.AfterFunc(ctx, func() {
		f.end()
		close(f.gone)
	})
	close(f.opened)
	return f.events
}

// put offers events and wakes once for all of them.
func (f *feed) put(events ...string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, e := range events {
		f.events <- e
	}
	f.wake()
}

func (f *feed) end() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.ended {
		f.ended = true
		close(f.events)
		f.wake()
	}
}

// await waits for a signal.
func await(t *testing.T, signal <-chan struct{}, what string) {
	t.Helper()
	select {
	case <-signal:
	case <-time.After(patience):
		t.Fatal("waited in vain for " + what)
	}
}

// house is a server with a transport.
type house struct {
	*schema
	*socket.Transport
	url string
}

func open(t testing.TB, cfg socket.Config) *house {
	t.Helper()
	cfg.Log = slog.New(slog.DiscardHandler)
	h := &house{schema: newSchema(), Transport: socket.New(cfg)}
	s := handler.New(h.schema)
	s.AddTransport(h.Transport)
	s.SetRecoverFunc(func(context.Context, any) error { return errors.New("panicked") })
	server := httptest.NewServer(s)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if err := h.Shutdown(ctx); err != nil {
			t.Error(err)
		}
		server.Close()
	})
	h.url = "ws" + strings.TrimPrefix(server.URL, "http")
	return h
}

// peer is a client.
type peer struct {
	t  *testing.T
	ws *websocket.Conn
}

// dial connects without a word.
func (h *house) dial(t *testing.T, protocols ...string) *peer {
	t.Helper()
	if len(protocols) == 0 {
		protocols = []string{socket.Subprotocol}
	}
	ws, answer, err := (&websocket.Dialer{Subprotocols: protocols}).DialContext(t.Context(), h.url, nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	t.Cleanup(func() { _ = ws.Close() })
	return &peer{t, ws}
}

// greet connects and is acknowledged.
func (h *house) greet(t *testing.T) *peer {
	t.Helper()
	p := h.dial(t)
	p.say(`{"type":"connection_init"}`)
	p.hear(`{"type":"connection_ack"}`)
	return p
}

func (p *peer) say(frames ...string) {
	p.t.Helper()
	for _, f := range frames {
		if err := p.ws.WriteMessage(websocket.TextMessage, []byte(f)); err != nil {
			p.t.Fatal(err)
		}
	}
}

// hear wants exactly these frames.
func (p *peer) hear(frames ...string) {
	p.t.Helper()
	for _, want := range frames {
		got, err := p.next()
		if err != nil {
			p.t.Fatalf("no %s: %v", want, err)
		}
		if got != want {
			p.t.Fatalf("heard %s, want %s", got, want)
		}
	}
}

func (p *peer) next() (string, error) {
	if err := p.ws.SetReadDeadline(time.Now().Add(patience)); err != nil {
		return "", err
	}
	kind, data, err := p.ws.ReadMessage()
	if err == nil && kind != websocket.TextMessage {
		err = fmt.Errorf("a frame of kind %d", kind)
	}
	return string(data), err
}

// goodbye wants the connection to be closed with a code, and no frame before.
func (p *peer) goodbye(code int) {
	p.t.Helper()
	got, err := p.next()
	if err == nil {
		p.t.Fatalf("heard %s, want close code %d", got, code)
	}
	if !websocket.IsCloseError(err, code) {
		p.t.Fatalf("closed by %v, want code %d", err, code)
	}
	// And then by the server's end of the TCP connection.
	if err := p.ws.NetConn().SetReadDeadline(time.Now().Add(patience)); err != nil {
		p.t.Fatal(err)
	}
	if n, err := io.Copy(io.Discard, p.ws.NetConn()); err != nil || n > 0 {
		p.t.Errorf("after the close frame: %d bytes, %v", n, err)
	}
}

// asks makes a subscribe frame.
func asks(id, query string) string {
	payload, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		panic(err)
	}
	return fmt.Sprintf(`{"id":%q,"type":"subscribe","payload":%s}`, id, payload)
}

// get fetches over HTTP with headers of an upgrade.
func (h *house) get(t *testing.T, header http.Header) *http.Response {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http"+strings.TrimPrefix(h.url, "ws"), nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header = header
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = answer.Body.Close() })
	return answer
}
