package session

import (
	"context"
	"fmt"
	"time"
)

// Open is an open session, as its owner sees it.
type Open struct {
	ID        string
	UserAgent string // as the browser sent it; show what mail.Device makes of it
	Current   bool   // the one that asks
	CreatedAt time.Time
	SeenAt    time.Time
	ExpiresAt time.Time // if nothing is done until then; any request moves it
}

// List is the calling customer's open sessions, the last used first.
func (s *Service) List(ctx context.Context, actor Actor) ([]Open, error) {
	if actor.Role != Customer {
		return nil, nil
	}
	rows, err := selectOwn(ctx, s.db, CustomerDoor, actor.PersonID, s.clock(), CustomerIdle)
	if err != nil {
		return nil, fmt.Errorf("list sessions: %w", err)
	}
	list := make([]Open, 0, len(rows))
	for _, r := range rows {
		list = append(list, Open{
			ID: r.ID, UserAgent: r.UserAgent, Current: r.ID == actor.SessionID, CreatedAt: r.CreatedAt.UTC(),
			SeenAt: r.SeenAt.UTC(), ExpiresAt: earlier(r.ExpiresAt, r.SeenAt.Add(CustomerIdle)).UTC(),
		})
	}
	return list, nil
}
