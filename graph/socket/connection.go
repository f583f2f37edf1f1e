package socket

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime/debug"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
	"github.com/gorilla/websocket"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// connection is one peer. serve reads; handle, timers and operations write, each
// waiting for its turn.
type connection struct {
	t       *Transport
	ws      *websocket.Conn
	exec    graphql.GraphExecutor
	header  http.Header
	cancel  context.CancelFunc
	release func()
	unwatch func()

	writing sync.Mutex // held while a frame is written

	mu         sync.Mutex // guards what follows; nothing blocks under it
	ctx        context.Context
	timer      *time.Timer // waits for connection_init, afterwards for the next ping
	asked      bool        // connection_init came
	ready      bool        // connection_ack went
	closing    bool
	alive      time.Time             // when Alive heard last
	operations map[string]*operation // by id; an operation may work on after its id was freed
	working    int                   // operations that have not come to their end
	ending     int                   // those whose last frame is not yet written
}

func newConnection(t *Transport, ws *websocket.Conn, exec graphql.GraphExecutor, r *http.Request) *connection {
	c := &connection{t: t, ws: ws, exec: exec, header: r.Header, operations: map[string]*operation{}}
	// net/http ends the request's context when the handler returns.
	c.ctx, c.cancel = context.WithCancel(context.WithoutCancel(r.Context()))
	c.mu.Lock() // late may come before the timer has its place
	defer c.mu.Unlock()
	c.timer = time.AfterFunc(t.cfg.InitTimeout, c.late)
	return c
}

// serve reads until the peer or we have had enough.
func (c *connection) serve() {
	defer c.finish()
	c.aside(func(func()) { c.watch() })
	for c.listen() {
		data, err := c.read()
		if err != nil {
			c.leave(err)
			return
		}
		c.aside(func(done func()) { c.handle(data, done) })
	}
	c.drain()
}

// aside does something deeper than reading on a stack of its own, which goes
// with it, and waits until it is done or says so.
func (c *connection) aside(do func(done func())) {
	waiting := make(chan struct{})
	go func() {
		done := sync.OnceFunc(func() { close(waiting) })
		defer done()
		defer c.rescue()
		do(done)
	}()
	<-waiting
}

// watch closes the connection when its session ends. It comes before the first
// message is read: a session that has ended already gets no answer.
func (c *connection) watch() {
	c.unwatch = c.t.cfg.Ended(c.ctx, func() { go c.close(codeUnauthorized, "Session ended") })
}

// listen waits while too many last words wait to be written, and sets the time
// by which the peer must have said something; false when the connection is
// closing.
func (c *connection) listen() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	for c.ending >= c.t.cfg.MaxOperations {
		c.mu.Unlock()
		c.writing.Lock()   // behind some of them
		c.writing.Unlock() //nolint:staticcheck // it was our turn: they have been written
		c.mu.Lock()
	}
	if c.closing {
		return false
	}
	return c.ws.SetReadDeadline(time.Now().Add(2*c.t.cfg.PingEvery)) == nil
}

// violation is a peer that breaks the rules, with the code it is told.
type violation struct {
	code   int
	reason string
}

// Error implements error.
func (v *violation) Error() string { return fmt.Sprintf("%d %s", v.code, v.reason) }

// read is the next message.
func (c *connection) read() ([]byte, error) {
	opcode, r, err := c.ws.NextReader()
	if err != nil {
		return nil, err //nolint:wrapcheck // looked at by leave
	}
	if opcode != websocket.TextMessage {
		return nil, &violation{codeBadRequest, "Only text messages are understood"}
	}
	data, err := io.ReadAll(io.LimitReader(r, c.t.cfg.MaxMessage+1))
	switch {
	case err != nil:
		return nil, err //nolint:wrapcheck // looked at by leave
	case int64(len(data)) > c.t.cfg.MaxMessage:
		return nil, &violation{websocket.CloseMessageTooBig, "Message is too large"}
	case !utf8.Valid(data):
		return nil, &violation{websocket.CloseInvalidFramePayloadData, "Message is no UTF-8"}
	}
	return data, nil
}

// leave is the end of reading: we close what broke our rules. Of what broke
// RFC 6455's gorilla has told the peer, who is still sending.
func (c *connection) leave(err error) {
	var broken *violation
	var closed *websocket.CloseError
	var silent net.Error
	switch {
	case errors.As(err, &broken):
		c.close(broken.code, broken.reason)
		c.drain()
	case errors.As(err, &closed): // gorilla has answered
	case errors.As(err, &silent) && silent.Timeout(): // nobody is there
	default:
		c.shut()
		if c.ws.SetReadDeadline(time.Now().Add(drainFor)) == nil {
			_, _ = io.Copy(io.Discard, c.ws.NetConn())
		}
	}
}

// drain throws away what a peer still sends, until it answers our close frame or
// its time, set by close, is over.
func (c *connection) drain() {
	for {
		if _, _, err := c.ws.NextReader(); err != nil {
			return
		}
	}
}

// handle does what one message asks for; the next is read after done, or when it
// returns.
func (c *connection) handle(data []byte, done func()) {
	m, err := parse(data)
	if err != nil {
		c.close(codeBadRequest, err.Error())
		return
	}
	switch m.kind {
	case connectionInit:
		c.acknowledge(m.payload)
	case ping:
		c.write(frame(pong, "", m.payload))
	case complete:
		c.forget(m.id)
	case subscribe:
		if op := c.begin(m.id); op != nil {
			done()
			op.run(m.request)
		}
	default: // pong: that it came is all there is to it
	}
}

func (c *connection) acknowledge(raw json.RawMessage) {
	c.mu.Lock()
	again := c.asked
	c.asked = true
	c.mu.Unlock()
	if again {
		c.close(codeTooManyInits, "Too many initialisation requests")
		return
	}
	var payload map[string]any
	if raw != nil {
		if err := json.Unmarshal(raw, &payload); err != nil {
			c.close(codeBadRequest, "message connection_init has a payload that is no object")
			return
		}
	}
	ctx, err := c.t.cfg.Init(c.ctx, payload)
	if err != nil {
		c.close(codeForbidden, "Forbidden")
		return
	}
	if !c.write(frame(connectionAck, "", nil)) {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.timer.Stop()
	c.ctx, c.ready = ctx, true
	if !c.closing {
		c.timer = time.AfterFunc(c.t.cfg.PingEvery, c.ping)
	}
}

// late is connection_init not having come in time.
func (c *connection) late() {
	c.mu.Lock()
	asked := c.asked
	c.mu.Unlock()
	if !asked {
		c.close(codeInitTimeout, "Connection initialisation timeout")
	}
}

// ping keeps the ways between open and lets the peer answer; who is silent is
// noticed by the read deadline.
func (c *connection) ping() {
	defer c.rescue()
	payload, err := json.Marshal(c.latest())
	if err != nil {
		panic(err) // numbers by names
	}
	if string(payload) == "null" {
		payload = nil
	}
	if !c.write(frame(ping, "", payload)) {
		return
	}
	if c.follows(time.Now()) {
		c.t.cfg.Alive(c.ctx)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.closing {
		c.timer.Reset(c.t.cfg.PingEvery)
	}
}

// follows tells whether it is time to say that the peer follows something.
func (c *connection) follows(now time.Time) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closing || len(c.operations) == 0 || now.Sub(c.alive) < c.t.cfg.AliveEvery {
		return false
	}
	c.alive = now
	return true
}

// latest is how far what the peer follows has come; nothing when it follows nothing
// that counts.
func (c *connection) latest() any {
	c.mu.Lock()
	asked := make(map[string]func() int64, len(c.operations))
	for _, op := range c.operations {
		if op.latest != nil {
			asked[op.latestOf] = op.latest
		}
	}
	c.mu.Unlock()
	if len(asked) == 0 {
		return nil
	}
	// Without the lock: who answers may be about to wake one of our operations.
	numbers := make(map[string]int64, len(asked))
	for name, ask := range asked {
		if n := ask(); n > 0 {
			numbers[name] = n
		}
	}
	return map[string]any{"latest": numbers}
}

// begin gives an operation its place under its id; nil when it has none.
func (c *connection) begin(id string) *operation {
	c.mu.Lock()
	_, taken := c.operations[id]
	switch {
	case c.closing:
		c.mu.Unlock()
		return nil
	case !c.ready:
		c.mu.Unlock()
		c.close(codeUnauthorized, "Unauthorized")
		return nil
	case taken:
		c.mu.Unlock()
		c.close(codeSubscriberExists, "Subscriber for "+id+" already exists")
		return nil
	case c.working >= c.t.cfg.MaxOperations:
		c.mu.Unlock()
		c.write(errorFrame(id, gqlerror.List{{
			Message: "Too many operations at once.", Extensions: map[string]any{"code": "TOO_MANY_OPERATIONS"},
		}}))
		return nil
	}
	defer c.mu.Unlock()
	op := newOperation(c, id)
	c.operations[id] = op
	c.working++
	return op
}

// forget ends an operation the peer no longer wants. An unknown id is no
// mistake: its end and the peer's word have crossed.
func (c *connection) forget(id string) {
	c.mu.Lock()
	op := c.operations[id]
	delete(c.operations, id)
	idle := op != nil && op.idle()
	c.mu.Unlock()
	if op == nil {
		return
	}
	op.cancel()
	if idle {
		op.end(nil)
	}
}

// write sends a frame that belongs to no operation, or an operation's last.
func (c *connection) write(data []byte) bool {
	return c.writeIf(data, func() bool { return true })
}

// writeIf sends a frame if, when its turn comes, the connection is not closing
// and wanted, asked under mu, still holds. A failed write ends the connection.
func (c *connection) writeIf(data []byte, wanted func() bool) bool {
	c.writing.Lock()
	defer c.writing.Unlock()
	c.mu.Lock()
	ok := !c.closing && wanted()
	c.mu.Unlock()
	if !ok {
		return false
	}
	err := c.ws.SetWriteDeadline(time.Now().Add(c.t.cfg.WriteTimeout))
	if err == nil {
		err = c.ws.WriteMessage(websocket.TextMessage, data)
	}
	if errors.Is(err, websocket.ErrCloseSent) {
		return false // close was quicker, and its frame shall arrive
	}
	if err != nil {
		c.cut()
		return false
	}
	return true
}

// close tells the peer why, once, and lets serve read on for a moment.
func (c *connection) close(code int, reason string) {
	if !c.shut() {
		return
	}
	// A control frame holds 125 bytes, two of them the code (RFC 6455, 5.5).
	for len(reason) > 123 || !utf8.ValidString(reason) {
		reason = reason[:min(len(reason)-1, 123)]
	}
	now := time.Now()
	err := c.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, reason), now.Add(c.t.cfg.WriteTimeout))
	if err == nil {
		err = c.ws.SetReadDeadline(time.Now().Add(drainFor))
	}
	if err != nil {
		c.cut()
	}
}

// shut ends every operation and all writing; false when that was done before.
func (c *connection) shut() bool {
	c.mu.Lock()
	before := c.closing
	c.closing = true
	c.operations = nil
	c.timer.Stop()
	c.mu.Unlock()
	c.cancel()
	return !before
}

// cut closes without a word.
func (c *connection) cut() {
	c.shut()
	_ = c.ws.Close() // there is nobody left to tell
}

// finish gives back all the connection held.
func (c *connection) finish() {
	c.cut()
	if c.unwatch != nil {
		c.unwatch()
	}
	c.release()
	c.t.remove(c)
}

// rescue keeps a panic of one of our hooks from ending the program. Its value is
// not logged, only where it happened: it may hold what the peer sent.
func (c *connection) rescue() {
	if p := recover(); p != nil {
		c.t.cfg.Log.Error("socket panicked", "type", fmt.Sprintf("%T", p), "stack", string(debug.Stack()))
		c.close(websocket.CloseInternalServerErr, "Internal error")
	}
}
