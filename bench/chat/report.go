package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/walletdesk/walletdesk/bench/figure"
)

// Where the chat's part stands in the page.
const (
	opening = "<!-- chat: written by make bench-chat -->"
	closing = "<!-- chat: end -->"
)

// write puts the chat's part into the page; the rest stays.
func (b *bench) write() error {
	text, err := os.ReadFile(b.page)
	if errors.Is(err, fs.ErrNotExist) {
		text, err = []byte("# Benchmarks\n\n"+opening+"\n"+closing+"\n"), nil
	}
	if err != nil {
		return err
	}
	before, rest, found := bytes.Cut(text, []byte(opening))
	_, after, closed := bytes.Cut(rest, []byte(closing))
	if !found || !closed {
		before, after = append(text, '\n'), []byte("\n")
	}
	part := opening + "\n" + b.part() + closing
	return os.WriteFile(b.page, slices.Concat(before, []byte(part), after), 0o644) //nolint:gosec // a page for everybody
}

func (b *bench) part() string {
	var s strings.Builder
	fmt.Fprintf(&s, "\n## The chat\n\n`make bench-chat`, %s, %s/%s, %d cores with the load generator on the same machine, fsync on. %d rounds of %d s a side,\nin turns; %d conversations, each followed by its customer over a socket of its own, texts of 100 bytes sent by\nfour operators over 64 sockets. The reference is `bench/reference`.\n\n",
		time.Now().UTC().Format("2006-01-02"), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), b.options.rounds, b.seconds, b.conversations)
	s.WriteString("| figure | median | least – most | goal | met | of |\n|---|---|---|---|---|---|\n")
	for _, r := range b.rows {
		met := "yes"
		if !r.Met() {
			met = "**no**"
		}
		sign := "≤"
		if r.Direction == figure.Higher {
			sign = "≥"
		}
		fmt.Fprintf(&s, "| %s | %g %s | %g – %g | %s %g | %s | %s |\n", r.Name, r.Value, r.Unit, r.least, r.most, sign, r.Goal, met, r.note)
	}
	if len(b.rounds) > 0 {
		s.WriteString("\nWhat the ratios are made of, texts a second (medians), and from due to delivered in milliseconds:\n\n| side | texts/s | p50 | p99 |\n|---|---|---|---|\n")
		for _, name := range []string{"pgbench 1", "pgbench 32", "reference 64", "socket 64", "http 64", "reference 512", "socket 512", "reference 500/s", "socket 500/s", "reference 2000/s", "socket 2000/s"} {
			rate, p50, p99 := b.median(name), b.median(name+" p50"), b.median(name+" p99")
			if p99 == 0 {
				fmt.Fprintf(&s, "| %s | %.0f | | |\n", name, rate)
				continue
			}
			fmt.Fprintf(&s, "| %s | %.0f | %.2f | %.2f |\n", name, rate, p50, p99)
		}
	}
	s.WriteString("\n")
	return s.String()
}

// median of a name over the rounds.
func (b *bench) median(name string) float64 {
	var all []float64
	for _, r := range b.rounds {
		all = append(all, r[name])
	}
	slices.Sort(all)
	return all[len(all)/2]
}
