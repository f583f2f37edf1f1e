// Package recovery gets a forgotten payment password back. It is one state
// machine; every edge is one conditional UPDATE (store_edge.go), so that no step
// can be skipped and of two at once one wins.
//
//	REQUESTED ─▶ LINK_CONFIRMED ─▶ SIGNED_IN ─▶ ANSWERED ─▶ PASSWORD_SET ─▶ DONE
//	                   │               │ └─▶ LOCKED              ▲
//	                   └───────┬───────┘       │                 │
//	                           ▼               │                 │
//	                       ESCALATED ◀─────────┘                 │
//	                        │     └──▶ RESET_APPROVED ───────────┘
//	                        └──▶ DECLINED
//
// EXPIRED, CANCELLED, SUPERSEDED and FROZEN ("this was not me") are ends beside.
//
// # Invariants
//
//   - Asking for a recovery does the same work and answers the same for known and
//     unknown addresses: what depends on the address is done by a job, later.
//   - A request alone changes no flow. The first confirmed link or code supersedes
//     all others of the account; a flow that the support service has, or whose new
//     password cools down, is joined instead.
//   - The browser that confirmed holds the flow by a cookie of 256 bits; a flow's id
//     is no authority. Another browser that confirms takes the flow over, and has
//     proved the mailbox alone: sign-in and answers of the former one are void.
//   - Tries are counted in a transaction of their own before anything is hashed.
//   - Until DONE the former password and questions are kept, and "not me" puts them
//     back.
//   - Every step writes its audit entry and its mails in its own transaction.
package recovery

import (
	"context"
	"io"
	"time"

	"github.com/walletdesk/walletdesk/audit"
	"github.com/walletdesk/walletdesk/job"
	"github.com/walletdesk/walletdesk/mail"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/secret"
	"github.com/walletdesk/walletdesk/throttle"
)

// How long things last (rules.md "Recovery is one state machine").
const (
	// LinkFor is how long a mail's link and code work, and how long a confirmed
	// flow waits for its next step.
	LinkFor = 60 * time.Minute
	// RequestCookieFor is how long the cookie of the browser that asked is of use.
	RequestCookieFor = LinkFor
	// FlowCookieFor is how long to let a browser keep the flow's cookie; whether it
	// still opens anything is decided here: 14 days with an operator, 72 h approved,
	// 72 h cooling down, a day to see how it ended.
	FlowCookieFor = escalatedFor + approvedFor + coolAfterOperator + shownAfterEnd

	freshFor          = 5 * time.Minute     // age of a fresh sign-in (max_age=300)
	escalatedFor      = 14 * 24 * time.Hour // with the support service
	approvedFor       = 72 * time.Hour      // from the approval to the new password
	coolAfterAnswers  = 24 * time.Hour      // payments are held so long
	coolAfterOperator = 72 * time.Hour      // the same when an operator helped
	retryAfter        = 24 * time.Hour      // from a no to the next try
	notMeAfterDone    = 14 * 24 * time.Hour
	shownAfterEnd     = 24 * time.Hour // how long the browser sees how it ended

	answerTries = 3 // of a flow
	codeTries   = 5 // of a request's or a flow's codes
)

// Accounts is what recoveries need of the customers. Methods that take a
// Querier work in the caller's transaction.
type Accounts interface {
	// Address reads an address: the key it is compared by, the key attempts at it
	// are counted by. fault.Invalid about field.
	Address(field, typed string) (compare, count string, err error)
	// ByEmail lists the registered accounts with that compare key.
	ByEmail(ctx context.Context, q postgres.Querier, compare string) ([]string, error)
	// Standing tells whose account it is, its address's compare key, whether it is
	// registered and whether it is frozen.
	Standing(ctx context.Context, q postgres.Querier, accountID string) (personID, address string, registered, frozen bool, err error)
	// CaseAccount tells name, address, language and since when there is the account.
	CaseAccount(ctx context.Context, q postgres.Querier, accountID string) (name, address, locale string, since time.Time, err error)
	// SecurityQuestions are the codes of the account's questions, in order.
	SecurityQuestions(ctx context.Context, accountID string) ([]string, error)
	// VerifyAnswers counts a try, then computes all answers. fault.Invalid
	// WRONG_ANSWERS with AttemptsLeft, fault.Conflict ANSWERS_LOCKED.
	VerifyAnswers(ctx context.Context, accountID string, answers []string) error
	// Renew checks and hashes new secrets; what it returns writes them, keeps the
	// former ones and holds payments. It is repeatable.
	Renew(ctx context.Context, accountID, password, again string, questions, answers []string) (func(ctx context.Context, q postgres.Querier, heldUntil time.Time) error, error)
	// RestoreFormer and DropFormer end the former secrets' time.
	RestoreFormer(ctx context.Context, q postgres.Querier, accountID string) (bool, error)
	DropFormer(ctx context.Context, q postgres.Querier, accountID string) error
	// Freeze holds everything sensitive and tells the customer.
	Freeze(ctx context.Context, q postgres.Querier, accountID, actor string) error
	// NotifyFlow sends a notice to all known addresses, NotifyElsewhere to all but
	// the wallet's.
	NotifyFlow(ctx context.Context, q postgres.Querier, accountID, flowID, template string, params map[string]string) error
	NotifyElsewhere(ctx context.Context, q postgres.Querier, accountID, flowID, template string, params map[string]string) error
	// NotMeToken makes a "this was not me" link, UseNotMe uses one up.
	NotMeToken(ctx context.Context, q postgres.Querier, accountID, flowID, about string) (string, error)
	UseNotMe(ctx context.Context, q postgres.Querier, token string) (accountID, flowID string, first bool, err error)
	SetNotMeExpiry(ctx context.Context, q postgres.Querier, flowID string, until time.Time) error
}

// Sessions ends sessions; see session.Service.
type Sessions interface {
	EndAll(ctx context.Context, q postgres.Querier, personID, except, reason string) ([]string, error)
	Announce(ids ...string)
}

// Captcha checks what was read in a picture and uses the picture up.
type Captcha interface {
	Check(ctx context.Context, id, answer string) error
}

// Jobs are timers; see job.Queue.
type Jobs interface {
	Register(kind string, h job.Handler)
	Enqueue(ctx context.Context, q postgres.Querier, kind, key string, runAt time.Time, payload any) error
	Wake()
}

// Mail is the outbox.
type Mail interface {
	Enqueue(ctx context.Context, q postgres.Querier, m mail.Message) error
	Wake()
}

// Deps is what a Service is made of; every field is needed.
type Deps struct {
	DB       *postgres.DB
	Keys     *secret.Keys
	Throttle *throttle.Throttle
	Audit    *audit.Log
	Mail     Mail
	Jobs     Jobs
	Accounts Accounts
	Sessions Sessions
	Captcha  Captcha
	Clock    func() time.Time
	Random   io.Reader // crypto/rand.Reader
}

// Service is the recoveries. It is safe for concurrent use.
type Service struct {
	db       *postgres.DB
	keys     *secret.Keys
	throttle *throttle.Throttle
	audit    *audit.Log
	mail     Mail
	jobs     Jobs
	accounts Accounts
	sessions Sessions
	captcha  Captcha
	clock    func() time.Time
	random   io.Reader
}

// New returns the recoveries made of d, and registers their timers.
func New(d Deps) *Service {
	s := &Service{
		db: d.DB, keys: d.Keys, throttle: d.Throttle, audit: d.Audit, mail: d.Mail, jobs: d.Jobs,
		accounts: d.Accounts, sessions: d.Sessions, captcha: d.Captcha, clock: d.Clock, random: d.Random,
	}
	s.jobs.Register(jobRequest, s.handleRequest)
	s.jobs.Register(jobExpire, s.handleExpire)
	s.jobs.Register(jobFinish, s.handleFinish)
	return s
}

// now is in microseconds, as PostgreSQL keeps it.
func (s *Service) now() time.Time { return s.clock().UTC().Truncate(time.Microsecond) }

// write adds an entry to the account's audit stream.
func (s *Service) write(ctx context.Context, q postgres.Querier, f flowRow, action, actor string, detail map[string]string) error {
	return s.audit.Write(ctx, q, audit.Entry{Stream: "account:" + f.AccountID, Action: action, Actor: actor, Detail: detail, At: s.now()})
}
