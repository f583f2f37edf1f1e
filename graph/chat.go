package graph

import (
	"context"

	"github.com/walletdesk/walletdesk/account"
	"github.com/walletdesk/walletdesk/chat"
	"github.com/walletdesk/walletdesk/document"
	"github.com/walletdesk/walletdesk/graph/model"
	"github.com/walletdesk/walletdesk/graph/socket"
)

// Conversation is one chat; a foreign id answers like an absent one.
func (r query) Conversation(ctx context.Context, id string) (*chat.Conversation, error) {
	return absent(r.Chat.Conversation(ctx, caller(ctx), id))
}

// Queue is a page of the console's list.
func (r query) Queue(ctx context.Context, filter chat.QueueFilter, first int, after *string) (*chat.Page, error) {
	return r.Chat.Queue(ctx, caller(ctx), chat.QueueInput{Filter: filter, First: first, After: after})
}

// Messages is a page of the log.
func (r conversations) Messages(ctx context.Context, obj *chat.Conversation, first int, after, before *int) (*chat.MessagePage, error) {
	return r.Chat.Messages(ctx, caller(ctx), obj.ID, chat.MessagesInput{First: first, After: long(after), Before: long(before)})
}

// DocumentRequests are what the customer is asked for.
func (r conversations) DocumentRequests(ctx context.Context, obj *chat.Conversation) ([]*document.Request, error) {
	return r.Documents.Requests(ctx, caller(ctx), obj.ID)
}

// Detail is what a sentence is made of.
func (r messages) Detail(_ context.Context, obj *chat.Message) ([]*account.Detail, error) {
	out := make([]*account.Detail, len(obj.Detail))
	for i, d := range obj.Detail {
		out[i] = &account.Detail{Name: d.Name, Value: d.Value}
	}
	return out, nil
}

// OpenConversation opens a chat with the support service.
func (r mutation) OpenConversation(ctx context.Context, input chat.OpenInput) (*model.ConversationPayload, error) {
	return r.conversation(ctx)(r.Chat.Open(ctx, caller(ctx), input))
}

// SendMessage appends a text.
func (r mutation) SendMessage(ctx context.Context, input chat.SendInput) (*model.SendMessagePayload, error) {
	sent, err := r.Chat.Send(ctx, caller(ctx), input)
	if err != nil {
		problem, err := r.problem(ctx, err)
		return &model.SendMessagePayload{Problem: problem}, err
	}
	return &model.SendMessagePayload{Message: sent.Message, Masked: sent.Masked}, nil
}

// MarkRead moves the read mark.
func (r mutation) MarkRead(ctx context.Context, input model.MarkReadInput) (*model.ConversationPayload, error) {
	return r.conversation(ctx)(r.Chat.MarkRead(ctx, caller(ctx), input.ConversationID, int64(input.Seq)))
}

// SetTyping says that the caller writes, or has stopped.
func (r mutation) SetTyping(ctx context.Context, input model.SetTypingInput) (*model.SetTypingPayload, error) {
	problem, err := r.problem(ctx, r.Chat.SetTyping(ctx, caller(ctx), input.ConversationID, input.Typing))
	return &model.SetTypingPayload{Problem: problem}, err
}

// LeaveConversation ends it from the customer's side.
func (r mutation) LeaveConversation(ctx context.Context, input model.LeaveConversationInput) (*model.ConversationPayload, error) {
	return r.conversation(ctx)(r.Chat.Leave(ctx, caller(ctx), input.ConversationID))
}

// TakeConversation takes one out of the queue.
func (r mutation) TakeConversation(ctx context.Context, input model.TakeConversationInput) (*model.ConversationPayload, error) {
	return r.conversation(ctx)(r.Chat.Take(ctx, caller(ctx), input.ConversationID))
}

// ResolveConversation ends it from the operator's side.
func (r mutation) ResolveConversation(ctx context.Context, input model.ResolveConversationInput) (*model.ConversationPayload, error) {
	return r.conversation(ctx)(r.Chat.Resolve(ctx, caller(ctx), input.ConversationID))
}

// ConversationEvents replays a log and follows it.
func (r subscription) ConversationEvents(ctx context.Context, conversationID string, after int, typing bool) (<-chan *chat.Event, error) {
	socket.Latest(ctx, conversationID, func() int64 { return r.Chat.Reached(conversationID) })
	return socket.Pull(ctx, func(wake func()) (<-chan *chat.Event, error) {
		return r.Chat.Follow(ctx, caller(ctx), chat.FollowInput{ConversationID: conversationID, After: int64(after), Typing: typing, Wake: wake})
	})
}

// QueueEvents follows the console's lists.
func (r subscription) QueueEvents(ctx context.Context) (<-chan *chat.QueueEvent, error) {
	return socket.Pull(ctx, func(wake func()) (<-chan *chat.QueueEvent, error) {
		return r.Chat.FollowQueue(ctx, caller(ctx), wake)
	})
}

// conversation makes the payload that most steps of a conversation answer with.
func (g *Graph) conversation(ctx context.Context) func(*chat.Conversation, error) (*model.ConversationPayload, error) {
	return func(c *chat.Conversation, err error) (*model.ConversationPayload, error) {
		problem, err := g.problem(ctx, err)
		return &model.ConversationPayload{Conversation: c, Problem: problem}, err
	}
}
