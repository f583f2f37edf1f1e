package limits_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"

	"github.com/walletdesk/walletdesk/graph/generated"
	"github.com/walletdesk/walletdesk/graph/limits"
)

// tokens is what the doors allow.
const tokens = 3000

func house(cfg limits.Config) *executor.Executor {
	e := executor.New(generated.NewExecutableSchema(generated.Config{}))
	e.SetParserTokenLimit(tokens)
	for _, x := range limits.Extensions(cfg) {
		e.Use(x)
	}
	return e
}

// refused gives the code a request is refused with, "" when it would be carried
// out.
func refused(e *executor.Executor, query, name string) string {
	ctx := graphql.StartOperationTrace(context.Background())
	now := graphql.Now()
	request, list := e.CreateOperationContext(ctx, &graphql.RawParams{Query: query, OperationName: name, ReadTime: graphql.TraceTiming{Start: now, End: now}})
	if len(list) == 0 {
		return ""
	}
	answer := e.DispatchError(graphql.WithOperationContext(ctx, request), list)
	return fmt.Sprint(answer.Errors[0].Extensions["code"])
}

func repeat(n int, line func(i int) string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(line(i))
	}
	return b.String()
}

// bomb is n fragments, each spreading the next twice: 2^n fields in a small
// document.
func bomb(n int) string {
	return "{conversation(id:1){...F0}}" + repeat(n, func(i int) string {
		return fmt.Sprintf(" fragment F%d on Conversation{...F%d ...F%d}", i, i+1, i+1)
	}) + fmt.Sprintf(" fragment F%d on Conversation{id}", n)
}

func TestExtensions(t *testing.T) {
	t.Parallel()
	introspection, err := os.ReadFile("testdata/introspection.graphql")
	if err != nil {
		t.Fatal(err)
	}
	account := func(fields string) string { return "{viewer{account{" + fields + "}}}" }
	ids := func(n int) string { return repeat(n, func(i int) string { return fmt.Sprintf("a%d:id ", i) }) }
	roots := func(prefix string, n int) string {
		return "{" + repeat(n, func(i int) string { return fmt.Sprintf("%s%d:__typename ", prefix, i) }) + "}"
	}
	tests := []struct {
		name, why   string
		cfg         limits.Config
		query, want string
	}{
		{"Usual", "what a page asks", limits.Config{}, account("cards{last4}"), ""},
		{"Introspection", "GraphiQL's, as graphql-js 16 writes it", limits.Config{}, string(introspection), ""},
		{"IntrospectionDepth", "it may be deeper than the rest", limits.Config{Depth: 3}, string(introspection), ""},
		{"Introspecting", "but not as deep as one likes", limits.Config{},
			`{__type(name:"Card"){` + strings.Repeat("ofType{", 20) + "name" + strings.Repeat("}", 20) + "}}", limits.CodeDepth},

		{"Closed", "the schema is a file there", limits.Config{Closed: true}, string(introspection), limits.CodeClosed},
		{"ClosedInAFragment", "hidden beside something allowed", limits.Config{Closed: true}, `{__typename ...A} fragment A on Query{a:__type(name:"Card"){name}}`, limits.CodeClosed},
		{"ClosedForNothingElse", "one's own name is no secret", limits.Config{Closed: true}, account("__typename"), ""},
		{"OtherOperationAsks", "only what is carried out counts", limits.Config{Closed: true}, `query A{__typename} query B{__schema{types{name}}}`, ""},

		{"Depth", "as deep as allowed", limits.Config{Depth: 4}, `{queue{edges{node{id}}}}`, ""},
		{"TooDeep", "a level more", limits.Config{Depth: 3}, `{queue{edges{node{id}}}}`, limits.CodeDepth},
		{"TooDeepInFragments", "hidden in fragments", limits.Config{Depth: 3},
			`{...A} fragment A on Query{queue{...on ConversationConnection{edges{...B}}}} fragment B on ConversationEdge{node{id}}`, limits.CodeDepth},

		{"Guesses", "200 tries of a password in one request", limits.Config{}, "mutation" + roots("a", 200), limits.CodeRootFields},
		{"Roots", "as many as allowed", limits.Config{}, roots("a", 10), ""},
		{"RootsInFragments", "hidden in fragments", limits.Config{},
			"{...A ...B} fragment A on Query" + roots("a", 6) + " fragment B on Query" + roots("b", 5), limits.CodeRootFields},
		{"RootsTwice", "one fragment, spread twice, is asked for twice", limits.Config{},
			"{...A ...on Query{...A}} fragment A on Query" + roots("a", 6), limits.CodeRootFields},
		{"OtherOperation", "only what is carried out counts", limits.Config{}, "query A{__typename} query B" + roots("b", 200), ""},

		{"Aliases", "as many as allowed", limits.Config{}, account(ids(30)), ""},
		{"TooManyAliases", "a costly field many times", limits.Config{}, account(ids(31)), limits.CodeAliases},
		{"NoAlias", "a field under its own name is none", limits.Config{Aliases: 1}, account("id:id email:email"), ""},

		{"Fields", "one name over and over is work before it is one field", limits.Config{}, account(strings.Repeat("id ", 1000)), limits.CodeFields},
		{"Bomb", "2^40 fields in a small document, refused before anything counts them", limits.Config{}, bomb(40), limits.CodeFields},
		{"Complexity", "", limits.Config{Complexity: 3}, account("id email"), limits.CodeComplexity},
		{"ComplexityEnough", "", limits.Config{Complexity: 4}, account("id email"), ""},
		{"Tokens", "what costs too much to check", limits.Config{}, "{" + strings.Repeat("__typename ", tokens) + "}", limits.CodeTokens},
		{"Syntax", "any other mistake keeps its code", limits.Config{}, "{", "GRAPHQL_PARSE_FAILED"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			done := make(chan string, 1)
			name := ""
			if strings.HasPrefix(tt.query, "query A") {
				name = "A"
			}
			go func() { done <- refused(house(tt.cfg), tt.query, name) }()
			select {
			case got := <-done:
				if got != tt.want {
					t.Errorf("%q, want %q", got, tt.want)
				}
			case <-time.After(10 * time.Second):
				t.Fatal("still counting")
			}
		})
	}
}
