package chat

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/session"
)

// Figures of what operators keep beside a conversation.
const (
	maxLabels   = 10
	maxLabel    = 40   // characters
	maxComment  = 1000 // characters of a rating's comment
	maxNotes    = 500  // that are listed
	maxShortcut = 32   // characters of a canned reply's
)

// Note is what an operator leaves for colleagues. Customers never see one.
type Note struct {
	ID         string    `db:"id"`
	AuthorName string    `db:"author_name"`
	Mine       bool      `db:"-"`
	Body       string    `db:"body"`
	CreatedAt  time.Time `db:"created_at"`

	authorID string
}

// NoteInput is a note to add. ClientID is a UUID of the sender's making.
type NoteInput struct {
	ConversationID string
	ClientID       string
	Body           string // 1 to 4,000 characters
}

// staffReadable finds a conversation for a member of the staff.
func (s *Service) staffReadable(ctx context.Context, actor session.Actor, id string) (*Conversation, error) {
	if !actor.IsStaff() || actor.StaffID == "" {
		return nil, errNotStaff()
	}
	return s.log.readable(ctx, s.db, actor, id)
}

// AddNote adds a note, by every member of the staff who may see the conversation.
// Card numbers are masked. Adding it again under its client id gives the first one.
func (s *Service) AddNote(ctx context.Context, actor session.Actor, in NoteInput) (*Note, error) {
	id, err := uuid.Parse(in.ClientID)
	if err != nil {
		return nil, fault.Field("clientId", "NOT_A_UUID", "The client id must be a UUID.")
	}
	body, err := freeText("body", in.Body, 1, maxBody)
	if err != nil {
		return nil, err
	}
	c, err := s.staffReadable(ctx, actor, in.ConversationID)
	if err != nil {
		return nil, fmt.Errorf("add note: %w", err)
	}
	n, err := insertNote(ctx, s.db, c.ID, &Note{
		ID: id.String(), AuthorName: actor.StaffName, Body: body, CreatedAt: s.log.now(), authorID: actor.StaffID,
	})
	if err != nil {
		return nil, fmt.Errorf("add note: %w", err)
	}
	n.Mine = true
	s.log.ring(c.ID, c.LastSeq, true) // so that consoles look again
	return n, nil
}

// Notes are a conversation's, oldest first; none for customers.
func (s *Service) Notes(ctx context.Context, actor session.Actor, conversationID string) ([]*Note, error) {
	if !actor.IsStaff() {
		return []*Note{}, nil
	}
	c, err := s.staffReadable(ctx, actor, conversationID)
	if err != nil {
		return nil, fmt.Errorf("list notes: %w", err)
	}
	list, err := selectNotes(ctx, s.db, c.ID, actor.StaffID)
	if err != nil {
		return nil, fmt.Errorf("list notes: %w", err)
	}
	return list, nil
}

// LabelInput is the labels a conversation is to have.
type LabelInput struct {
	ConversationID string
	Labels         []string
}

// Label sets a conversation's labels: at most 10, of at most 40 characters each,
// in lower case. For the staff who may see it.
func (s *Service) Label(ctx context.Context, actor session.Actor, in LabelInput) (*Conversation, error) {
	labels := []string{}
	for _, l := range in.Labels {
		l, err := freeText("labels", strings.Join(strings.Fields(strings.ToLower(l)), " "), 1, maxLabel)
		if err != nil {
			return nil, err
		}
		labels = append(labels, l)
	}
	slices.Sort(labels)
	labels = slices.Compact(labels)
	if len(labels) > maxLabels {
		return nil, fault.Field("labels", "TOO_MANY", "A conversation has at most 10 labels.")
	}
	c, err := s.staffReadable(ctx, actor, in.ConversationID)
	if err != nil {
		return nil, fmt.Errorf("label conversation: %w", err)
	}
	if err := updateLabels(ctx, s.db, c.ID, labels); err != nil {
		return nil, fmt.Errorf("label conversation: %w", err)
	}
	s.log.ring(c.ID, c.LastSeq, true)
	return s.Conversation(ctx, actor, c.ID)
}

// RateInput is what the customer thinks of an ended conversation.
type RateInput struct {
	ConversationID string
	Rating         int // 1 to 5
	Comment        *string
}

// Rate keeps the customer's rating of a conversation that is over; a later one
// replaces it. fault.Conflict STILL_OPEN while it runs.
func (s *Service) Rate(ctx context.Context, actor session.Actor, in RateInput) (*Conversation, error) {
	if in.Rating < 1 || in.Rating > 5 {
		return nil, fault.Field("rating", "OUT_OF_RANGE", "A rating is 1 to 5.")
	}
	comment := ""
	if in.Comment != nil {
		var err error
		if comment, err = freeText("comment", *in.Comment, 0, maxComment); err != nil {
			return nil, err
		}
	}
	c, err := s.log.readable(ctx, s.db, actor, in.ConversationID)
	if err != nil {
		return nil, fmt.Errorf("rate conversation: %w", err)
	}
	if !holds(actor, c) {
		return nil, errAbsent()
	}
	done, err := updateRating(ctx, s.db, c.ID, in.Rating, comment, s.log.now())
	if err != nil {
		return nil, fmt.Errorf("rate conversation: %w", err)
	}
	if !done {
		return nil, fault.New(fault.Conflict, "STILL_OPEN", "A conversation is rated when it is over.")
	}
	s.log.ring(c.ID, c.LastSeq, true)
	return s.Conversation(ctx, actor, c.ID)
}

// HideInput names a text to overwrite.
type HideInput struct {
	ConversationID string
	Seq            int64
}

// Hide overwrites a text with nothing: by its author, the conversation's owner or a
// supervisor. A row says so to everybody, and the audit trail who did it. Hiding it
// again changes nothing. fault.NotFound when there is no such text.
func (s *Service) Hide(ctx context.Context, actor session.Actor, in HideInput) (*Message, error) {
	c, err := s.log.readable(ctx, s.db, actor, in.ConversationID)
	if err != nil {
		return nil, fmt.Errorf("hide message: %w", err)
	}
	var m *Message
	err = s.log.inTx(ctx, func(ctx context.Context, q postgres.Querier, r *rings) error {
		if _, err := lockConversation(ctx, q, c.ID); err != nil {
			return err
		}
		list, err := selectAfter(ctx, q, c.ID, in.Seq-1, 1)
		if err != nil {
			return err
		}
		if len(list) == 0 || list[0].Seq != in.Seq || list[0].Kind != Text {
			return fault.New(fault.NotFound, "NOT_FOUND", "There is no such message.")
		}
		m = list[0]
		if !wroteIt(actor, m) && !owns(actor, c) && actor.Role != session.Supervisor {
			return fault.New(fault.Forbidden, "NOT_YOURS", "Only its author and the support service can hide a message.")
		}
		if m.Body == "" {
			return nil
		}
		if err := s.redact(ctx, q, r, c.ID, m.Seq, ""); err != nil {
			return err
		}
		if err := clearPreview(ctx, q, c.ID, m.Seq); err != nil {
			return err
		}
		at := s.log.now()
		m.Body, m.RedactedAt = "", &at
		return s.write(ctx, q, c.ID, "message.hidden", who(actor, c), map[string]string{"seq": fmt.Sprint(m.Seq)})
	})
	if err != nil {
		return nil, fmt.Errorf("hide message: %w", err)
	}
	return readBy(actor, m), nil
}

// who is the caller in the audit trail.
func who(actor session.Actor, c *Conversation) string {
	if actor.IsStaff() {
		return "staff:" + actor.StaffID
	}
	return "account:" + c.AccountID
}

// CannedReply is a text operators use again and again. {customer} and {operator}
// in it stand for the given names.
type CannedReply struct {
	Shortcut string `db:"shortcut"` // a-z, 0-9 and -, at most 32
	Locale   string `db:"locale"`   // en, el, ru or zh
	Body     string `db:"body"`
}

// SaveCannedReply stores a canned reply, or replaces the one with its shortcut and
// language; an empty body removes it, and the answer is nil then. For the staff.
func (s *Service) SaveCannedReply(ctx context.Context, actor session.Actor, in CannedReply) (*CannedReply, error) {
	if !actor.IsStaff() || actor.StaffID == "" {
		return nil, errNotStaff()
	}
	in.Shortcut = strings.TrimPrefix(strings.ToLower(strings.TrimSpace(in.Shortcut)), "/")
	bad := func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' }
	if in.Shortcut == "" || len(in.Shortcut) > maxShortcut || strings.ContainsFunc(in.Shortcut, bad) {
		return nil, fault.Field("shortcut", "SHORTCUT", "Use 1 to 32 letters a to z, digits and hyphens.")
	}
	if !slices.Contains([]string{"en", "el", "ru", "zh"}, in.Locale) {
		return nil, fault.Field("locale", "UNKNOWN", "Choose en, el, ru or zh.")
	}
	body, err := freeText("body", in.Body, 0, maxBody)
	if err != nil {
		return nil, err
	}
	if in.Body = body; body == "" {
		if err := deleteCanned(ctx, s.db, in.Shortcut, in.Locale); err != nil {
			return nil, fmt.Errorf("save canned reply: %w", err)
		}
		return nil, nil
	}
	if err := upsertCanned(ctx, s.db, in, actor.StaffID, s.log.now()); err != nil {
		return nil, fmt.Errorf("save canned reply: %w", err)
	}
	return &in, nil
}

// CannedReplies are all, by shortcut and language. For the staff.
func (s *Service) CannedReplies(ctx context.Context, actor session.Actor) ([]*CannedReply, error) {
	if !actor.IsStaff() {
		return nil, errNotStaff()
	}
	list, err := selectCanned(ctx, s.db)
	if err != nil {
		return nil, fmt.Errorf("list canned replies: %w", err)
	}
	return list, nil
}
