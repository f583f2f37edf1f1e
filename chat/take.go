package chat

import (
	"context"
	"errors"
	"fmt"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/session"
)

// closeBatch is how many conversations CloseDue closes in one call.
const closeBatch = 100

// errNotStaff refuses whoever did not come through the console's door. The
// contract's roles stop them earlier; this is the second lock.
func errNotStaff() error {
	return fault.New(fault.Forbidden, "STAFF_ONLY", "Only the support service can do this.")
}

// Take makes the calling operator the owner of a waiting conversation. Of many
// takers one wins; the others get fault.Conflict ALREADY_TAKEN. Taking one's own
// again changes nothing. fault.NotFound for one that is not there or ended.
func (s *Service) Take(ctx context.Context, actor session.Actor, conversationID string) (*Conversation, error) {
	if !actor.IsStaff() || actor.StaffID == "" {
		return nil, errNotStaff()
	}
	id, err := canonical(conversationID)
	if err != nil {
		return nil, err
	}
	won, err := s.takeAs(ctx, id, actor.StaffID, actor.StaffName)
	if err != nil {
		return nil, fmt.Errorf("take conversation: %w", err)
	}
	c, err := selectConversation(ctx, s.db, id)
	if err != nil {
		return nil, fmt.Errorf("take conversation: %w", err)
	}
	if won {
		s.log.ringOperator(actor.StaffID)
	}
	if won || owns(actor, c) && c.State == Active {
		return seenBy(actor, c), nil
	}
	if c.State == Resolved || c.State == Closed {
		return nil, ended(errNotOpen)
	}
	return nil, fault.New(fault.Conflict, "ALREADY_TAKEN", "Somebody else has taken this conversation.")
}

// takeAs makes a member of the staff the owner; false when it waits no more.
func (s *Service) takeAs(ctx context.Context, id, staffID, name string) (bool, error) {
	won := false
	err := s.log.inTx(ctx, func(ctx context.Context, q postgres.Querier, r *rings) error {
		err := s.takeIn(ctx, q, r, id, staffID, name)
		won = err == nil
		if errors.Is(err, errNotOpen) {
			return nil
		}
		return err
	})
	return won && err == nil, err
}

// takeIn is the step QUEUED → ACTIVE with its row and audit entry. errNotOpen when
// the conversation waits no more.
func (s *Service) takeIn(ctx context.Context, q postgres.Querier, r *rings, id, staffID, name string) error {
	won, err := takeRow(ctx, q, id, staffID, name, s.log.now())
	if err == nil && !won {
		err = errNotOpen
	}
	if err != nil {
		return err
	}
	return s.happened(ctx, q, r, entry{
		conversationID: id, authorKind: ByOperator, authorID: staffID, authorName: givenName(name),
		kind: Happened, code: "TAKEN", detail: map[string]string{"name": givenName(name)}, states: openStates,
	}, "conversation.taken", "staff:"+staffID)
}

// happened appends the row of a step that changes state or owner, with its audit
// entry, and rings everybody's lists.
func (s *Service) happened(ctx context.Context, q postgres.Querier, r *rings, e entry, action, who string) error {
	m, err := s.log.append(ctx, q, e)
	if err != nil {
		return err
	}
	r.changed(e.conversationID, m.Seq)
	return s.write(ctx, q, e.conversationID, action, who, nil)
}

// Resolve ends a conversation the calling operator owns; a word by the customer
// within 7 days opens it again. Resolving it again changes nothing.
// fault.Forbidden NOT_OWNER, fault.Conflict ENDED, fault.NotFound as for
// Conversation.
func (s *Service) Resolve(ctx context.Context, actor session.Actor, conversationID string) (*Conversation, error) {
	if !actor.IsStaff() {
		return nil, errNotStaff()
	}
	c, err := s.log.readable(ctx, s.db, actor, conversationID)
	if err != nil {
		return nil, fmt.Errorf("resolve conversation: %w", err)
	}
	if !owns(actor, c) {
		return nil, errNotOwner()
	}
	e := author(actor, c)
	e.kind, e.code, e.states = Happened, "RESOLVED", []State{Resolved}
	return s.end(ctx, actor, c, e, []State{Active, OnHold}, "conversation.resolved", "staff:"+actor.StaffID)
}

// Leave lets the customer go: a waiting conversation leaves the queue, a running
// one is resolved. A word within 7 days brings it back. fault.NotFound for
// anybody else's, fault.Conflict ENDED for a closed one.
func (s *Service) Leave(ctx context.Context, actor session.Actor, conversationID string) (*Conversation, error) {
	c, err := s.log.readable(ctx, s.db, actor, conversationID)
	if err != nil {
		return nil, fmt.Errorf("leave conversation: %w", err)
	}
	if !holds(actor, c) {
		return nil, errAbsent()
	}
	e := author(actor, c)
	e.kind, e.code, e.states = Happened, "LEFT", []State{Resolved}
	return s.end(ctx, actor, c, e, openStates, "conversation.left", "account:"+c.AccountID)
}

// end is the step to RESOLVED from one of the states of from.
func (s *Service) end(ctx context.Context, actor session.Actor, c *Conversation, e entry, from []State, action, who string) (*Conversation, error) {
	done := false
	err := s.log.inTx(ctx, func(ctx context.Context, q postgres.Querier, r *rings) error {
		var err error
		done, err = resolveRow(ctx, q, c.ID, e.ownerID, from, s.log.now())
		if err != nil || !done {
			return err
		}
		return s.happened(ctx, q, r, e, action, who)
	})
	if err != nil {
		return nil, fmt.Errorf("end conversation: %w", err)
	}
	after, err := selectConversation(ctx, s.db, c.ID)
	if err != nil {
		return nil, fmt.Errorf("end conversation: %w", err)
	}
	if !done && after.State != Resolved {
		return nil, errChangedHands()
	}
	return seenBy(actor, after), nil
}

// CloseDue closes conversations that were resolved 7 days ago and tells how many
// it closed, at most 100. It is a timer's work: call it every few minutes.
func (s *Service) CloseDue(ctx context.Context) (int, error) {
	until := s.log.now().Add(-reopenWithin)
	ids, err := selectDue(ctx, s.db, until, closeBatch)
	if err != nil {
		return 0, fmt.Errorf("close conversations: %w", err)
	}
	closed := 0
	for _, id := range ids {
		done, err := s.closeOne(ctx, id)
		if err != nil {
			return closed, fmt.Errorf("close conversations: %w", err)
		}
		if done {
			closed++
		}
	}
	return closed, nil
}

// closeOne closes one conversation if it is still due.
func (s *Service) closeOne(ctx context.Context, id string) (bool, error) {
	done := false
	err := s.log.inTx(ctx, func(ctx context.Context, q postgres.Querier, r *rings) error {
		now := s.log.now()
		var err error
		done, err = closeRow(ctx, q, id, now.Add(-reopenWithin), now)
		if err != nil || !done {
			return err
		}
		e := system(id, Happened, "CLOSED", nil)
		e.states = []State{Closed}
		return s.happened(ctx, q, r, e, "conversation.closed", "system")
	})
	return done, err
}
