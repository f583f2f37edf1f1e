package graph

import (
	"context"

	"github.com/walletdesk/walletdesk/chat"
	"github.com/walletdesk/walletdesk/document"
	"github.com/walletdesk/walletdesk/document/picture"
	"github.com/walletdesk/walletdesk/graph/model"
)

// RequestDocument asks the customer for a picture.
func (r mutation) RequestDocument(ctx context.Context, input model.RequestDocumentInput) (*model.ConversationPayload, error) {
	return r.conversation(ctx)(r.Chat.RequestDocument(ctx, caller(ctx), input.ConversationID, string(input.Kind)))
}

// UploadDocument puts a picture through the gate.
func (r mutation) UploadDocument(ctx context.Context, input model.UploadDocumentInput) (*model.UploadDocumentPayload, error) {
	done, err := r.Documents.Upload(ctx, caller(ctx), document.UploadInput{
		ConversationID: input.ConversationID, RequestID: input.RequestID, ClientID: input.ClientID,
		File: input.File.File, Covers: rectangles(input.Covers), Windows: rectangles(input.Windows),
	})
	if err != nil {
		problem, err := r.problem(ctx, err)
		return &model.UploadDocumentPayload{Problem: problem}, err
	}
	return &model.UploadDocumentPayload{Verdict: &done.Verdict, Reason: done.Reason, Refusals: done.Refusals}, nil
}

func rectangles(in []*picture.Rectangle) []picture.Rectangle {
	out := make([]picture.Rectangle, len(in))
	for i, r := range in {
		out[i] = *r
	}
	return out
}

// ViewDocument gives leave to see a document once.
func (r mutation) ViewDocument(ctx context.Context, input document.GrantInput) (*model.ViewDocumentPayload, error) {
	leave, err := r.Documents.Grant(ctx, caller(ctx), input)
	if err != nil {
		problem, err := r.problem(ctx, err)
		return &model.ViewDocumentPayload{Problem: problem}, err
	}
	return &model.ViewDocumentPayload{Grant: &leave.Grant, ExpiresAt: &leave.ExpiresAt}, nil
}

// ReviewDocument accepts or declines a document.
func (r mutation) ReviewDocument(ctx context.Context, input chat.ReviewInput) (*model.ConversationPayload, error) {
	return r.conversation(ctx)(r.Chat.ReviewDocument(ctx, caller(ctx), input))
}
