package chat

import (
	"context"
	"fmt"
	"time"

	"github.com/walletdesk/walletdesk/postgres"
)

// SignalCode names something that stands beside a case and asks for care.
type SignalCode string

// Signals. Each is a plain fact of the program's own records, the same for whoever
// looks; none decides anything.
const (
	EmailChanged      SignalCode = "EMAIL_CHANGED"      // in the last 7 days
	SeveralRecoveries SignalCode = "SEVERAL_RECOVERIES" // three or more in 30 days, whose link was confirmed
	DocumentElsewhere SignalCode = "DOCUMENT_ELSEWHERE" // the same picture came from another account
	NewDevice         SignalCode = "NEW_DEVICE"         // the recovery's sign-in came from a kind of browser not seen before
	NewNetwork        SignalCode = "NEW_NETWORK"        // or from a network not seen before
)

// Signal is one of them with what it is about.
type Signal struct {
	Code  SignalCode `json:"code"`
	At    time.Time  `json:"at"`    // when it came to be
	Count int        `json:"count"` // of recoveries or pictures, else 1
}

// What a signal asks for.
const (
	identitiesPlain    = 1
	identitiesSignal   = 2                  // one more document of identity
	holdAfterSignal    = 7 * 24 * time.Hour // payments are held for so long instead of 72 hours
	recoveriesAreMany  = 3
	recoveriesWindow   = 30 * 24 * time.Hour
	emailChangedWindow = 7 * 24 * time.Hour
)

// identitiesNeeded is how many accepted documents of identity a decision needs.
func identitiesNeeded(signals []Signal) int {
	if len(signals) > 0 {
		return identitiesSignal
	}
	return identitiesPlain
}

// Facts is what the program's records know of an account that is about to be given
// back. A domain each answers; cmd brings them together.
type Facts interface {
	// EmailChangedAt is when the account's address last changed, nil if it never did.
	EmailChangedAt(ctx context.Context, q postgres.Querier, accountID string) (*time.Time, error)
	// RecoveriesSince is how many recoveries of an account were asked for since a
	// time and had their link confirmed, and when the last was.
	RecoveriesSince(ctx context.Context, q postgres.Querier, accountID string, since time.Time) (int, time.Time, error)
	// SeenElsewhere is how many pictures of a conversation came from another account
	// too, and when the last of these came.
	SeenElsewhere(ctx context.Context, q postgres.Querier, conversationID, accountID string) (int, time.Time, error)
	// NewlySignedIn tells whether the account's sign-ins since a time came from kinds
	// of browsers, and from networks, that none before it came from; each with the
	// time, nil if not, or if there was none before.
	NewlySignedIn(ctx context.Context, q postgres.Querier, accountID string, since time.Time) (device, network *time.Time, err error)
}

// signalsOf is the signals of a case at this moment, in one order always.
func (s *Service) signalsOf(ctx context.Context, q postgres.Querier, c *Conversation) ([]Signal, error) {
	out := []Signal{}
	if c.FlowID == nil {
		return out, nil
	}
	add := func(code SignalCode, at *time.Time, count int) {
		if at != nil {
			out = append(out, Signal{Code: code, At: at.UTC(), Count: count})
		}
	}
	now := s.log.now()
	changed, err := s.facts.EmailChangedAt(ctx, q, c.AccountID)
	if err != nil {
		return nil, fmt.Errorf("signals: %w", err)
	}
	if changed != nil && now.Sub(*changed) < emailChangedWindow {
		add(EmailChanged, changed, 1)
	}
	many, last, err := s.facts.RecoveriesSince(ctx, q, c.AccountID, now.Add(-recoveriesWindow))
	if err != nil {
		return nil, fmt.Errorf("signals: %w", err)
	}
	if many >= recoveriesAreMany {
		add(SeveralRecoveries, &last, many)
	}
	elsewhere, last, err := s.facts.SeenElsewhere(ctx, q, c.ID, c.AccountID)
	if err != nil {
		return nil, fmt.Errorf("signals: %w", err)
	}
	if elsewhere > 0 {
		add(DocumentElsewhere, &last, elsewhere)
	}
	_, _, _, started, err := s.recovery.CaseFlow(ctx, q, *c.FlowID)
	if err != nil {
		return nil, fmt.Errorf("signals: %w", err)
	}
	device, network, err := s.facts.NewlySignedIn(ctx, q, c.AccountID, started)
	if err != nil {
		return nil, fmt.Errorf("signals: %w", err)
	}
	add(NewDevice, device, 1)
	add(NewNetwork, network, 1)
	return out, nil
}

// fresher tells whether signals have come, or grown, since others were written
// down. One that has gone meanwhile changes nothing.
func fresher(now, then []Signal) bool {
	known := map[SignalCode]Signal{}
	for _, s := range then {
		known[s.Code] = s
	}
	for _, s := range now {
		before, ok := known[s.Code]
		if !ok || s.Count > before.Count || s.At.After(before.At) {
			return true
		}
	}
	return false
}
