package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/walletdesk/walletdesk/bench/program"
)

const (
	question = `{"query":"{ viewer { account { cards { id network last4 expiryMonth expiryYear name isDefault } } } }"}`
	wrongTry = `{"query":"mutation ($in: ChangePaymentPasswordInput!) { changePaymentPassword(input: $in) { problem { code } } }",` +
		`"variables":{"in":{"current":"seven grey storks 1","password":"cedar bridge nine lanterns","passwordAgain":"cedar bridge nine lanterns"}}}`
	// tooLong is how long an answer may take at most: whoever waits longer has gone.
	tooLong = 30 * time.Second
)

// pace asks the same again and again, so many times a second, whether or not the
// answers keep up.
type pace struct {
	base   string
	rate   int
	body   string
	want   string   // stands in every answer
	tokens []string // of the sessions, in turns
}

// result is what came of it.
type result struct {
	took  []time.Duration // from when each was due, in order of size
	codes map[string]int
}

func (r result) p50() time.Duration { return r.took[len(r.took)/2] }
func (r result) p99() time.Duration { return r.took[len(r.took)*99/100] }
func (r result) of(code string) int { return r.codes[code] }
func ms(d time.Duration) float64    { return float64(d) / float64(time.Millisecond) }
func (p pace) every() time.Duration { return time.Second / time.Duration(p.rate) }
func (p pace) client() *http.Client {
	return &http.Client{Timeout: tooLong, Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
}
func codeIn(answer []byte) string { return string(firstCode.FindSubmatch(answer)[1]) }

var firstCode = regexp.MustCompile(`"code":"([A-Z_]*)"|$`)

func (p pace) run(ctx context.Context, lasting time.Duration) (result, error) {
	client := p.client()
	defer client.CloseIdleConnections()
	got := result{codes: map[string]int{}}
	var failed error
	var mu sync.Mutex
	var group sync.WaitGroup
	ticks := time.NewTicker(p.every())
	defer ticks.Stop()
	began := time.Now()
	for n := 0; time.Since(began) < lasting; {
		select {
		case <-ctx.Done():
			group.Wait()
			return got, ctx.Err()
		case <-ticks.C:
		}
		// A tick that was late stands for those that were lost.
		for ; time.Duration(n)*p.every() <= time.Since(began); n++ {
			due, token := began.Add(time.Duration(n)*p.every()), p.tokens[n%len(p.tokens)]
			group.Go(func() {
				answer, err := p.ask(ctx, client, token)
				mu.Lock()
				defer mu.Unlock()
				if err != nil {
					failed = err
					return
				}
				got.took = append(got.took, time.Since(due))
				got.codes[codeIn(answer)]++
			})
		}
	}
	group.Wait()
	slices.Sort(got.took)
	return got, failed
}

func (p pace) ask(ctx context.Context, client *http.Client, token string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, p.base+"/graphql", strings.NewReader(p.body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	req.AddCookie(&http.Cookie{Name: "walletdesk", Value: token}) //nolint:gosec // a request's cookie has no flags
	res, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = res.Body.Close() }()
	answer, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, err
	}
	if res.StatusCode != http.StatusOK || !bytes.Contains(answer, []byte(p.want)) {
		return nil, fmt.Errorf("status %d: %s", res.StatusCode, answer)
	}
	return answer, nil
}

// watch looks at a process's memory until it is told to stop, and gives the highest.
func watch(ctx context.Context, p *program.Program, stop <-chan struct{}) (int64, error) {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	var highest int64
	for {
		now, err := p.Memory()
		if err != nil {
			return 0, err
		}
		highest = max(highest, now)
		select {
		case <-stop:
			return highest, nil
		case <-ctx.Done():
			return highest, ctx.Err()
		case <-tick.C:
		}
	}
}
