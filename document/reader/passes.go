package reader

import (
	"cmp"
	"math"
	"slices"

	"github.com/walletdesk/walletdesk/document/picture"
	"github.com/walletdesk/walletdesk/document/rule"
)

// side is the longest side the detector sees, in pixels.
const side = 960

// Passes reads the whole picture twice: as it is (raw960) and with light and
// contrast evened out (ln960). Places are in pixels of p.
func (r *Reader) Passes(p *picture.RGB) ([]rule.Pass, error) {
	raw, err := r.pass("raw960", p, 1)
	if err != nil {
		return nil, err
	}
	even, scale := normalise(p)
	normal, err := r.pass("ln960", even, scale)
	if err != nil {
		return nil, err
	}
	return []rule.Pass{raw, normal}, nil
}

func (r *Reader) pass(name string, p *picture.RGB, scale float64) (rule.Pass, error) {
	boxes, err := r.detect(p, side)
	if err != nil {
		return rule.Pass{}, err
	}
	lines, err := r.read(p, boxes)
	return rule.Pass{Name: name, Lines: enlarge(lines, scale)}, err
}

// enlarge puts lines read on a smaller copy back on the picture.
func enlarge(lines []rule.Line, scale float64) []rule.Line {
	if scale == 1 {
		return lines
	}
	for i := range lines {
		l := &lines[i]
		l.Box.C, l.Box.W, l.Box.H = l.Box.C.Mul(scale), l.Box.W*scale, l.Box.H*scale
		for d := range l.Readings {
			for k := range l.Readings[d].Chars {
				c := &l.Readings[d].Chars[k]
				c.At = c.At.Mul(scale)
			}
		}
	}
	return lines
}

// The strips' figures, in heights of the cover they lie beside.
const (
	stripLength = 5.2
	maxStripped = 3 // covers; a card needs one, a cover on the name is a second
)

// Strips reads what lies beside each cover, outwards along its long axis and
// above and below it, without looking for text first. The rule uses them to
// accept, never to refuse: the detector sometimes misses a group cut by a cover.
func (r *Reader) Strips(p *picture.RGB, covers []picture.Box) ([]rule.Pass, error) {
	covers = slices.Clone(covers)
	slices.SortStableFunc(covers, func(a, b picture.Box) int { return cmp.Compare(b.W*b.H, a.W*a.H) })
	covers = covers[:min(len(covers), maxStripped)]
	even, scale := normalise(p)
	var out []rule.Pass
	for _, height := range []float64{1.15, 1.5} {
		var boxes, small []picture.Box
		for _, c := range covers {
			boxes = append(boxes, beside(c, height, p.W, p.H)...)
		}
		for _, b := range boxes {
			b.C, b.W, b.H = b.C.Mul(1/scale), b.W/scale, b.H/scale
			small = append(small, b)
		}
		raw, err := r.read(p, boxes)
		if err != nil {
			return nil, err
		}
		normal, err := r.read(even, small)
		if err != nil {
			return nil, err
		}
		out = append(out, rule.Pass{Name: "strip", Lines: raw}, rule.Pass{Name: "strip ln", Lines: enlarge(normal, scale)})
	}
	return out, nil
}

// beside are the boxes around one cover: left and right of a long one; above
// and below too where two covered rows of a stacked number could lie under it.
func beside(c picture.Box, height float64, w, h int) []picture.Box {
	c = along(c)
	if c.H > c.W {
		c.U, c.W, c.H = c.U.Turned(), c.H, c.W
	}
	inside := func(b picture.Box) bool {
		return b.C.X > 0 && b.C.Y > 0 && b.C.X < float64(w) && b.C.Y < float64(h)
	}
	var out []picture.Box
	add := func(b picture.Box) {
		if inside(b) {
			out = append(out, along(b))
		}
	}
	long := stripLength * c.H
	for _, s := range []float64{-1, 1} {
		add(picture.Box{C: c.C.Add(c.U.Mul(s * (c.W + long) / 2)), U: c.U, W: long, H: c.H * height})
	}
	if c.W > 3.5*c.H {
		return out
	}
	for _, s := range []float64{-1, 1} {
		// Half of the cover's height is one of its two rows.
		row := c.H / 2 * height
		add(picture.Box{C: c.C.Add(c.U.Turned().Mul(s * (c.H + row) / 2)), U: c.U, W: c.W * 1.15, H: row})
		add(picture.Box{C: c.C.Add(c.U.Mul(s * (c.W + row) / 2)), U: c.U.Turned(), W: c.H * 1.15, H: row})
	}
	return out
}

// Windows reads each window in four variants: as it is and 8 % smaller, each
// raw and with its own light evened out. Index: window, variant.
func (r *Reader) Windows(p *picture.RGB, windows []picture.Box) ([][]rule.Line, error) {
	out := make([][]rule.Line, len(windows))
	for i, w := range windows {
		w = along(w)
		if w.H > w.W {
			w.U, w.W, w.H = w.U.Turned(), w.H, w.W
		}
		tight := w
		tight.W, tight.H = w.W*.92, w.H*.92
		boxes := []picture.Box{w, tight}
		raw, err := r.read(p, boxes)
		if err != nil {
			return nil, err
		}
		normal, err := r.read(normaliseInside(p, w), boxes)
		if err != nil {
			return nil, err
		}
		out[i] = append(raw, normal...)
	}
	return out, nil
}

// normaliseInside evens out a window by itself, so that the black around it
// doesn't count.
func normaliseInside(p *picture.RGB, b picture.Box) *picture.RGB {
	var n, sum, square float64
	grey := func(i int) float64 {
		return .299*float64(p.Pix[i]) + .587*float64(p.Pix[i+1]) + .114*float64(p.Pix[i+2])
	}
	out := p.Clone()
	inner := b
	inner.W, inner.H = b.W*.96, b.H*.96
	inner.Each(p.W, p.H, func(i int) {
		v := grey(i * 3)
		n, sum, square = n+1, sum+v, square+v*v
	})
	if n == 0 {
		return out
	}
	mean := sum / n
	deviation := max(normalFloor, math.Sqrt(max(0, square/n-mean*mean)))
	b.Each(p.W, p.H, func(i int) {
		v := byte(min(max((grey(i*3)-mean)/deviation*normalGain+128, 0), 255))
		out.Pix[i*3], out.Pix[i*3+1], out.Pix[i*3+2] = v, v, v
	})
	return out
}
