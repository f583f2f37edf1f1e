// Command documents measures the gate of pictures: every class of the corpus, so
// many pictures each, through the same child process as the product's uploads. It
// prints a table and writes the document rows of bench.json.
//
//	go run ./bench/documents [-seeds 5] [-program var/bin/walletdesk] [-out bench.json]
//
// It fails when a picture that shows more than it may was accepted: that is no
// figure to look at but a fault.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"time"

	"github.com/walletdesk/walletdesk/bench/figure"
	"github.com/walletdesk/walletdesk/document/corpus"
	"github.com/walletdesk/walletdesk/document/gate"
	"github.com/walletdesk/walletdesk/document/picture"
	"github.com/walletdesk/walletdesk/document/rule"
	"github.com/walletdesk/walletdesk/pan"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "documents:", err)
		os.Exit(1)
	}
}

type options struct {
	seeds            int
	program, dir, to string
}

func run(ctx context.Context, args []string, out, progress io.Writer) error {
	var o options
	flags := flag.NewFlagSet("documents", flag.ContinueOnError)
	flags.IntVar(&o.seeds, "seeds", 5, "pictures a class")
	flags.StringVar(&o.program, "program", "var/bin/walletdesk", "the built program")
	flags.StringVar(&o.dir, "reader-dir", "var/reader", "the reader's files")
	flags.StringVar(&o.to, "out", "bench.json", "where the figures go")
	if err := flags.Parse(args); err != nil {
		return fmt.Errorf("arguments: %w", err)
	}
	program, err := filepath.Abs(o.program)
	if err != nil {
		return fmt.Errorf("find program: %w", err)
	}
	g, err := gate.Open(gate.Config{
		Dir: o.dir, Known: pan.KnownPrefix, Command: []string{program, "reader"}, Warm: true,
		Timeout: time.Minute, Log: slog.New(slog.DiscardHandler), // slow pictures are counted, not cut
	})
	if err != nil {
		return fmt.Errorf("open gate: %w", err)
	}
	defer g.Close()
	t, err := measure(ctx, g, o.seeds, progress)
	if err != nil {
		return err
	}
	t.print(out)
	if err := figure.Merge(o.to, t.figures()); err != nil {
		return err
	}
	if n := t.sum(func(c *class) int { return c.stored }); n > 0 {
		return fmt.Errorf("%d pictures that show more than they may were accepted", n)
	}
	return nil
}

// class is what became of the pictures of one class.
type class struct {
	name                      string
	want                      corpus.Want
	card                      bool
	accepted, refused, unsure int
	stored                    int // accepted though they show more than they may
	misread                   int // accepted with other groups than there are
	second                    int // unsure, and accepted by the two windows
}

// table is the whole measurement.
type table struct {
	classes []*class
	took    []time.Duration
}

func measure(ctx context.Context, g *gate.Gate, seeds int, progress io.Writer) (*table, error) {
	t := &table{}
	names := slices.Concat(corpus.Classes(), corpus.WideClasses())
	for i, name := range names {
		byWant := map[corpus.Want]*class{}
		for seed := range seeds {
			p, _ := corpus.Draw(name, uint64(seed)+1000)
			c := byWant[p.Want]
			if c == nil {
				c = &class{name: name, want: p.Want, card: p.Card}
				byWant[p.Want] = c
				t.classes = append(t.classes, c)
			}
			if err := t.look(ctx, g, c, p); err != nil {
				return nil, fmt.Errorf("%s, seed %d: %w", name, seed, err)
			}
		}
		_, _ = fmt.Fprintf(progress, "\r%d of %d classes", i+1, len(names)) // a terminal that is gone needs none
	}
	_, _ = fmt.Fprintln(progress)
	return t, nil
}

// look puts one picture through the gate, and what stays unsure through the windows.
func (t *table) look(ctx context.Context, g *gate.Gate, c *class, p corpus.Picture) error {
	data, err := picture.Encode(p.Image)
	if err != nil {
		return fmt.Errorf("encode: %w", err)
	}
	request := gate.Request{Picture: data, Kind: gate.Identity, Covers: p.Covers, Windows: p.Windows}
	if p.Card {
		request.Kind = gate.BankCard
	}
	began := time.Now()
	got, err := g.Check(ctx, request)
	if err != nil {
		return fmt.Errorf("check: %w", err)
	}
	t.took = append(t.took, time.Since(began))
	switch got.Verdict {
	case rule.Accepted:
		c.accepted++
		if c.want == corpus.Reject {
			c.stored++
		}
		if c.want == corpus.Accept && (got.First4 != p.First4 || got.Last4 != p.Last4) {
			c.misread++
		}
	case rule.Refused:
		c.refused++
	case rule.Unsure:
		c.unsure++
		if c.want == corpus.Accept && len(p.Ends) == 2 {
			return t.again(ctx, g, c, request, p.Ends)
		}
	}
	return nil
}

func (t *table) again(ctx context.Context, g *gate.Gate, c *class, request gate.Request, ends []picture.Rectangle) error {
	request.Covers, request.Windows = nil, ends
	got, err := g.Check(ctx, request)
	if err != nil {
		return fmt.Errorf("check windows: %w", err)
	}
	if got.Verdict == rule.Accepted {
		c.second++
	}
	return nil
}

func (t *table) sum(of func(c *class) int) int {
	n := 0
	for _, c := range t.classes {
		n += of(c)
	}
	return n
}

// print writes the table as Markdown, for docs/benchmarks.md.
func (t *table) print(out io.Writer) {
	line := func(format string, args ...any) { _, _ = fmt.Fprintf(out, format+"\n", args...) }
	line("| class | wanted | accepted | refused | unsure | unsure, then by two windows | stored though it shows more | groups misread |")
	line("|---|---|---|---|---|---|---|---|")
	for _, c := range t.classes {
		line("| %s | %s | %d | %d | %d | %d | %d | %d |", c.name, c.want, c.accepted, c.refused, c.unsure, c.second, c.stored, c.misread)
	}
	line("")
	line("%d pictures; p50 %.2f s, p95 %.2f s, most %.2f s a picture.", len(t.took), t.quantile(.5), t.quantile(.95), t.quantile(1))
}

func (t *table) quantile(q float64) float64 {
	sorted := slices.Sorted(slices.Values(t.took))
	if len(sorted) == 0 {
		return 0
	}
	return sorted[min(int(q*float64(len(sorted))), len(sorted)-1)].Seconds()
}

// figures are the rows of the design's list.
func (t *table) figures() []figure.Row {
	share := func(card bool, of func(c *class) int) float64 {
		hit, all := 0, 0
		for _, c := range t.classes {
			if c.want == corpus.Accept && c.card == card {
				hit, all = hit+of(c), all+c.accepted+c.refused+c.unsure
			}
		}
		return float64(hit) / float64(max(all, 1))
	}
	refused, unsure := func(c *class) int { return c.refused }, func(c *class) int { return c.unsure }
	left := func(c *class) int { return c.unsure - c.second }
	return []figure.Row{
		{Name: "document_full_stored", Value: float64(t.sum(func(c *class) int { return c.stored })), Unit: "pictures", Goal: 0, Direction: figure.Lower},
		{Name: "document_misread", Value: float64(t.sum(func(c *class) int { return c.misread })), Unit: "pictures", Goal: 0, Direction: figure.Lower},
		{Name: "document_false_refused", Value: share(true, refused), Unit: "share", Goal: .01, Direction: figure.Lower},
		{Name: "document_unsure", Value: share(true, unsure), Unit: "share", Goal: .05, Direction: figure.Lower},
		{Name: "document_unsure_twice", Value: share(true, left), Unit: "share", Goal: 0, Direction: figure.Lower},
		{Name: "document_other_refused", Value: share(false, refused), Unit: "share", Goal: .01, Direction: figure.Lower},
		{Name: "document_p95_s", Value: t.quantile(.95), Unit: "s", Goal: 1.5, Direction: figure.Lower},
	}
}
