package pan

import (
	"slices"
	"unicode/utf8"
)

// place is where a digit stands: which text, and its byte offset there.
type place struct{ text, offset int }

// found is one digit of a text.
type found struct {
	value byte // 0 to 9
	at    place
}

// block is digits with nothing visible between them.
type block struct {
	digits []found
	// hyphen: nothing but one hyphen stands between the block before and this.
	hyphen bool
	// phone: the run it is in has a plus before it.
	phone bool
}

// sequence is blocks that may belong together: separators alone stand between
// those of one text, anything between the last of one text and the first of the
// next.
type sequence []block

// maxPhone is the most digits of an international phone number (ITU-T E.164).
const maxPhone = 15

// scan takes the digits of texts apart.
func scan(texts []string) []sequence {
	var all []sequence
	var open sequence // goes on in the next text
	for i, text := range texts {
		runs := scanText(i, text)
		for j, run := range runs {
			if j > 0 || len(run) == 0 {
				all = append(all, open)
				open = nil
			}
			open = append(open, run...)
		}
	}
	all = append(all, open)
	return slices.DeleteFunc(all, func(s sequence) bool { return len(s) == 0 })
}

// scanText returns the runs of text number i in order. An empty run stands for
// digits that are surely something else: nothing goes on over it.
func scanText(i int, text string) []sequence {
	s := scanner{text: i, plus: false}
	skip := protected(text)
	for offset, r := range text {
		if len(skip) > 0 && offset >= skip[0].to {
			skip = skip[1:]
		}
		if len(skip) > 0 && offset >= skip[0].from {
			if offset == skip[0].from {
				s.end()
				s.runs = append(s.runs, nil)
			}
			continue
		}
		s.rune(offset, r)
	}
	s.end()
	return s.runs
}

// scanner goes over one text.
type scanner struct {
	text int
	runs []sequence
	run  sequence
	gap  []rune // visible separators since the last digit of the run
	plus bool   // the last visible character was a plus
	// phone is plus as it was where the run began.
	phone bool
}

func (s *scanner) rune(offset int, r rune) {
	if value, ok := digit(r); ok {
		s.digit(found{value, place{s.text, offset}})
		return
	}
	if invisible(r) {
		return
	}
	if separator(r) {
		s.gap = append(s.gap, r)
		return
	}
	s.end()
	s.plus = r == '+' || r == '＋'
}

func (s *scanner) digit(d found) {
	if len(s.run) == 0 {
		s.phone = s.plus
	}
	if len(s.run) == 0 || len(s.gap) > 0 {
		hyphen := len(s.run) > 0 && len(s.gap) == 1 && s.gap[0] == '-'
		s.run = append(s.run, block{hyphen: hyphen})
	}
	s.gap = s.gap[:0]
	s.plus = false
	last := &s.run[len(s.run)-1]
	last.digits = append(last.digits, d)
}

// end closes the run.
func (s *scanner) end() {
	run := s.run
	s.run, s.gap, s.plus = nil, nil, false
	if len(run) == 0 {
		return
	}
	if s.phone && run.count() <= maxPhone {
		run = nil
	}
	for i := range run {
		run[i].phone = s.phone
	}
	s.runs = append(s.runs, run.joinSerials())
}

func (s sequence) count() int {
	n := 0
	for _, b := range s {
		n += len(b.digits)
	}
	return n
}

// joinSerials makes one block of every chain that single hyphens join and that
// has more than 19 digits: a serial or order number, no part of which is a card's.
func (s sequence) joinSerials() sequence {
	var out sequence
	for from := 0; from < len(s); {
		to := from + 1
		for to < len(s) && s[to].hyphen {
			to++
		}
		chain := s[from:to]
		if chain.count() > maxDigits {
			whole := block{phone: chain[0].phone}
			for _, b := range chain {
				whole.digits = append(whole.digits, b.digits...)
			}
			chain = sequence{whole}
		}
		out = append(out, chain...)
		from = to
	}
	return out
}

// width is how many bytes the rune r at offset takes; one for a byte that is no
// UTF-8, which ranging over a string gives as U+FFFD.
func width(text string, offset int, r rune) int {
	if r != utf8.RuneError {
		return utf8.RuneLen(r)
	}
	_, n := utf8.DecodeRuneInString(text[offset:])
	return n
}
