package reader

import (
	"cmp"
	"math"
	"slices"

	ort "github.com/yalue/onnxruntime_go"

	"github.com/walletdesk/walletdesk/document/picture"
)

// The detector's figures: PaddleOCR's DB post-processing with its thresholds.
const (
	pixelThreshold = 0.3
	boxThreshold   = 0.5
	smallestArea   = 12  // pixels of the map
	unclip         = 1.6 // how far a box grows: area * unclip / perimeter
	smallestSide   = 6   // pixels of the map
	maxUpscale     = 2.0 // more invents nothing
	maxBoxes       = 300 // a page of print has fewer; a hostile one may not cost minutes
)

// detect finds text boxes; side is the longest side the model sees, in pixels.
// Boxes are in pixels of p.
func (r *Reader) detect(p *picture.RGB, side int) ([]picture.Box, error) {
	scale := min(float64(side)/float64(max(p.W, p.H)), maxUpscale)
	w, h := multipleOf32(float64(p.W)*scale), multipleOf32(float64(p.H)*scale)
	input := detectorInput(resize(p, w, h))
	var boxes []picture.Box
	err := run(r.det, ort.NewShape(1, 3, int64(h), int64(w)), input, func(out []float32, _ ort.Shape) error {
		boxes = boxesOf(out, w, h, float64(p.W)/float64(w), float64(p.H)/float64(h))
		return nil
	})
	return boxes, err
}

func multipleOf32(v float64) int { return max(32, int(math.Round(v/32))*32) }

// detectorInput is planar blue, green, red, each centred on ImageNet's figures.
//
//go:norace
func detectorInput(p *picture.RGB) []float32 {
	mean, std := [3]float32{.485, .456, .406}, [3]float32{.229, .224, .225}
	n := p.W * p.H
	out := make([]float32, 3*n)
	for c := range 3 {
		plane := out[c*n : (c+1)*n]
		for i := range plane {
			plane[i] = (float32(p.Pix[i*3+2-c])/255 - mean[c]) / std[c]
		}
	}
	return out
}

// component is one blob of the map: for each row its outermost pixels.
type component struct {
	points []picture.Point
	area   int
	sum    float64
}

// boxesOf turns the detector's map into boxes, largest blobs first.
func boxesOf(heat []float32, w, h int, sx, sy float64) []picture.Box {
	found := components(heat, w, h)
	slices.SortStableFunc(found, func(a, b component) int { return cmp.Compare(b.area, a.area) })
	var out []picture.Box
	for _, c := range found {
		if c.area < smallestArea || c.sum/float64(c.area) < boxThreshold {
			continue
		}
		b := smallestBox(hull(c.points))
		grow := b.W * b.H * unclip / (2 * (b.W + b.H))
		b.W, b.H = b.W+2*grow, b.H+2*grow
		if min(b.W, b.H) < smallestSide {
			continue
		}
		out = append(out, along(scaled(b, sx, sy)))
		if len(out) == maxBoxes {
			break
		}
	}
	return out
}

// components finds the 8-connected blobs above the threshold.
//
//go:norace
func components(heat []float32, w, h int) []component {
	seen := make([]bool, len(heat))
	var out []component
	var stack []int
	for start := range heat {
		if seen[start] || heat[start] < pixelThreshold {
			continue
		}
		var c component
		stack = append(stack[:0], start)
		seen[start] = true
		for len(stack) > 0 {
			at := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			x, y := at%w, at/w
			c.area++
			c.sum += float64(heat[at])
			edge := false
			for dy := -1; dy <= 1; dy++ {
				for dx := -1; dx <= 1; dx++ {
					nx, ny := x+dx, y+dy
					if nx < 0 || ny < 0 || nx >= w || ny >= h || heat[ny*w+nx] < pixelThreshold {
						edge = true
						continue
					}
					if n := ny*w + nx; !seen[n] {
						seen[n] = true
						stack = append(stack, n)
					}
				}
			}
			if edge {
				fx, fy := float64(x), float64(y)
				c.points = append(c.points, picture.Point{X: fx, Y: fy}, picture.Point{X: fx + 1, Y: fy},
					picture.Point{X: fx, Y: fy + 1}, picture.Point{X: fx + 1, Y: fy + 1})
			}
		}
		out = append(out, c)
	}
	return out
}

// hull is the convex hull (Andrew's monotone chain), counter-clockwise.
func hull(points []picture.Point) []picture.Point {
	slices.SortFunc(points, func(a, b picture.Point) int {
		return cmp.Or(cmp.Compare(a.X, b.X), cmp.Compare(a.Y, b.Y))
	})
	points = slices.Compact(points)
	cross := func(o, a, b picture.Point) float64 {
		return (a.X-o.X)*(b.Y-o.Y) - (a.Y-o.Y)*(b.X-o.X)
	}
	half := func(points []picture.Point) []picture.Point {
		var out []picture.Point
		for _, p := range points {
			for len(out) >= 2 && cross(out[len(out)-2], out[len(out)-1], p) <= 0 {
				out = out[:len(out)-1]
			}
			out = append(out, p)
		}
		return out[:len(out)-1]
	}
	lower := half(points)
	slices.Reverse(points)
	return append(lower, half(points)...)
}

// smallestBox is the rectangle of least area around a convex hull: one of its
// sides lies on a side of the hull.
func smallestBox(hull []picture.Point) picture.Box {
	best, bestArea := picture.Box{}, math.Inf(1)
	for i, a := range hull {
		d := hull[(i+1)%len(hull)].Sub(a)
		u := d.Mul(1 / d.Len())
		v := u.Turned()
		u0, u1, v0, v1 := math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)
		for _, p := range hull {
			pu, pv := p.Dot(u), p.Dot(v)
			u0, u1, v0, v1 = min(u0, pu), max(u1, pu), min(v0, pv), max(v1, pv)
		}
		if area := (u1 - u0) * (v1 - v0); area < bestArea {
			bestArea = area
			best = picture.Box{C: u.Mul((u0 + u1) / 2).Add(v.Mul((v0 + v1) / 2)), U: u, W: u1 - u0, H: v1 - v0}
		}
	}
	return best
}

// scaled maps a box from the model's map to the picture, whose two scales
// differ a little by rounding to 32.
func scaled(b picture.Box, sx, sy float64) picture.Box {
	w := picture.Point{X: b.U.X * b.W * sx, Y: b.U.Y * b.W * sy}
	v := b.U.Turned()
	h := picture.Point{X: v.X * b.H * sx, Y: v.Y * b.H * sy}
	return picture.Box{
		C: picture.Point{X: b.C.X * sx, Y: b.C.Y * sy},
		U: w.Mul(1 / w.Len()), W: w.Len(), H: h.Len(),
	}
}

// along turns a box so that its width lies along the text: the side nearer to
// the horizontal, unless the box is more than 1.5 times as high as that.
func along(b picture.Box) picture.Box {
	turn := func() { b.U, b.W, b.H = b.U.Turned(), b.H, b.W }
	if math.Abs(b.U.X) < math.Abs(b.U.Y) {
		turn()
	}
	if b.H > 1.5*b.W {
		turn()
	}
	// One sign for nearly parallel boxes, so that those of one row agree; the
	// jump lies at an angle no text of a level or turned picture has.
	if b.U.X+b.U.Y/2 < 0 {
		b.U = b.U.Mul(-1)
	}
	return b
}
