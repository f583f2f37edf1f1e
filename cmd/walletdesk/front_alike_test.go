package main

import (
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
)

// What asking for a recovery answers, byte by byte: status, headers and body are the
// same for an address with a wallet and for one without, whoever asks, at every step
// that a stranger can take. What is done for an answer is compared in package recovery:
// the same rows are written, and flows and mails are a job's work, later.
func TestFront_KnownAndUnknownAddressesAlike(t *testing.T) {
	t.Parallel()
	base := program(t)
	tests := []struct {
		why  string
		from func(t *testing.T) caller
	}{
		{"a stranger", func(t *testing.T) caller { t.Helper(); return strangers(t, base, network()) }},
		{"a customer, of somebody else's address", func(t *testing.T) caller {
			t.Helper()
			c, _ := registeredCustomer(t, base, network())
			return c
		}},
		{"a customer who has no wallet yet", func(t *testing.T) caller {
			t.Helper()
			c, _ := newcomer(t, base, network())
			return c
		}},
	}
	for _, tt := range tests {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			// Each address by a browser of its own: none is told apart by what it asked before.
			here, there := tt.from(t), tt.from(t)
			_, known := registeredCustomer(t, base, network())
			unknown := uuid.NewString()[24:] + "@shop.example"
			same := func(step string, ask func(c caller, email string) string) {
				t.Helper()
				if a, b := ask(here, known), ask(there, unknown); a != b {
					t.Errorf("%s of a known address:\n%s\nof an unknown one:\n%s", step, a, b)
				}
			}
			same("a wrong picture", func(c caller, email string) string {
				return c.bytes(t, requestRecovery, object{"email": email, "captcha": object{"id": uuid.NewString(), "answer": "zzzzzz"}})
			})
			same("the request", func(c caller, email string) string { return c.requests(t, email) })
			same("the next one, too soon", func(c caller, email string) string { return c.requests(t, email) })
			for range 6 {
				same("a code", func(c caller, _ string) string { return c.bytes(t, confirmCode, object{"code": "ZZZZ0000"}) })
			}
			same("a link", func(c caller, _ string) string {
				return c.bytes(t, confirmCode, object{"token": strings.Repeat("A", 43)})
			})
			same("what the browser holds", func(c caller, _ string) string { return c.bytes(t, `{ recoveryFlow { state } }`, nil) })
		})
	}
}

const (
	requestRecovery = `mutation ($in: RequestRecoveryInput!) { requestRecovery(input: $in) { sent problem { __typename code message ... on InvalidInput { fields { field code message } } } } }`
	confirmCode     = `mutation ($in: ConfirmRecoveryLinkInput!) { confirmRecoveryLink(input: $in) { flow { state } problem { __typename code message ... on WrongSecret { attemptsLeft } } } }`
)

// requests asks for a recovery with a picture that is read right.
func (c caller) requests(t *testing.T, email string) string {
	t.Helper()
	id := c.must(t, "createCaptcha", "CreateCaptchaInput", "captcha { id }", object{})["captcha"].(object)["id"].(string)
	_, text := fetch(t, c.client, c.base+"/dev/captcha?id="+url.QueryEscape(id))
	var drawn struct{ Answer string }
	if err := json.Unmarshal([]byte(text), &drawn); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return c.bytes(t, requestRecovery, object{"email": email, "captcha": object{"id": id, "answer": drawn.Answer}})
}

// differs is what differs from answer to answer: random tokens and request ids, and
// times of cookies.
var differs = regexp.MustCompile(`[A-Za-z0-9_-]{43}|[0-9a-f]{8}-[0-9a-f-]{27}|Max-Age=\d+|Expires=[^;]*`)

// bytes is an answer as it comes over the wire, without what differs from one to the
// next.
func (c caller) bytes(t *testing.T, query string, input object) string {
	t.Helper()
	body, err := json.Marshal(object{"query": query, "variables": object{"in": input}})
	if err != nil {
		t.Fatal(err)
	}
	res, err := c.client.Post(c.base+c.graphql, "application/json", strings.NewReader(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString(res.Status + "\n")
	for _, name := range slices.Sorted(maps.Keys(res.Header)) {
		if name != "Date" && name != http.CanonicalHeaderKey("X-Request-Id") {
			b.WriteString(name + ": " + strings.Join(res.Header[name], "\n") + "\n")
		}
	}
	return differs.ReplaceAllString(b.String()+"\n"+string(text), "…")
}
