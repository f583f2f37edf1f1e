package chat

import (
	"context"
	"errors"
	"fmt"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/session"
)

// isAbsent tells whether an error says that something is not there.
func isAbsent(err error) bool {
	return errors.Is(err, fault.NotFound)
}

// Conversation finds one the caller may see: a customer's own, or the one of the
// recovery the browser holds; for operators those that wait and their own; for
// supervisors all. fault.NotFound for a foreign and an absent one alike.
func (s *Service) Conversation(ctx context.Context, actor session.Actor, id string) (*Conversation, error) {
	c, err := s.log.readable(ctx, s.db, actor, id)
	if err != nil {
		return nil, fmt.Errorf("find conversation: %w", err)
	}
	return seenBy(actor, c), nil
}

// Messages is a page of a conversation's log, oldest first. fault.NotFound as for
// Conversation, fault.Invalid when First is not 1 to 200 or both ends are named.
func (s *Service) Messages(ctx context.Context, actor session.Actor, conversationID string, in MessagesInput) (*MessagePage, error) {
	if in.First < 1 || in.First > maxPage {
		return nil, fault.Field("first", "OUT_OF_RANGE", "Ask for 1 to 200 messages.")
	}
	if in.After != nil && in.Before != nil {
		return nil, fault.Field("before", "EITHER_OR", "Name after or before, not both.")
	}
	c, err := s.log.readable(ctx, s.db, actor, conversationID)
	if err != nil {
		return nil, fmt.Errorf("read messages: %w", err)
	}
	var list []*Message
	switch {
	case in.After != nil:
		list, err = selectAfter(ctx, s.db, c.ID, *in.After, in.First)
	case in.Before != nil:
		list, err = selectBefore(ctx, s.db, c.ID, *in.Before, in.First)
	default:
		list, err = selectBefore(ctx, s.db, c.ID, c.LastSeq+1, in.First)
	}
	if err != nil {
		return nil, fmt.Errorf("read messages: %w", err)
	}
	page := &MessagePage{Nodes: make([]*Message, 0, len(list))}
	for _, m := range list {
		page.Nodes = append(page.Nodes, readBy(actor, m))
	}
	if n := len(list); n > 0 {
		page.HasOlder = list[0].Seq > 1
		page.HasNewer = list[n-1].Seq < c.LastSeq
	}
	return page, nil
}

// MarkRead moves the caller's read mark forward to seq; a lower one changes
// nothing, one past the end means the end. Of the staff only who owns the
// conversation marks it: a glance at the queue is no reading. fault.NotFound as
// for Conversation.
func (s *Service) MarkRead(ctx context.Context, actor session.Actor, conversationID string, seq int64) (*Conversation, error) {
	c, err := s.log.readable(ctx, s.db, actor, conversationID)
	if err != nil {
		return nil, fmt.Errorf("mark read: %w", err)
	}
	participant, side := c.AccountID, ByCustomer
	if actor.IsStaff() {
		participant, side = actor.StaffID, ByOperator
	}
	if seq < 1 || side == ByOperator && !owns(actor, c) {
		return seenBy(actor, c), nil
	}
	moved, err := raiseMark(ctx, s.db, c.ID, participant, side, seq, s.log.now())
	if err != nil {
		return nil, fmt.Errorf("mark read: %w", err)
	}
	if !moved {
		return seenBy(actor, c), nil
	}
	s.log.Ring(c.ID, c.LastSeq)
	return s.Conversation(ctx, actor, c.ID)
}
