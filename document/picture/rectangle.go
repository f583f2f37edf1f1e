package picture

import "math"

// MaxRectangles is the most covers or windows one picture may declare.
const MaxRectangles = 32

// Rectangle is a place on the upright picture, in fractions (0 to 1) of its
// width and height from the upper left corner, turned about its middle.
type Rectangle struct {
	// X and Y are the left and upper edge before turning.
	X, Y float64
	// Width and Height before turning.
	Width, Height float64
	// Angle in degrees clockwise, applied in pixels.
	Angle float64
}

// Check refuses rectangles that are none: not finite, empty, outside the
// picture, or too many. The failure is an *Error with BAD_RECTANGLE.
func Check(rectangles []Rectangle) error {
	if len(rectangles) > MaxRectangles {
		return refuse(CodeBadRectangle, "There are more than %d covers.", MaxRectangles)
	}
	for _, r := range rectangles {
		if !r.sane() {
			return refuse(CodeBadRectangle, "A cover lies outside the picture.")
		}
	}
	return nil
}

// slack forgives the rounding of a page that drags a cover to the edge.
const slack = 0.02

func (r Rectangle) sane() bool {
	for _, v := range []float64{r.X, r.Y, r.Width, r.Height, r.Angle} {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return false
		}
	}
	return r.Width > 0 && r.Height > 0 && math.Abs(r.Angle) <= 360 &&
		r.X >= -slack && r.Y >= -slack && r.X+r.Width <= 1+slack && r.Y+r.Height <= 1+slack
}

// Point is a place in pixels.
type Point struct{ X, Y float64 }

// Add is p + q.
func (p Point) Add(q Point) Point { return Point{p.X + q.X, p.Y + q.Y} }

// Sub is p - q.
func (p Point) Sub(q Point) Point { return Point{p.X - q.X, p.Y - q.Y} }

// Mul is p scaled by k.
func (p Point) Mul(k float64) Point { return Point{p.X * k, p.Y * k} }

// Dot is the scalar product.
func (p Point) Dot(q Point) float64 { return p.X*q.X + p.Y*q.Y }

// Len is the length.
func (p Point) Len() float64 { return math.Hypot(p.X, p.Y) }

// Turned is p turned by a quarter clockwise on the screen.
func (p Point) Turned() Point { return Point{-p.Y, p.X} }

// Box is a rectangle in pixels: centre, unit vector along its width, sizes.
type Box struct {
	C, U Point
	W, H float64
}

// Box places the rectangle on a picture of w by h pixels.
func (r Rectangle) Box(w, h int) Box {
	fw, fh := float64(w), float64(h)
	sin, cos := math.Sincos(r.Angle * math.Pi / 180)
	return Box{
		C: Point{(r.X + r.Width/2) * fw, (r.Y + r.Height/2) * fh},
		U: Point{cos, sin},
		W: r.Width * fw, H: r.Height * fh,
	}
}

// Boxes places many.
func Boxes(rectangles []Rectangle, w, h int) []Box {
	out := make([]Box, len(rectangles))
	for i, r := range rectangles {
		out[i] = r.Box(w, h)
	}
	return out
}

// Contains tells whether p lies inside.
//
//go:norace
func (b Box) Contains(p Point) bool {
	d := p.Sub(b.C)
	return math.Abs(d.Dot(b.U)) <= b.W/2 && math.Abs(d.Dot(b.U.Turned())) <= b.H/2
}

// Burn makes every pixel that a box touches opaque black.
//
//go:norace
func Burn(p *RGB, boxes []Box) {
	for _, b := range boxes {
		b.Each(p.W, p.H, func(i int) { p.Pix[i*3], p.Pix[i*3+1], p.Pix[i*3+2] = 0, 0, 0 })
	}
}

// Keep makes every pixel black that no box contains: the two-windows fallback.
//
//go:norace
func Keep(p *RGB, boxes []Box) {
	inside := make([]bool, p.W*p.H)
	for _, b := range boxes {
		// Smaller by what Burn grows: a pixel cut by the edge is not shown.
		b.W, b.H = b.W-2, b.H-2
		b.Each(p.W, p.H, func(i int) { inside[i] = true })
	}
	for i, in := range inside {
		if !in {
			p.Pix[i*3], p.Pix[i*3+1], p.Pix[i*3+2] = 0, 0, 0
		}
	}
}

// Each calls fn with the index of every pixel of a w × h picture that b touches:
// half a pixel's diagonal is added on each side.
//
//go:norace
func (b Box) Each(w, h int, fn func(index int)) {
	const half = math.Sqrt2 / 2
	if b.W <= 0 || b.H <= 0 {
		return
	}
	b.W, b.H = b.W+2*half, b.H+2*half
	v := b.U.Turned()
	ex := math.Abs(b.U.X)*b.W/2 + math.Abs(v.X)*b.H/2
	ey := math.Abs(b.U.Y)*b.W/2 + math.Abs(v.Y)*b.H/2
	x0, x1 := max(0, int(b.C.X-ex-1)), min(w-1, int(b.C.X+ex+1))
	y0, y1 := max(0, int(b.C.Y-ey-1)), min(h-1, int(b.C.Y+ey+1))
	for y := y0; y <= y1; y++ {
		for x := x0; x <= x1; x++ {
			if b.Contains(Point{float64(x) + .5, float64(y) + .5}) {
				fn(y*w + x)
			}
		}
	}
}
