package httpspec_test

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/walletdesk/walletdesk/graph/httpspec"
)

const (
	plain = "application/json"
	own   = "application/graphql-response+json"
)

func TestTransport_Post(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, why, accept, body string
		status                  int
		want                    string // the whole answer, or how it starts when it ends with …
	}{
		{"OK", "", plain, `{"query":"{echo(text:\"a\")}"}`, 200, `{"data":{"echo":"a"}}`},
		{"OwnType", "", own, `{"query":"{echo(text:\"a\")}"}`, 200, `{"data":{"echo":"a"}}`},
		{"Mutation", "", plain, `{"query":"mutation{set(text:\"a\")}"}`, 200, `{"data":{"set":"a"}}`},
		{"LargeNumber", "an id beyond 2^53 is not rounded", plain, `{"query":"query($v:Long!){long(value:$v)}","variables":{"v":9007199254740993}}`, 200, `{"data":{"long":"9007199254740993"}}`},
		{"PartlyFailed", "it was carried out: 200 under both types", own, `{"query":"{broken}"}`, 200, `{"errors":[{"message":"out of order"}],"data":{"broken":null}}`},

		{"SyntaxPlain", "an old client takes any other status for the network's fault", plain, `{"query":"{"}`, 200, `{"errors":[{"message":"Expected Name…`},
		{"SyntaxOwn", "", own, `{"query":"{"}`, 400, `{"errors":[{"message":"Expected Name…`},
		{"UnknownField", "", own, `{"query":"{nothing}"}`, 400, `{"errors":[{"message":"Cannot query field…`},
		{"Variable", "", own, `{"query":"query($t:String!){echo(text:$t)}"}`, 400, `{"errors":[{"message":"must be defined"…`},
		{"VariablePlain", "", plain, `{"query":"query($t:String!){echo(text:$t)}"}`, 200, `{"errors":[{"message":"must be defined"…`},
		{"Subscription", "it would never be answered", own, `{"query":"subscription{ticks}"}`, 400, `{"errors":[{"message":"A subscription needs a WebSocket (graphql-transport-ws).","extensions":{"code":"SUBSCRIPTION_NEEDS_SOCKET"}}]}`},
		{"SubscriptionPlain", "", plain, `{"query":"subscription{ticks}"}`, 200, `{"errors":[{"message":"A subscription needs…`},

		{"NoJSON", "and nothing of it comes back", plain, `{"password":"hunter2`, 400, `{"errors":[{"message":"The request is no JSON object with a query, or a part of it has another type than it should.","extensions":{"code":"BAD_REQUEST"}}]}`},
		{"Empty", "", plain, ``, 400, `{"errors":[{"message":"The request is no JSON…`},
		{"Two", "one request at a time", plain, `{"query":"{a}"}{"query":"{b}"}`, 400, `{"errors":[{"message":"The request is no JSON…`},
		{"Batch", "a limit on one is none on a hundred", plain, `[{"query":"{echo(text:\"a\")}"}]`, 400, `{"errors":[{"message":"The request is no JSON…`},
		{"Null", "", plain, `null`, 400, `{"errors":[{"message":"The request has no query."…`},
		{"NoQuery", "", plain, `{"qeury":"{a}"}`, 400, `{"errors":[{"message":"The request has no query."…`},
		{"QueryNumber", "", plain, `{"query":0}`, 400, `{"errors":[{"message":"The request is no JSON…`},
		{"VariablesList", "", plain, `{"query":"{a}","variables":[]}`, 400, `{"errors":[{"message":"The request is no JSON…`},
		{"TooLarge", "413, before anything is parsed", plain, `{"query":"` + strings.Repeat(" ", 2000) + `"}`, 413, `{"errors":[{"message":"The request is too large.","extensions":{"code":"TOO_LARGE"}}]}`},
	}
	at := open(t, httpspec.Config{MaxJSON: 1000})
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			header := http.Header{"Content-Type": {"application/json"}, "Accept": {tt.accept}}
			status, kind, got := ask(t, http.MethodPost, at, header, strings.NewReader(tt.body))
			if status != tt.status || kind != tt.accept+"; charset=utf-8" {
				t.Errorf("%d %s, want %d %s", status, kind, tt.status, tt.accept)
			}
			start, cut := strings.CutSuffix(tt.want, "…")
			if got != start && (!cut || !strings.HasPrefix(got, start)) {
				t.Errorf("%s\nwant %s", got, tt.want)
			}
			if strings.Contains(got, `"data"`) != (tt.status == 200 && !strings.HasSuffix(tt.want, "…")) {
				t.Errorf("data where there is none, or none where it is: %s", got)
			}
		})
	}
}

// endless is a body that does not say how long it is.
type endless struct{ io.Reader }

func TestTransport_PostUnknownLength(t *testing.T) {
	t.Parallel()
	at := open(t, httpspec.Config{MaxJSON: 1000, MaxUpload: 5000})
	header := http.Header{"Content-Type": {"application/json"}}
	status, _, got := ask(t, http.MethodPost, at, header, endless{strings.NewReader(strings.Repeat(" ", 2000))})
	if status != http.StatusRequestEntityTooLarge {
		t.Errorf("JSON: %d %s", status, got)
	}
	header, body := form(t, part{"operations", "", `{"query":"{a}"}`}, part{"map", "", `{"0":["variables.a"]}`}, part{"0", "a.png", strings.Repeat("a", 6000)})
	status, _, got = ask(t, http.MethodPost, at, header, endless{body})
	if status != http.StatusRequestEntityTooLarge {
		t.Errorf("form: %d %s", status, got)
	}
}

func TestTransport_ContentType(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, why, kind string
		want            int
	}{
		{"UTF8", "said aloud", `application/json; charset="UTF-8"`, 200},
		{"None", "a page of another origin may send it unasked", "", 415},
		{"Text", "likewise", "text/plain", 415},
		{"Form", "likewise", "application/x-www-form-urlencoded", 415},
		{"Latin", "JSON is UTF-8 (RFC 8259)", "application/json; charset=latin1", 415},
		{"Multipart", "no files are taken here", "multipart/form-data; boundary=a", 415},
		{"Broken", "", "application/json; ;", 415},
	}
	at := open(t, httpspec.Config{})
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			status, _, got := ask(t, http.MethodPost, at, http.Header{"Content-Type": {tt.kind}}, strings.NewReader(`{"query":"{echo(text:\"a\")}"}`))
			if status != tt.want {
				t.Errorf("%d %s, want %d", status, got, tt.want)
			}
		})
	}
}

func TestTransport_Accept(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, why, accept, want string }{
		{"None", "", "", plain},
		{"Anything", "", "*/*", plain},
		{"AnyApplication", "", "application/*", plain},
		{"Other", "an answer that is not understood beats none", "text/html", plain},
		{"Urql", "the first of several", "application/graphql-response+json, application/graphql+json, application/json, text/event-stream", own},
		{"Quality", "what is liked best", "application/graphql-response+json;q=0.5, application/json", plain},
		{"QualityOwn", "", "application/json;q=0.9, application/graphql-response+json;charset=utf-8", own},
		{"Refused", "q=0 is not wanted", "application/graphql-response+json;q=0, */*;q=0.1", plain},
		{"Nonsense", "", "application/json;q=a, ,;;, application/graphql-response+json", own},
	}
	at := open(t, httpspec.Config{})
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			header := http.Header{"Content-Type": {"application/json"}, "Accept": {tt.accept}}
			if _, kind, _ := ask(t, http.MethodPost, at, header, strings.NewReader(`{"query":"{echo(text:\"a\")}"}`)); kind != tt.want+"; charset=utf-8" {
				t.Errorf("%s, want %s", kind, tt.want)
			}
		})
	}
}

func TestTransport_Get(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, why string
		q         url.Values
		status    int
		want      string
	}{
		{"OK", "", url.Values{"query": {`{echo(text:"a")}`}}, 200, `{"data":{"echo":"a"}}`},
		{"Variables", "", url.Values{"query": {`query($t:String!){echo(text:$t)}`}, "variables": {`{"t":"a"}`}}, 200, `{"data":{"echo":"a"}}`},
		{"Named", "", url.Values{"query": {`query A{echo(text:"a")} query B{echo(text:"b")}`}, "operationName": {"B"}}, 200, `{"data":{"echo":"b"}}`},
		{"Mutation", "a link must not change anything", url.Values{"query": {`mutation{set(text:"a")}`}}, 405, `{"errors":[{"message":"A mutation needs POST.","extensions":{"code":"METHOD_NOT_ALLOWED"}}]}`},
		{"Subscription", "", url.Values{"query": {`subscription{ticks}`}}, 200, `{"errors":[{"message":"A subscription needs a WebSocket (graphql-transport-ws).","extensions":{"code":"SUBSCRIPTION_NEEDS_SOCKET"}}]}`},
		{"NoQuery", "", url.Values{}, 400, `{"errors":[{"message":"The address has no query.","extensions":{"code":"BAD_REQUEST"}}]}`},
		{"BadVariables", "", url.Values{"query": {`{a}`}, "variables": {`[]`}}, 400, `{"errors":[{"message":"The variables are no JSON object.","extensions":{"code":"BAD_REQUEST"}}]}`},
		{"BadExtensions", "", url.Values{"query": {`{a}`}, "extensions": {`{`}}, 400, `{"errors":[{"message":"The extensions are no JSON object.","extensions":{"code":"BAD_REQUEST"}}]}`},
	}
	at := open(t, httpspec.Config{})
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			status, _, got := ask(t, http.MethodGet, at+"?"+tt.q.Encode(), http.Header{}, nil)
			if status != tt.status || got != tt.want {
				t.Errorf("%d %s, want %d %s", status, got, tt.status, tt.want)
			}
		})
	}
}

func TestTransport_Method(t *testing.T) {
	t.Parallel()
	at := open(t, httpspec.Config{})
	if status, _, got := ask(t, http.MethodPut, at, http.Header{}, nil); status != http.StatusMethodNotAllowed || !strings.Contains(got, "METHOD_NOT_ALLOWED") {
		t.Errorf("%d %s", status, got)
	}
}

func TestTransport_Form(t *testing.T) {
	t.Parallel()
	const one = `{"query":"mutation($f:Upload!){upload(files:[$f])}","variables":{"f":null}}`
	const list = `{"query":"mutation($f:[Upload!]){upload(files:$f)}","variables":{"f":[null,null]}}`
	tests := []struct {
		name, why string
		parts     []part
		status    int
		want      string
	}{
		{"OK", "", []part{{"operations", "", one}, {"map", "", `{"0":["variables.f"]}`}, {"0", "a.png", "AAA"}},
			200, `{"data":{"upload":"a.png image/png 3 AAA;"}}`},
		{"Input", "deep in an input", []part{{"operations", "", `{"query":"mutation($i:In!){upload(input:$i)}","variables":{"i":{"file":null}}}`}, {"map", "", `{"0":["variables.i.file"]}`}, {"0", "a.png", "AAA"}},
			200, `{"data":{"upload":"a.png image/png 3 AAA;"}}`},
		{"List", "", []part{{"operations", "", list}, {"map", "", `{"0":["variables.f.0"],"1":["variables.f.1"]}`}, {"0", "a.png", "A"}, {"1", "b.png", "B"}},
			200, `{"data":{"upload":"a.png image/png 1 A;b.png image/png 1 B;"}}`},
		{"Twice", "one file in two places, each read from its start", []part{{"operations", "", list}, {"map", "", `{"0":["variables.f.0","variables.f.1"]}`}, {"0", "a.png", "A"}},
			200, `{"data":{"upload":"a.png image/png 1 A;a.png image/png 1 A;"}}`},
		{"Invalid", "as without files", []part{{"operations", "", `{"query":"{","variables":{"f":null}}`}, {"map", "", `{"0":["variables.f"]}`}, {"0", "a.png", "AAA"}},
			200, `Expected Name`},

		{"NoOperations", "", []part{{"map", "", `{}`}}, 400, "operations is not where"},
		{"NoMap", "", []part{{"operations", "", one}, {"0", "a.png", "AAA"}}, 400, "map is not where"},
		{"BadMap", "", []part{{"operations", "", one}, {"map", "", `{"0":"variables.f"}`}}, 400, "map is no JSON"},
		{"Batch", "", []part{{"operations", "", `[` + one + `]`}, {"map", "", `{}`}}, 400, "no JSON object with a query"},
		{"Missing", "a promised file", []part{{"operations", "", one}, {"map", "", `{"0":["variables.f"]}`}}, 400, "is missing"},
		{"Unmapped", "a file nobody asked for", []part{{"operations", "", one}, {"map", "", `{}`}, {"0", "a.png", "AAA"}}, 400, "has no place"},
		{"NoVariable", "it is not made up", []part{{"operations", "", one}, {"map", "", `{"0":["variables.g"]}`}, {"0", "a.png", "AAA"}}, 400, "place in the variables"},
		{"NoVariables", "", []part{{"operations", "", `{"query":"{a}"}`}, {"map", "", `{"0":["variables.f"]}`}, {"0", "a.png", "AAA"}}, 400, "place in the variables"},
		{"NotNull", "nothing is replaced", []part{{"operations", "", `{"query":"{a}","variables":{"f":"x"}}`}, {"map", "", `{"0":["variables.f"]}`}, {"0", "a.png", "AAA"}}, 400, "place in the variables"},
		{"TooDeep", "a text has no parts", []part{{"operations", "", `{"query":"{a}","variables":{"f":"x"}}`}, {"map", "", `{"0":["variables.f.g"]}`}, {"0", "a.png", "AAA"}}, 400, "place in the variables"},
		{"OutOfList", "", []part{{"operations", "", list}, {"map", "", `{"0":["variables.f.2"]}`}, {"0", "a.png", "AAA"}}, 400, "place in the variables"},
		{"NegativeIndex", "", []part{{"operations", "", list}, {"map", "", `{"0":["variables.f.-1"]}`}, {"0", "a.png", "AAA"}}, 400, "place in the variables"},
		{"WordIndex", "", []part{{"operations", "", list}, {"map", "", `{"0":["variables.f.a"]}`}, {"0", "a.png", "AAA"}}, 400, "place in the variables"},
		{"TheVariables", "the whole is no place", []part{{"operations", "", `{"query":"{a}","variables":null}`}, {"map", "", `{"0":["variables"]}`}, {"0", "a.png", "AAA"}}, 400, "place in the variables"},
		{"Elsewhere", "", []part{{"operations", "", one}, {"map", "", `{"0":["query"]}`}, {"0", "a.png", "AAA"}}, 400, "place in the variables"},
		{"LargeJSON", "no way around its limit", []part{{"operations", "", `{"query":"` + strings.Repeat(" ", 2000) + `"}`}, {"map", "", `{}`}}, 413, "TOO_LARGE"},
		{"Large", "", []part{{"operations", "", one}, {"map", "", `{"0":["variables.f"]}`}, {"0", "a.png", strings.Repeat("A", 5000)}}, 413, "TOO_LARGE"},
	}
	at := open(t, httpspec.Config{MaxJSON: 1000, MaxUpload: 4000})
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			header, body := form(t, tt.parts...)
			status, _, got := ask(t, http.MethodPost, at, header, body)
			if status != tt.status || !strings.Contains(got, tt.want) {
				t.Errorf("%d %s, want %d %s", status, got, tt.status, tt.want)
			}
		})
	}
}

func TestTransport_FormCut(t *testing.T) {
	t.Parallel()
	at := open(t, httpspec.Config{MaxUpload: 1 << 20})
	header, body := form(t, part{"operations", "", `{"query":"{a}","variables":{"f":null}}`}, part{"map", "", `{"0":["variables.f"]}`}, part{"0", "a.png", "AAA"})
	for _, size := range []int{0, 10, 100, 200, 300, body.Len() - 10} {
		status, _, got := ask(t, http.MethodPost, at, header, bytes.NewReader(body.Bytes()[:min(size, body.Len())]))
		if status != http.StatusBadRequest {
			t.Errorf("%d bytes: %d %s", size, status, got)
		}
	}
}
