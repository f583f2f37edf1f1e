package captcha

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"math"
	"math/rand/v2"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/gomediumitalic"
	"golang.org/x/image/font/gofont/gomonobold"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// The picture, in pixels: twice what a page shows it at.
const (
	width    = 600
	height   = 200
	size     = 112 // of the letters: an em
	baseline = 142
	margin   = 32
	steps    = 8 // pieces that a curve becomes, so that it can be bent
)

// fonts are parsed once; they are part of the program.
var fonts = sync.OnceValues(func() ([]*sfnt.Font, error) {
	var all []*sfnt.Font
	for _, ttf := range [][]byte{gobold.TTF, gomediumitalic.TTF, gomonobold.TTF} {
		f, err := sfnt.Parse(ttf)
		if err != nil {
			return nil, fmt.Errorf("read font: %w", err)
		}
		all = append(all, f)
	}
	return all, nil
})

// point is a place in the picture, y downwards.
type point struct{ x, y float64 }

// drawing returns a PNG of the letters: each of a font, size and slant of its own,
// close to its neighbours, all on a bent sheet, with lines through them.
func drawing(random *rand.Rand, letters string) ([]byte, error) {
	all, err := fonts()
	if err != nil {
		return nil, err
	}
	c := canvas{
		random: random,
		sheet:  newSheet(random),
		raster: vector.NewRasterizer(width, height),
		mask:   image.NewAlpha(image.Rect(0, 0, width, height)),
		img:    image.NewGray(image.Rect(0, 0, width, height)),
	}
	c.background()
	glyphs := make([]glyph, 0, len(letters))
	for _, r := range letters {
		g, err := load(all[random.IntN(len(all))], r)
		if err != nil {
			return nil, err
		}
		glyphs = append(glyphs, g)
	}
	c.letters(glyphs)
	for range 2 {
		c.stroke()
	}
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := encoder.Encode(&out, c.img); err != nil {
		return nil, fmt.Errorf("encode picture: %w", err)
	}
	return out.Bytes(), nil
}

func between(random *rand.Rand, low, high float64) float64 {
	return low + random.Float64()*(high-low)
}

// sheet bends the whole picture by two waves.
type sheet struct {
	ampX, ampY, lenX, lenY, phaseX, phaseY float64
}

func newSheet(random *rand.Rand) sheet {
	return sheet{
		ampX: between(random, 4, 8), lenX: between(random, 70, 120), phaseX: between(random, 0, 2*math.Pi),
		ampY: between(random, 7, 13), lenY: between(random, 150, 260), phaseY: between(random, 0, 2*math.Pi),
	}
}

func (s sheet) bend(p point) point {
	return point{
		p.x + s.ampX*math.Sin(2*math.Pi*p.y/s.lenX+s.phaseX),
		p.y + s.ampY*math.Sin(2*math.Pi*p.x/s.lenY+s.phaseY),
	}
}

// canvas is one picture in the making.
type canvas struct {
	random *rand.Rand
	sheet  sheet
	raster *vector.Rasterizer
	mask   *image.Alpha // what the outlines of one fill cover
	img    *image.Gray
}

// background is light grey with darker grains: enough contrast for weak eyes
// (WCAG 1.4.3 asks 4.5; the letters' 50 on 235 is 11).
func (c *canvas) background() {
	for i := range c.img.Pix {
		c.img.Pix[i] = 235
	}
	for _, shade := range []uint8{150, 180, 205} {
		for range 90 {
			x, y := between(c.random, 0, width), between(c.random, 0, height)
			r := between(c.random, 1, 2.6)
			c.path([]point{{x - r, y}, {x, y - r}, {x + r, y}, {x, y + r}})
		}
		c.fill(shade)
	}
}

// glyph is a letter of a font, its baseline at y 0.
type glyph struct {
	outlines [][]point
	advance  float64 // pixels
}

func load(f *sfnt.Font, r rune) (glyph, error) {
	var buffer sfnt.Buffer
	index, err := f.GlyphIndex(&buffer, r)
	if err != nil {
		return glyph{}, fmt.Errorf("find letter in font: %w", err)
	}
	if index == 0 {
		return glyph{}, errors.New("find letter in font: there is none")
	}
	em := fixed.I(size)
	advance, err := f.GlyphAdvance(&buffer, index, em, font.HintingNone)
	if err != nil {
		return glyph{}, fmt.Errorf("measure letter: %w", err)
	}
	segments, err := f.LoadGlyph(&buffer, index, em, nil)
	if err != nil {
		return glyph{}, fmt.Errorf("load letter: %w", err)
	}
	return glyph{outlines: flatten(segments), advance: float64(advance) / 64}, nil
}

// letters draws all glyphs, as far apart as the picture is wide.
func (c *canvas) letters(glyphs []glyph) {
	gap := float64(width - 2*margin)
	for _, g := range glyphs {
		gap -= g.advance
	}
	gap /= float64(len(glyphs))
	x := float64(margin)
	for _, g := range glyphs {
		middle := point{g.advance / 2, -size * 0.36}
		place := c.slant(middle, point{x + (g.advance+gap)/2, baseline + between(c.random, -12, 12)})
		for _, outline := range g.outlines {
			for i, p := range outline {
				outline[i] = c.sheet.bend(place(p))
			}
			c.path(outline)
		}
		c.fill(uint8(c.random.IntN(50)))
		x += g.advance + gap
	}
}

// slant turns, shears and stretches a letter around its middle and moves that
// over at; at.y is the baseline.
func (c *canvas) slant(middle, at point) func(point) point {
	sin, cos := math.Sincos(between(c.random, -0.24, 0.24))
	shear := between(c.random, -0.14, 0.14)
	wide, tall := between(c.random, 0.9, 1.12), between(c.random, 0.88, 1.1)
	return func(p point) point {
		x, y := (p.x-middle.x)*wide, (p.y-middle.y)*tall
		x += shear * y
		return point{at.x + x*cos - y*sin, at.y + middle.y + x*sin + y*cos}
	}
}

// flatten makes polygons of a glyph's outlines.
func flatten(segments sfnt.Segments) [][]point {
	var outlines [][]point
	var last point
	add := func(p point) {
		outlines[len(outlines)-1] = append(outlines[len(outlines)-1], p)
	}
	for _, s := range segments {
		a := [3]point{}
		for i, p := range s.Args {
			a[i] = point{float64(p.X) / 64, float64(p.Y) / 64}
		}
		start := last
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			outlines = append(outlines, []point{a[0]})
			last = a[0]
		case sfnt.SegmentOpLineTo:
			last = a[0]
			for i := 1; i <= steps; i++ {
				add(curve(float64(i)/steps, start, last))
			}
		case sfnt.SegmentOpQuadTo:
			last = a[1]
			for i := 1; i <= steps; i++ {
				add(curve(float64(i)/steps, start, a[0], last))
			}
		case sfnt.SegmentOpCubeTo:
			last = a[2]
			for i := 1; i <= steps; i++ {
				add(curve(float64(i)/steps, start, a[0], a[1], last))
			}
		}
	}
	return outlines
}

// curve is the Bézier curve of the given points at t (de Casteljau).
func curve(t float64, points ...point) point {
	for n := len(points) - 1; n > 0; n-- {
		next := make([]point, n)
		for i := range next {
			next[i] = point{
				points[i].x + t*(points[i+1].x-points[i].x),
				points[i].y + t*(points[i+1].y-points[i].y),
			}
		}
		points = next
	}
	return points[0]
}

// stroke draws a bent line from edge to edge, dark as a letter and thinner, so
// that letters hang together for a program and not for an eye.
func (c *canvas) stroke() {
	line := []point{{-10, between(c.random, 50, 160)}, {width * 0.3, between(c.random, 10, 190)},
		{width * 0.7, between(c.random, 10, 190)}, {width + 10, between(c.random, 50, 160)}}
	thick := between(c.random, 1.3, 2.2)
	const pieces = 60
	var upper, lower []point
	for i := range pieces + 1 {
		p := c.sheet.bend(curve(float64(i)/pieces, line...))
		upper = append(upper, point{p.x, p.y - thick})
		lower = append([]point{{p.x, p.y + thick}}, lower...)
	}
	c.path(append(upper, lower...))
	c.fill(uint8(c.random.IntN(70)))
}

// path adds a closed outline.
func (c *canvas) path(outline []point) {
	c.raster.MoveTo(float32(outline[0].x), float32(outline[0].y))
	for _, p := range outline[1:] {
		c.raster.LineTo(float32(p.x), float32(p.y))
	}
	c.raster.ClosePath()
}

// fill draws the outlines added since the last fill. Through a mask: the
// rasterizer has a fast way for that, and a slow one for grey pictures.
func (c *canvas) fill(shade uint8) {
	c.raster.DrawOp = draw.Src
	c.raster.Draw(c.mask, c.mask.Bounds(), image.Opaque, image.Point{})
	c.raster.Reset(width, height)
	for i, cover := range c.mask.Pix {
		if cover > 0 {
			was := int(c.img.Pix[i])
			c.img.Pix[i] = uint8(was + (int(shade)-was)*int(cover)/255)
		}
	}
}
