package recovery_test

import (
	"context"
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
	"github.com/walletdesk/walletdesk/bus"
	"github.com/walletdesk/walletdesk/captcha"
	"github.com/walletdesk/walletdesk/chat"
	"github.com/walletdesk/walletdesk/document"
	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/job"
	"github.com/walletdesk/walletdesk/mail"
	"github.com/walletdesk/walletdesk/mail/mailtest"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/postgres/pgtest"
	"github.com/walletdesk/walletdesk/recovery"
	"github.com/walletdesk/walletdesk/secret"
	"github.com/walletdesk/walletdesk/session"
	"github.com/walletdesk/walletdesk/throttle"
)

// What others ask of the customers and their recoveries, as cmd fills it in.
var (
	_ session.Accounts  = (*account.Service)(nil)
	_ session.Recovery  = (*recovery.Service)(nil)
	_ chat.Accounts     = (*account.Service)(nil)
	_ chat.Recovery     = (*recovery.Service)(nil)
	_ document.Flows    = (*recovery.Service)(nil)
	_ recovery.Accounts = (*account.Service)(nil)
	_ recovery.Sessions = (*session.Service)(nil)
)

const (
	oldPassword = "seven grey herons"
	newPassword = "nine green pelicans"
)

// desk is the recoveries with everything they stand on, on a real database.
type desk struct {
	*recovery.Service
	accounts *account.Service
	sessions *session.Service
	db       *postgres.DB
	jobs     *job.Queue
	outbox   *mail.Outbox
	inbox    *mailtest.Inbox
	captcha  *captcha.Service
	letters  sync.Map // captcha id → letters
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
	d := &desk{db: pgtest.New(t), inbox: &mailtest.Inbox{}, clock: &clock{t: time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)}}
	keys, quiet := secret.NewTestKeys(t), slog.New(slog.DiscardHandler)
	rings, err := bus.Open(t.Context(), bus.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(rings.Close)
	rules, err := password.NewRules(password.DefaultMin)
	if err != nil {
		t.Fatal(err)
	}
	log, limits := audit.New(keys, d.clock.now), throttle.New(d.db, d.clock.now)
	d.outbox = mail.New(d.db, keys, d.inbox, "https://wallet.example", d.clock.now, mail.WithLogger(quiet))
	d.jobs = job.New(d.db, d.clock.now, quiet)
	d.captcha = captcha.New(d.db, keys, d.clock.now, rand.Reader, captcha.WithPeek(func(id, answer string) { d.letters.Store(id, answer) }))
	d.accounts = account.New(account.Deps{
		DB: d.db, Keys: keys, Hasher: secret.NewHasher(keys, 2, 200), Throttle: limits, Audit: log, Mail: d.outbox,
		Rules: rules, Clock: d.clock.now, Random: rand.Reader, Logger: quiet,
	})
	d.sessions = session.New(session.Config{DB: d.db, Keys: keys, Audit: log, Bus: rings, Accounts: d.accounts, Clock: d.clock.now, Log: quiet})
	d.Service = recovery.New(recovery.Deps{
		DB: d.db, Keys: keys, Throttle: limits, Audit: log, Mail: d.outbox, Jobs: d.jobs,
		Accounts: d.accounts, Sessions: d.sessions, Captcha: d.captcha, Clock: d.clock.now, Random: rand.Reader,
	})
	return d
}

// customer is somebody with an account.
type customer struct {
	personID, accountID string
	email               string // the wallet's address
	shopEmail           string
}

func answers() []account.Answered {
	return []account.Answered{
		{Question: "FIRST_CONCERT", Answer: "The Rolling Pebbles"},
		{Question: "LOST_PLACE", Answer: "Οδυσσεύς"},
		{Question: "FIRST_BOSS", Answer: "Straße"},
	}
}

// given are right answers, typed otherwise.
func given() []string { return []string{"the rolling pebbles!", "ΟΔΥΣΣΕΥΣ", "STRASSE"} }

// customer registers somebody; the mails of that are taken out of the inbox.
func (d *desk) customer(t *testing.T, name, email string) customer {
	t.Helper()
	shop := name + "@shop.example"
	personID, err := d.sessions.Person(t.Context(), session.Identity{Issuer: "https://shop.example", Subject: name, Email: shop, Name: name}, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := d.accounts.Open(t.Context(), personID, shop, "en"); err != nil {
		t.Fatal(err)
	}
	accountID, _, _, _, err := d.accounts.ForPerson(t.Context(), personID)
	if err != nil {
		t.Fatal(err)
	}
	actor := session.Actor{Role: session.Customer, AccountID: accountID, PersonID: personID, ClientKey: name}
	if _, err := d.accounts.RequestEmailConfirmation(t.Context(), actor, account.ConfirmationInput{Email: email}); err != nil {
		t.Fatal(err)
	}
	m := mailtest.Find(t, d.inbox.Take(t, d.outbox), email, "Confirm your e-mail address")
	if err := d.accounts.ConfirmEmail(t.Context(), session.Actor{}, account.Proof{Token: m.Token()}); err != nil {
		t.Fatal(err)
	}
	_, err = d.accounts.CompleteQuestionnaire(t.Context(), actor, account.Questionnaire{
		GivenName: "Anna", FamilyName: "Papa", BirthDate: time.Date(1990, 5, 31, 0, 0, 0, 0, time.UTC), Country: "GR",
		Password: oldPassword, PasswordAgain: oldPassword, Answers: answers(),
	})
	if err != nil {
		t.Fatal(err)
	}
	d.inbox.Take(t, d.outbox)
	d.clock.pass(2 * time.Minute) // the next mail to the address may go
	return customer{personID: personID, accountID: accountID, email: email, shopEmail: shop}
}

// ask requests a recovery by address, does the job and returns the cookie.
func (d *desk) ask(t *testing.T, email string) string {
	t.Helper()
	cookie, err := d.Request(t.Context(), d.request(t, email))
	if err != nil {
		t.Fatalf("request: %v", err)
	}
	d.work(t)
	return cookie
}

// request is a stranger's, the captcha solved.
func (d *desk) request(t *testing.T, email string) recovery.RequestInput {
	t.Helper()
	c, err := d.captcha.Create(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	letters, _ := d.letters.Load(c.ID)
	return recovery.RequestInput{
		Email: email, CaptchaID: c.ID, CaptchaAnswer: letters.(string), ClientKey: "network",
		UserAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
	}
}

// work does all jobs that are due.
func (d *desk) work(t *testing.T) {
	t.Helper()
	if _, err := d.jobs.RunDue(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func (d *desk) mails(t *testing.T) []mailtest.Mail {
	t.Helper()
	return d.inbox.Take(t, d.outbox)
}

// started is the mail that begins a recovery.
func (d *desk) started(t *testing.T, c customer) mailtest.Mail {
	t.Helper()
	d.ask(t, c.email)
	return mailtest.Find(t, d.mails(t), c.email, "Recover your payment password")
}

// confirmed is a flow whose link was confirmed.
func (d *desk) confirmed(t *testing.T, c customer) *recovery.Flow {
	t.Helper()
	_, f, err := d.ConfirmLink(t.Context(), d.started(t, c).Token())
	if err != nil {
		t.Fatalf("confirm link: %v", err)
	}
	return f
}

func (d *desk) signIn(t *testing.T, c customer, flowID string) {
	t.Helper()
	if err := d.SignedIn(t.Context(), flowID, c.personID, d.clock.now()); err != nil {
		t.Fatalf("sign in: %v", err)
	}
}

// answered is a flow at the password form.
func (d *desk) answered(t *testing.T, c customer) *recovery.Flow {
	t.Helper()
	f := d.confirmed(t, c)
	d.signIn(t, c, f.ID)
	f, err := d.AnswerQuestions(t.Context(), f.ID, given())
	if err != nil {
		t.Fatalf("answer: %v", err)
	}
	return f
}

// inTx runs a method that works in somebody else's transaction.
func (d *desk) inTx(t *testing.T, fn func(ctx context.Context, q postgres.Querier) error) error {
	t.Helper()
	return d.db.InTx(t.Context(), fn)
}

// escalated is a flow with the support service, signed in.
func (d *desk) escalated(t *testing.T, c customer) *recovery.Flow {
	t.Helper()
	f := d.confirmed(t, c)
	d.signIn(t, c, f.ID)
	d.escalate(t, f.ID)
	return d.flow(t, f.ID)
}

func (d *desk) escalate(t *testing.T, flowID string) {
	t.Helper()
	if err := d.inTx(t, func(ctx context.Context, q postgres.Querier) error {
		return d.Escalate(ctx, q, flowID, uuid.NewString())
	}); err != nil {
		t.Fatalf("escalate: %v", err)
	}
}

// approved is a flow that two people agreed on, and the mail that says so.
func (d *desk) approved(t *testing.T, c customer) (*recovery.Flow, mailtest.Mail) {
	t.Helper()
	f := d.escalated(t, c)
	d.mails(t)
	d.approve(t, f.ID)
	return d.flow(t, f.ID), mailtest.Find(t, d.mails(t), c.email, "You can set a new payment password")
}

func (d *desk) flow(t *testing.T, id string) *recovery.Flow {
	t.Helper()
	f, err := d.Flow(t.Context(), id)
	if err != nil {
		t.Fatalf("flow: %v", err)
	}
	return f
}

func (d *desk) wantState(t *testing.T, id string, want recovery.State) {
	t.Helper()
	if got := d.flow(t, id).State; got != want {
		t.Errorf("state is %s, want %s", got, want)
	}
}

// opens tells whether a payment password is the account's.
func (d *desk) opens(t *testing.T, c customer, typed string) bool {
	t.Helper()
	err := d.accounts.VerifyPassword(t.Context(), c.accountID, typed)
	if code(err) == "WRONG_PASSWORD" {
		return false
	}
	if err != nil {
		t.Fatalf("verify password: %v", err)
	}
	return true
}

// code is the failure's code; for failures of fields the first field's.
func code(err error) string {
	f, ok := fault.As(err)
	if !ok {
		if err == nil {
			return ""
		}
		return "INTERNAL: " + err.Error()
	}
	if len(f.Fields) > 0 {
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

// actions are the account's audit entries from the first recovery entry on.
func (d *desk) actions(t *testing.T, c customer) []string {
	t.Helper()
	list, err := d.accounts.Activity(t.Context(), c.accountID)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for i := len(list) - 1; i >= 0; i-- {
		if strings.HasPrefix(list[i].Action, "recovery.") || strings.HasPrefix(list[i].Action, "account.fr") {
			out = append(out, list[i].Action)
		}
	}
	return out
}

// attempts are the tries left that a failure tells; -1 if it tells none.
func attempts(err error) int {
	f, ok := fault.As(err)
	if !ok || f.AttemptsLeft == nil {
		return -1
	}
	return *f.AttemptsLeft
}

func (d *desk) approve(t *testing.T, flowID string) {
	t.Helper()
	if err := d.inTx(t, func(ctx context.Context, q postgres.Querier) error { return d.Approve(ctx, q, flowID) }); err != nil {
		t.Fatalf("approve: %v", err)
	}
}

// session is a customer's open one.
func (d *desk) session(t *testing.T, c customer) string {
	t.Helper()
	id, now := uuid.NewString(), d.clock.now()
	_, err := d.db.ExecContext(t.Context(), `
		INSERT INTO session (id, token_sum, person_id, door, role, auth_time, created_at, seen_at, expires_at)
		VALUES ($1, $2, $3, 'CUSTOMER', 'CUSTOMER', $4, $4, $4, $5)`, id, []byte(id), c.personID, now, now.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func (d *desk) ended(t *testing.T, sessionID string) bool {
	t.Helper()
	var ended bool
	if err := d.db.GetContext(t.Context(), &ended, `SELECT ended_at IS NOT NULL FROM session WHERE id = $1`, sessionID); err != nil {
		t.Fatal(err)
	}
	return ended
}
