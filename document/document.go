// Package document takes in the pictures a customer sends to the support
// service, keeps the clean ones sealed, and lets operators look at them.
//
//	upload ─▶ gate ──REFUSED, UNSURE──▶ nothing is stored but the refusal
//	            └────ACCEPTED────▶ compared with the saved cards ─▶ sealed ─▶ blob ─▶ READY
//
//	READY ──review──▶ ACCEPTED | DECLINED ──a newer card picture, retention──▶ DESTROYED
//
// Invariants:
//
//   - What is kept is the gate's own picture, with the covers burned in, and
//     nothing of what arrived. A picture that was not accepted never leaves memory.
//   - The digits the gate read go to the comparison with the saved cards and
//     nowhere else: no row, log line, audit entry or error has them.
//   - A picture is sealed with a key of its own, bound to its conversation and id;
//     destroying that key destroys the picture, in every backup of the files.
//   - The sealed file is stored before the row that names it, so a row always has
//     its file; a file without a row is an orphan to be swept.
//   - A conversation keeps one BANK_CARD picture: two could add up to a number. One
//     that shows other groups of a number than an earlier one of the account is
//     refused: see service_groups.go.
//   - No address serves a picture. It is opened once, within 60 seconds, by the
//     member of the staff and in the session the leave was given to, and the
//     customer can see that it was.
package document

import "time"

// Kind is what a picture shows.
type Kind string

// Kinds.
const (
	Identity Kind = "IDENTITY"
	BankCard Kind = "BANK_CARD"
)

// State is where a document stands.
type State string

// States.
const (
	Ready     State = "READY"
	Accepted  State = "ACCEPTED"
	Declined  State = "DECLINED"
	Destroyed State = "DESTROYED"
)

// Match is what the comparison with the saved cards said.
type Match string

// Results of a comparison.
const (
	Matched     Match = "MATCH"
	NoMatch     Match = "NO_MATCH"
	NoCardSaved Match = "NO_CARD_SAVED"
	NotCompared Match = "NOT_COMPARED"
)

// Verdict is what the gate said of a picture.
type Verdict string

// Verdicts.
const (
	VerdictAccepted Verdict = "ACCEPTED"
	VerdictRefused  Verdict = "REFUSED"
	VerdictUnsure   Verdict = "UNSURE"
)

// Request is a picture an operator waits for.
type Request struct {
	ID       string
	Kind     Kind
	AskedAt  time.Time
	Refusals int // pictures refused in a row
}

// Document is a clean picture that was kept, as operators see it.
type Document struct {
	ID            string
	Kind          Kind
	State         State
	Match         Match
	Width         int // pixels
	Height        int // pixels
	UploadedAt    time.Time
	DeclineReason *string
	Viewed        bool // the caller has viewed it
}

// Uploaded is what became of a picture. Reason is a code for the customer, empty
// when the picture was accepted.
type Uploaded struct {
	Verdict  Verdict
	Reason   string
	Refusals int // pictures refused in a row for this request
}

// Leave is a single-use permission to look at one document.
type Leave struct {
	Grant     string // "<conversation id>.<token>"
	ExpiresAt time.Time
}
