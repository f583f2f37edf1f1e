package pan

import (
	_ "embed"
	"strings"
	"sync"
)

// testNumbersText is one number a line, "#" begins a comment.
//
//go:embed testnumbers.txt
var testNumbersText string

var testNumbers = sync.OnceValue(func() map[string]bool {
	set := map[string]bool{}
	for line := range strings.Lines(testNumbersText) {
		number, _, _ := strings.Cut(line, "#")
		if number = strings.TrimSpace(number); number != "" {
			set[number] = true
		}
	}
	return set
})

// IsTestNumber reports whether p is one of the numbers that payment providers
// publish for trying things out. In production these are refused: they are
// nobody's card, and everybody knows them.
func IsTestNumber(p PAN) bool { return !p.empty() && testNumbers()[string(p.n.digits)] }
