package payment

import (
	"context"
	"crypto/subtle"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/session"
	"github.com/walletdesk/walletdesk/throttle"
)

const (
	// providerWait is how long a provider may take while a person waits.
	providerWait = 20 * time.Second
	// settleWait is when a charge is asked about after the program that began it was
	// killed: longer than providerWait, so that nobody waits for it any more.
	settleWait = time.Minute
	// lostWait is when it is asked about after its answer was lost. Sooner would be
	// safe too, for a provider closes what it has not taken; it has to breathe.
	lostWait = 5 * time.Second
)

// guestLimit keeps one network from trying out card numbers on many payments.
func guestLimit() throttle.Limit {
	return throttle.Limit{Name: "payment.guest.network", Max: 20, Window: time.Hour}
}

// Confirm pays with a saved card of the calling customer. It returns the payment as
// it stands when the card was asked: declined is no failure.
//
// fault.NotFound for a foreign or absent payment or card; fault.Conflict
// DIGEST_MISMATCH, HELD (with RetryAt), CARD_EXPIRED, and where the payment stands
// elsewhere ALREADY_PAID, PAYMENT_IN_PROGRESS, PAYMENT_EXPIRED, PAYMENT_ENDED,
// METHOD_NOT_OFFERED; fault.Forbidden ACCOUNT_FROZEN; the failures of the payment
// password.
func (s *Service) Confirm(ctx context.Context, actor session.Actor, in ConfirmInput) (*Payment, error) {
	row, err := s.payable(ctx, actor, value(in.ID), value(in.Token), in.Digest, SavedCard)
	if err != nil {
		return nil, err
	}
	if err := s.Accounts.MayPay(ctx, s.DB, actor.AccountID); err != nil {
		return nil, err
	}
	if err := s.Cards.Usable(ctx, actor.AccountID, in.CardID); err != nil {
		return nil, err
	}
	if err := s.Accounts.VerifyPassword(ctx, actor.AccountID, in.Password); err != nil {
		return nil, err
	}
	attempt := attemptRow{PaymentID: row.ID, Method: SavedCard, AccountID: &actor.AccountID, CardID: &in.CardID}
	err = s.Cards.WithSaved(ctx, actor.AccountID, in.CardID, func(ctx context.Context, c CardNumber) error {
		return s.charge(ctx, row, attempt, c)
	})
	if err != nil {
		return nil, err
	}
	return s.shown(ctx, actor, row.ID)
}

// PayAsGuest pays with a card that is typed once and kept nowhere.
//
// fault.Invalid tells of every field at once: number, expiryMonth, expiryYear, cvc;
// fault.Throttled; otherwise as Confirm.
func (s *Service) PayAsGuest(ctx context.Context, actor session.Actor, in GuestInput) (*Payment, error) {
	row, err := s.payable(ctx, actor, "", in.Token, in.Digest, GuestCard)
	if err != nil {
		return nil, err
	}
	attempt := attemptRow{PaymentID: row.ID, Method: GuestCard}
	err = s.Cards.WithTyped(ctx, in, func(ctx context.Context, c CardNumber) error {
		if err := s.Throttle.Take(ctx, actor.ClientKey, guestLimit()); err != nil {
			return err
		}
		return s.charge(ctx, row, attempt, c)
	})
	if err != nil {
		return nil, err
	}
	return s.shown(ctx, actor, row.ID)
}

// payable is a payment that the caller has seen and that a way to pay is open for.
func (s *Service) payable(ctx context.Context, actor session.Actor, id, token, digest string, way Kind) (paymentRow, error) {
	row, err := s.seen(ctx, actor, id, token, digest)
	if err != nil {
		return paymentRow{}, err
	}
	return row, s.offers(row, way)
}

// seen is a payment that the caller may see and that shows what its digest says.
func (s *Service) seen(ctx context.Context, actor session.Actor, id, token, digest string) (paymentRow, error) {
	row, err := s.row(ctx, actor, id, token)
	if err != nil {
		return paymentRow{}, err
	}
	if actor.Role == session.Marketplace {
		return paymentRow{}, errNotFound() // it asks for money, it does not pay
	}
	want := Digest(row.ID, Money{Amount: row.Amount, Currency: row.Currency}, row.Payee)
	if subtle.ConstantTimeCompare([]byte(digest), []byte(want)) != 1 {
		return paymentRow{}, fault.New(fault.Conflict, "DIGEST_MISMATCH",
			"What is to be paid is not what was shown. Please look at the payment again.")
	}
	return row, nil
}

// offers is nil for a payment that can be paid this way now.
func (s *Service) offers(row paymentRow, way Kind) error {
	if s.state(row) != Open {
		return errNotOpen(s.state(row))
	}
	if !slices.Contains(row.Methods, string(way)) || s.Providers[way] == nil {
		return fault.New(fault.Conflict, "METHOD_NOT_OFFERED", "This payment can't be paid this way. Please choose another.")
	}
	return nil
}

// errNotOpen says why a payment can't be paid now.
func errNotOpen(state State) error {
	switch state {
	case Paid:
		return fault.New(fault.Conflict, "ALREADY_PAID", "This is paid already.")
	case Expired:
		return fault.New(fault.Conflict, "PAYMENT_EXPIRED", "The time to pay is over. Please begin again in the shop.")
	case Authorising, Redirected, AwaitingCash:
		return fault.New(fault.Conflict, "PAYMENT_IN_PROGRESS", "This is being paid just now, perhaps in another window.")
	default:
		return fault.New(fault.Conflict, "PAYMENT_ENDED", "This payment can't be paid any more. Please begin again in the shop.")
	}
}

// charge asks the provider of a card. What is about to be asked is committed first,
// so that a crash leaves a question that can be asked again and no doubt about the
// money. It goes on when the caller has left: the card may be charged already.
func (s *Service) charge(ctx context.Context, row paymentRow, attempt attemptRow, c CardNumber) error {
	attempt.Network, attempt.Last4 = c.Number.Network().Code, c.Number.Last4()
	id, err := s.begin(ctx, row, attempt, Authorising, s.now().Add(settleWait), row.ExpiresAt)
	if err != nil {
		return err
	}
	ctx = context.WithoutCancel(ctx)
	asking, cancel := context.WithTimeout(ctx, providerWait)
	defer cancel()
	outcome, err := s.Providers[attempt.Method].Begin(asking, s.chargeOf(row, id, c))
	if err != nil || (outcome.Status != Approved && outcome.Status != Declined) {
		// Its fate is not known: the job asks, and the page shows AUTHORISING meanwhile.
		s.Log.WarnContext(ctx, "card provider gave no answer, it is asked again", "payment", row.ID, "attempt", id, "status", outcome.Status, "error", err)
		return s.tendAt(ctx, s.DB, row.ID, s.now().Add(lostWait))
	}
	return s.settle(ctx, id, outcome)
}

func (s *Service) chargeOf(row paymentRow, attemptID string, c CardNumber) Charge {
	return Charge{
		AttemptID: attemptID, PaymentID: row.ID, Amount: Money{Amount: row.Amount, Currency: row.Currency},
		Payee: row.Payee, Order: row.Order, Card: c, Until: row.ExpiresAt,
	}
}

// begin commits that a provider is about to be asked: the attempt, the edge, the
// job that looks after it at due, and the entry. It gives the attempt's id.
func (s *Service) begin(ctx context.Context, row paymentRow, attempt attemptRow, to State, due, expiresAt time.Time) (string, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return "", fmt.Errorf("begin charge: %w", err)
	}
	attempt.ID, attempt.CreatedAt = id.String(), s.now()
	err = s.DB.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		if attempt.AccountID != nil {
			// Again inside: a "not me" may have come while the password was hashed.
			if err := s.Accounts.MayPay(ctx, q, *attempt.AccountID); err != nil {
				return err
			}
		}
		moved, err := begin(ctx, q, row.ID, attempt.ID, to, s.now(), expiresAt)
		if err != nil {
			return fmt.Errorf("begin charge: %w", err)
		}
		if !moved {
			return s.begun(ctx, q, row.ID, attempt.ID)
		}
		if err := insertAttempt(ctx, q, attempt); err != nil {
			return fmt.Errorf("begin charge: %w", err)
		}
		n := note{action: "payment.begun", actor: actorOf(attempt), attempt: &attempt}
		if err := s.tell(ctx, q, row, n); err != nil {
			return fmt.Errorf("begin charge: %w", err)
		}
		return s.tendAt(ctx, q, row.ID, due)
	})
	return attempt.ID, err
}

// begun tells whether the edge was this attempt's own, committed by a try of the
// transaction whose answer was lost; otherwise why it can't be taken.
func (s *Service) begun(ctx context.Context, q postgres.Querier, paymentID, attemptID string) error {
	row, err := selectByID(ctx, q, paymentID)
	switch {
	case err != nil:
		return fmt.Errorf("begin charge: %w", err)
	case row.AttemptID != nil && *row.AttemptID == attemptID:
		return nil
	default:
		return errNotOpen(s.state(row))
	}
}

// shown is a payment after a step of its payer's.
func (s *Service) shown(ctx context.Context, actor session.Actor, id string) (*Payment, error) {
	row, err := selectByID(ctx, s.DB, id)
	if err != nil {
		return nil, fmt.Errorf("show payment: %w", err)
	}
	return s.present(actor, row), nil
}

func value(p *string) string {
	if p == nil {
		return ""
	}
	return *p
}
