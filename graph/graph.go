// Package graph is GraphQL: a thin skin over the domains.
//
// One schema stands behind two doors, the customer's and the console's. A
// request comes with who is calling in its context (package server puts it
// there); the directive @auth looks at the role, the service at the row.
//
//	server → httpspec → limits → gqlgen's executor → @auth → resolver → service
//	         socket  ──┘
//
// # Invariants
//
//   - Every root field carries @auth or @public; a test walks the schema.
//   - A resolver has no rule of its own: it calls one service and turns the
//     failure into a problem.
//   - What was expected to fail is a problem in the payload. Everything else is
//     an error with a code and the request's id; its cause is in the log alone.
//   - A document with a literal string in it is not cached: it may hold a secret.
package graph

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/walletdesk/walletdesk/account"
	"github.com/walletdesk/walletdesk/captcha"
	"github.com/walletdesk/walletdesk/card"
	"github.com/walletdesk/walletdesk/chat"
	"github.com/walletdesk/walletdesk/document"
	"github.com/walletdesk/walletdesk/graph/generated"
	"github.com/walletdesk/walletdesk/graph/socket"
	"github.com/walletdesk/walletdesk/payment"
	"github.com/walletdesk/walletdesk/recovery"
	"github.com/walletdesk/walletdesk/session"
	"github.com/walletdesk/walletdesk/throttle"
)

// Config is what the two doors are made of. Everything without a word about nil
// or zero is required.
type Config struct {
	Accounts  *account.Service
	Cards     *card.Service
	Payments  *payment.Service
	Recovery  *recovery.Service
	Captcha   *captcha.Service
	Chat      *chat.Service
	Documents *document.Service
	Sessions  *session.Service
	Throttle  *throttle.Throttle

	// PublicURL is where our own pages come from: scheme and host.
	PublicURL string
	// Introspection lets anybody ask for the schema; off in production, where the
	// contract is published as a file.
	Introspection bool
	// Trusted are the documents of our own pages, by their SHA-256; TrustedOnly
	// refuses all others but those of the marketplace's program.
	Trusted     map[string]string
	TrustedOnly bool
	// MaxJSON and MaxUpload are bytes of a request; 0: 1 MiB, 11 MiB.
	MaxJSON, MaxUpload int64
	Clock              func() time.Time // nil: time.Now
	Log                *slog.Logger     // nil: slog.Default
}

func (cfg *Config) complete() {
	if cfg.MaxJSON == 0 {
		cfg.MaxJSON = 1 << 20
	}
	if cfg.MaxUpload == 0 {
		cfg.MaxUpload = 11 << 20
	}
	if cfg.Clock == nil {
		cfg.Clock = time.Now
	}
	if cfg.Log == nil {
		cfg.Log = slog.Default()
	}
}

// Graph is both doors. It is safe for concurrent use.
type Graph struct {
	Config
	customer, console http.Handler
	sockets           []*socket.Transport
}

// New makes both doors.
func New(cfg Config) *Graph {
	cfg.complete()
	g := &Graph{Config: cfg}
	g.customer, g.console = g.door(), g.door()
	return g
}

// Customer handles the customer's door.
func (g *Graph) Customer() http.Handler { return g.customer }

// Console handles the operators' door.
func (g *Graph) Console() http.Handler { return g.console }

// Shutdown tells every socket to connect elsewhere (close code 1001) and waits
// until they are gone or ctx ends. An http.Server's own Shutdown knows nothing
// of them.
func (g *Graph) Shutdown(ctx context.Context) error {
	errs := make([]error, len(g.sockets))
	done := make(chan struct{})
	for i, s := range g.sockets {
		go func() {
			errs[i] = s.Shutdown(ctx)
			done <- struct{}{}
		}()
	}
	for range g.sockets {
		<-done
	}
	return errors.Join(errs...)
}

// The schema's types that have resolvers.
type (
	query         struct{ *Graph }
	mutation      struct{ *Graph }
	subscription  struct{ *Graph }
	accounts      struct{ *Graph }
	cases         struct{ *Graph }
	conversations struct{ *Graph }
	messages      struct{ *Graph }
	flows         struct{ *Graph }
	hits          struct{ *Graph }
	payments      struct{ *Graph }
	proposals     struct{ *Graph }
	sessions      struct{ *Graph }
)

// resolvers hands out the types above; a missing method is a compile error.
type resolvers struct{ *Graph }

var _ generated.ResolverRoot = resolvers{}

// Query implements generated.ResolverRoot.
func (r resolvers) Query() generated.QueryResolver { return query(r) }

// Mutation implements generated.ResolverRoot.
func (r resolvers) Mutation() generated.MutationResolver { return mutation(r) }

// Subscription implements generated.ResolverRoot.
func (r resolvers) Subscription() generated.SubscriptionResolver { return subscription(r) }

// Account implements generated.ResolverRoot.
func (r resolvers) Account() generated.AccountResolver { return accounts(r) }

// Case implements generated.ResolverRoot.
func (r resolvers) Case() generated.CaseResolver { return cases(r) }

// Conversation implements generated.ResolverRoot.
func (r resolvers) Conversation() generated.ConversationResolver { return conversations(r) }

// Session implements generated.ResolverRoot.
func (r resolvers) Session() generated.SessionResolver { return sessions(r) }

// Message implements generated.ResolverRoot.
func (r resolvers) Message() generated.MessageResolver { return messages(r) }

// Payment implements generated.ResolverRoot.
func (r resolvers) Payment() generated.PaymentResolver { return payments(r) }

// RecoveryFlow implements generated.ResolverRoot.
func (r resolvers) RecoveryFlow() generated.RecoveryFlowResolver { return flows(r) }

// SearchHit implements generated.ResolverRoot.
func (r resolvers) SearchHit() generated.SearchHitResolver { return hits(r) }

// ResetProposal implements generated.ResolverRoot.
func (r resolvers) ResetProposal() generated.ResetProposalResolver { return proposals(r) }
