package socket

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// operation is one query, mutation or subscription. One goroutine at a time
// works on it; a pulled subscription has none while nothing happens.
//
//	begun ──run──▶ working ⇄ idle (pulled only) ──▶ over
type operation struct {
	c      *connection
	id     string
	ctx    context.Context
	cancel context.CancelFunc

	request   *graphql.OperationContext
	responses graphql.ResponseHandler
	answered  bool // a result was written

	advance func() bool // set by Pull: brings the next event within reach of responses

	// Guarded by c.mu.
	latestOf string       // set by Latest: what is followed
	latest   func() int64 // and how far it has come
	started  bool         // responses may be called
	busy     bool         // a goroutine works on it
	due      bool         // woken since advance last found nothing
	over     bool
}

type operationKey struct{}

func newOperation(c *connection, id string) *operation {
	op := &operation{c: c, id: id, busy: true}
	op.ctx, op.cancel = context.WithCancel(context.WithValue(c.ctx, operationKey{}, op))
	return op
}

// run carries a request out, and a subscription as far as there is something to
// tell.
func (op *operation) run(p graphql.RawParams) {
	defer op.rescue()
	ctx, err := op.c.t.cfg.Operation(graphql.StartOperationTrace(op.ctx))
	if err != nil {
		op.fail(op.ctx, gqlerror.List{gqlerror.WrapIfUnwrapped(err)})
		return
	}
	p.Headers = op.c.header
	now := graphql.Now()
	p.ReadTime = graphql.TraceTiming{Start: now, End: now}
	request, errs := op.c.exec.CreateOperationContext(ctx, &p)
	if len(errs) > 0 {
		op.fail(graphql.WithOperationContext(ctx, request), errs)
		return
	}
	op.request = request
	if request.Operation.Operation != ast.Subscription {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, operateFor)
		defer cancel()
	}
	op.responses, op.ctx = op.c.exec.DispatchOperation(graphql.WithOperationContext(ctx, request), request)
	if op.advance != nil {
		op.start()
		op.pull()
		return
	}
	for op.step() {
	}
}

// step brings one answer to the peer; false after the last.
func (op *operation) step() bool {
	r := op.responses(op.ctx)
	if r == nil {
		op.end(frame(complete, op.id, nil))
		return false
	}
	if !op.answered && len(r.Data) == 0 && len(r.Errors) > 0 {
		// It could not be carried out at all.
		op.end(errorFrame(op.id, r.Errors))
		return false
	}
	data, err := nextFrame(op.id, r)
	if err != nil {
		op.fail(op.ctx, gqlerror.List{gqlerror.WrapIfUnwrapped(err)})
		return false
	}
	op.answered = true
	if !op.c.writeIf(data, op.current) {
		op.end(nil)
		return false
	}
	return true
}

// current reports whether the id is still this operation's; c.mu is held.
func (op *operation) current() bool { return op.c.operations[op.id] == op }

// fail ends the operation with errors, worded by the executor's presenter.
func (op *operation) fail(ctx context.Context, list gqlerror.List) {
	op.end(errorFrame(op.id, op.c.exec.DispatchError(ctx, list).Errors))
}

// end frees the id and the place, so that both are free when the peer hears of
// it, then writes the last frame (nil: none), unless the peer was first to end it.
func (op *operation) end(last []byte) {
	c := op.c
	c.mu.Lock()
	if op.over {
		c.mu.Unlock()
		return
	}
	op.over = true
	told := !op.current()
	if !told {
		delete(c.operations, op.id)
	}
	c.working--
	c.ending++
	c.mu.Unlock()
	op.cancel()
	if !told && last != nil {
		c.write(last)
	}
	c.mu.Lock()
	c.ending--
	c.mu.Unlock()
}

// rescue turns a panic into the operation's error.
func (op *operation) rescue() {
	p := recover()
	if p == nil {
		return
	}
	if op.request == nil {
		op.c.t.cfg.Log.Error("socket's operation panicked", "type", fmt.Sprintf("%T", p), "stack", string(debug.Stack()))
		op.fail(op.ctx, gqlerror.List{gqlerror.WrapIfUnwrapped(errors.New("panic"))})
		return
	}
	op.fail(op.ctx, gqlerror.List{gqlerror.WrapIfUnwrapped(op.request.Recover(op.ctx, p))})
}
