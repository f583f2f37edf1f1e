// Package payment is what a marketplace asks to be paid, and how it is paid: with
// a saved card, a card typed once, an e-wallet, or cash.
//
// # States
//
//	Open ──▶ OPEN ──card chosen──▶ AUTHORISING ──approved──▶ PAID
//	          │ ▲                    │   │
//	          │ └──────declined──────┘   └─declined the fifth time──▶ FAILED
//	          │
//	          ├──e-wallet chosen──▶ REDIRECTED ────signed "approved"──▶ PAID
//	          │ ▲                     │
//	          │ └─declined, given up──┘
//	          │
//	          ├──cash chosen──▶ AWAITING_CASH ──signed "paid"──▶ PAID
//	          │ ▲                  │
//	          │ └─────given up─────┘
//	          │
//	OPEN, REDIRECTED, AWAITING_CASH ──marketplace──▶ CANCELLED
//	OPEN, REDIRECTED, AWAITING_CASH ──time is up───▶ EXPIRED
//
// AUTHORISING can be neither cancelled nor expire: the card may have been charged.
//
// # Attempts
//
// Whenever a provider is asked there is a row of it first:
//
//	PENDING ──▶ APPROVED | DECLINED | VOID
//
// One attempt of a payment is PENDING at a time, and one at most is ever APPROVED:
// both are unique indexes. Its id is the provider's idempotency key, so that after
// a crash the provider can be asked how the charge ended. A charge that it never
// saw is VOID. A "paid" that comes for an attempt that is VOID is refused, and the
// provider has to give the money back.
//
// # Invariants
//
//   - Money is whole minor units and a currency; nothing is rounded.
//   - Each edge is one conditional UPDATE: of two at once one wins.
//   - No provider is called inside a transaction; what is about to be asked is
//     committed before.
//   - A confirmation is bound to the amount, the currency and the payee that were
//     shown, by a digest.
//   - A guest's card number and code are in memory for the call alone.
//   - A change, its audit entry, its notices and the event for the marketplace are
//     one transaction. Events of a marketplace are numbered without gaps.
//   - A foreign payment and an absent one answer alike.
package payment

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"time"

	"github.com/walletdesk/walletdesk/audit"
	"github.com/walletdesk/walletdesk/pan"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/secret"
	"github.com/walletdesk/walletdesk/throttle"
)

// State is where a payment stands, the words of the schema's enum PaymentState.
type State string

// The states; the package comment draws them.
const (
	Open         State = "OPEN"
	Authorising  State = "AUTHORISING"
	Redirected   State = "REDIRECTED"
	AwaitingCash State = "AWAITING_CASH"
	Paid         State = "PAID"
	Cancelled    State = "CANCELLED"
	Expired      State = "EXPIRED"
	Failed       State = "FAILED"
)

// Ended reports whether nothing can come after.
func (s State) Ended() bool {
	return s == Paid || s == Cancelled || s == Expired || s == Failed
}

// Kind is a way to pay, the words of the schema's enum PaymentMethod.
type Kind string

// The ways to pay.
const (
	SavedCard Kind = "SAVED_CARD"
	GuestCard Kind = "GUEST_CARD"
	Wallet    Kind = "WALLET"
	Cash      Kind = "CASH"
)

// Figures of a payment.
const (
	// DefaultLife is how long a payment can be paid when nothing else is said.
	DefaultLife = 30 * time.Minute
	minLife     = time.Minute
	maxLife     = 24 * time.Hour
	// MaxDeclines is how many declined cards and wallets end a payment.
	MaxDeclines = 5
)

// Payment is what is to be paid, as whoever may see it sees it.
type Payment struct {
	ID          string
	Link        string // its page, with the secret behind #t=
	Order       string
	Description string
	Payee       string
	Amount      Money
	Digest      string
	State       State
	Methods     []Kind // open now
	Method      *Kind
	Card        *Card
	WalletURL   *string
	Cash        *CashCode
	DeclineCode *string
	TriesLeft   int
	ReturnURL   string
	OpenedAt    time.Time
	ExpiresAt   time.Time
	EndedAt     *time.Time
}

// Card is a card that was used, as far as it may be shown.
type Card struct {
	Network string // code, for example "visa"
	Last4   string
}

// NetworkName is the network's display name.
func (c Card) NetworkName() string {
	if n, ok := pan.NetworkByCode(c.Network); ok {
		return n.Name
	}
	return c.Network
}

// CashCode is what is told at a cash point.
type CashCode struct {
	Code      string // eight characters
	ExpiresAt time.Time
}

// Event is something that happened with a payment, for its marketplace.
type Event struct {
	ID          string
	Seq         int64  // its number among the marketplace's events, from 1 on
	Type        string // "payment.paid"
	CreatedAt   time.Time
	DeliveredAt *time.Time
	Deliveries  int
	Payment     *Payment
}

// Digest is what binds a confirmation to what is shown: the contract tells how a
// page can compute it from what it shows.
func Digest(id string, m Money, payee string) string {
	sum := sha256.Sum256([]byte(fmt.Sprintf("walletdesk.payment.v1\n%s\n%d\n%s\n%s", id, m.Amount, m.Currency, payee)))
	return hex.EncodeToString(sum[:])
}

// Accounts is what payments need of the customers.
type Accounts interface {
	// VerifyPassword checks the payment password, tries counted.
	VerifyPassword(ctx context.Context, accountID, typed string) error
	// MayPay is nil when the account is registered, not frozen and not held.
	MayPay(ctx context.Context, q postgres.Querier, accountID string) error
	// Notify tells every known address, in the caller's transaction.
	Notify(ctx context.Context, q postgres.Querier, accountID, template string, params map[string]string) error
	// Wake tells the outbox that a mail waits, after the commit.
	Wake()
}

// Cards is what payments need of the vault.
type Cards interface {
	// Usable is nil when an account has the card and it has not expired: asked before
	// the payment password. fault.NotFound for a foreign or absent one,
	// fault.Conflict CARD_EXPIRED.
	Usable(ctx context.Context, accountID, cardID string) error
	// WithSaved opens a saved card for as long as use runs. Failures as Usable's.
	WithSaved(ctx context.Context, accountID, cardID string, use func(ctx context.Context, c CardNumber) error) error
	// WithTyped checks a card that is typed once and hands it to use. fault.Invalid
	// tells of every field at once.
	WithTyped(ctx context.Context, in GuestInput, use func(ctx context.Context, c CardNumber) error) error
}

// Jobs is durable background work (package job).
type Jobs interface {
	Enqueue(ctx context.Context, q postgres.Querier, kind, key string, runAt time.Time, payload any) error
	Wake()
}

// Deps is what a Service is made of; every field without a word about nil is needed.
type Deps struct {
	DB         *postgres.DB
	Keys       *secret.Keys
	Throttle   *throttle.Throttle
	Audit      *audit.Log
	Accounts   Accounts
	Cards      Cards
	Jobs       Jobs
	Clock      func() time.Time
	Log        *slog.Logger
	PublicURL  string // of our own pages, no trailing slash
	Currencies []Currency
	Life       time.Duration // how long a payment can be paid, unless it says so itself
	// Providers are who carries the ways to pay out. A way without one is not offered.
	Providers map[Kind]Method
	// PlainReturn takes return addresses that are http on loopback: under --dev alone.
	PlainReturn bool
	// Webhooks is false where no address was set: events are kept to be asked for.
	Webhooks bool
}

// Service is the payments. It is safe for concurrent use.
type Service struct{ Deps }

// now is in microseconds, as PostgreSQL keeps it.
func (s *Service) now() time.Time { return s.Clock().UTC().Truncate(time.Microsecond) }

// New returns the payments made of d.
func New(d Deps) *Service { return &Service{Deps: d} }
