package card_test

import (
	"crypto/rand"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/account"
	"github.com/walletdesk/walletdesk/account/password"
	"github.com/walletdesk/walletdesk/audit"
	"github.com/walletdesk/walletdesk/card"
	"github.com/walletdesk/walletdesk/card/issuer"
	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/mail"
	"github.com/walletdesk/walletdesk/mail/mailtest"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/postgres/pgtest"
	"github.com/walletdesk/walletdesk/secret"
	"github.com/walletdesk/walletdesk/session"
	"github.com/walletdesk/walletdesk/throttle"
)

const (
	right  = "seven grey herons"
	number = "4539148803436467" // no published test number, Luhn holds
)

// desk is the cards and their owners on a real database.
type desk struct {
	*card.Service
	accounts *account.Service
	audit    *audit.Log
	db       *postgres.DB
	outbox   *mail.Outbox
	inbox    *mailtest.Inbox
	clock    *clock
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
	return deskWith(t, secret.NewTestKeys(t))
}

func deskWith(t *testing.T, keys *secret.Keys) *desk {
	t.Helper()
	d := &desk{db: pgtest.New(t), inbox: &mailtest.Inbox{}, clock: &clock{t: time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)}}
	quiet := slog.New(slog.DiscardHandler)
	rules, err := password.NewRules(password.DefaultMin)
	if err != nil {
		t.Fatal(err)
	}
	attempts := throttle.New(d.db, d.clock.now)
	d.audit = audit.New(keys, d.clock.now)
	d.outbox = mail.New(d.db, keys, d.inbox, "https://wallet.example", d.clock.now, mail.WithLogger(quiet))
	d.accounts = account.New(account.Deps{
		DB: d.db, Keys: keys, Hasher: secret.NewHasher(keys, 2, 200), Throttle: attempts, Audit: d.audit, Mail: d.outbox,
		Rules: rules, Clock: d.clock.now, Random: rand.Reader, Logger: quiet,
	})
	d.Service = card.New(card.Deps{
		DB: d.db, Keys: keys, Throttle: attempts, Audit: d.audit, Accounts: d.accounts, Issuer: issuer.Demo{}, Logger: quiet,
		Wake: d.outbox.Wake, Clock: d.clock.now, Random: rand.Reader,
	})
	return d
}

// customer is a registered one; the mails of the registration are taken out.
func (d *desk) customer(t *testing.T, name string) session.Actor {
	t.Helper()
	actor := d.newcomer(t, name)
	if _, err := d.accounts.RequestEmailConfirmation(t.Context(), actor, account.ConfirmationInput{}); err != nil {
		t.Fatal(err)
	}
	m := mailtest.Find(t, d.inbox.Take(t, d.outbox), name+"@shop.example", "Confirm your e-mail address")
	if err := d.accounts.ConfirmEmail(t.Context(), session.Actor{}, account.Proof{Token: m.Token()}); err != nil {
		t.Fatal(err)
	}
	_, err := d.accounts.CompleteQuestionnaire(t.Context(), actor, account.Questionnaire{
		GivenName: "Anna", FamilyName: "Berg", BirthDate: time.Date(1990, 5, 31, 0, 0, 0, 0, time.UTC),
		Country: "GR", Password: right, PasswordAgain: right,
		Answers: []account.Answered{
			{Question: "FIRST_CONCERT", Answer: "The Rolling Pebbles"},
			{Question: "LOST_PLACE", Answer: "Samarkand bazaar"},
			{Question: "FIRST_BOSS", Answer: "Herringbone"},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	d.inbox.Take(t, d.outbox)
	return actor
}

// newcomer has an account and nothing more.
func (d *desk) newcomer(t *testing.T, name string) session.Actor {
	t.Helper()
	id, email := uuid.NewString(), name+"@shop.example"
	_, err := d.db.ExecContext(t.Context(), `
		INSERT INTO person (id, issuer, subject, name, email, created_at, seen_at)
		VALUES ($1, 'https://shop.example', $2, $2, $3, $4, $4)`, id, name, email, d.clock.now())
	if err != nil {
		t.Fatal(err)
	}
	if err := d.accounts.Open(t.Context(), id, email, "en"); err != nil {
		t.Fatal(err)
	}
	accountID, _, _, _, err := d.accounts.ForPerson(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return session.Actor{Role: session.Customer, AccountID: accountID, PersonID: id, ClientKey: "network", AuthTime: d.clock.now()}
}

// typed is a card as it is typed, without a mistake.
func typed() card.AddInput {
	return card.AddInput{Number: "4539 1488 0343 6467", ExpiryMonth: 7, ExpiryYear: 2029, CVC: "123", Password: right}
}

// numbered are good numbers that differ in their account part.
func numbered(t *testing.T, i int) string {
	t.Helper()
	body := []byte("453914880343000")
	body[13] = byte('0' + i/10)
	body[14] = byte('0' + i%10)
	sum := 0
	for j, d := range body {
		n := int(d - '0')
		if j%2 == 0 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return string(body) + string(rune('0'+(10-sum%10)%10))
}

func (d *desk) added(t *testing.T, actor session.Actor) *card.Card {
	t.Helper()
	c, err := d.Add(t.Context(), actor, typed())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// told is a failure's code, with its fields where it has any.
func told(err error) string {
	f, ok := fault.As(err)
	if !ok {
		if err == nil {
			return ""
		}
		return "INTERNAL: " + err.Error()
	}
	if len(f.Fields) == 0 {
		return f.Code
	}
	var all []string
	for _, field := range f.Fields {
		all = append(all, field.Field+" "+field.Code)
	}
	return strings.Join(all, ", ")
}

func wantTold(t *testing.T, err error, want string) {
	t.Helper()
	if got := told(err); got != want {
		t.Errorf("failed by %q, want %q", got, want)
	}
}
