package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/walletdesk/walletdesk/load"
	"github.com/walletdesk/walletdesk/marketplace"
)

const helpLoad = `walletdesk load puts a running walletdesk under load: conversations over real
WebSockets, each followed by its customer, with texts from operators. It prints how
long a text took from the moment it was due until the customer had it, how many came
through a second, and what was lost, doubled or reordered, and leaves with status 1
when that is anything at all.

At an address that serves with --dev it makes its own people:

  walletdesk load --address http://127.0.0.1:8080 --conversations 50 --duration 30s

One network may bring 20 new customers an hour, which is 100 conversations. For more
start the node with --trust-forwarded and say --forwarded.

Elsewhere name who takes part: --rooms FILE, a JSON list of
  {"conversation": ID, "customer": COOKIE HEADER, "operator": COOKIE HEADER}
where the operator owns the conversation. The texts stay in its log.

`

// loadOptions are the command's own flags: it reads none of the program's settings.
type loadOptions struct {
	load.Config

	conversations   int
	operators, name string
	password        string
	rooms, out      string
	forwarded       bool
}

func loadCommand(ctx context.Context, args []string, out, errs io.Writer) error {
	o, err := readLoad(args, out)
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	if err != nil {
		return err
	}
	o.Progress = errs
	rooms, leave, err := o.people(ctx, errs)
	if err != nil {
		return fmt.Errorf("load: %w", err)
	}
	defer leave()
	result, err := load.Run(ctx, o.Config, rooms)
	if err != nil {
		return fmt.Errorf("load: %w", err)
	}
	if err := o.tell(out, result); err != nil {
		return err
	}
	if !result.Clean() {
		return errors.New("load: not every text came through once and in its place")
	}
	return nil
}

func readLoad(args []string, out io.Writer) (*loadOptions, error) {
	o := &loadOptions{}
	flags := flag.NewFlagSet("load", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&o.Address, "address", "http://127.0.0.1:8080", "scheme and host to load")
	flags.IntVar(&o.conversations, "conversations", 50, "how many")
	over := flags.String("over", string(load.Socket), "how texts are sent: socket or http")
	flags.Float64Var(&o.Rate, "rate", 0, "texts a second, all together; 0: as fast as possible")
	flags.IntVar(&o.InFlight, "in-flight", 64, "sends at once, at most")
	flags.DurationVar(&o.Duration, "duration", 10*time.Second, "how long is measured")
	flags.DurationVar(&o.Warmup, "warm-up", time.Second, "how long before that")
	flags.IntVar(&o.Bytes, "bytes", 100, "of a text")
	flags.DurationVar(&o.CutEvery, "cut-every", 0, "cut each customer's connection about that often; 0: never")
	flags.IntVar(&o.Repeat, "repeat", 0, "send every so manyth text twice; 0: none")
	flags.StringVar(&o.rooms, "rooms", "", "file that names who takes part; without it people are made at the development providers")
	flags.StringVar(&o.operators, "operators", "anna,boris,chloe,dmitri", "operators there")
	flags.StringVar(&o.name, "name", "load-"+strings.ToLower(rand.Text()[:6]), "beginning of the customers' user names there")
	flags.StringVar(&o.password, "password", marketplace.DemoPassword, "everybody's there")
	flags.BoolVar(&o.forwarded, "forwarded", false, "each customer comes from a network of its own")
	flags.StringVar(&o.out, "json", "", "file for the result; - for the standard output alone")
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		var b strings.Builder
		b.WriteString(helpLoad)
		flags.SetOutput(&b)
		flags.PrintDefaults()
		_, printed := io.WriteString(out, b.String())
		return nil, errors.Join(err, printed)
	} else if err != nil {
		return nil, usage("load: %w; see walletdesk load --help", err)
	}
	if flags.NArg() > 0 {
		return nil, usage("load takes flags only, not %q; see walletdesk load --help", flags.Arg(0))
	}
	o.Over = load.Door(*over)
	return o, nil
}

// people reads who takes part, or makes them.
func (o *loadOptions) people(ctx context.Context, errs io.Writer) ([]load.Room, func(), error) {
	if o.rooms != "" {
		text, err := os.ReadFile(o.rooms)
		if err != nil {
			return nil, nil, err
		}
		var rooms []load.Room
		if err := json.Unmarshal(text, &rooms); err != nil {
			return nil, nil, fmt.Errorf("%s: %w", o.rooms, err)
		}
		return rooms, func() {}, nil
	}
	crew, err := load.Prepare(ctx, o.Address, load.People{
		Conversations: o.conversations, Name: o.name, Operators: strings.Split(o.operators, ","),
		Password: o.password, Forwarded: o.forwarded, Progress: errs,
	})
	if err != nil {
		return nil, nil, err
	}
	return crew.Rooms, crew.Close, nil
}

// tell prints the result for people, and writes it as JSON where that is wanted.
func (o *loadOptions) tell(out io.Writer, r *load.Result) error {
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	text = append(text, '\n')
	if o.out == "-" {
		_, err := out.Write(text)
		return err
	}
	if o.out != "" {
		if err := os.WriteFile(o.out, text, 0o644); err != nil { //nolint:gosec // figures are for everybody
			return fmt.Errorf("load: %w", err)
		}
	}
	_, err = fmt.Fprintf(out, `
%d conversations, over %s, %.0f s measured
  delivered    %.0f texts a second (%d of %d acknowledged)
  from due to delivered    p50 %.2f ms   p99 %.2f ms   max %.2f ms
  lost %d   doubled %d   reordered %d   refused %d %s
  connections cut %d, opened again %d; sends repeated %d
`, r.Conversations, r.Over, r.Seconds, r.PerSecond, r.Delivered, r.Sent, r.P50, r.P99, r.Max,
		r.Lost, r.Doubled, r.Reordered, r.Refused, r.Refusal, r.Cuts, r.Reconnects, r.Repeats)
	return err
}
