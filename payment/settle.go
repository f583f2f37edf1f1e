package payment

import (
	"context"
	"fmt"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/postgres"
)

// errVoid is what a provider hears that comes with money for a charge that was
// closed: it has to give it back.
func errVoid() error {
	return fault.New(fault.Conflict, "CHARGE_VOID", "The charge was closed. The payer gets the money back.")
}

// settle writes down how a charge ended. Told twice it does nothing the second
// time. Pending and Unknown are not for it: see close.
//
// fault.NotFound for an attempt that is none of ours; errVoid for money that came
// too late.
func (s *Service) settle(ctx context.Context, attemptID string, o Outcome) error {
	err := s.DB.InTx(ctx, func(ctx context.Context, q postgres.Querier) error { return s.settleIn(ctx, q, attemptID, o) })
	if err != nil {
		return err
	}
	s.Jobs.Wake()
	s.Accounts.Wake()
	return nil
}

func (s *Service) settleIn(ctx context.Context, q postgres.Querier, attemptID string, o Outcome) error {
	attempt, err := selectAttempt(ctx, q, attemptID)
	if postgres.NoRows(err) {
		return errNotFound()
	}
	if err != nil {
		return fmt.Errorf("settle payment: %w", err)
	}
	now := s.now()
	var moved bool
	switch o.Status {
	case Approved:
		moved, err = settlePaid(ctx, q, attemptID, attempt.AccountID, now)
	case Declined:
		moved, err = settleDeclined(ctx, q, attemptID, declineCode(o.Decline), MaxDeclines, now)
	default:
		return fmt.Errorf("settle payment: %s is no end", o.Status)
	}
	if err != nil {
		return fmt.Errorf("settle payment: %w", err)
	}
	if !moved {
		return s.told(ctx, q, attemptID, o)
	}
	return s.settled(ctx, q, attempt, o)
}

// told answers for an attempt that was decided before.
func (s *Service) told(ctx context.Context, q postgres.Querier, attemptID string, o Outcome) error {
	attempt, err := selectAttempt(ctx, q, attemptID)
	switch {
	case err != nil:
		return fmt.Errorf("settle payment: %w", err)
	case attempt.State == attemptPending:
		return fmt.Errorf("settle payment: attempt %s is pending and its payment is not", attemptID)
	case o.Status == Approved && attempt.State != attemptApproved:
		return errVoid()
	default:
		return nil
	}
}

// settled writes what belongs to a settled charge, in the transaction of its edge.
func (s *Service) settled(ctx context.Context, q postgres.Querier, attempt attemptRow, o Outcome) error {
	state, action := attemptApproved, "payment.paid"
	var code *string
	if o.Status == Declined {
		known := declineCode(o.Decline)
		state, action, code = attemptDeclined, "payment.declined", &known
	}
	if err := s.decide(ctx, q, attempt.ID, state, code); err != nil {
		return fmt.Errorf("settle payment: %w", err)
	}
	row, err := selectByID(ctx, q, attempt.PaymentID)
	if err != nil {
		return fmt.Errorf("settle payment: %w", err)
	}
	n := note{action: action, actor: actorOf(attempt), event: action, attempt: &attempt, accountID: attempt.AccountID, code: code}
	if err := s.tell(ctx, q, row, n); err != nil {
		return fmt.Errorf("settle payment: %w", err)
	}
	if row.State == Failed {
		if err := s.tell(ctx, q, row, note{action: "payment.failed", actor: "system", event: "payment.failed"}); err != nil {
			return fmt.Errorf("settle payment: %w", err)
		}
	}
	if row.State.Ended() {
		return nil
	}
	return s.tendAt(ctx, q, row.ID, row.ExpiresAt)
}

// decide ends an attempt whose payment was just moved on, so that it is pending.
func (s *Service) decide(ctx context.Context, q postgres.Querier, attemptID, state string, code *string) error {
	pending, err := decide(ctx, q, attemptID, state, code, s.now())
	if err == nil && !pending {
		err = fmt.Errorf("attempt %s was decided before its payment moved", attemptID)
	}
	return err
}

// actorOf is who did what an attempt was for.
func actorOf(a attemptRow) string {
	if a.AccountID != nil {
		return "account:" + *a.AccountID
	}
	return "guest:" + a.ID
}

// declineCode is a code of the contract; what a provider says otherwise is a plain
// no: its words are not ours to show.
func declineCode(said string) string {
	switch said {
	case "INSUFFICIENT_FUNDS", "CARD_EXPIRED", "WRONG_CVC", "CARD_BLOCKED", "WALLET_DECLINED", "NO_ANSWER":
		return said
	default:
		return "CARD_DECLINED"
	}
}

// void closes a charge that no money came of, and moves its payment on by edge,
// which reports whether it was the one to move it.
func (s *Service) void(ctx context.Context, attemptID string, code *string, edge func(ctx context.Context, q postgres.Querier) (bool, error), n note) error {
	err := s.DB.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		attempt, err := selectAttempt(ctx, q, attemptID)
		if err != nil {
			return fmt.Errorf("close charge: %w", err)
		}
		moved, err := edge(ctx, q)
		if err != nil {
			return fmt.Errorf("close charge: %w", err)
		}
		if !moved {
			return errMoved()
		}
		if err := s.decide(ctx, q, attemptID, attemptVoid, code); err != nil {
			return fmt.Errorf("close charge: %w", err)
		}
		row, err := selectByID(ctx, q, attempt.PaymentID)
		if err != nil {
			return fmt.Errorf("close charge: %w", err)
		}
		n.attempt = &attempt
		if err := s.tell(ctx, q, row, n); err != nil {
			return fmt.Errorf("close charge: %w", err)
		}
		if row.State.Ended() {
			return nil
		}
		return s.tendAt(ctx, q, row.ID, row.ExpiresAt)
	})
	if err != nil {
		return err
	}
	s.Jobs.Wake()
	return nil
}

func errMoved() error {
	return fault.New(fault.Conflict, "PAYMENT_MOVED", "The payment has moved on, perhaps in another window. Please look at it again.")
}
