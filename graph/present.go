package graph

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/session"
)

// present makes the error a caller sees: an expected failure with its code, a
// mistake in the request as gqlgen words it, and for everything else INTERNAL with
// the request's id, under which the log has the cause.
func (g *Graph) present(ctx context.Context, err error) *gqlerror.Error {
	shown := graphql.DefaultErrorPresenter(ctx, err)
	out := &gqlerror.Error{Message: shown.Message, Path: shown.Path, Locations: shown.Locations, Extensions: map[string]any{}}
	for name, value := range shown.Extensions {
		out.Extensions[name] = value
	}
	if id := session.RequestID(ctx); id != "" {
		out.Extensions["requestId"] = id
	}
	if f, ok := fault.As(err); ok {
		out.Message = f.Message
		out.Extensions["code"] = f.Code
		if !f.RetryAt.IsZero() {
			out.Extensions["retryAt"] = f.RetryAt.UTC().Format(time.RFC3339)
		}
		return out
	}
	if shown.Err == nil {
		// gqlgen's own complaints about a request carry no cause.
		if out.Extensions["code"] == nil {
			out.Extensions["code"] = "BAD_REQUEST"
		}
		return out
	}
	g.hide(ctx, out, err)
	return out
}

// hide takes the words out of what nobody expected and logs them instead.
func (g *Graph) hide(ctx context.Context, out *gqlerror.Error, err error) {
	out.Message = "Something went wrong on our side. Please try again."
	out.Extensions["code"] = "INTERNAL"
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		out.Extensions["code"] = "CANCELLED"
		return
	}
	g.Log.ErrorContext(ctx, "resolver failed", "request", session.RequestID(ctx), "path", out.Path.String(), "error", err)
}

// recovered turns a panic into an internal error. Its value is not logged, only
// where it happened: a value may hold what the request held.
func (g *Graph) recovered(ctx context.Context, value any) error {
	g.Log.ErrorContext(ctx, "resolver panicked", "request", session.RequestID(ctx), "type", fmt.Sprintf("%T", value), "stack", string(debug.Stack()))
	return errors.New("panic")
}
