package load

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// run is one run under way.
type run struct {
	counters
	cfg      Config
	rooms    []Room
	books    []*book
	start    time.Time
	measured atomic.Pointer[window] // nil before the clock begins
	refusal  atomic.Pointer[string] // the first one's reason
}

// linesPerOperator is how many sockets an operator has at most: a caller may have
// some twenty, and the console's own needs one.
const linesPerOperator = 16

// connectAtOnce is how many followers connect at a time: a listener's queue is short.
const connectAtOnce = 32

// Run puts the rooms under load and tells what came of it. An error is a run that
// could not be made; what a server lost or refused is in the Result.
func Run(ctx context.Context, cfg Config, rooms []Room) (*Result, error) {
	cfg, err := cfg.complete()
	if err != nil {
		return nil, err
	}
	if len(rooms) == 0 {
		return nil, errors.New("there are no conversations")
	}
	r := &run{cfg: cfg, rooms: rooms, start: time.Now()}
	for _, room := range rooms {
		r.books = append(r.books, newBook(room.After))
	}
	defer func() {
		for i, b := range r.books {
			rooms[i].After = b.position()
		}
	}()
	following, stop := context.WithCancel(ctx)
	followers, err := r.followAll(following)
	defer func() { stop(); followers.Wait() }()
	if err != nil {
		return nil, err
	}
	carriers, hang, err := r.carriers(ctx)
	if err != nil {
		return nil, err
	}
	defer hang()

	// Everything is connected: now the clock begins.
	begin := time.Since(r.start)
	r.measured.Store(&window{begin + cfg.Warmup, begin + cfg.Warmup + cfg.Duration})
	sending, end := context.WithTimeout(ctx, cfg.Warmup+cfg.Duration)
	defer end()
	watching, blind := context.WithCancel(ctx)
	defer blind()
	go r.report(watching)
	r.sendAll(ctx, sending, carriers)
	r.settle(ctx)
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("stopped before the end: %w", err)
	}
	return r.result(), nil
}

// followAll connects every room's follower, a few at a time.
func (r *run) followAll(ctx context.Context) (*sync.WaitGroup, error) {
	var all, connected sync.WaitGroup
	var failed atomic.Pointer[error]
	slots := make(chan struct{}, connectAtOnce)
	for i, room := range r.rooms {
		slots <- struct{}{}
		connected.Add(1)
		all.Go(func() {
			r.follow(ctx, room, r.books[i], func(err error) {
				if err != nil {
					failed.CompareAndSwap(nil, &err)
				}
				<-slots
				connected.Done()
			})
		})
	}
	connected.Wait()
	if err := failed.Load(); err != nil {
		return &all, fmt.Errorf("not every follower could connect: %w", *err)
	}
	return &all, nil
}

// carriers gives each worker its way to send for a room, and what closes them.
func (r *run) carriers(ctx context.Context) (func(worker, room int) carrier, func(), error) {
	if r.cfg.Over == HTTP {
		client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: r.cfg.InFlight, MaxConnsPerHost: r.cfg.InFlight}}
		posters := make([]*poster, len(r.rooms))
		for i, room := range r.rooms {
			posters[i] = &poster{client: client, url: r.cfg.Address + consolePath, cookie: room.Operator, origin: r.cfg.Address}
		}
		return func(_, room int) carrier { return posters[room] }, client.CloseIdleConnections, nil
	}
	lines := map[string][]*line{}
	each := min(linesPerOperator, r.cfg.InFlight)
	for _, room := range r.rooms {
		for len(lines[room.Operator]) < each {
			lines[room.Operator] = append(lines[room.Operator], &line{run: r, cookie: room.Operator})
		}
	}
	hang := func() {
		for _, list := range lines {
			for _, l := range list {
				l.close()
			}
		}
	}
	for _, list := range lines {
		for _, l := range list {
			if _, err := l.connected(ctx); err != nil {
				hang()
				return nil, nil, fmt.Errorf("an operator could not connect: %w", err)
			}
		}
	}
	return func(worker, room int) carrier {
		list := lines[r.rooms[room].Operator]
		return list[worker%len(list)]
	}, hang, nil
}

// sendAll makes texts due, round the rooms, until sending ends, and waits for what
// is under way.
func (r *run) sendAll(ctx, sending context.Context, carriers func(worker, room int) carrier) {
	jobs := make(chan job, r.cfg.InFlight)
	var workers sync.WaitGroup
	// What was sent at the last moment may still be answered.
	late, cancel := context.WithCancel(ctx)
	defer cancel()
	context.AfterFunc(sending, func() { time.AfterFunc(r.cfg.Patience, cancel) })
	for w := range r.cfg.InFlight {
		workers.Go(func() { r.work(late, jobs, func(room int) carrier { return carriers(w, room) }) })
	}
	r.makeDue(sending, jobs)
	close(jobs)
	workers.Wait()
}

func (r *run) makeDue(ctx context.Context, jobs chan<- job) {
	begin := time.Since(r.start)
	for n := int64(0); ; n++ {
		j := job{room: int(n % int64(len(r.rooms))), due: -1, nth: n + 1}
		if r.cfg.Rate > 0 {
			j.due = begin + time.Duration(float64(n)/r.cfg.Rate*float64(time.Second))
			if ahead := j.due - time.Since(r.start); ahead > 0 {
				pause(ctx, ahead)
			}
		}
		select {
		case <-ctx.Done():
			return
		default:
		}
		select {
		case jobs <- j:
		case <-ctx.Done():
			return
		}
	}
}

// settle waits until every follower has what was acknowledged, or patience ends.
func (r *run) settle(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, r.cfg.Patience)
	defer cancel()
	for _, b := range r.books {
		for !b.settled() {
			select {
			case <-b.news:
			case <-ctx.Done():
				return
			}
		}
	}
}

// report writes a line a second.
func (r *run) report(ctx context.Context) {
	if r.cfg.Progress == nil {
		return
	}
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	before := 0
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		sent, got := 0, 0
		for _, b := range r.books {
			s, g := b.count()
			sent, got = sent+s, got+g
		}
		_, _ = fmt.Fprintf(r.cfg.Progress, "%4.0fs  sent %d  delivered %d  (%d/s)  cut %d  repeated %d\n",
			time.Since(r.start).Seconds(), sent, got, got-before, r.cuts.Load(), r.repeats.Load())
		before = got
	}
}

// Result is what a run came to. Times are milliseconds from when a text was due
// until its follower had it.
type Result struct {
	Address       string  `json:"address"`
	Over          Door    `json:"over"`
	Conversations int     `json:"conversations"`
	InFlight      int     `json:"inFlight"`
	Rate          float64 `json:"rate"`    // texts a second that were asked for; 0: as fast as answers came
	Seconds       float64 `json:"seconds"` // that were measured
	Sent          int     `json:"sent"`    // acknowledged, in the whole run
	Delivered     int     `json:"delivered"`
	PerSecond     float64 `json:"perSecond"` // delivered in the measured time
	P50           float64 `json:"p50Ms"`
	P99           float64 `json:"p99Ms"`
	Max           float64 `json:"maxMs"`
	Lost          int     `json:"lost"`      // acknowledged and never delivered
	Doubled       int     `json:"doubled"`   // stored or delivered twice
	Reordered     int     `json:"reordered"` // delivered after a gap, or under another number than acknowledged
	Refused       int     `json:"refused"`
	Refusal       string  `json:"refusal,omitempty"` // why, the first time
	Cuts          int64   `json:"cuts"`              // connections cut by the tool
	Reconnects    int64   `json:"reconnects"`
	Repeats       int64   `json:"repeats"` // sends repeated because their answer did not come
}

// Clean tells whether nothing was lost, doubled, reordered or refused.
func (r *Result) Clean() bool {
	return r.Lost == 0 && r.Doubled == 0 && r.Reordered == 0 && r.Refused == 0
}

func (r *run) result() *Result {
	out := &Result{
		Address: r.cfg.Address, Over: r.cfg.Over, Conversations: len(r.rooms), InFlight: r.cfg.InFlight, Rate: r.cfg.Rate,
		Seconds: r.cfg.Duration.Seconds(), Cuts: r.cuts.Load(), Reconnects: r.reconnects.Load(), Repeats: r.repeats.Load(),
	}
	var all []time.Duration
	measured := 0
	for _, b := range r.books {
		sent, got := b.count()
		lost, doubled, reordered := b.verdict()
		out.Sent, out.Delivered = out.Sent+sent, out.Delivered+got
		out.Lost, out.Doubled, out.Reordered = out.Lost+lost, out.Doubled+doubled, out.Reordered+reordered
		out.Refused += b.refused
		measured += b.measured
		all = append(all, b.latencies...)
	}
	if reason := r.refusal.Load(); reason != nil {
		out.Refusal = *reason
	}
	out.PerSecond = float64(measured) / r.cfg.Duration.Seconds()
	slices.Sort(all)
	out.P50, out.P99, out.Max = quantile(all, 0.5), quantile(all, 0.99), quantile(all, 1)
	return out
}

// quantile of sorted times, in milliseconds, by the nearest rank; 0 for none.
func quantile(sorted []time.Duration, q float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	rank := min(len(sorted)-1, int(q*float64(len(sorted))))
	return float64(sorted[rank]) / float64(time.Millisecond)
}
