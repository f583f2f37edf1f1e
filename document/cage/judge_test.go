package cage_test

import (
	"slices"
	"testing"

	"github.com/walletdesk/walletdesk/document/cage"
	"github.com/walletdesk/walletdesk/document/corpus"
)

// prefixes are those of the test numbers.
func prefixes() cage.Prefixes {
	return cage.PrefixesOf(func(first4 string) bool {
		return slices.ContainsFunc(append(corpus.Numbers(), corpus.Amex), func(n string) bool { return n[:4] == first4 })
	})
}

func TestPrefixes(t *testing.T) {
	t.Parallel()
	set := prefixes()
	for first4, want := range map[string]bool{
		"4242": true, "3782": true, "4243": false, "0000": false, "9999": false, "": false, "42": false, "+242": false, "42424": false, "x242": false,
	} {
		if set.Has(first4) != want {
			t.Errorf("%q: want %v", first4, want)
		}
	}
	if (cage.Prefixes{}).Has("4242") {
		t.Error("an empty set has nothing")
	}
}
