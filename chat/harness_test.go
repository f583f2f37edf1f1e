package chat

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/audit"
	"github.com/walletdesk/walletdesk/bus"
	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/postgres/pgtest"
	"github.com/walletdesk/walletdesk/secret"
	"github.com/walletdesk/walletdesk/session"
	"github.com/walletdesk/walletdesk/throttle"
)

// desk is a chat on a database and a bus of its own.
type desk struct {
	*Service
	db        *postgres.DB
	bell      *bus.Bus
	time      *clock
	recovery  *flows
	documents *papers
	facts     *facts
}

// newDesk makes one; its hub sweeps until the test ends.
func newDesk(t *testing.T) *desk {
	t.Helper()
	bell, err := bus.Open(t.Context(), bus.Config{})
	if err != nil {
		t.Fatalf("open bus: %v", err)
	}
	t.Cleanup(bell.Close)
	return newDeskOn(t, pgtest.New(t), bell)
}

// newDeskOn makes one more node on a database and a bus.
func newDeskOn(t *testing.T, db *postgres.DB, bell *bus.Bus) *desk {
	t.Helper()
	d := &desk{db: db, bell: bell, time: &clock{t: time.Now().UTC()}, recovery: &flows{}, documents: &papers{}, facts: &facts{}}
	logger := slog.New(slog.DiscardHandler)
	log := NewLog(db, bell, d.time.now, logger)
	hub := NewHub(db, bell, d.time.now, logger)
	d.Service = New(Deps{
		DB: db, Log: log, Hub: hub, Throttle: throttle.New(db, d.time.now),
		Audit: audit.New(secret.NewTestKeys(t), d.time.now), Recovery: d.recovery, Accounts: customers{}, Documents: d.documents, Facts: d.facts,
		Clock: d.time.now, Logger: logger,
	})
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := hub.Run(ctx); err != nil {
			t.Errorf("run hub: %v", err)
		}
	}()
	t.Cleanup(func() { stop(); <-done })
	return d
}

// clock is a time that tests move.
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

// flows keeps recoveries in their own table, with the few edges the chat uses,
// so that a transaction's end decides about them too.
type flows struct{}

func (*flows) Escalate(ctx context.Context, q postgres.Querier, flowID, conversationID string) error {
	return edge(ctx, q, `UPDATE recovery_flow SET state = 'ESCALATED', conversation_id = $2
	                      WHERE id = $1 AND state IN ('LINK_CONFIRMED', 'LOCKED', 'ESCALATED')`, flowID, conversationID)
}

// shownCode is the one code of all recoveries here that is live.
const shownCode = "7XK2M9QA"

func (*flows) ShownCodes(_ context.Context, _ string, words []string) ([]bool, error) {
	shown := make([]bool, len(words))
	for i, word := range words {
		code, _ := secret.NormaliseCode(word)
		shown[i] = code == shownCode
	}
	return shown, nil
}

func (*flows) CaseFlow(ctx context.Context, q postgres.Querier, flowID string) (string, string, bool, time.Time, error) {
	var row struct {
		AccountID string     `db:"account_id"`
		State     string     `db:"state"`
		SignedIn  *time.Time `db:"signed_in_at"`
		Requested time.Time  `db:"requested_at"`
	}
	err := q.GetContext(ctx, &row, `SELECT account_id, state, signed_in_at, requested_at FROM recovery_flow WHERE id = $1`, flowID)
	if postgres.NoRows(err) {
		return "", "", false, time.Time{}, fault.New(fault.NotFound, "NOT_FOUND", "No flow.")
	}
	return row.AccountID, row.State, row.SignedIn != nil, row.Requested, err
}

func (*flows) Approve(ctx context.Context, q postgres.Querier, flowID string) error {
	return edge(ctx, q, `UPDATE recovery_flow SET state = 'RESET_APPROVED' WHERE id = $1 AND state = 'ESCALATED'`, flowID)
}

func (*flows) HoldFor(ctx context.Context, q postgres.Querier, flowID string, hold time.Duration) error {
	return edge(ctx, q, `UPDATE recovery_flow SET hold_seconds = $2 WHERE id = $1 AND state = 'ESCALATED'`, flowID, int(hold.Seconds()))
}

func (*flows) Decline(ctx context.Context, q postgres.Querier, flowID, reason string) error {
	return edge(ctx, q, `UPDATE recovery_flow SET state = 'DECLINED', decline_reason = $2 WHERE id = $1 AND state = 'ESCALATED'`, flowID, reason)
}

func edge(ctx context.Context, q postgres.Querier, query string, args ...any) error {
	ok, err := postgres.ExecOne(ctx, q, query, args...)
	if err == nil && !ok {
		return fault.New(fault.Conflict, "WRONG_STATE", "The recovery is elsewhere.")
	}
	return err
}

// customers reads accounts.
type customers struct{}

func (customers) CaseAccount(ctx context.Context, q postgres.Querier, id string) (string, string, string, time.Time, error) {
	var row struct {
		Name   string    `db:"name"`
		Email  string    `db:"email"`
		Locale string    `db:"locale"`
		At     time.Time `db:"created_at"`
	}
	err := q.GetContext(ctx, &row, `SELECT given_name || ' ' || family_name AS name, email, locale, created_at FROM account WHERE id = $1`, id)
	if postgres.NoRows(err) {
		err = fault.New(fault.NotFound, "NOT_FOUND", "No account.")
	}
	return row.Name, row.Email, row.Locale, row.At, err
}

// Notify and SendTranscript keep what the outbox would get, in the transaction.
func (customers) Notify(ctx context.Context, q postgres.Querier, accountID, template string, _ map[string]string) error {
	return keepMail(ctx, q, accountID, template, "")
}

func (customers) SendTranscript(ctx context.Context, q postgres.Querier, accountID, lines string) error {
	return keepMail(ctx, q, accountID, "transcript", lines)
}

func keepMail(ctx context.Context, q postgres.Querier, accountID, template, lines string) error {
	_, err := q.ExecContext(ctx, `INSERT INTO mail (id, to_address, template, locale, params, created_at, next_try_at)
	                              VALUES (gen_random_uuid(), $1, $2, 'en', json_build_object('lines', $3::text), now(), now())`, accountID, template, lines)
	return err
}

func (customers) AccountsAt(ctx context.Context, q postgres.Querier, address string) ([]string, error) {
	var ids []string
	err := q.SelectContext(ctx, &ids, `SELECT id FROM account WHERE email = $1`, address)
	return ids, err
}

// papers is the documents of one case, as a test wants them. The real ones are
// tested with their own package.
type papers struct {
	mu     sync.Mutex
	frozen string
	viewed map[string][]string // by member of the staff
}

func (p *papers) OpenRequest(_ context.Context, _ postgres.Querier, _, _, _ string) (string, error) {
	return uuid.NewString(), nil
}

func (p *papers) Review(_ context.Context, _ postgres.Querier, _, _, _ string, _ bool, _ string) (string, error) {
	return "BANK_CARD", nil
}

func (p *papers) Evidence(context.Context, postgres.Querier, string) ([]byte, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.frozen == "" {
		return []byte("[]"), nil
	}
	return []byte(p.frozen), nil
}

func (p *papers) ViewedSince(_ context.Context, _ postgres.Querier, _, staffID string, _ time.Time) ([]string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.viewed[staffID], nil
}

// The documents of the tests' cases: an identity card, and a bank card.
const (
	passport = "01890000-0000-7000-8000-0000000000d0"
	plastic  = "01890000-0000-7000-8000-0000000000d1"
)

// accept puts an accepted identity card and an accepted card picture into the case.
func (p *papers) accept(matched bool) {
	match := map[bool]string{true: "MATCH", false: "NO_CARD_SAVED"}[matched]
	p.put(`[{"id":"` + passport + `","kind":"IDENTITY","state":"ACCEPTED","match":"NOT_COMPARED","sha256":"aa"},` +
		`{"id":"` + plastic + `","kind":"BANK_CARD","state":"ACCEPTED","match":"` + match + `","sha256":"bb"}]`)
}

// put lets the case have other documents.
func (p *papers) put(frozen string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.frozen = frozen
}

// facts is what the records know beside a case, as a test wants them; the real
// ones are asked in the program's own tests.
type facts struct {
	mu        sync.Mutex
	changed   *time.Time
	many      int
	elsewhere int
	device    *time.Time
	network   *time.Time
	last      time.Time
}

// know changes what is known.
func (f *facts) know(change func(f *facts)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change(f)
}

func (f *facts) EmailChangedAt(context.Context, postgres.Querier, string) (*time.Time, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.changed, nil
}

func (f *facts) RecoveriesSince(context.Context, postgres.Querier, string, time.Time) (int, time.Time, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.many, f.last, nil
}

func (f *facts) SeenElsewhere(context.Context, postgres.Querier, string, string) (int, time.Time, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.elsewhere, f.last, nil
}

func (f *facts) NewlySignedIn(context.Context, postgres.Querier, string, time.Time) (device, network *time.Time, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.device, f.network, nil
}

// look lets a member of the staff have viewed them.
func (p *papers) look(actor session.Actor) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.viewed == nil {
		p.viewed = map[string][]string{}
	}
	p.viewed[actor.StaffID] = []string{passport, plastic}
}

// person stores a person and gives the id.
func (d *desk) person(t *testing.T, name string) string {
	t.Helper()
	id := uuid.Must(uuid.NewV7()).String()
	d.exec(t, `INSERT INTO person (id, issuer, subject, name, created_at, seen_at) VALUES ($1::uuid, 'https://idp.test', ($1::uuid)::text, $2, now(), now())`, id, name)
	return id
}

// customer stores an account with a recovery whose link is confirmed and whose
// own person has signed in, and gives its signed-in customer.
func (d *desk) customer(t *testing.T) session.Actor {
	t.Helper()
	account, flow, person := uuid.Must(uuid.NewV7()).String(), uuid.Must(uuid.NewV7()).String(), d.person(t, "Maria Papadaki")
	d.exec(t, `INSERT INTO account (id, person_id, email, email_key, given_name, family_name, locale, created_at)
	           VALUES ($1, $2, 'maria@example.org', 'maria@example.org', 'Maria', 'Papadaki', 'el', now())`, account, person)
	d.exec(t, `INSERT INTO recovery_flow (id, account_id, state, requested_at, expires_at, signed_in_at)
	           VALUES ($1, $2, 'LINK_CONFIRMED', now(), now() + interval '14 days', now())`, flow, account)
	return session.Actor{Role: session.Customer, SessionID: uuid.NewString(), AccountID: account, PersonID: person, FlowID: flow, Registered: true}
}

// staff gives a member of the staff who has just signed in.
func (d *desk) staff(t *testing.T, role session.Role, name string) session.Actor {
	t.Helper()
	id := d.person(t, name)
	return session.Actor{Role: role, SessionID: uuid.NewString(), PersonID: id, StaffID: id, StaffName: name, AuthTime: d.time.now()}
}

// opened opens the conversation of a customer's recovery.
func (d *desk) opened(t *testing.T, customer session.Actor) *Conversation {
	t.Helper()
	c, err := d.Open(t.Context(), customer, OpenInput{Topic: TopicRecovery})
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	return c
}

// taken opens one and lets an operator take it.
func (d *desk) taken(t *testing.T, customer, operator session.Actor) *Conversation {
	t.Helper()
	c, err := d.Take(t.Context(), operator, d.opened(t, customer).ID)
	if err != nil {
		t.Fatalf("take: %v", err)
	}
	return c
}

// say sends a text under a new client id.
func (d *desk) say(t *testing.T, actor session.Actor, id, body string) *Sent {
	t.Helper()
	sent, err := d.Send(t.Context(), actor, SendInput{ConversationID: id, ClientID: uuid.NewString(), Body: body})
	if err != nil {
		t.Fatalf("send %.40q: %v", body, err)
	}
	return sent
}

// log is the whole log as kind, code or text.
func (d *desk) logOf(t *testing.T, id string) []string {
	t.Helper()
	list, err := selectAfter(t.Context(), d.db, id, 0, 10_000)
	if err != nil {
		t.Fatalf("read log: %v", err)
	}
	out := make([]string, 0, len(list))
	for i, m := range list {
		if m.Seq != int64(i+1) {
			t.Fatalf("row %d of the log has number %d", i+1, m.Seq)
		}
		out = append(out, string(m.Kind)+" "+m.Code+m.Body)
	}
	return out
}

func (d *desk) exec(t *testing.T, query string, args ...any) {
	t.Helper()
	if _, err := d.db.ExecContext(t.Context(), query, args...); err != nil {
		t.Fatalf("exec: %v", err)
	}
}

// wantCode fails unless err is a fault with that code.
func wantCode(t *testing.T, err error, code string) {
	t.Helper()
	f, ok := fault.As(err)
	if !ok {
		t.Fatalf("got error %v, want a fault %s", err, code)
	}
	got := f.Code
	if len(f.Fields) > 0 {
		got = f.Fields[0].Field + ":" + f.Fields[0].Code
	}
	if got != code {
		t.Fatalf("got fault %s, want %s", got, code)
	}
}

// wantAbsent fails unless err says that there is nothing.
func wantAbsent(t *testing.T, err error) {
	t.Helper()
	if !errors.Is(err, fault.NotFound) {
		t.Fatalf("got error %v, want not found", err)
	}
}
