package chat

import (
	"context"
	"fmt"
	"math"
	"sync"
	"time"

	"github.com/walletdesk/walletdesk/session"
)

// Figures of the estimate.
const (
	measureFor    = 7 * 24 * time.Hour // what happened since
	measureMost   = 5000               // events of it that are looked at, the latest
	measureLeast  = 5                  // handled conversations without which there is no estimate
	measureEvery  = 30 * time.Second
	longestHonest = 12 * time.Hour // beyond it nobody knows
)

// Wait is how long a conversation will probably wait, as a range of whole minutes.
type Wait struct {
	FromMinutes int
	ToMinutes   int
}

// Waiting is where a conversation stands while it waits. Place is how many wait
// before it, nil when it waits no more. Wait is nil when nobody can tell: too little
// was measured, or nobody is there. AnswersAt is when the service opens, nil while
// it is open.
type Waiting struct {
	Place     *int
	Wait      *Wait
	AnswersAt *time.Time
}

// measured is what handling and waiting took of late, in seconds: the quarter that
// was quickest needed at most the first, three quarters at most the second.
type measured struct {
	Handled      int     `db:"handled"`
	HandledLow   float64 `db:"handled_low"`
	HandledHigh  float64 `db:"handled_high"`
	PickedUpLow  float64 `db:"picked_low"`
	PickedUpHigh float64 `db:"picked_high"`
}

// slots is the places of the operators who are ONLINE, in all and free.
type slots struct {
	All  int `db:"all_slots"`
	Free int `db:"free_slots"`
}

// measure keeps the last measurement of this node for half a minute.
type measure struct {
	mu   sync.Mutex
	at   time.Time
	last measured
}

func (s *Service) measured(ctx context.Context) (measured, error) {
	s.measure.mu.Lock()
	defer s.measure.mu.Unlock()
	now := s.log.now()
	if age := now.Sub(s.measure.at); age >= 0 && age < measureEvery {
		return s.measure.last, nil
	}
	m, err := selectMeasured(ctx, s.db, now.Add(-measureFor), measureMost)
	if err != nil {
		return measured{}, err
	}
	s.measure.at, s.measure.last = now, m
	return m, nil
}

// estimate is the range for a place in the queue. With a free place for it only
// somebody's look at the queue is waited for; otherwise so many of the places have
// to be given free, which happens as often as handling takes.
func estimate(place int, m measured, s slots) *Wait {
	if s.All == 0 || m.Handled < measureLeast {
		return nil
	}
	low, high := 0.0, m.PickedUpLow
	if before := place + 1 - s.Free; before > 0 {
		share := float64(before) / float64(s.All)
		low, high = m.HandledLow*share, m.HandledHigh*share
	}
	if high > longestHonest.Seconds() {
		return nil
	}
	w := &Wait{FromMinutes: int(low / 60), ToMinutes: int(math.Ceil(high / 60))}
	w.ToMinutes = max(w.ToMinutes, w.FromMinutes+1)
	return w
}

// Waiting is where a conversation that the caller has got stands in the queue.
func (s *Service) Waiting(ctx context.Context, actor session.Actor, c *Conversation) (*Waiting, error) {
	if !mayRead(actor, c, s.log.now()) {
		return &Waiting{}, nil
	}
	if c.Place == nil {
		return &Waiting{AnswersAt: s.answersAt()}, nil
	}
	way, err := s.ways(ctx)
	if err != nil {
		return nil, fmt.Errorf("find wait: %w", err)
	}
	return way(*c.Place), nil
}

// ways gives what belongs to a place at this moment.
func (s *Service) ways(ctx context.Context) (func(place int) *Waiting, error) {
	closed := s.answersAt()
	if closed != nil {
		return func(place int) *Waiting { return &Waiting{Place: &place, AnswersAt: closed} }, nil
	}
	m, err := s.measured(ctx)
	if err != nil {
		return nil, err
	}
	free, err := selectSlots(ctx, s.db, s.most())
	if err != nil {
		return nil, err
	}
	return func(place int) *Waiting { return &Waiting{Place: &place, Wait: estimate(place, m, free)} }, nil
}

// answersAt is when the service opens, nil while it is open.
func (s *Service) answersAt() *time.Time {
	now := s.log.now()
	next := s.desk.Hours.Next(now)
	if next == nil || !next.After(now) {
		return nil
	}
	return next
}

// most is how many conversations one operator is given.
func (s *Service) most() int {
	if s.desk.Most > 0 {
		return s.desk.Most
	}
	return maxCapacity
}

// Support tells whether the service answers now, and when it will.
type Support struct {
	Open      bool
	AnswersAt *time.Time // while it is not open; nil when nobody knows
}

// Support is for everybody: a form says it before a conversation is opened.
func (s *Service) Support() *Support {
	now := s.log.now()
	return &Support{Open: s.desk.Hours.Open(now), AnswersAt: s.answersAt()}
}
