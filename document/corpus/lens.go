package corpus

import (
	"bytes"
	"image"
	"image/jpeg"
	"math"
	"math/rand/v2"

	"golang.org/x/image/draw"

	"github.com/walletdesk/walletdesk/document/picture"
)

// lens maps a straight photograph to one that was taken another way. source is the
// place on the straight one, of a place on the other; target is its inverse.
type lens interface {
	source(p picture.Point) picture.Point
	target(p picture.Point) picture.Point
	look(p *picture.RGB) *picture.RGB
}

// plane is a projective map of the scene: a card seen at an angle, from afar, or in
// a mirror. m maps places of the photograph to those of the scene.
type plane struct{ m, inverse [9]float64 }

// newPlane sees the scene's corners at four places, clockwise from the upper left.
func newPlane(corners [4]picture.Point) plane {
	inverse := unitTo(corners)
	// The unit square's corners are the scene's, scaled.
	for i := range 3 {
		inverse[i*3] /= sceneW
		inverse[i*3+1] /= sceneH
	}
	return plane{m: invert(inverse), inverse: inverse}
}

// unitTo maps the unit square to four corners (Heckbert 1989, "Fundamentals of
// Texture Mapping", §2.2.3).
func unitTo(c [4]picture.Point) [9]float64 {
	d1, d2 := c[1].Sub(c[2]), c[3].Sub(c[2])
	s := c[0].Sub(c[1]).Add(c[2]).Sub(c[3])
	det := d1.X*d2.Y - d2.X*d1.Y
	g, h := (s.X*d2.Y-d2.X*s.Y)/det, (d1.X*s.Y-s.X*d1.Y)/det
	return [9]float64{
		c[1].X - c[0].X + g*c[1].X, c[3].X - c[0].X + h*c[3].X, c[0].X,
		c[1].Y - c[0].Y + g*c[1].Y, c[3].Y - c[0].Y + h*c[3].Y, c[0].Y,
		g, h, 1,
	}
}

// invert is the adjugate: the same map up to a factor, which projection divides out.
func invert(m [9]float64) [9]float64 {
	return [9]float64{
		m[4]*m[8] - m[5]*m[7], m[2]*m[7] - m[1]*m[8], m[1]*m[5] - m[2]*m[4],
		m[5]*m[6] - m[3]*m[8], m[0]*m[8] - m[2]*m[6], m[2]*m[3] - m[0]*m[5],
		m[3]*m[7] - m[4]*m[6], m[1]*m[6] - m[0]*m[7], m[0]*m[4] - m[1]*m[3],
	}
}

func project(m [9]float64, p picture.Point) picture.Point {
	w := m[6]*p.X + m[7]*p.Y + m[8]
	return picture.Point{X: (m[0]*p.X + m[1]*p.Y + m[2]) / w, Y: (m[3]*p.X + m[4]*p.Y + m[5]) / w}
}

func (l plane) source(p picture.Point) picture.Point { return project(l.m, p) }
func (l plane) target(p picture.Point) picture.Point { return project(l.inverse, p) }

// look takes the photograph; what lies beside the scene is its edge's colour.
//
//go:norace
func (l plane) look(p *picture.RGB) *picture.RGB {
	out := picture.NewRGB(p.W, p.H)
	for y := range p.H {
		for x := range p.W {
			at := l.source(picture.Point{X: float64(x) + .5, Y: float64(y) + .5})
			r, g, b := between(p, at.X-.5, at.Y-.5)
			out.Set(x, y, r, g, b)
		}
	}
	return out
}

// between is bilinear.
//
//go:norace
func between(p *picture.RGB, x, y float64) (r, g, b byte) {
	x, y = min(max(x, 0), float64(p.W-1)), min(max(y, 0), float64(p.H-1))
	x0, y0 := int(x), int(y)
	x1, y1 := min(x0+1, p.W-1), min(y0+1, p.H-1)
	fx, fy := x-float64(x0), y-float64(y0)
	var out [3]byte
	for k := range 3 {
		at := func(x, y int) float64 { return float64(p.Pix[(y*p.W+x)*3+k]) }
		out[k] = byte((at(x0, y0)*(1-fx)+at(x1, y0)*fx)*(1-fy) + (at(x0, y1)*(1-fx)+at(x1, y1)*fx)*fy + .5)
	}
	return out[0], out[1], out[2]
}

// aslant is a card seen from the side.
func aslant() lens {
	return newPlane([4]picture.Point{{X: 130, Y: 60}, {X: 1440, Y: 170}, {X: 1520, Y: 1090}, {X: 40, Y: 1180}})
}

// afar is a card that fills a third of the photograph's width.
func afar() lens {
	return newPlane([4]picture.Point{{X: 420, Y: 330}, {X: 1180, Y: 330}, {X: 1180, Y: 900}, {X: 420, Y: 900}})
}

// mirror is a card in a mirror, or a front camera's picture.
func mirror() lens {
	return newPlane([4]picture.Point{{X: sceneW}, {}, {Y: sceneH}, {X: sceneW, Y: sceneH}})
}

// throughAll puts rectangles of the scene on the photograph: each is the smallest
// rectangle, turned as its upper edge is, around its four corners.
func throughAll(l lens, all []picture.Rectangle, w, h int) []picture.Rectangle {
	out := make([]picture.Rectangle, len(all))
	for i, r := range all {
		b := r.Box(w, h)
		across, down := b.U.Mul(b.W/2), b.U.Turned().Mul(b.H/2)
		left, right := l.target(b.C.Sub(across)), l.target(b.C.Add(across))
		u := right.Sub(left)
		if u.X < 0 {
			u = u.Mul(-1) // mirrored: a rectangle reads the same from both ends
		}
		u = u.Mul(1 / u.Len())
		c := l.target(b.C)
		var halfW, halfH float64
		for _, corner := range []picture.Point{b.C.Sub(across).Sub(down), b.C.Add(across).Sub(down), b.C.Add(across).Add(down), b.C.Sub(across).Add(down)} {
			d := l.target(corner).Sub(c)
			halfW, halfH = max(halfW, math.Abs(d.Dot(u))), max(halfH, math.Abs(d.Dot(u.Turned())))
		}
		out[i] = picture.Rectangle{
			X: (c.X - halfW) / float64(w), Y: (c.Y - halfH) / float64(h), Width: 2 * halfW / float64(w), Height: 2 * halfH / float64(h),
			Angle: math.Atan2(u.Y, u.X) * 180 / math.Pi,
		}
	}
	return out
}

// develop changes a photograph: light, focus, compression.
type develop func(r *rand.Rand, p *picture.RGB) *picture.RGB

// blurred is out of focus by so many pixels: three box filters in a row.
func blurred(radius int) develop {
	return func(_ *rand.Rand, p *picture.RGB) *picture.RGB {
		for range 3 {
			p = boxFiltered(boxFiltered(p, radius), radius)
		}
		return p
	}
}

// boxFiltered filters along x and returns the picture transposed.
//
//go:norace
func boxFiltered(p *picture.RGB, radius int) *picture.RGB {
	out := picture.NewRGB(p.H, p.W)
	for y := range p.H {
		var sum [3]int
		n := 0
		for x := -radius; x < p.W; x++ {
			if in := x + radius; in < p.W {
				n++
				for k := range 3 {
					sum[k] += int(p.Pix[(y*p.W+in)*3+k])
				}
			}
			if gone := x - radius - 1; gone >= 0 {
				n--
				for k := range 3 {
					sum[k] -= int(p.Pix[(y*p.W+gone)*3+k])
				}
			}
			if x >= 0 {
				out.Set(y, x, byte(sum[0]/n), byte(sum[1]/n), byte(sum[2]/n))
			}
		}
	}
	return out
}

// squeezed went through a JPEG of a low quality, as messengers make it.
func squeezed(quality int) develop {
	return func(_ *rand.Rand, p *picture.RGB) *picture.RGB {
		img := image.NewRGBA(image.Rect(0, 0, p.W, p.H))
		for i := range p.W * p.H {
			copy(img.Pix[i*4:], p.Pix[i*3:i*3+3])
			img.Pix[i*4+3] = 255
		}
		var file bytes.Buffer
		if err := jpeg.Encode(&file, img, &jpeg.Options{Quality: quality}); err != nil {
			panic(err) // a bytes.Buffer takes everything
		}
		back, err := jpeg.Decode(&file)
		if err != nil {
			panic(err) // it was just written
		}
		draw.Draw(img, img.Bounds(), back, image.Point{}, draw.Src)
		out := picture.NewRGB(p.W, p.H)
		for i := range p.W * p.H {
			copy(out.Pix[i*3:i*3+3], img.Pix[i*4:])
		}
		return out
	}
}

// eachPixel changes every channel by its place.
//
//go:norace
func eachPixel(p *picture.RGB, change func(x, y int, v float64) float64) *picture.RGB {
	for y := range p.H {
		for x := range p.W {
			i := (y*p.W + x) * 3
			for k := range 3 {
				p.Pix[i+k] = byte(min(max(change(x, y, float64(p.Pix[i+k])), 0), 255))
			}
		}
	}
	return p
}

// glare is a lamp's reflection over a part of the number.
func glare(r *rand.Rand, p *picture.RGB) *picture.RGB {
	cx, cy := float64(p.W)*(.3+.4*r.Float64()), float64(p.H)*(.45+.15*r.Float64())
	radius := float64(p.W) * .13
	return eachPixel(p, func(x, y int, v float64) float64 {
		d := math.Hypot(float64(x)-cx, float64(y)-cy) / radius
		return v + (255-v)*.8*math.Exp(-d*d)
	})
}

// shadow lies over one side of the card.
func shadow(r *rand.Rand, p *picture.RGB) *picture.RGB {
	edge, slope := float64(p.W)*(.3+.4*r.Float64()), r.Float64()-.5
	return eachPixel(p, func(x, y int, v float64) float64 {
		if float64(x)+slope*float64(y) > edge {
			return v * .45
		}
		return v
	})
}

// dim is a photograph in poor light: dark, and its noise grows with the gain.
func dim(r *rand.Rand, p *picture.RGB) *picture.RGB {
	return eachPixel(p, func(_, _ int, v float64) float64 {
		return v*.38 + 12 + r.NormFloat64()*(3+.05*v)
	})
}

// screen is a picture photographed from a display: lines, and their beat with the
// sensor's own.
func screen(r *rand.Rand, p *picture.RGB) *picture.RGB {
	period, turn := 3.1+r.Float64(), r.Float64()*.2
	return eachPixel(p, func(x, y int, v float64) float64 {
		beat := math.Sin(2*math.Pi*(float64(y)+turn*float64(x))/period) * math.Sin(2*math.Pi*float64(x)/(period*1.07))
		return v*.9 + 14 + 18*beat
	})
}
