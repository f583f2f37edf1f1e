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

// Point is a line of the checklist that stands before a reset is proposed, and
// again before it is approved.
type Point string

// Points, in the order of the checklist.
const (
	IdentityReadable Point = "IDENTITY_READABLE" // an accepted document of identity can be read
	NameMatches      Point = "NAME_MATCHES"      // its name is the account's, in whatever script
	CardMatches      Point = "CARD_MATCHES"      // the card's digits match a saved card: the server's own word
	DigitsCovered    Point = "DIGITS_COVERED"    // no middle digit can be seen
	NoCoercion       Point = "NO_COERCION"       // nobody seems to stand behind the customer
	SignalsWeighed   Point = "SIGNALS_WEIGHED"   // what stands beside the case was read, and what it asks for is there
)

// points is the checklist.
func points() []Point {
	return []Point{IdentityReadable, NameMatches, CardMatches, DigitsCovered, NoCoercion, SignalsWeighed}
}

// Check is a line of a case's checklist as somebody sees it.
type Check struct {
	Point  Point
	Shown  bool // the case has what the point is about, so it can be ticked
	Needed bool // a proposal needs it
	Ticked bool
	By     string // who ticked it, empty if nobody did
	At     *time.Time
}

// CheckInput ticks a point, or takes the tick back.
type CheckInput struct {
	ConversationID string
	Point          Point
	Ticked         bool
}

// paper is a document of the evidence.
type paper struct {
	ID    string `json:"id"`
	Kind  string `json:"kind"`
	State string `json:"state"`
	Match string `json:"match"`
}

// exhibits is what the documents and signals of a case allow to be said.
type exhibits struct {
	identities int  // accepted documents of identity
	cards      int  // accepted pictures of a card
	matched    bool // one of these matched a saved card
	signals    []Signal
}

// showing reads it out of a case.
func showing(papers []paper, signals []Signal) exhibits {
	out := exhibits{signals: signals}
	for _, p := range papers {
		switch {
		case p.State != "ACCEPTED":
		case p.Kind == "IDENTITY":
			out.identities++
		default:
			out.cards++
			out.matched = out.matched || p.Match == "MATCH"
		}
	}
	return out
}

// enough tells whether there are as many documents of identity as the signals
// ask for.
func (s exhibits) enough() bool {
	return s.identities >= identitiesNeeded(s.signals)
}

// check is a point of the checklist before anybody ticked it. A point about a card
// is needed where there is a card to say it of.
func (s exhibits) check(p Point) Check {
	c := Check{Point: p, Shown: true, Needed: true}
	switch p {
	case IdentityReadable, NameMatches:
		c.Shown = s.identities > 0
	case CardMatches:
		c.Shown = s.matched
		c.Needed = s.matched
	case DigitsCovered:
		c.Shown = s.cards > 0
		c.Needed = s.cards > 0
	case SignalsWeighed:
		c.Shown = s.enough()
	case NoCoercion:
	}
	return c
}

// needed is the points a decision needs.
func (s exhibits) needed() []Point {
	return slices.DeleteFunc(points(), func(p Point) bool { return !s.check(p).Needed })
}

// SetCheck ticks a point of a case's checklist, or takes the tick back, and voids a
// proposal that waits. A point that is ticked keeps its author. For the
// conversation's owner.
//
// fault.Conflict NO_RECOVERY, NOT_SHOWN (no accepted document shows what the point
// says); fault.Invalid for an unknown point; otherwise as inOwn.
func (s *Service) SetCheck(ctx context.Context, actor session.Actor, in CheckInput) (*Conversation, error) {
	if !slices.Contains(points(), in.Point) {
		return nil, fault.Field("point", "UNKNOWN", "There is no such point.")
	}
	err := s.inOwn(ctx, actor, in.ConversationID, func(ctx context.Context, q postgres.Querier, r *rings, c *Conversation) error {
		if c.FlowID == nil {
			return fault.New(fault.Conflict, "NO_RECOVERY", "This conversation belongs to no recovery.")
		}
		changed, err := s.tick(ctx, q, actor, c, in)
		if err != nil || !changed {
			return err
		}
		what := map[bool]string{true: "checklist.ticked", false: "checklist.unticked"}[in.Ticked]
		if err := s.write(ctx, q, c.ID, what, "staff:"+actor.StaffID, map[string]string{"point": string(in.Point)}); err != nil {
			return err
		}
		_, err = s.log.voidProposal(ctx, q, r, c.ID)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("set check: %w", err)
	}
	return s.Conversation(ctx, actor, in.ConversationID)
}

// tick stores or removes a tick and tells whether that changed anything.
func (s *Service) tick(ctx context.Context, q postgres.Querier, actor session.Actor, c *Conversation, in CheckInput) (bool, error) {
	if !in.Ticked {
		return deleteTick(ctx, q, c.ID, in.Point)
	}
	now, err := s.nowShown(ctx, q, c)
	if err != nil {
		return false, err
	}
	if !now.check(in.Point).Shown {
		return false, fault.New(fault.Conflict, "NOT_SHOWN", "No accepted document shows this yet.")
	}
	return insertTick(ctx, q, c.ID, tickRow{Point: in.Point, By: actor.StaffID, Name: actor.StaffName, At: s.log.now()})
}

// nowShown is what a case shows at this moment.
func (s *Service) nowShown(ctx context.Context, q postgres.Querier, c *Conversation) (exhibits, error) {
	signals, err := s.signalsOf(ctx, q, c)
	if err != nil {
		return exhibits{}, err
	}
	_, papers, err := s.papers(ctx, q, c.ID)
	return showing(papers, signals), err
}

// checklist is a case's checklist as the caller sees it. While a proposal waits
// only the owner sees the ticks: who decides ticks on their own.
func (s *Service) checklist(ctx context.Context, actor session.Actor, c *Conversation, now exhibits, p *Proposal) ([]Check, error) {
	ticks, err := selectTicks(ctx, s.db, c.ID)
	if err != nil {
		return nil, err
	}
	hidden := p != nil && p.State == Proposed && !owns(actor, c) && p.proposedByID != actor.StaffID
	out := make([]Check, 0, len(points()))
	for _, point := range points() {
		line := now.check(point)
		for _, t := range ticks {
			if t.Point == point && !hidden {
				at := t.At.UTC()
				line.Ticked, line.By, line.At = true, t.Name, &at
			}
		}
		out = append(out, line)
	}
	return out, nil
}

// missing is the first of the needed points that is not among the ticked, "" for none.
func (s exhibits) missing(ticked []Point) Point {
	for _, p := range s.needed() {
		if !slices.Contains(ticked, p) {
			return p
		}
	}
	return ""
}
