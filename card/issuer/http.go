// Package issuer asks the issuers of cards: HTTP does it for a real wallet, Demo
// for development.
//
// # The issuer's side of HTTP
//
// walletdesk speaks one small contract to whoever answers for the cards: the
// processor itself, or a few lines before it that put its own calls into this form.
//
//	POST <url>/verifications
//	Content-Type: application/json
//	Idempotency-Key: <id>
//	Content-Digest: sha-256=:…:                                     (RFC 9530)
//	Signature-Input: walletdesk=("@method" "@target-uri" "content-digest" "idempotency-key");created=…;keyid="…";alg="hmac-sha256"
//	Signature: walletdesk=:…:                                       (RFC 9421)
//
//	{"id": "…", "number": "4539…", "expiryMonth": 7, "expiryYear": 2029, "cvc": "123"}
//
//	200 {"id": "…", "answer": "APPROVED"}
//
// The answers are card.Answer's; one that is not known counts as DECLINED. Any other
// status, a body over 16 KiB, one that is no JSON or about another id is no answer.
// A question that got none because of the line, or 502, 503 or 504, is asked once
// more with the same id. Redirects are not followed: they would carry the card on.
//
// # Invariants
//
//   - The number and the security code are in the request's body and nowhere else:
//     not in an address, a header or an error.
//   - Over plain HTTP nothing is sent but to this machine.
package issuer

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/walletdesk/walletdesk/card"
	"github.com/walletdesk/walletdesk/server/loopback"
)

// maxAnswer is how many bytes of an answer are read.
const maxAnswer = 16 << 10

// minKey is how many bytes a shared key has at least: HMAC-SHA256's own strength
// (RFC 2104 section 3).
const minKey = 32

// Config is what an HTTP is made of.
type Config struct {
	// URL is where the contract is served, for example https://processor.example/cards.
	URL string
	// KeyID and Key sign each request; the key has at least 32 bytes.
	KeyID string
	Key   []byte
	// Transport carries the requests; nil for one with Go's defaults and no proxy.
	Transport http.RoundTripper
	Clock     func() time.Time
}

// HTTP asks an issuer over HTTP. It is safe for concurrent use.
type HTTP struct {
	cfg    Config
	url    string
	client *http.Client
}

var _ card.Issuer = (*HTTP)(nil)

// New returns an HTTP, or says what is wrong with the address, the key or its name.
func New(cfg Config) (*HTTP, error) {
	u, err := url.Parse(cfg.URL)
	switch {
	case err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http"):
		return nil, errors.New("the issuer's URL has to be a whole one")
	case u.Scheme == "http" && !loopback.IsHost(u.Hostname()):
		return nil, errors.New("the issuer's URL has to begin with https://")
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return nil, errors.New("the issuer's URL has to be without user, query and fragment")
	case cfg.KeyID == "" || strings.ContainsFunc(cfg.KeyID, func(r rune) bool { return r < ' ' || r > '~' || r == '"' || r == '\\' }):
		return nil, errors.New("the key's name has to be plain ASCII without quotes")
	case len(cfg.Key) < minKey:
		return nil, fmt.Errorf("the key has to have at least %d characters", minKey)
	}
	if cfg.Transport == nil {
		t := http.DefaultTransport.(*http.Transport).Clone() // documented to be one
		t.Proxy = nil                                        // a proxy of the environment has no business with cards
		cfg.Transport = t
	}
	return &HTTP{
		cfg: cfg, url: strings.TrimSuffix(cfg.URL, "/") + "/verifications",
		client: &http.Client{
			Transport:     cfg.Transport,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}, nil
}

// question and verdict are the contract's JSON.
type question struct {
	ID          string `json:"id"`
	Number      string `json:"number"`
	ExpiryMonth int    `json:"expiryMonth"`
	ExpiryYear  int    `json:"expiryYear"`
	CVC         string `json:"cvc"`
}

type verdict struct {
	ID     string      `json:"id"`
	Answer card.Answer `json:"answer"`
}

// Verify implements card.Issuer.
func (h *HTTP) Verify(ctx context.Context, v card.Verification) (card.Answer, error) {
	digits := v.Number.Digits()
	defer clear(digits)
	body, err := json.Marshal(question{
		ID: v.ID, Number: string(digits), ExpiryMonth: v.ExpiryMonth, ExpiryYear: v.ExpiryYear, CVC: string(v.CVC),
	})
	if err != nil {
		return "", errors.New("the question could not be written") // its text might quote it
	}
	defer clear(body)
	answer, again, err := h.ask(ctx, v.ID, body)
	if err != nil && again && ctx.Err() == nil {
		answer, _, err = h.ask(ctx, v.ID, body)
	}
	return answer, err
}

// ask asks once and tells whether asking again makes sense.
func (h *HTTP) ask(ctx context.Context, id string, body []byte) (card.Answer, bool, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, h.url, bytes.NewReader(body))
	if err != nil {
		return "", false, fmt.Errorf("ask issuer: %w", err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "application/json")
	req.Header.Set("Idempotency-Key", id)
	h.sign(req, body)
	res, err := h.client.Do(req)
	if err != nil {
		return "", true, fmt.Errorf("ask issuer: %w", err)
	}
	defer func() { _ = res.Body.Close() }() // only read
	if res.StatusCode != http.StatusOK {
		again := res.StatusCode >= http.StatusBadGateway && res.StatusCode <= http.StatusGatewayTimeout
		return "", again, fmt.Errorf("ask issuer: it answered with status %d", res.StatusCode)
	}
	text, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer+1))
	if err != nil {
		return "", true, fmt.Errorf("ask issuer: read answer: %w", err)
	}
	answer, err := read(text, id)
	return answer, false, err
}

// read takes the answer out of a body. Its errors quote nothing of it: a clumsy
// issuer might have sent the question back.
func read(text []byte, id string) (card.Answer, error) {
	if len(text) > maxAnswer {
		return "", errors.New("ask issuer: its answer is too long")
	}
	var v verdict
	if err := json.Unmarshal(text, &v); err != nil {
		return "", errors.New("ask issuer: its answer is no JSON")
	}
	if v.ID != id {
		return "", errors.New("ask issuer: its answer is about another question")
	}
	switch v.Answer {
	case card.Approved, card.Declined, card.DoNotHonour, card.UnknownNumber, card.ExpiredCard,
		card.IncorrectCVC, card.InsufficientFunds, card.TooOften:
		return v.Answer, nil
	case "":
		return "", errors.New("ask issuer: its answer is empty")
	default:
		return card.Declined, nil
	}
}

// sign signs a request as the package's doc says.
func (h *HTTP) sign(req *http.Request, body []byte) {
	sum := sha256.Sum256(body)
	digest := "sha-256=:" + base64.StdEncoding.EncodeToString(sum[:]) + ":"
	params := `("@method" "@target-uri" "content-digest" "idempotency-key");created=` +
		strconv.FormatInt(h.cfg.Clock().Unix(), 10) + `;keyid="` + h.cfg.KeyID + `";alg="hmac-sha256"`
	// The signature base of RFC 9421 section 2.5: a line a component, the parameters last.
	base := `"@method": ` + req.Method + "\n" +
		`"@target-uri": ` + req.URL.String() + "\n" +
		`"content-digest": ` + digest + "\n" +
		`"idempotency-key": ` + req.Header.Get("Idempotency-Key") + "\n" +
		`"@signature-params": ` + params
	mac := hmac.New(sha256.New, h.cfg.Key)
	mac.Write([]byte(base))
	req.Header.Set("Content-Digest", digest)
	req.Header.Set("Signature-Input", "walletdesk="+params)
	req.Header.Set("Signature", "walletdesk=:"+base64.StdEncoding.EncodeToString(mac.Sum(nil))+":")
}
