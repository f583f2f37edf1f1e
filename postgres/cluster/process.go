package cluster

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"time"
)

// process is a child that dies with us.
type process struct {
	cmd  *exec.Cmd
	done chan struct{} // closed when it has ended
	err  error         // how; read after done
	tail *tail
}

// startProcess starts the child on a thread that stays with it: Linux signals
// the child when that thread ends, and a thread of Go's pool ends at any time.
func startProcess(cmd *exec.Cmd, log *slog.Logger) (*process, error) {
	p := &process{cmd: cmd, done: make(chan struct{}), tail: &tail{log: log}}
	cmd.Stdout, cmd.Stderr = p.tail, p.tail
	cmd.WaitDelay = killWithin // a grandchild may keep the pipe open
	dieWithUs(cmd.SysProcAttr)
	started := make(chan error)
	go func() {
		runtime.LockOSThread() // never unlocked: the thread ends with the goroutine
		err := cmd.Start()
		started <- err
		if err == nil {
			p.err = cmd.Wait()
			close(p.done)
		}
	}()
	if err := <-started; err != nil {
		return nil, err
	}
	return p, nil
}

// stop asks for an orderly end, then for a quick one, then does not ask. The end
// of ctx moves on to the next step at once.
func (p *process) stop(ctx context.Context) error {
	for _, step := range []struct {
		signal syscall.Signal
		within time.Duration
		hurry  <-chan struct{}
	}{{syscall.SIGINT, stopWithin, ctx.Done()}, {syscall.SIGQUIT, killWithin, nil}, {syscall.SIGKILL, killWithin, nil}} {
		if err := p.cmd.Process.Signal(step.signal); errors.Is(err, os.ErrProcessDone) {
			<-p.done
			return nil
		}
		select {
		case <-p.done:
			return nil
		case <-step.hurry:
		case <-time.After(step.within):
		}
	}
	return fmt.Errorf("process %d does not end", p.cmd.Process.Pid)
}

// tailLines is how much of a child's output is kept to explain its end.
const tailLines = 20

// tail passes a child's lines to the log and keeps the last ones.
type tail struct {
	log     *slog.Logger
	mu      sync.Mutex
	partial []byte
	lines   []string
}

// Write never fails.
func (t *tail) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.partial = append(t.partial, b...)
	for {
		line, rest, found := bytes.Cut(t.partial, []byte("\n"))
		if !found {
			return len(b), nil
		}
		t.partial = rest
		t.log.Debug(string(line))
		t.lines = append(t.lines, string(line))
		t.lines = t.lines[max(0, len(t.lines)-tailLines):]
	}
}

// String returns the last lines.
func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return strings.Join(append(t.lines[:len(t.lines):len(t.lines)], string(t.partial)), "\n")
}
