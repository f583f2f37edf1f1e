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

// Small draws one picture of each important class.
func Small(seed uint64) []Picture {
	r := rand.New(rand.NewPCG(seed, 1))
	out := visibleCards(r)
	out = append(out, badlyCovered(r)...)
	out = append(out, wellCovered(r)...)
	out = append(out, windowed(r)...)
	return append(out, papers(r)...)
}

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

// whole draws a card with nothing covered.
func whole(r *rand.Rand, class string, c cardStyle) Picture {
	card := drawCard(r, c)
	return Picture{Class: class, Card: true, Image: card.finish(r), Want: Reject}
}

func visibleCards(r *rand.Rand) []Picture {
	number := func() string { return pick(r, Numbers()) }
	return []Picture{
		whole(r, "printed", cardStyle{number: number()}),
		whole(r, "embossed", cardStyle{number: number(), emboss: true}),
		whole(r, "nospace", cardStyle{number: number(), layout: oneGroup}),
		whole(r, "amex465", cardStyle{number: Amex, layout: amexGroups}),
		whole(r, "skewed", cardStyle{number: number(), angle: 14}),
		whole(r, "turned_90", cardStyle{number: number(), angle: 90}),
		whole(r, "turned_180", cardStyle{number: number(), angle: 180}),
		whole(r, "stacked_4x4", cardStyle{number: number(), layout: fourLines}),
		whole(r, "stacked_2x8", cardStyle{number: number(), layout: twoLines}),
		whole(r, "noisy", cardStyle{number: number(), noise: 22}),
	}
}

// covered draws a card with digits from to to (counted from 0) under one cover.
func covered(r *rand.Rand, class string, want Want, c cardStyle, from, to int) Picture {
	card := drawCard(r, c)
	card.cover(from, to, 1)
	p := Picture{Class: class, Card: true, Covers: card.rectangles(), Want: want}
	p.Image = card.finish(r)
	if want == Accept {
		p.First4, p.Last4 = c.number[:4], c.number[len(c.number)-4:]
	}
	return p
}

func badlyCovered(r *rand.Rand) []Picture {
	number := func() string { return pick(r, Numbers()) }
	out := []Picture{
		covered(r, "short_left", Reject, cardStyle{number: number()}, 5, 11),
		covered(r, "short_right", Reject, cardStyle{number: number()}, 4, 10),
		covered(r, "short_embossed", Reject, cardStyle{number: number(), emboss: true}, 5, 11),
		covered(r, "short_by_six", Reject, cardStyle{number: number()}, 7, 8),
		covered(r, "short_amex", Reject, cardStyle{number: Amex, layout: amexGroups}, 5, 10),
		covered(r, "one_digit_shifted", Reject, cardStyle{number: number()}, 5, 12),
	}
	wrong := drawCard(r, cardStyle{number: number()})
	wrong.coverName()
	out = append(out, Picture{Class: "wrong_place", Card: true, Covers: wrong.rectangles(), Image: wrong.finish(r), Want: Reject})

	stripe := drawCard(r, cardStyle{number: number()})
	stripe.cover(4, 11, .3)
	out = append(out, Picture{Class: "thin_stripe", Card: true, Covers: stripe.rectangles(), Image: stripe.finish(r), Want: Reject})

	taped := drawCard(r, cardStyle{number: number()})
	taped.cover(4, 11, 1)
	out = append(out, Picture{Class: "undeclared", Card: true, Image: taped.finish(r), Want: Reject})

	all := drawCard(r, cardStyle{number: number()})
	all.cover(0, 15, 1)
	return append(out, Picture{Class: "all_covered", Card: true, Covers: all.rectangles(), Image: all.finish(r), Want: Reject})
}

func wellCovered(r *rand.Rand) []Picture {
	number := func() string { return pick(r, Numbers()) }
	return []Picture{
		covered(r, "covered", Accept, cardStyle{number: number()}, 4, 11),
		covered(r, "covered_embossed", Accept, cardStyle{number: number(), emboss: true}, 4, 11),
		covered(r, "covered_skewed", Accept, cardStyle{number: number(), angle: 9}, 4, 11),
		covered(r, "covered_turned_90", Accept, cardStyle{number: number(), angle: 90}, 4, 11),
		covered(r, "covered_turned_180", Accept, cardStyle{number: number(), angle: 180}, 4, 11),
		covered(r, "covered_amex", Accept, cardStyle{number: Amex, layout: amexGroups}, 4, 10),
		covered(r, "covered_stacked", Accept, cardStyle{number: number(), layout: fourLines}, 4, 11),
		covered(r, "covered_noisy", Accept, cardStyle{number: number(), noise: 14}, 4, 11),
	}
}

func windowed(r *rand.Rand) []Picture {
	draw := func(class string, want Want, first, last int) Picture {
		number := pick(r, Numbers())
		card := drawCard(r, cardStyle{number: number})
		p := Picture{Class: class, Card: true, Want: want}
		p.Windows = []picture.Rectangle{card.place(0, first-1, 1.1), card.place(16-last, 15, 1.1)}
		if want == Accept {
			p.First4, p.Last4 = number[:4], number[12:]
		}
		p.Image = card.finish(r)
		picture.Keep(p.Image, picture.Boxes(p.Windows, p.Image.W, p.Image.H))
		return p
	}
	return []Picture{draw("windows", Accept, 4, 4), draw("windows_5_4", Reject, 5, 4), draw("windows_6_6", Reject, 6, 6)}
}

func papers(r *rand.Rand) []Picture {
	number := spaced(pick(r, Numbers()))
	return []Picture{
		drawPaper(r, "identity", Accept, identityLines()),
		drawPaper(r, "bill", Accept, billLines()),
		drawPaper(r, "receipt", Accept, receiptLines()),
		drawPaper(r, "number_in_letter", Reject, append(billLines()[:3:3], "Card "+number)),
		{Class: "card_as_identity", Image: drawCard(r, cardStyle{number: pick(r, Numbers())}).finish(r), Want: Reject},
	}
}
