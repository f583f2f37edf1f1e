package payment

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/session"
	"github.com/walletdesk/walletdesk/throttle"
)

// CashFor is how long a code can be paid at a cash point: whoever chose it has to
// go there.
const CashFor = 24 * time.Hour

// handoverLimit is how often e-wallets and cash codes are begun for one payment: who
// changes their mind that often does something else.
func handoverLimit() throttle.Limit {
	return throttle.Limit{Name: "payment.handover", Max: 20, Window: time.Hour}
}

func errProvider(err error) error {
	return fault.New(fault.Unavailable, "PROVIDER_UNAVAILABLE",
		"This way to pay does not answer just now. Please try again in a moment, or choose another.").WithCause(err)
}

// PayWithWallet chooses the e-wallet: the payment says where the browser has to go.
// Asked again while it is chosen it gives the same address. Failures as Confirm's,
// and fault.Unavailable PROVIDER_UNAVAILABLE.
func (s *Service) PayWithWallet(ctx context.Context, actor session.Actor, in MethodInput) (*Payment, error) {
	return s.handOver(ctx, actor, in, Wallet, Redirected)
}

// PayWithCash chooses cash: the payment says the code, and can be paid for 24 hours
// from now. Asked again while it is chosen it gives the same code. Failures as
// PayWithWallet's.
func (s *Service) PayWithCash(ctx context.Context, actor session.Actor, in MethodInput) (*Payment, error) {
	return s.handOver(ctx, actor, in, Cash, AwaitingCash)
}

func (s *Service) handOver(ctx context.Context, actor session.Actor, in MethodInput, way Kind, to State) (*Payment, error) {
	row, err := s.seen(ctx, actor, "", in.Token, in.Digest)
	if err != nil {
		return nil, err
	}
	if row.State == to && len(row.Sealed) > 0 {
		return s.present(actor, row), nil
	}
	if err := s.offers(row, way); err != nil {
		return nil, err
	}
	if err := s.Throttle.Take(ctx, "payment:"+row.ID, handoverLimit()); err != nil {
		return nil, err
	}
	until := row.ExpiresAt
	if way == Cash {
		until = s.now().Add(CashFor)
	}
	id, err := s.begin(ctx, row, attemptRow{PaymentID: row.ID, Method: way}, to, s.now().Add(settleWait), until)
	if err != nil {
		return nil, err
	}
	ctx = context.WithoutCancel(ctx)
	if err := s.begunElsewhere(ctx, row, id, way, until); err != nil {
		return nil, err
	}
	return s.shown(ctx, actor, row.ID)
}

// begunElsewhere asks the provider where the payer has to go and keeps it.
func (s *Service) begunElsewhere(ctx context.Context, row paymentRow, attemptID string, way Kind, until time.Time) error {
	asking, cancel := context.WithTimeout(ctx, providerWait)
	defer cancel()
	charge := s.chargeOf(row, attemptID, CardNumber{})
	charge.Until = until
	outcome, err := s.Providers[way].Begin(asking, charge)
	switch {
	case err == nil && outcome.Status == Declined:
		return s.settle(ctx, attemptID, outcome)
	case err == nil && outcome.Status == Approved:
		return s.settle(ctx, attemptID, outcome)
	case err == nil && outcome.Status != Pending:
		err = fmt.Errorf("status %s", outcome.Status)
	}
	if err == nil {
		err = s.keep(ctx, row, attemptID, handover{RedirectURL: outcome.RedirectURL, Code: outcome.Code})
	}
	if err == nil {
		return nil
	}
	// Nobody was told where to go, so nothing can come of it.
	s.Log.WarnContext(ctx, "way to pay did not begin", "payment", row.ID, "attempt", attemptID, "error", err)
	if closed := s.giveUp(ctx, attemptID, nil); closed != nil {
		s.Log.ErrorContext(ctx, "way to pay not closed, it runs out by itself", "attempt", attemptID, "error", closed)
	}
	return errProvider(err)
}

// keep seals where the payer has to go, and has the payment looked after at its end.
func (s *Service) keep(ctx context.Context, row paymentRow, attemptID string, h handover) error {
	text, err := json.Marshal(h)
	if err != nil {
		return err
	}
	sealed, version, err := s.Keys.SealKept(handoverPurpose, boundTo(attemptID), text)
	if err != nil {
		return err
	}
	return s.DB.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		pending, err := setHandover(ctx, q, attemptID, sealed, version)
		if err != nil || !pending {
			return err // decided meanwhile: there is nowhere to go
		}
		now, err := selectByID(ctx, q, row.ID)
		if err != nil {
			return err
		}
		return s.tendAt(ctx, q, row.ID, now.ExpiresAt)
	})
}

// giveUp goes back to OPEN from a way to pay that comes to nothing.
func (s *Service) giveUp(ctx context.Context, attemptID string, code *string) error {
	life := s.now().Add(s.Life)
	return s.void(ctx, attemptID, code, func(ctx context.Context, q postgres.Querier) (bool, error) {
		return reopen(ctx, q, attemptID, code, life)
	}, note{action: "payment.given-up", actor: "system"})
}

// ChangeMethod gives the e-wallet or the cash code up, so that another way can be
// chosen. The provider closes it first: what it took meanwhile counts. Where there
// is nothing to give up the payment is returned as it stands.
//
// fault.NotFound; fault.Unavailable PROVIDER_UNAVAILABLE.
func (s *Service) ChangeMethod(ctx context.Context, actor session.Actor, token string) (*Payment, error) {
	row, err := s.row(ctx, actor, "", token)
	if err != nil || token == "" {
		return nil, errNotFoundOr(err)
	}
	if row.State == Redirected || row.State == AwaitingCash {
		paid, err := s.closeAtProvider(ctx, row)
		if err != nil {
			return nil, err
		}
		if !paid {
			if err := s.giveUp(ctx, *row.AttemptID, nil); err != nil {
				return nil, err
			}
		}
	}
	return s.shown(ctx, actor, row.ID)
}

func errNotFoundOr(err error) error {
	if err == nil {
		return errNotFound()
	}
	return err
}

// closeAtProvider has the provider close what is under way. paid tells that it was
// settled meanwhile, for good or ill, and that this is written down.
func (s *Service) closeAtProvider(ctx context.Context, row paymentRow) (paid bool, err error) {
	asking, cancel := context.WithTimeout(ctx, providerWait)
	defer cancel()
	provider := s.Providers[Kind(*row.Method)]
	if provider == nil {
		return false, errProvider(fmt.Errorf("there is no provider for %s any more", *row.Method))
	}
	outcome, err := provider.Close(asking, *row.AttemptID)
	switch {
	case err != nil:
		return false, errProvider(err)
	case outcome.Status == Approved, outcome.Status == Declined:
		return true, s.settle(ctx, *row.AttemptID, outcome)
	case outcome.Status == Pending:
		return false, errProvider(fmt.Errorf("attempt %s was not closed", *row.AttemptID))
	default:
		return false, nil
	}
}

// Cancel takes a payment of the calling marketplace back. Taken back before it is
// returned as it is.
//
// fault.NotFound; fault.Conflict ALREADY_PAID, PAYMENT_IN_PROGRESS (a card is asked:
// ask again in a moment), PAYMENT_EXPIRED, PAYMENT_ENDED; fault.Unavailable
// PROVIDER_UNAVAILABLE.
func (s *Service) Cancel(ctx context.Context, actor session.Actor, id string) (*Payment, error) {
	row, err := s.row(ctx, actor, id, "")
	if err != nil {
		return nil, err
	}
	n := note{action: "payment.cancelled", actor: "client:" + actor.ClientID, event: "payment.cancelled"}
	edge := func(ctx context.Context, q postgres.Querier) (bool, error) {
		return setCancelled(ctx, q, row, s.now())
	}
	switch row.State {
	case Cancelled:
		return s.present(actor, row), nil
	case Open:
		err = s.end(ctx, row, edge, n)
	case Redirected, AwaitingCash:
		var settled bool
		if settled, err = s.closeAtProvider(ctx, row); err == nil && !settled {
			err = s.void(ctx, *row.AttemptID, nil, edge, n)
		} else if settled && err == nil {
			err = errMoved()
		}
	default:
		return nil, errNotOpen(row.State)
	}
	if err != nil {
		return nil, err
	}
	return s.shown(ctx, actor, row.ID)
}

// end takes an OPEN payment to its end by edge.
func (s *Service) end(ctx context.Context, row paymentRow, edge func(ctx context.Context, q postgres.Querier) (bool, error), n note) error {
	err := s.DB.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		moved, err := edge(ctx, q)
		if err != nil {
			return fmt.Errorf("end payment: %w", err)
		}
		if !moved {
			return errMoved()
		}
		after, err := selectByID(ctx, q, row.ID)
		if err != nil {
			return fmt.Errorf("end payment: %w", err)
		}
		return s.tell(ctx, q, after, n)
	})
	if err == nil {
		s.Jobs.Wake()
	}
	return err
}
