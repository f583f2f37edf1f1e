package rule

import (
	"cmp"
	"slices"
	"unicode"

	"github.com/walletdesk/walletdesk/document/picture"
)

// Figures of the two windows.
const (
	// windowWidest is the widest window, in its heights: the widest correct one
	// of 530 measured 3.68.
	windowWidest = 3.8
	// windowSquare is the narrowest: a higher one has room for a second line.
	windowSquare = 1.15
	windowSure   = 0.5
)

// Windows decides about a picture of which everything is black but two windows,
// the first 4 and the last 4. read has, for each window, its four variants;
// passes read the whole picture, and refuse a row that goes through a window.
func Windows(windows []picture.Box, read [][]Line, passes []Pass, prefix Prefix) Decision {
	if len(windows) != 2 || len(read) != 2 {
		return Decision{Verdict: Unsure, Reason: NotReadable}
	}
	for _, w := range windows {
		if a := max(w.W, w.H) / min(w.W, w.H); a > windowWidest || a < windowSquare {
			return Decision{Verdict: Unsure, Reason: WindowTooLarge}
		}
	}
	if n := tooMany(passes, nil, nil); n > 0 {
		return Decision{Verdict: Refused, Reason: WindowShowsMore, Visible: n}
	}
	var groups [2]string
	for i, variants := range read {
		group, more := window(variants)
		if more > 0 {
			return Decision{Verdict: Refused, Reason: WindowShowsMore, Visible: more}
		}
		groups[i] = group
	}
	switch {
	case groups[0] == "" || groups[1] == "":
		return Decision{Verdict: Unsure, Reason: NotReadable}
	case !prefix(groups[0]):
		return Decision{Verdict: Unsure, Reason: UnknownPrefix}
	}
	return Decision{Verdict: Accepted, Reason: Covered, Visible: 8, First4: groups[0], Last4: groups[1]}
}

// window reads one window: its four digits, seen in two variants, or how many
// more there are.
func window(variants []Line) (group string, more int) {
	var fours []Reading
	long, most := 0, 0
	for _, l := range variants {
		r := l.Readings[0]
		if l.Readings[1].Mean > r.Mean {
			r = l.Readings[1]
		}
		digits := digitsOf(r)
		switch n := len(digits); {
		case n > 4:
			long++
			most = max(most, n)
			if least(digits) >= windowSure {
				long++
			}
		case n == 4 && r.Mean >= windowSure && written(r) == 4:
			fours = append(fours, r)
		}
	}
	if long >= 2 {
		return "", most
	}
	if len(fours) < 2 {
		return "", 0
	}
	best := slices.MaxFunc(fours, func(a, b Reading) int { return cmp.Compare(a.Mean, b.Mean) })
	return (row{digits: digitsOf(best)}).text(), 0
}

func least(digits []digit) float64 { return (row{digits: digits}).minimum() }

// written counts letters and digits: a fifth sign that is no digit to the
// reader may be one to a person.
func written(r Reading) int {
	n := 0
	for _, c := range r.Chars {
		if _, _, ok := fold(c.R); ok || unicode.IsLetter(c.R) || unicode.IsDigit(c.R) {
			n++
		}
	}
	return n
}
