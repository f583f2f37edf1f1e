// Package shop is a tiny shop for a developer's machine: it shows how a marketplace
// opens a payment, sends its customer to it, and hears how it ended. It speaks to the
// program from outside, as any marketplace would: OAuth client credentials, GraphQL
// over HTTP, signed webhooks.
//
//	/dev/shop/            what there is to buy, and the last orders
//	/dev/shop/buy         opens a payment, sends the browser to its page
//	/dev/shop/order?o=…   how an order stands
//	/dev/shop/cancel      takes a payment back
//	/dev/shop/webhook     where the program tells what happened
//
// # Invariants
//
//   - It does not exist beyond this machine: see package loopback.
//   - An order is a file, written before its payment is opened; the order's id is the
//     idempotency key, so that a second try gives the same payment.
//   - Nothing but a webhook whose signature fits moves an order, and an event that was
//     heard before, or is older than one heard, moves nothing.
package shop

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/server/loopback"
)

// Root is where the pages are mounted.
const Root = "/dev/shop/"

// Config says where the shop stands and how it comes in.
type Config struct {
	PublicURL     string // scheme and host people use, loopback, no trailing slash
	Listen        string // host:port of the listener, loopback
	Folder        string // of the orders, made if absent
	ClientID      string // of the OAuth client credentials
	ClientSecret  string
	WebhookSecret []byte           // what webhooks are signed with
	Client        *http.Client     // nil: one with a time limit
	Clock         func() time.Time // nil: time.Now
	Log           *slog.Logger     // nil: slog.Default
}

// Shop sells to developers. It is safe for concurrent use.
type Shop struct {
	cfg    Config
	mu     sync.Mutex // the files, and the token
	bearer bearer
}

// New makes the shop. It refuses unless listener and public URL are loopback
// addresses.
func New(cfg Config) (*Shop, error) {
	if err := loopback.Check(cfg.Listen, cfg.PublicURL); err != nil {
		return nil, fmt.Errorf("development shop: %w", err)
	}
	if cfg.Client == nil {
		cfg.Client = &http.Client{Timeout: 10 * time.Second}
	}
	if cfg.Clock == nil {
		cfg.Clock = time.Now
	}
	if cfg.Log == nil {
		cfg.Log = slog.Default()
	}
	if err := os.MkdirAll(cfg.Folder, 0o700); err != nil {
		return nil, fmt.Errorf("development shop: %w", err)
	}
	return &Shop{cfg: cfg}, nil
}

// good is something to buy.
type good struct {
	Code, Name string
	Amount     string // minor units
	Currency   string
	Shown      string // with its currency's sign
}

// goods are in currencies with two digits behind the point, and in one with none.
func goods() []good {
	return []good{
		{"olive-oil", "Olive oil, 1 l", "1250", "EUR", "€12.50"},
		{"tea", "Green tea, 100 g", "980", "JPY", "¥980"},
		{"lamp", "Reading lamp", "4999", "USD", "$49.99"},
		{"mug", "Mug with a handle", "1890", "CHF", "CHF 18.90"},
	}
}

func goodOf(code string) (good, bool) {
	for _, g := range goods() {
		if g.Code == code {
			return g, true
		}
	}
	return good{}, false
}

// order is a file.
type order struct {
	ID        string
	Good      good
	At        time.Time
	PaymentID string // empty until it is opened
	Link      string // of the payment's page
	State     string // of the payment, as the last event told it; empty before the first
	Method    string
	Seq       int64 // of the last event
}

// Open tells whether the payment can still come to an end.
func (o order) Open() bool {
	return !slices.Contains([]string{"PAID", "CANCELLED", "EXPIRED", "FAILED"}, o.State)
}

// Words say how the payment stands.
func (o order) Words() string {
	switch o.State {
	case "PAID":
		return "Paid"
	case "CANCELLED":
		return "Taken back"
	case "EXPIRED":
		return "Not paid in time"
	case "FAILED":
		return "Not paid"
	default:
		return "Waiting for the payment"
	}
}

var errNoOrder = errors.New("there is no such order")

func (s *Shop) path(id string) (string, error) {
	if uuid.Validate(id) != nil {
		return "", errNoOrder
	}
	return filepath.Join(s.cfg.Folder, strings.ToLower(id)+".json"), nil
}

// load reads an order; the caller holds the lock.
func (s *Shop) load(id string) (order, error) {
	path, err := s.path(id)
	if err != nil {
		return order{}, err
	}
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return order{}, errNoOrder
	}
	if err != nil {
		return order{}, fmt.Errorf("read order: %w", err)
	}
	var o order
	if err := json.Unmarshal(text, &o); err != nil {
		return order{}, fmt.Errorf("read order: %w", err)
	}
	return o, nil
}

// save writes an order whole or not at all; the caller holds the lock.
func (s *Shop) save(o order) error {
	path, err := s.path(o.ID)
	if err != nil {
		return err
	}
	text, err := json.Marshal(o)
	if err != nil {
		return fmt.Errorf("write order: %w", err)
	}
	if err := os.WriteFile(path+".new", text, 0o600); err != nil {
		return fmt.Errorf("write order: %w", err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		return fmt.Errorf("write order: %w", err)
	}
	return nil
}

// change reads an order, lets it be changed and writes it.
func (s *Shop) change(id string, with func(o *order)) (order, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	o, err := s.load(id)
	if err != nil {
		return order{}, err
	}
	with(&o)
	return o, s.save(o)
}

// shownOrders is how many of the last orders the first page shows.
const shownOrders = 8

// latest is the last orders, newest first: ids begin with their time (UUIDv7).
func (s *Shop) latest() ([]order, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	files, err := filepath.Glob(filepath.Join(s.cfg.Folder, "*.json"))
	if err != nil {
		return nil, fmt.Errorf("list orders: %w", err)
	}
	slices.Sort(files)
	slices.Reverse(files)
	var out []order
	for _, file := range files[:min(len(files), shownOrders)] {
		o, err := s.load(strings.TrimSuffix(filepath.Base(file), ".json"))
		if err != nil {
			return nil, err
		}
		out = append(out, o)
	}
	return out, nil
}
