package socket_test

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/walletdesk/walletdesk/graph/socket"
)

func event(id, text string) string {
	return fmt.Sprintf(`{"id":%q,"type":"next","payload":{"data":{"follow":%q}}}`, id, text)
}

// following is a house whose subscription follow pulls from a feed.
func following(t *testing.T, cfg socket.Config) (*house, *feed) {
	t.Helper()
	h, f := open(t, cfg), newFeed()
	h.streams["follow"] = f.follow
	return h, f
}

func TestPull(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, why string
		do        func(f *feed)
		hear      []string
	}{
		{"One", "an event, a wake", func(f *feed) { f.put("a") }, []string{event("1", "a")}},
		{"Many", "one wake for all of them", func(f *feed) { f.put("a", "b", "c") }, []string{event("1", "a"), event("1", "b"), event("1", "c")}},
		{"Spurious", "a wake for nothing", func(f *feed) { f.put(); f.put(); f.put("a") }, []string{event("1", "a")}},
		{"End", "the source's end is the subscription's", func(f *feed) { f.put("a"); f.end() }, []string{event("1", "a"), done1}},
		{"EndOnly", "without any event", func(f *feed) { f.end() }, []string{done1}},
		{"Panic", "an event that cannot be shown ends it, with an error", func(f *feed) { f.put("a", "panic", "b") },
			[]string{event("1", "a"), `{"id":"1","type":"error","payload":[{"message":"panicked"}]}`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			h, f := following(t, socket.Config{})
			p := h.greet(t)
			p.say(asks("1", `subscription{follow}`))
			await(t, f.opened, "the resolver")
			tt.do(f)
			p.hear(tt.hear...)
			p.say(`{"type":"ping"}`)
			p.hear(`{"type":"pong"}`)
		})
	}
}

func TestPull_BeforeStart(t *testing.T) {
	t.Parallel()
	h := open(t, socket.Config{})
	f := newFeed()
	h.streams["follow"] = func(ctx context.Context) (<-chan string, error) {
		events, err := f.follow(ctx)
		f.put("a", "b") // woken before the executor has the channel
		return events, err
	}
	p := h.greet(t)
	p.say(asks("1", `subscription{follow}`))
	p.hear(event("1", "a"), event("1", "b"))
}

func TestPull_Race(t *testing.T) {
	t.Parallel()
	h, f := following(t, socket.Config{})
	p := h.greet(t)
	p.say(asks("1", `subscription{follow}`))
	await(t, f.opened, "the resolver")
	const count = 5000
	var all sync.WaitGroup
	all.Go(func() {
		for i := range count {
			f.events <- fmt.Sprint(i) // waits like chat's catching up
			f.wake()
		}
	})
	for i := range count {
		p.hear(event("1", fmt.Sprint(i)))
	}
	all.Wait()
}

func TestPull_Plain(t *testing.T) {
	t.Parallel()
	h, f := open(t, socket.Config{}), newFeed()
	h.streams["stream"] = f.plain
	p := h.greet(t)
	p.say(asks("1", `subscription{stream}`))
	await(t, f.opened, "the resolver")
	f.put("a", "b")
	f.end()
	p.hear(`{"id":"1","type":"next","payload":{"data":{"stream":"a"}}}`, `{"id":"1","type":"next","payload":{"data":{"stream":"b"}}}`, done1)
}

func TestPull_NoSocket(t *testing.T) {
	t.Parallel()
	in := make(chan string, 1)
	out, err := socket.Pull(t.Context(), func(wake func()) (<-chan string, error) {
		wake()
		return in, nil
	})
	if err != nil || out != (<-chan string)(in) {
		t.Errorf("another channel came back, %v", err)
	}
}

// parked counts the goroutines the package has started.
func parked() int {
	buf := make([]byte, 16<<20)
	return strings.Count(string(buf[:runtime.Stack(buf, true)]), "created by github.com/walletdesk/walletdesk/graph/socket.(")
}

// settle waits until as many goroutines are left, the only way to see an end
// that nobody signals.
func settle(t *testing.T, want int, what string) {
	t.Helper()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	late := time.After(patience)
	for {
		got := parked()
		if got == want {
			return
		}
		select {
		case <-tick.C:
		case <-late:
			t.Fatalf("%s: %d goroutines, want %d", what, got, want)
		}
	}
}

func TestPull_NoGoroutine(t *testing.T) { //nolint:paralleltest // it counts the program's goroutines
	h := open(t, socket.Config{})
	feeds := make(chan *feed, 20)
	h.streams["follow"] = func(ctx context.Context) (<-chan string, error) {
		f := newFeed()
		defer func() { feeds <- f }()
		return f.follow(ctx)
	}
	p := h.greet(t)
	settle(t, 1, "a connection")
	for i := range 20 {
		id := fmt.Sprint(i)
		p.say(asks(id, `subscription{follow}`))
		f := <-feeds
		f.put("a")
		p.hear(event(id, "a"))
	}
	settle(t, 1, "a connection with 20 subscriptions")
	if err := p.ws.Close(); err != nil {
		t.Fatal(err)
	}
	settle(t, 0, "a peer gone")
	if n := h.Open(); n != 0 {
		t.Errorf("%d connections open", n)
	}
}
