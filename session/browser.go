package session

import (
	"context"
	"time"
)

// BrowserToken names a cookie, other than the session's, that a domain gives a
// customer's browser to hold.
type BrowserToken string

// The tokens a browser can hold.
const (
	// FlowToken is the way back of a recovery flow: who holds it is a Recoverer.
	FlowToken BrowserToken = "flow"
	// RequestToken was given to the browser that asked for a recovery: a code is
	// taken only where it, or FlowToken, is held.
	RequestToken BrowserToken = "request"
	// ConfirmationToken was given to the browser that asked for the confirmation of an
	// address: the mail's code is taken only there.
	ConfirmationToken BrowserToken = "confirmation"
)

// Browser is the caller's browser, as far as a resolver may touch it. The
// tokens go into HttpOnly cookies of the customer's door.
type Browser interface {
	// Token gives what the browser holds, "" if nothing.
	Token(name BrowserToken) string
	// CanHold is false when the answer's cookies are gone already, as on a socket.
	CanHold() bool
	// Hold gives the browser a token to hold until a time. False when the answer's
	// cookies are gone already, as on a socket: nothing was given then.
	Hold(name BrowserToken, token string, until time.Time) bool
	// Drop takes a token back; false as Hold.
	Drop(name BrowserToken) bool
	// UserAgent is what the browser calls itself, at most 256 bytes.
	UserAgent() string
}

type browserKey struct{}

// WithBrowser returns a context that carries the caller's browser.
func WithBrowser(ctx context.Context, b Browser) context.Context {
	return context.WithValue(ctx, browserKey{}, b)
}

// BrowserFrom gives the caller's browser; false outside a request.
func BrowserFrom(ctx context.Context) (Browser, bool) {
	b, ok := ctx.Value(browserKey{}).(Browser)
	return b, ok
}

type requestKey struct{}

// WithRequestID returns a context that carries the request's id, which the log
// and every answer to a failure name.
func WithRequestID(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, requestKey{}, id)
}

// RequestID gives the id of the request; "" outside one.
func RequestID(ctx context.Context) string {
	id, _ := ctx.Value(requestKey{}).(string)
	return id
}
