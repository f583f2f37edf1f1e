package document

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/session"
)

// Requests is the pictures a conversation waits for, oldest first, for whoever
// may see the conversation. fault.NotFound for everybody else.
func (s *Service) Requests(ctx context.Context, actor session.Actor, conversationID string) ([]*Request, error) {
	if err := s.Rooms.CheckRead(ctx, s.DB, actor, conversationID); err != nil {
		return nil, fmt.Errorf("list requests: %w", err)
	}
	return selectOpenRequests(ctx, s.DB, conversationID)
}

// Documents is a conversation's documents, oldest first, for the staff who may
// see the conversation. fault.NotFound for everybody else.
func (s *Service) Documents(ctx context.Context, actor session.Actor, conversationID string) ([]*Document, error) {
	if _, _, _, _, err := s.Rooms.StaffRoom(ctx, s.DB, actor, conversationID); err != nil {
		return nil, fmt.Errorf("list documents: %w", err)
	}
	rows, err := selectDocuments(ctx, s.DB, conversationID)
	if err != nil {
		return nil, fmt.Errorf("list documents: %w", err)
	}
	viewed, err := selectViewed(ctx, s.DB, conversationID, actor.StaffID, time.Time{})
	if err != nil {
		return nil, fmt.Errorf("list documents: %w", err)
	}
	seen := make(map[string]bool, len(viewed))
	for _, id := range viewed {
		seen[id] = true
	}
	out := make([]*Document, 0, len(rows))
	for _, r := range rows {
		out = append(out, &Document{
			ID: r.ID, Kind: r.Kind, State: r.State, Match: r.Match, Width: r.Width, Height: r.Height,
			UploadedAt: r.UploadedAt.UTC(), DeclineReason: r.DeclineReason, Viewed: seen[r.ID],
		})
	}
	return out, nil
}

// OpenRequest asks for a picture of a kind, in the caller's transaction.
// fault.Conflict ALREADY_ASKED, with the request that waits as Ref.
func (s *Service) OpenRequest(ctx context.Context, q postgres.Querier, conversationID, kind, staffID string) (string, error) {
	waiting, err := selectWaiting(ctx, q, conversationID, Kind(kind))
	if err != nil {
		return "", err
	}
	if waiting != "" {
		return "", fault.New(fault.Conflict, "ALREADY_ASKED", "The customer was asked for this already.").WithRef(waiting)
	}
	id, err := uuid.NewV7()
	if err != nil {
		return "", fmt.Errorf("make id: %w", err)
	}
	return id.String(), insertRequest(ctx, q, conversationID, id.String(), Kind(kind), staffID, s.now())
}

// Review accepts or declines a document, in the caller's transaction, and tells
// its kind. fault.NotFound for one that is destroyed or not there.
func (s *Service) Review(ctx context.Context, q postgres.Querier, conversationID, documentID, staffID string, accept bool, reason string) (string, error) {
	to, why := Accepted, (*string)(nil)
	if !accept {
		to, why = Declined, &reason
	}
	kind, err := reviewDocument(ctx, q, conversationID, documentID, staffID, to, why, s.now())
	return string(kind), err
}

// Evidence is a conversation's documents as they stand, as canonical JSON.
func (s *Service) Evidence(ctx context.Context, q postgres.Querier, conversationID string) ([]byte, error) {
	rows, err := selectDocuments(ctx, q, conversationID)
	if err != nil {
		return nil, err
	}
	return freeze(rows)
}

// ViewedSince tells which documents a member of the staff has viewed since a time.
func (s *Service) ViewedSince(ctx context.Context, q postgres.Querier, conversationID, staffID string, since time.Time) ([]string, error) {
	return selectViewed(ctx, q, conversationID, staffID, since)
}
