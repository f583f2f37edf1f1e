package server

import (
	"net/url"
	"slices"
	"strings"
	"testing"
)

// FuzzReturnPath wants that a sign-in goes on to one of our own pages, however the
// address names another: a browser reads more into an address than we do.
func FuzzReturnPath(f *testing.F) {
	for _, s := range []string{
		"/account", "/account?x", "/account#t=1", "/ACCOUNT", "//evil.example", "/\\evil.example", "https://evil.example/account", "/account/../..//evil.example",
		"javascript:alert(1)", "\t/account", "/account\x00", "/%61ccount", "", "/account\r\nLocation: https://evil.example",
	} {
		f.Add(s)
	}
	paths := []string{"/", "/account", "/signed-in"}
	f.Fuzz(func(t *testing.T, next string) {
		got := returnPath(paths, next)
		if !slices.Contains(paths, got) || (got != next && got != "/") {
			t.Fatalf("%q leads to %q", next, got)
		}
		u, err := url.Parse(got)
		if err != nil || u.IsAbs() || u.Host != "" || strings.HasPrefix(got, "//") {
			t.Fatalf("%q leads to %q", next, got)
		}
	})
}
