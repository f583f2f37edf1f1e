package graph

import (
	"context"
	"net/http"
	"time"

	"github.com/walletdesk/walletdesk/graph/socket"
	"github.com/walletdesk/walletdesk/session"
)

// How many sockets there may be at once: a person has some tabs, a network some
// people.
const (
	socketsPerCaller  = 20
	socketsPerNetwork = 500
)

// pingEvery is how often a page hears how far its conversations have come. Pages show
// that they are cut off after 20 s of silence, so it has to be less.
const pingEvery = 10 * time.Second

// socket is a door's WebSocket side. Whose page connects was checked by the
// server; a connection ends with its session.
func (g *Graph) socket() *socket.Transport {
	return socket.New(socket.Config{
		// The server has compared the origin with the public address already; the
		// host a proxy passes on may be another one.
		CheckOrigin: func(*http.Request) bool { return true },
		Quotas: []socket.Quota{
			{Max: socketsPerCaller, Key: socketOwner},
			{Max: socketsPerNetwork, Key: func(ctx context.Context) string { return caller(ctx).ClientKey }},
		},
		Ended: func(ctx context.Context, end func()) func() {
			return g.Sessions.OnEnd(ctx, caller(ctx).SessionID, end)
		},
		Alive:     g.alive,
		PingEvery: pingEvery,
		Log:       g.Log,
	})
}

// alive counts as activity that a customer waits in a conversation, perhaps in a tab
// behind others. A console always follows something, so that says nothing of who sits
// there: only a visible page's questions keep it open.
func (g *Graph) alive(ctx context.Context) {
	actor := caller(ctx)
	if actor.Role != session.Customer {
		return
	}
	if err := g.Sessions.Touch(ctx, actor.SessionID); err != nil && ctx.Err() == nil {
		g.Log.WarnContext(ctx, "waiting customer's session not kept, tried again in a minute", "error", err)
	}
}

// socketOwner is whose socket it is: a session's or a recovery's; "" for a
// stranger, whom the network's quota counts.
func socketOwner(ctx context.Context) string {
	actor := caller(ctx)
	if actor.SessionID != "" {
		return "session:" + actor.SessionID
	}
	if actor.FlowID != "" {
		return "flow:" + actor.FlowID
	}
	return ""
}
