package gate

import (
	"context"
	"fmt"
	"time"

	"github.com/walletdesk/walletdesk/fault"
)

// firstGuess is how long a look takes before one was measured: 1.0 to 1.2 s for
// a picture of 2,000 × 1,500 pixels on two cores.
const firstGuess = 1200 * time.Millisecond

// Load is how busy the gate is.
type Load struct {
	// Waiting pictures, those being looked at included.
	Waiting int
	// Wait is how long the next one would wait before it is looked at.
	Wait time.Duration
}

// Load tells the place in the queue and the wait that the next picture gets,
// from the measured times of the last ones.
func (g *Gate) Load() Load {
	g.mu.Lock()
	defer g.mu.Unlock()
	return Load{Waiting: g.queued, Wait: g.wait()}
}

// wait is called with the lock held.
func (g *Gate) wait() time.Duration {
	before := g.queued - g.config.Parallel + 1
	if before <= 0 {
		return 0
	}
	mean := g.taken
	if mean == 0 {
		mean = firstGuess
	}
	return mean * time.Duration(before) / time.Duration(g.config.Parallel)
}

// enter waits for a free slot; leave gives it back.
func (g *Gate) enter(ctx context.Context) (leave func(), err error) {
	g.mu.Lock()
	if g.queued >= g.config.Parallel+g.config.Queue {
		wait := g.wait()
		g.mu.Unlock()
		return nil, fault.New(fault.Overloaded, "OVERLOADED", "Too many pictures are waiting to be checked. Try again shortly.").
			WithRetry(g.config.Now().Add(wait))
	}
	g.queued++
	g.mu.Unlock()
	out := func() {
		g.mu.Lock()
		g.queued--
		g.mu.Unlock()
	}
	select {
	case g.slots <- struct{}{}:
		return func() { <-g.slots; out() }, nil
	case <-ctx.Done():
		out()
		return nil, fmt.Errorf("check picture: %w", ctx.Err())
	}
}

// learn keeps a moving mean over about five pictures.
func (g *Gate) learn(took time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.taken == 0 {
		g.taken = took
		return
	}
	g.taken += (took - g.taken) / 5
}
