package graph

import (
	"context"
	"slices"

	"github.com/walletdesk/walletdesk/card"
	"github.com/walletdesk/walletdesk/chat"
	"github.com/walletdesk/walletdesk/document"
	"github.com/walletdesk/walletdesk/graph/model"
	"github.com/walletdesk/walletdesk/recovery"
)

// Case is what stands behind a conversation; nothing through the customer's door.
func (r conversations) Case(ctx context.Context, obj *chat.Conversation) (*chat.Case, error) {
	actor := caller(ctx)
	if !actor.IsStaff() {
		return nil, nil
	}
	return r.Chat.Case(ctx, actor, obj.ID)
}

// RecoveryState is where the case's recovery stands.
func (r cases) RecoveryState(_ context.Context, obj *chat.Case) (*recovery.State, error) {
	return (*recovery.State)(obj.RecoveryState), nil
}

// Cards are the saved cards that count for a match.
func (r cases) Cards(ctx context.Context, obj *chat.Case) ([]*card.Card, error) {
	return r.Graph.Cards.Counting(ctx, obj.AccountID, obj.CardsBefore)
}

// Documents are the case's, oldest first.
func (r cases) Documents(ctx context.Context, obj *chat.Case) ([]*document.Document, error) {
	return r.Graph.Documents.Documents(ctx, caller(ctx), obj.ConversationID)
}

// Documents are those of the frozen evidence.
func (r proposals) Documents(ctx context.Context, obj *chat.Proposal) ([]*document.Document, error) {
	all, err := r.Graph.Documents.Documents(ctx, caller(ctx), obj.ConversationID)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(d *document.Document) bool { return !slices.Contains(obj.DocumentIDs, d.ID) }), nil
}

// ProposeReset proposes to let the customer set a new payment password.
func (r mutation) ProposeReset(ctx context.Context, input chat.ProposeInput) (*model.ConversationPayload, error) {
	return r.conversation(ctx)(r.Chat.ProposeReset(ctx, caller(ctx), input))
}

// ApproveReset is the second person's yes.
func (r mutation) ApproveReset(ctx context.Context, input chat.ApproveInput) (*model.ConversationPayload, error) {
	return r.conversation(ctx)(r.Chat.ApproveReset(ctx, caller(ctx), input))
}

// DeclineReset is the second person's no.
func (r mutation) DeclineReset(ctx context.Context, input chat.DeclineInput) (*model.ConversationPayload, error) {
	return r.conversation(ctx)(r.Chat.DeclineReset(ctx, caller(ctx), input))
}

// SetCheck ticks a point of the checklist.
func (r mutation) SetCheck(ctx context.Context, input chat.CheckInput) (*model.ConversationPayload, error) {
	return r.conversation(ctx)(r.Chat.SetCheck(ctx, caller(ctx), input))
}

// Checklist is the case's, every point in its order.
func (r cases) Checklist(_ context.Context, obj *chat.Case) ([]*chat.Check, error) {
	return pointers(obj.Checklist), nil
}

// Signals are what stands beside the case.
func (r cases) Signals(_ context.Context, obj *chat.Case) ([]*chat.Signal, error) {
	return pointers(obj.Signals), nil
}
