package chat

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Figures of the search's words.
const (
	maxTerm   = 60 // characters of a word that count
	maxTerms  = 8  // words of one query that count
	shortStem = 4  // letters two forms of a word have in common at least, to be marked
)

// word is a word of a text as the search compares it, and where it stands.
type word struct {
	folded   string
	script   script
	from, to int // runes of the text
}

// script says how a word is looked for: the languages of three scripts have a
// dictionary in PostgreSQL, Chinese and Japanese are written without spaces.
type script int

const (
	otherScript script = iota
	latin
	greek
	cyrillic
	han
)

// config is PostgreSQL's text search configuration for a script, "" for none.
func (s script) config() string {
	switch s {
	case latin:
		return "english"
	case greek:
		return "greek"
	case cyrillic:
		return "russian"
	default:
		return ""
	}
}

func scriptOf(r rune) script {
	switch {
	case unicode.Is(unicode.Latin, r):
		return latin
	case unicode.Is(unicode.Greek, r):
		return greek
	case unicode.Is(unicode.Cyrillic, r):
		return cyrillic
	case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana):
		return han
	default:
		return otherScript
	}
}

// split cuts a text into words: runs of letters, marks and digits, and apart from
// them runs of Chinese characters.
func split(text string) []word {
	var words []word
	runes := []rune(text)
	for from := 0; from < len(runes); {
		if !inWord(runes[from]) {
			from++
			continue
		}
		isHan := scriptOf(runes[from]) == han
		to := from + 1
		for to < len(runes) && inWord(runes[to]) && (scriptOf(runes[to]) == han) == isHan {
			to++
		}
		if w := foldWord(string(runes[from:to])); w.folded != "" {
			w.from, w.to = from, to
			words = append(words, w)
		}
		from = to
	}
	return words
}

func inWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

// foldWord is a word without what people leave out when they search: case, accents
// of Latin, Greek and Cyrillic letters (but й is no и), width. PostgreSQL can't do
// it: a database of the locale C knows the case of no letter but a to z.
func foldWord(text string) word {
	var w word
	var out []rune
	for _, r := range norm.NFD.String(cases.Fold().String(norm.NFKC.String(text))) {
		if unicode.Is(unicode.Mn, r) && len(out) > 0 {
			last := out[len(out)-1]
			s := scriptOf(last)
			short := last == 'и' && r == '\u0306'
			if !short && (s == latin || s == greek || s == cyrillic) {
				continue
			}
		}
		if !inWord(r) {
			continue // what NFKC makes of a sign, for example a space
		}
		if len(out) < maxTerm {
			out = append(out, r)
		}
		if s := scriptOf(r); s != otherScript && w.script == otherScript {
			w.script = s
		}
	}
	w.folded = norm.NFC.String(string(out))
	return w
}

// pairs is what a run of Chinese characters is found by: each two neighbours, and
// the last one, so that the beginning of a pair finds every single one.
func pairs(run string) []string {
	runes := []rune(run)
	var out []string
	for i := range runes {
		out = append(out, string(runes[i:min(i+2, len(runes))]))
	}
	return out
}

// indexed is the words of a text as they go into the index: as they stand, and the
// words of each language for its dictionary.
func indexed(text string) (plain, english, greekText, russian string) {
	var all []string
	texts := map[script][]string{}
	seen := map[string]bool{}
	for _, w := range split(text) {
		list := []string{w.folded}
		if w.script == han {
			list = pairs(w.folded)
		}
		for _, term := range list {
			if !seen[term] {
				seen[term] = true
				all = append(all, term)
				texts[w.script] = append(texts[w.script], term)
			}
		}
	}
	return strings.Join(all, " "), strings.Join(texts[latin], " "), strings.Join(texts[greek], " "), strings.Join(texts[cyrillic], " ")
}

// term is one thing that a hit must have: the beginning of a word as it stands, or
// a word of its stem.
type term struct {
	config string // of the stem, "" for none
	word   string
	whole  bool // not the beginning of a longer one
}

// terms is what a query asks for, at most 8.
func terms(query string) []term {
	var out []term
	for _, w := range split(query) {
		if w.script == han && len([]rune(w.folded)) > 1 {
			list := pairs(w.folded)
			for _, pair := range list[:len(list)-1] {
				out = append(out, term{word: pair, whole: true})
			}
			continue
		}
		out = append(out, term{config: w.script.config(), word: w.folded})
	}
	out = slices.CompactFunc(out, func(a, b term) bool { return a == b })
	return out[:min(len(out), maxTerms)]
}

// matches tells whether a word of a text is probably what a term found: it begins
// with it, or both have a beginning in common that is half of either.
func (t term) matches(w word) bool {
	if w.script == han {
		return strings.Contains(w.folded, t.word)
	}
	if strings.HasPrefix(w.folded, t.word) {
		return true
	}
	if t.config == "" {
		return false
	}
	a, b := []rune(w.folded), []rune(t.word)
	same := 0
	for same < len(a) && same < len(b) && a[same] == b[same] {
		same++
	}
	return same >= shortStem && 2*same >= max(len(a), len(b))
}
