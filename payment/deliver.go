package payment

import (
	"context"
	"fmt"
	"time"

	"github.com/walletdesk/walletdesk/job"
	"github.com/walletdesk/walletdesk/postgres"
)

// deliverFor is how long a webhook is tried; then the event is there to be asked for.
const deliverFor = 3 * 24 * time.Hour

// Delivery sends an event to the marketplace's address (package payment/webhook).
// It is nil when it was taken.
type Delivery func(ctx context.Context, eventID string, body []byte) error

// Register takes the payments' jobs on. deliver may be nil where no address is set.
func (s *Service) Register(jobs interface {
	RegisterOutside(kind string, h job.OutsideHandler)
}, deliver Delivery) {
	jobs.RegisterOutside(tendKind, s.tend)
	if deliver != nil {
		jobs.RegisterOutside(webhookKind, func(ctx context.Context, j job.Job) error { return s.deliver(ctx, j, deliver) })
	}
}

// deliver is the handler of webhookKind. A delivery whose answer was lost is made
// again, with the same event id.
func (s *Service) deliver(ctx context.Context, j job.Job, deliver Delivery) error {
	event, err := selectEvent(ctx, s.DB, j.Key)
	if postgres.NoRows(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("deliver event: %w", err)
	}
	if event.DeliveredAt != nil {
		return nil
	}
	failed := deliver(ctx, event.ID, []byte(event.Body))
	now := s.now()
	if failed == nil {
		return wrapped("deliver event", countDelivery(ctx, s.DB, event.ID, &now))
	}
	if err := countDelivery(ctx, s.DB, event.ID, nil); err != nil {
		return fmt.Errorf("deliver event: %w", err)
	}
	if now.Sub(event.CreatedAt) > deliverFor {
		s.Log.ErrorContext(ctx, "webhook given up, the event is there to be asked for", "event", event.ID, "payment", event.PaymentID, "error", failed)
		return nil
	}
	return fmt.Errorf("deliver event %s: %w", event.ID, failed)
}
