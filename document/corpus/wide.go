package corpus

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"math/rand/v2"
	"strings"

	xdraw "golang.org/x/image/draw"
	"golang.org/x/image/font/gofont/goitalic"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/goregular"

	"github.com/walletdesk/walletdesk/document/picture"
)

// Public test numbers of other lengths: an old Visa card, and UnionPay.
const (
	number13 = "4222222222222"
	number19 = "6205500000000000004"
)

// wide is what only measuring looks at.
func wide() []entry {
	var out []entry
	for _, part := range [][]entry{worseVisible(), worseCovered(), byHand(), beside(), morePapers()} {
		out = append(out, part...)
	}
	return out
}

// photographs are ways a card is seen, each once with its number and once covered.
func photographs() map[string]cardStyle {
	return map[string]cardStyle{
		"aslant":   {lens: aslant()},
		"afar":     {lens: afar()},
		"blurred":  {after: []develop{blurred(2)}},
		"squeezed": {after: []develop{squeezed(40)}},
		"glare":    {after: []develop{glare}},
		"shadow":   {after: []develop{shadow}},
		"dim":      {after: []develop{dim}},
		"screen":   {after: []develop{screen}},
		"faint":    {faint: true},
		"worn":     {worn: true},
	}
}

// order of the photographs: a map has none, and a seed must draw the same.
func photographNames() []string {
	return []string{"aslant", "afar", "blurred", "squeezed", "glare", "shadow", "dim", "screen", "faint", "worn"}
}

func worseVisible() []entry {
	var out []entry
	for _, name := range photographNames() {
		out = append(out, entry{name, whole(photographs()[name])})
	}
	return append(out,
		entry{"hard_combined", whole(cardStyle{worn: true, lens: aslant(), after: []develop{shadow, squeezed(50)}})},
		entry{"mirrored", whole(cardStyle{lens: mirror()})},
		entry{"digits_13", whole(cardStyle{number: number13, layout: oneGroup})},
		entry{"digits_19", whole(cardStyle{number: number19, layout: oneGroup})},
	)
}

func worseCovered() []entry {
	var out []entry
	for _, name := range photographNames() {
		out = append(out, entry{"covered_" + name, covered(Accept, photographs()[name], 4, 11, 1)})
	}
	return append(out,
		entry{"covered_19", covered(Accept, cardStyle{number: number19, layout: oneGroup}, 4, 14, 1)},
		entry{"covered_13", covered(Accept, cardStyle{number: number13, layout: oneGroup}, 4, 8, 1)},
		entry{"short_aslant", covered(Reject, cardStyle{lens: aslant()}, 6, 11, 1)},
		entry{"short_blurred", covered(Reject, cardStyle{after: []develop{blurred(2)}}, 4, 9, 1)},
		entry{"short_19", covered(Reject, cardStyle{number: number19, layout: oneGroup}, 4, 11, 1)},
	)
}

// byHand are covers laid by hands that shake more and more. What must become of one
// is counted from how much of each digit it leaves.
func byHand() []entry {
	laid := func(shake float64) drawer {
		return func(r *rand.Rand, class string) Picture {
			c := numbered(r, cardStyle{})
			card := drawCard(r, c)
			card.cover(4, 11, 1.25)
			cover := &card.covers[0]
			pitch := (card.glyphs[1].x0 - card.glyphs[0].x0) / sceneW
			cover.X += shake * pitch * (2*r.Float64() - 1)
			cover.Y += shake * card.glyphHeight() / sceneH * .5 * (2*r.Float64() - 1)
			cover.Width += shake * pitch * (2*r.Float64() - 1)
			cover.Height *= 1 + shake*.3*(2*r.Float64()-1)
			cover.Angle += shake * 4 * (2*r.Float64() - 1)
			p := Picture{Class: class, Card: true, Covers: card.covers, Want: card.want(4, 11), First4: c.number[:4], Last4: c.number[12:]}
			p.Image, p.Ends = card.finish(r), card.ends()
			return p
		}
	}
	return []entry{{"hand_steady", laid(.3)}, {"hand_shaky", laid(.8)}, {"hand_careless", laid(1.6)}}
}

// How much of a hidden digit may be seen before it counts as readable, and how much
// of it or of a kept one is nothing at all: shares of the digit's ink.
const (
	readable = .3
	nothing  = .05
)

// want is what must become of a card whose digits from … to ought to be covered.
func (d *drawing) want(from, to int) Want {
	want := Accept
	for i, g := range d.glyphs {
		hidden := d.hidden(g)
		inside := i >= from && i <= to
		switch {
		case inside && 1-hidden >= readable:
			return Reject
		case inside && 1-hidden > nothing, !inside && hidden > nothing:
			want = Either
		}
	}
	return want
}

// hidden is the share of a digit's ink that the covers hide: of the middle seven
// tenths of its width, which is where a figure of the Go fonts stands.
func (d *drawing) hidden(g glyph) float64 {
	const n = 12
	boxes := picture.Boxes(d.covers, d.w, d.h)
	hit := 0
	for i := range n {
		for j := range n {
			x := g.x0 + (g.x1-g.x0)*(.15+.7*(float64(i)+.5)/n)
			y := g.y0 + (g.y1-g.y0)*(.1+.8*(float64(j)+.5)/n)
			for _, b := range boxes {
				if b.Contains(picture.Point{X: x, Y: y}) {
					hit++
					break
				}
			}
		}
	}
	return float64(hit) / (n * n)
}

// beside are pictures with something else in them: another card, tape instead of a
// drawn cover.
func beside() []entry {
	return []entry{
		{"second_card", func(r *rand.Rand, class string) Picture {
			card := drawCard(r, numbered(r, cardStyle{}))
			other := drawCard(r, numbered(r, cardStyle{}))
			// It lies behind, a little smaller than half as large, at the lower right.
			place := image.Rect(sceneW-700, sceneH-300, sceneW-20, sceneH-20)
			from := image.Rect((sceneW-cardW)/2, (sceneH-cardH)/2+330, (sceneW+cardW)/2, (sceneH-cardH)/2+330+486)
			xdraw.ApproxBiLinear.Scale(card.scene, place, other.scene, from, xdraw.Src, nil)
			card.cover(4, 11, 1)
			return Picture{Class: class, Card: true, Covers: card.covers, Image: card.finish(r), Want: Reject}
		}},
		{"tape_undeclared", func(r *rand.Rand, class string) Picture {
			card := drawCard(r, numbered(r, cardStyle{}))
			tape := card.glyphs[4]
			tape.x1 = card.glyphs[11].x1
			strip := image.Rect(int(tape.x0)-6, int(tape.y0)-12, int(tape.x1)+6, int(tape.y1)+12)
			draw.Draw(card.scene, strip, image.NewUniform(color.RGBA{222, 214, 190, 255}), image.Point{}, draw.Src)
			return Picture{Class: class, Card: true, Image: card.finish(r), Want: Reject}
		}},
	}
}

func morePapers() []entry {
	return []entry{
		{"passport", paper(Accept, []string{
			"UTOPIA  PASSPORT", "Type P   Code UTO   Passport no. L898902C3", "Surname EXAMPLE   Given names ANNA MARIA",
			"Nationality UTOPIAN   Birth 12 AUG 1974", "P<UTOEXAMPLE<<ANNA<MARIA<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B",
		})},
		{"licence", paper(Accept, []string{
			"DRIVING LICENCE  UTOPIA", "1. EXAMPLE", "2. MARIA ANNA", "3. 14.03.1987  UTOPOLIS", "4a. 01.02.2020  4b. 31.01.2030", "5. 087120345  9. B BE",
		})},
		{"payslip", paper(Accept, []string{
			"Example Works   Payslip 10/2026", "Employee no. 004417", "Gross 3,120.00   Tax 611.40", "Net 2,031.77", "Paid to IBAN DE89 3704 0044 0532 0130 00", "Social no. 12 140387 E 004",
		})},
		{"device_label", paper(Accept, []string{
			"MODEL WD-2040   230 V  50 Hz", "S/N 2049-118-774-01", "P/N 83-1120-7", "EAN 4006381333931", "MADE IN UTOPIA",
		})},
		{"screenshot_masked", paper(Accept, []string{
			"My wallet   14:22", "Visa  **** **** **** 4242", "Last payment  12.40 EUR", "14 Nov 2026  Reference 88213", "Limit  500.00 EUR",
		})},
		{"photo", photo},
		{"screenshot_number", paper(Reject, []string{"My card   14:22", spaced(Numbers()[1]), "VALID THRU 09/28", "MARIA EXAMPLE"})},
		{"number_in_small_print", paper(Reject, append(billLines()[:4:4], "paid by card no. "+spaced(Numbers()[2])+" on 02.11.2026"))},
		{"handwritten", handwritten},
	}
}

// photo is a picture without any text: a landscape of soft shapes.
func photo(r *rand.Rand, class string) Picture {
	img := image.NewRGBA(image.Rect(0, 0, 1200, 900))
	a, b, c := r.Float64()*4, r.Float64()*4, r.Float64()*4
	for y := range 900 {
		for x := range 1200 {
			u, v := float64(x)/1200, float64(y)/900
			img.SetRGBA(x, y, color.RGBA{
				uint8(128 + 100*math.Sin(3*u+a)*math.Cos(2*v)), uint8(128 + 90*math.Sin(2*v+b+u)), uint8(128 + 80*math.Cos(4*u*v+c)), 255,
			})
		}
	}
	return Picture{Class: class, Image: camera(r, img, 4), Want: Accept}
}

// handwritten is a card's number noted on paper by an unsteady hand.
func handwritten(r *rand.Rand, class string) Picture {
	img := image.NewRGBA(image.Rect(0, 0, 1400, 500))
	draw.Draw(img, img.Bounds(), image.NewUniform(color.RGBA{244, 242, 232, 255}), image.Point{}, draw.Src)
	write(img, goregular.TTF, 48, 80, 120, "my card:", color.RGBA{40, 44, 90, 255})
	x := 80.0
	for _, digit := range strings.Split(spaced(pick(r, Numbers())), "") {
		font := goitalic.TTF
		if r.IntN(3) == 0 {
			font = gomono.TTF
		}
		face := newFace(font, 84+r.Float64()*14)
		advance, _ := face.GlyphAdvance('0')
		if digit != " " {
			glyphAt(img, face, x, 300+14*(2*r.Float64()-1), []rune(digit)[0], color.RGBA{40, 44, 90, 255})
		}
		x += float64(advance)/64*(.9+.25*r.Float64()) + 6
	}
	return Picture{Class: class, Card: true, Image: camera(r, img, 5), Want: Reject}
}
