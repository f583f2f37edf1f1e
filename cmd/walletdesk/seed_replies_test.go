package main

import (
	"slices"
	"testing"
)

// A customer of any language finds a canned reply in it.
func TestDemoReplies(t *testing.T) {
	t.Parallel()
	locales := map[string][]string{}
	for _, r := range demoReplies() {
		locales[r.Shortcut] = append(locales[r.Shortcut], r.Locale)
	}
	if len(locales) == 0 {
		t.Fatal("there are no canned replies")
	}
	for shortcut, got := range locales {
		if want := []string{"en", "el", "ru", "zh"}; !slices.Equal(got, want) {
			t.Errorf("/%s is there in %v, want %v", shortcut, got, want)
		}
	}
}
