// Package chat is the support chat: conversations, their log, the queue of the
// operators, and the decision two of them take together.
//
// # The log and the doorbell
//
// A conversation is a log in PostgreSQL: messages numbered 1, 2, 3 … without a
// gap, primary key (conversation, seq). Whatever changes what a participant
// sees is a row in that log, and everybody who may read a conversation sees the
// same rows: nothing that only operators may know is ever written into it. The
// match of a picture, the words of a proposal, the name of who approved stand in
// tables and types of their own, so no mistake in a filter can show one.
//
// The bus only rings: "conversation c has reached seq n", after the commit. A
// lost ring is harmless: the next one, a gap signal of the bus or the sweeper
// makes every follower read the log from where it was.
//
// # States
//
//	          take                     resolve, leave
//	QUEUED ─────────▶ ACTIVE ⇄ ON_HOLD ──────────────▶ RESOLVED ──7 days──▶ CLOSED
//	  ▲ │                                                ▲  │
//	  │ └───────────────────────leave────────────────────┘  │
//	  └──────────────a word by the customer─────────────────┘
//
// # Invariants
//
//   - A state is checked in the statement that writes, never before it.
//   - (conversation, author, client id) is unique: a retry finds the first row.
//   - QUEUED has no owner; ACTIVE and ON_HOLD have one; only the owner writes to
//     the customer. CLOSED takes no message.
//   - A transaction touches one conversation and locks its row first.
//   - Nothing is published before its commit.
//   - A foreign conversation and an absent one answer alike.
//   - An operator's load is counted from the conversations, never kept. Of two nodes
//     that give away what waits one does so at a time.
//   - Search finds what its caller may read, and nothing that was overwritten: the
//     words of a text leave the index in the transaction that overwrites it.
//   - Of one proposal the proposer and the approver are two people, checked here
//     and by the table's own constraint.
package chat

import (
	"context"
	"log/slog"
	"time"

	"github.com/walletdesk/walletdesk/audit"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/throttle"
)

// Figures of the chat, all from the design of the support service.
const (
	maxBody          = 4000               // characters of one message
	maxReason        = 500                // characters of a reason the customer reads
	maxJustification = 1000               // characters of why the evidence is enough
	minJustification = 20                 // "ok" is no justification
	reopenWithin     = 7 * 24 * time.Hour // a word by the customer opens a RESOLVED one again
	ownedWithin      = 7 * 24 * time.Hour // how long a former owner may read an ended one
	freshSignIn      = 5 * time.Minute    // age of a workforce sign-in for a decision
	splitWindow      = 10 * time.Minute   // a number split over messages of one author
	splitMessages    = 8                  // and over so many of them
	previewLength    = 120                // characters of the list's preview
	maxPage          = 200                // messages a page
	maxQueuePage     = 100                // conversations a page
)

// A customer's texts in one conversation, counted in its log.
const (
	rateMax    = 30
	rateWindow = time.Minute
)

// limitOpen is how many conversations a customer may open; see throttle.
var limitOpen = throttle.Limit{Name: "chat.open", Max: 6, Window: 12 * time.Hour}

// Recovery is what the chat needs of the recoveries a conversation is about.
// Every method works in the caller's transaction.
type Recovery interface {
	// Escalate moves the flow to the support service and binds it to the
	// conversation. It succeeds again for a flow that is ESCALATED already. A
	// flow that can't be escalated is fault.Conflict.
	Escalate(ctx context.Context, q postgres.Querier, flowID, conversationID string) error
	// CaseFlow tells the account of a flow, its state, whether the account's
	// own person has signed in during it, and when it was asked for.
	// fault.NotFound when there is no such flow.
	CaseFlow(ctx context.Context, q postgres.Querier, flowID string) (accountID, state string, signedIn bool, startedAt time.Time, err error)
	// Approve lets the customer set a new payment password and puts the mails
	// that say so into the outbox. fault.Conflict when the flow is not ESCALATED.
	Approve(ctx context.Context, q postgres.Querier, flowID string) error
	// HoldFor lets payments be held for so long after the new password, where that is
	// longer than usual. Before Approve.
	HoldFor(ctx context.Context, q postgres.Querier, flowID string, hold time.Duration) error
	// Decline ends the flow with a reason the customer can read, mails included.
	// fault.Conflict when the flow is not ESCALATED.
	Decline(ctx context.Context, q postgres.Querier, flowID, reason string) error
	// ShownCodes tells which of the words are codes of mails of the account's
	// recoveries, in a transaction of its own: such a code is of no more use to
	// anybody, and that it was shown is written down. nil when the account has no
	// code that is of use now.
	ShownCodes(ctx context.Context, accountID string, words []string) ([]bool, error)
}

// Accounts is what the chat needs of the customers.
type Accounts interface {
	// CaseAccount tells an account's full name, e-mail address, language and
	// the time it was opened. fault.NotFound when there is no such account.
	CaseAccount(ctx context.Context, q postgres.Querier, accountID string) (name, email, locale string, since time.Time, err error)
	// Notify puts a notice of package mail into the outbox, for every known address.
	Notify(ctx context.Context, q postgres.Querier, accountID, template string, params map[string]string) error
	// SendTranscript puts lines of a conversation into the outbox, for the account's
	// own address alone.
	SendTranscript(ctx context.Context, q postgres.Querier, accountID, lines string) error
	// AccountsAt is the accounts at an e-mail address, none for what is no address.
	AccountsAt(ctx context.Context, q postgres.Querier, address string) ([]string, error)
}

// Documents is what the chat needs of the pictures of a case. Every method works
// in the caller's transaction, the conversation's row being locked.
type Documents interface {
	// OpenRequest asks for a picture of a kind. fault.Conflict with code
	// ALREADY_ASKED and the open request as Ref when one is waiting.
	OpenRequest(ctx context.Context, q postgres.Querier, conversationID, kind, staffID string) (requestID string, err error)
	// Review accepts or declines a document and tells its kind. fault.NotFound
	// when the conversation has no such document that can be reviewed.
	Review(ctx context.Context, q postgres.Querier, conversationID, documentID, staffID string, accept bool, reason string) (kind string, err error)
	// Evidence is the case's documents as canonical JSON, an array of objects
	// with id, kind, state, match and sha256, destroyed ones left out.
	Evidence(ctx context.Context, q postgres.Querier, conversationID string) (frozen []byte, err error)
	// ViewedSince tells which documents a member of the staff has viewed since.
	ViewedSince(ctx context.Context, q postgres.Querier, conversationID, staffID string, since time.Time) ([]string, error)
}

// Deps is what a Service is made of; every field but Desk is needed.
type Deps struct {
	DB        *postgres.DB
	Log       *Log
	Hub       *Hub
	Throttle  *throttle.Throttle
	Audit     *audit.Log
	Recovery  Recovery
	Accounts  Accounts
	Documents Documents
	Desk      Desk
	Facts     Facts
	Clock     func() time.Time
	Logger    *slog.Logger
}

// Service is the chat. Its methods take who is calling and check the row.
type Service struct {
	db        *postgres.DB
	log       *Log
	hub       *Hub
	throttle  *throttle.Throttle
	audit     *audit.Log
	recovery  Recovery
	accounts  Accounts
	documents Documents
	desk      Desk
	measure   measure
	balance   balancer
	places    places
	facts     Facts
	clock     func() time.Time
	logger    *slog.Logger
	commits   *committer
	typing    pace
	whose     memory[belonging] // by conversation
	quiet     memory[time.Time] // by account: until when it has no live code
}

// New returns the chat made of d.
func New(d Deps) *Service {
	s := &Service{
		db: d.DB, log: d.Log, hub: d.Hub, throttle: d.Throttle, audit: d.Audit,
		recovery: d.Recovery, accounts: d.Accounts, documents: d.Documents, desk: d.Desk, facts: d.Facts,
		clock: d.Clock, logger: d.Logger,
	}
	s.commits = newCommitter(s)
	s.places.chat = s
	d.Hub.anew = append(d.Hub.anew, s.places.gap)
	d.Log.onMoved(s.drain)
	return s
}
