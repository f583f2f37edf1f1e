package pan

import "strings"

// dot stands for each hidden digit.
const dot = '•'

// Mask hides the card numbers in a free text: of each, all but the first 4 and
// the last 4 digits become "•". It returns the text and how many it found.
//
// A card number is 12 to 19 digits of any script that begin and measure like a
// known network's and pass Luhn, in groups at will: spaces, dots, hyphens and the
// like, line breaks and invisible characters may stand between. Not caught, since
// they are other things: IBANs, UUIDs, phone numbers with a plus, undivided or
// hyphenated numbers of more than 19 digits, numbers already masked.
func Mask(text string) (string, int) {
	texts, found := mask([]string{text})
	return texts[0], found
}

// MaskAcross is Mask for a text whose author may have begun a number in earlier
// ones. previous are those, the oldest first: the last 7 of the same author that
// are not older than 10 minutes, whatever others wrote between. Words at the end
// of one and the beginning of the next don't part the digits.
//
// It returns the earlier texts, as many and in the same order, changed where a
// number that the new text completes has digits in them; the new text; and how
// many numbers it found.
func MaskAcross(previous []string, text string) ([]string, string, int) {
	all := append(append(make([]string, 0, len(previous)+1), previous...), text)
	all, found := mask(all)
	return all[:len(previous)], all[len(previous)], found
}

// mask hides all numbers in texts, also those that go from one to the next.
func mask(texts []string) ([]string, int) {
	total := 0
	if !enough(texts) {
		return texts, 0
	}
	// What is left of one number's digits may be part of another: look again
	// until nothing is found. Each round hides four digits at least.
	for {
		hidden, found := findNumbers(texts)
		if found == 0 {
			return texts, total
		}
		total += found
		texts = hide(texts, hidden)
	}
}

// enough reports whether texts have the digits of the shortest card number
// together: most have not, and need no closer look.
func enough(texts []string) bool {
	n := 0
	for _, text := range texts {
		for _, r := range text {
			if _, ok := digit(r); !ok {
				continue
			}
			if n++; n == minDigits {
				return true
			}
		}
	}
	return false
}

// findNumbers returns the digits to hide in texts and of how many numbers they
// are; numbers that overlap count once.
func findNumbers(texts []string) (map[place]bool, int) {
	hidden := map[place]bool{}
	found := 0
	for _, s := range scan(texts) {
		end := 0 // of the number counted last
		for _, w := range s.windows() {
			if w.from >= end {
				found++
				end = w.to
			}
			digits := s.digits(w)
			for _, d := range digits[shown : len(digits)-shown] {
				hidden[d.at] = true
			}
		}
	}
	return hidden, found
}

// hide replaces the digits at the given places.
func hide(texts []string, hidden map[place]bool) []string {
	out := make([]string, len(texts))
	for i, text := range texts {
		var b strings.Builder
		for offset, r := range text {
			if hidden[place{i, offset}] {
				b.WriteRune(dot)
				continue
			}
			// Not WriteRune: a byte that is no UTF-8 stays what it is.
			b.WriteString(text[offset : offset+width(text, offset, r)])
		}
		out[i] = b.String()
	}
	return out
}

// window is some neighbouring blocks of a sequence: from included, to not.
type window struct{ from, to int }

// windows are the neighbouring blocks of s that make a card number.
func (s sequence) windows() []window {
	var found []window
	for from := range s {
		n := 0
		for to := from; to < len(s) && n <= maxDigits; to++ {
			n += len(s[to].digits)
			if n < minDigits || n > maxDigits {
				continue
			}
			w := window{from, to + 1}
			if s.allowed(w) && plausible(s.values(w)) {
				found = append(found, w)
			}
		}
	}
	return found
}

// allowed reports whether w may be a card number though a plus stands before its
// run: then only when it is grouped as on a card.
func (s sequence) allowed(w window) bool {
	if !s[w.from].phone {
		return true
	}
	size := make([]int, 0, w.to-w.from)
	for _, b := range s[w.from:w.to] {
		size = append(size, len(b.digits))
	}
	if len(size) == 1 {
		return true
	}
	for i, n := range size {
		last := i == len(size)-1
		if (i == 0 && n != 4) || (n != 4 && n != 6 && !last) || n > 6 {
			return false
		}
	}
	return true
}

// digits are the digits of a window.
func (s sequence) digits(w window) []found {
	var all []found
	for _, b := range s[w.from:w.to] {
		all = append(all, b.digits...)
	}
	return all
}

// values are the digits of a window in ASCII.
func (s sequence) values(w window) []byte {
	out := make([]byte, 0, maxDigits)
	for _, b := range s[w.from:w.to] {
		for _, d := range b.digits {
			out = append(out, '0'+d.value)
		}
	}
	return out
}
