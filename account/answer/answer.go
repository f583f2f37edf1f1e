// Package answer brings answers to security questions into the one form that is
// hashed and compared, so that a customer who types ΟΔΥΣΣΕΥΣ for Οδυσσεύς, or
// STRASSE for Straße, is let in, and says which answers are too easy to guess.
//
// Invariants: Normalise of a normalised answer is itself. A version never changes
// once answers were hashed with it; a better rule is a new version, stored beside
// each hash. An answer is in no error text.
package answer

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"github.com/walletdesk/walletdesk/fault"
)

// Version is the normaliser that new answers are hashed with.
const Version = 1

// MaxBytes is the longest answer looked at: folding and hashing are work that
// nobody should get for nothing.
const MaxBytes = 512

// Normalise returns s in the form that version hashes. It may be empty. The only
// failures are internal: an unknown version. An answer of more than MaxBytes is
// cut, which makes it a wrong one; Check refuses it when it is chosen.
func Normalise(version int, s string) (string, error) {
	if version != Version {
		return "", fmt.Errorf("normalise answer: unknown version %d", version)
	}
	return normalise1(cut(s)), nil
}

// cut is s up to MaxBytes, at a border of characters.
func cut(s string) string {
	if len(s) <= MaxBytes {
		return s
	}
	end := MaxBytes
	for end > MaxBytes-utf8.UTFMax && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end]
}

// normalise1 is version 1: NFKC, full case folding, NFD; accents dropped on
// Latin, Greek and Cyrillic letters (but й stays й), Arabic vowel signs and Hebrew
// points dropped; letters that don't come apart mapped; apostrophes and invisible
// characters dropped; other punctuation and spaces become one space.
func normalise1(s string) string {
	// Folding may give what NFKC changes again; twice settles all of Unicode (the
	// fuzz test looks for more).
	for range 2 {
		s = strings.Map(unspoken, s)
		s = norm.NFD.String(cases.Fold().String(norm.NFKC.String(s)))
		s = reduce(s)
	}
	return s
}

// unspoken drops apostrophes and what can't be seen. It comes before NFKC too,
// which makes a space and an accent of a spacing accent.
func unspoken(r rune) rune {
	switch r {
	case '\'', '`', '´', '’', '‘', '‛', 'ʼ', 'ʻ', 'ʽ', 'ʹ', '′', '΄', '᾽', '᾿', '῾', '׳', '＇', '\u1ffd', '\u1fef':
		return -1
	case '\t', '\n', '\v', '\f', '\r', '\u0085':
		return ' '
	}
	if unicode.In(r, unicode.Cf, unicode.Cc, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point) {
		return -1
	}
	return r
}

// reduce works on folded text in NFD.
func reduce(s string) string {
	var b strings.Builder
	var base rune // the last character that is no mark
	space := false
	for _, r := range s {
		if unspoken(r) < 0 {
			continue
		}
		if unicode.IsSpace(r) || unicode.IsPunct(r) {
			space, base = true, r
			continue
		}
		if unicode.Is(unicode.M, r) {
			if dropped(base, r) {
				continue
			}
		} else {
			base = r
		}
		if space && b.Len() > 0 {
			b.WriteByte(' ')
		}
		space = false
		b.WriteString(letter(r))
	}
	return b.String()
}

// dropped reports whether the mark does not tell answers apart on its base. Marks
// of other scripts (Devanagari's vowels, kana's voicing) do.
func dropped(base, mark rune) bool {
	if harakat(mark) || points(mark) {
		return true
	}
	if base == 'и' && mark == '\u0306' {
		return false // й is a letter of its own
	}
	return unicode.In(base, unicode.Latin, unicode.Greek, unicode.Cyrillic)
}

// harakat are Arabic vowel and reading signs. By code point, for Unicode counts
// them to no script; hamza and madda (0653 to 0655) make letters and stay.
func harakat(r rune) bool {
	return r >= 0x064B && r <= 0x0652 || r >= 0x0656 && r <= 0x065F || r == 0x0670 ||
		r >= 0x0610 && r <= 0x061A || r >= 0x06D6 && r <= 0x06ED
}

// points are Hebrew vowel points and cantillation marks.
func points(r rune) bool { return r >= 0x0591 && r <= 0x05C7 }

// letter maps letters that NFD does not take apart, and drops the Arabic tatweel,
// which only stretches a word.
func letter(r rune) string {
	switch r {
	case 'ı':
		return "i"
	case 'ł':
		return "l"
	case 'ø':
		return "o"
	case 'đ':
		return "d"
	case 'æ':
		return "ae"
	case 'œ':
		return "oe"
	case 'ð':
		return "d"
	case 'þ':
		return "th"
	case 'ـ':
		return ""
	}
	return string(r)
}

// Check normalises an answer that a customer chooses (by Version) and refuses it
// when it is of no use. field is the input's path, question the question in the
// customer's language. The failure's codes: EMPTY, TOO_LONG, MIXED_SCRIPT (one
// word in two alphabets that look alike, which its owner could not type again),
// TOO_SHORT, GUESSABLE.
func Check(field, question, answer string) (string, error) {
	if len(answer) > MaxBytes {
		return "", fault.Field(field, "TOO_LONG", "This answer is too long.")
	}
	n := normalise1(answer)
	switch {
	case n == "":
		return "", fault.Field(field, "EMPTY", "Please enter an answer.")
	case mixed(n):
		return "", fault.Field(field, "MIXED_SCRIPT",
			"A word of this answer has letters of two alphabets. Please type it with one keyboard layout.")
	case tooShort(n):
		return "", fault.Field(field, "TOO_SHORT", "This answer is too short: somebody could guess it.")
	case guessable(n, normalise1(cut(question))):
		return "", fault.Field(field, "GUESSABLE", "This answer is too easy to guess. Please choose another one.")
	}
	return n, nil
}

// mixed reports whether a word has letters of more than one of the alphabets
// whose letters look alike. Japanese and Chinese beside Latin are no trap.
func mixed(n string) bool {
	for word := range strings.SplitSeq(n, " ") {
		scripts := 0
		for _, script := range []*unicode.RangeTable{unicode.Latin, unicode.Greek, unicode.Cyrillic} {
			if strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(script, r) }) {
				scripts++
			}
		}
		if scripts > 1 {
			return true
		}
	}
	return false
}

// tooShort: three characters at least; two where one is a syllable or a word.
func tooShort(n string) bool {
	least, count := 3, 0
	for _, r := range n {
		if unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana) {
			least = 2
		}
		if r != ' ' && !unicode.Is(unicode.M, r) {
			count++
		}
	}
	return count < least
}

// guessable reports whether n, of the question's words alone, one character
// again and again, or what people write who do not want to answer, tells nothing.
func guessable(n, question string) bool {
	words := strings.Fields(n)
	asked := strings.Fields(question)
	if !slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(asked, w) }) {
		return true
	}
	letters := strings.ReplaceAll(n, " ", "")
	first, _ := utf8.DecodeRuneInString(letters)
	if strings.Trim(letters, string(first)) == "" {
		return true
	}
	return evasions()[n]
}

// evasions are the lines of evasionList in the form they are compared in.
var evasions = sync.OnceValue(func() map[string]bool {
	set := map[string]bool{}
	for line := range strings.SplitSeq(evasionList, "\n") {
		set[normalise1(line)] = true
	}
	return set
})

// evasionList: English, keys in a row, Greek, Russian, Chinese.
const evasionList = `none
nothing
nobody
unknown
answer
the answer
my answer
secret
no idea
dont know
i dont know
dont remember
i dont remember
not applicable
n a
yes
test
test test
password
qwerty
qwertz
asdf
asdfgh
asd
abc
abcd
xyz
123
1234
12345
123456
δεν ξερω
δεν θυμαμαι
κανενας
τιποτα
απαντηση
οχι
ναι
не знаю
не помню
нет
никто
ничего
ответ
йцукен
不知道
不记得
没有
答案
忘记`
