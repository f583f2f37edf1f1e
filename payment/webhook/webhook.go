// Package webhook sends a payment's events to the marketplace, over HTTP. When and
// how often is package payment's; here is one delivery.
//
//	POST <address>
//	Content-Type: application/json
//	Walletdesk-Event: <event id, the same at each delivery>
//	Walletdesk-Signature: t=…,v1=…        (package signature, purpose "webhook")
//
// # Invariants
//
//   - The address is https, or http on this machine under --dev.
//   - A redirect is not followed: the body goes where it was set to go, or nowhere.
//   - Any 2xx is "taken". No more of an answer is read than it takes to keep the
//     connection, and none of it is logged.
package webhook

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/walletdesk/walletdesk/payment/signature"
	"github.com/walletdesk/walletdesk/server/loopback"
)

// EventHeader carries the event's id.
const EventHeader = "Walletdesk-Event"

// Purpose of the signature.
const Purpose = "webhook"

const (
	// timeout is how long the marketplace may take, less than a job may.
	timeout = 10 * time.Second
	maxRead = 64 << 10
)

// Config is where events go.
type Config struct {
	URL    string
	Secret []byte // both sides have it; 32 bytes at least
	// Plain allows http to this machine: under --dev alone.
	Plain bool
	Clock func() time.Time
}

// Sender delivers events. It is safe for concurrent use.
type Sender struct {
	cfg    Config
	client *http.Client
}

// New refuses an address that is not https and a secret that is too short.
func New(cfg Config) (*Sender, error) {
	u, err := url.Parse(cfg.URL)
	if err != nil || u.Host == "" || u.User != nil || u.Fragment != "" {
		return nil, errors.New("webhook: the address is none, for example https://shop.example/webhooks/wallet")
	}
	if u.Scheme != "https" && (!cfg.Plain || u.Scheme != "http" || !loopback.IsHost(u.Hostname())) {
		return nil, errors.New("webhook: the address has to begin with https://")
	}
	if len(cfg.Secret) < signature.MinSecret {
		return nil, fmt.Errorf("webhook: the secret needs at least %d bytes", signature.MinSecret)
	}
	transport := &http.Transport{
		DialContext:         (&net.Dialer{Timeout: 5 * time.Second}).DialContext,
		TLSHandshakeTimeout: 5 * time.Second, MaxIdleConns: 2, IdleConnTimeout: 30 * time.Second,
		ForceAttemptHTTP2: true, MaxResponseHeaderBytes: maxRead,
	}
	return &Sender{cfg: cfg, client: &http.Client{
		Transport: transport, Timeout: timeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}, nil
}

// Deliver sends one event; nil when it was taken. The error names the status and no
// more of the answer.
func (s *Sender) Deliver(ctx context.Context, eventID string, body []byte) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.cfg.URL, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("webhook: %w", err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "walletdesk")
	req.Header.Set(EventHeader, eventID)
	req.Header.Set(signature.Header, signature.Sign(s.cfg.Secret, Purpose, s.cfg.Clock(), body))
	res, err := s.client.Do(req)
	if err != nil {
		return fmt.Errorf("webhook: %w", err)
	}
	defer func() { _ = res.Body.Close() }() // what was read is all there is to know
	if _, err := io.CopyN(io.Discard, res.Body, maxRead); err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("webhook: read answer: %w", err)
	}
	if res.StatusCode < 200 || res.StatusCode > 299 {
		return fmt.Errorf("webhook: status %d", res.StatusCode)
	}
	return nil
}
