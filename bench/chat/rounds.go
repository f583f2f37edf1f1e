package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/walletdesk/walletdesk/bench/figure"
	"github.com/walletdesk/walletdesk/load"
)

// row is a figure with the least and greatest of its rounds, and what it is made of.
type row struct {
	figure.Row

	least, most float64
	note        string
}

// round is what one round measured, by name.
type round map[string]float64

// Which rates send → delivered is measured at.
const (
	calm = 500
	busy = 2000
)

// measure makes the rounds: every side in turn, so that what else the machine does
// meets all of them.
func (b *bench) measure(ctx context.Context) error {
	rooms, plain := b.crew.Rooms[:b.conversations], b.reference[:b.conversations]
	var bad load.Result
	for n := range b.options.rounds {
		r := round{}
		var err error
		for _, clients := range []int{1, 32} {
			if r[fmt.Sprintf("pgbench %d", clients)], err = b.limit(ctx, clients); err != nil {
				return err
			}
		}
		for _, run := range []struct {
			name     string
			base     string
			rooms    []load.Room
			over     load.Door
			inFlight int
			rate     float64
		}{
			{"reference 64", b.plain.Base, plain, load.Socket, 64, 0},
			{"socket 64", b.product.Base, rooms, load.Socket, 64, 0},
			{"reference 512", b.plain.Base, plain, load.Socket, 512, 0},
			{"socket 512", b.product.Base, rooms, load.Socket, 512, 0},
			{"http 64", b.product.Base, rooms, load.HTTP, 64, 0},
			{"reference 500/s", b.plain.Base, plain, load.Socket, 64, calm},
			{"socket 500/s", b.product.Base, rooms, load.Socket, 64, calm},
			{"reference 2000/s", b.plain.Base, plain, load.Socket, 64, busy},
			{"socket 2000/s", b.product.Base, rooms, load.Socket, 64, busy},
		} {
			res, err := load.Run(ctx, load.Config{
				Address: run.base, Over: run.over, InFlight: run.inFlight, Rate: run.rate, Warmup: time.Second, Duration: time.Duration(b.seconds) * time.Second,
			}, run.rooms)
			if err != nil {
				return fmt.Errorf("%s: %w", run.name, err)
			}
			if res.Refused > 0 {
				return fmt.Errorf("%s: %d refused: %s", run.name, res.Refused, res.Refusal)
			}
			if run.base == b.product.Base {
				bad.Lost, bad.Doubled, bad.Reordered = bad.Lost+res.Lost, bad.Doubled+res.Doubled, bad.Reordered+res.Reordered
			}
			r[run.name], r[run.name+" p50"], r[run.name+" p99"] = res.PerSecond, res.P50, res.P99
			b.say("round %d  %-16s %7.0f/s  p50 %6.2f  p99 %7.2f ms", n+1, run.name, res.PerSecond, res.P50, res.P99)
		}
		b.rounds = append(b.rounds, r)
	}
	b.ratio("chat_socket_vs_bare", "socket 64", "reference 64", 1.0, figure.Higher)
	b.ratio("chat_socket_512_vs_bare", "socket 512", "reference 512", 1.5, figure.Higher)
	b.ratio("chat_http_vs_bare", "http 64", "reference 64", 0.8, figure.Higher)
	b.ratio("chat_vs_pgbench", "socket 64", "pgbench 32", 0.6, figure.Higher)
	b.ratio("chat_p50_vs_bare_500", "socket 500/s p50", "reference 500/s p50", 1.5, figure.Lower)
	b.ratio("chat_p99_vs_bare_500", "socket 500/s p99", "reference 500/s p99", 1.5, figure.Lower)
	b.ratio("chat_p99_vs_bare_2000", "socket 2000/s p99", "reference 2000/s p99", 2.0, figure.Lower)
	for name, n := range map[string]int{"chat_lost": bad.Lost, "chat_doubled": bad.Doubled, "chat_reordered": bad.Reordered} {
		b.once(figure.Row{Name: name, Unit: "texts", Direction: figure.Lower}, float64(n))
	}
	return nil
}

// ratio is the median of the rounds' ratios.
func (b *bench) ratio(name, of, to string, goal float64, direction figure.Direction) {
	var all []float64
	for _, r := range b.rounds {
		all = append(all, r[of]/r[to])
	}
	b.add(figure.Row{Name: name, Unit: "ratio", Goal: goal, Direction: direction}, all, of+" ÷ "+to)
}

// once is a figure that was measured once.
func (b *bench) once(r figure.Row, value float64) { b.add(r, []float64{value}, "") }

func (b *bench) add(r figure.Row, all []float64, note string) {
	slices.Sort(all)
	r.Value = round3(all[len(all)/2])
	b.rows = append(b.rows, row{Row: r, least: round3(all[0]), most: round3(all[len(all)-1]), note: note})
	b.say("%-26s %g %s (goal %g)", r.Name, r.Value, r.Unit, r.Goal)
}

// round3 keeps three decimals: more is noise.
func round3(v float64) float64 { return float64(int64(v*1000+0.5)) / 1000 }
