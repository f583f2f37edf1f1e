package reader

import (
	"math"

	"github.com/walletdesk/walletdesk/document/picture"
)

// resize scales by area when smaller, bilinearly when larger.
func resize(p *picture.RGB, w, h int) *picture.RGB {
	return transposedScale(transposedScale(p, w), h)
}

// transposedScale scales the width to w and returns the picture transposed, so
// that doing it twice scales both sides.
//
//go:norace
func transposedScale(p *picture.RGB, w int) *picture.RGB {
	out := picture.NewRGB(p.H, w)
	ratio := float64(p.W) / float64(w)
	from, weights := make([]int, w), make([][]float32, w)
	for x := range w {
		from[x], weights[x] = taps(float64(x), ratio, p.W)
	}
	for y := range p.H {
		line := p.Pix[y*p.W*3 : (y+1)*p.W*3]
		for x := range w {
			row := line[from[x]*3:]
			var r, g, b float32
			for i, k := range weights[x] {
				r += k * float32(row[i*3])
				g += k * float32(row[i*3+1])
				b += k * float32(row[i*3+2])
			}
			at := out.Pix[(x*out.W+y)*3:]
			at[0], at[1], at[2] = byte(r+.5), byte(g+.5), byte(b+.5)
		}
	}
	return out
}

// taps are the source pixels of one target pixel and their shares of 1.
func taps(x, ratio float64, n int) (from int, weights []float32) {
	if ratio <= 1 {
		at := min(max((x+.5)*ratio-.5, 0), float64(n-1))
		from = min(int(at), max(n-2, 0))
		if n == 1 {
			return 0, []float32{1}
		}
		f := float32(at - float64(from))
		return from, []float32{1 - f, f}
	}
	a, b := x*ratio, min((x+1)*ratio, float64(n))
	from = int(a)
	for i := from; float64(i) < b; i++ {
		share := min(b, float64(i+1)) - max(a, float64(i))
		weights = append(weights, float32(share/(b-a)))
	}
	return from, weights
}

// The local normalisation's figures.
const (
	normalSide   = 1600 // pixels, the longest side
	normalRadius = 40   // the box filter's radius is side / 40
	normalFloor  = 6    // least deviation, so that flat paper stays quiet
	normalGain   = 60
)

// normalise evens out light and contrast: each pixel's brightness against the
// mean and deviation of its surroundings. It returns the factor from its own
// pixels to p's.
//
//go:norace
func normalise(p *picture.RGB) (*picture.RGB, float64) {
	scale := 1.0
	if long := max(p.W, p.H); long > normalSide {
		scale = float64(long) / normalSide
		p = resize(p, max(1, int(math.Round(float64(p.W)/scale))), max(1, int(math.Round(float64(p.H)/scale))))
	}
	w, h := p.W, p.H
	grey := make([]uint8, w*h)
	for i := range grey {
		q := p.Pix[i*3:]
		grey[i] = uint8((299*int(q[0]) + 587*int(q[1]) + 114*int(q[2]) + 500) / 1000)
	}
	sum, square := integrals(grey, w, h)
	out := picture.NewRGB(w, h)
	radius := max(1, max(w, h)/normalRadius)
	for y := range h {
		y0, y1 := max(0, y-radius), min(h, y+radius+1)
		for x := range w {
			x0, x1 := max(0, x-radius), min(w, x+radius+1)
			n := float64((x1 - x0) * (y1 - y0))
			mean := window(sum, w, x0, y0, x1, y1) / n
			deviation := math.Sqrt(max(0, window(square, w, x0, y0, x1, y1)/n-mean*mean))
			v := (float64(grey[y*w+x])-mean)/max(deviation, normalFloor)*normalGain + 128
			b := byte(min(max(v, 0), 255))
			out.Set(x, y, b, b, b)
		}
	}
	return out, scale
}

// integrals are the sums of values and squares left of and above each corner.
//
//go:norace
func integrals(grey []uint8, w, h int) (sum, square []uint64) {
	sum, square = make([]uint64, (w+1)*(h+1)), make([]uint64, (w+1)*(h+1))
	for y := range h {
		var s, q uint64
		for x := range w {
			v := uint64(grey[y*w+x])
			s, q = s+v, q+v*v
			at := (y+1)*(w+1) + x + 1
			sum[at], square[at] = sum[at-w-1]+s, square[at-w-1]+q
		}
	}
	return sum, square
}

//go:norace
func window(table []uint64, w, x0, y0, x1, y1 int) float64 {
	w++
	return float64(table[y1*w+x1] + table[y0*w+x0] - table[y0*w+x1] - table[y1*w+x0])
}
