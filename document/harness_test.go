package document

import (
	"bytes"
	"context"
	"crypto/rand"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/audit"
	"github.com/walletdesk/walletdesk/blob"
	"github.com/walletdesk/walletdesk/bus"
	"github.com/walletdesk/walletdesk/chat"
	"github.com/walletdesk/walletdesk/document/gate"
	"github.com/walletdesk/walletdesk/document/rule"
	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/postgres/pgtest"
	"github.com/walletdesk/walletdesk/secret"
	"github.com/walletdesk/walletdesk/session"
	"github.com/walletdesk/walletdesk/throttle"
)

// office is the documents and the chat they belong to, on a database of their own.
type office struct {
	*Service
	chat       *chat.Service
	gate       *reader
	cards      *cards
	time       *clock
	customer   session.Actor
	operator   session.Actor
	supervisor session.Actor
	id         string // the conversation, taken by the operator
}

// newOffice makes one, with a case in it.
func newOffice(t *testing.T) *office {
	t.Helper()
	db := pgtest.New(t)
	bell, err := bus.Open(t.Context(), bus.Config{})
	if err != nil {
		t.Fatalf("open bus: %v", err)
	}
	t.Cleanup(bell.Close)
	blobs, err := blob.OpenFolder(t.TempDir())
	if err != nil {
		t.Fatalf("open folder: %v", err)
	}
	o := &office{gate: &reader{}, cards: &cards{}, time: &clock{t: time.Now().UTC()}}
	logger := slog.New(slog.DiscardHandler)
	log := chat.NewLog(db, bell, o.time.now, logger)
	keys := secret.NewTestKeys(t)
	limits, record := throttle.New(db, o.time.now), audit.New(keys, o.time.now)
	o.Service = New(Deps{
		DB: db, Keys: keys, Blobs: blobs, Gate: o.gate, Cards: o.cards, Flows: flows{}, Rooms: log,
		Throttle: limits, Audit: record, Clock: o.time.now, Random: rand.Reader, Logger: logger,
	})
	o.chat = chat.New(chat.Deps{
		DB: db, Log: log, Hub: chat.NewHub(db, bell, o.time.now, logger), Throttle: limits, Audit: record,
		Recovery: flows{}, Accounts: flows{}, Documents: o.Service, Facts: flows{}, Clock: o.time.now, Logger: logger,
	})
	o.customer = o.newCustomer(t)
	o.operator, o.supervisor = o.staff(t, session.Operator, "Olga"), o.staff(t, session.Supervisor, "Sue")
	o.id = o.opened(t, o.customer)
	if _, err := o.chat.Take(t.Context(), o.operator, o.id); err != nil {
		t.Fatalf("take: %v", err)
	}
	return o
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

// reader is a gate whose findings a test decides; the real one has tests of its own.
type reader struct {
	mu    sync.Mutex
	found gate.Result
	err   error
	shots int
}

func (g *reader) Check(_ context.Context, r gate.Request) (gate.Result, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.shots++
	f := g.found
	if f.Verdict == rule.Accepted {
		f.Picture = append([]byte("\xff\xd8\xff clean picture of "), r.Picture...)
	}
	return f, g.err
}

// says lets the gate find what a test wants.
func (g *reader) says(f gate.Result) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.found = f
}

// covered is a card picture with its number covered well.
func covered() gate.Result {
	return gate.Result{
		Verdict: rule.Accepted, Reason: rule.Covered, Advice: rule.Keep, First4: "4242", Last4: "4242", Width: 800, Height: 500,
	}
}

// cards answers comparisons and remembers from when on cards count.
type cards struct {
	match  Match
	asked  int
	before time.Time
}

func (c *cards) MatchDigits(_ context.Context, _, _, _ string, savedBefore time.Time) (Match, error) {
	c.asked++
	c.before = savedBefore
	if c.match == "" {
		return Matched, nil
	}
	return c.match, nil
}

// flows keeps recoveries in their own table, with the edges the chat uses, and
// reads accounts.
type flows struct{}

func (flows) Escalate(ctx context.Context, q postgres.Querier, flowID, conversationID string) error {
	return edge(ctx, q, `UPDATE recovery_flow SET state = 'ESCALATED', conversation_id = $2 WHERE id = $1 AND state = 'LINK_CONFIRMED'`, flowID, conversationID)
}

func (flows) AccountsAt(context.Context, postgres.Querier, string) ([]string, error) {
	return nil, nil
}

func (flows) Notify(context.Context, postgres.Querier, string, string, map[string]string) error {
	return nil
}

func (flows) SendTranscript(context.Context, postgres.Querier, string, string) error { return nil }

func (flows) ShownCodes(_ context.Context, _ string, words []string) ([]bool, error) {
	return make([]bool, len(words)), nil
}

func (flows) CaseFlow(ctx context.Context, q postgres.Querier, flowID string) (string, string, bool, time.Time, error) {
	var row struct {
		AccountID string    `db:"account_id"`
		State     string    `db:"state"`
		Requested time.Time `db:"requested_at"`
	}
	err := q.GetContext(ctx, &row, `SELECT account_id, state, requested_at FROM recovery_flow WHERE id = $1`, flowID)
	return row.AccountID, row.State, true, row.Requested, err
}

func (flows) Approve(ctx context.Context, q postgres.Querier, flowID string) error {
	return edge(ctx, q, `UPDATE recovery_flow SET state = 'RESET_APPROVED' WHERE id = $1 AND state = 'ESCALATED'`, flowID)
}

func (flows) Decline(ctx context.Context, q postgres.Querier, flowID, reason string) error {
	return edge(ctx, q, `UPDATE recovery_flow SET state = 'DECLINED', decline_reason = $2 WHERE id = $1 AND state = 'ESCALATED'`, flowID, reason)
}

func (flows) HoldFor(context.Context, postgres.Querier, string, time.Duration) error { return nil }

func (flows) EmailChangedAt(context.Context, postgres.Querier, string) (*time.Time, error) {
	return nil, nil
}

func (flows) RecoveriesSince(context.Context, postgres.Querier, string, time.Time) (int, time.Time, error) {
	return 0, time.Time{}, nil
}

func (flows) SeenElsewhere(context.Context, postgres.Querier, string, string) (int, time.Time, error) {
	return 0, time.Time{}, nil
}

func (flows) NewlySignedIn(context.Context, postgres.Querier, string, time.Time) (device, network *time.Time, err error) {
	return nil, nil, nil
}

func (flows) CaseAccount(context.Context, postgres.Querier, string) (string, string, string, time.Time, error) {
	return "Maria Papadaki", "maria@example.org", "el", time.Time{}, nil
}

func edge(ctx context.Context, q postgres.Querier, query string, args ...any) error {
	ok, err := postgres.ExecOne(ctx, q, query, args...)
	if err == nil && !ok {
		return fault.New(fault.Conflict, "WRONG_STATE", "The recovery is elsewhere.")
	}
	return err
}

func (o *office) exec(t *testing.T, query string, args ...any) {
	t.Helper()
	if _, err := o.DB.ExecContext(t.Context(), query, args...); err != nil {
		t.Fatalf("exec: %v", err)
	}
}

func (o *office) person(t *testing.T) string {
	t.Helper()
	id := uuid.Must(uuid.NewV7()).String()
	o.exec(t, `INSERT INTO person (id, issuer, subject, created_at, seen_at) VALUES ($1, 'https://idp.test', $2, now(), now())`, id, id)
	return id
}

// newCustomer stores an account with a recovery and gives its customer.
func (o *office) newCustomer(t *testing.T) session.Actor {
	t.Helper()
	account, flow := uuid.Must(uuid.NewV7()).String(), uuid.Must(uuid.NewV7()).String()
	o.exec(t, `INSERT INTO account (id, person_id, email, email_key, created_at)
	           VALUES ($1, $2, 'maria@example.org', 'maria@example.org', now())`, account, o.person(t))
	o.exec(t, `INSERT INTO recovery_flow (id, account_id, state, requested_at, expires_at)
	           VALUES ($1, $2, 'LINK_CONFIRMED', now(), now() + interval '14 days')`, flow, account)
	return session.Actor{Role: session.Customer, SessionID: uuid.NewString(), AccountID: account, FlowID: flow}
}

// staff gives a member of the staff who has just signed in.
func (o *office) staff(t *testing.T, role session.Role, name string) session.Actor {
	t.Helper()
	id := o.person(t)
	return session.Actor{Role: role, SessionID: uuid.NewString(), PersonID: id, StaffID: id, StaffName: name, AuthTime: o.time.now()}
}

// opened opens the conversation of a customer's recovery.
func (o *office) opened(t *testing.T, customer session.Actor) string {
	t.Helper()
	c, err := o.chat.Open(t.Context(), customer, chat.OpenInput{Topic: chat.TopicRecovery})
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	return c.ID
}

// asked asks for a picture and gives the request.
func (o *office) asked(t *testing.T, kind Kind) string {
	t.Helper()
	if _, err := o.chat.RequestDocument(t.Context(), o.operator, o.id, string(kind)); err != nil {
		t.Fatalf("ask: %v", err)
	}
	list, err := o.Requests(t.Context(), o.customer, o.id)
	if err != nil || len(list) == 0 {
		t.Fatalf("requests: %v, %v", list, err)
	}
	return list[len(list)-1].ID
}

// shot is an upload of a few bytes.
func (o *office) shot(request string) UploadInput {
	return UploadInput{ConversationID: o.id, RequestID: request, ClientID: uuid.NewString(), File: bytes.NewReader([]byte("original picture"))}
}

// kept asks for a picture, uploads one and gives the document.
func (o *office) kept(t *testing.T, kind Kind) *Document {
	t.Helper()
	o.gate.says(covered())
	got, err := o.Upload(t.Context(), o.customer, o.shot(o.asked(t, kind)))
	if err != nil || got.Verdict != VerdictAccepted {
		t.Fatalf("upload: %+v, %v", got, err)
	}
	list := o.documents(t)
	return list[len(list)-1]
}

func (o *office) documents(t *testing.T) []*Document {
	t.Helper()
	list, err := o.Documents(t.Context(), o.operator, o.id)
	if err != nil {
		t.Fatalf("documents: %v", err)
	}
	return list
}

// granted gives leave to look.
func (o *office) granted(t *testing.T, actor session.Actor, d *Document) string {
	t.Helper()
	leave, err := o.Grant(t.Context(), actor, GrantInput{ConversationID: o.id, DocumentID: d.ID})
	if err != nil {
		t.Fatalf("grant: %v", err)
	}
	return leave.Grant
}

// looked views a document.
func (o *office) looked(t *testing.T, actor session.Actor, d *Document) {
	t.Helper()
	if _, _, err := o.Open(t.Context(), actor, o.granted(t, actor, d)); err != nil {
		t.Fatalf("open: %v", err)
	}
}

// files is the sealed files there are.
func (o *office) files(t *testing.T) int {
	t.Helper()
	var names []string
	if err := o.DB.SelectContext(t.Context(), &names, `SELECT blob_key FROM document`); err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, name := range names {
		if _, err := o.Blobs.Get(t.Context(), name); err == nil {
			n++
		}
	}
	return n
}

// logged is the codes of the conversation's log, as the customer reads it.
func (o *office) logged(t *testing.T) []*chat.Message {
	t.Helper()
	page, err := o.chat.Messages(t.Context(), o.customer, o.id, chat.MessagesInput{First: 200})
	if err != nil {
		t.Fatal(err)
	}
	return page.Nodes
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
