package session

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/audit"
	"github.com/walletdesk/walletdesk/pan"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/secret"
)

// How long a session lives (OWASP Session Management Cheat Sheet).
const (
	CustomerIdle = 15 * time.Minute
	StaffIdle    = 60 * time.Minute
	MaxAge       = 12 * time.Hour
)

// touchEvery spares the database a write for each request: a session may end
// so much earlier than its idle time says.
const touchEvery = 30 * time.Second

// idleOf is how long a session of a door lives without being used.
func idleOf(d Door) time.Duration {
	if d == ConsoleDoor {
		return StaffIdle
	}
	return CustomerIdle
}

// Bus rings the other nodes.
type Bus interface {
	Publish(subject string, data []byte) error
	Subscribe(subject string, fn func(subject string, data []byte)) (unsubscribe func(), err error)
}

// Audit writes the record, in the caller's transaction.
type Audit interface {
	Write(ctx context.Context, q postgres.Querier, e audit.Entry) error
}

// Config is what the sessions are made of. Everything without a word about nil
// is required.
type Config struct {
	DB         *postgres.DB
	Keys       *secret.Keys
	Audit      Audit
	Bus        Bus
	Accounts   Accounts
	Recovery   Recovery
	Customers  Provider // the marketplace
	Workforce  Provider
	Operator   string           // the word of the roles claim for an operator; "": "operator"
	Supervisor string           // and for a supervisor; "": "supervisor"
	Clock      func() time.Time // nil: time.Now
	Random     io.Reader        // nil: crypto/rand
	Log        *slog.Logger     // nil: slog.Default
}

// Service issues, finds and ends sessions. It is safe for concurrent use.
type Service struct {
	db       *postgres.DB
	keys     *secret.Keys
	audit    Audit
	bus      Bus
	accounts Accounts
	recovery Recovery
	doors    map[Door]Provider
	roles    map[string]Role
	clock    func() time.Time
	random   io.Reader
	log      *slog.Logger
	watchers *watchers
}

// New makes the service. Run it, so that sessions end by themselves and
// everybody who waits on one is told.
func New(cfg Config) *Service {
	if cfg.Clock == nil {
		cfg.Clock = time.Now
	}
	if cfg.Random == nil {
		cfg.Random = rand.Reader
	}
	if cfg.Log == nil {
		cfg.Log = slog.Default()
	}
	return &Service{
		db: cfg.DB, keys: cfg.Keys, audit: cfg.Audit, bus: cfg.Bus, accounts: cfg.Accounts, recovery: cfg.Recovery,
		doors: map[Door]Provider{CustomerDoor: cfg.Customers, ConsoleDoor: cfg.Workforce},
		roles: map[string]Role{
			orElse(cfg.Operator, "operator"):     Operator,
			orElse(cfg.Supervisor, "supervisor"): Supervisor,
		},
		clock: func() time.Time { return cfg.Clock().UTC() }, random: cfg.Random, log: cfg.Log,
		watchers: newWatchers(),
	}
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

func (s *Service) provider(d Door) Provider { return s.doors[d] }

// roleOf is what a provider's roles come to at a door; "" for staff without one.
func (s *Service) roleOf(d Door, words []string) Role {
	if d == CustomerDoor {
		return Customer
	}
	var found Role
	for _, word := range words {
		if role := s.roles[word]; role == Supervisor || (role == Operator && found == "") {
			found = role
		}
	}
	return found
}

// IsLanguage tells whether the program speaks a language: en, el, ru and zh.
func IsLanguage(tag string) bool { return slices.Contains([]string{"en", "el", "ru", "zh"}, tag) }

// localeOf is the language of a BCP 47 tag, English when it is none of ours.
func localeOf(tag string) string {
	word, _, _ := strings.Cut(strings.ToLower(tag), "-")
	if IsLanguage(word) {
		return word
	}
	return "en"
}

// Person makes the row of whom a provider vouches for, or brings it up to date,
// and gives its id. role is empty for customers. It is exported for the seed of
// a development database.
func (s *Service) Person(ctx context.Context, who Identity, role Role) (string, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return "", fmt.Errorf("person: %w", err)
	}
	row := personRow{
		ID: id.String(), Issuer: who.Issuer, Subject: who.Subject, Name: clip(who.Name, 200), Email: who.Email,
		Locale: localeOf(who.Locale), SeenAt: s.clock(),
	}
	if role == Operator || role == Supervisor {
		row.StaffRole = (*string)(&role)
	}
	personID, err := upsertPerson(ctx, s.db, row)
	if err != nil {
		return "", fmt.Errorf("person: %w", err)
	}
	return personID, nil
}

// clip cuts a text of somebody else's to at most n bytes without breaking a
// character. Card numbers in it are masked: a browser may call itself anything.
func clip(text string, n int) string {
	text, _ = pan.Mask(strings.ToValidUTF8(strings.ReplaceAll(text[:min(len(text), 4*n)], "\x00", ""), ""))
	if len(text) > n {
		text = strings.ToValidUTF8(text[:n], "")
	}
	return text
}

// begin starts a session and ends the former one, which this browser had at
// this door when the sign-in began. The callback can't tell: the provider's
// redirect brings no Strict cookie.
func (s *Service) begin(ctx context.Context, in FinishInput, former string, who Identity) (string, error) {
	role := s.roleOf(in.Door, who.Roles)
	if role == "" {
		return "", errNoRole
	}
	if in.Door == CustomerDoor && who.Email == "" {
		return "", errNoEmail
	}
	personID, err := s.Person(ctx, who, role)
	if err != nil {
		return "", err
	}
	if in.Door == CustomerDoor {
		language := localeOf(who.Locale)
		if IsLanguage(in.Language) {
			language = in.Language
		}
		if err := s.accounts.Open(ctx, personID, who.Email, language); err != nil {
			return "", fmt.Errorf("open account: %w", err)
		}
	}
	row, token, err := s.newRow(in, personID, role, who.AuthTime)
	if err != nil {
		return "", err
	}
	entry, err := s.entry(ctx, in.Door, personID, "session.started")
	if err != nil {
		return "", err
	}
	var ended []string
	err = s.db.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		if former != "" {
			if ended, err = endOne(ctx, q, former, s.clock(), "REPLACED"); err != nil {
				return err
			}
		}
		if err := s.noticeDevice(ctx, q, row); err != nil {
			return err
		}
		if err := insertSession(ctx, q, row); err != nil {
			return err
		}
		return s.audit.Write(ctx, q, entry)
	})
	if err != nil {
		return "", err
	}
	s.Announce(ended...)
	if in.Door == CustomerDoor {
		s.accounts.Wake()
	}
	return token, nil
}

func (s *Service) newRow(in FinishInput, personID string, role Role, authTime time.Time) (sessionRow, string, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return sessionRow{}, "", fmt.Errorf("session id: %w", err)
	}
	now := s.clock()
	if authTime.IsZero() || authTime.After(now) {
		authTime = now // told nothing, the provider vouches for now
	}
	token, sum := secret.NewToken(s.random)
	return sessionRow{
		ID: id.String(), TokenSum: sum, PersonID: personID, Door: in.Door, Role: role,
		UserAgent: clip(in.UserAgent, 256), Network: []byte(in.ClientKey),
		AuthTime: authTime, CreatedAt: now, SeenAt: now, ExpiresAt: now.Add(MaxAge),
	}, token, nil
}

// entry is the record of what happens to a person's session.
func (s *Service) entry(ctx context.Context, d Door, personID, action string) (audit.Entry, error) {
	who := "staff:" + personID
	if d == CustomerDoor {
		accountID, _, _, _, err := s.accounts.ForPerson(ctx, personID)
		if err != nil {
			return audit.Entry{}, fmt.Errorf("account of person: %w", err)
		}
		who = "account:" + accountID
	}
	return audit.Entry{Stream: who, Actor: who, Action: action, At: s.clock()}, nil
}

// stepUp proves again who holds a session: the same subject of the same issuer.
// The session stays, so its sockets do; its token is a new one.
func (s *Service) stepUp(ctx context.Context, in FinishInput, sessionID string, who Identity) (string, error) {
	now := s.clock()
	token, sum := secret.NewToken(s.random)
	row, err := selectHolder(ctx, s.db, in.Door, sessionID, now, idleOf(in.Door))
	if postgres.NoRows(err) {
		return "", errEnded
	}
	if err != nil {
		return "", err
	}
	if row.Issuer != who.Issuer || row.Subject != who.Subject {
		return "", errOther
	}
	role := s.roleOf(in.Door, who.Roles)
	if role == "" {
		return "", errors.Join(errNoRole, s.End(ctx, sessionID, "NO_ROLE"))
	}
	if _, err := s.Person(ctx, who, role); err != nil {
		return "", err
	}
	entry, err := s.entry(ctx, in.Door, row.PersonID, "session.stepped-up")
	if err != nil {
		return "", err
	}
	err = s.db.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		turned, err := turnToken(ctx, q, sessionID, sum, role, who.AuthTime, now)
		if err != nil {
			return err
		}
		if !turned {
			return errEnded
		}
		return s.audit.Write(ctx, q, entry)
	})
	if err != nil {
		return "", err
	}
	return token, nil
}
