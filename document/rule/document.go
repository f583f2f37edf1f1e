package rule

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/walletdesk/walletdesk/document/picture"
)

// The weaker reading of a box is dropped when the other is clearly right.
const clearlyRead, clearlyBetter = 0.85, 0.15

// Document decides about a picture that should show no card at all: an identity
// document, a bill, a receipt.
//
//   - REFUSED: a run of 13 to 19 digits with a card's prefix and check digit.
//   - UNSURE: something a card would show: such a run without the check digit,
//     a line of 15 to 19 digits, a group of four with a card's prefix beside
//     another of 4 or 6, a lone expiry date without printed asterisks.
//   - ACCEPTED: otherwise.
//
// Account numbers (IBAN) are told apart by their own check digits (ISO 13616).
func Document(passes []Pass, covers []picture.Box, prefix Prefix) Decision {
	unsure := false
	for _, p := range passes {
		for direction := range 2 {
			for _, text := range textRows(p, direction, covers) {
				switch verdict, n := judgeText(text, prefix); verdict {
				case Refused:
					return Decision{Verdict: Refused, Reason: CardNumberVisible, Visible: n}
				case Unsure:
					unsure = true
				case Accepted:
				}
			}
		}
		unsure = unsure || loneExpiry(p)
	}
	if unsure {
		return Decision{Verdict: Unsure, Reason: LooksLikeCard}
	}
	return Decision{Verdict: Accepted, Reason: NoCardNumber}
}

// textRows are the lines of a pass as text, boxes of one row joined by a space.
// Letters stay: a run of digits glued to a letter is no card number.
func textRows(p Pass, direction int, covers []picture.Box) []string {
	var boxes []picture.Box
	var texts []string
	for _, l := range p.Lines {
		r, other := l.Readings[direction], l.Readings[1-direction]
		if other.Mean > clearlyRead && other.Mean-r.Mean > clearlyBetter {
			continue
		}
		r.Chars = slices.DeleteFunc(slices.Clone(r.Chars), func(c Char) bool {
			d := []digit{{at: c.At}}
			return len(visible(d, l.Box, covers)) == 0
		})
		if len(r.Chars) > 0 {
			boxes, texts = append(boxes, l.Box), append(texts, foldText(r))
		}
	}
	var out []string
	for _, members := range cluster(len(boxes), func(i, j int) bool { return oneRow(boxes[i], boxes[j]) }) {
		u := boxes[members[0]].U
		if direction == 1 {
			u = u.Mul(-1)
		}
		slices.SortStableFunc(members, func(i, j int) int { return cmp.Compare(boxes[i].C.Dot(u), boxes[j].C.Dot(u)) })
		var parts []string
		for _, i := range members {
			parts = append(parts, texts[i])
		}
		out = append(out, strings.Join(parts, " "))
	}
	return out
}

// foldText gives a reading's text with the look-alikes of its number words made
// digits.
func foldText(r Reading) string {
	var parts []string
	for _, w := range words(r.Chars) {
		number := wordDigits(w) != nil && mostly(w)
		var b strings.Builder
		for _, c := range w {
			if d, _, ok := fold(c.R); ok && number {
				b.WriteByte(d)
				continue
			}
			b.WriteRune(c.R)
		}
		parts = append(parts, b.String())
	}
	return strings.Join(parts, " ")
}

// mostly tells whether at least four fifths of a word are digits: UT4839201 is a
// document's number and keeps its letters.
func mostly(word []Char) bool {
	n := 0
	for _, c := range word {
		if c.R >= '0' && c.R <= '9' {
			n++
		}
	}
	return n*5 >= len(word)*4
}

// judgeText looks for a card number in one line; n is its length.
func judgeText(text string, prefix Prefix) (verdict Verdict, n int) {
	text, account := withoutIBAN(text)
	verdict = Accepted
	for _, run := range runs(text) {
		v, digits := judgeRun(run, prefix)
		if v == Refused && account {
			v = Unsure
		}
		if v == Refused {
			return Refused, digits
		}
		if v == Unsure {
			verdict = Unsure
		}
	}
	if cardGroups(text, prefix) {
		verdict = Unsure
	}
	return verdict, 0
}

// runs are the groups of digits between which only spaces, dots and dashes
// stand; a run glued to a letter is none.
func runs(text string) [][]string {
	var out [][]string
	letters := func(r rune) bool { return unicode.IsLetter(r) || r == '/' || r == ':' || r == '+' || r == ',' }
	for _, part := range strings.FieldsFunc(markGlued(text), letters) {
		groups := strings.FieldsFunc(part, func(r rune) bool { return r < '0' || r > '9' })
		if len(groups) > 0 {
			out = append(out, groups)
		}
	}
	return out
}

var glued = regexp.MustCompile(`\d*\pL[\pL\d]*`)

// markGlued replaces every word that has a letter, and the digits glued to it.
func markGlued(text string) string { return glued.ReplaceAllString(text, "X") }

// judgeRun tries every sequence of whole groups of 13 to 19 digits.
func judgeRun(groups []string, prefix Prefix) (Verdict, int) {
	verdict := Accepted
	for i := range groups {
		digits := ""
		for j := i; j < len(groups) && len(digits) < 19; j++ {
			digits += groups[j]
			n := len(digits)
			if n < 13 || n > 19 {
				continue
			}
			alone := i == j
			if alone && n == 13 {
				continue // an article number (EAN-13) may begin with 4
			}
			card := prefix(digits[:4])
			switch {
			case card && Luhn(digits):
				return Refused, n
			case card && (n == 15 || n == 16 || !alone && len(groups[i]) == 4):
				verdict = Unsure
			case n >= 15 && i == 0 && j == len(groups)-1 && !dated(groups):
				verdict = Unsure
			}
		}
	}
	return verdict, 0
}

// dated tells whether groups are dates, times or amounts: groups of one to
// three digits are most of them.
func dated(groups []string) bool {
	short := 0
	for _, g := range groups {
		if len(g) < 3 {
			short++
		}
	}
	return short*2 >= len(groups)
}

// Luhn tells whether the last digit is the check digit (ISO/IEC 7812-1, annex
// B) of a string of digits.
func Luhn(digits string) bool {
	sum := 0
	for i := range len(digits) {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			d *= 2
		}
		sum += d/10 + d%10
	}
	return sum%10 == 0
}

var fourBeside = regexp.MustCompile(`(?:^| )(\d{4})[ -]+(?:\d{4}|\d{6})(?: |$)`)

// cardGroups tells whether a line begins like the visible parts of a covered
// card.
func cardGroups(text string, prefix Prefix) bool {
	m := fourBeside.FindStringSubmatch(text)
	return m != nil && prefix(m[1]) && strings.IndexFunc(text, unicode.IsLetter) < 0
}

var (
	expiry  = regexp.MustCompile(`(?:^|[^\d./-])(?:0[1-9]|1[0-2])/\d\d(?:$|[^\d./-])`)
	printed = regexp.MustCompile(`[*•●xX]{4}`)
)

// loneExpiry tells whether a pass shows MM/YY without a number that was printed
// masked.
func loneExpiry(p Pass) bool {
	found := false
	for _, l := range p.Lines {
		for _, r := range l.Readings {
			if printed.MatchString(r.Text()) {
				return false
			}
		}
		if r := l.Readings[0]; r.Mean >= l.Readings[1].Mean && expiry.MatchString(r.Text()) {
			found = true
		}
		if r := l.Readings[1]; r.Mean > l.Readings[0].Mean && expiry.MatchString(r.Text()) {
			found = true
		}
	}
	return found
}

var accountStart = regexp.MustCompile(`(?i)\b[A-Z]{2}\s?\d{2}[\s]?[A-Z0-9]{4}`)

// withoutIBAN removes account numbers proven by their check digits. account
// tells that the line looks like one that could not be proven.
func withoutIBAN(text string) (rest string, account bool) {
	for from := 0; ; {
		at := accountStart.FindStringIndex(text[from:])
		if at == nil {
			return text, account || strings.Contains(strings.ToUpper(text), "IBAN")
		}
		start := from + at[0]
		if n := provenIBAN(text[start:]); n > 0 {
			text = text[:start] + "X" + text[start+n:]
			from = start + 1
			continue
		}
		account, from = true, from+at[1]
	}
}

// provenIBAN is how many bytes of text are an IBAN of 15 to 34 characters whose
// check digits hold: letters as 10 to 35, the first four moved to the end,
// modulo 97 is 1.
func provenIBAN(text string) int {
	var compact []byte
	best := 0
	for i := 0; i < len(text) && len(compact) < 34; i++ {
		c := text[i]
		switch {
		case c == ' ' || c == '-' || c == '.':
			continue
		case c >= 'a' && c <= 'z':
			c -= 'a' - 'A'
		case (c < '0' || c > '9') && (c < 'A' || c > 'Z'):
			return best
		}
		compact = append(compact, c)
		if len(compact) >= 15 && mod97(append(slices.Clone(compact[4:]), compact[:4]...)) == 1 {
			best = i + 1
		}
	}
	return best
}

func mod97(s []byte) int {
	n := 0
	for _, c := range s {
		if c <= '9' {
			n = (n*10 + int(c-'0')) % 97
		} else {
			n = (n*100 + int(c-'A') + 10) % 97
		}
	}
	return n
}
