package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// callers ask at the same time, each over a connection of its own.
const callers = 8

// side is one of the two that are compared.
type side struct{ name, url string }

// client keeps a connection a caller.
func client() *http.Client {
	return &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: callers}}
}

func (s side) ask(ctx context.Context, token string) ([]byte, error) {
	return s.once(ctx, client(), token)
}

func (s side) once(ctx context.Context, c *http.Client, token string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.url, strings.NewReader(query))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	req.AddCookie(&http.Cookie{Name: "walletdesk", Value: token}) //nolint:gosec // a request's cookie has no flags
	res, err := c.Do(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, err
	}
	body = bytes.TrimSpace(body)
	if res.StatusCode != http.StatusOK || !bytes.Contains(body, []byte(`"last4"`)) {
		return nil, fmt.Errorf("%s: status %d %s", s.name, res.StatusCode, body)
	}
	return body, nil
}

// measure gives requests a second over a time.
func (s side) measure(ctx context.Context, token string, lasting time.Duration) (float64, error) {
	c := client()
	defer c.CloseIdleConnections()
	var done atomic.Int64
	errs := make([]error, callers)
	var group sync.WaitGroup
	began := time.Now()
	for i := range errs {
		group.Go(func() {
			for time.Since(began) < lasting && errs[i] == nil {
				_, errs[i] = s.once(ctx, c, token)
				done.Add(1)
			}
		})
	}
	group.Wait()
	for _, err := range errs {
		if err != nil {
			return 0, err
		}
	}
	return float64(done.Load()) / time.Since(began).Seconds(), nil
}
