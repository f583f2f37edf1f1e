package graph

import (
	"context"
	"net/http"
	"time"

	"github.com/walletdesk/walletdesk/graph/socket"
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
		PingEvery: pingEvery,
		Log:       g.Log,
	})
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
