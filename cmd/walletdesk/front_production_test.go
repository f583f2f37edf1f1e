package main

import (
	"encoding/json"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/gorilla/websocket"

	"github.com/walletdesk/walletdesk/graph/persisted"
)

// asWallet sends what a proxy hands on: for the public host, over https.
type asWallet struct{ address string }

func (a asWallet) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Host, r.URL.Scheme, r.URL.Host = "wallet.shop.example", "http", a.address
	return http.DefaultTransport.RoundTrip(r)
}

// Without --dev nobody can ask for the schema, by any way, nor guess at it by
// suggestions; the contract is there as a file, word for word, and nothing of
// development is there at all.
func TestFront_ProductionTellsNoSchema(t *testing.T) {
	t.Parallel()
	at := address(t)
	p := launchWith(t, production(), "--listen", at, "--data", t.TempDir())
	p.started(t)
	c := caller{base: "http://" + at, graphql: "/graphql", client: &http.Client{Transport: asWallet{at}}}
	for _, door := range []string{"/graphql", "/console/graphql"} {
		for _, tt := range []struct{ why, query, code, says string }{
			{"a page's question", `{securityQuestionCatalogue{code}}`, "", "FIRST_CONCERT"},
			{"its own name", `{__typename}`, "", "Query"},
			{"the schema", `{__schema{queryType{name}}}`, "INTROSPECTION_DISABLED", ""},
			{"a type", `{__type(name:\"Card\"){name}}`, "INTROSPECTION_DISABLED", ""},
			{"the schema under another name", `{viewer:__schema{types{name}}}`, "INTROSPECTION_DISABLED", ""},
			{"the schema in a fragment", `{...A} fragment A on Query{__schema{types{name}}}`, "INTROSPECTION_DISABLED", ""},
			{"the schema beside something else", `{__typename __schema{types{name}}}`, "INTROSPECTION_DISABLED", ""},
			{"a slip of the pen", `{viewr{name}}`, "GRAPHQL_VALIDATION_FAILED", ""},
		} {
			status, code, text := c.raw(t, "POST", c.base+door, "application/json", strings.NewReader(`{"query":"`+tt.query+`"}`))
			if status != 200 || code != tt.code || !strings.Contains(text, tt.says) {
				t.Errorf("%s %s: %d %s %s", door, tt.why, status, code, text)
			}
			for _, leak := range []string{"queryType", "securityQuestionCatalogue\"", "Did you mean", `"Card"`} {
				if tt.code != "" && strings.Contains(text, leak) {
					t.Errorf("%s %s tells %s: %s", door, tt.why, leak, text)
				}
			}
		}
	}
	for path, want := range map[string]int{"/schema.graphqls": 200, "/dev/mail": 404, "/dev/captcha": 404, "/dev/shop/": 404, "/playground": 404} {
		status, _, text := c.raw(t, "GET", c.base+path, "", nil)
		if status != want {
			t.Errorf("%s: %d", path, status)
		}
		if path != "/schema.graphqls" {
			continue
		}
		if contract, err := os.ReadFile("../../schema.graphqls"); err != nil || text != string(contract) {
			t.Errorf("the published contract is another: %d bytes, %v", len(text), err)
		}
	}
	conn, _, err := (&websocket.Dialer{Subprotocols: []string{"graphql-transport-ws"}}).DialContext(t.Context(), "ws://"+at+"/graphql",
		http.Header{"Origin": {"https://wallet.shop.example"}, "Host": {"wallet.shop.example"}})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	var frame socketFrame
	for _, said := range []any{
		socketFrame{Type: "connection_init"},
		socketFrame{ID: "1", Type: "subscribe", Payload: json.RawMessage(`{"query":"{__schema{types{name}}}"}`)},
	} {
		if err := conn.WriteJSON(said); err != nil {
			t.Fatal(err)
		}
		if err := conn.ReadJSON(&frame); err != nil {
			t.Fatal(err)
		}
	}
	if !strings.Contains(string(frame.Payload), "INTROSPECTION_DISABLED") || strings.Contains(string(frame.Payload), "Card") {
		t.Errorf("by the socket: %+v %s", frame, frame.Payload)
	}
	// A hash is a name, not a right: what it names is asked for like any other.
	if _, code, text := c.raw(t, "POST", c.base+"/graphql", "application/json", strings.NewReader(
		`{"query":"{__schema{types{name}}}","extensions":{"persistedQuery":{"version":1,"sha256Hash":"`+persisted.Hash("{__schema{types{name}}}")+`"}}}`)); code != "INTROSPECTION_DISABLED" {
		t.Errorf("named by its hash: %s", text)
	}
}
