// Package card keeps the bank cards of the customers.
//
// # Invariants
//
//   - A full number is in memory between the request and the cipher and nowhere
//     else. Of it stay plain: network, first 4, last 4. The number is sealed with
//     a key of its own, bound to this row and account; deleting the row destroys it.
//   - The CVC goes to the issuer once and is written nowhere.
//   - The issuer is asked outside of any transaction, and nothing is saved without
//     its yes: no answer is a no that says "try again".
//   - One account has a number once: found by a keyed hash, enforced by the
//     constraint card_account_id_fingerprint_key.
//   - Adding a card needs the payment password; a held or frozen account adds none.
package card

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/walletdesk/walletdesk/audit"
	"github.com/walletdesk/walletdesk/pan"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/secret"
	"github.com/walletdesk/walletdesk/throttle"
)

// Limits (rules.md "Cards").
const (
	// MaxCards is how many cards an account can have.
	MaxCards = 10
	// MatchAge is how long a card must have been saved to count for a match.
	MatchAge = 7 * 24 * time.Hour
)

// addLimit counts cards that were added; tryLimit counts forms that were sent, for
// each may ask the issuer: more than a person with a stack of cards needs, and too
// few to try out stolen numbers.
var (
	addLimit = throttle.Limit{Name: "card.add", Max: 5, Window: time.Hour}
	tryLimit = throttle.Limit{Name: "card.try", Max: 15, Window: time.Hour}
)

// Card is a saved card, as its owner sees it.
type Card struct {
	ID          string
	Network     string // code, for example "visa"
	First4      string // for operators; the owner's type in the contract leaves it out
	Last4       string
	ExpiryMonth int // 1 to 12
	ExpiryYear  int // four digits
	Expired     bool
	Expiring    bool   // within the next two months; the month itself is one of them
	Name        string // the owner's own, often empty
	IsDefault   bool   // pays unless another is chosen
	CreatedAt   time.Time
}

// NetworkName is the display name of the card's network.
func (c Card) NetworkName() string {
	if n, ok := pan.NetworkByCode(c.Network); ok {
		return n.Name
	}
	return c.Network
}

// AddInput is a card as typed.
type AddInput struct {
	Number      string
	ExpiryMonth int
	ExpiryYear  int // four digits
	CVC         string
	Password    string
}

// Format hides what was typed, whatever the verb.
func (in AddInput) Format(s fmt.State, _ rune) { _, _ = s.Write([]byte("card.AddInput")) }

// MarshalText hides it from JSON and the log.
func (in AddInput) MarshalText() ([]byte, error) { return []byte("card.AddInput"), nil }

// Accounts is what cards need of the customers.
type Accounts interface {
	// VerifyPassword checks the payment password, tries counted.
	VerifyPassword(ctx context.Context, accountID, typed string) error
	// MayPay is nil when the account is registered, not frozen and not held.
	MayPay(ctx context.Context, q postgres.Querier, accountID string) error
	// Notify tells every known address, in the caller's transaction.
	Notify(ctx context.Context, q postgres.Querier, accountID, template string, params map[string]string) error
}

// Deps is what a Service is made of; every field without an "or" is needed.
type Deps struct {
	DB       *postgres.DB
	Keys     *secret.Keys
	Throttle *throttle.Throttle
	Audit    *audit.Log
	Accounts Accounts
	Issuer   Issuer
	Logger   *slog.Logger
	// Wake tells the outbox that a mail waits, after the commit.
	Wake   func()
	Clock  func() time.Time
	Random io.Reader
	// IssuerTimeout is how long the issuer may take, or 10 s.
	IssuerTimeout time.Duration
	// TestNumbers takes the public test numbers: under --dev alone.
	TestNumbers bool
	// TestCards are shown beside the form, or none.
	TestCards []TestCard
}

// TestCard is a public test number with what development's issuer says to it.
type TestCard struct {
	// Number is in groups.
	Number string
	// Answer is an Answer, or NO_ANSWER or SLOW.
	Answer string
}

// Service is the cards. It is safe for concurrent use.
type Service struct{ Deps }

// New returns the cards made of d.
func New(d Deps) *Service { return &Service{Deps: d} }
