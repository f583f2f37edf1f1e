package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// The test binary plays the program: where a test starts it as a process of its
// own, and where the gate starts it as its reader. It plays a NATS server too.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "nats" {
		if err := playNATS(os.Args[2:]); err != nil {
			fmt.Fprintln(os.Stderr, "nats:", err)
			os.Exit(1)
		}
		return
	}
	if len(os.Args) > 1 && (os.Args[1] == "reader" || os.Args[1] == "serve") {
		main()
		return
	}
	code := m.Run()
	if err := shared.stop(); err != nil {
		fmt.Fprintln(os.Stderr, "the program did not end well:", err)
		code = 1
	}
	os.Exit(code)
}

// started is the one program that the front door's tests share: they meet as
// strangers, each with people of their own.
type started struct {
	once   sync.Once
	base   string
	data   string
	err    error
	cancel context.CancelFunc
	ended  chan error

	networks atomic.Int32 // that tests came from, beside the usual one
}

var shared started //nolint:gochecknoglobals // one program for all tests of this binary

// program is the address of a program as `walletdesk serve --dev` starts it, with a
// private database in a folder of its own.
func program(t *testing.T) string {
	t.Helper()
	shared.once.Do(func() { shared.err = shared.start() })
	if shared.err != nil {
		t.Fatal(shared.err)
	}
	return shared.base
}

func (s *started) start() error {
	address, err := freeAddress()
	if err != nil {
		return err
	}
	reader, err := filepath.Abs("../../var/reader")
	if err != nil {
		return err
	}
	if s.data, err = os.MkdirTemp("", "walletdesk-front-"); err != nil {
		return err
	}
	s.base = "http://" + address
	ctx, cancel := context.WithCancel(context.Background())
	s.cancel, s.ended = cancel, make(chan error, 1)
	up := &waiter{word: "walletdesk is up", done: make(chan struct{})}
	log, err := os.Create(filepath.Join(s.data, "log"))
	if err != nil {
		return err
	}
	args := []string{"serve", "--dev", "--listen", address, "--data", s.data, "--reader-dir", reader, "--reader-timeout", "60s"}
	go func() { s.ended <- run(ctx, args, nil, up, log) }()
	select {
	case <-up.done:
		return nil
	case err := <-s.ended:
		s.ended <- err
		return fmt.Errorf("it did not start: %w", err)
	}
}

// stop ends it as Ctrl-C does.
func (s *started) stop() error {
	if s.cancel == nil {
		return nil
	}
	s.cancel()
	return errors.Join(<-s.ended, os.RemoveAll(s.data))
}

func freeAddress() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return listener.Addr().String(), listener.Close()
}

// waiter closes done when the word was written.
type waiter struct {
	mu   sync.Mutex
	word string
	seen string
	done chan struct{}
}

// Write implements io.Writer.
func (w *waiter) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	before := strings.Contains(w.seen, w.word)
	w.seen += string(p)
	if !before && strings.Contains(w.seen, w.word) {
		close(w.done)
	}
	return len(p), nil
}

func (w *waiter) text() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.seen
}
