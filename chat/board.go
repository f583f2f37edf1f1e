package chat

import (
	"context"
	"fmt"
	"time"

	"github.com/walletdesk/walletdesk/session"
)

// Figures of the board.
const (
	boardHours   = 24                  // of the chart
	boardLate    = 100                 // late cases that are listed
	boardRatings = 30 * 24 * time.Hour // that count
)

// Board is how the support service stands at this moment, for supervisors.
type Board struct {
	At             time.Time
	QueueLength    int
	LongestSince   *time.Time // since when the one waits that has waited longest
	Active, OnHold int
	Wait           *Wait // of who comes now
	Operators      []*Operator
	Late           []LateCase
	Approvals      []*Conversation
	Ratings        Ratings
	Hours          []BoardHour // oldest first, the last one under way
	FirstResponse  *int        // target in seconds, nil for none
	Resolution     *int
}

// LateCase is an open conversation that has used up most of a target, or all of it.
type LateCase struct {
	Conversation *Conversation
	Target       *Target
	Late         bool // past due; otherwise it is warned of
}

// Ratings is what customers thought in the last 30 days.
type Ratings struct {
	Count   int
	Average *float64
	Spread  []int // how many gave 1, 2, 3, 4, 5
}

// BoardHour is what happened in an hour.
type BoardHour struct {
	From          time.Time `db:"hour"`
	Opened        int       `db:"opened"`
	Resolved      int       `db:"resolved"`
	Answered      int       `db:"answered"`
	FirstResponse *int      `db:"first_response"` // median seconds of those opened in it
}

// Board is the figures of this moment. For supervisors; fault.Forbidden for others.
func (s *Service) Board(ctx context.Context, actor session.Actor) (*Board, error) {
	if actor.Role != session.Supervisor {
		return nil, errNotStaff()
	}
	b := &Board{At: s.log.now(), FirstResponse: seconds(s.desk.FirstResponse), Resolution: seconds(s.desk.Resolution)}
	for _, part := range []func(context.Context, session.Actor, *Board) error{s.boardQueue, s.boardLate, s.boardPast} {
		if err := part(ctx, actor, b); err != nil {
			return nil, fmt.Errorf("make board: %w", err)
		}
	}
	return b, nil
}

func seconds(d time.Duration) *int {
	if d <= 0 {
		return nil
	}
	n := int(d / time.Second)
	return &n
}

// boardQueue is who waits and who works.
func (s *Service) boardQueue(ctx context.Context, actor session.Actor, b *Board) error {
	counts, err := selectBoardCounts(ctx, s.db)
	if err != nil {
		return err
	}
	b.QueueLength, b.Active, b.OnHold, b.LongestSince = counts.Queued, counts.Active, counts.OnHold, utc(counts.Since)
	if b.Operators, err = selectOperators(ctx, s.db, ""); err != nil {
		return err
	}
	way, err := s.ways(ctx)
	if err != nil {
		return err
	}
	b.Wait = way(counts.Queued).Wait
	list, err := selectProposed(ctx, s.db)
	for _, c := range list {
		b.Approvals = append(b.Approvals, seenBy(actor, c))
	}
	return err
}

// boardLate is the open conversations past most of a target, the most urgent first.
func (s *Service) boardLate(ctx context.Context, actor session.Actor, b *Board) error {
	warn := func(d time.Duration) *time.Time {
		if d <= 0 {
			return nil
		}
		at := b.At.Add(-time.Duration(float64(d) * warnAt))
		return &at
	}
	list, err := selectMaybeLate(ctx, s.db, warn(s.desk.FirstResponse), warn(s.desk.Resolution), boardLate)
	if err != nil {
		return err
	}
	b.Late = []LateCase{}
	for _, c := range list {
		for _, t := range s.targets(c) {
			if t.MetAt == nil && !b.At.Before(t.WarnAt) {
				b.Late = append(b.Late, LateCase{Conversation: seenBy(actor, c), Target: t, Late: !b.At.Before(t.DueAt)})
			}
		}
	}
	return nil
}

// boardPast is what was, of late.
func (s *Service) boardPast(ctx context.Context, _ session.Actor, b *Board) error {
	var err error
	if b.Ratings, err = selectRatings(ctx, s.db, b.At.Add(-boardRatings)); err != nil {
		return err
	}
	from := b.At.Truncate(time.Hour).Add(-(boardHours - 1) * time.Hour)
	b.Hours, err = selectBoardHours(ctx, s.db, from, b.At)
	return err
}
