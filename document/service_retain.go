package document

import (
	"context"
	"fmt"
	"time"

	"github.com/walletdesk/walletdesk/postgres"
)

// Retention of pictures: 30 days after their case was closed, from the design of
// the support service. What stays is the receipt: kind, hash, verdict and times.
const (
	keepFor     = 30 * 24 * time.Hour
	retireBatch = 200
)

// Retire destroys the keys of the pictures whose case was closed 30 days ago or
// earlier, and deletes their files. It tells how many. The row stays as a receipt
// that a picture of that hash was there and what was said of it; nobody can open
// it again, whatever copy of the files there is. A timer's work, safe on every
// node at once: call it once a day or so.
func (s *Service) Retire(ctx context.Context) (int, error) {
	retired, until, after := 0, s.now().Add(-keepFor), ""
	for {
		ids, err := selectKept(ctx, s.DB, until, after, retireBatch)
		if err != nil {
			return retired, fmt.Errorf("retire documents: %w", err)
		}
		if len(ids) == 0 {
			return retired, nil
		}
		closed, err := s.Rooms.ClosedUntil(ctx, s.DB, ids, until)
		if err != nil {
			return retired, fmt.Errorf("retire documents: %w", err)
		}
		for _, id := range closed {
			n, err := s.retireCase(ctx, id)
			retired += n
			if err != nil {
				return retired, fmt.Errorf("retire documents of %s: %w", id, err)
			}
		}
		after = ids[len(ids)-1]
	}
}

// retireCase destroys the keys of all pictures of one closed case.
func (s *Service) retireCase(ctx context.Context, conversationID string) (int, error) {
	var dead []string
	err := s.DB.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		dead = nil // a transaction may run again
		if err := s.Rooms.Lock(ctx, q, conversationID); err != nil {
			return err
		}
		for _, kind := range []Kind{Identity, BankCard} {
			keys, err := s.destroyKind(ctx, q, conversationID, kind)
			if err != nil {
				return err
			}
			dead = append(dead, keys...)
		}
		return deleteGroups(ctx, q, conversationID)
	})
	if err != nil {
		return 0, err
	}
	for _, key := range dead {
		s.drop(ctx, key)
	}
	return len(dead), nil
}
