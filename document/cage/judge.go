package cage

import (
	"fmt"
	"strconv"

	"github.com/walletdesk/walletdesk/document/picture"
	"github.com/walletdesk/walletdesk/document/reader"
	"github.com/walletdesk/walletdesk/document/rule"
)

// Question is what is asked about one picture.
type Question struct {
	// Card tells that a bank card was asked for, not another document.
	Card bool
	// Covers are burned before anything is read.
	Covers []picture.Rectangle
	// Windows, when there are any, are all that stays of the picture.
	Windows []picture.Rectangle
	// Prefixes are the four-digit starts of known card numbers.
	Prefixes Prefixes
}

// Prefixes is a set of four-digit strings, a bit for each of 0000 to 9999.
type Prefixes []byte

// PrefixesOf asks known for each of them.
func PrefixesOf(known func(first4 string) bool) Prefixes {
	set := make(Prefixes, 10_000/8)
	for n := range 10_000 {
		if known(fmt.Sprintf("%04d", n)) {
			set[n/8] |= 1 << (n % 8)
		}
	}
	return set
}

// Has tells whether four digits are in the set.
func (s Prefixes) Has(first4 string) bool {
	n, err := strconv.Atoi(first4)
	return err == nil && len(first4) == 4 && n >= 0 && n/8 < len(s) && s[n/8]&(1<<(n%8)) != 0
}

// Answer is what the reader makes of it.
type Answer struct {
	// Decision of the rule.
	rule.Decision
	// W and H of the upright picture, in pixels.
	W, H int
}

// Judge burns the declared places on p and decides by what is read then.
func Judge(r *reader.Reader, p *picture.RGB, q Question) (Answer, error) {
	decision, err := decide(r, p, q)
	if err != nil {
		return Answer{}, fmt.Errorf("judge picture: %w", err)
	}
	return Answer{Decision: decision, W: p.W, H: p.H}, nil
}

func decide(r *reader.Reader, p *picture.RGB, q Question) (rule.Decision, error) {
	prefix := q.Prefixes.Has
	covers, windows := picture.Boxes(q.Covers, p.W, p.H), picture.Boxes(q.Windows, p.W, p.H)
	picture.Burn(p, covers)
	if len(windows) > 0 {
		picture.Keep(p, windows)
	}
	passes, err := r.Passes(p)
	switch {
	case err != nil:
		return rule.Decision{}, err
	case !q.Card:
		return rule.Document(passes, covers, prefix), nil
	case len(windows) > 0:
		read, err := r.Windows(p, windows)
		return rule.Windows(windows, read, passes, prefix), err
	}
	strips, err := r.Strips(p, covers)
	return rule.Card(passes, strips, covers, prefix), err
}
