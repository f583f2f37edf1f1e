// Command chat measures the chat rows of the benchmarks in one run beside their
// limits: pgbench with the one-statement append on the same cluster, and a bare
// gorilla + lib/pq program that commits each message alone (bench/reference). It
// writes bench.json and the chat's part of docs/benchmarks.md.
//
//	go run ./bench/chat [-seconds 8] [-rounds 3] [-history 10000000] [-program var/bin/walletdesk]
//
// The sides are measured in turns; a figure is the median of the rounds, beside its
// least and greatest value.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/bench/figure"
	"github.com/walletdesk/walletdesk/bench/process"
	"github.com/walletdesk/walletdesk/load"
	"github.com/walletdesk/walletdesk/marketplace"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/postgres/cluster"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "chat:", err)
		os.Exit(1)
	}
}

type options struct {
	seconds, rounds int
	conversations   int
	history         int
	idleConnections int
	program, reader string
	figures, page   string
	skipMemory      bool
}

// bench is everything that runs.
type bench struct {
	options

	out            io.Writer
	data, listen   string
	product, plain *process.Process
	people         load.People
	crew           *load.Crew
	reference      []load.Room
	db             *postgres.DB
	url            string // of the reference's database
	rows           []row
	rounds         []round
}

func run(ctx context.Context, args []string, out io.Writer) (err error) { //nolint:nonamedreturns // closing may fail too
	b := &bench{out: out}
	flags := flag.NewFlagSet("chat", flag.ContinueOnError)
	flags.IntVar(&b.seconds, "seconds", 8, "how long each side is measured at a time")
	flags.IntVar(&b.options.rounds, "rounds", 3, "how often")
	flags.IntVar(&b.conversations, "conversations", 1000, "conversations, each followed by its customer")
	flags.IntVar(&b.history, "history", 10_000_000, "messages of the large table; 0 leaves the growth of pages out")
	flags.IntVar(&b.idleConnections, "idle", 5000, "connections with one idle subscription")
	flags.BoolVar(&b.skipMemory, "skip-memory", false, "leave out what is held for idle, many and stalled followers")
	flags.StringVar(&b.program, "program", "var/bin/walletdesk", "the built program")
	flags.StringVar(&b.reader, "reader-dir", "var/reader", "the reader's files")
	flags.StringVar(&b.figures, "out", "bench.json", "where the figures go")
	flags.StringVar(&b.page, "page", "docs/benchmarks.md", "the page whose part about the chat is written anew")
	if err := flags.Parse(args); err != nil {
		return fmt.Errorf("arguments: %w", err)
	}
	if b.data, err = os.MkdirTemp("", "walletdesk-bench-"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(b.data)) }()
	defer func() { err = errors.Join(err, b.close()) }()
	for _, step := range []struct {
		name string
		do   func(context.Context) error
	}{
		{"start", b.start}, {"people", b.prepare}, {"rounds", b.measure}, {"fan-out", b.fanOut}, {"stalled", b.stalled},
		{"idle memory", b.idle}, {"growth", b.growth},
	} {
		if (step.name == "fan-out" || step.name == "stalled" || step.name == "idle memory") && b.skipMemory {
			continue
		}
		b.say("== %s", step.name)
		if err := step.do(ctx); err != nil {
			return fmt.Errorf("%s: %w", step.name, err)
		}
	}
	var rows []figure.Row
	for _, r := range b.rows {
		rows = append(rows, r.Row)
	}
	return errors.Join(figure.Merge(b.figures, rows), b.write())
}

func (b *bench) say(format string, args ...any) { _, _ = fmt.Fprintf(b.out, format+"\n", args...) }

func (b *bench) serve(ctx context.Context) (*process.Process, error) {
	return process.Start(ctx, b.listen, "/healthz", nil, b.program, "serve", "--dev", "--listen", b.listen,
		"--data", filepath.Join(b.data, "product"), "--reader-dir", b.reader, "--log-level", "warn", "--trust-forwarded")
}

// start measures the first and the second start, on one address: the demo people
// belong to it.
func (b *bench) start(ctx context.Context) error {
	listen, err := process.FreeAddress(ctx)
	if err != nil {
		return err
	}
	b.listen = listen
	for _, r := range []figure.Row{
		{Name: "start_cold_s", Goal: 5, Unit: "s", Direction: figure.Lower}, {Name: "start_warm_s", Goal: 1.5, Unit: "s", Direction: figure.Lower},
	} {
		if b.product != nil {
			if err := b.product.Stop(); err != nil {
				return err
			}
		}
		begin := time.Now()
		p, err := b.serve(ctx)
		if err != nil {
			return err
		}
		b.product = p
		b.once(r, time.Since(begin).Seconds())
	}
	return nil
}

// prepare makes the people, and the reference with as many conversations.
func (b *bench) prepare(ctx context.Context) error {
	b.people = load.People{
		Conversations: max(b.conversations, b.idleConnections/idleEach), Name: "bench", Operators: []string{"anna", "boris", "chloe", "dmitri"},
		Password: marketplace.DemoPassword, Forwarded: true, Progress: b.out,
	}
	crew, err := load.Prepare(ctx, b.product.Base, b.people)
	if err != nil {
		return err
	}
	b.crew = crew
	if err := b.connect(ctx); err != nil {
		return err
	}
	if err := makeReference(ctx, b.db); err != nil {
		return err
	}
	built := filepath.Join(b.data, "reference")
	if text, err := exec.CommandContext(ctx, "go", "build", "-o", built, "./bench/reference").CombinedOutput(); err != nil {
		return fmt.Errorf("build the reference: %w: %s", err, text)
	}
	if err := b.servePlain(ctx); err != nil {
		return err
	}
	for range len(crew.Rooms) {
		b.reference = append(b.reference, load.Room{ConversationID: uuid.NewString()})
	}
	return fillReference(ctx, b.url, b.reference, b.conversations)
}

// connect opens the database the product runs: its address is new at every start.
func (b *bench) connect(ctx context.Context) error {
	dir, err := filepath.Abs(filepath.Join(b.data, "product", "postgres"))
	if err != nil {
		return err
	}
	address, err := cluster.Running(dir, "walletdesk")
	if err != nil {
		return err
	}
	if b.url, err = cluster.Running(dir, "reference"); err != nil {
		return err
	}
	b.db, err = postgres.Open(ctx, address)
	return err
}

func (b *bench) servePlain(ctx context.Context) error {
	listen, err := process.FreeAddress(ctx)
	if err != nil {
		return err
	}
	b.plain, err = process.Start(ctx, listen, "/healthz", []string{"DATABASE_URL=" + b.url}, filepath.Join(b.data, "reference"), "-listen", listen)
	return err
}

func (b *bench) close() error {
	var errs []error
	if b.crew != nil {
		b.crew.Close()
	}
	if b.db != nil {
		errs = append(errs, b.db.Close())
	}
	for _, p := range []*process.Process{b.plain, b.product} {
		if p != nil {
			errs = append(errs, p.Stop())
		}
	}
	return errors.Join(errs...)
}

// pgbench finds PostgreSQL's own load program beside the server's.
func pgbench() (string, error) {
	if path, err := exec.LookPath("pgbench"); err == nil {
		return path, nil
	}
	for _, pattern := range []string{"/usr/lib/postgresql/*/bin/pgbench", "var/postgres/programs/bin/pgbench", "/opt/homebrew/opt/postgresql@*/bin/pgbench"} {
		if found, err := filepath.Glob(pattern); err == nil && len(found) > 0 {
			return found[len(found)-1], nil
		}
	}
	return "", errors.New("pgbench is not installed (Debian: apt-get install postgresql)")
}

// limit is messages a second by pgbench with the one-statement append.
func (b *bench) limit(ctx context.Context, clients int) (float64, error) {
	path, err := pgbench()
	if err != nil {
		return 0, err
	}
	script := filepath.Join(b.data, "append.sql")
	if err := os.WriteFile(script, []byte(fmt.Sprintf(appendScript, b.conversations)), 0o600); err != nil {
		return 0, err
	}
	args := []string{"--no-vacuum", "-M", "prepared", "-c", fmt.Sprint(clients), "-j", "2", "-T", fmt.Sprint(b.seconds), "-f", script, b.url}
	text, err := exec.CommandContext(ctx, path, args...).CombinedOutput()
	if err != nil {
		return 0, fmt.Errorf("pgbench: %w: %s", err, text)
	}
	_, rest, found := strings.Cut(string(text), "tps = ")
	var rate float64
	if _, err := fmt.Sscan(rest, &rate); err != nil || !found {
		return 0, fmt.Errorf("pgbench says no tps: %s", text)
	}
	return rate, nil
}
