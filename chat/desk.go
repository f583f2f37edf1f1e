package chat

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/session"
)

// Desk is how the support service works; the zero value is one that is always open,
// lets operators take what they want, and has no targets.
type Desk struct {
	Hours Hours
	// Balanced gives conversations to the operators who have fewest; otherwise they
	// take them.
	Balanced bool
	// Most is how many running conversations an operator is given at once, whatever
	// the own capacity says; 0: as many as that.
	Most int
	// FirstResponse and Resolution are how long both may take, in opening hours; 0:
	// as long as they take.
	FirstResponse, Resolution time.Duration
}

// warnAt is the part of a target after which it is warned of.
const warnAt = 0.75

// TargetKind is what a target is about.
type TargetKind string

// Kinds of targets.
const (
	FirstResponse TargetKind = "FIRST_RESPONSE"
	Resolution    TargetKind = "RESOLUTION"
)

// Target is when something is due in a conversation. MetAt is when it was done, nil
// while it was not. While the conversation waits for its customer no time runs.
type Target struct {
	Kind   TargetKind
	WarnAt time.Time
	DueAt  time.Time
	MetAt  *time.Time
}

// Targets are a conversation's, for the staff; none for customers.
func (s *Service) Targets(actor session.Actor, c *Conversation) []*Target {
	out := []*Target{}
	if !actor.IsStaff() || c.CreatedAt.IsZero() || !mayRead(actor, c, s.log.now()) {
		return out
	}
	return append(out, s.targets(c)...)
}

func (s *Service) targets(c *Conversation) []*Target {
	var out []*Target
	add := func(kind TargetKind, d, paused time.Duration, met *time.Time) {
		if d <= 0 {
			return
		}
		warn := time.Duration(float64(d) * warnAt)
		out = append(out, &Target{
			Kind: kind, MetAt: met,
			WarnAt: s.desk.Hours.Add(c.CreatedAt, warn).Add(paused), DueAt: s.desk.Hours.Add(c.CreatedAt, d).Add(paused),
		})
	}
	paused := c.heldFor
	if c.heldAt != nil {
		paused += s.log.now().Sub(*c.heldAt)
	}
	add(FirstResponse, s.desk.FirstResponse, 0, c.firstReplyAt)
	add(Resolution, s.desk.Resolution, paused, c.ResolvedAt)
	return out
}

// Priority is how urgent the staff thinks a conversation is.
type Priority string

// Priorities.
const (
	Normal Priority = "NORMAL"
	High   Priority = "HIGH"
	Urgent Priority = "URGENT"
)

func priorities() []Priority { return []Priority{Normal, High, Urgent} }

// PrioritizeInput is the priority a conversation is to have.
type PrioritizeInput struct {
	ConversationID string
	Priority       Priority
}

// Prioritize sets a conversation's priority: in the queue those with a higher one
// stand before all others, and among equals those first that came back. For the
// staff who may see it. fault.Conflict ENDED for one that is over.
func (s *Service) Prioritize(ctx context.Context, actor session.Actor, in PrioritizeInput) (*Conversation, error) {
	level := slices.Index(priorities(), in.Priority)
	if level < 0 {
		return nil, fault.Field("priority", "UNKNOWN", "There is no such priority.")
	}
	c, err := s.staffReadable(ctx, actor, in.ConversationID)
	if err != nil {
		return nil, fmt.Errorf("prioritize conversation: %w", err)
	}
	err = s.log.inTx(ctx, func(ctx context.Context, q postgres.Querier, r *rings) error {
		done, err := updatePriority(ctx, q, c.ID, level)
		if err != nil {
			return err
		}
		if !done {
			return ended(errNotOpen)
		}
		r.changed(c.ID, c.LastSeq)
		return s.write(ctx, q, c.ID, "conversation.prioritized", "staff:"+actor.StaffID, map[string]string{"priority": string(in.Priority)})
	})
	if err != nil {
		return nil, fmt.Errorf("prioritize conversation: %w", err)
	}
	return s.Conversation(ctx, actor, c.ID)
}

// languageOf is the language of a conversation's tag.
func languageOf(locale string) string {
	if len(locale) > 2 && (locale[2] == '-' || locale[2] == '_') {
		return locale[:2]
	}
	return locale
}

// checkLanguages refuses what no canned reply is written in.
func checkLanguages(list []string) ([]string, error) {
	out := slices.Clone(list)
	for _, l := range out {
		if !slices.Contains([]string{"en", "el", "ru", "zh"}, l) {
			return nil, fault.Field("languages", "UNKNOWN", "Choose among en, el, ru and zh.")
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// Spoken tells whether somebody who is ONLINE speaks a conversation's language; for
// the staff and its customer. Operators who named no language speak none in
// particular, and count for every one.
func (s *Service) Spoken(ctx context.Context, c *Conversation) (bool, error) {
	ok, err := selectSpoken(ctx, s.db, languageOf(c.Locale))
	if err != nil {
		return false, fmt.Errorf("find who speaks: %w", err)
	}
	return ok, nil
}
