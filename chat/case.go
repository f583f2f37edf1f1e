package chat

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/session"
)

// matchAge is how long a card must have been saved to count for a match.
const matchAge = 7 * 24 * time.Hour

// Case is what stands behind a conversation, for operators alone. The documents
// and cards are the document and card packages' to list.
type Case struct {
	AccountName   string
	AccountEmail  string // local part masked
	AccountSince  time.Time
	RecoveryState *string
	SignedIn      bool // the recovery has had a sign-in by the account's own person
	Proposal      *Proposal
	Checklist     []Check  // every point; empty where the conversation belongs to no recovery
	Signals       []Signal // what stands beside the case

	AccountID      string    // for the program, not part of the contract
	ConversationID string    // for the program, not part of the contract
	CardsBefore    time.Time // cards saved later count for no match
}

// Case is the case behind a conversation, nil for customers. fault.NotFound as
// for Conversation.
func (s *Service) Case(ctx context.Context, actor session.Actor, conversationID string) (*Case, error) {
	if !actor.IsStaff() {
		return nil, nil
	}
	c, err := s.log.readable(ctx, s.db, actor, conversationID)
	if err != nil {
		return nil, fmt.Errorf("find case: %w", err)
	}
	out := &Case{AccountID: c.AccountID, ConversationID: c.ID, CardsBefore: cardsBefore(c.CreatedAt, s.log.now())}
	var email string
	out.AccountName, email, _, out.AccountSince, err = s.accounts.CaseAccount(ctx, s.db, c.AccountID)
	if err != nil {
		return nil, fmt.Errorf("find case: %w", err)
	}
	out.AccountEmail = maskEmail(email)
	if c.FlowID != nil {
		_, state, signedIn, started, err := s.recovery.CaseFlow(ctx, s.db, *c.FlowID)
		if err != nil {
			return nil, fmt.Errorf("find case: %w", err)
		}
		out.RecoveryState, out.SignedIn, out.CardsBefore = &state, signedIn, cardsBefore(started, s.log.now())
	}
	out.Proposal, err = selectProposal(ctx, s.db, c.ID)
	if err != nil {
		return nil, fmt.Errorf("find case: %w", err)
	}
	if c.FlowID == nil {
		return out, nil
	}
	shows, err := s.nowShown(ctx, s.db, c)
	if err != nil {
		return nil, fmt.Errorf("find case: %w", err)
	}
	out.Signals = shows.signals
	if out.Checklist, err = s.checklist(ctx, actor, c, shows, out.Proposal); err != nil {
		return nil, fmt.Errorf("find case: %w", err)
	}
	return out, nil
}

// cardsBefore is the time until which a card must have been saved to count for a
// match: before the case began, and 7 days ago.
func cardsBefore(began, now time.Time) time.Time {
	weekAgo := now.Add(-matchAge)
	if began.Before(weekAgo) {
		return began.UTC()
	}
	return weekAgo
}

// maskEmail leaves the first and last character of the local part: m•••a@x.org.
func maskEmail(address string) string {
	at := strings.LastIndexByte(address, '@')
	if at <= 0 {
		return ""
	}
	local := []rune(address[:at])
	if len(local) < 3 {
		return "•••" + address[at:]
	}
	return string(local[0]) + "•••" + string(local[len(local)-1]) + address[at:]
}

// inOwn runs fn in a transaction that holds an ACTIVE conversation the calling
// operator owns. fault.NotFound as for Conversation, fault.Forbidden NOT_OWNER,
// fault.Conflict ENDED.
func (s *Service) inOwn(ctx context.Context, actor session.Actor, conversationID string, fn func(context.Context, postgres.Querier, *rings, *Conversation) error) error {
	if !actor.IsStaff() || actor.StaffID == "" {
		return errNotStaff()
	}
	id, err := canonical(conversationID)
	if err != nil {
		return err
	}
	return s.log.inTx(ctx, func(ctx context.Context, q postgres.Querier, r *rings) error {
		c, err := lockConversation(ctx, q, id)
		if err != nil {
			return err
		}
		if !mayRead(actor, c, s.log.now()) {
			return errAbsent()
		}
		if !owns(actor, c) {
			return errNotOwner()
		}
		if c.State != Active && c.State != OnHold {
			return ended(errNotOpen)
		}
		return fn(ctx, q, r, c)
	})
}

// RequestDocument asks the customer for a picture, IDENTITY or BANK_CARD. For the
// conversation's owner. fault.Conflict ALREADY_ASKED while one of the kind waits;
// otherwise as inOwn.
func (s *Service) RequestDocument(ctx context.Context, actor session.Actor, conversationID, kind string) (*Conversation, error) {
	if kind != "IDENTITY" && kind != "BANK_CARD" {
		return nil, fault.Field("kind", "UNKNOWN", "There is no such kind of document.")
	}
	err := s.inOwn(ctx, actor, conversationID, func(ctx context.Context, q postgres.Querier, r *rings, c *Conversation) error {
		id, err := s.documents.OpenRequest(ctx, q, c.ID, kind, actor.StaffID)
		if err != nil {
			return err
		}
		e := author(actor, c)
		e.kind, e.code, e.states = DocumentRequest, "ASKED", openStates
		e.detail = map[string]string{"requestId": id, "kind": kind}
		return s.noted(ctx, q, r, e, "document.requested", actor, map[string]string{"request": id, "kind": kind})
	})
	if err != nil {
		return nil, fmt.Errorf("request document: %w", err)
	}
	return s.Conversation(ctx, actor, conversationID)
}

// ReviewInput is a verdict on a document. Reason is one of UNREADABLE,
// NAME_DIFFERS, EXPIRED, WRONG_DOCUMENT and OTHER, needed to decline.
type ReviewInput struct {
	ConversationID string
	DocumentID     string
	Accept         bool
	Reason         string
}

// ReviewDocument accepts or declines a document, and voids a proposal that
// waits. For the conversation's owner, who must have viewed it: fault.Conflict
// NOT_VIEWED; otherwise as inOwn.
func (s *Service) ReviewDocument(ctx context.Context, actor session.Actor, in ReviewInput) (*Conversation, error) {
	documentID, err := canonical(in.DocumentID)
	if err != nil {
		return nil, err
	}
	if err := checkReason(in); err != nil {
		return nil, err
	}
	err = s.inOwn(ctx, actor, in.ConversationID, func(ctx context.Context, q postgres.Querier, r *rings, c *Conversation) error {
		viewed, err := s.documents.ViewedSince(ctx, q, c.ID, actor.StaffID, time.Time{})
		if err != nil {
			return err
		}
		if !containsAll(viewed, []string{documentID}) {
			return fault.New(fault.Conflict, "NOT_VIEWED", "View the document first.")
		}
		kind, err := s.documents.Review(ctx, q, c.ID, documentID, actor.StaffID, in.Accept, in.Reason)
		if err != nil {
			return err
		}
		e := author(actor, c)
		e.kind, e.states = Review, openStates
		e.code, e.detail = "ACCEPTED", map[string]string{"documentId": documentID, "kind": kind}
		if !in.Accept {
			e.code, e.detail["reason"] = "DECLINED", in.Reason
		}
		if err := s.noted(ctx, q, r, e, "document."+lower(e.code), actor, map[string]string{"document": documentID, "kind": kind}); err != nil {
			return err
		}
		_, err = s.log.voidProposal(ctx, q, r, c.ID)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("review document: %w", err)
	}
	return s.Conversation(ctx, actor, in.ConversationID)
}

// checkReason refuses a verdict whose reason does not belong to it.
func checkReason(in ReviewInput) error {
	if in.Accept {
		if in.Reason != "" {
			return fault.Field("reason", "NOT_WANTED", "An accepted document needs no reason.")
		}
		return nil
	}
	switch in.Reason {
	case "UNREADABLE", "NAME_DIFFERS", "EXPIRED", "WRONG_DOCUMENT", "OTHER":
		return nil
	case "":
		return fault.Field("reason", "REQUIRED", "Say why.")
	default:
		return fault.Field("reason", "UNKNOWN", "There is no such reason.")
	}
}

// noted appends a row of the calling operator, with its audit entry, and rings.
func (s *Service) noted(ctx context.Context, q postgres.Querier, r *rings, e entry, action string, actor session.Actor, detail map[string]string) error {
	m, err := s.log.append(ctx, q, e)
	if err != nil {
		return ended(err)
	}
	r.said(e.conversationID, m.Seq)
	return s.write(ctx, q, e.conversationID, action, "staff:"+actor.StaffID, detail)
}

// newID is a new id: UUIDs of version 7 sort by time.
func newID() (string, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return "", fmt.Errorf("make id: %w", err)
	}
	return id.String(), nil
}

// lower is a code in the spelling of audit actions.
func lower(code string) string {
	return strings.ToLower(code)
}
