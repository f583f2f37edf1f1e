// Package corpus draws the pictures the document reader is tested with: bank
// cards and other papers, covered well, badly or not at all.
//
// Everything is drawn from a seed and the payment networks' public test numbers;
// no real card, name or paper is in it. Synthetic pictures flatter a reader, so
// classes are widened rather than the reader tuned to them.
package corpus

import (
	"math/rand/v2"

	"github.com/walletdesk/walletdesk/document/picture"
)

// Want is what must become of a picture.
type Want string

// What is wanted. An answer that is not wanted fails the tests.
const (
	// Accept: everything is covered well, it must not be refused, and is
	// expected to be accepted.
	Accept Want = "ACCEPT"
	// Reject: it shows more than it may and must never be accepted.
	Reject Want = "REJECT"
	// Either: nothing is right or wrong about it but the groups that are read,
	// for example a sliver of a hidden digit at a cover's edge.
	Either Want = "EITHER"
)

// Picture is one drawn upload.
type Picture struct {
	// Class names what it tries, in snake case.
	Class string
	// Card tells that an operator asked for a card, not for another document.
	Card bool
	// Image as it leaves the browser, covers drawn.
	Image *picture.RGB
	// Covers and Windows as they are declared.
	Covers, Windows []picture.Rectangle
	// Digits are where the number's digits stand, first to last; empty for papers.
	Digits []picture.Rectangle
	// Ends are windows around the first 4 and the last 4: the second way, where the
	// first is not decided. Empty for papers.
	Ends []picture.Rectangle
	// Want is the answer a checker must give.
	Want Want
	// First4 and Last4 of the number on it, where Want is Accept.
	First4, Last4 string
}

// Numbers are public test numbers of the networks.
func Numbers() []string {
	return []string{
		"4242424242424242", "5555555555554444", "4000056655665556", "5200828282828210",
		"6011000990139424", "4111111111111111", "3566002020360505",
	}
}

// Amex is American Express's public test number of 15 digits.
const Amex = "378282246310005"

// drawer draws one picture of a class.
type drawer func(r *rand.Rand, class string) Picture

// entry is a class: its name and how it is drawn.
type entry struct {
	class string
	draw  drawer
}

// Classes names what every run of the tests looks at, in a fixed order.
func Classes() []string { return names(entries()) }

// WideClasses names what only measuring looks at: worse light, worse lenses, worse
// hands, and papers of more kinds.
func WideClasses() []string { return names(wide()) }

func names(entries []entry) []string {
	out := make([]string, 0, len(entries))
	for _, e := range entries {
		out = append(out, e.class)
	}
	return out
}

// Draw draws one picture of a class; the same seed draws the same. It is false
// for a class that there is not.
func Draw(class string, seed uint64) (Picture, bool) {
	for i, e := range append(entries(), wide()...) {
		if e.class == class {
			//nolint:gosec // the same seed must draw the same picture
			return e.draw(rand.New(rand.NewPCG(seed, uint64(i))), class), true
		}
	}
	return Picture{}, false
}

func entries() []entry {
	var out []entry
	for _, part := range [][]entry{visibleCards(), badlyCovered(), wellCovered(), windowed(), papers()} {
		out = append(out, part...)
	}
	return out
}

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

// numbered gives a style a number, if it has none.
func numbered(r *rand.Rand, c cardStyle) cardStyle {
	if c.number == "" {
		c.number = pick(r, Numbers())
	}
	return c
}

// whole draws a card with nothing covered.
func whole(c cardStyle) drawer {
	return func(r *rand.Rand, class string) Picture {
		card := drawCard(r, numbered(r, c))
		return Picture{Class: class, Card: true, Image: card.finish(r), Digits: card.digits(), Want: Reject}
	}
}

func visibleCards() []entry {
	return []entry{
		{"printed", whole(cardStyle{})},
		{"embossed", whole(cardStyle{emboss: true})},
		{"nospace", whole(cardStyle{layout: oneGroup})},
		{"amex465", whole(cardStyle{number: Amex, layout: amexGroups})},
		{"skewed", whole(cardStyle{angle: 14})},
		{"turned_90", whole(cardStyle{angle: 90})},
		{"turned_180", whole(cardStyle{angle: 180})},
		{"stacked_4x4", whole(cardStyle{layout: fourLines})},
		{"stacked_2x8", whole(cardStyle{layout: twoLines})},
		{"noisy", whole(cardStyle{noise: 22})},
	}
}

// covered draws a card with the digits from … to (counted from 0) under one
// cover, height times as high as they are.
func covered(want Want, c cardStyle, from, to int, height float64) drawer {
	return func(r *rand.Rand, class string) Picture {
		c := numbered(r, c)
		card := drawCard(r, c)
		card.cover(from, to, height)
		p := Picture{Class: class, Card: true, Want: want, Image: card.finish(r), Digits: card.digits(), Ends: card.ends()}
		p.Covers = card.covers // as the lens sees them
		if want == Accept {
			p.First4, p.Last4 = c.number[:4], c.number[len(c.number)-4:]
		}
		return p
	}
}

func badlyCovered() []entry {
	return []entry{
		{"short_left", covered(Reject, cardStyle{}, 5, 11, 1)},
		{"short_right", covered(Reject, cardStyle{}, 4, 10, 1)},
		{"short_embossed", covered(Reject, cardStyle{emboss: true}, 5, 11, 1)},
		{"short_by_six", covered(Reject, cardStyle{}, 7, 8, 1)},
		{"short_amex", covered(Reject, cardStyle{number: Amex, layout: amexGroups}, 5, 10, 1)},
		{"short_nospace", covered(Reject, cardStyle{layout: oneGroup}, 5, 11, 1)},
		{"shifted", covered(Reject, cardStyle{}, 5, 12, 1)},
		{"thin_stripe", covered(Reject, cardStyle{}, 4, 11, .3)},
		{"half_high", covered(Reject, cardStyle{}, 4, 11, .55)},
		{"all_covered", covered(Reject, cardStyle{}, 0, 15, 1)},
		{"wrong_place", func(r *rand.Rand, class string) Picture {
			card := drawCard(r, numbered(r, cardStyle{}))
			card.covers = append(card.covers, card.rectangle(card.name, 1))
			return Picture{Class: class, Card: true, Covers: card.covers, Image: card.finish(r), Want: Reject}
		}},
		{"undeclared", func(r *rand.Rand, class string) Picture {
			p := covered(Reject, cardStyle{}, 4, 11, 1)(r, class)
			p.Covers = nil
			return p
		}},
	}
}

func wellCovered() []entry {
	return []entry{
		{"covered", covered(Accept, cardStyle{}, 4, 11, 1)},
		{"covered_high", covered(Accept, cardStyle{}, 4, 11, 1.6)},
		{"covered_loosely", func(r *rand.Rand, class string) Picture {
			// By hand: into the gaps on both sides, a little too high and low.
			c := numbered(r, cardStyle{})
			card := drawCard(r, c)
			card.cover(4, 11, 1.3)
			slip := card.glyphHeight() / sceneW
			cover := &card.covers[0]
			cover.X, cover.Width = cover.X-slip*(.1+.2*r.Float64()), cover.Width+slip*.3
			cover.Y += slip * (r.Float64() - .5) / 4
			return Picture{Class: class, Card: true, Covers: card.covers, Image: card.finish(r), Want: Accept, Ends: card.ends(),
				First4: c.number[:4], Last4: c.number[12:]}
		}},
		{"covered_embossed", covered(Accept, cardStyle{emboss: true}, 4, 11, 1)},
		{"covered_skewed", covered(Accept, cardStyle{angle: 9}, 4, 11, 1)},
		{"covered_turned_90", covered(Accept, cardStyle{angle: 90}, 4, 11, 1)},
		{"covered_turned_180", covered(Accept, cardStyle{angle: 180}, 4, 11, 1)},
		{"covered_amex", covered(Accept, cardStyle{number: Amex, layout: amexGroups}, 4, 10, 1)},
		{"covered_stacked", covered(Accept, cardStyle{layout: fourLines}, 4, 11, 1)},
		{"covered_noisy", covered(Accept, cardStyle{noise: 14}, 4, 11, 1)},
	}
}

// window draws a card of which two windows stay, on so many digits each.
func window(want Want, first, last int) drawer {
	return func(r *rand.Rand, class string) Picture {
		c := numbered(r, cardStyle{})
		card := drawCard(r, c)
		p := Picture{Class: class, Card: true, Want: want}
		p.Windows = []picture.Rectangle{card.place(0, first-1, 1.1), card.place(16-last, 15, 1.1)}
		if want == Accept {
			p.First4, p.Last4 = c.number[:4], c.number[12:]
		}
		p.Image = card.finish(r)
		picture.Keep(p.Image, picture.Boxes(p.Windows, p.Image.W, p.Image.H))
		return p
	}
}

func windowed() []entry {
	return []entry{
		{"windows", window(Accept, 4, 4)},
		{"windows_5_4", window(Reject, 5, 4)},
		{"windows_6_6", window(Reject, 6, 6)},
	}
}

func papers() []entry {
	return []entry{
		{"identity", paper(Accept, identityLines())},
		{"bill", paper(Accept, billLines())},
		{"receipt", paper(Accept, receiptLines())},
		{"number_in_letter", paper(Reject, append(billLines()[:3:3], "Card "+spaced(Numbers()[0])))},
		{"card_as_identity", func(r *rand.Rand, class string) Picture {
			return Picture{Class: class, Image: drawCard(r, numbered(r, cardStyle{})).finish(r), Want: Reject}
		}},
	}
}
