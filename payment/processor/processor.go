// Package processor has payments carried out by a processor beyond the program, over
// HTTP. What development has instead is package till's.
//
// # The processor's side
//
// walletdesk speaks one small contract to whoever takes the money: the processor
// itself, or a few lines before it that put its own calls into this form.
//
//	POST <url>/charges         begin a charge
//	POST <url>/charges/close   close one, and tell how it ended
//	Content-Type: application/json
//	Idempotency-Key: <attempt>
//	Walletdesk-Signature: t=…,v1=…     (package signature, purpose "charge" or "close")
//
//	{"attempt": "…", "method": "GUEST_CARD", "amount": {"amount": "1999", "currency": "EUR"},
//	 "payee": "…", "order": "…", "until": "2026-05-01T12:30:00Z",
//	 "card": {"number": "4539…", "expiryMonth": 7, "expiryYear": 2029, "cvc": "123"},
//	 "returnUrl": "https://wallet…/payments/wallet/return", "callbackUrl": "https://wallet…/payments/cash/callback"}
//
//	{"attempt": "…"}                    of close
//
//	200 {"attempt": "…", "status": "APPROVED", "decline": "", "redirectUrl": "", "code": ""}
//
// card is there for cards alone, its cvc for a guest's. status is APPROVED, DECLINED,
// PENDING (e-wallet with redirectUrl, cash with a code of eight characters) or
// UNKNOWN: closed, or never begun, and never to be begun. A charge is begun once
// whatever is sent how often. close answers APPROVED or DECLINED where it ended,
// otherwise it ends it and answers UNKNOWN.
//
// How an e-wallet's or a cash charge ended the processor tells by the callback, or
// sends the browser to returnUrl?attempt=…&status=…&sig=…; signed with the same
// secret, purposes "wallet", "cash" and "wallet-return" (package server).
//
// # Invariants
//
//   - The number and the security code are in a request's body and nowhere else:
//     not in an address, a header or an error.
//   - Over plain HTTP nothing is sent but to this machine. No redirect is followed.
//   - Anything but a readable 200 is no answer: an error, and the charge is asked
//     about later.
package processor

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/walletdesk/walletdesk/payment"
	"github.com/walletdesk/walletdesk/payment/signature"
	"github.com/walletdesk/walletdesk/secret"
	"github.com/walletdesk/walletdesk/server/loopback"
)

// maxAnswer is how many bytes of an answer are read.
const maxAnswer = 16 << 10

// Config is what a Processor is made of.
type Config struct {
	// URL is where the contract is served, https, for example https://processor.example/wallet.
	URL string
	// Secret signs both ways; 32 bytes at least.
	Secret []byte
	// PublicURL is where the payer and the callbacks come back to.
	PublicURL string
	// Transport carries the requests; nil for one with Go's defaults and no proxy.
	Transport http.RoundTripper
	Clock     func() time.Time
}

// Processor takes money over HTTP. It is safe for concurrent use.
type Processor struct {
	cfg    Config
	url    string
	client *http.Client
}

// New says what is wrong with the address or the secret.
func New(cfg Config) (*Processor, error) {
	u, err := url.Parse(cfg.URL)
	switch {
	case err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return nil, errors.New("the processor's URL has to be a whole one, without user, query and fragment")
	case u.Scheme != "https" && (u.Scheme != "http" || !loopback.IsHost(u.Hostname())):
		return nil, errors.New("the processor's URL has to begin with https://")
	case len(cfg.Secret) < signature.MinSecret:
		return nil, fmt.Errorf("the processor's secret has to have at least %d characters", signature.MinSecret)
	}
	if cfg.Transport == nil {
		t := http.DefaultTransport.(*http.Transport).Clone() // documented to be one
		t.Proxy = nil                                        // a proxy of the environment has no business with cards
		cfg.Transport = t
	}
	return &Processor{cfg: cfg, url: strings.TrimSuffix(cfg.URL, "/") + "/charges", client: &http.Client{
		Transport:     cfg.Transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}, nil
}

// Method is one way to pay at the processor.
func (p *Processor) Method(way payment.Kind) payment.Method { return method{p, way} }

type method struct {
	*Processor
	way payment.Kind
}

// question and answer are the contract's JSON.
type question struct {
	Attempt     string       `json:"attempt"`
	Method      payment.Kind `json:"method"`
	Amount      amount       `json:"amount"`
	Payee       string       `json:"payee"`
	Order       string       `json:"order"`
	Until       time.Time    `json:"until"`
	Card        *card        `json:"card,omitempty"`
	ReturnURL   string       `json:"returnUrl,omitempty"`
	CallbackURL string       `json:"callbackUrl,omitempty"`
}

type amount struct {
	Amount   string `json:"amount"`
	Currency string `json:"currency"`
}

type card struct {
	Number      string `json:"number"`
	ExpiryMonth int    `json:"expiryMonth"`
	ExpiryYear  int    `json:"expiryYear"`
	CVC         string `json:"cvc,omitempty"`
}

type answer struct {
	Attempt     string         `json:"attempt"`
	Status      payment.Status `json:"status"`
	Decline     string         `json:"decline"`
	RedirectURL string         `json:"redirectUrl"`
	Code        string         `json:"code"`
}

// Begin implements payment.Method.
func (m method) Begin(ctx context.Context, c payment.Charge) (payment.Outcome, error) {
	q := question{
		Attempt: c.AttemptID, Method: m.way, Payee: c.Payee, Order: c.Order, Until: c.Until.UTC(),
		Amount: amount{Amount: strconv.FormatInt(c.Amount.Amount, 10), Currency: c.Amount.Currency},
	}
	switch m.way {
	case payment.Wallet:
		q.ReturnURL, q.CallbackURL = m.cfg.PublicURL+"/payments/wallet/return", m.cfg.PublicURL+"/payments/wallet/callback"
	case payment.Cash:
		q.CallbackURL = m.cfg.PublicURL + "/payments/cash/callback"
	default:
		digits := c.Card.Number.Digits()
		defer clear(digits)
		q.Card = &card{Number: string(digits), ExpiryMonth: c.Card.ExpiryMonth, ExpiryYear: c.Card.ExpiryYear, CVC: string(c.Card.CVC)}
	}
	body, err := json.Marshal(q)
	if err != nil {
		return payment.Outcome{}, errors.New("the charge could not be written") // its text might quote it
	}
	defer clear(body)
	o, err := m.ask(ctx, m.url, "charge", c.AttemptID, body)
	if err != nil || o.Status != payment.Pending {
		return o, err
	}
	return o, m.handover(o)
}

// handover checks where a payer is to be sent.
func (m method) handover(o payment.Outcome) error {
	switch m.way {
	case payment.Wallet:
		u, err := url.Parse(o.RedirectURL)
		if err != nil || u.Host == "" || u.User != nil || (u.Scheme != "https" && (u.Scheme != "http" || !loopback.IsHost(u.Hostname()))) {
			return errors.New("ask processor: it sends the payer to no https address")
		}
	case payment.Cash:
		if code, ok := secret.NormaliseCode(o.Code); !ok || code != o.Code {
			return errors.New("ask processor: its code is not of eight characters that can be told")
		}
	case payment.SavedCard, payment.GuestCard:
		// PENDING: the charge is asked about later.
	}
	return nil
}

// Close implements payment.Method.
func (m method) Close(ctx context.Context, attemptID string) (payment.Outcome, error) {
	body, err := json.Marshal(map[string]string{"attempt": attemptID})
	if err != nil {
		return payment.Outcome{}, fmt.Errorf("close charge: %w", err)
	}
	return m.ask(ctx, m.url+"/close", "close", attemptID, body)
}

func (p *Processor) ask(ctx context.Context, address, purpose, attempt string, body []byte) (payment.Outcome, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return payment.Outcome{}, fmt.Errorf("ask processor: %w", err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "application/json")
	req.Header.Set("Idempotency-Key", attempt)
	req.Header.Set(signature.Header, signature.Sign(p.cfg.Secret, purpose, p.cfg.Clock(), body))
	res, err := p.client.Do(req)
	if err != nil {
		return payment.Outcome{}, fmt.Errorf("ask processor: %w", err)
	}
	defer func() { _ = res.Body.Close() }() // only read
	if res.StatusCode != http.StatusOK {
		return payment.Outcome{}, fmt.Errorf("ask processor: it answered with status %d", res.StatusCode)
	}
	text, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer+1))
	if err != nil {
		return payment.Outcome{}, fmt.Errorf("ask processor: read answer: %w", err)
	}
	return read(text, attempt)
}

// read takes the answer out of a body. Its errors quote nothing of it: a clumsy
// processor might have sent the question back.
func read(text []byte, attempt string) (payment.Outcome, error) {
	if len(text) > maxAnswer {
		return payment.Outcome{}, errors.New("ask processor: its answer is too long")
	}
	var a answer
	if err := json.Unmarshal(text, &a); err != nil {
		return payment.Outcome{}, errors.New("ask processor: its answer is no JSON")
	}
	if a.Attempt != attempt {
		return payment.Outcome{}, errors.New("ask processor: its answer is about another charge")
	}
	switch a.Status {
	case payment.Approved, payment.Declined, payment.Pending, payment.Unknown:
		return payment.Outcome{Status: a.Status, Decline: a.Decline, RedirectURL: a.RedirectURL, Code: a.Code}, nil
	default:
		return payment.Outcome{}, errors.New("ask processor: its status is none of the contract")
	}
}
