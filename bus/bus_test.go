package bus_test

import (
	"net"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/nats-io/nats-server/v2/server"

	"github.com/walletdesk/walletdesk/bus"
)

// patience is how long a test waits for what must come.
const patience = 20 * time.Second

// listenSoon is far less than NATS's time for a server that does not answer, and far
// more than a second on a busy machine.
const listenSoon = 3 * time.Second

func open(t *testing.T, url string) *bus.Bus {
	t.Helper()
	b, err := bus.Open(t.Context(), bus.Config{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Close)
	return b
}

// outside runs a NATS server on a port of the loopback interface; 0 picks one.
func outside(t *testing.T, port int) (*server.Server, int) {
	t.Helper()
	if port == 0 {
		port = server.RANDOM_PORT
	}
	s, err := server.NewServer(&server.Options{Host: "127.0.0.1", Port: port, NoLog: true, NoSigs: true})
	if err != nil {
		t.Fatal(err)
	}
	s.Start()
	if !s.ReadyForConnections(patience) {
		t.Fatal("the server does not get ready")
	}
	t.Cleanup(s.Shutdown)
	return s, s.Addr().(*net.TCPAddr).Port
}

func address(port int) string { return "nats://127.0.0.1:" + strconv.Itoa(port) }

// listen collects rings.
func listen(t *testing.T, b *bus.Bus, subject string) (<-chan string, func()) {
	t.Helper()
	heard := make(chan string, 1000)
	stop, err := b.Subscribe(subject, func(subject string, data []byte) {
		heard <- subject + " " + string(data)
	})
	if err != nil {
		t.Fatal(err)
	}
	return heard, stop
}

func receive[T any](t *testing.T, from <-chan T) T {
	t.Helper()
	select {
	case v := <-from:
		return v
	case <-time.After(patience):
		t.Fatal("nothing came")
		panic("unreachable")
	}
}

func ring(t *testing.T, b *bus.Bus, subject, data string) {
	t.Helper()
	if err := b.Publish(subject, []byte(data)); err != nil {
		t.Fatal(err)
	}
}

func TestBus_Rings(t *testing.T) {
	t.Parallel()
	_, port := outside(t, 0)
	cases := []struct {
		why, url, subject string
		nodes             int
		want              []string
	}{
		{"inside the process", "", "conv.1", 1, []string{"conv.1 a", "conv.1 b"}},
		{"by wildcard", "", "conv.*", 1, []string{"conv.1 a", "conv.2 x", "conv.1 b"}},
		{"from one node to another", address(port), "conv.1", 2, []string{"conv.1 a", "conv.1 b"}},
	}
	for _, c := range cases {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			from := open(t, c.url)
			to := from
			if c.nodes == 2 {
				to = open(t, c.url)
			}
			heard, stop := listen(t, to, c.subject)
			defer stop()
			ring(t, from, "conv.1", "a")
			ring(t, from, "conv.2", "x")
			ring(t, from, "conv.1", "b")
			var got []string
			for range c.want {
				got = append(got, receive(t, heard))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestBus_UnsubscribeEndsIt(t *testing.T) {
	t.Parallel()
	b := open(t, "")
	first, stop := listen(t, b, "conv.1")
	stop()
	stop() // twice is no harm
	second, _ := listen(t, b, "conv.1")
	ring(t, b, "conv.1", "a")
	receive(t, second) // by now the first would have it too
	if len(first) != 0 {
		t.Errorf("after unsubscribing: %q", <-first)
	}
}

func TestBus_ServerRestartIsAGap(t *testing.T) {
	t.Parallel()
	s, port := outside(t, 0)
	b := open(t, address(port))
	gaps := make(chan struct{}, 10)
	b.OnGap(func() { gaps <- struct{}{} })
	heard, _ := listen(t, b, "conv.1")

	s.Shutdown()
	s.WaitForShutdown()
	outside(t, port)
	receive(t, gaps)
	if !b.Connected() {
		t.Error("Connected is false after the gap")
	}
	ring(t, b, "conv.1", "after")
	if got := receive(t, heard); got != "conv.1 after" {
		t.Errorf("the subscription did not survive: %q", got)
	}
}

// Who comes while the server is away does not wait for it, and hears once it is back.
func TestBus_SubscribeMeanwhile(t *testing.T) {
	t.Parallel()
	s, port := outside(t, 0)
	b := open(t, address(port))
	gaps := make(chan struct{}, 10)
	b.OnGap(func() { gaps <- struct{}{} })
	s.Shutdown()
	s.WaitForShutdown()
	begun := time.Now()
	heard, _ := listen(t, b, "conv.1")
	if took := time.Since(begun); took > listenSoon {
		t.Errorf("to subscribe took %s", took)
	}
	outside(t, port)
	receive(t, gaps)
	ring(t, b, "conv.1", "after")
	if got := receive(t, heard); got != "conv.1 after" {
		t.Errorf("it hears %q", got)
	}
}

func TestBus_SlowReaderIsAGap(t *testing.T) {
	t.Parallel()
	b := open(t, "")
	gaps := make(chan struct{}, 1)
	b.OnGap(func() {
		select {
		case gaps <- struct{}{}:
		default:
		}
	})
	let, last := make(chan struct{}), make(chan struct{})
	letGo := sync.OnceFunc(func() { close(let) })
	heardLast := sync.OnceFunc(func() { close(last) })
	t.Cleanup(letGo)
	_, err := b.Subscribe("conv.1", func(_ string, data []byte) {
		<-let
		if string(data) == "last" {
			heardLast()
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 20_000 { // more than may wait
		ring(t, b, "conv.1", strconv.Itoa(i))
	}
	receive(t, gaps)
	letGo()
	// The subscription lives on: a ring is heard once the queue has room again.
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	deadline := time.After(patience)
	for {
		ring(t, b, "conv.1", "last")
		select {
		case <-last:
			return
		case <-deadline:
			t.Fatal("the slow reader hears nothing any more")
		case <-tick.C:
		}
	}
}

func TestOpen_Refuses(t *testing.T) {
	t.Parallel()
	s, port := outside(t, 0)
	s.Shutdown()
	s.WaitForShutdown()
	cases := []struct{ why, url string }{
		{"nobody listens", "nats://u:hunter2@127.0.0.1:" + strconv.Itoa(port)},
		{"not an address; its text is not repeated", "nats://u:hunter2@%zz"},
	}
	for _, c := range cases {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			b, err := bus.Open(t.Context(), bus.Config{URL: c.url})
			if err == nil {
				b.Close()
				t.Fatal("it opened")
			}
			if strings.Contains(err.Error(), "hunter2") {
				t.Errorf("the error tells the password: %v", err)
			}
		})
	}
}

func TestBus_CloseTwice(t *testing.T) {
	t.Parallel()
	b := open(t, "")
	b.Close()
	b.Close()
	if err := b.Publish("conv.1", nil); err == nil {
		t.Error("a closed bus took a ring")
	}
	if b.Connected() {
		t.Error("a closed bus is connected")
	}
}
