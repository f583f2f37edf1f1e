package chat

import (
	"context"
	"fmt"
	"time"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/session"
)

// OperatorState is whether an operator takes conversations.
type OperatorState string

// Operator states. Only who is ONLINE gets conversations without asking for them.
const (
	Online  OperatorState = "ONLINE"
	Busy    OperatorState = "BUSY"
	Away    OperatorState = "AWAY"
	Offline OperatorState = "OFFLINE"
)

// Figures of the operators, from the design of the support service.
const (
	usualCapacity = 4
	maxCapacity   = 50
	maxAwayReason = 100
	leaseOf       = 60 * time.Second // a console may be gone for so long
	handBackFor   = 5 * time.Minute  // who comes back within it gets back what nobody has taken
	holdFor       = 72 * time.Hour   // without a word of the customer
	attendBatch   = 100
)

// Operator is a member of the staff at work, as colleagues see it. Open and Held
// are counted from the conversations.
type Operator struct {
	ID       string        `db:"id"`
	Name     string        `db:"name"`
	State    OperatorState `db:"state"`
	Reason   string        `db:"reason"`
	Capacity int           `db:"capacity"`
	Open     int           `db:"open"`
	Held     int           `db:"held"`
	StateAt  time.Time     `db:"state_at"`

	Languages []string `db:"-"` // en, el, ru, zh; none: whoever comes
}

// StatusInput is the caller's new state. Reason is for AWAY; Capacity stays as it
// is when nil.
type StatusInput struct {
	State    OperatorState
	Reason   *string
	Capacity *int // 0 to 50

	Languages []string // en, el, ru, zh; as they are when nil
}

// Operators is everybody who works here, by name, with their load. For the staff.
func (s *Service) Operators(ctx context.Context, actor session.Actor) ([]*Operator, error) {
	if !actor.IsStaff() {
		return nil, errNotStaff()
	}
	list, err := selectOperators(ctx, s.db, "")
	if err != nil {
		return nil, fmt.Errorf("list operators: %w", err)
	}
	return list, nil
}

// SetStatus sets the caller's own state. Who goes OFFLINE hands every conversation
// on, held ones too; who comes back within 5 minutes gets back what nobody has
// taken. fault.Invalid for a state, reason or capacity there is not.
func (s *Service) SetStatus(ctx context.Context, actor session.Actor, in StatusInput) (*Operator, error) {
	if !actor.IsStaff() || actor.StaffID == "" {
		return nil, errNotStaff()
	}
	switch in.State {
	case Online, Busy, Away, Offline:
	default:
		return nil, fault.Field("state", "UNKNOWN", "There is no such state.")
	}
	reason := ""
	if in.Reason != nil && in.State == Away {
		var err error
		if reason, err = freeText("reason", *in.Reason, 0, maxAwayReason); err != nil {
			return nil, err
		}
	}
	if in.Languages != nil {
		var err error
		if in.Languages, err = checkLanguages(in.Languages); err != nil {
			return nil, err
		}
	}
	if in.Capacity != nil && (*in.Capacity < 0 || *in.Capacity > maxCapacity) {
		return nil, fault.Field("capacity", "OUT_OF_RANGE", "A capacity is 0 to 50.")
	}
	if err := upsertOperator(ctx, s.db, actor.StaffID, actor.StaffName, in.State, s.log.now()); err != nil {
		return nil, fmt.Errorf("set status: %w", err)
	}
	if err := updateStatus(ctx, s.db, actor.StaffID, in, reason, s.log.now()); err != nil {
		return nil, fmt.Errorf("set status: %w", err)
	}
	if err := s.followStatus(ctx, actor, in.State); err != nil {
		return nil, fmt.Errorf("set status: %w", err)
	}
	s.log.ringOperator(actor.StaffID)
	s.drain()
	list, err := selectOperators(ctx, s.db, actor.StaffID)
	if err != nil || len(list) != 1 {
		return nil, fmt.Errorf("set status: %d rows: %w", len(list), err)
	}
	return list[0], nil
}

// followStatus is what a new state does to the operator's conversations.
func (s *Service) followStatus(ctx context.Context, actor session.Actor, state OperatorState) error {
	switch state {
	case Offline:
		return s.giveBackAll(ctx, actor.StaffID)
	case Online:
		return s.handBack(ctx, actor.StaffID, actor.StaffName)
	default:
		return nil
	}
}

// arrive notes that a console of the caller is connected. Whose connection was
// gone for too long is ONLINE again by that.
func (s *Service) arrive(ctx context.Context, actor session.Actor) error {
	back, err := reviveOperator(ctx, s.db, actor.StaffID, s.log.now())
	if err != nil {
		return err
	}
	if back {
		s.log.ringOperator(actor.StaffID)
		err = s.handBack(ctx, actor.StaffID, actor.StaffName)
	} else {
		err = upsertOperator(ctx, s.db, actor.StaffID, actor.StaffName, Online, s.log.now())
		s.log.ringOperator(actor.StaffID) // colleagues see whom they can hand a conversation to
	}
	s.drain()
	return err
}

// Attend renews the leases of the operators whose consoles are connected here,
// gives the conversations of those back whose connection is gone for a minute, and
// resolves what was on hold for 72 hours. Call it every 10 seconds.
func (s *Service) Attend(ctx context.Context) error {
	now := s.log.now()
	if err := renewLeases(ctx, s.db, s.hub.lists.present(), now); err != nil {
		return fmt.Errorf("attend: %w", err)
	}
	gone, err := lapseOperators(ctx, s.db, now.Add(-leaseOf), now)
	if err != nil {
		return fmt.Errorf("attend: %w", err)
	}
	for _, id := range gone {
		s.log.ringOperator(id)
	}
	// Also of those whose node died between the two steps.
	owners, err := selectAbsentOwners(ctx, s.db)
	if err != nil {
		return fmt.Errorf("attend: %w", err)
	}
	for _, id := range owners {
		if err := s.giveBackAll(ctx, id); err != nil {
			return fmt.Errorf("attend: %w", err)
		}
	}
	if err := s.resolveHeld(ctx); err != nil {
		return err
	}
	if err := s.tellAbsent(ctx); err != nil {
		return err
	}
	s.drain() // what failed, and what has waited long enough for a language
	return nil
}

// giveBackAll puts an operator's conversations at the head of the queue, and their
// customers are told.
func (s *Service) giveBackAll(ctx context.Context, staffID string) error {
	ids, err := selectOwned(ctx, s.db, staffID)
	if err != nil {
		return err
	}
	for _, id := range ids {
		err := s.log.inTx(ctx, func(ctx context.Context, q postgres.Querier, r *rings) error {
			done, err := returnRow(ctx, q, id, staffID, s.log.now())
			if err != nil || !done {
				return err
			}
			return s.happened(ctx, q, r, system(id, Happened, "RETURNED", nil), "conversation.returned", "system")
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// handBack gives an operator who has come back what nobody has taken meanwhile.
func (s *Service) handBack(ctx context.Context, staffID, name string) error {
	ids, err := selectReturned(ctx, s.db, staffID, s.log.now().Add(-handBackFor))
	if err != nil {
		return err
	}
	for _, id := range ids {
		if _, err := s.takeAs(ctx, id, staffID, name); err != nil {
			return err
		}
	}
	return nil
}

// TakeNext takes the conversation that has waited longest, those first that came
// back. nil when none waits. fault.Conflict AT_CAPACITY when the caller has as many
// as the own capacity allows, OFFLINE for who is not at work.
func (s *Service) TakeNext(ctx context.Context, actor session.Actor) (*Conversation, error) {
	if !actor.IsStaff() || actor.StaffID == "" {
		return nil, errNotStaff()
	}
	if err := upsertOperator(ctx, s.db, actor.StaffID, actor.StaffName, Online, s.log.now()); err != nil {
		return nil, fmt.Errorf("take next: %w", err)
	}
	id := ""
	err := s.log.inTx(ctx, func(ctx context.Context, q postgres.Querier, r *rings) error {
		id = ""
		if err := lockWithPlace(ctx, q, actor.StaffID); err != nil {
			return err
		}
		next, err := lockNext(ctx, q, actor.StaffID, waitForLanguage)
		if err != nil || next == "" {
			return err
		}
		id = next
		return s.takeIn(ctx, q, r, id, actor.StaffID, actor.StaffName)
	})
	if err != nil {
		return nil, fmt.Errorf("take next: %w", err)
	}
	if id == "" {
		return nil, nil
	}
	s.log.ringOperator(actor.StaffID)
	return s.Conversation(ctx, actor, id)
}

// present is who has a console connected to this node.
func (l *lists) present() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	set := map[string]bool{}
	out := []string{}
	for st := range l.followers {
		if id := st.viewer.StaffID; !set[id] {
			set[id] = true
			out = append(out, id)
		}
	}
	return out
}

// ringOperator tells every console that an operator's state or load changed.
func (l *Log) ringOperator(id string) {
	if err := l.bell.Publish("operators", []byte(id)); err != nil {
		l.logger.Warn("ring lost", "operator", id, "error", err)
	}
}
