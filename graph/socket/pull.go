package socket

import "context"

// Pull lets a subscription's resolver follow something without a goroutine that
// waits for it:
//
//	return socket.Pull(ctx, func(wake func()) (<-chan *chat.Event, error) {
//		return service.Follow(ctx, …, wake)
//	})
//
// open returns the channel of events. Whoever fills it calls wake after it has
// put something in, be it one event or many, and after it has closed it; wake
// does not block, and once too often does no harm. Outside a socket wake does
// nothing and the channel comes back as it is.
func Pull[T any](ctx context.Context, open func(wake func()) (<-chan T, error)) (<-chan T, error) {
	op, ok := ctx.Value(operationKey{}).(*operation)
	if !ok || op.advance != nil {
		return open(func() {})
	}
	in, err := open(op.wake)
	if err != nil {
		return nil, err
	}
	// The executor's call waits for an event; it gets each through out, which
	// has it already when the call is made.
	out, closed := make(chan T, 1), false
	op.advance = func() bool {
		if closed || len(out) > 0 {
			return true
		}
		select {
		case event, more := <-in:
			if more {
				out <- event
				return true
			}
			closed = true
			close(out)
			return true
		default:
			return false
		}
	}
	return out, nil
}

// Latest lets the connection's pings say how far what a subscription follows has
// come: payload {"latest": {name: number}}. number is asked at every ping and does
// not block; 0 says nothing. Outside a socket it does nothing.
func Latest(ctx context.Context, name string, number func() int64) {
	op, ok := ctx.Value(operationKey{}).(*operation)
	if !ok {
		return
	}
	op.c.mu.Lock()
	defer op.c.mu.Unlock()
	op.latestOf, op.latest = name, number
}

// wake lets a goroutine look for events, unless one does already.
func (op *operation) wake() {
	op.c.mu.Lock()
	op.due = true
	start := op.started && !op.busy && !op.over && !op.c.closing
	if start {
		op.busy = true
	}
	op.c.mu.Unlock()
	if start {
		go op.pull()
	}
}

// start lets events be pulled, from now on and at once.
func (op *operation) start() {
	op.c.mu.Lock()
	defer op.c.mu.Unlock()
	op.started, op.due = true, true
}

// pull tells the peer what there is to tell, and ends.
func (op *operation) pull() {
	defer op.rescue()
	for op.take() {
		for op.advance() {
			if !op.step() {
				return
			}
		}
	}
}

// take reports whether the subscription was woken again; if not, its goroutine
// ends.
func (op *operation) take() bool {
	op.c.mu.Lock()
	due, gone := op.due, !op.current()
	op.due = false
	if !due {
		op.busy = false
	}
	op.c.mu.Unlock()
	if !due && gone {
		op.end(nil) // forget saw it busy and left this to us
	}
	return due
}

// idle reports whether nobody works on the operation; c.mu is held.
func (op *operation) idle() bool { return op.started && !op.busy }
