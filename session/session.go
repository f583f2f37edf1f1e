// Package session says who is calling: it takes people through an OpenID
// Connect sign-in, issues sessions, finds them again by their cookie, and ends
// them.
//
// # Two doors
//
// Customers come through the marketplace's provider, operators and supervisors
// through the workforce's. Each door has a cookie of its own, so that both can
// be open in one browser, and a session of one door never opens the other.
//
// # States
//
//	Start ──cookie: state, nonce, verifier──▶ provider ──code──▶ Finish
//	Finish ─▶ OPEN ──idle, absolute age, sign-out, revoked──▶ ENDED
//
// # Invariants
//
//   - A person is keyed by issuer and subject, never by an e-mail address.
//   - The database keeps the SHA-256 of a token; the token is in the cookie alone.
//   - A sign-in and a step-up give a new token; the former one is dead from then on.
//   - A session is open while it was used within its idle time and is younger
//     than its absolute age; both are checked in the statement that reads it.
//   - Whoever waits on a session (a socket) is told when it ends, on every node.
package session

import (
	"context"
	"time"
)

// Role is what a caller may do, the words of the schema's enum Role.
type Role string

// The roles. A Supervisor may do what an Operator may.
const (
	Recoverer  Role = "RECOVERER"  // holds the cookie of a recovery flow, is not signed in
	Customer   Role = "CUSTOMER"   // signed in through the marketplace
	Operator   Role = "OPERATOR"   // signed in through the workforce provider
	Supervisor Role = "SUPERVISOR" // an operator who also gives the second approval
	// Marketplace is a marketplace's own program, by client credentials.
	Marketplace Role = "MARKETPLACE"
)

// Stage is how far a customer's account has come, the words of the schema's enum Stage.
type Stage string

// The stages, in their order.
const (
	StageSignedIn   Stage = "SIGNED_IN"  // the e-mail address waits for its confirmation
	StageConfirmed  Stage = "CONFIRMED"  // the questionnaire waits
	StageRegistered Stage = "REGISTERED" // registration is complete
)

// AtLeast reports whether the stage is the wanted one or a later one. An
// unknown stage is before all others.
func (s Stage) AtLeast(want Stage) bool { return s.rank() >= want.rank() && want.rank() > 0 }

func (s Stage) rank() int {
	switch s {
	case StageSignedIn:
		return 1
	case StageConfirmed:
		return 2
	case StageRegistered:
		return 3
	default:
		return 0
	}
}

// Actor is who calls, resolved once a request from its cookies. The zero Actor
// is a stranger. Role is empty for a stranger even when ClientKey is set.
type Actor struct {
	Role      Role
	SessionID string // empty for a Recoverer who is not signed in
	AccountID string // the customer's, or the flow's for a Recoverer
	PersonID  string // row of the provider's person (issuer and subject), customers and staff alike
	StaffID   string // equals PersonID for staff, empty for everybody else
	StaffName string // display name for colleagues; customers are shown the given name only
	FlowID    string // the recovery flow this browser holds; a customer may hold one too
	ClientID  string // a Marketplace's name, empty for everybody else
	Locale    string // BCP 47, "en" when nothing is known

	AuthTime  time.Time // when the provider last saw the person prove itself
	ClientKey string    // throttle key of the client's network (/24 or /48), a keyed hash

	Confirmed, Registered bool // how far the account has come

	Name             string    // the provider's name for a customer
	SessionExpiresAt time.Time // when the session ends if nothing is done
}

// IsZero reports whether nobody known is calling.
func (a Actor) IsZero() bool { return a.Role == "" }

// IsStaff reports whether an operator or a supervisor is calling.
func (a Actor) IsStaff() bool { return a.Role == Operator || a.Role == Supervisor }

// Stage is how far a customer's account has come; empty for everybody else.
func (a Actor) Stage() Stage {
	switch {
	case a.Role != Customer:
		return ""
	case a.Registered:
		return StageRegistered
	case a.Confirmed:
		return StageConfirmed
	default:
		return StageSignedIn
	}
}

// Has reports whether the actor may do what any of the roles may. A supervisor
// has the role of an operator; a customer whose browser holds a recovery flow
// has the role of a recoverer.
func (a Actor) Has(roles ...Role) bool {
	for _, r := range roles {
		switch {
		case a.Role == "":
			return false
		case a.Role == r,
			r == Operator && a.Role == Supervisor,
			r == Recoverer && a.Role == Customer && a.FlowID != "":
			return true
		}
	}
	return false
}

type contextKey struct{}

// NewContext returns a context that carries who is calling.
func NewContext(ctx context.Context, a Actor) context.Context {
	return context.WithValue(ctx, contextKey{}, a)
}

// FromContext tells who is calling; false when the context carries nobody, not
// even a stranger.
func FromContext(ctx context.Context) (Actor, bool) {
	a, ok := ctx.Value(contextKey{}).(Actor)
	return a, ok
}
