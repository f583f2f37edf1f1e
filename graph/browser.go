package graph

import (
	"context"
	"errors"
	"time"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/session"
)

// holder gives the browser that can be handed a token. Over a socket there is
// none: an answer without cookies would use up a link and give nothing back.
func holder(ctx context.Context) (session.Browser, error) {
	b, ok := session.BrowserFrom(ctx)
	if !ok || !b.CanHold() {
		return nil, fault.New(fault.Invalid, "OVER_HTTP", "Send this request over HTTP, not over a socket.")
	}
	return b, nil
}

// hold hands the browser a token until a time.
func hold(b session.Browser, name session.BrowserToken, token string, until time.Time) error {
	if !b.Hold(name, token, until) {
		return errors.New("the browser took no token")
	}
	return nil
}

func userAgent(ctx context.Context) string {
	b, ok := session.BrowserFrom(ctx)
	if !ok {
		return ""
	}
	return b.UserAgent()
}
