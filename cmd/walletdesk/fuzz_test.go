package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// fuzzTargets are those of the whole module, package by package, each with whether it
// has something to start from.
func fuzzTargets(t *testing.T) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	err := filepath.WalkDir("../..", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && slices.Contains([]string{"node_modules", "var", ".git", "dist"}, entry.Name()):
			return filepath.SkipDir
		case entry.IsDir() || !strings.HasSuffix(path, "_test.go"):
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		folder := filepath.ToSlash(strings.TrimPrefix(filepath.Dir(path), "../../"))
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || f.Recv != nil || !strings.HasPrefix(f.Name.Name, "Fuzz") {
				continue
			}
			seeded := false
			ast.Inspect(f, func(n ast.Node) bool {
				call, ok := n.(*ast.SelectorExpr)
				seeded = seeded || ok && call.Sel.Name == "Add"
				return true
			})
			found[folder+"."+f.Name.Name] = seeded
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// CONTRIBUTING.md lists every fuzz target there is, and none that is not: make fuzz
// runs what stands there.
func TestFuzzTargets(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../CONTRIBUTING.md")
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for _, m := range regexp.MustCompile("(?m)^\\| `([a-z/]+\\.Fuzz[A-Za-z_]+)` \\| \\S").FindAllStringSubmatch(string(text), -1) {
		listed[m[1]] = true
	}
	targets := fuzzTargets(t)
	for name, seeded := range targets {
		if !listed[name] {
			t.Errorf("%s is not in CONTRIBUTING.md", name)
		}
		if !seeded {
			t.Errorf("%s has nothing to start from", name)
		}
	}
	for name := range listed {
		if _, there := targets[name]; !there {
			t.Errorf("CONTRIBUTING.md names %s, which is gone", name)
		}
	}
	// What the product stands or falls with.
	for _, name := range []string{
		"pan.FuzzMask", "account/answer.FuzzNormalise", "card.FuzzParse", "graph/httpspec.FuzzForm", "mail.FuzzLink",
		"payment.FuzzParseMoney", "payment/signature.FuzzVerify",
	} {
		if _, there := targets[name]; !there {
			t.Errorf("%s is missing", name)
		}
	}
}
