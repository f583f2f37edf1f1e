// Package account is the customers: the confirmed e-mail address, the
// questionnaire, the payment password, the security questions, and what was done
// with an account.
//
// # How far an account has come
//
//	Open ──▶ SIGNED_IN ──ConfirmEmail──▶ CONFIRMED ──CompleteQuestionnaire──▶ REGISTERED
//
// # Secrets
//
//	CURRENT ──Renew (a recovery)──▶ FORMER, and a new CURRENT
//	FORMER  ──DropFormer (the recovery is done)──▶ gone
//	FORMER  ──RestoreFormer ("not me")──▶ CURRENT, the new one gone
//
// # Invariants
//
//   - Passwords and answers exist as argon2id hashes in rows that never leave the
//     store files; no type of this package that others see holds one.
//   - A try is counted before anything is hashed, in a transaction of its own.
//   - All three answers are always computed; which one was wrong is never told.
//   - Expired, used and unknown links give one and the same answer.
//   - A change and its notices, audit entry and mails are one transaction.
//   - A foreign account and an absent one answer alike.
package account

import (
	"context"
	"io"
	"log/slog"
	"time"

	"github.com/walletdesk/walletdesk/account/password"
	"github.com/walletdesk/walletdesk/audit"
	"github.com/walletdesk/walletdesk/mail"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/secret"
	"github.com/walletdesk/walletdesk/session"
	"github.com/walletdesk/walletdesk/throttle"
)

// Account is a shopper's wallet account, as its owner sees it.
type Account struct {
	ID string
	// Email is the wallet's address, confirmed or waiting to be.
	Email          string
	EmailConfirmed bool
	// GivenName and FamilyName are empty before the questionnaire.
	GivenName, FamilyName string
	// Locale is a BCP 47 tag.
	Locale string
	// RegisteredAt is when registration was completed.
	RegisteredAt *time.Time
	// HeldUntil is until when payments and new cards wait; nil or past: they don't.
	HeldUntil *time.Time
	// FrozenAt is since when "this was not me" holds everything.
	FrozenAt  *time.Time
	CreatedAt time.Time

	// PersonID is the provider's person, for the program; no part of the contract.
	PersonID string
}

// Viewer is who is calling through the customer's door.
type Viewer struct {
	Stage            session.Stage
	Name             string // the marketplace's name for the person
	Account          *Account
	SessionExpiresAt time.Time
	SessionEndsIn    int // seconds
}

// SecurityQuestion is a question of the catalogue.
type SecurityQuestion struct {
	// Code is stable and translated by the page.
	Code string `json:"code"`
	// Theme: no two questions of one theme can be chosen together.
	Theme string `json:"theme"`
	// Text is the question in English.
	Text string `json:"text"`
}

// Activity is one thing that was done with an account.
type Activity struct {
	At time.Time
	// Action is the audit entry's, for example "card.added".
	Action string
	// Detail is sorted by name.
	Detail []Detail
}

// Detail is a name and a value.
type Detail struct{ Name, Value string }

// Answered is a question with what its owner answers.
type Answered struct {
	Question string // code of the catalogue
	Answer   string
}

// Mail is the outbox.
type Mail interface {
	Enqueue(ctx context.Context, q postgres.Querier, m mail.Message) error
	Wake()
}

// Recovering tells whether a recovery of an account is under way whose mail's link
// was confirmed (package recovery).
type Recovering func(ctx context.Context, q postgres.Querier, accountID string) (bool, error)

// Deps is what a Service is made of; every field is needed but Recovering, without
// which there are no recoveries.
type Deps struct {
	DB       *postgres.DB
	Keys     *secret.Keys
	Hasher   *secret.Hasher
	Throttle *throttle.Throttle
	Audit    *audit.Log
	Mail     Mail
	Rules    password.Rules
	Clock    func() time.Time
	Random   io.Reader // crypto/rand.Reader
	Logger   *slog.Logger
	Recovering
}

// Service is the accounts. It is safe for concurrent use.
type Service struct {
	db       *postgres.DB
	keys     *secret.Keys
	hasher   *secret.Hasher
	throttle *throttle.Throttle
	audit    *audit.Log
	mail     Mail
	rules    password.Rules
	clock    func() time.Time
	random   io.Reader
	logger   *slog.Logger

	recovering Recovering
}

// New returns the accounts made of d.
func New(d Deps) *Service {
	return &Service{
		db: d.DB, keys: d.Keys, hasher: d.Hasher, throttle: d.Throttle, audit: d.Audit, mail: d.Mail,
		rules: d.Rules, clock: d.Clock, random: d.Random, logger: d.Logger,
		recovering: d.Recovering,
	}
}

// now is in microseconds, as PostgreSQL keeps it.
func (s *Service) now() time.Time { return s.clock().UTC().Truncate(time.Microsecond) }

// write adds an entry to an account's audit stream.
func (s *Service) write(ctx context.Context, q postgres.Querier, accountID, action, actor string) error {
	return s.audit.Write(ctx, q, audit.Entry{Stream: "account:" + accountID, Action: action, Actor: actor, At: s.now()})
}
