package graph

import (
	"bytes"
	"cmp"
	"encoding/json"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// `go test ./graph -run TestProblems -update` writes docs/contract/problems.md.
var update = flag.Bool("update", false, "write docs/contract/problems.md")

// told is a failure as the code makes it: by fault.New, or of a field.
type told struct{ code, field, kind, message string }

// wordless are codes that no page meets, so that no catalogue has them.
var wordless = map[string]string{
	"INVALID_CLIENT": "told to the marketplace's program", "INVALID_TOKEN": "told to the marketplace's program",
	"CHARGE_VOID": "told to the payment processor", "BAD_STATUS": "told to the payment processor", "REPLAYED": "told to the payment processor",
	"BAD_PAGE": "a mistake of a program", "BAD_CURSOR": "a mistake of a program", "BAD_VALUE": "a mistake of a program", "OVER_HTTP": "a mistake of a program",
	"UNAUTHENTICATED": "an error of the request, worded as problems.lost.over", "FORBIDDEN": "an error of the request", "STAGE": "an error of the request",
	"DATABASE_UNAVAILABLE": "an error of the request, worded as problems.lost.server",
	"SIGN_IN_EXPIRED":      "a page of the server's own", "SIGN_IN_REFUSED": "a page of the server's own", "SESSION_ENDED": "a page of the server's own",
	"NOT_FRESH": "a page of the server's own", "EMAIL_UNVERIFIED": "a page of the server's own", "NO_ROLE": "a page of the server's own", "PROVIDER_DOWN": "a page of the server's own",
	"SIGN_IN_STOPPED": "a page of the server's own", "SIGN_IN_DONE": "a page of the server's own", "PROVIDER_CLOCK": "a page of the server's own",
	"REPEATED": "a step sent twice: the first one's answer is given", "STAFF_ONLY": "the console's door refuses before",
}

// failures reads every package's source.
func failures(t *testing.T) []told {
	t.Helper()
	found := map[told]bool{}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && slices.Contains([]string{".git", "var", "web", "generated", "node_modules", "tools"}, d.Name()):
			return filepath.SkipDir
		case d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				if f := failureOf(call); f.code != "" {
					found[f] = true
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return slices.SortedFunc(maps.Keys(found), func(a, b told) int {
		return cmp.Or(cmp.Compare(a.code, b.code), cmp.Compare(a.field, b.field), cmp.Compare(a.message, b.message), cmp.Compare(a.kind, b.kind))
	})
}

// failureOf reads fault.New(kind, code, message) and fault.Field(field, code, message)
// where the code is written out.
func failureOf(call *ast.CallExpr) told {
	f, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || len(call.Args) != 3 {
		return told{}
	}
	if from, ok := f.X.(*ast.Ident); !ok || from.Name != "fault" {
		return told{}
	}
	out := told{code: words(call.Args[1]), message: words(call.Args[2])}
	switch f.Sel.Name {
	case "New":
		if kind, ok := call.Args[0].(*ast.SelectorExpr); ok {
			out.kind = kind.Sel.Name
		}
	case "Field":
		out.kind, out.field = "Invalid", cmp.Or(words(call.Args[0]), "of the input")
	default:
		return told{}
	}
	return out
}

// words is a text, put together or formatted too, with … for what is filled in.
func words(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		if err != nil {
			return ""
		}
		return text
	case *ast.BinaryExpr:
		return words(e.X) + cmp.Or(words(e.Y), "…")
	case *ast.CallExpr:
		if len(e.Args) > 0 {
			return strings.NewReplacer("%d", "…", "%s", "…", "%v", "…").Replace(words(e.Args[0]))
		}
	}
	return ""
}

// sentences are the last parts of the keys of a language's catalogue. The console
// speaks English alone: what only it words counts for the others, too.
func sentences(t *testing.T, language string) map[string]bool {
	t.Helper()
	files, err := filepath.Glob("../web/src/messages/" + language + "/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no words in %s: %v", language, err)
	}
	known := map[string]bool{}
	if language != "en" {
		files = append(files, "../web/src/messages/en/console.json")
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var texts map[string]string
		if err := json.Unmarshal(data, &texts); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for key := range texts {
			known[key[strings.LastIndex(key, ".")+1:]] = true
		}
	}
	return known
}

// Every expected failure has a sentence in every language, or a reason to have none.
func TestProblems_HaveWords(t *testing.T) {
	t.Parallel()
	all := failures(t)
	if len(all) < 100 {
		t.Fatalf("found %d failures only", len(all))
	}
	codes := map[string]bool{}
	for _, language := range []string{"en", "el", "ru", "zh"} {
		known := sentences(t, language)
		for _, f := range all {
			codes[f.code] = true
			if _, reason := wordless[f.code]; f.field == "" && !reason && !known[f.code] {
				t.Errorf("%s: no sentence for %s (%s)", language, f.code, f.message)
			}
		}
	}
	for code := range wordless {
		if !codes[code] {
			t.Errorf("%s is not in the code any more", code)
		}
	}
}

// The list for developers is the code's.
func TestProblems_AreListed(t *testing.T) {
	t.Parallel()
	const path = "../docs/contract/problems.md"
	var page bytes.Buffer
	page.WriteString("# Problems\n\nWhat `problem` in a payload can say, and the codes of fields in `InvalidInput.fields`. Written\n" +
		"by `go test ./graph -run TestProblems -update`; a test holds it and the code together. A client\n" +
		"acts by the code and shows a sentence of its own, or the message, which is plain English.\n\n" +
		"| code | about | kind | message |\n|---|---|---|---|\n")
	for _, f := range failures(t) {
		fmt.Fprintf(&page, "| `%s` | %s | %s | %s |\n", f.code, f.field, f.kind, strings.ReplaceAll(f.message, "|", `\|`))
	}
	if *update {
		if err := os.WriteFile(path, page.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, page.Bytes()) {
		t.Errorf("%s is not what the code says: go test ./graph -run TestProblems -update", path)
	}
}
