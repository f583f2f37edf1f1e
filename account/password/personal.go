package password

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/walletdesk/walletdesk/account/answer"
	"github.com/walletdesk/walletdesk/pan"
)

// Person is what others may know of the one who sets a password. Empty members
// are not looked at.
type Person struct {
	// Names are given and family names, in any number of words.
	Names []string
	// Emails are the addresses of marketplace and wallet.
	Emails []string
	// Birth is the birthday; zero if not known.
	Birth time.Time
	// CardDigits are the first 4 and last 4 digits of saved cards.
	CardDigits []string
	// Answers are the answers to security questions, as typed, where they are at
	// hand: a password equal to one of them is refused.
	Answers []string
}

// minRest is how many letters and digits must be left of a password when all that
// others know is taken out: a passphrase may well have a name in it.
const minRest = 8

// in reports whether a password is made of the person's data.
func (p Person) in(password string) bool {
	if _, found := pan.Mask(password); found > 0 {
		return true // a card number is a secret of its own, and is nowhere else
	}
	rest := bare(password)
	for _, a := range p.Answers {
		if b := bare(a); b != "" && b == rest {
			return true
		}
	}
	before := rest
	known := p.known()
	// The longest first, or taking out a part would hide the whole.
	slices.SortFunc(known, func(a, b string) int { return len(b) - len(a) })
	for _, piece := range known {
		rest = strings.ReplaceAll(rest, piece, "")
	}
	return rest != before && utf8.RuneCountInString(rest) < minRest
}

// Is reports whether text says nothing but what others may know: a name, an
// address or a piece of it, the birthday. For answers to security questions.
func (p Person) Is(text string) bool {
	rest := bare(text)
	if rest == "" {
		return false
	}
	known := p.known()
	slices.SortFunc(known, func(a, b string) int { return len(b) - len(a) })
	for _, piece := range known {
		rest = strings.ReplaceAll(rest, piece, "")
	}
	return rest == ""
}

// known are the pieces that others may know, bare.
func (p Person) known() []string {
	var all []string
	add := func(piece string, least int) {
		if b := bare(piece); utf8.RuneCountInString(b) >= least {
			all = append(all, b)
		}
	}
	for _, name := range p.Names {
		add(name, 2)
		for word := range strings.FieldsSeq(name) {
			add(word, 2)
		}
	}
	for _, address := range p.Emails {
		add(address, 3)
		local, domain, _ := strings.Cut(address, "@")
		add(local, 3)
		add(domain, 3)
		for _, piece := range strings.FieldsFunc(local+"."+domain, func(r rune) bool { return strings.ContainsRune("._-+", r) }) {
			add(piece, 3)
		}
	}
	for _, digits := range p.CardDigits {
		add(digits, 4)
	}
	if !p.Birth.IsZero() {
		for _, layout := range []string{"20060102", "02012006", "01022006", "060102", "020106", "010206", "212006", "122006", "2006", "0102", "0201"} {
			add(p.Birth.Format(layout), 4)
		}
	}
	return all
}

// bare is the letters and digits of s as answers are compared: no case, accents,
// spaces or signs.
func bare(s string) string {
	n, err := answer.Normalise(answer.Version, s)
	if err != nil {
		return s // only an unknown version fails, and this one is the package's own
	}
	return strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.L, unicode.N, unicode.M) {
			return r
		}
		return -1
	}, n)
}
