package graph

import (
	"context"

	"github.com/walletdesk/walletdesk/chat"
	"github.com/walletdesk/walletdesk/document"
	"github.com/walletdesk/walletdesk/graph/model"
	"github.com/walletdesk/walletdesk/graph/socket"
)

// Operators are those who work in the support service.
func (r query) Operators(ctx context.Context) ([]*chat.Operator, error) {
	return r.Chat.Operators(ctx, caller(ctx))
}

// Board is the figures of this moment.
func (r query) Board(ctx context.Context) (*chat.Board, error) {
	return r.Chat.Board(ctx, caller(ctx))
}

// Support tells whether the service answers now.
func (r query) Support(_ context.Context) (*chat.Support, error) {
	return r.Chat.Support(), nil
}

// Waiting is where it stands in the queue.
func (r conversations) Waiting(ctx context.Context, obj *chat.Conversation) (*chat.Waiting, error) {
	return r.Chat.Waiting(ctx, caller(ctx), obj)
}

// Targets are what is due; none through the customer's door.
func (r conversations) Targets(ctx context.Context, obj *chat.Conversation) ([]*chat.Target, error) {
	return r.Chat.Targets(caller(ctx), obj), nil
}

// Spoken tells whether somebody speaks its language.
func (r conversations) Spoken(ctx context.Context, obj *chat.Conversation) (bool, error) {
	return r.Chat.Spoken(ctx, obj)
}

// PrioritizeConversation sets how urgent one is.
func (r mutation) PrioritizeConversation(ctx context.Context, input chat.PrioritizeInput) (*model.ConversationPayload, error) {
	return r.conversation(ctx)(r.Chat.Prioritize(ctx, caller(ctx), input))
}

// WaitingEvents follows a place in the queue.
func (r subscription) WaitingEvents(ctx context.Context, conversationID string) (<-chan *chat.Waiting, error) {
	return socket.Pull(ctx, func(wake func()) (<-chan *chat.Waiting, error) {
		return r.Chat.FollowWaiting(ctx, caller(ctx), conversationID, wake)
	})
}

// Search finds customers, documents and texts.
func (r query) Search(ctx context.Context, text string, first int, after *string) (*chat.SearchPage, error) {
	return r.Chat.Search(ctx, caller(ctx), chat.SearchInput{Query: text, First: first, After: after})
}

// Document is the one that was found.
func (r hits) Document(ctx context.Context, obj *chat.SearchHit) (*document.Document, error) {
	if obj.DocumentID == nil {
		return nil, nil
	}
	all, err := r.Documents.Documents(ctx, caller(ctx), obj.Conversation.ID)
	if err != nil {
		return nil, err
	}
	for _, d := range all {
		if d.ID == *obj.DocumentID {
			return d, nil
		}
	}
	return nil, nil
}

// CannedReplies are the texts used again and again.
func (r query) CannedReplies(ctx context.Context) ([]*chat.CannedReply, error) {
	return r.Chat.CannedReplies(ctx, caller(ctx))
}

// Notes are what colleagues left; none through the customer's door.
func (r conversations) Notes(ctx context.Context, obj *chat.Conversation) ([]*chat.Note, error) {
	return r.Chat.Notes(ctx, caller(ctx), obj.ID)
}

// SetOperatorStatus sets the caller's state.
func (r mutation) SetOperatorStatus(ctx context.Context, input chat.StatusInput) (*model.OperatorPayload, error) {
	operator, err := r.Chat.SetStatus(ctx, caller(ctx), input)
	problem, err := r.problem(ctx, err)
	return &model.OperatorPayload{Operator: operator, Problem: problem}, err
}

// TakeNext takes what has waited longest.
func (r mutation) TakeNext(ctx context.Context) (*model.ConversationPayload, error) {
	return r.conversation(ctx)(r.Chat.TakeNext(ctx, caller(ctx)))
}

// HoldConversation waits for the customer.
func (r mutation) HoldConversation(ctx context.Context, input model.HoldConversationInput) (*model.ConversationPayload, error) {
	return r.conversation(ctx)(r.Chat.Hold(ctx, caller(ctx), input.ConversationID))
}

// TransferConversation hands one on.
func (r mutation) TransferConversation(ctx context.Context, input chat.TransferInput) (*model.ConversationPayload, error) {
	return r.conversation(ctx)(r.Chat.Transfer(ctx, caller(ctx), input))
}

// AddNote leaves a note.
func (r mutation) AddNote(ctx context.Context, input chat.NoteInput) (*model.NotePayload, error) {
	note, err := r.Chat.AddNote(ctx, caller(ctx), input)
	problem, err := r.problem(ctx, err)
	return &model.NotePayload{Note: note, Problem: problem}, err
}

// LabelConversation sets labels.
func (r mutation) LabelConversation(ctx context.Context, input chat.LabelInput) (*model.ConversationPayload, error) {
	return r.conversation(ctx)(r.Chat.Label(ctx, caller(ctx), input))
}

// SaveCannedReply stores a canned reply.
func (r mutation) SaveCannedReply(ctx context.Context, input chat.CannedReply) (*model.CannedReplyPayload, error) {
	reply, err := r.Chat.SaveCannedReply(ctx, caller(ctx), input)
	problem, err := r.problem(ctx, err)
	return &model.CannedReplyPayload{Reply: reply, Problem: problem}, err
}

// RateConversation keeps the customer's rating.
func (r mutation) RateConversation(ctx context.Context, input chat.RateInput) (*model.ConversationPayload, error) {
	return r.conversation(ctx)(r.Chat.Rate(ctx, caller(ctx), input))
}

// MailTranscript sends what was written.
func (r mutation) MailTranscript(ctx context.Context, input model.MailTranscriptInput) (*model.ConversationPayload, error) {
	return r.conversation(ctx)(r.Chat.Transcript(ctx, caller(ctx), input.ConversationID))
}

// HideMessage overwrites a text.
func (r mutation) HideMessage(ctx context.Context, input chat.HideInput) (*model.HideMessagePayload, error) {
	message, err := r.Chat.Hide(ctx, caller(ctx), input)
	problem, err := r.problem(ctx, err)
	return &model.HideMessagePayload{Message: message, Problem: problem}, err
}

// OperatorEvents follows the operators.
func (r subscription) OperatorEvents(ctx context.Context) (<-chan *chat.Operator, error) {
	return socket.Pull(ctx, func(wake func()) (<-chan *chat.Operator, error) {
		return r.Chat.FollowOperators(ctx, caller(ctx), wake)
	})
}
