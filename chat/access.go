package chat

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/session"
)

// holds tells whether the caller is the customer of a conversation: as the
// account's own signed-in person, or as the holder of the recovery it is about.
// Who merely proved a mailbox sees that recovery's conversation and no other.
func holds(actor session.Actor, c *Conversation) bool {
	if actor.IsStaff() {
		return false
	}
	if actor.FlowID != "" && c.FlowID != nil && *c.FlowID == actor.FlowID {
		return true
	}
	return actor.Role == session.Customer && actor.AccountID != "" && actor.AccountID == c.AccountID
}

// owns tells whether the caller is the operator a conversation belongs to.
func owns(actor session.Actor, c *Conversation) bool {
	return actor.IsStaff() && actor.StaffID != "" && c.OwnerID != nil && *c.OwnerID == actor.StaffID
}

// mayRead tells whether the caller may see a conversation: its customer; of the
// staff whoever it waits for, its owner (until 7 days after its end), and every
// supervisor.
func mayRead(actor session.Actor, c *Conversation, now time.Time) bool {
	if !actor.IsStaff() {
		return holds(actor, c)
	}
	if actor.Role == session.Supervisor || c.State == Queued {
		return true
	}
	if !owns(actor, c) {
		return false
	}
	return c.ResolvedAt == nil || now.Sub(*c.ResolvedAt) < ownedWithin
}

// seenBy is a copy of a conversation as the caller sees it. Customers know an
// operator by the given name only.
func seenBy(actor session.Actor, c *Conversation) *Conversation {
	view := *c
	view.Mine = owns(actor, c)
	if !actor.IsStaff() {
		view.OwnerName = givenName(c.OwnerName)
		view.Labels, view.Priority = []string{}, Normal
	}
	return &view
}

// givenName is what customers call a member of the staff, and all that goes into
// a log.
func givenName(name string) string {
	first, _, _ := strings.Cut(strings.TrimSpace(name), " ")
	return first
}

// wroteIt tells whether the caller is the author of a message.
func wroteIt(actor session.Actor, m *Message) bool {
	if actor.IsStaff() {
		return m.AuthorKind == ByOperator && m.authorID == actor.StaffID
	}
	return m.AuthorKind == ByCustomer
}

// readBy is a copy of a message as the caller sees it.
func readBy(actor session.Actor, m *Message) *Message {
	view := *m
	view.Mine = wroteIt(actor, m)
	return &view
}

// canonical is an id as the program writes it; what is no id is absent.
func canonical(id string) (string, error) {
	u, err := uuid.Parse(id)
	if err != nil {
		return "", errAbsent()
	}
	return u.String(), nil
}

// readable finds a conversation the caller may see. fault.NotFound for a foreign
// and an absent one alike.
func (l *Log) readable(ctx context.Context, q postgres.Querier, actor session.Actor, id string) (*Conversation, error) {
	id, err := canonical(id)
	if err != nil {
		return nil, err
	}
	c, err := selectConversation(ctx, q, id)
	if err != nil {
		return nil, err
	}
	if !mayRead(actor, c, l.now()) {
		return nil, errAbsent()
	}
	return c, nil
}

// CheckRead refuses whoever may not see a conversation: fault.NotFound.
func (l *Log) CheckRead(ctx context.Context, q postgres.Querier, actor session.Actor, conversationID string) error {
	_, err := l.readable(ctx, q, actor, conversationID)
	return err
}

// Lock holds a conversation until the end of the caller's transaction.
// fault.NotFound when there is none.
func (l *Log) Lock(ctx context.Context, q postgres.Querier, conversationID string) error {
	_, err := lockConversation(ctx, q, conversationID)
	return err
}

// ClosedUntil is those of the conversations that were CLOSED at a time or before, in
// no order. For what is kept as long as a case and no longer.
func (l *Log) ClosedUntil(ctx context.Context, q postgres.Querier, conversationIDs []string, until time.Time) ([]string, error) {
	return selectClosed(ctx, q, conversationIDs, until)
}

// CustomerRoom finds the conversation of a calling customer and tells its account
// and the recovery it is about, empty if none. fault.NotFound for anybody
// else's; fault.Conflict with code ENDED for one that takes nothing any more.
func (l *Log) CustomerRoom(ctx context.Context, q postgres.Querier, actor session.Actor, conversationID string) (accountID, flowID string, err error) {
	c, err := l.readable(ctx, q, actor, conversationID)
	if err != nil {
		return "", "", err
	}
	if !holds(actor, c) {
		return "", "", errAbsent()
	}
	if c.State == Resolved || c.State == Closed {
		return "", "", ended(errNotOpen)
	}
	if c.FlowID != nil {
		flowID = *c.FlowID
	}
	return c.AccountID, flowID, nil
}

// StaffRoom finds a conversation for a calling member of the staff: its account,
// whether the caller owns it, whether it is open, and whether a proposal in it
// waits for a decision. fault.NotFound for one the caller may not see.
func (l *Log) StaffRoom(ctx context.Context, q postgres.Querier, actor session.Actor, conversationID string) (accountID string, owner, open, proposed bool, err error) {
	c, err := l.readable(ctx, q, actor, conversationID)
	if err != nil {
		return "", false, false, false, err
	}
	if !actor.IsStaff() {
		return "", false, false, false, errAbsent()
	}
	p, err := selectProposal(ctx, q, c.ID)
	if err != nil {
		return "", false, false, false, err
	}
	open = c.State == Queued || c.State == Active || c.State == OnHold
	return c.AccountID, owns(actor, c), open, p != nil && p.State == Proposed, nil
}
