package session_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/audit"
	"github.com/walletdesk/walletdesk/bus"
	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/marketplace"
	"github.com/walletdesk/walletdesk/marketplace/shoptest"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/postgres/pgtest"
	"github.com/walletdesk/walletdesk/secret"
	"github.com/walletdesk/walletdesk/session"
	"github.com/walletdesk/walletdesk/session/openid"
)

const callbackURL = "http://127.0.0.1:1/callback"

// desk is the service on a real database, real providers and a real bus.
type desk struct {
	*session.Service
	db       *postgres.DB
	keys     *secret.Keys
	clock    *shoptest.Clock
	site     *marketplace.Site
	bus      *bus.Bus
	accounts *accounts
	flows    *flows
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	clock := shoptest.NewClock()
	rings, err := bus.Open(t.Context(), bus.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(rings.Close)
	db := pgtest.New(t)
	d := &desk{
		db: db, keys: secret.NewTestKeys(t), clock: clock, bus: rings,
		site:     shoptest.Open(t, clock, callbackURL),
		accounts: &accounts{db: db, clock: clock},
		flows:    &flows{},
	}
	d.Service = d.node(t)
	return d
}

// node is one more program on the same database and bus.
func (d *desk) node(t *testing.T) *session.Service {
	t.Helper()
	provider := func(realm marketplace.Realm, claim string) *openid.Provider {
		return openid.New(openid.Config{
			Issuer: d.site.Issuer(realm), ClientID: marketplace.ClientID, ClientSecret: d.site.ClientSecret(realm),
			RedirectURL: callbackURL, RolesClaim: claim, Clock: d.clock.Now,
		})
	}
	s := session.New(session.Config{
		DB: d.db, Keys: d.keys, Audit: audit.New(d.keys, d.clock.Now), Bus: d.bus, Accounts: d.accounts, Recovery: d.flows,
		Customers: provider(marketplace.Shop, ""), Workforce: provider(marketplace.Workforce, "roles"), Clock: d.clock.Now,
	})
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("run: %v", err)
		}
	})
	return s
}

// visit is one way through a provider.
type visit struct {
	door    session.Door
	who     string
	purpose session.Purpose
	actor   session.Actor // who begins
	browser *http.Client  // nil: a new one
	change  func(*session.FinishInput)
	wait    time.Duration // between the start and the callback
}

func (d *desk) visit(t *testing.T, v visit) (session.Finished, error) {
	t.Helper()
	if v.browser == nil {
		v.browser = shoptest.NewBrowser(t)
	}
	if v.purpose == "" {
		v.purpose = session.Normal
	}
	started, err := d.Start(t.Context(), session.StartInput{Door: v.door, Purpose: v.purpose, Next: "/next", Actor: v.actor})
	if err != nil {
		return session.Finished{}, err
	}
	q := shoptest.Callback(t, v.browser, started.URL, v.who).Query()
	d.clock.Add(v.wait)
	in := session.FinishInput{
		Door: v.door, Cookie: started.Cookie, State: q.Get("state"), Code: q.Get("code"), Issuer: q.Get("iss"),
		UserAgent: "a browser", ClientKey: "net",
	}
	if v.change != nil {
		v.change(&in)
	}
	return d.Finish(t.Context(), in)
}

// signIn goes the usual way and gives the token and whom it stands for.
func (d *desk) signIn(t *testing.T, door session.Door, who string) (string, session.Actor) {
	t.Helper()
	done, err := d.visit(t, visit{door: door, who: who})
	if err != nil {
		t.Fatal(err)
	}
	return done.Token, d.resolve(t, door, done.Token)
}

func (d *desk) resolve(t *testing.T, door session.Door, token string) session.Actor {
	t.Helper()
	actor, err := d.Resolve(t.Context(), session.Credentials{Door: door, Token: token, ClientKey: "net"})
	if err != nil {
		t.Fatal(err)
	}
	return actor
}

// accounts is the least an account has to be for sessions: its real table.
type accounts struct {
	db    *postgres.DB
	clock *shoptest.Clock

	mu      sync.Mutex
	devices []string // new ones that were told
}

func (a *accounts) NewDevice(_ context.Context, _ postgres.Querier, _, device string) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.devices = append(a.devices, device)
	return nil
}

func (a *accounts) Wake() {}

func (a *accounts) Open(ctx context.Context, personID, email, locale string) error {
	_, err := a.db.ExecContext(ctx, `
		INSERT INTO account (id, person_id, email, email_key, locale, created_at)
		VALUES ($1, $2, $3, $3, $4, $5)
		ON CONFLICT ON CONSTRAINT account_person_id_key DO NOTHING`,
		uuid.NewString(), personID, email, locale, a.clock.Now())
	return err
}

func (a *accounts) ForPerson(ctx context.Context, personID string) (string, bool, bool, string, error) {
	var row struct {
		ID         string `db:"id"`
		Confirmed  bool   `db:"confirmed"`
		Registered bool   `db:"registered"`
		Locale     string `db:"locale"`
	}
	err := a.db.GetContext(ctx, &row, `
		SELECT id, confirmed_at IS NOT NULL AS confirmed, registered_at IS NOT NULL AS registered, locale
		FROM account WHERE person_id = $1`, personID)
	if postgres.NoRows(err) {
		return "", false, false, "", fault.New(fault.NotFound, "NOT_FOUND", "No account.")
	}
	return row.ID, row.Confirmed, row.Registered, row.Locale, err
}

// flows is one recovery flow, of the account that holds it.
type flows struct {
	mu                       sync.Mutex
	cookie, id, account, own string // own: the person the flow accepts
	signedIn                 string
	authTime                 time.Time
}

func (f *flows) FlowByCookie(_ context.Context, token string) (string, string, bool, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.id, f.account, token == f.cookie, nil
}

func (f *flows) SignedIn(_ context.Context, flowID, personID string, authTime time.Time) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if flowID != f.id || (f.own != "" && personID != f.own) {
		return fault.New(fault.Forbidden, "ANOTHER_PERSON", "Somebody else.")
	}
	f.signedIn, f.authTime = personID, authTime
	return nil
}

func codeOf(err error) string {
	var e *fault.Error
	if errors.As(err, &e) {
		return e.Code
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

func queryOf(t *testing.T, address string) url.Values {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u.Query()
}
