package recovery

import (
	"context"
	"time"

	"github.com/lib/pq"

	"github.com/walletdesk/walletdesk/postgres"
)

// event is what moves a flow.
type event string

const (
	evConfirm   event = "confirm"   // link or code, the first time
	evMove      event = "move"      // the other one of them, in another browser
	evSignIn    event = "sign-in"   // by the account's own person
	evAnswer    event = "answer"    // all three right
	evLock      event = "lock"      // too many wrong answers
	evEscalate  event = "escalate"  // a conversation was opened
	evApprove   event = "approve"   // two people agreed
	evDecline   event = "decline"   // the second one did not
	evPassword  event = "password"  // a new one was set
	evFinish    event = "finish"    // it cooled down
	evExpire    event = "expire"    // its time ran out
	evCancel    event = "cancel"    // by the customer
	evSupersede event = "supersede" // another one was confirmed
	evFreeze    event = "freeze"    // "this was not me"
	always            = "TRUE"
	unexpired         = "expires_at > $2"
)

// edge is one arrow, or several with the same head.
type edge struct {
	from []State
	to   State
	// set is what changes besides the state; when must hold. In both $1 is the
	// flow's id, $2 now, $3 and $4 belong to move, $5 and on are the edge's own.
	set, when string
}

// edges is the whole machine. What is not here does not happen.
func edges() map[event]edge {
	confirmed := []State{LinkConfirmed, SignedIn, Answered, Locked}
	return map[event]edge{
		evConfirm: {[]State{Requested}, LinkConfirmed,
			"link_confirmed_at = $2, expires_at = $5", unexpired},
		evMove: {[]State{SignedIn, Answered}, LinkConfirmed,
			"answered_at = NULL", unexpired},
		evSignIn: {[]State{LinkConfirmed}, SignedIn,
			"signed_in_at = $5, fresh_at = $5", unexpired},
		evAnswer: {[]State{SignedIn}, Answered,
			"answered_at = $2", unexpired},
		evLock: {[]State{SignedIn}, Locked,
			"expires_at = $5", unexpired},
		evEscalate: {[]State{LinkConfirmed, SignedIn, Locked}, Escalated,
			"escalated_at = $2, conversation_id = $5, expires_at = $6", unexpired},
		evApprove: {[]State{Escalated}, ResetApproved,
			"approved_at = $2, expires_at = $5", unexpired + " AND signed_in_at IS NOT NULL"},
		evDecline: {[]State{Escalated}, Declined,
			"ended_at = $2, decline_reason = $5, retry_after = $6", unexpired},
		// With an operator's help the sign-in is a fresh one, in this browser.
		evPassword: {[]State{Answered, ResetApproved}, PasswordSet,
			"password_set_at = $2, cools_until = $5, expires_at = $5", unexpired + " AND (state = 'ANSWERED' OR fresh_at >= $6)"},
		evFinish: {[]State{PasswordSet}, Done,
			"ended_at = $2", "cools_until <= $2"},
		evExpire: {append([]State{Requested, Escalated, ResetApproved}, confirmed...), Expired,
			"ended_at = $2", "expires_at <= $2"},
		evCancel: {append([]State{Escalated, ResetApproved}, confirmed...), Cancelled,
			"ended_at = $2", unexpired},
		evSupersede: {append([]State{Requested}, confirmed...), Superseded,
			"ended_at = $2", always},
		evFreeze: {append([]State{Requested, Escalated, ResetApproved, PasswordSet}, confirmed...), Frozen,
			"ended_at = $2, browser_sum = NULL", always},
	}
}

// move takes the event's edge and reports whether it was there to take. args are
// the edge's own, from $5 on.
func move(ctx context.Context, q postgres.Querier, flowID string, ev event, now time.Time, args ...any) (bool, error) {
	e := edges()[ev]
	query := `
		UPDATE recovery_flow
		SET state = $3, ` + e.set + `
		WHERE id = $1
			AND state = ANY ($4)
			AND ` + e.when
	return postgres.ExecOne(ctx, q, query, append([]any{flowID, now, e.to, pq.Array(e.from)}, args...)...)
}
