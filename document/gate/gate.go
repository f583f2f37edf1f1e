// Package gate is the only door a picture comes in by. It asks a caged child
// (package cage) what the picture shows, believes none of its pixels, and hands
// back a clean picture or a reason.
//
// Invariants
//   - Nothing touches a disk.
//   - A picture leaves only when the child accepted it, after the declared covers
//     (or everything but the windows) were burned once more on this side, and
//     encoded here from raw pixels.
//   - A child that crashes, lies about sizes or hangs fails its own upload only.
package gate

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/walletdesk/walletdesk/document/cage"
	"github.com/walletdesk/walletdesk/document/picture"
	"github.com/walletdesk/walletdesk/document/reader"
	"github.com/walletdesk/walletdesk/document/rule"
	"github.com/walletdesk/walletdesk/fault"
)

// Kind is what an operator asked for.
type Kind string

// The kinds. Bills and receipts come as Identity.
const (
	Identity Kind = "IDENTITY"
	BankCard Kind = "BANK_CARD"
)

// Config is what the gate needs. The zero value of a field takes the default.
type Config struct {
	// Dir has the reader's files (scripts/reader-files). Required.
	Dir string
	// Known tells whether four digits begin a card number (pan.KnownPrefix).
	// Asked at Open only. Required.
	Known func(first4 string) bool
	// Command starts a child; default: this program with "reader".
	Command []string
	// Threads is how many cores one picture may use; default 1.
	Threads int
	// Parallel is how many pictures are read side by side; default 1, for about
	// 0.5 GB of memory each.
	Parallel int
	// Queue is how many may wait; default 20.
	Queue int
	// Timeout bounds the reading of one picture, from the moment the child has
	// it; default 5 s. Give slow machines more.
	Timeout time.Duration
	// StartTimeout bounds the start of a child, models loaded; default 20 s.
	StartTimeout time.Duration
	// Warm keeps one child waiting with its models loaded, about 0.1 GB for
	// 0.3 s a picture.
	Warm bool
	// Log takes verdicts, times and failures, never digits. Default slog.Default.
	Log *slog.Logger
	// Now is the clock; default time.Now.
	Now func() time.Time
}

func (c Config) withDefaults() (Config, error) {
	if c.Command == nil {
		self, err := os.Executable()
		if err != nil {
			return c, fmt.Errorf("open gate: %w", err)
		}
		c.Command = []string{self, "reader"}
	}
	c.Threads, c.Parallel = max(c.Threads, 1), max(c.Parallel, 1)
	if c.Timeout <= 0 {
		c.Timeout = 5 * time.Second
	}
	if c.StartTimeout <= 0 {
		c.StartTimeout = 20 * time.Second
	}
	if c.Queue <= 0 {
		c.Queue = 20
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	return c, nil
}

// Gate looks at pictures. It is safe for concurrent use.
type Gate struct {
	config   Config
	prefixes cage.Prefixes
	slots    chan struct{}
	space    spaces
	locks    sync.Once

	mu     sync.Mutex
	queued int
	taken  time.Duration // moving mean of one look, 0 before the first
	spare  *process
	closed bool
	starts sync.WaitGroup
}

// Open checks the files and, with Warm, starts the first child. The reader's
// missing files are reader.ErrNoFiles.
func Open(c Config) (*Gate, error) {
	if err := reader.CheckFiles(c.Dir); err != nil {
		return nil, fmt.Errorf("open gate: %w", err)
	}
	if c.Known == nil {
		return nil, errors.New("open gate: nothing knows the card prefixes")
	}
	dir, err := filepath.Abs(c.Dir)
	if err != nil {
		return nil, fmt.Errorf("open gate: %w", err)
	}
	c.Dir = dir
	c, err = c.withDefaults()
	if err != nil {
		return nil, err
	}
	g := &Gate{config: c, slots: make(chan struct{}, c.Parallel), prefixes: cage.PrefixesOf(c.Known)}
	g.prepare()
	return g, nil
}

// Close ends the waiting child. Checks under way end by themselves.
func (g *Gate) Close() {
	g.mu.Lock()
	g.closed = true
	spare := g.spare
	g.spare = nil
	g.mu.Unlock()
	if spare != nil {
		spare.kill()
	}
	g.starts.Wait()
}

// Request is one picture.
type Request struct {
	// Picture is the file as it came, at most picture.MaxBytes.
	Picture []byte
	// Kind is what was asked for.
	Kind Kind
	// Covers as the page declares them, on the upright picture.
	Covers []picture.Rectangle
	// Windows, first 4 then last 4; everything else is made black. Only for
	// BankCard; none for the ordinary way.
	Windows []picture.Rectangle
}

// Result is what became of it.
type Result struct {
	// Verdict, and why.
	Verdict rule.Verdict
	Reason  rule.Reason
	// Advice is what the customer should do.
	Advice rule.Advice
	// Visible is how many digits of one number were seen, 0 when not counted.
	Visible int
	// First4 and Last4 were read on an accepted card; never log them.
	First4, Last4 string
	// Picture is a clean JPEG, only when accepted.
	Picture []byte
	// Look is how that picture looks; nil when it is too plain to be known again.
	Look *picture.Look
	// Width and Height of the upright picture in pixels.
	Width, Height int
	// Millis the reading took, without queue and start.
	Millis int64
}

// Check looks at one picture. Failures: fault.Invalid when it is no picture we
// take (field "file", the codes of package picture) or a rectangle is none,
// fault.Overloaded when too many wait, fault.Unavailable when the reader failed
// (code READER_FAILED or READER_TIMEOUT: another try may work).
func (g *Gate) Check(ctx context.Context, r Request) (Result, error) {
	if err := g.examine(r); err != nil {
		return Result{}, err
	}
	leave, err := g.enter(ctx)
	if err != nil {
		return Result{}, err
	}
	defer leave()
	start := g.config.Now()
	reply, pixels, err := g.look(ctx, r)
	if err != nil {
		return Result{}, err
	}
	g.learn(g.config.Now().Sub(start))
	if reply.Refusal != nil {
		return Result{}, fault.Field("file", reply.Refusal.Code, reply.Refusal.Message)
	}
	result := Result{
		Verdict: reply.Verdict, Reason: reply.Reason, Advice: reply.Reason.Advice(), Visible: reply.Visible,
		Width: reply.W, Height: reply.H, Millis: reply.Millis,
	}
	if reply.Verdict == rule.Accepted {
		result.First4, result.Last4 = reply.First4, reply.Last4
		result.Picture, err = clean(pixels, r)
		if look, ok := picture.LookOf(pixels); ok {
			result.Look = &look
		}
	}
	g.config.Log.Info("picture checked", "kind", r.Kind, "verdict", result.Verdict, "reason", result.Reason, "ms", result.Millis)
	return result, err
}

// examine refuses what needs no child: sizes, containers, rectangles.
func (g *Gate) examine(r Request) error {
	if r.Kind != Identity && r.Kind != BankCard {
		return fmt.Errorf("check picture: unknown kind %q", r.Kind)
	}
	if _, err := picture.Inspect(r.Picture); err != nil {
		return invalid("file", err)
	}
	if err := picture.Check(r.Covers); err != nil {
		return invalid("covers", err)
	}
	if err := picture.Check(r.Windows); err != nil {
		return invalid("windows", err)
	}
	if n := len(r.Windows); n != 0 && (n != 2 || r.Kind != BankCard) {
		return fault.Field("windows", picture.CodeBadRectangle, "Mark exactly two windows, on a bank card only.")
	}
	return nil
}

func invalid(field string, err error) error {
	if e, ok := picture.AsError(err); ok {
		return fault.Field(field, e.Code, e.Message)
	}
	return fmt.Errorf("check picture: %w", err)
}

// clean burns on this side what was declared, whatever the child did, and
// encodes.
func clean(p *picture.RGB, r Request) ([]byte, error) {
	picture.Burn(p, picture.Boxes(r.Covers, p.W, p.H))
	if len(r.Windows) > 0 {
		picture.Keep(p, picture.Boxes(r.Windows, p.W, p.H))
	}
	return picture.Encode(p)
}

// look asks a child. One that was kept waiting may have died meanwhile, so its
// failure is tried again with a fresh one; a picture that kills both fails.
func (g *Gate) look(ctx context.Context, r Request) (cage.Reply, *picture.RGB, error) {
	question := cage.Question{
		Card: r.Kind == BankCard, Covers: r.Covers, Windows: r.Windows, Prefixes: g.prefixes,
	}
	defer g.prepare()
	if p := g.takeSpare(); p != nil {
		reply, pixels, err := p.ask(ctx, question, r.Picture, g.config.Timeout)
		p.kill()
		if err == nil {
			return reply, pixels, nil
		}
		if ctx.Err() != nil || errors.Is(err, errSlow) {
			return cage.Reply{}, nil, g.failed(ctx, "read", err)
		}
	}
	p, err := g.start(ctx)
	if err != nil {
		return cage.Reply{}, nil, g.failed(ctx, "start", err)
	}
	defer p.kill()
	reply, pixels, err := p.ask(ctx, question, r.Picture, g.config.Timeout)
	if err != nil {
		return cage.Reply{}, nil, g.failed(ctx, "read", fmt.Errorf("%w; %s", err, p.lastWords()))
	}
	return reply, pixels, nil
}

// failed turns a child's end into a failure of this upload.
func (g *Gate) failed(ctx context.Context, doing string, err error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("check picture: %w", ctx.Err())
	}
	g.config.Log.Error("reader failed", "doing", doing, "cause", err.Error())
	if errors.Is(err, errSlow) {
		return fault.New(fault.Unavailable, "READER_TIMEOUT", "Reading the picture took too long. Try another picture.").WithCause(err)
	}
	return fault.New(fault.Unavailable, "READER_FAILED", "The picture could not be looked at. Try again.").WithCause(err)
}
