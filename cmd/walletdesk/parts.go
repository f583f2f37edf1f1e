package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/walletdesk/walletdesk/account"
	"github.com/walletdesk/walletdesk/account/password"
	"github.com/walletdesk/walletdesk/audit"
	"github.com/walletdesk/walletdesk/blob"
	"github.com/walletdesk/walletdesk/bus"
	"github.com/walletdesk/walletdesk/captcha"
	"github.com/walletdesk/walletdesk/card"
	"github.com/walletdesk/walletdesk/chat"
	"github.com/walletdesk/walletdesk/document"
	"github.com/walletdesk/walletdesk/document/gate"
	"github.com/walletdesk/walletdesk/job"
	"github.com/walletdesk/walletdesk/mail"
	"github.com/walletdesk/walletdesk/oauth"
	"github.com/walletdesk/walletdesk/pan"
	"github.com/walletdesk/walletdesk/payment"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/recovery"
	"github.com/walletdesk/walletdesk/secret"
	"github.com/walletdesk/walletdesk/secret/rotation"
	"github.com/walletdesk/walletdesk/session"
	"github.com/walletdesk/walletdesk/throttle"
)

// tools are what the domains stand on.
type tools struct {
	db       *postgres.DB
	bus      *bus.Bus
	keys     *secret.Keys
	hasher   *secret.Hasher
	audit    *audit.Log
	throttle *throttle.Throttle
	blobs    *blob.Folder
	gate     *gate.Gate
	clock    func() time.Time
	log      *slog.Logger
}

// How many password hashes may wait: at some 30 ms each, the last of them waits about
// two seconds on two cores. Beyond that callers hear OVERLOADED, and before that those
// of a network that has an eighth of the places already.
const hashQueue = 64

// hasher leaves one CPU to those who have no password to be checked: a flood of tries
// is not to be felt by them.
func hasher(keys *secret.Keys) *secret.Hasher {
	return secret.NewHasher(keys, max(runtime.NumCPU()-1, 1), hashQueue, secret.WithCaller(func(ctx context.Context) string {
		actor, _ := session.FromContext(ctx) // nobody's: what the program does by itself
		return actor.ClientKey
	}))
}

// openTools opens everything but the database, which is opened already.
func openTools(ctx context.Context, cfg config, db *postgres.DB, log *slog.Logger, house *house) (*tools, error) {
	t := &tools{db: db, clock: time.Now, log: log}
	var err error
	if t.keys, err = secret.OpenKeys(cfg.Keys); err != nil {
		return nil, fmt.Errorf("keys: %w", err)
	}
	if err := rotation.Register(ctx, db, t.keys.Version(), t.clock().UTC()); err != nil {
		return nil, fmt.Errorf("%sKEYS: %w", envPrefix, err)
	}
	if t.blobs, err = blob.OpenFolder(cfg.Blobs); err != nil {
		return nil, fmt.Errorf("blobs: %w", err)
	}
	if t.bus, err = bus.Open(ctx, bus.Config{URL: cfg.NatsURL, Log: log}); err != nil {
		return nil, fmt.Errorf("bus: %w", err)
	}
	house.atEnd(func(context.Context) error { t.bus.Close(); return nil })
	if t.gate, err = openGate(cfg, log); err != nil {
		return nil, err
	}
	house.atEnd(func(context.Context) error { t.gate.Close(); return nil })
	t.hasher = hasher(t.keys)
	t.audit = audit.New(t.keys, t.clock)
	t.throttle = throttle.New(db, t.clock)
	return t, nil
}

func openGate(cfg config, log *slog.Logger) (*gate.Gate, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("reader: %w", err)
	}
	dir, err := filepath.Abs(cfg.ReaderDir)
	if err != nil {
		return nil, fmt.Errorf("reader: %w", err)
	}
	g, err := gate.Open(gate.Config{
		Dir: dir, Known: pan.KnownPrefix, Command: []string{self, "reader"},
		Timeout: cfg.ReaderTimeout, StartTimeout: 2 * cfg.ReaderTimeout, Warm: true, Log: log,
	})
	if err != nil {
		return nil, fmt.Errorf("%sREADER_DIR: %w (make reader-files fetches them)", envPrefix, err)
	}
	return g, nil
}

// domains are the services, made of the tools.
type domains struct {
	outbox        *mail.Outbox
	jobs          *job.Queue
	captcha       *captcha.Service
	accounts      *account.Service
	cards         *card.Service
	payments      *payment.Service
	clients       *oauth.Service // nil where no marketplace is set
	recovery      *recovery.Service
	sessions      *session.Service
	conversations *chat.Service
	hub           *chat.Hub
	documents     *document.Service
}

// outside is what is beyond the program.
type outside struct {
	transport            mail.Transport
	issuer               card.Issuer
	testCards            []card.TestCard
	customers, workforce session.Provider
	captchaOptions       []captcha.Option
	paymentProviders     map[payment.Kind]payment.Method
}

// wire makes the domains. The order is the arrows' order; the one circle, sessions
// that ask recoveries and recoveries that end sessions, is closed by ends.
func wire(cfg config, t *tools, o outside) (*domains, error) {
	rules, err := password.NewRules(password.DefaultMin)
	if err != nil {
		return nil, fmt.Errorf("password rules: %w", err)
	}
	d := &domains{
		outbox:  mail.New(t.db, t.keys, o.transport, cfg.PublicURL, t.clock, mail.WithLogger(t.log)),
		jobs:    job.New(t.db, t.clock, t.log),
		captcha: captcha.New(t.db, t.keys, t.clock, rand.Reader, o.captchaOptions...),
	}
	d.accounts = account.New(account.Deps{
		DB: t.db, Keys: t.keys, Hasher: t.hasher, Throttle: t.throttle, Audit: t.audit, Mail: d.outbox,
		Rules: rules, Clock: t.clock, Random: rand.Reader, Logger: t.log,
		// Recoveries are made of accounts: known once both are there.
		Recovering: func(ctx context.Context, q postgres.Querier, accountID string) (bool, error) {
			return d.recovery.UnderWay(ctx, q, accountID)
		},
	})
	d.cards = card.New(card.Deps{
		DB: t.db, Keys: t.keys, Throttle: t.throttle, Audit: t.audit, Accounts: d.accounts, Issuer: o.issuer, Logger: t.log, Wake: d.outbox.Wake,
		Clock: t.clock, Random: rand.Reader, TestNumbers: cfg.Dev, TestCards: o.testCards,
	})
	if err := d.wirePayments(cfg, t, o); err != nil {
		return nil, err
	}
	ends := &endings{}
	d.recovery = recovery.New(recovery.Deps{
		DB: t.db, Keys: t.keys, Throttle: t.throttle, Audit: t.audit, Mail: d.outbox, Jobs: d.jobs,
		Accounts: d.accounts, Sessions: ends, Captcha: d.captcha, Clock: t.clock, Random: rand.Reader,
	})
	d.sessions = session.New(session.Config{
		DB: t.db, Keys: t.keys, Audit: t.audit, Bus: t.bus, Accounts: d.accounts, Recovery: d.recovery,
		Customers: o.customers, Workforce: o.workforce, Operator: cfg.Operator, Supervisor: cfg.Supervisor,
		Clock: t.clock, Random: rand.Reader, Log: t.log,
	})
	ends.Service = d.sessions
	log := chat.NewLog(t.db, t.bus, t.clock, t.log)
	d.hub = chat.NewHub(t.db, t.bus, t.clock, t.log)
	d.documents = document.New(document.Deps{
		DB: t.db, Keys: t.keys, Blobs: t.blobs, Gate: t.gate, Cards: matcher{d.cards}, Flows: d.recovery, Rooms: log,
		Throttle: t.throttle, Audit: t.audit, Clock: t.clock, Random: rand.Reader, Logger: t.log,
	})
	desk, err := cfg.Desk.desk()
	if err != nil {
		return nil, err
	}
	d.conversations = chat.New(chat.Deps{
		DB: t.db, Log: log, Hub: d.hub, Throttle: t.throttle, Audit: t.audit, Recovery: d.recovery,
		Accounts: d.accounts, Documents: d.documents, Facts: facts{d.accounts, d.recovery, d.documents, d.sessions},
		Desk: desk, Clock: t.clock, Logger: t.log,
	})
	return d, nil
}

// reclaim takes back what an earlier run of this program was about to do when it was
// killed. The private database is no other program's, so none is at it now.
func (d *domains) reclaim(ctx context.Context) error {
	_, jobs := d.jobs.Reclaim(ctx)
	_, mails := d.outbox.Reclaim(ctx)
	return errors.Join(jobs, mails)
}

// endings closes the circle of sessions and recoveries.
type endings struct{ *session.Service }

// matcher turns the cards' answer into the documents' word for it.
type matcher struct{ cards *card.Service }

// MatchDigits implements document.Cards.
func (m matcher) MatchDigits(ctx context.Context, accountID, first4, last4 string, savedBefore time.Time) (document.Match, error) {
	matched, saved, err := m.cards.MatchDigits(ctx, accountID, first4, last4, savedBefore)
	switch {
	case err != nil:
		return "", err
	case matched:
		return document.Matched, nil
	case saved:
		return document.NoMatch, nil
	default:
		return document.NoCardSaved, nil
	}
}
