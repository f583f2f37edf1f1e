package gate

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"sync"
	"time"

	"github.com/walletdesk/walletdesk/document/cage"
	"github.com/walletdesk/walletdesk/document/picture"
	"github.com/walletdesk/walletdesk/document/rule"
)

var (
	errSlow = errors.New("took too long")
	errLiar = errors.New("the child's answer contradicts itself")
)

// process is one child.
type process struct {
	command *exec.Cmd
	in      io.WriteCloser
	out     io.ReadCloser
	errors  *tail
	ended   chan struct{} // closed when the process is gone
	once    sync.Once
}

// start runs a child and waits until its door is locked.
func (g *Gate) start(ctx context.Context) (*process, error) {
	p, err := g.launch()
	if err != nil {
		return nil, err
	}
	var hello cage.Hello
	err = p.within(ctx, g.config.StartTimeout, func() error { return cage.ReadMessage(p.out, &hello) })
	if err != nil {
		p.kill()
		return nil, fmt.Errorf("%w; %s", err, p.lastWords())
	}
	g.locks.Do(func() {
		g.config.Log.Info("reader caged", "locks", hello.Locks, "namespaces", g.space.used(), "open", hello.Open)
	})
	return p, nil
}

// launch starts the process in namespaces of its own where the kernel lets us.
func (g *Gate) launch() (*process, error) {
	for {
		p := &process{ended: make(chan struct{}), errors: &tail{}}
		//nolint:noctx // a waiting child outlives the request that started it
		p.command = exec.Command(g.config.Command[0], g.config.Command[1:]...)
		p.command.Dir = "/"
		p.command.Stderr = p.errors
		// Nothing of our own environment: it may hold addresses and keys.
		p.command.Env = []string{
			cage.EnvDir + "=" + g.config.Dir, cage.EnvThreads + "=" + strconv.Itoa(g.config.Threads),
			"GOMEMLIMIT=200MiB", "GOGC=50", "GOTRACEBACK=none", "MALLOC_ARENA_MAX=2",
		}
		private := g.space.apply(p.command)
		var err error
		if p.in, err = p.command.StdinPipe(); err != nil {
			return nil, fmt.Errorf("start reader: %w", err)
		}
		if p.out, err = p.command.StdoutPipe(); err != nil {
			return nil, fmt.Errorf("start reader: %w", err)
		}
		if err = p.command.Start(); err == nil {
			return p, nil
		}
		if !private {
			return nil, fmt.Errorf("start reader: %w", err)
		}
		g.space.deny()
		g.config.Log.Warn("reader runs without a network namespace of its own", "cause", err.Error())
	}
}

// ask sends one picture and takes the answer. The pixels are of the size that
// was told, and there only when accepted.
func (p *process) ask(ctx context.Context, q cage.Question, file []byte, limit time.Duration) (cage.Reply, *picture.RGB, error) {
	var reply cage.Reply
	var pixels *picture.RGB
	err := p.within(ctx, limit, func() error {
		if err := cage.WriteMessage(p.in, q); err != nil {
			return err
		}
		if err := cage.WriteFrame(p.in, file); err != nil {
			return err
		}
		if err := cage.ReadMessage(p.out, &reply); err != nil {
			return err
		}
		if reply.Refusal != nil || reply.Verdict != rule.Accepted {
			return checkReply(reply)
		}
		raw, err := cage.ReadFrame(p.out, cage.MaxPixels)
		if err != nil {
			return err
		}
		pixels = &picture.RGB{W: reply.W, H: reply.H, Pix: raw}
		if !pixels.Valid() {
			return errLiar
		}
		return checkReply(reply)
	})
	if err != nil {
		return cage.Reply{}, nil, err
	}
	return reply, pixels, nil
}

// checkReply holds an answer to the shape it must have.
func checkReply(r cage.Reply) error {
	card := r.First4 != "" || r.Last4 != ""
	switch {
	case r.Refusal != nil: // there is no verdict
	case r.Verdict != rule.Accepted && r.Verdict != rule.Refused && r.Verdict != rule.Unsure,
		card && (r.Verdict != rule.Accepted || !four(r.First4) || !four(r.Last4)):
		return errLiar
	}
	return nil
}

func four(s string) bool {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(s) == 4
}

// within runs fn, which speaks to the child, and kills the child when it takes
// too long or nobody waits any more.
func (p *process) within(ctx context.Context, limit time.Duration, fn func() error) error {
	var result error
	done := make(chan struct{})
	go func() {
		defer close(done)
		result = fn()
	}()
	timer := time.NewTimer(limit)
	defer timer.Stop()
	var reason error
	select {
	case <-done:
		return result
	case <-timer.C:
		reason = errSlow
	case <-ctx.Done():
		reason = ctx.Err()
	}
	p.kill()
	<-done // its pipes are closed, so it ends
	return reason
}

// kill ends the child and waits for it. It may be called more than once.
func (p *process) kill() {
	p.once.Do(func() {
		// It fails only for a process that is gone already.
		_ = p.command.Process.Kill()
		_ = p.command.Wait()
		close(p.ended)
	})
	<-p.ended
}

// lastWords is what the child wrote before it ended; call kill first or accept
// what is there. Digits are hidden: a message may quote what was read.
func (p *process) lastWords() string {
	p.kill()
	return fmt.Sprintf("%s: %s", p.command.ProcessState, p.errors.hidden())
}

// takeSpare hands out the waiting child, if there is one.
func (g *Gate) takeSpare() *process {
	g.mu.Lock()
	defer g.mu.Unlock()
	p := g.spare
	g.spare = nil
	return p
}

// prepare starts a child to wait for the next picture.
func (g *Gate) prepare() {
	if !g.config.Warm {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closed {
		return
	}
	g.starts.Go(func() {
		p, err := g.start(context.Background())
		if err != nil {
			g.config.Log.Error("reader failed", "doing", "prepare", "cause", err.Error())
			return
		}
		if !g.keep(p) {
			p.kill()
		}
	})
}

// keep makes p the spare unless there is one or the gate was closed.
func (g *Gate) keep(p *process) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closed || g.spare != nil {
		return false
	}
	g.spare = p
	return true
}

// tail keeps the last bytes of a stream.
type tail struct {
	mu   sync.Mutex
	data []byte
}

const tailSize = 400

// Write never fails.
func (t *tail) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.data = append(t.data, b...)
	if over := len(t.data) - tailSize; over > 0 {
		t.data = append([]byte(nil), t.data[over:]...)
	}
	return len(b), nil
}

func (t *tail) hidden() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(bytes.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return '#'
		}
		return r
	}, bytes.TrimSpace(t.data)))
}
