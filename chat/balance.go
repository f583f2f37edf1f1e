package chat

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/walletdesk/walletdesk/postgres"
)

// waitForLanguage is how much longer somebody else must have waited to go before a
// customer whose language the operator speaks, and how long a conversation waits for
// such an operator while one is ONLINE.
const waitForLanguage = 10 * time.Minute

// balancer drains the queue of a BALANCED desk on this node. Of many who ask at once
// one drains, and once more if somebody asked meanwhile; the nodes take turns by a
// lock in the database.
type balancer struct {
	mu      sync.Mutex
	running bool
	again   bool
}

// drain gives what waits, oldest first, to the operators who have fewest, as far as
// there are places. Every change of what waits or of capacity calls it, after its
// commit; what fails is tried again by Attend.
func (s *Service) drain() {
	if !s.desk.Balanced || !s.balance.begin() {
		return
	}
	for {
		ctx, cancel := context.WithTimeout(context.Background(), postgres.Timeout)
		err := s.assignAll(ctx)
		cancel()
		if err != nil {
			s.logger.Warn("queue could not be drained, trying again later", "error", err)
		}
		if !s.balance.more(err == nil) {
			return
		}
	}
}

func (b *balancer) begin() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.running {
		b.again = true
		return false
	}
	b.running = true
	return true
}

func (b *balancer) more(fine bool) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	more := b.again && fine
	b.again, b.running = false, more
	return more
}

// assignAll assigns one after the other until nothing can be.
func (s *Service) assignAll(ctx context.Context) error {
	for {
		to, err := s.assignOne(ctx)
		if err != nil {
			return fmt.Errorf("assign conversation: %w", err)
		}
		if to == "" {
			return nil
		}
		s.log.ringOperator(to)
	}
}

// assignOne gives the first conversation that somebody has a place for, and tells
// to whom; "" when there is none.
func (s *Service) assignOne(ctx context.Context) (string, error) {
	to := ""
	err := s.log.inTxQuietly(ctx, func(ctx context.Context, q postgres.Querier, r *rings) error {
		to = ""
		if err := lockAssignment(ctx, q); err != nil {
			return err
		}
		now := s.log.now()
		m, err := selectAssignment(ctx, q, s.most(), now.Add(-waitForLanguage))
		if err != nil || m == nil {
			return err
		}
		if err := s.takeIn(ctx, q, r, m.ConversationID, m.OperatorID, m.Name); err != nil {
			return err
		}
		to = m.OperatorID
		return updateAssigned(ctx, q, m.OperatorID, now)
	})
	return to, err
}
