package chat

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/session"
)

// SendInput is a text to append. ClientID is a UUID of the sender's making; a
// retry uses the same.
type SendInput struct {
	ConversationID string
	ClientID       string
	Body           string // 1 to 4,000 characters
	Quick          *Quick // which of the ready sentences it is, if one
}

// Quick is a sentence that customers find ready, and kept as a code with its text, so that each side can be shown it in
// its own language.
type Quick string

// The ready sentences.
const (
	QuickNotUnderstood Quick = "NOT_UNDERSTOOD" // I don't understand
	QuickNoCamera      Quick = "NO_CAMERA"      // I have no camera
	QuickCardExpired   Quick = "CARD_EXPIRED"   // the card is expired
	QuickPleaseWait    Quick = "PLEASE_WAIT"    // please wait a moment
)

// Sent is a text as it was appended, and how many card numbers were masked in it.
type Sent struct {
	Message *Message
	Masked  int
}

// Send appends a text: for the conversation's customer, and for the operator who
// owns it. Card numbers are masked before anything is stored, also those split
// over the author's earlier messages, and so are the codes of a recovery's mails. A
// second call with the same client id gives
// the first one's row. A customer's word opens a RESOLVED conversation again.
//
// fault.NotFound as for Conversation, fault.Forbidden NOT_OWNER for other
// operators, fault.Conflict ENDED when it takes no more, fault.Throttled after 30
// of a customer in a minute, fault.Invalid for a text too long or empty. When ctx
// ends meanwhile the text may be in the log or not: a retry tells.
func (s *Service) Send(ctx context.Context, actor session.Actor, in SendInput) (*Sent, error) {
	clientID, err := checkText(in)
	if err != nil {
		return nil, err
	}
	id, err := canonical(in.ConversationID)
	if err != nil {
		return nil, err
	}
	e, accountID, err := s.sender(ctx, actor, id)
	if err != nil {
		return nil, fmt.Errorf("send message: %w", err)
	}
	e.clientID, e.kind, e.states = clientID, Text, openStates
	if in.Quick != nil && !actor.IsStaff() {
		e.detail = map[string]string{"quick": string(*in.Quick)}
	}
	text, err := s.hideCodes(ctx, accountID, &e, clean(in.Body))
	if err != nil {
		return nil, fmt.Errorf("send message: %w", err)
	}
	// An operator who owns the conversation no more is refused there, and still hears
	// of what was sent before.
	sent, err := s.commits.send(ctx, e, text)
	if errors.Is(err, errNotOpen) {
		return nil, s.whyNot(ctx, actor, id)
	}
	if err != nil {
		return nil, fmt.Errorf("send message: %w", err)
	}
	if sent.Message.Kind != Text {
		return nil, fault.Field("clientId", "USED", "This id belongs to something else.")
	}
	sent.Masked = max(sent.Masked, maskedIn(sent.Message))
	sent.Message = readBy(actor, sent.Message)
	return sent, nil
}

// errNotOwner refuses an operator who doesn't own the conversation.
func errNotOwner() error {
	return fault.New(fault.Forbidden, "NOT_OWNER", "Only the operator who owns the conversation can do this.")
}

// checkText refuses what can't be a text, and tells the client id.
func checkText(in SendInput) (string, error) {
	id, err := uuid.Parse(in.ClientID)
	if err != nil {
		return "", fault.Field("clientId", "NOT_A_UUID", "The client id must be a UUID.")
	}
	body := clean(in.Body)
	if body == "" {
		return "", fault.Field("body", "REQUIRED", "Write something.")
	}
	if utf8.RuneCountInString(body) > maxBody {
		return "", fault.Field("body", "TOO_LONG", "A message has at most 4,000 characters.")
	}
	return id.String(), nil
}

// clean drops what no text needs and PostgreSQL can't keep: broken encodings,
// control characters but for line ends and tabs, space around it.
func clean(text string) string {
	text = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "�"))
	return strings.TrimSpace(text)
}

// author is an entry by the caller, who may see the conversation.
func author(actor session.Actor, c *Conversation) entry {
	if actor.IsStaff() {
		return entry{
			conversationID: c.ID, authorKind: ByOperator, authorID: actor.StaffID, authorName: givenName(actor.StaffName),
			ownerID: actor.StaffID,
		}
	}
	return entry{conversationID: c.ID, authorKind: ByCustomer, authorID: c.AccountID, authorName: c.CustomerName}
}

// sentBefore finds the row of an earlier call with the same client id, nil if
// there was none.
func sentBefore(ctx context.Context, q postgres.Querier, e entry) (*Sent, error) {
	m, err := selectByClientID(ctx, q, e.conversationID, e.authorKind, e.authorID, e.clientID)
	if isAbsent(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &Sent{Message: m, Masked: maskedIn(m)}, nil
}

// whyNot tells an author whose text was not taken what stands against it now.
func (s *Service) whyNot(ctx context.Context, actor session.Actor, id string) error {
	c, err := s.log.readable(ctx, s.db, actor, id)
	if err != nil {
		return fmt.Errorf("send message: %w", err)
	}
	if actor.IsStaff() && !owns(actor, c) {
		return errNotOwner()
	}
	return ended(errNotOpen)
}

// reopen puts a conversation that was resolved within 7 days back at the head of
// the queue, because its customer writes; any other is left as it is.
func (s *Service) reopen(ctx context.Context, q postgres.Querier, r *rings, conversationID string) error {
	now := s.log.now()
	back, err := reopenRow(ctx, q, conversationID, now.Add(-reopenWithin), now)
	if err != nil || !back {
		return err
	}
	m, err := s.log.append(ctx, q, system(conversationID, Happened, "REOPENED", nil))
	if err != nil {
		return err
	}
	r.changed(conversationID, m.Seq)
	return nil
}
