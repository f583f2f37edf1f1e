// Command flood measures what a flood of password tries does to everybody else: 500
// tries a second of wrong payment passwords through the built program's front door,
// spread over so many accounts that no account's own limit stops them. It writes two
// rows of bench.json:
//
//	password_flood_p99_ratio   the others' p99 meanwhile ÷ before
//	password_flood_mb          the program's resident memory meanwhile − before, at its highest
//
// The others ask `viewer { account { cards } }` at a steady pace, and the time counts
// from when a question was due: who waits for the one before waits all the same.
//
//	go run ./bench/flood [-seconds 15] [-rate 500] [-program var/bin/walletdesk] [-out bench.json]
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"

	"github.com/walletdesk/walletdesk/bench/crowd"
	"github.com/walletdesk/walletdesk/bench/figure"
	"github.com/walletdesk/walletdesk/bench/program"
)

// The goals are speed.md's.
const (
	goalRatio = 2
	goalMB    = 100
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "flood:", err)
		os.Exit(1)
	}
}

type options struct {
	seconds, rate, others int
	cfg                   program.Config
	to                    string
}

func read(args []string) (options, error) {
	var o options
	flags := flag.NewFlagSet("flood", flag.ContinueOnError)
	flags.IntVar(&o.seconds, "seconds", 15, "how long before, and how long meanwhile")
	flags.IntVar(&o.rate, "rate", 500, "tries a second")
	flags.IntVar(&o.others, "others", 100, "the others' questions a second")
	flags.StringVar(&o.cfg.Path, "program", "var/bin/walletdesk", "the built program")
	flags.StringVar(&o.cfg.ReaderDir, "reader-dir", "var/reader", "the reader's files")
	flags.StringVar(&o.to, "out", "bench.json", "where the figures go")
	if err := flags.Parse(args); err != nil {
		return o, fmt.Errorf("arguments: %w", err)
	}
	return o, nil
}

func run(ctx context.Context, args []string, out io.Writer) error {
	o, err := read(args)
	if err != nil {
		return err
	}
	if o.cfg.Data, err = os.MkdirTemp("", "walletdesk-bench-"); err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(o.cfg.Data) }()
	p, err := program.Start(ctx, o.cfg)
	if err != nil {
		return err
	}
	rows, err := measure(ctx, o, p, out)
	if err = errors.Join(err, p.Stop()); err != nil {
		return err
	}
	return figure.Merge(o.to, rows)
}

// measure looks at the others alone, then beside the flood.
func measure(ctx context.Context, o options, p *program.Program, out io.Writer) ([]figure.Row, error) {
	db, err := p.Database(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { _ = db.Close() }()
	// Twice as many as the tries of all seconds need: five in a row block an account.
	tokens, err := crowd.Add(ctx, db, 1+o.rate*o.seconds/2)
	if err != nil {
		return nil, err
	}
	asking := pace{base: p.Base, rate: o.others, body: question, want: `"viewer":{"account"`, tokens: tokens[:1]}
	if _, err := asking.run(ctx, time.Second); err != nil { // connections, plans
		return nil, err
	}
	lasting := time.Duration(o.seconds) * time.Second
	before, err := asking.run(ctx, lasting)
	if err != nil {
		return nil, err
	}
	began, err := p.Memory()
	if err != nil {
		return nil, err
	}
	meanwhile, answered, highest, err := flooded(ctx, o, p, asking, tokens[1:])
	if err != nil {
		return nil, err
	}
	ratio, grown := ms(meanwhile.p99())/ms(before.p99()), float64(highest-began)/(1<<20)
	_, err = fmt.Fprintf(out, "others before      p50 %.1f ms  p99 %.1f ms\nothers meanwhile   p50 %.1f ms  p99 %.1f ms\n"+
		"tries              %d, %d looked at, %d refused as too many\nmemory             %.0f MB before, %.0f MB at its highest\n"+
		"password_flood_p99_ratio %.2f (goal %d)\npassword_flood_mb %.0f (goal %d)\n",
		ms(before.p50()), ms(before.p99()), ms(meanwhile.p50()), ms(meanwhile.p99()),
		len(answered.took), answered.of("WRONG_PASSWORD"), answered.of("OVERLOADED"), float64(began)/(1<<20), float64(highest)/(1<<20),
		ratio, goalRatio, grown, goalMB)
	return []figure.Row{
		{Name: "password_flood_p99_ratio", Value: ratio, Unit: "ratio", Goal: goalRatio, Direction: figure.Lower},
		{Name: "password_flood_mb", Value: grown, Unit: "MB", Goal: goalMB, Direction: figure.Lower},
	}, err
}

// flooded runs the others beside the flood and watches the program's memory.
func flooded(ctx context.Context, o options, p *program.Program, asking pace, tokens []string) (meanwhile, answered result, highest int64, err error) {
	lasting := time.Duration(o.seconds) * time.Second
	tries := pace{base: p.Base, rate: o.rate, body: wrongTry, want: `"problem":{"code"`, tokens: tokens}
	ctx, end := context.WithCancel(ctx)
	defer end()
	failed := make(chan error, 2)
	go func() {
		var err error
		answered, err = tries.run(ctx, lasting)
		failed <- err
	}()
	watched := make(chan struct{})
	go func() {
		var err error
		highest, err = watch(ctx, p, watched)
		failed <- err
	}()
	meanwhile, err = asking.run(ctx, lasting)
	close(watched)
	return meanwhile, answered, highest, errors.Join(err, <-failed, <-failed)
}
