package chat

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/session"
)

// TransferInput hands a conversation on: to an operator, or back to the head of
// the queue when nobody is named. Note is for the colleague who gets it.
type TransferInput struct {
	ConversationID string
	OperatorID     *string
	Note           *string
}

// handled finds a conversation the caller may hand on or put on hold: its owner or,
// where supervisors may too, one of them. The owner's id is that of the row to
// change, empty for a supervisor's.
func (s *Service) handled(ctx context.Context, actor session.Actor, id string, supervisors bool) (*Conversation, string, error) {
	if !actor.IsStaff() || actor.StaffID == "" {
		return nil, "", errNotStaff()
	}
	c, err := s.log.readable(ctx, s.db, actor, id)
	if err != nil {
		return nil, "", err
	}
	switch {
	case owns(actor, c):
		return c, actor.StaffID, nil
	case supervisors && actor.Role == session.Supervisor:
		return c, "", nil
	default:
		return nil, "", errNotOwner()
	}
}

// byStaff is an event that a member of the staff causes.
func byStaff(actor session.Actor, conversationID, code string, detail map[string]string) entry {
	return entry{
		conversationID: conversationID, authorKind: ByOperator, authorID: actor.StaffID, authorName: givenName(actor.StaffName),
		kind: Happened, code: code, detail: detail, states: eventStates,
	}
}

// Hold waits for the customer: the conversation takes no place of its owner's. The
// customer's next word ends it. Holding it again changes nothing. fault.Forbidden
// NOT_OWNER, fault.Conflict ENDED, fault.NotFound as for Conversation.
func (s *Service) Hold(ctx context.Context, actor session.Actor, conversationID string) (*Conversation, error) {
	c, owner, err := s.handled(ctx, actor, conversationID, false)
	if err != nil {
		return nil, fmt.Errorf("hold conversation: %w", err)
	}
	done := false
	err = s.log.inTx(ctx, func(ctx context.Context, q postgres.Querier, r *rings) error {
		var err error
		done, err = holdRow(ctx, q, c.ID, owner, s.log.now())
		if err != nil || !done {
			return err
		}
		return s.happened(ctx, q, r, byStaff(actor, c.ID, "HELD", nil), "conversation.held", "staff:"+actor.StaffID)
	})
	if err != nil {
		return nil, fmt.Errorf("hold conversation: %w", err)
	}
	after, err := s.after(ctx, actor, c.ID)
	if err == nil && !done && after.State != OnHold {
		return nil, errChangedHands()
	}
	return after, err
}

// after is a conversation after a step of the caller, who may see it no more.
func (s *Service) after(ctx context.Context, actor session.Actor, id string) (*Conversation, error) {
	s.log.ringOperator(actor.StaffID)
	c, err := selectConversation(ctx, s.db, id)
	if err != nil {
		return nil, fmt.Errorf("read conversation: %w", err)
	}
	return seenBy(actor, c), nil
}

// Transfer hands a conversation on, by its owner or a supervisor; the customer is
// told who helps now. A proposal stands. fault.Conflict NOT_AVAILABLE when the
// operator named is not at work, ENDED when the conversation is not running.
func (s *Service) Transfer(ctx context.Context, actor session.Actor, in TransferInput) (*Conversation, error) {
	c, owner, err := s.handled(ctx, actor, in.ConversationID, true)
	if err != nil {
		return nil, fmt.Errorf("transfer conversation: %w", err)
	}
	if c.State != Active && c.State != OnHold {
		return nil, errChangedHands()
	}
	note := ""
	if in.Note != nil {
		if note, err = freeText("note", *in.Note, 0, maxBody); err != nil {
			return nil, err
		}
	}
	to := ""
	if in.OperatorID != nil {
		if to, err = canonical(*in.OperatorID); err != nil {
			return nil, fault.Field("operatorId", "UNKNOWN", "There is no such operator.")
		}
	}
	err = s.log.inTx(ctx, func(ctx context.Context, q postgres.Querier, r *rings) error {
		e, err := s.move(ctx, q, actor, c.ID, owner, to)
		if err != nil {
			return err
		}
		if err := s.happened(ctx, q, r, e, "conversation.transferred", "staff:"+actor.StaffID); err != nil || note == "" {
			return err
		}
		id, err := uuid.NewV7()
		if err != nil {
			return err
		}
		_, err = insertNote(ctx, q, c.ID, &Note{ID: id.String(), AuthorName: actor.StaffName, Body: note, CreatedAt: s.log.now(), authorID: actor.StaffID})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("transfer conversation: %w", err)
	}
	if to != "" {
		s.log.ringOperator(to)
	}
	return s.after(ctx, actor, c.ID)
}

// move changes the owner and gives the event that says so.
func (s *Service) move(ctx context.Context, q postgres.Querier, actor session.Actor, id, owner, to string) (entry, error) {
	if to == "" {
		done, err := returnRow(ctx, q, id, owner, s.log.now())
		if err == nil && !done {
			err = errChangedHands()
		}
		return byStaff(actor, id, "RETURNED", nil), err
	}
	name, err := transferRow(ctx, q, id, owner, to, s.log.now())
	if err == nil && name == "" {
		err = fault.New(fault.Conflict, "NOT_AVAILABLE", "This operator is not at work, or the conversation changed hands.")
	}
	return byStaff(actor, id, "TRANSFERRED", map[string]string{"name": givenName(name)}), err
}

// resume ends the wait for a customer who writes: the conversation goes on with its
// owner if there is a place, else to the head of the queue.
func (s *Service) resume(ctx context.Context, q postgres.Querier, r *rings, conversationID string) error {
	code := "RESUMED"
	done, err := resumeRow(ctx, q, conversationID, s.log.now())
	if err != nil {
		return err
	}
	if !done {
		code = "RETURNED"
		if done, err = returnRow(ctx, q, conversationID, "", s.log.now()); err != nil || !done {
			return err
		}
	}
	m, err := s.log.append(ctx, q, system(conversationID, Happened, code, nil))
	if err != nil {
		return err
	}
	r.changed(conversationID, m.Seq)
	return nil
}

// resolveHeld ends what was on hold for 72 hours, and tells its customer by mail; a
// word opens it again.
func (s *Service) resolveHeld(ctx context.Context) error {
	ids, err := selectHeld(ctx, s.db, s.log.now().Add(-holdFor), attendBatch)
	if err != nil {
		return fmt.Errorf("resolve held conversations: %w", err)
	}
	for _, id := range ids {
		err := s.log.inTx(ctx, func(ctx context.Context, q postgres.Querier, r *rings) error {
			now := s.log.now()
			done, err := resolveHeldRow(ctx, q, id, now.Add(-holdFor), now)
			if err != nil || !done {
				return err
			}
			if err := s.happened(ctx, q, r, system(id, Happened, "TIMED_OUT", nil), "conversation.resolved", "system"); err != nil {
				return err
			}
			c, err := selectConversation(ctx, q, id)
			if err != nil {
				return err
			}
			return s.accounts.Notify(ctx, q, c.AccountID, mailEnded, nil)
		})
		if err != nil {
			return fmt.Errorf("resolve held conversations: %w", err)
		}
	}
	return nil
}
