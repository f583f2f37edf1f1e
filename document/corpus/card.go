package corpus

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"math/rand/v2"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/gomonobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	xdraw "golang.org/x/image/draw"

	"github.com/walletdesk/walletdesk/document/picture"
)

// layout is how a number's digits are set.
type layout int

const (
	fourGroups layout = iota
	oneGroup
	amexGroups
	fourLines
	twoLines
)

// cardStyle is what a card looks like.
type cardStyle struct {
	number string
	layout layout
	emboss bool
	angle  float64 // degrees clockwise
	noise  float64 // standard deviation of the sensor's noise, of 255
	faint  bool    // digits hardly lighter than the card
	worn   bool    // embossed, the colour rubbed off
	lens   lens
	after  []develop
}

// The scene in pixels: a photograph of 1,600 × 1,200 with a card (ISO/IEC 7810
// ID-1, 85.6 × 54 mm) in it.
const (
	sceneW, sceneH = 1600, 1200
	cardW, cardH   = 1180, 744
)

// glyph is where one digit stands on the scene, before the card is turned.
type glyph struct{ x0, y0, x1, y1 float64 }

// drawing is a card on its way to a picture.
type drawing struct {
	style  cardStyle
	scene  *image.RGBA
	glyphs []glyph
	name   glyph
	covers []picture.Rectangle
	middle picture.Point
	w, h   int
	lens   lens      // how the scene is seen, nil for straight on
	after  []develop // what becomes of the photograph before covers are drawn
}

func drawCard(r *rand.Rand, style cardStyle) *drawing {
	d := &drawing{style: style, scene: image.NewRGBA(image.Rect(0, 0, sceneW, sceneH)), w: sceneW, h: sceneH}
	d.lens, d.after = style.lens, style.after
	table := color.RGBA{shade(r, 90, 90), shade(r, 80, 80), shade(r, 70, 70), 255}
	draw.Draw(d.scene, d.scene.Bounds(), image.NewUniform(table), image.Point{}, draw.Src)
	x0, y0 := (sceneW-cardW)/2+r.IntN(41)-20, (sceneH-cardH)/2+r.IntN(41)-20
	d.middle = picture.Point{X: sceneW / 2, Y: sceneH / 2}
	dark := pick(r, []color.RGBA{{24, 44, 92, 255}, {120, 20, 40, 255}, {20, 84, 70, 255}, {38, 38, 44, 255}})
	gradient(d.scene, image.Rect(x0, y0, x0+cardW, y0+cardH), dark)
	draw.Draw(d.scene, image.Rect(x0+110, y0+210, x0+250, y0+315), image.NewUniform(color.RGBA{212, 178, 96, 255}), image.Point{}, draw.Src)
	write(d.scene, gobold.TTF, 54, x0+80, y0+110, "EXAMPLE BANK", color.RGBA{235, 235, 240, 255})
	d.number(x0, y0, dark)
	if style.layout != fourLines {
		write(d.scene, goregular.TTF, 34, x0+480, y0+580, "VALID THRU 12/29", color.RGBA{225, 225, 230, 255})
	}
	x1 := write(d.scene, goregular.TTF, 42, x0+80, y0+670, "MARIA EXAMPLE", color.RGBA{235, 235, 240, 255})
	d.name = glyph{float64(x0 + 80), float64(y0 + 630), float64(x1), float64(y0 + 680)}
	return d
}

// shade is a brightness from least up to span more.
func shade(r *rand.Rand, least, span int) uint8 {
	return uint8(min(least+r.IntN(span), 255))
}

// gradient fills a card's body, lighter towards the lower right.
//
//go:norace
func gradient(img *image.RGBA, r image.Rectangle, c color.RGBA) {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			k := float64(x-r.Min.X+y-r.Min.Y) / float64(r.Dx()+r.Dy()) * 46
			img.SetRGBA(x, y, color.RGBA{uint8(float64(c.R) + k), uint8(float64(c.G) + k), uint8(float64(c.B) + k), 255})
		}
	}
}

// number sets the digits and remembers where each stands.
func (d *drawing) number(x0, y0 int, body color.RGBA) {
	size := 82
	if d.style.layout == fourLines {
		size = 64
	}
	face := newFace(gomonobold.TTF, float64(size))
	advance, _ := face.GlyphAdvance('0')
	step := float64(advance) / 64
	for line, text := range linesOf(d.style.number, d.style.layout) {
		x, y := float64(x0+90), float64(y0+420)
		switch d.style.layout {
		case fourLines:
			x, y = float64(x0+700), float64(y0+270+line*size*13/10)
		case twoLines:
			y += float64(line * size * 13 / 10)
		default: // one line
		}
		for _, c := range text {
			if c != ' ' {
				d.digit(face, x, y, c, body)
				// A figure of the Go fonts is about 0.72 em high.
				d.glyphs = append(d.glyphs, glyph{x, y - .74*float64(size), x + step, y + .02*float64(size)})
			}
			x += step
		}
	}
}

func linesOf(number string, l layout) []string {
	switch l {
	case oneGroup:
		return []string{number}
	case amexGroups:
		return []string{number[:4] + " " + number[4:10] + " " + number[10:]}
	case fourLines:
		return strings.Split(spaced(number), " ")
	case twoLines:
		return []string{number[:8], number[8:]}
	default:
		return []string{spaced(number)}
	}
}

func spaced(number string) string {
	var out []string
	for i := 0; i < len(number); i += 4 {
		out = append(out, number[i:min(i+4, len(number))])
	}
	return strings.Join(out, " ")
}

// digit draws one figure: flat print, or raised with light from the upper left.
func (d *drawing) digit(face font.Face, x, y float64, c rune, body color.RGBA) {
	if d.style.faint {
		glyphAt(d.scene, face, x, y, c, color.RGBA{body.R/2 + 100, body.G/2 + 100, body.B/2 + 100, 255})
		return
	}
	if d.style.worn {
		glyphAt(d.scene, face, x-2, y-2, c, color.RGBA{body.R/2 + 110, body.G/2 + 110, body.B/2 + 110, 255})
		glyphAt(d.scene, face, x+2, y+2, c, color.RGBA{body.R / 3, body.G / 3, body.B / 3, 255})
		glyphAt(d.scene, face, x, y, c, color.RGBA{body.R + 40, body.G + 40, body.B + 40, 255})
		return
	}
	if d.style.emboss {
		glyphAt(d.scene, face, x-3, y-3, c, color.RGBA{250, 250, 250, 255})
		glyphAt(d.scene, face, x+3, y+3, c, color.RGBA{body.R / 3, body.G / 3, body.B / 3, 255})
		glyphAt(d.scene, face, x, y, c, color.RGBA{body.R/2 + 96, body.G/2 + 96, body.B/2 + 96, 255})
		return
	}
	glyphAt(d.scene, face, x, y, c, color.RGBA{240, 240, 244, 255})
}

func glyphAt(img *image.RGBA, face font.Face, x, y float64, c rune, col color.Color) {
	drawer := font.Drawer{Dst: img, Src: image.NewUniform(col), Face: face,
		Dot: fixed.Point26_6{X: fixed.Int26_6(x * 64), Y: fixed.Int26_6(y * 64)}}
	drawer.DrawString(string(c))
}

// write sets a line of text and returns where it ends.
func write(img *image.RGBA, ttf []byte, size float64, x, y int, text string, col color.Color) int {
	drawer := font.Drawer{Dst: img, Src: image.NewUniform(col), Face: newFace(ttf, size), Dot: fixed.P(x, y)}
	drawer.DrawString(text)
	return drawer.Dot.X.Ceil()
}

// newFace opens a font that is compiled into the program: it cannot fail.
func newFace(ttf []byte, size float64) font.Face {
	f, err := opentype.Parse(ttf)
	if err != nil {
		panic(err)
	}
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		panic(err)
	}
	return face
}

// place is the rectangle around digits from to to, height times as high as they
// are, with a margin of 6 % of that, on the turned picture.
func (d *drawing) place(from, to int, height float64) picture.Rectangle {
	g := d.glyphs[from]
	for _, o := range d.glyphs[from : to+1] {
		g.x0, g.y0, g.x1, g.y1 = min(g.x0, o.x0), min(g.y0, o.y0), max(g.x1, o.x1), max(g.y1, o.y1)
	}
	return d.rectangle(g, height)
}

// digits is where each digit stands on the turned picture.
func (d *drawing) digits() []picture.Rectangle {
	out := make([]picture.Rectangle, 0, len(d.glyphs))
	for i := range d.glyphs {
		out = append(out, d.place(i, i, 1))
	}
	if d.lens != nil {
		out = throughAll(d.lens, out, d.w, d.h)
	}
	return out
}

// ends are windows around the first 4 and the last 4 digits.
func (d *drawing) ends() []picture.Rectangle {
	n := len(d.glyphs)
	out := []picture.Rectangle{d.place(0, 3, 1.1), d.place(n-4, n-1, 1.1)}
	if d.lens != nil {
		out = throughAll(d.lens, out, d.w, d.h)
	}
	return out
}

func (d *drawing) rectangle(g glyph, height float64) picture.Rectangle {
	sin, cos := math.Sincos(d.style.angle * math.Pi / 180)
	w, h := g.x1-g.x0, (g.y1-g.y0)*height
	if height >= 1 {
		margin := .06 * d.glyphHeight()
		w, h = w+2*margin, h+2*margin
	}
	c := picture.Point{X: (g.x0+g.x1)/2 - d.middle.X, Y: (g.y0+g.y1)/2 - d.middle.Y}
	c = picture.Point{X: c.X*cos - c.Y*sin + float64(d.w)/2, Y: c.X*sin + c.Y*cos + float64(d.h)/2}
	fw, fh := float64(d.w), float64(d.h)
	return picture.Rectangle{X: (c.X - w/2) / fw, Y: (c.Y - h/2) / fh, Width: w / fw, Height: h / fh, Angle: d.style.angle}
}

func (d *drawing) glyphHeight() float64 { return d.glyphs[0].y1 - d.glyphs[0].y0 }

func (d *drawing) cover(from, to int, height float64) {
	d.covers = append(d.covers, d.place(from, to, height))
}

// finish turns the scene, draws the covers as the page does and adds a camera's
// blur and noise, covers last: they are drawn after the photograph was taken.
func (d *drawing) finish(r *rand.Rand) *picture.RGB {
	sin, cos := math.Sincos(d.style.angle * math.Pi / 180)
	out := image.NewRGBA(image.Rect(0, 0, d.w, d.h))
	draw.Draw(out, out.Bounds(), image.NewUniform(d.scene.At(0, 0)), image.Point{}, draw.Src)
	cx, cy := float64(d.w)/2, float64(d.h)/2
	matrix := [6]float64{cos, -sin, cx - cos*d.middle.X + sin*d.middle.Y, sin, cos, cy - sin*d.middle.X - cos*d.middle.Y}
	xdraw.ApproxBiLinear.Transform(out, matrix, d.scene, d.scene.Bounds(), xdraw.Over, nil)
	p := camera(r, out, max(d.style.noise, 4))
	if d.lens != nil {
		p = d.lens.look(p)
		d.covers = throughAll(d.lens, d.covers, p.W, p.H)
	}
	for _, change := range d.after {
		p = change(r, p)
	}
	picture.Burn(p, picture.Boxes(d.covers, p.W, p.H))
	return p
}

// camera adds noise to every channel, from a table of normal deviates.
//
//go:norace
func camera(r *rand.Rand, img *image.RGBA, noise float64) *picture.RGB {
	var table [1 << 12]float64
	for i := range table {
		table[i] = r.NormFloat64() * noise
	}
	b := img.Bounds()
	p := picture.NewRGB(b.Dx(), b.Dy())
	for i := range p.W * p.H {
		dice := r.Uint64()
		for k := range 3 {
			v := float64(img.Pix[i*4+k]) + table[dice>>(k*16)&(1<<12-1)]
			p.Pix[i*3+k] = uint8(min(max(v, 0), 255))
		}
	}
	return p
}

// Card draws one upright card with a number and nothing covered, to be photographed
// and covered by whoever tries the story out. The number is a public test number.
func Card(number string) *picture.RGB {
	r := rand.New(rand.NewPCG(1, 1)) //nolint:gosec // a picture, no secret
	return drawCard(r, cardStyle{number: number}).finish(r)
}
