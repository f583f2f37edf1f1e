package httpspec

import (
	"encoding/json"
	"testing"

	"github.com/99designs/gqlgen/graphql"
)

// FuzzParse wants of a body that is taken: that it is JSON and has a query.
func FuzzParse(f *testing.F) {
	for _, s := range []string{`{"query":"{a}"}`, `{"query":"{a}","variables":{"n":1e400},"operationName":null}`, `[]`, `null`, `{"query":null}`, `{`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		p, bad := parse(body)
		if (p == nil) == (bad == nil) {
			t.Fatal("neither or both")
		}
		if bad == nil && !json.Valid(body) {
			t.Fatalf("taken: %s", body)
		}
	})
}

// FuzzPlace wants that a file replaces a null, nothing else, and that no path
// breaks it.
func FuzzPlace(f *testing.F) {
	for _, s := range []string{"variables.a", "variables.b.0", "variables.c.d", "variables", "", ".", "variables..", "variables.b.18446744073709551616"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, path string) {
		variables := map[string]any{"a": nil, "b": []any{nil, "x"}, "c": map[string]any{"d": nil}, "": "y"}
		before, err := json.Marshal(variables)
		if err != nil {
			t.Fatal(err)
		}
		placed := place(variables, path, graphql.Upload{Filename: "a.png"})
		after, err := json.Marshal(variables)
		if err != nil {
			t.Fatal(err)
		}
		if placed == (string(before) == string(after)) {
			t.Fatalf("%q: said %v, %s became %s", path, placed, before, after)
		}
	})
}
