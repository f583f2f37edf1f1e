package socket_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"github.com/walletdesk/walletdesk/graph/socket"
)

func TestTransport_Shutdown(t *testing.T) {
	t.Parallel()
	h, f := following(t, socket.Config{})
	idle, busy := h.greet(t), h.greet(t)
	busy.say(asks("1", `subscription{follow}`))
	await(t, f.opened, "the resolver")

	done := make(chan error, 1)
	go func() { done <- h.Shutdown(t.Context()) }()
	// 1001, without a complete before it: graphql-ws subscribes again elsewhere.
	busy.goodbye(websocket.CloseGoingAway)
	idle.goodbye(websocket.CloseGoingAway)
	await(t, f.gone, "the subscription's end")
	if err := <-done; err != nil {
		t.Error(err)
	}
	if n := h.Open(); n != 0 {
		t.Errorf("%d connections open", n)
	}
	answer := h.get(t, upgrade(""))
	if answer.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("a late one was answered %s", answer.Status)
	}
}

func TestTransport_ShutdownTooSlow(t *testing.T) {
	t.Parallel()
	h := open(t, socket.Config{})
	p := h.greet(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := h.Shutdown(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want that it was not waited for", err)
	}
	if _, err := p.next(); err == nil {
		t.Error("still connected")
	}
}

// sessions is a source of ends.
type sessions struct {
	mu      sync.Mutex
	end     func()
	watched chan struct{}
	stopped chan struct{}
}

func (s *sessions) ended(_ context.Context, end func()) func() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.end = end
	close(s.watched)
	return func() { close(s.stopped) }
}

func TestTransport_SessionEnds(t *testing.T) {
	t.Parallel()
	s := &sessions{watched: make(chan struct{}), stopped: make(chan struct{})}
	h, f := following(t, socket.Config{Ended: s.ended})
	p := h.greet(t)
	p.say(asks("1", `subscription{follow}`))
	await(t, f.opened, "the resolver")
	s.end()
	p.goodbye(4401)
	await(t, f.gone, "the subscription's end")
	await(t, s.stopped, "the watch's end")
}

func TestTransport_SessionHadEnded(t *testing.T) {
	t.Parallel()
	h := open(t, socket.Config{Ended: func(_ context.Context, end func()) func() {
		end()
		return func() {}
	}})
	h.dial(t).goodbye(4401)
}

func TestTransport_Context(t *testing.T) {
	t.Parallel()
	h := open(t, socket.Config{Operation: func(ctx context.Context) (context.Context, error) {
		return context.WithValue(ctx, nameKey{}, "Ivan"), ctx.Err()
	}})
	h.once["echo"] = func(ctx context.Context, _ arguments) (string, error) { return ctx.Value(nameKey{}).(string), nil }
	p := h.greet(t)
	p.say(asks("1", `{echo(text:"")}`))
	// net/http has ended the request's context long since.
	p.hear(`{"id":"1","type":"next","payload":{"data":{"echo":"Ivan"}}}`, done1)
}

func TestTransport_OperationRefused(t *testing.T) {
	t.Parallel()
	h := open(t, socket.Config{Operation: func(context.Context) (context.Context, error) { return nil, errors.New("not now") }})
	p := h.greet(t)
	p.say(asks("1", `{echo(text:"")}`))
	p.hear(`{"id":"1","type":"error","payload":[{"message":"not now"}]}`)
}

// Whoever follows something is told to be alive, again and again; whoever only holds a
// socket open is not.
func TestTransport_Alive(t *testing.T) {
	t.Parallel()
	heard := make(chan struct{}, 100)
	h := open(t, socket.Config{
		PingEvery: 250 * time.Millisecond, AliveEvery: 300 * time.Millisecond, // a busy machine answers late, and twice the ping ends it
		Alive: func(context.Context) { heard <- struct{}{} },
	})
	h.streams["follow"] = func(ctx context.Context) (<-chan string, error) {
		return socket.Pull(ctx, func(func()) (<-chan string, error) { return make(chan string), nil })
	}
	p := h.greet(t)
	pinged := func() {
		t.Helper()
		frame, err := p.next()
		if err != nil || !strings.Contains(frame, `"ping"`) {
			t.Fatalf("%s, %v", frame, err)
		}
		p.say(`{"type":"pong"}`)
	}
	for range 5 {
		pinged()
	}
	if len(heard) != 0 {
		t.Error("a socket on which nothing is followed counts as somebody who waits")
	}
	p.say(asks("1", `subscription{follow}`))
	for range 3 {
		for len(heard) == 0 {
			pinged()
		}
		<-heard
	}
	p.say(`{"id":"1","type":"complete"}`)
	pinged() // one may be on its way
	for len(heard) > 0 {
		<-heard
	}
	for range 5 {
		pinged()
	}
	if len(heard) > 1 {
		t.Errorf("heard %d times after its end", len(heard))
	}
}

func TestTransport_Ping(t *testing.T) {
	t.Parallel()
	h := open(t, socket.Config{PingEvery: 50 * time.Millisecond})
	var reached atomic.Int64
	h.streams["follow"] = func(ctx context.Context) (<-chan string, error) {
		socket.Latest(ctx, "c1", func() int64 { return reached.Add(1) - 1 })
		return socket.Pull(ctx, func(func()) (<-chan string, error) { return make(chan string), nil })
	}
	alive, dead := h.greet(t), h.greet(t)
	var all sync.WaitGroup
	all.Go(func() {
		// One that says nothing is given up after two pings' time.
		for {
			if _, err := dead.next(); err != nil {
				if !websocket.IsUnexpectedCloseError(err) && !errors.Is(err, net.ErrClosed) {
					t.Errorf("%v, want the connection closed", err)
				}
				return
			}
		}
	})
	pinged := func() string {
		frame, err := alive.next()
		if err != nil {
			t.Fatal(err)
		}
		alive.say(`{"type":"pong"}`)
		return frame
	}
	alive.say(asks("1", `subscription{follow}`))
	frame := pinged()
	for frame == `{"type":"ping"}` { // before it was followed
		frame = pinged()
	}
	for _, numbers := range []string{`{}`, `{"c1":1}`, `{"c1":2}`, `{"c1":3}`} {
		if want := `{"type":"ping","payload":{"latest":` + numbers + `}}`; frame != want {
			t.Fatalf("got %s, want %s", frame, want)
		}
		frame = pinged()
	}
	alive.say(done1)
	for frame != `{"type":"ping"}` { // what is followed no more is not told
		frame = pinged()
	}
	all.Wait()
}

func TestTransport_Stalled(t *testing.T) { //nolint:paralleltest // it counts the program's goroutines
	h, f := following(t, socket.Config{WriteTimeout: 100 * time.Millisecond})
	f.ended = true // the one who fills it does not close it
	healthy := h.greet(t)
	p := h.greet(t)
	p.say(asks("1", `subscription{follow}`))
	await(t, f.opened, "the resolver")
	// More than the kernel's buffers hold, and nobody reads.
	large := strings.Repeat("a", 1<<20)
	go func() {
		for {
			select {
			case f.events <- large:
				f.wake()
			case <-f.gone:
				return
			}
		}
	}()
	await(t, f.gone, "the write deadline")
	settle(t, 1, "the healthy one alone")
	healthy.say(asks("1", `{echo(text:"a")}`))
	healthy.hear(`{"id":"1","type":"next","payload":{"data":{"echo":"a"}}}`, done1)
}

func TestTransport_Flood(t *testing.T) { //nolint:paralleltest // it counts the program's goroutines
	h := open(t, socket.Config{WriteTimeout: 300 * time.Millisecond, MaxOperations: 8})
	p := h.greet(t)
	// Each is answered with its long id, and nobody reads the answers: reading must
	// stop before they pile up, and end when they could not be written.
	long := strings.Repeat("a", 50_000)
	most, failed := 0, error(nil)
	for i := 0; failed == nil; i++ {
		failed = p.ws.WriteMessage(websocket.TextMessage, []byte(asks(fmt.Sprint(i, long), `{`)))
		most = max(most, parked())
	}
	if most > 50 {
		t.Errorf("%d goroutines for one connection", most)
	}
	settle(t, 0, "the flooder gone")
}

// upgrade is the header of a page's handshake.
func upgrade(origin string) http.Header {
	header := http.Header{
		"Connection": {"Upgrade"}, "Upgrade": {"websocket"}, "Sec-Websocket-Version": {"13"},
		"Sec-Websocket-Key": {"AAAAAAAAAAAAAAAAAAAAAA=="}, "Sec-Websocket-Protocol": {socket.Subprotocol},
	}
	if origin != "" {
		header.Set("Origin", origin)
	}
	return header
}

func TestTransport_Origin(t *testing.T) {
	t.Parallel()
	usual := open(t, socket.Config{})
	ours := open(t, socket.Config{CheckOrigin: func(r *http.Request) bool { return r.Header.Get("Origin") == "https://desk.example" }})
	tests := []struct {
		name, why, origin string
		house             *house
		want              int
	}{
		{"Same", "the page's host is the one asked", "http" + strings.TrimPrefix(usual.url, "ws"), usual, http.StatusSwitchingProtocols},
		{"Foreign", "another page would use the cookies", "https://evil.example", usual, http.StatusForbidden},
		{"Set", "behind a proxy the public name counts", "https://desk.example", ours, http.StatusSwitchingProtocols},
		{"SetForeign", "the host alone does not", "http" + strings.TrimPrefix(ours.url, "ws"), ours, http.StatusForbidden},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := tt.house.get(t, upgrade(tt.origin)).StatusCode; got != tt.want {
				t.Errorf("%d, want %d", got, tt.want)
			}
		})
	}
}

func TestTransport_Quotas(t *testing.T) {
	t.Parallel()
	key := make(chan string, 1)
	h := open(t, socket.Config{Quotas: []socket.Quota{
		{Max: 1, Key: func(context.Context) string { return <-key }},
		{Max: 2, Key: func(context.Context) string { return "network" }},
	}})
	status := func(session string) int {
		key <- session
		answer := h.get(t, upgrade(""))
		if answer.StatusCode == http.StatusTooManyRequests {
			var body struct {
				Errors []struct{ Extensions struct{ Code string } }
			}
			if err := json.NewDecoder(answer.Body).Decode(&body); err != nil || body.Errors[0].Extensions.Code != "TOO_MANY_CONNECTIONS" {
				t.Errorf("%+v, %v", body, err)
			}
		}
		return answer.StatusCode
	}
	key <- "a"
	first := h.greet(t)
	if got := status("a"); got != http.StatusTooManyRequests {
		t.Errorf("a second of one session: %d", got)
	}
	// What a refusal counted elsewhere was given back: there is a place left.
	key <- "" // nobody's session is not counted
	second := h.greet(t)
	if got := status("b"); got != http.StatusTooManyRequests {
		t.Errorf("a third of one network: %d", got)
	}
	for _, p := range []*peer{first, second} {
		if err := p.ws.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseNormalClosure, "")); err != nil {
			t.Fatal(err)
		}
		p.goodbye(websocket.CloseNormalClosure)
	}
	for h.Open() > 0 { // places are given back right before
		runtime.Gosched()
	}
	key <- "a"
	h.greet(t)
}

func TestTransport_NoHandshake(t *testing.T) {
	t.Parallel()
	h := open(t, socket.Config{Quotas: []socket.Quota{{Max: 1, Key: func(context.Context) string { return "a" }}}})
	for range 2 {
		if got := h.get(t, http.Header{"Upgrade": {"websocket"}}).StatusCode; got != http.StatusBadRequest {
			t.Errorf("%d", got)
		}
	}
	h.greet(t) // they took no place
}
