package account_test

import (
	"context"
	"crypto/rand"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/account"
	"github.com/walletdesk/walletdesk/account/password"
	"github.com/walletdesk/walletdesk/audit"
	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/mail"
	"github.com/walletdesk/walletdesk/mail/mailtest"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/postgres/pgtest"
	"github.com/walletdesk/walletdesk/secret"
	"github.com/walletdesk/walletdesk/session"
	"github.com/walletdesk/walletdesk/throttle"
)

const right = "seven grey herons"

// desk is the accounts on a real database.
type desk struct {
	*account.Service
	db     *postgres.DB
	audit  *audit.Log
	outbox *mail.Outbox
	inbox  *mailtest.Inbox
	clock  *clock
	// browser holds what the last mail's code needs beside it.
	browser string
	// recovering answers whether a recovery is under way; nil: never.
	recovering account.Recovering
}

type clock struct {
	mu sync.Mutex
	t  time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	keys := secret.NewTestKeys(t)
	return newDeskWith(t, keys, secret.NewHasher(keys, 2, 200))
}

func newDeskWith(t *testing.T, keys *secret.Keys, hasher *secret.Hasher) *desk {
	t.Helper()
	d := &desk{db: pgtest.New(t), inbox: &mailtest.Inbox{}, clock: &clock{t: time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)}}
	quiet := slog.New(slog.DiscardHandler)
	rules, err := password.NewRules(password.DefaultMin)
	if err != nil {
		t.Fatal(err)
	}
	d.audit = audit.New(keys, d.clock.now)
	d.outbox = mail.New(d.db, keys, d.inbox, "https://wallet.example", d.clock.now, mail.WithLogger(quiet))
	d.Service = account.New(account.Deps{
		DB: d.db, Keys: keys, Hasher: hasher, Throttle: throttle.New(d.db, d.clock.now), Audit: d.audit, Mail: d.outbox,
		Rules: rules, Clock: d.clock.now, Random: rand.Reader, Logger: quiet,
		Recovering: func(ctx context.Context, q postgres.Querier, accountID string) (bool, error) {
			return d.recovering != nil && must(t)(d.recovering(ctx, q, accountID)), nil
		},
	})
	return d
}

// must gives a value whose making can't fail here.
func must(t *testing.T) func(bool, error) bool {
	t.Helper()
	return func(v bool, err error) bool {
		if err != nil {
			t.Error(err)
		}
		return v
	}
}

// person is somebody whom the marketplace sent, with an account.
func (d *desk) person(t *testing.T, name string) session.Actor {
	t.Helper()
	id, email := uuid.NewString(), name+"@shop.example"
	_, err := d.db.ExecContext(t.Context(), `
		INSERT INTO person (id, issuer, subject, name, email, created_at, seen_at)
		VALUES ($1, 'https://shop.example', $2, $2, $3, $4, $4)`, id, name, email, d.clock.now())
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Open(t.Context(), id, email, "en"); err != nil {
		t.Fatal(err)
	}
	accountID, _, _, _, err := d.ForPerson(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return session.Actor{Role: session.Customer, AccountID: accountID, PersonID: id, ClientKey: "network", AuthTime: d.clock.now()}
}

// mailed asks for a confirmation and returns the mail.
func (d *desk) mailed(t *testing.T, actor session.Actor, email string) mailtest.Mail {
	t.Helper()
	sent, err := d.RequestEmailConfirmation(t.Context(), actor, account.ConfirmationInput{Email: email})
	if err != nil {
		t.Fatal(err)
	}
	d.browser = sent.Browser
	return mailtest.Find(t, d.mails(t), email, "Confirm your e-mail address")
}

func (d *desk) mails(t *testing.T) []mailtest.Mail {
	t.Helper()
	return d.inbox.Take(t, d.outbox)
}

func questionnaire() account.Questionnaire {
	return account.Questionnaire{
		GivenName: "Anna", FamilyName: "Papadopoúlou", BirthDate: time.Date(1990, 5, 31, 0, 0, 0, 0, time.UTC),
		Country: "GR", Phone: "+30 210 123-4567", Password: right, PasswordAgain: right,
		Answers: []account.Answered{
			{Question: "FIRST_CONCERT", Answer: "The Rolling Pebbles"},
			{Question: "LOST_PLACE", Answer: "Οδυσσεύς"},
			{Question: "FIRST_BOSS", Answer: "Straße"},
		},
	}
}

// registered is a customer who has come all the way; the mails are taken out.
func (d *desk) registered(t *testing.T, name string) session.Actor {
	t.Helper()
	actor := d.person(t, name)
	m := d.mailed(t, actor, name+"@mail.example")
	if err := d.ConfirmEmail(t.Context(), session.Actor{}, account.Proof{Token: m.Token()}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.CompleteQuestionnaire(t.Context(), actor, questionnaire()); err != nil {
		t.Fatal(err)
	}
	d.mails(t)
	return actor
}

// code is the failure's code; for failures of one field the field too.
func code(err error) string {
	f, ok := fault.As(err)
	if !ok {
		if err == nil {
			return ""
		}
		return "INTERNAL: " + err.Error()
	}
	if len(f.Fields) == 1 {
		return f.Fields[0].Field + " " + f.Fields[0].Code
	}
	return f.Code
}

func wantCode(t *testing.T, err error, want string) {
	t.Helper()
	if got := code(err); got != want {
		t.Errorf("failed by %q, want %q", got, want)
	}
}

func attempts(err error) int {
	f, ok := fault.As(err)
	if !ok || f.AttemptsLeft == nil {
		return -1
	}
	return *f.AttemptsLeft
}
