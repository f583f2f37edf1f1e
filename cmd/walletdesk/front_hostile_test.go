package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/walletdesk/walletdesk/graph/limits"
	"github.com/walletdesk/walletdesk/graph/persisted"
	"github.com/walletdesk/walletdesk/marketplace/shoptest"
	web "github.com/walletdesk/walletdesk/web"
)

// raw sends a request as it stands and gives its status, the first error's code
// and the whole answer.
func (c caller) raw(t *testing.T, method, address, kind string, body io.Reader, headers ...string) (status int, code, text string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, address, body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", kind)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	res, err := c.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	all, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	var got struct{ Errors []failure }
	if json.Unmarshal(all, &got) == nil && len(got.Errors) > 0 {
		code = fmt.Sprint(got.Errors[0].Extensions["code"])
	}
	return res.StatusCode, code, string(all)
}

func gzipOf(t *testing.T, size int) io.Reader {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(bytes.Repeat([]byte(" "), size)); err != nil || z.Close() != nil {
		t.Fatal("not compressed")
	}
	return &b
}

// What is not a request gets its status and its code, at both doors, and nothing
// of what was sent comes back.
func TestFront_Hostile(t *testing.T) {
	t.Parallel()
	base := program(t)
	const asJSON = "application/json"
	viewer := func(of string) string { return `{"query":"{viewer{` + of + `}}"}` }
	form := "multipart/form-data; boundary=x"
	partsOf := func(list ...string) string {
		text := ""
		for i := 0; i+1 < len(list); i += 2 {
			text += "--x\r\nContent-Disposition: form-data; name=\"" + list[i] + "\"\r\n\r\n" + list[i+1] + "\r\n"
		}
		return text + "--x--\r\n"
	}
	upload := `{"query":"mutation($f:Upload!){uploadDocument(input:{file:$f}){problem{code}}}","variables":{"f":null}}`
	good := `{"query":"mutation($f:Upload!){uploadDocument(input:{conversationId:\"1\",requestId:\"1\",clientId:\"1\",file:$f,covers:[]}){problem{code}}}","variables":{"f":null}}`
	tests := []struct {
		why, method, query, kind string
		body                     string
		status                   int
		code                     string
	}{
		{"cut off", "POST", "", asJSON, `{"query":"{viewer`, 400, "BAD_REQUEST"},
		{"nothing", "POST", "", asJSON, ``, 400, "BAD_REQUEST"},
		{"no GraphQL", "POST", "", asJSON, `{"query":"hunter2 {{"}`, 200, "GRAPHQL_PARSE_FAILED"},
		{"an unknown field", "POST", "", asJSON, `{"query":"{nothing}"}`, 200, "GRAPHQL_VALIDATION_FAILED"},
		{"a batch", "POST", "", asJSON, `[{"query":"{viewer{name}}"},{"query":"{viewer{name}}"}]`, 400, "BAD_REQUEST"},
		{"a batch behind each other", "POST", "", asJSON, `{"query":"{viewer{name}}"}{"query":"{viewer{name}}"}`, 400, "BAD_REQUEST"},
		{"variables in a list", "POST", "", asJSON, `{"query":"{viewer{name}}","variables":[1]}`, 400, "BAD_REQUEST"},
		{"too much", "POST", "", asJSON, `{"query":"` + strings.Repeat(" ", 1<<20) + `"}`, 413, "TOO_LARGE"},
		{"text", "POST", "", "text/plain", viewer("name"), 415, "UNSUPPORTED_MEDIA_TYPE"},
		{"a form", "POST", "", "application/x-www-form-urlencoded", "query={viewer{name}}", 415, "UNSUPPORTED_MEDIA_TYPE"},
		{"another alphabet", "POST", "", "application/json; charset=utf-16", viewer("name"), 415, "UNSUPPORTED_MEDIA_TYPE"},
		{"a mutation by a link", "GET", "?query=mutation{createCaptcha{problem{code}}}", "", "", 405, "METHOD_NOT_ALLOWED"},
		{"a link without a query", "GET", "", "", "", 400, "BAD_REQUEST"},
		{"another method", "DELETE", "", "", "", 405, "METHOD_NOT_ALLOWED"},
		{"a subscription by POST", "POST", "", asJSON, `{"query":"subscription{queueEvents{conversation{id}}}"}`, 200, "SUBSCRIPTION_NEEDS_SOCKET"},
		{"a name that is no operation's", "POST", "", asJSON, `{"query":"query a{__typename}","operationName":"x"}`, 200, "GRAPHQL_VALIDATION_FAILED"},
		{"too deep", "POST", "", asJSON, `{"query":"{` + typesOf(21) + `}"}`, 200, limits.CodeDepth},
		{"as deep as it may be", "POST", "", asJSON, `{"query":"{` + typesOf(20) + `}"}`, 200, ""},
		{"too deep in fragments", "POST", "", asJSON, `{"query":"{...A} fragment A on Query{` + typesOf(21) + `}"}`, 200, limits.CodeDepth},
		{"a list of lists", "POST", "", asJSON, `{"query":"{queue(first:100){edges{node{messages(first:100){nodes{seq}}}}}}"}`, 200, limits.CodeComplexity},
		{"a list of more than there are numbers", "POST", "", asJSON, `{"query":"{queue(first:2147483647){edges{node{id}}}}"}`, 200, limits.CodeComplexity},
		{"2^30 fields in a small text", "POST", "", asJSON, `{"query":"{...F0}` + manyTimes(30, " fragment F%d on Query{...F%[2]d ...F%[2]d}") + ` fragment F30 on Query{__typename}"}`, 200, limits.CodeFields},
		{"fragments in a circle", "POST", "", asJSON, `{"query":"{...A} fragment A on Query{...B} fragment B on Query{...A}"}`, 200, "GRAPHQL_VALIDATION_FAILED"},
		{"brackets without an end", "POST", "", asJSON, `{"query":"` + strings.Repeat("{a", 900) + `"}`, 200, "GRAPHQL_PARSE_FAILED"},
		{"lists in lists in the variables", "POST", "", asJSON, `{"query":"{__typename}","variables":{"a":` + strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000) + `}}`, 400, "BAD_REQUEST"},
		{"aliases", "POST", "", asJSON, viewer(manyTimes(31, "a%d:name ")), 200, "ALIAS_LIMIT"},
		{"guesses at the root", "POST", "", asJSON, `{"query":"{` + manyTimes(11, "a%d:__typename ") + `}"}`, 200, "ROOT_FIELD_LIMIT"},
		{"many words", "POST", "", asJSON, viewer(strings.Repeat("name ", 4000)), 200, "TOKEN_LIMIT"},
		{"a key twice", "POST", "", asJSON, `{"query":"{nothing}","query":"{__typename}"}`, 200, ""},
		{"no UTF-8", "POST", "", asJSON, "{\"query\":\"query($t:String!){__typename recoveryFlow{state} a:__type(name:$t){name}}\",\"variables\":{\"t\":\"\xff\xfe\"}}", 200, ""},
		{"NUL for a number", "POST", "", asJSON, "{\"query\":\"{__typename}\x00\"}", 400, "BAD_REQUEST"},
		{"a number no machine has", "POST", "", asJSON, `{"query":"query($n:Int!){queue(first:$n){totalCount}}","variables":{"n":1e400}}`, 200, "GRAPHQL_VALIDATION_FAILED"},
		{"files without their JSON", "POST", "", form, partsOf("map", "{}"), 400, "BAD_REQUEST"},
		{"a file that does not come", "POST", "", form, partsOf("operations", upload, "map", `{"0":["variables.f"]}`), 400, "BAD_REQUEST"},
		{"a file nobody asked for", "POST", "", form, partsOf("operations", upload, "map", `{}`, "0", "x"), 400, "BAD_REQUEST"},
		{"a map that goes round", "POST", "", form, partsOf("operations", upload, "map", `{"0":["variables.f","variables.f"]}`, "0", "x"), 400, "BAD_REQUEST"},
		{"a file in a file", "POST", "", form, partsOf("operations", upload, "map", `{"0":["variables.f"],"1":["variables.f.0"]}`, "0", "x", "1", "y"), 400, "BAD_REQUEST"},
		{"a form without an end", "POST", "", form, "--x\r\nContent-Disposition: form-data; name=\"operations\"\r\n\r\n{", 400, "BAD_REQUEST"},
		{"a form without a boundary", "POST", "", "multipart/form-data", partsOf("operations", upload), 400, "BAD_REQUEST"},
		{"files without a map", "POST", "", form, partsOf("operations", upload, "0", "x"), 400, "BAD_REQUEST"},
		{"the map first", "POST", "", form, partsOf("map", `{"0":["variables.f"]}`, "operations", upload, "0", "x"), 400, "BAD_REQUEST"},
		{"the file first", "POST", "", form, partsOf("0", "x", "operations", upload, "map", `{"0":["variables.f"]}`), 400, "BAD_REQUEST"},
		{"two files for one place", "POST", "", form, partsOf("operations", upload, "map", `{"0":["variables.f"],"1":["variables.f"]}`, "0", "x", "1", "y"), 400, "BAD_REQUEST"},
		{"a file twice", "POST", "", form, partsOf("operations", upload, "map", `{"0":["variables.f"]}`, "0", "x", "0", "y"), 400, "BAD_REQUEST"},
		{"operations twice", "POST", "", form, partsOf("operations", upload, "operations", upload, "map", `{}`), 400, "BAD_REQUEST"},
		{"a huge field", "POST", "", form, partsOf("operations", `{"query":"`+strings.Repeat(" ", 1<<20)+`"}`, "map", "{}"), 413, "TOO_LARGE"},
		{"a huge map", "POST", "", form, partsOf("operations", upload, "map", `{"0":["`+strings.Repeat("a", 1<<20)+`"]}`), 413, "TOO_LARGE"},
		{"a file among the prototypes", "POST", "", form, partsOf("operations", upload, "map", `{"0":["variables.__proto__.f"]}`, "0", "x"), 400, "BAD_REQUEST"},
		{"a file for the query itself", "POST", "", form, partsOf("operations", upload, "map", `{"0":["query"]}`, "0", "x"), 400, "BAD_REQUEST"},
		{"an operation nobody knows, with a file", "POST", "", form, partsOf("operations", `{"query":"mutation($f:Upload!){keepFile(f:$f)}","variables":{"f":null}}`, "map", `{"0":["variables.f"]}`, "0", "x"), 200, "GRAPHQL_VALIDATION_FAILED"},
		{"a name no operation has, with a file", "POST", "", form, partsOf("operations", strings.Replace(good, "{", `{"operationName":"x",`, 1), "map", `{"0":["variables.f"]}`, "0", "x"), 200, "GRAPHQL_VALIDATION_FAILED"},
		{"a batch with a file", "POST", "", form, partsOf("operations", "["+good+"]", "map", `{"0":["0.variables.f"]}`, "0", "x"), 400, "BAD_REQUEST"},
		{"a name that climbs", "POST", "", form, partsOf("operations", good, "map", `{"0":["variables.f"]}`, `0"; filename="../../../../etc/passwd`, "x"), 200, "UNAUTHENTICATED"},
		{"a name that ends early", "POST", "", form, partsOf("operations", good, "map", `{"0":["variables.f"]}`, "0\"; filename=\"a\x00.png", "x"), 400, "BAD_REQUEST"},
		{"a part without a name", "POST", "", form, "--x\r\n\r\n{}\r\n--x--\r\n", 400, "BAD_REQUEST"},
		{"a part of many headers", "POST", "", form, "--x\r\n" + manyTimes(20_000, "A%d: b\r\n") + "\r\n{}\r\n--x--\r\n", 400, "BAD_REQUEST"},
		{"a hash nobody knows", "POST", "", asJSON, `{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"` + persisted.Hash("{a}") + `"}}}`, 200, persisted.CodeNotFound},
		{"a hash of something else", "POST", "", asJSON, `{"query":"{__typename}","extensions":{"persistedQuery":{"version":1,"sha256Hash":"` + persisted.Hash("{a}") + `"}}}`, 200, persisted.CodeMismatch},
		{"a hash that is none", "POST", "", asJSON, `{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"../../etc"}}}`, 200, persisted.CodeInvalid},
	}
	for _, door := range []string{"/graphql", "/console/graphql"} {
		c := caller{base: base, graphql: door, client: shoptest.NewBrowser(t)}
		for _, tt := range tests {
			t.Run(door+" "+tt.why, func(t *testing.T) {
				t.Parallel()
				status, code, text := c.raw(t, tt.method, base+door+strings.NewReplacer("{", "%7B", "}", "%7D").Replace(tt.query), tt.kind, strings.NewReader(tt.body), "GraphQL-Preflight", "1")
				if status != tt.status || code != tt.code {
					t.Errorf("%d %s, want %d %s: %.300s", status, code, tt.status, tt.code, text)
				}
				if strings.Contains(text, "hunter2 {{") {
					t.Errorf("it comes back: %s", text)
				}
			})
		}
		if status, code, _ := c.raw(t, "POST", base+door, asJSON, gzipOf(t, 64<<20), "Content-Encoding", "gzip"); status != 415 && (status != 400 || code != "BAD_REQUEST") {
			t.Errorf("a bomb: %d %s", status, code)
		}
	}
}

// manyTimes writes a text over and over, with its number and, where it asks, the next.
func manyTimes(n int, format string) string {
	var b strings.Builder
	for i := range n {
		if strings.Contains(format, "%[2]d") {
			fmt.Fprintf(&b, format, i, i+1)
		} else {
			fmt.Fprintf(&b, format, i)
		}
	}
	return b.String()
}

// typesOf asks for types of types: the only way to a depth without an end, for no
// other type of the contract leads back to itself.
func typesOf(levels int) string {
	return `__type(name:\"Card\"){` + strings.Repeat("ofType{", levels-1) + "name" + strings.Repeat("}", levels)
}

// What PostgreSQL can't keep is refused beside its field, or kept without it:
// nothing of it is our own failure.
func TestFront_TextsPostgresCannotKeep(t *testing.T) {
	t.Parallel()
	c, _ := register(t, program(t), "hostile-texts")
	conversation := openConversation(t, c)
	const half = "half a pair" // of surrogates, which only JSON can write
	for why, text := range map[string]string{
		"NUL": "a\x00b", "half a pair": half, "a replacement": "\ufffd", "the other way round": "\u202eabc", "a byte order mark": "\ufeffa", "nothing one can see": "\u200b\u200b",
	} {
		for field, input := range map[string]object{
			"sendMessage":              {"conversationId": conversation, "clientId": newID(900 + len(why)), "body": text},
			"renameCard":               {"id": text, "name": text},
			"revokeSession":            {"id": text},
			"deleteCard":               {"id": text},
			"requestRecovery":          {"email": text, "captchaId": text, "captchaText": text},
			"confirmRecoveryLink":      {"token": text},
			"confirmEmail":             {"token": text},
			"requestEmailConfirmation": {"email": text},
		} {
			name := strings.ToUpper(field[:1]) + field[1:] + "Input"
			body, err := json.Marshal(object{"query": "mutation($in:" + name + "!){" + field + "(input:$in){problem{code}}}", "variables": object{"in": input}})
			if err != nil {
				t.Fatal(err)
			}
			body = bytes.ReplaceAll(body, []byte(half), []byte(`\ud800`))
			status, code, answer := c.raw(t, "POST", c.base+c.graphql, "application/json", bytes.NewReader(body))
			if status != 200 || code == "INTERNAL" || code == "UNAVAILABLE" {
				t.Errorf("%s in %s: %d %s", why, field, status, answer)
			}
		}
	}
}

// With --persisted-only our own pages work, the marketplace's program too, and a
// stranger's query is not carried out.
func TestFront_PersistedOnly(t *testing.T) {
	t.Parallel()
	at := address(t)
	p := launch(t, at, t.TempDir(), "--persisted-only")
	p.started(t)
	base := "http://" + at
	documents, err := web.Documents()
	if err != nil {
		t.Fatal(err)
	}
	var whoIsHere string
	for hash, text := range documents {
		if strings.Contains(text, "query WhoIsHere") {
			whoIsHere = hash
		}
	}
	c := caller{base: base, graphql: "/graphql", client: shoptest.NewBrowser(t)}
	named := func(hash string) string {
		return `{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"` + hash + `"}}}`
	}
	for _, tt := range []struct{ why, body, code string }{
		{"a page's", named(whoIsHere), ""},
		{"a stranger's", `{"query":"{viewer{name}}"}`, persisted.CodeRequired},
		{"a stranger's, named", `{"query":"{viewer{name}}","extensions":{"persistedQuery":{"version":1,"sha256Hash":"` + persisted.Hash("{viewer{name}}") + `"}}}`, persisted.CodeRequired},
		{"and by its name", named(persisted.Hash("{viewer{name}}")), persisted.CodeRequired},
	} {
		if status, code, text := c.raw(t, "POST", base+"/graphql", "application/json", strings.NewReader(tt.body)); status != 200 || code != tt.code {
			t.Errorf("%s: %d %s", tt.why, status, text)
		}
	}
	if got := demoShop(t, base).try(`{paymentEvents(first:1){__typename}}`, nil, &object{}); got != nil && strings.Contains(got.Error(), persisted.CodeRequired) {
		t.Errorf("the marketplace's program: %v", got)
	}
	conn, err := c.subscribe("subscription { queueEvents { conversation { id } } }", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	var frame socketFrame
	if err := conn.ReadJSON(&frame); err != nil || !strings.Contains(string(frame.Payload), persisted.CodeRequired) {
		t.Errorf("by the socket: %v %s", err, frame.Payload)
	}
}
