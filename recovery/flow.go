package recovery

import "time"

// State is where a recovery stands, the words of the schema's enum RecoveryState.
type State string

// The states. See the package's picture.
const (
	Requested     State = "REQUESTED"
	LinkConfirmed State = "LINK_CONFIRMED"
	SignedIn      State = "SIGNED_IN"
	Answered      State = "ANSWERED"
	Escalated     State = "ESCALATED"
	ResetApproved State = "RESET_APPROVED"
	PasswordSet   State = "PASSWORD_SET"
	Done          State = "DONE"
	Expired       State = "EXPIRED"
	Locked        State = "LOCKED"
	Cancelled     State = "CANCELLED"
	Superseded    State = "SUPERSEDED"
	Frozen        State = "FROZEN"
	Declined      State = "DECLINED"
)

// Flow is a recovery as the browser that holds it sees it.
type Flow struct {
	ID        string
	AccountID string
	State     State
	// ExpiresAt is when it ends by itself.
	ExpiresAt time.Time
	// FreshSignIn tells whether the account's own person has signed in within five
	// minutes, in the browser that holds the flow now.
	FreshSignIn bool
	// QuestionCodes are the three questions to answer, in order; empty unless that
	// is the next step.
	QuestionCodes []string
	// AttemptsLeft counts the tries left for the answers.
	AttemptsLeft int
	// ConversationID is the conversation with the support service.
	ConversationID *string
	// NeedsNewQuestions tells whether new security questions have to be chosen with
	// the password.
	NeedsNewQuestions bool
	// CoolsUntil is when payments work again, after the new password.
	CoolsUntil *time.Time
	// DeclineReason is why the support service said no.
	DeclineReason *string
	// RetryAfter is from when on it can be tried again, after a no.
	RetryAfter *time.Time
}
