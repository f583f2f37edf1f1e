package password

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/cases"
)

// commonText is the blocklist: one entry a line, case-folded, "#" begins a
// comment. Put together for this program from the words, names, phrases and rows
// of keys that lists of leaked passwords agree on, with the endings people add.
//
//go:embed common.txt
var commonText string

var blocklist = sync.OnceValue(func() map[string]bool {
	set := map[string]bool{}
	for line := range strings.Lines(commonText) {
		entry := strings.TrimSpace(line)
		if entry != "" && !strings.HasPrefix(entry, "#") {
			set[entry] = true
		}
	}
	return set
})

// rows are keys and characters in the order that fingers and alphabets have.
const rows = "abcdefghijklmnopqrstuvwxyz 01234567890123456789 qwertyuiop asdfghjkl zxcvbnm " +
	"qwertzuiop yxcvbnm azertyuiop qsdfghjklm wxcvbn йцукенгшщзхъ фывапролджэ ячсмитьбю " +
	"абвгдеёжзийклмнопрстуфхцчшщъыьэюя αβγδεζηθικλμνξοπρστυφχψω ςερτυθιοπ ασδφγηξκλ ζχψωβνμ " +
	"1qaz2wsx3edc4rfv5tgb6yhn7ujm 1q2w3e4r5t6y7u8i9o0p"

// common reports whether a password is one of those tried first: on the list,
// alone, several times, or with digits and signs around or letters replaced in
// the usual way; one short piece again and again; or a row of keys.
func common(password string) bool {
	folded := cases.Fold().String(password)
	bare := strings.TrimFunc(folded, notLetter)
	for _, form := range []string{folded, bare, strings.TrimFunc(unleet.Replace(folded), notLetter), unleet.Replace(bare)} {
		if form != "" && (listed(form) || repeated(form)) {
			return true
		}
	}
	return repeated(folded) || inRow(folded)
}

func notLetter(r rune) bool { return !unicode.IsLetter(r) }

// unleet takes back the digits and signs that stand for letters.
var unleet = strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "@", "a", "$", "s", "!", "i")

// listed reports whether s, its words pushed together, is on the list.
func listed(s string) bool {
	return blocklist()[s] || blocklist()[strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)]
}

// repeated reports whether s is one piece twice or oftener: any piece of up to
// four characters, or a listed one.
func repeated(s string) bool {
	runes := []rune(s)
	for size := 1; size <= len(runes)/2; size++ {
		piece := string(runes[:size])
		whole := strings.Repeat(piece, len(runes)/size+1)
		if strings.HasPrefix(whole, s) && (size <= 4 || listed(piece)) {
			return true
		}
	}
	return false
}

// inRow reports whether s is made of at most two pieces of the rows, read either
// way.
func inRow(s string) bool {
	pieces := 0
	for rest := []rune(s); len(rest) > 0; pieces++ {
		n := rowPrefix(rest)
		if n < 3 {
			return false
		}
		rest = rest[n:]
	}
	return pieces <= 2
}

// rowPrefix is how many of s's first characters follow a row.
func rowPrefix(s []rune) int {
	longest := 0
	for n := 1; n <= len(s); n++ {
		piece := string(s[:n])
		if !strings.Contains(rows, piece) && !strings.Contains(rows, reverse(piece)) {
			break
		}
		longest = n
	}
	return longest
}

func reverse(s string) string {
	var b strings.Builder
	runes := []rune(s)
	for i := range runes {
		b.WriteRune(runes[len(runes)-1-i])
	}
	return b.String()
}
