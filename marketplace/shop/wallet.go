package shop

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// bearer is the access token at hand.
type bearer struct {
	value string
	until time.Time
}

// early is how long before its end a token is renewed.
const early = 30 * time.Second

// maxAnswer is bytes of an answer that are read.
const maxAnswer = 1 << 20

// token gives an access token, a new one when the last is about to end (RFC 6749 §4.4).
func (s *Shop) token(ctx context.Context) (string, error) {
	s.mu.Lock()
	held := s.bearer
	s.mu.Unlock()
	if s.cfg.Clock().Before(held.until.Add(-early)) {
		return held.value, nil
	}
	form := url.Values{"grant_type": {"client_credentials"}}.Encode()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.cfg.PublicURL+"/oauth/token", strings.NewReader(form))
	if err != nil {
		return "", fmt.Errorf("ask for a token: %w", err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.SetBasicAuth(url.QueryEscape(s.cfg.ClientID), url.QueryEscape(s.cfg.ClientSecret)) // RFC 6749 §2.3.1
	var told struct {
		AccessToken string `json:"access_token"`
		ExpiresIn   int    `json:"expires_in"`
	}
	if err := s.do(req, &told); err != nil {
		return "", fmt.Errorf("ask for a token: %w", err)
	}
	next := bearer{told.AccessToken, s.cfg.Clock().Add(time.Duration(told.ExpiresIn) * time.Second)}
	s.mu.Lock()
	s.bearer = next
	s.mu.Unlock()
	return next.value, nil
}

// ask sends a GraphQL operation with the shop's own credentials.
func (s *Shop) ask(ctx context.Context, query string, variables map[string]any, data any) error {
	token, err := s.token(ctx)
	if err != nil {
		return err
	}
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		return fmt.Errorf("ask the wallet: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.cfg.PublicURL+"/graphql", bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("ask the wallet: %w", err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "application/graphql-response+json")
	req.Header.Set("Authorization", "Bearer "+token)
	var told struct {
		Data   json.RawMessage
		Errors []struct{ Message string }
	}
	if err := s.do(req, &told); err != nil {
		return fmt.Errorf("ask the wallet: %w", err)
	}
	if len(told.Errors) > 0 {
		return errors.New("ask the wallet: " + told.Errors[0].Message)
	}
	if err := json.Unmarshal(told.Data, data); err != nil {
		return fmt.Errorf("ask the wallet: %w", err)
	}
	return nil
}

// do sends a request and reads JSON.
func (s *Shop) do(req *http.Request, into any) error {
	res, err := s.cfg.Client.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = res.Body.Close() }() // what was read is all there is to know
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("status %d", res.StatusCode)
	}
	return json.NewDecoder(io.LimitReader(res.Body, maxAnswer)).Decode(into)
}

// problem is why a step was not taken.
type problem struct{ Code, Message string }

func (p *problem) Error() string { return p.Code + ": " + p.Message }

// payload is what openPayment and cancelPayment answer.
type payload struct {
	Payment *struct{ ID, Link, State string }
	Problem *problem
}

const openPayment = `mutation($input: OpenPaymentInput!) {
  openPayment(input: $input) { payment { id link state } problem { code message } }
}`

// open opens the payment of an order; opened before, it gives the same one.
func (s *Shop) open(ctx context.Context, o order) (order, error) {
	var data struct{ OpenPayment payload }
	err := s.ask(ctx, openPayment, map[string]any{"input": map[string]any{
		"idempotencyKey": o.ID, "order": o.ID, "description": o.Good.Name, "payee": "The demo shop",
		"amount":    map[string]any{"amount": o.Good.Amount, "currency": o.Good.Currency},
		"returnUrl": s.cfg.PublicURL + Root + "order?o=" + o.ID,
	}}, &data)
	if err != nil {
		return o, err
	}
	if data.OpenPayment.Problem != nil {
		return o, data.OpenPayment.Problem
	}
	if data.OpenPayment.Payment == nil {
		return o, errors.New("ask the wallet: no payment and no problem")
	}
	return s.change(o.ID, func(o *order) { o.PaymentID, o.Link = data.OpenPayment.Payment.ID, data.OpenPayment.Payment.Link })
}

const cancelPayment = `mutation($input: CancelPaymentInput!) {
  cancelPayment(input: $input) { payment { id link state } problem { code message } }
}`

// cancel takes the payment of an order back.
func (s *Shop) cancel(ctx context.Context, o order) error {
	var data struct{ CancelPayment payload }
	if err := s.ask(ctx, cancelPayment, map[string]any{"input": map[string]any{"id": o.PaymentID}}, &data); err != nil {
		return err
	}
	if data.CancelPayment.Problem != nil {
		return data.CancelPayment.Problem
	}
	return nil
}
