package rule

import (
	"strings"
	"unicode"

	"github.com/walletdesk/walletdesk/document/picture"
)

// digit is one figure read on the picture.
type digit struct {
	d  byte
	p  float64
	at picture.Point
}

// fold gives the digit a character stands for: itself, or the one a reader takes
// for that letter inside a word of mostly digits; plain is false then.
func fold(r rune) (d byte, plain, ok bool) {
	switch {
	case r >= '0' && r <= '9':
		return byte(r), true, true
	case r >= '０' && r <= '９':
		return byte('0' + r - '０'), true, true
	}
	for _, group := range []struct {
		letters string
		digit   byte
	}{{"OoDQ", '0'}, {"Il|!", '1'}, {"Zz", '2'}, {"Ss", '5'}, {"Gb", '6'}, {"B", '8'}, {"gq", '9'}} {
		if strings.ContainsRune(group.letters, r) {
			return group.digit, false, true
		}
	}
	return 0, false, false
}

// words cuts a reading at its spaces.
func words(chars []Char) [][]Char {
	var out [][]Char
	start := 0
	for i := 0; i <= len(chars); i++ {
		if i == len(chars) || unicode.IsSpace(chars[i].R) {
			if i > start {
				out = append(out, chars[start:i])
			}
			start = i + 1
		}
	}
	return out
}

// digitsOf are the digits of a reading's words that are numbers.
func digitsOf(r Reading) []digit {
	var out []digit
	for _, w := range words(r.Chars) {
		out = append(out, wordDigits(w)...)
	}
	return out
}

// wordDigits folds one word: none when fewer than half of its letters and
// digits are real digits, or when it is a date such as 12/28.
func wordDigits(word []Char) []digit {
	var out []digit
	plain, counted, slash := 0, 0, false
	for _, c := range word {
		slash = slash || c.R == '/'
		d, isPlain, ok := fold(c.R)
		if ok {
			out = append(out, digit{d, c.P, c.At})
		}
		if ok || unicode.IsLetter(c.R) {
			counted++
		}
		if isPlain {
			plain++
		}
	}
	if plain*2 < counted || plain == 0 || slash && len(out) <= 4 {
		return nil
	}
	return out
}
