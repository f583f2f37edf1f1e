// Command viewer measures what GraphQL costs: requests a second of
// `viewer { account { cards } }` through the built program, divided by those of a
// plain net/http handler with lib/pq that looks up the same session and writes the
// same JSON from the same database. It writes the row viewer_vs_plain of bench.json.
//
//	go run ./bench/viewer [-seconds 5] [-rounds 3] [-program var/bin/walletdesk] [-out bench.json]
//
// The two are measured in turns, so that what else the machine does meets both.
package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"

	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/bench/figure"
	"github.com/walletdesk/walletdesk/bench/program"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/secret"
)

// goal is speed.md's.
const goal = 0.6

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "viewer:", err)
		os.Exit(1)
	}
}

type options struct {
	seconds, rounds int
	cfg             program.Config
	to              string
}

func run(ctx context.Context, args []string, out io.Writer) error {
	var o options
	flags := flag.NewFlagSet("viewer", flag.ContinueOnError)
	flags.IntVar(&o.seconds, "seconds", 5, "how long each side is measured at a time")
	flags.IntVar(&o.rounds, "rounds", 3, "how often")
	flags.StringVar(&o.cfg.Path, "program", "var/bin/walletdesk", "the built program")
	flags.StringVar(&o.cfg.ReaderDir, "reader-dir", "var/reader", "the reader's files")
	flags.StringVar(&o.to, "out", "bench.json", "where the figure goes")
	if err := flags.Parse(args); err != nil {
		return fmt.Errorf("arguments: %w", err)
	}
	var err error
	if o.cfg.Data, err = os.MkdirTemp("", "walletdesk-bench-"); err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(o.cfg.Data) }()
	p, err := program.Start(ctx, o.cfg)
	if err != nil {
		return err
	}
	ratio, err := compare(ctx, o, p, out)
	if err = errors.Join(err, p.Stop()); err != nil {
		return err
	}
	row := figure.Row{Name: "viewer_vs_plain", Value: ratio, Unit: "ratio", Goal: goal, Direction: figure.Higher}
	return figure.Merge(o.to, []figure.Row{row})
}

// signedIn writes a session of the demo people's Eleni, who has a card, and gives
// its token: the sign-in is not what is measured.
func signedIn(ctx context.Context, db *postgres.DB) (string, error) {
	var person string
	if err := db.GetContext(ctx, &person, selectCustomer); err != nil {
		return "", fmt.Errorf("find a customer with a card: %w", err)
	}
	id, err := uuid.NewV7()
	if err != nil {
		return "", err
	}
	token, sum := secret.NewToken(rand.Reader)
	now := time.Now().UTC()
	_, err = db.ExecContext(ctx, insertSession, id.String(), sum, person, now, now.Add(time.Hour))
	return token, err
}

const query = `{"query":"{ viewer { account { cards { id network networkName last4 expiryMonth expiryYear expired expiring name isDefault } } } }"}`

// compare measures both sides in turns and gives the ratio of their sums.
func compare(ctx context.Context, o options, p *program.Program, out io.Writer) (float64, error) {
	db, err := p.Database(ctx)
	if err != nil {
		return 0, err
	}
	defer func() { _ = db.Close() }()
	token, err := signedIn(ctx, db)
	if err != nil {
		return 0, err
	}
	plainBase, stop, err := servePlain(db)
	if err != nil {
		return 0, err
	}
	defer stop()
	sides := []side{{"GraphQL", p.Base + "/graphql"}, {"plain", plainBase}}
	var sums [2]float64
	var answers [2][]byte
	for i, s := range sides {
		if answers[i], err = s.ask(ctx, token); err != nil {
			return 0, err
		}
	}
	if !bytes.Equal(answers[0], answers[1]) {
		return 0, fmt.Errorf("the two do not say the same:\n%s\n%s", answers[0], answers[1])
	}
	for range o.rounds {
		for i, s := range sides {
			rate, err := s.measure(ctx, token, time.Duration(o.seconds)*time.Second)
			if err != nil {
				return 0, err
			}
			sums[i] += rate
			if _, err := fmt.Fprintf(out, "%-8s %8.0f requests/s\n", s.name, rate); err != nil {
				return 0, err
			}
		}
	}
	ratio := sums[0] / sums[1]
	_, err = fmt.Fprintf(out, "viewer_vs_plain %.2f (goal %.1f)\n", ratio, goal)
	return ratio, err
}
