package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/graph/generated"
	"github.com/walletdesk/walletdesk/session"
)

// caller tells who is calling; the zero Actor is a stranger.
func caller(ctx context.Context) session.Actor {
	actor, _ := session.FromContext(ctx)
	return actor
}

func directives() generated.DirectiveRoot {
	return generated.DirectiveRoot{Auth: authorise, Public: public}
}

// authorise lets a caller through who has one of the roles and, as a customer, has
// come as far as the stage. Whether the row is theirs is the service's to say.
// A customer whose browser holds a recovery is let through as its holder at any
// stage.
func authorise(ctx context.Context, _ any, next graphql.Resolver, roles []session.Role, stage session.Stage) (any, error) {
	actor := caller(ctx)
	switch {
	case actor.IsZero():
		return nil, fault.New(fault.Unauthenticated, "UNAUTHENTICATED", "Please sign in.")
	case !actor.Has(roles...):
		return nil, fault.New(fault.Forbidden, "FORBIDDEN", "This is not for you.")
	case actor.Role == session.Customer && !actor.Stage().AtLeast(stage) && !holdsFlow(actor, roles):
		return nil, fault.New(fault.Forbidden, "STAGE", "Please complete your registration first.")
	}
	return next(ctx)
}

// holdsFlow reports whether a customer may pass as the holder of a recovery.
func holdsFlow(actor session.Actor, roles []session.Role) bool {
	for _, role := range roles {
		if role == session.Recoverer {
			return actor.FlowID != ""
		}
	}
	return false
}

func public(ctx context.Context, _ any, next graphql.Resolver) (any, error) { return next(ctx) }
