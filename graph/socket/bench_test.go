package socket_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/gorilla/websocket"

	"github.com/walletdesk/walletdesk/graph/socket"
)

// thin is a client that costs next to nothing: a bare TCP connection.
func thin(b *testing.B, url string) net.Conn {
	b.Helper()
	conn, err := (&net.Dialer{}).DialContext(b.Context(), "tcp", strings.TrimPrefix(url, "ws://"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = conn.Close() })
	_, err = fmt.Fprintf(conn, "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"+
		"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: %s\r\n\r\n", socket.Subprotocol)
	if err != nil {
		b.Fatal(err)
	}
	for tail := ""; !strings.HasSuffix(tail, "\r\n\r\n"); {
		one := make([]byte, 1)
		if _, err := io.ReadFull(conn, one); err != nil {
			b.Fatal(err)
		}
		tail += string(one)
	}
	return conn
}

// tell writes a masked text frame of at most 125 bytes.
func tell(b *testing.B, conn net.Conn, text string) {
	b.Helper()
	if _, err := conn.Write(append([]byte{0x81, 0x80 | byte(len(text)), 0, 0, 0, 0}, text...)); err != nil {
		b.Fatal(err)
	}
}

// listen reads frames of up to 64 KiB and gives each to got.
func listen(conn net.Conn, got func(text []byte)) {
	r := bufio.NewReader(conn)
	for {
		head := make([]byte, 2)
		if _, err := io.ReadFull(r, head); err != nil {
			return
		}
		size := int(head[1])
		if size == 126 {
			if _, err := io.ReadFull(r, head); err != nil {
				return
			}
			size = int(head[0])<<8 | int(head[1])
		}
		text := make([]byte, size)
		if _, err := io.ReadFull(r, text); err != nil {
			return
		}
		got(text)
	}
}

// memory is what the program holds in heap and stacks.
func memory() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc + m.StackInuse
}

// BenchmarkIdle tells the memory of a connection with one idle subscription
// beside that of a bare gorilla server's connection, the client's few bytes
// included in both.
func BenchmarkIdle(b *testing.B) {
	const count = 2000
	b.Run("Socket", func(b *testing.B) {
		for b.Loop() {
			h := open(b, socket.Config{})
			var all sync.WaitGroup
			all.Add(count)
			h.streams["follow"] = func(ctx context.Context) (<-chan string, error) {
				defer all.Done()
				return newFeed().follow(ctx)
			}
			before := memory()
			for range count {
				conn := thin(b, h.url)
				tell(b, conn, hello)
				tell(b, conn, asks("1", `subscription{follow}`))
			}
			all.Wait()
			b.ReportMetric(float64(memory()-before)/count, "B/connection")
		}
	})
	b.Run("Bare", func(b *testing.B) {
		for b.Loop() {
			upgrader := websocket.Upgrader{ReadBufferSize: 1 << 10, WriteBufferSize: 1 << 10}
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				ws, err := upgrader.Upgrade(w, r, nil)
				if err != nil {
					return
				}
				for {
					if _, _, err := ws.ReadMessage(); err != nil {
						return
					}
				}
			}))
			b.Cleanup(s.Close)
			before := memory()
			for range count {
				tell(b, thin(b, "ws"+strings.TrimPrefix(s.URL, "http")), hello)
			}
			b.ReportMetric(float64(memory()-before)/count, "B/connection")
		}
	})
}

// BenchmarkDelivery tells what one event to one of 1,000 subscriptions costs,
// reading it on the other side included.
func BenchmarkDelivery(b *testing.B) {
	const count = 1000
	h := open(b, socket.Config{})
	feeds := make(chan *feed, count)
	h.streams["follow"] = func(ctx context.Context) (<-chan string, error) {
		f := newFeed()
		defer func() { feeds <- f }()
		return f.follow(ctx)
	}
	var heard sync.WaitGroup
	all := make([]*feed, 0, count)
	for range count {
		conn := thin(b, h.url)
		go listen(conn, func(text []byte) {
			if strings.Contains(string(text), `"next"`) {
				heard.Done()
			}
		})
		tell(b, conn, hello)
		tell(b, conn, asks("1", `subscription{follow}`))
		all = append(all, <-feeds)
	}
	text := strings.Repeat("a", 100)
	b.ReportAllocs()
	for b.Loop() {
		heard.Add(count)
		for _, f := range all {
			f.put(text)
		}
		heard.Wait()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/count, "ns/delivery")
}
