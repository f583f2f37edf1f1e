// Package till plays those who carry payments out, on a developer's machine: a card
// acquirer whose answers are chosen by public test numbers, an e-wallet with a page
// to approve or decline on, and a cash point where a code is paid.
//
//	acquirer   Begin ─▶ APPROVED | DECLINED at once, or no answer
//	e-wallet   Begin ─▶ PENDING, /dev/till/wallet ─▶ signed way back for the browser
//	cash point Begin ─▶ PENDING and a code, /dev/till/cash ─▶ signed callback
//
// # Invariants
//
//   - It does not exist beyond this machine: see package loopback.
//   - A charge is a file, written before it is answered: asked again with the same
//     attempt it gives the same answer, after a kill -9 too.
//   - Of a card no file holds anything.
package till

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/payment"
	"github.com/walletdesk/walletdesk/secret"
	"github.com/walletdesk/walletdesk/server/loopback"
)

// Root is where the pages are mounted.
const Root = "/dev/till/"

// Config says where the till stands.
type Config struct {
	PublicURL string // scheme and host people use, loopback, no trailing slash
	Listen    string // host:port of the listener, loopback
	Folder    string // of the charges, made if absent
	// WalletSecret and CashSecret sign what is said to the program.
	WalletSecret, CashSecret []byte
	Client                   *http.Client     // nil: one with a time limit
	Clock                    func() time.Time // nil: time.Now
	Log                      *slog.Logger     // nil: slog.Default
}

// Till is the three of them. It is safe for concurrent use.
type Till struct {
	cfg    Config
	random io.Reader
	mu     sync.Mutex // the files
}

// New makes the till. It refuses unless listener and public URL are loopback
// addresses.
func New(cfg Config) (*Till, error) {
	if err := loopback.Check(cfg.Listen, cfg.PublicURL); err != nil {
		return nil, fmt.Errorf("development till: %w", err)
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
		return nil, fmt.Errorf("development till: %w", err)
	}
	return &Till{cfg: cfg, random: rand.Reader}, nil
}

// Providers are the till's sides by the way to pay they carry out.
func (t *Till) Providers() map[payment.Kind]payment.Method {
	return map[payment.Kind]payment.Method{
		payment.SavedCard: acquirer{t}, payment.GuestCard: acquirer{t}, payment.Wallet: wallet{t}, payment.Cash: cash{t},
	}
}

// charge is a file.
type charge struct {
	Attempt  string
	Way      string // "card", "wallet", "cash"
	Amount   int64
	Currency string
	Payee    string
	Order    string
	Status   payment.Status // Unknown: closed
	Decline  string
	Code     string
	Until    time.Time
}

func (c charge) money() string {
	return payment.Money{Amount: c.Amount, Currency: c.Currency}.String()
}

func (c charge) outcome() payment.Outcome {
	return payment.Outcome{Status: c.Status, Decline: c.Decline, Code: c.Code}
}

// errNoCharge is for ids that nobody charged by.
var errNoCharge = errors.New("there is no such charge")

func (t *Till) path(attempt string) (string, error) {
	if uuid.Validate(attempt) != nil {
		return "", errNoCharge
	}
	return filepath.Join(t.cfg.Folder, strings.ToLower(attempt)+".json"), nil
}

// load reads a charge; the caller holds the lock.
func (t *Till) load(attempt string) (charge, error) {
	path, err := t.path(attempt)
	if err != nil {
		return charge{}, err
	}
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return charge{}, errNoCharge
	}
	if err != nil {
		return charge{}, err
	}
	var c charge
	err = json.Unmarshal(text, &c)
	return c, err
}

// save writes a charge whole or not at all; the caller holds the lock.
func (t *Till) save(c charge) error {
	path, err := t.path(c.Attempt)
	if err != nil {
		return err
	}
	text, err := json.Marshal(c)
	if err != nil {
		return err
	}
	if err := os.WriteFile(path+".new", text, 0o600); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}

// begin gives the charge of an attempt, made by make the first time.
func (t *Till) begin(in payment.Charge, way string, fill func(c *charge)) (charge, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	known, err := t.load(in.AttemptID)
	if err == nil || !errors.Is(err, errNoCharge) {
		return known, err
	}
	c := charge{
		Attempt: in.AttemptID, Way: way, Amount: in.Amount.Amount, Currency: in.Amount.Currency, Payee: in.Payee,
		Order: in.Order, Until: in.Until,
	}
	fill(&c)
	return c, t.save(c)
}

// close tells how a charge ended; what has not ended it closes, and what nobody has
// begun, so that it can't be begun any more.
func (t *Till) close(attempt string) (payment.Outcome, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	c, err := t.load(attempt)
	if errors.Is(err, errNoCharge) {
		c, err = charge{Attempt: attempt, Status: payment.Unknown}, nil
	}
	if err != nil {
		return payment.Outcome{}, err
	}
	if c.Status == payment.Pending {
		c.Status = payment.Unknown
	}
	return c.outcome(), t.save(c)
}

// end takes a charge to its end, unless it has one; it gives the charge as it stands.
func (t *Till) end(attempt, way string, status payment.Status, decline string) (charge, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	c, err := t.load(attempt)
	if err == nil && c.Way != way {
		err = errNoCharge
	}
	if err != nil || c.Status != payment.Pending {
		return c, err
	}
	if !t.cfg.Clock().Before(c.Until) {
		c.Status = payment.Unknown
	} else {
		c.Status, c.Decline = status, decline
	}
	return c, t.save(c)
}

// Approve approves an e-wallet's charge whose browser never comes back.
func (t *Till) Approve(attempt string) error {
	c, err := t.end(attempt, "wallet", payment.Approved, "")
	if err == nil && c.Status != payment.Approved {
		err = fmt.Errorf("the charge is %s", c.Status)
	}
	return err
}

// byCode finds a cash charge.
func (t *Till) byCode(typed string) (charge, error) {
	code, ok := secret.NormaliseCode(typed)
	if !ok {
		return charge{}, errNoCharge
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	files, err := filepath.Glob(filepath.Join(t.cfg.Folder, "*.json"))
	if err != nil {
		return charge{}, err
	}
	for _, file := range files {
		c, err := t.load(strings.TrimSuffix(filepath.Base(file), ".json"))
		if err != nil {
			return charge{}, err
		}
		if c.Way == "cash" && c.Code == code {
			return c, nil
		}
	}
	return charge{}, errNoCharge
}

// wallet is the e-wallet.
type wallet struct{ *Till }

// Begin implements payment.Method.
func (w wallet) Begin(_ context.Context, in payment.Charge) (payment.Outcome, error) {
	c, err := w.begin(in, "wallet", func(c *charge) { c.Status = payment.Pending })
	o := c.outcome()
	o.RedirectURL = w.cfg.PublicURL + Root + "wallet?charge=" + in.AttemptID
	return o, err
}

// Close implements payment.Method.
func (w wallet) Close(_ context.Context, attemptID string) (payment.Outcome, error) {
	return w.close(attemptID)
}

// cash is the cash point.
type cash struct{ *Till }

// Begin implements payment.Method.
func (p cash) Begin(_ context.Context, in payment.Charge) (payment.Outcome, error) {
	c, err := p.begin(in, "cash", func(c *charge) { c.Status, c.Code = payment.Pending, secret.NewCode(p.random) })
	return c.outcome(), err
}

// Close implements payment.Method.
func (p cash) Close(_ context.Context, attemptID string) (payment.Outcome, error) {
	return p.close(attemptID)
}
