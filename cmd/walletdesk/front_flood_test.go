package main

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/walletdesk/walletdesk/bench/crowd"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/postgres/cluster"
)

const (
	floodRate = 500 // tries a second
	floodFor  = 2 * time.Second
	// floodMB is how much the program may grow: a few hashes of 19 MiB with their
	// garbage, several times as much under the race detector. All tries at once
	// would need 19 GB.
	floodMB = 1000
)

// 500 wrong payment passwords a second, from one network and over so many accounts
// that no account's limit stops them. Memory is bounded, who is refused is told when
// to come back, and everybody else is served, those too who have a password to be
// checked: the flood's network has its share of the places and no more.
func TestFront_PasswordFlood(t *testing.T) {
	t.Parallel()
	at, data := address(t), t.TempDir()
	base := "http://" + at
	p := launch(t, at, data)
	p.started(t)
	elsewhere, here := network(), network()
	var looker, owner caller
	var crowded []caller
	for i, token := range crowdOf(t, data, 2+floodRate/2) {
		c := caller{base: base, graphql: "/graphql", client: &http.Client{Transport: cookieTransport{token, here}}}
		switch i {
		case 0:
			looker = c
		case 1:
			owner = c
		default:
			c.client.Transport = cookieTransport{token, elsewhere}
			crowded = append(crowded, c)
		}
	}
	before := resident(t, p.cmd.Process.Pid)

	var told tally
	var group sync.WaitGroup
	began := time.Now()
	for n := 0; time.Since(began) < floodFor; n++ {
		c := crowded[n%len(crowded)]
		group.Go(func() { told.add(c.triesPassword(t)) })
		if n%50 == 0 {
			group.Go(func() {
				if err := looker.try(`{ viewer { account { email } } }`, nil, &object{}); err != nil {
					t.Error("somebody who only looks:", err)
				}
			})
		}
		if n == floodRate { // in the middle of it
			group.Go(func() {
				changed := owner.do(t, "changeSecurityQuestions", "ChangeSecurityQuestionsInput", "changed", object{
					"password": demoPaymentPassword, "answers": answersTo("LEFT_FILM", "DREAM_JOB", "ODD_NEIGHBOUR"),
				})
				if changed["changed"] != true {
					t.Error("somebody who knows the password:", changed)
				}
			})
		}
		select {
		case <-time.After(time.Until(began.Add(time.Duration(n) * time.Second / floodRate))):
		case <-t.Context().Done():
		}
	}
	highest := resident(t, p.cmd.Process.Pid)
	group.Wait()
	highest = max(highest, resident(t, p.cmd.Process.Pid))

	if grown := (highest - before) >> 20; grown > floodMB {
		t.Errorf("it grew by %d MB, at most %d are bounded", grown, floodMB)
	}
	if told.codes["OVERLOADED"] == 0 || told.codes["WRONG_PASSWORD"] == 0 || told.others("OVERLOADED", "WRONG_PASSWORD", "BLOCKED") != 0 {
		t.Errorf("the flood was told %v", told.codes)
	}
	if code := crowded[0].triesPassword(t); code != "WRONG_PASSWORD" && code != "BLOCKED" {
		t.Errorf("after the flood: %s", code)
	}
}

// triesPassword guesses and gives the code of what is told; who is refused because
// too many are waiting is told when to come back.
func (c caller) triesPassword(t *testing.T) string {
	t.Helper()
	var out struct {
		ChangePaymentPassword struct {
			Problem struct {
				Code    string
				RetryAt *time.Time
			}
		}
	}
	err := c.try(`mutation ($in: ChangePaymentPasswordInput!) { changePaymentPassword(input: $in) { problem { code ... on TryLater { retryAt } } } }`,
		object{"in": object{"current": wrongPassword(0), "password": walkFirstFresh, "passwordAgain": walkFirstFresh}}, &out)
	if err != nil {
		return err.Error()
	}
	told := out.ChangePaymentPassword.Problem
	if told.Code == "OVERLOADED" && told.RetryAt == nil {
		t.Error("OVERLOADED does not say when to come back")
	}
	return told.Code
}

// tally counts words.
type tally struct {
	mu    sync.Mutex
	codes map[string]int
}

func (y *tally) add(code string) {
	y.mu.Lock()
	defer y.mu.Unlock()
	if y.codes == nil {
		y.codes = map[string]int{}
	}
	y.codes[code]++
}

// others is how many words there were that are not these.
func (y *tally) others(these ...string) int {
	n := 0
	for _, count := range y.codes {
		n += count
	}
	for _, code := range these {
		n -= y.codes[code]
	}
	return n
}

// cookieTransport is a browser's cookie on every request.
type cookieTransport struct {
	token   string
	through *http.Transport
}

func (c cookieTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.AddCookie(&http.Cookie{Name: "walletdesk", Value: c.token})
	return c.through.RoundTrip(r)
}

// crowdOf adds customers to the database of a program that runs.
func crowdOf(t *testing.T, data string, count int) []string {
	t.Helper()
	at, err := cluster.Running(filepath.Join(data, "postgres"), privateDatabase)
	if err != nil {
		t.Fatal(err)
	}
	db, err := postgres.Open(t.Context(), at)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	tokens, err := crowd.Add(context.WithoutCancel(t.Context()), db, count)
	if err != nil {
		t.Fatal(err)
	}
	return tokens
}

// resident is a process's resident memory in bytes: proc(5), statm's second field.
func resident(t *testing.T, pid int) int64 {
	t.Helper()
	text, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/statm")
	if err != nil {
		t.Fatal(err)
	}
	pages, err := strconv.ParseInt(strings.Fields(string(text))[1], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return pages * int64(os.Getpagesize())
}
