package payment_test

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
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
	"github.com/walletdesk/walletdesk/job"
	"github.com/walletdesk/walletdesk/mail"
	"github.com/walletdesk/walletdesk/mail/mailtest"
	"github.com/walletdesk/walletdesk/marketplace/till"
	"github.com/walletdesk/walletdesk/payment"
	"github.com/walletdesk/walletdesk/payment/signature"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/postgres/pgtest"
	"github.com/walletdesk/walletdesk/secret"
	"github.com/walletdesk/walletdesk/session"
	"github.com/walletdesk/walletdesk/throttle"
)

const (
	right   = "seven grey herons"
	good    = "4242 4242 4242 4242"
	refused = "4000 0000 0000 0341" // the issuer says yes, the acquirer no
	silent  = "4000 0000 0000 3063" // charged, and the answer is lost
)

var walletSecret = []byte("the wallet's secret of these tests") //nolint:gochecknoglobals // a constant

// desk is the payments on a real database, with the accounts, the cards, the jobs,
// and the development till as the world outside.
type desk struct {
	*payment.Service
	deps     payment.Deps
	accounts *account.Service
	cards    *card.Service
	jobs     *job.Queue
	till     *till.Till
	audit    *audit.Log
	db       *postgres.DB
	outbox   *mail.Outbox
	inbox    *mailtest.Inbox
	clock    *clock
	shop     session.Actor
	asked    *asked
}

// pass moves the clock.
func (d *desk) pass(by time.Duration) { d.clock.pass(by) }

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

// asked is a provider with a count of the charges it was asked for and a way to fail.
type asked struct {
	mu     sync.Mutex
	begun  []payment.Charge
	before func() error // nil: nothing
	ways   map[string]payment.Kind
	closes error  // what Close fails with
	first  func() // what happens while it closes; nil: nothing
}

// onClose has something happen while the provider closes a charge.
func (a *asked) onClose(first func()) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.first = first
}

func (a *asked) closing() func() {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.first
}

// way is the way to pay that an attempt was for.
func (a *asked) way(attemptID string) payment.Kind {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.ways[attemptID]
}

func (a *asked) failClose(with error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.closes = with
}

func (a *asked) closeFails() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.closes
}

func (a *asked) note(way payment.Kind, c payment.Charge) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.ways == nil {
		a.ways = map[string]payment.Kind{}
	}
	a.ways[c.AttemptID] = way
	c.Card = payment.CardNumber{}
	a.begun = append(a.begun, c)
	if a.before != nil {
		return a.before()
	}
	return nil
}

func (a *asked) fail(with error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.before = func() error { return with }
	if with == nil {
		a.before = nil
	}
}

func (a *asked) last(t *testing.T) payment.Charge {
	t.Helper()
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.begun) == 0 {
		t.Fatal("nothing was charged")
	}
	return a.begun[len(a.begun)-1]
}

func (a *asked) count() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.begun)
}

type provider struct {
	payment.Method
	*asked
	way payment.Kind
}

func (p provider) Close(ctx context.Context, attemptID string) (payment.Outcome, error) {
	if first := p.closing(); first != nil {
		first()
	}
	if err := p.closeFails(); err != nil {
		return payment.Outcome{}, err
	}
	return p.Method.Close(ctx, attemptID)
}

func (p provider) Begin(ctx context.Context, c payment.Charge) (payment.Outcome, error) {
	if err := p.note(p.way, c); err != nil {
		return payment.Outcome{}, err
	}
	return p.Method.Begin(ctx, c)
}

// lender lends cards as the program does.
type lender struct{ cards *card.Service }

func (l lender) Usable(ctx context.Context, accountID, cardID string) error {
	found, err := l.cards.Find(ctx, accountID, cardID)
	if err == nil && found.Expired {
		return card.ErrExpired()
	}
	return err
}

func (l lender) WithSaved(ctx context.Context, accountID, cardID string, use func(context.Context, payment.CardNumber) error) error {
	return l.cards.WithSaved(ctx, accountID, cardID, lent(use))
}

func (l lender) WithTyped(ctx context.Context, in payment.GuestInput, use func(context.Context, payment.CardNumber) error) error {
	return l.cards.WithTyped(ctx, card.Typed{Number: in.Number, ExpiryMonth: in.ExpiryMonth, ExpiryYear: in.ExpiryYear, CVC: in.CVC}, lent(use))
}

func lent(use func(context.Context, payment.CardNumber) error) func(context.Context, card.Presented) error {
	return func(ctx context.Context, p card.Presented) error {
		return use(ctx, payment.CardNumber{Number: p.Number, ExpiryMonth: p.Card.ExpiryMonth, ExpiryYear: p.Card.ExpiryYear, CVC: payment.CVC(p.CVC)})
	}
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	return newDeskWith(t, newClock(), nil)
}

func newClock() *clock { return &clock{t: time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)} }

// newDeskWith has events delivered by deliver, if there is one.
func newDeskWith(t *testing.T, at *clock, deliver payment.Delivery) *desk {
	t.Helper()
	d := &desk{
		db: pgtest.New(t), inbox: &mailtest.Inbox{}, clock: at, asked: &asked{},
		shop: session.Actor{Role: session.Marketplace, ClientID: "shop", ClientKey: "shop's network"},
	}
	keys, quiet := secret.NewTestKeys(t), slog.New(slog.DiscardHandler)
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
	d.cards = card.New(card.Deps{
		DB: d.db, Keys: keys, Throttle: attempts, Audit: d.audit, Accounts: d.accounts, Issuer: issuer.Demo{}, Logger: quiet,
		Wake: d.outbox.Wake, Clock: d.clock.now, Random: rand.Reader, TestNumbers: true,
	})
	d.jobs = job.New(d.db, d.clock.now, quiet)
	d.till, err = till.New(till.Config{
		PublicURL: "http://localhost:1", Listen: "localhost:1", Folder: t.TempDir(), WalletSecret: walletSecret,
		CashSecret: []byte("the cash point's secret of these tests"), Client: &http.Client{}, Clock: d.clock.now, Log: quiet,
	})
	if err != nil {
		t.Fatal(err)
	}
	providers := d.till.Providers()
	for kind, p := range providers {
		providers[kind] = provider{p, d.asked, kind}
	}
	currencies, err := payment.ParseCurrencies("EUR,JPY,USD")
	if err != nil {
		t.Fatal(err)
	}
	d.deps = payment.Deps{
		DB: d.db, Keys: keys, Throttle: attempts, Audit: d.audit, Accounts: d.accounts, Cards: lender{d.cards}, Jobs: d.jobs,
		Clock: d.clock.now, Log: quiet, PublicURL: "https://wallet.example", Currencies: currencies,
		Life: payment.DefaultLife, Providers: providers, Webhooks: deliver != nil,
	}
	d.Service = payment.New(d.deps)
	d.Register(d.jobs, deliver)
	return d
}

// customer is a registered one, with nothing in the mailbox.
func (d *desk) customer(t *testing.T, name string) session.Actor {
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
	actor := session.Actor{Role: session.Customer, AccountID: accountID, PersonID: id, ClientKey: "network", AuthTime: d.clock.now(), Registered: true}
	if _, err := d.accounts.RequestEmailConfirmation(t.Context(), actor, account.ConfirmationInput{}); err != nil {
		t.Fatal(err)
	}
	m := mailtest.Find(t, d.inbox.Take(t, d.outbox), email, "Confirm your e-mail address")
	if err := d.accounts.ConfirmEmail(t.Context(), session.Actor{}, account.Proof{Token: m.Token()}); err != nil {
		t.Fatal(err)
	}
	_, err = d.accounts.CompleteQuestionnaire(t.Context(), actor, account.Questionnaire{
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

// saved is a card of the customer.
func (d *desk) saved(t *testing.T, actor session.Actor, number string) string {
	t.Helper()
	c, err := d.cards.Add(t.Context(), actor, card.AddInput{Number: number, ExpiryMonth: 7, ExpiryYear: 2029, CVC: "123", Password: right})
	if err != nil {
		t.Fatal(err)
	}
	d.inbox.Take(t, d.outbox)
	return c.ID
}

// order is a payment as a shop asks for it.
func order(change func(in *payment.OpenInput)) payment.OpenInput {
	in := payment.OpenInput{
		IdempotencyKey: uuid.NewString(), Order: "A-" + uuid.NewString(), Description: "Two lamps", Payee: "Lamps & Co",
		Amount: payment.Money{Amount: 1999, Currency: "EUR"}, ReturnURL: "https://shop.example/orders/1",
	}
	if change != nil {
		change(&in)
	}
	return in
}

// opened is a payment that waits.
func (d *desk) opened(t *testing.T, change func(in *payment.OpenInput)) *payment.Payment {
	t.Helper()
	p, err := d.Open(t.Context(), d.shop, order(change))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func tokenOf(p *payment.Payment) string { return p.Link[len("https://wallet.example/pay#t="):] }

func confirmation(p *payment.Payment, cardID string) payment.ConfirmInput {
	token := tokenOf(p)
	return payment.ConfirmInput{Token: &token, Digest: p.Digest, CardID: cardID, Password: right}
}

func guest(p *payment.Payment, number string) payment.GuestInput {
	return payment.GuestInput{Token: tokenOf(p), Digest: p.Digest, Number: number, ExpiryMonth: 7, ExpiryYear: 2029, CVC: "123"}
}

func chosen(p *payment.Payment) payment.MethodInput {
	return payment.MethodInput{Token: tokenOf(p), Digest: p.Digest}
}

// stranger holds the link and is not signed in.
func stranger() session.Actor { return session.Actor{ClientKey: "a guest's network"} }

// state is how the payment stands in its row.
func (d *desk) state(t *testing.T, p *payment.Payment) payment.State {
	t.Helper()
	var state payment.State
	if err := d.db.GetContext(t.Context(), &state, `SELECT state FROM payment WHERE id = $1`, p.ID); err != nil {
		t.Fatal(err)
	}
	return state
}

func (d *desk) wantState(t *testing.T, p *payment.Payment, want payment.State) {
	t.Helper()
	if got := d.state(t, p); got != want {
		t.Errorf("the payment is %s, want %s", got, want)
	}
}

// work does what is due.
func (d *desk) work(t *testing.T) {
	t.Helper()
	if _, err := d.jobs.RunDue(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// events are the types of the shop's events, in order.
func (d *desk) events(t *testing.T) []string {
	t.Helper()
	list, _, err := d.Events(t.Context(), d.shop, 100, "")
	if err != nil {
		t.Fatal(err)
	}
	var types []string
	for _, e := range list {
		types = append(types, e.Type)
	}
	return types
}

// told is a callback of the wallet, signed as it signs.
func (d *desk) told(t *testing.T, way payment.Kind, attemptID string, status payment.Status) error {
	t.Helper()
	body := []byte(attemptID + string(status))
	header := signature.Sign(walletSecret, "wallet", d.clock.now(), body)
	signed, err := signature.Verify(walletSecret, "wallet", header, body, d.clock.now())
	if err != nil {
		t.Fatal(err)
	}
	_, err = d.Callback(t.Context(), way, attemptID, status, "", signed)
	return err
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
