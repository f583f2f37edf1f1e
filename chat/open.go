package chat

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"golang.org/x/text/language"

	"github.com/walletdesk/walletdesk/audit"
	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/session"
)

// OpenInput says what a new conversation is about.
type OpenInput struct {
	Topic  Topic
	Locale string // BCP 47; the account's own when empty
}

// Open opens a conversation and puts it at the end of the queue. RECOVERY binds it
// to the recovery the caller's browser holds, and moves that to the support
// service in the same transaction; opening it again gives the same one. For
// customers, and, for RECOVERY alone, for who holds a recovery without being
// signed in.
//
// fault.Conflict NO_RECOVERY when there is none to be helped with,
// fault.Throttled after 6 in 12 hours, fault.Forbidden for anybody else.
func (s *Service) Open(ctx context.Context, actor session.Actor, in OpenInput) (*Conversation, error) {
	c, err := s.draft(ctx, actor, in)
	if err != nil {
		return nil, fmt.Errorf("open conversation: %w", err)
	}
	if c.FlowID != nil {
		former, err := selectOfFlow(ctx, s.db, *c.FlowID)
		if err == nil {
			return seenBy(actor, former), nil
		}
		if !isAbsent(err) {
			return nil, fmt.Errorf("open conversation: %w", err)
		}
	}
	if err := s.throttle.Take(ctx, "account:"+c.AccountID, limitOpen); err != nil {
		return nil, fmt.Errorf("open conversation: %w", err)
	}
	err = s.log.inTx(ctx, func(ctx context.Context, q postgres.Querier, r *rings) error {
		return s.insertOpened(ctx, q, r, c)
	})
	if postgres.Constraint(err) == "conversation_flow_id_key" {
		// Another tab was quicker: this is the one it opened.
		c, err = selectOfFlow(ctx, s.db, *c.FlowID)
	} else if err == nil {
		c, err = selectConversation(ctx, s.db, c.ID)
	}
	if err != nil {
		return nil, fmt.Errorf("open conversation: %w", err)
	}
	return seenBy(actor, c), nil
}

// draft checks who asks for what and fills in a new conversation.
func (s *Service) draft(ctx context.Context, actor session.Actor, in OpenInput) (*Conversation, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return nil, err
	}
	c := &Conversation{ID: id.String(), Topic: in.Topic, CreatedAt: s.log.now()}
	switch in.Topic {
	case TopicRecovery:
		if actor.IsStaff() || actor.FlowID == "" {
			return nil, fault.New(fault.Conflict, "NO_RECOVERY", "There is no recovery to be helped with.")
		}
		c.AccountID, _, _, _, err = s.recovery.CaseFlow(ctx, s.db, actor.FlowID)
		if err != nil {
			return nil, err
		}
		c.FlowID, c.Proof = &actor.FlowID, MailboxProved
	case TopicCard, TopicPayment, TopicOther:
		if actor.Role != session.Customer || actor.AccountID == "" {
			return nil, fault.New(fault.Forbidden, "SIGN_IN_FIRST", "Sign in to ask about this.")
		}
		c.AccountID, c.Proof = actor.AccountID, SignedIn
	default:
		return nil, fault.Field("topic", "UNKNOWN", "There is no such topic.")
	}
	name, _, locale, _, err := s.accounts.CaseAccount(ctx, s.db, c.AccountID)
	if err != nil {
		return nil, err
	}
	c.CustomerName, c.Locale = name, locale
	if in.Locale == "" {
		return c, nil
	}
	tag, err := language.Parse(in.Locale)
	if err != nil {
		return nil, fault.Field("locale", "UNKNOWN", "This is no language.")
	}
	c.Locale = tag.String()
	return c, nil
}

// insertOpened stores a new conversation with its first row, and moves its
// recovery to the support service.
func (s *Service) insertOpened(ctx context.Context, q postgres.Querier, r *rings, c *Conversation) error {
	if err := insertConversation(ctx, q, c); err != nil {
		return err
	}
	if c.FlowID != nil {
		if err := s.recovery.Escalate(ctx, q, *c.FlowID, c.ID); err != nil {
			return err
		}
	}
	m, err := s.log.append(ctx, q, system(c.ID, Happened, "OPENED", map[string]string{"topic": string(c.Topic)}))
	if err != nil {
		return err
	}
	r.changed(c.ID, m.Seq)
	return s.write(ctx, q, c.ID, "conversation.opened", "account:"+c.AccountID, map[string]string{"topic": string(c.Topic)})
}

// write adds an entry to the conversation's audit stream.
func (s *Service) write(ctx context.Context, q postgres.Querier, conversationID, action, actor string, detail map[string]string) error {
	return s.audit.Write(ctx, q, audit.Entry{
		Stream: "conversation:" + conversationID, Action: action, Actor: actor, Detail: detail, At: s.log.now(),
	})
}
