package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/gorilla/websocket"
)

// The lossless test: people on bad connections talk while nodes and servers of the
// bus are killed. Every client ends with 1..N: no gap, no duplicate, one order.
//
// In full it is 200 clients and 10,000 messages, each connection cut every 1 to 5
// seconds (make test-lossless).

// storm is one run of the test.
type storm struct {
	size     losslessSize
	nodes    *nodes
	clients  []*stormClient
	consoles []caller
	failed   atomic.Pointer[error]
	acked    atomic.Int64
	cuts     atomic.Int64
	again    atomic.Int64 // texts that were sent more than once
	ctx      context.Context
	stop     context.CancelFunc
}

// stormClient is a page on a bad connection: one tab of a customer or an operator.
type stormClient struct {
	storm *storm
	caller
	id    string // conversation
	share int    // texts to send

	seen   atomic.Int64      // of the log, 1..seen
	talked atomic.Bool       // all of its own are acknowledged
	byID   map[string]int64  // client id → number, of all it has seen
	order  []string          // client ids in the log's order
	acks   map[string]int64  // client id → number, of its own
	answer chan stormAnswer  // to its last send
	opened chan *stormSocket // the connection after one was cut
}

type stormAnswer struct {
	id  string
	seq int64
	err error
}

// stormSocket is one of its connections.
type stormSocket struct {
	ws   *websocket.Conn
	mu   sync.Mutex // gorilla takes one writer at a time
	lost chan struct{}
}

func (s *stormSocket) say(f socketFrame) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ws.WriteJSON(f)
}

// One node with its own bus: while it is dead nobody is served, and all come back.
func TestLossless_OneNode(t *testing.T) { //nolint:paralleltest // it wants the machine for itself
	s := newStorm(t, "")
	again := func(t *testing.T, s *storm) {
		t.Helper()
		s.nodes.list[0].kill(t)
		s.nodes.list[0].start(t)
	}
	s.run(t, again, again)
}

// Two nodes with a bus of three servers; one of each is killed, and the node comes
// back.
func TestLossless_Cluster(t *testing.T) { //nolint:paralleltest // it wants the machine for itself
	servers := openNATS(t, 3)
	// Each node knows one server by name and hears of the others there.
	s := newStorm(t, servers[0].url, servers[1].url)
	s.run(t,
		func(t *testing.T, s *storm) { t.Helper(); s.nodes.list[1].kill(t) },
		func(t *testing.T, s *storm) { t.Helper(); servers[0].stop(); s.nodes.list[1].start(t) },
	)
}

// newStorm lets people sign in, register, open conversations and take them.
func newStorm(t *testing.T, buses ...string) *storm {
	t.Helper()
	s := &storm{size: sizeOfLossless(), nodes: openNodes(t, buses...)}
	s.ctx, s.stop = context.WithTimeout(t.Context(), 3*time.Minute)
	t.Cleanup(s.stop)
	base := s.nodes.base()
	staff := []string{"anna", "boris", "chloe", "dmitri"}
	for _, name := range staff {
		s.consoles = append(s.consoles, signInStaff(t, base, name))
	}
	// A session has at most 20 sockets, and a cut one counts until the server has noticed.
	other := map[string]caller{}
	for i := range s.size.customers {
		name := fmt.Sprintf("storm-%d", i)
		first, _ := register(t, base, name)
		second := signIn(t, base, name)
		for range s.size.each {
			id := openConversation(t, first)
			who := (len(s.clients) / (2 * s.size.tabs)) % len(staff)
			if code, err := take(s.consoles[who], id); err != nil || code != "" {
				t.Fatalf("not taken: %s %v", code, err)
			}
			if other[staff[who]].client == nil {
				other[staff[who]] = signInStaff(t, base, staff[who])
			}
			s.add(id, s.size.byCustomer, first, second)
			s.add(id, s.size.byOperator, s.consoles[who], other[staff[who]])
		}
	}
	return s
}

// add makes one side's tabs.
func (s *storm) add(id string, share int, sessions ...caller) {
	for i := range s.size.tabs {
		s.clients = append(s.clients, &stormClient{
			storm: s, caller: sessions[i%len(sessions)], id: id, share: share,
			byID: map[string]int64{}, acks: map[string]int64{},
			answer: make(chan stormAnswer, 1), opened: make(chan *stormSocket, 1),
		})
	}
}

// run lets all talk, does what happens meanwhile, and looks at what everybody has.
func (s *storm) run(t *testing.T, third, half func(t *testing.T, s *storm)) {
	t.Helper()
	begun := time.Now()
	var talk, stay sync.WaitGroup
	for _, c := range s.consoles {
		stay.Go(func() { s.keep(c) })
	}
	for _, c := range s.clients {
		talk.Go(func() { s.fail(c.listen()) })
		talk.Go(func() { s.fail(c.talk()) })
	}
	ended := make(chan struct{})
	go func() {
		talk.Wait()
		close(ended)
	}()
	s.await(ended, int64(s.size.total()/3))
	third(t, s)
	s.await(ended, int64(s.size.total()/2))
	half(t, s)
	<-ended
	took := time.Since(begun)
	s.stop()
	stay.Wait()
	if err := s.failed.Load(); err != nil {
		for _, n := range s.nodes.list {
			t.Logf("node %s:\n%s", n.address, lastLines(n.process.log.text(), 15))
		}
		t.Fatal(*err)
	}
	t.Logf("%d clients, %d texts, %d of them sent again, %d cuts, %s", len(s.clients), s.size.total(), s.again.Load(), s.cuts.Load(), took.Round(time.Millisecond))
	s.check(t)
}

// fail ends the run at the first promise that was broken.
func (s *storm) fail(err error) {
	if err != nil && s.failed.CompareAndSwap(nil, &err) {
		s.stop()
	}
}

// await waits until so many texts were sent, or all has ended.
func (s *storm) await(ended <-chan struct{}, texts int64) {
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for s.acked.Load() < texts {
		select {
		case <-ended:
			return
		case <-tick.C:
		}
	}
}

// keep is an operator's console: while it is connected the operator is at work.
func (s *storm) keep(c caller) {
	for s.ctx.Err() == nil {
		ws, err := c.subscribeAt(s.anyNode(), object{"query": `subscription { queueEvents { conversation { id lastSeq } } }`})
		if err != nil {
			s.rest()
			continue
		}
		stop := context.AfterFunc(s.ctx, func() { _ = ws.Close() })
		for {
			var frame socketFrame
			if ws.ReadJSON(&frame) != nil {
				break
			}
			if frame.Type == "ping" && ws.WriteJSON(socketFrame{Type: "pong"}) != nil {
				break
			}
		}
		stop()
		_ = ws.Close()
	}
}

func (s *storm) anyNode() dialer { return s.nodes.list[rand.IntN(len(s.nodes.list))].dial }

// rest is the moment after which a page comes back; a real one waits longer.
func (s *storm) rest() {
	select {
	case <-time.After(50*time.Millisecond + rand.N(50*time.Millisecond)):
	case <-s.ctx.Done():
	}
}

// check compares what the clients of each conversation have.
func (s *storm) check(t *testing.T) {
	t.Helper()
	if s.cuts.Load() < int64(len(s.clients)) {
		t.Errorf("only %d cuts", s.cuts.Load())
	}
	first := map[string]*stormClient{}
	for i, c := range s.clients {
		if c.seen.Load() != s.size.rows() || len(c.byID) != int(s.size.rows()) {
			t.Errorf("client %d has %d rows, %d different ones, want %d", i, c.seen.Load(), len(c.byID), s.size.rows())
		}
		for id, seq := range c.acks {
			if c.byID[id] != seq {
				t.Errorf("client %d was told number %d for what is number %d", i, seq, c.byID[id])
			}
		}
		if len(c.acks) != c.share {
			t.Errorf("client %d has %d acknowledged texts, want %d", i, len(c.acks), c.share)
		}
		f := first[c.id]
		if f == nil {
			first[c.id] = c
			continue
		}
		for n, id := range f.order {
			if n < len(c.order) && c.order[n] != id {
				t.Errorf("client %d has another order at number %d", i, n+1)
				break
			}
		}
	}
}

// listen follows the conversation to its end over connections that are cut again and
// again.
func (c *stormClient) listen() error {
	for !c.over() {
		if err := c.storm.ctx.Err(); err != nil {
			return fmt.Errorf("with %d of %d rows: %w", c.seen.Load(), c.storm.size.rows(), err)
		}
		s, err := c.connect()
		if err != nil {
			continue // the node is dead: to another, or to it once it is back
		}
		cut := time.AfterFunc(c.storm.size.cut+rand.N(4*c.storm.size.cut), func() {
			c.storm.cuts.Add(1)
			_ = s.ws.NetConn().Close() // no close frame: the network is gone, as in a tunnel
		})
		select {
		case <-c.opened: // nobody sends
		default:
		}
		c.opened <- s
		err = c.read(s)
		cut.Stop()
		close(s.lost)
		_ = s.ws.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

// over tells whether the client has all it waits for.
func (c *stormClient) over() bool { return c.talked.Load() && c.seen.Load() == c.storm.size.rows() }

// connect opens a socket on one of the nodes and follows after what was seen.
func (c *stormClient) connect() (*stormSocket, error) {
	ws, err := c.subscribeAt(c.storm.anyNode(), object{
		"query": eventsSubscription, "variables": object{"id": c.id, "after": c.seen.Load()},
	})
	if err != nil {
		c.storm.rest()
		return nil, err
	}
	return &stormSocket{ws: ws, lost: make(chan struct{})}, nil
}

var errOrder = errors.New("not the next number")

// read takes in what comes until the connection is lost; an error is a broken promise.
func (c *stormClient) read(s *stormSocket) error {
	for !c.over() {
		var frame struct {
			ID, Type string
			Payload  json.RawMessage
		}
		if err := s.ws.ReadJSON(&frame); err != nil {
			return nil //nolint:nilerr // cut
		}
		switch {
		case frame.Type == "ping":
			_ = s.say(socketFrame{Type: "pong"}) // lost: the next read says so
		case frame.Type == "next" && frame.ID == "1":
			if err := c.event(frame.Payload); err != nil {
				return err
			}
		case frame.Type == "next":
			c.answered(frame.ID, frame.Payload)
		case frame.Type == "error" && frame.ID != "1":
			c.answer <- stormAnswer{id: frame.ID, err: fmt.Errorf("refused: %s", frame.Payload)}
		case frame.Type == "complete" && frame.ID != "1":
		default:
			return fmt.Errorf("%s %s: %s", frame.Type, frame.ID, frame.Payload)
		}
	}
	return nil
}

func (c *stormClient) event(payload []byte) error {
	var event struct {
		Data struct {
			ConversationEvents struct {
				Message struct {
					Seq      int64
					ClientID string
				}
			}
		}
	}
	if err := json.Unmarshal(payload, &event); err != nil {
		return err
	}
	m := event.Data.ConversationEvents.Message
	if seen := c.seen.Load(); m.Seq != seen+1 {
		return fmt.Errorf("%w: after %d came %d", errOrder, seen, m.Seq)
	}
	if before, twice := c.byID[m.ClientID]; twice {
		return fmt.Errorf("%w: %s is number %d and %d", errOrder, m.ClientID, before, m.Seq)
	}
	c.byID[m.ClientID] = m.Seq
	c.order = append(c.order, m.ClientID)
	c.seen.Store(m.Seq)
	return nil
}

func (c *stormClient) answered(id string, payload []byte) {
	var answer struct {
		Data *struct {
			SendMessage struct {
				Message *struct{ Seq int64 }
				Problem *struct{ Code string }
			}
		}
		Errors []failure
	}
	a := stormAnswer{id: id}
	switch a.err = json.Unmarshal(payload, &answer); {
	case a.err != nil:
	case answer.Data == nil || answer.Data.SendMessage.Message == nil:
		a.err = fmt.Errorf("not sent: %s", payload)
	default:
		a.seq = answer.Data.SendMessage.Message.Seq
	}
	c.answer <- a
}

// talk sends the client's texts, one after another, each until it is acknowledged.
func (c *stormClient) talk() error {
	pace := time.NewTicker(c.storm.size.every)
	defer pace.Stop()
	var s *stormSocket
	var last error
	defer func() {
		c.talked.Store(true)
		if s != nil && c.over() {
			_ = s.ws.NetConn().Close() // nothing more will come that ends the reading
		}
	}()
	operation := 0
	for n := range c.share {
		id := uuid.NewString()
		drop := n%10 == 9
		for tries := 0; ; tries++ {
			select {
			case <-pace.C:
			case <-c.storm.ctx.Done():
				return fmt.Errorf("text %d of %d: %w, before: %w", n, c.share, c.storm.ctx.Err(), last)
			}
			if s = c.current(s); s == nil {
				return fmt.Errorf("text %d of %d: %w, before: %w", n, c.share, c.storm.ctx.Err(), last)
			}
			if tries == 1 {
				c.storm.again.Add(1)
			}
			operation++
			seq, err := c.send(s, strconv.Itoa(operation+1), id, fmt.Sprintf("word %s", letters26(n)))
			switch {
			case err != nil:
				last = err
				continue // the same id again
			case drop:
				drop = false // the answer was lost on the way: the same id again
				continue
			}
			c.acks[id] = seq
			c.storm.acked.Add(1)
			break
		}
	}
	return nil
}

// current is the connection there is, or the next; nil when the test is over.
func (c *stormClient) current(s *stormSocket) *stormSocket {
	if s != nil {
		select {
		case <-s.lost:
		default:
			return s
		}
	}
	select {
	case s = <-c.opened:
		return s
	case <-c.storm.ctx.Done():
		return nil
	}
}

var errLost = errors.New("connection lost")

// send sends a text over the socket and waits for its answer.
func (c *stormClient) send(s *stormSocket, operation, clientID, body string) (int64, error) {
	payload, err := json.Marshal(map[string]any{"query": sendMutation, "variables": map[string]any{
		"input": map[string]any{"conversationId": c.id, "clientId": clientID, "body": body},
	}})
	if err != nil {
		return 0, err
	}
	if err := s.say(socketFrame{ID: operation, Type: "subscribe", Payload: payload}); err != nil {
		return 0, err
	}
	for {
		select {
		case a := <-c.answer:
			if a.id == operation {
				return a.seq, a.err
			}
		case <-s.lost:
			return 0, errLost
		case <-c.storm.ctx.Done():
			return 0, c.storm.ctx.Err()
		}
	}
}

// letters26 writes a number without digits: texts with digits are looked at for card
// numbers, one by one.
func letters26(n int) string {
	return string(rune('a'+n/26%26)) + string(rune('a'+n%26))
}

// dialer connects to something.
type dialer func(ctx context.Context, network, address string) (net.Conn, error)
