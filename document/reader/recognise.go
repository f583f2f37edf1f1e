package reader

import (
	"cmp"
	"math"
	"slices"

	ort "github.com/yalue/onnxruntime_go"

	"github.com/walletdesk/walletdesk/document/picture"
	"github.com/walletdesk/walletdesk/document/rule"
)

// The recogniser's figures.
const (
	cropHeight = 48   // pixels, fixed by the model
	minCrop    = 32   // pixels of width
	maxCrop    = 1600 // longer lines are squeezed
	batchSize  = 6
	batchRatio = 1.25 // widths of one batch lie within a quarter
	superOver  = 72   // boxes taller than this are sampled four times a pixel
)

// crop is one box to be read in one direction.
type crop struct {
	line, turned int
	width        int
}

// read reads every box in both directions.
func (r *Reader) read(p *picture.RGB, boxes []picture.Box) ([]rule.Line, error) {
	lines := make([]rule.Line, len(boxes))
	crops := make([]crop, 0, 2*len(boxes))
	for i, b := range boxes {
		lines[i].Box = b
		w := int(math.Round(cropHeight * b.W / b.H))
		w = min(max(w, minCrop), maxCrop)
		crops = append(crops, crop{i, 0, w}, crop{i, 1, w})
	}
	slices.SortStableFunc(crops, func(a, b crop) int { return cmp.Compare(a.width, b.width) })
	for len(crops) > 0 {
		n := 1
		for n < len(crops) && n < batchSize && float64(crops[n].width) <= batchRatio*float64(crops[0].width) {
			n++
		}
		if err := r.readBatch(p, lines, crops[:n]); err != nil {
			return nil, err
		}
		crops = crops[n:]
	}
	return lines, nil
}

func (r *Reader) readBatch(p *picture.RGB, lines []rule.Line, crops []crop) error {
	padded := (crops[len(crops)-1].width + 31) / 32 * 32
	size := 3 * cropHeight * padded
	input := make([]float32, len(crops)*size)
	for i, c := range crops {
		cut(input[i*size:(i+1)*size], padded, p, lines[c.line].Box, c)
	}
	shape := ort.NewShape(int64(len(crops)), 3, cropHeight, int64(padded))
	return run(r.rec, shape, input, func(out []float32, got ort.Shape) error {
		steps := int(got[1])
		for i, c := range crops {
			line := &lines[c.line]
			line.Readings[c.turned] = r.decode(out[i*steps*classes:(i+1)*steps*classes], steps,
				float64(padded)/float64(c.width), line.Box, c.turned)
		}
		return nil
	})
}

// cut samples one box into planar blue, green, red of 48 rows, from -1 to 1;
// what lies beyond the crop's own width stays 0.
//
//go:norace
func cut(out []float32, padded int, p *picture.RGB, b picture.Box, c crop) {
	u := b.U.Mul(b.W / float64(c.width))
	v := b.U.Turned().Mul(b.H / cropHeight)
	if c.turned == 1 {
		u, v = u.Mul(-1), v.Mul(-1)
	}
	origin := b.C.Sub(u.Mul(float64(c.width) / 2)).Sub(v.Mul(cropHeight / 2))
	offsets := []float64{.5}
	if b.H > superOver {
		offsets = []float64{.25, .75}
	}
	share := 1 / float32(len(offsets)*len(offsets))
	plane := cropHeight * padded
	for y := range cropHeight {
		for x := range c.width {
			var sum [3]float32
			for _, oy := range offsets {
				for _, ox := range offsets {
					at := origin.Add(u.Mul(float64(x) + ox)).Add(v.Mul(float64(y) + oy))
					s := sample(p, at.X-.5, at.Y-.5)
					sum[0], sum[1], sum[2] = sum[0]+s[0], sum[1]+s[1], sum[2]+s[2]
				}
			}
			for k := range 3 {
				out[k*plane+y*padded+x] = sum[2-k]*share/127.5 - 1
			}
		}
	}
}

// sample is bilinear; outside the picture its edge goes on.
//
//go:norace
func sample(p *picture.RGB, x, y float64) [3]float32 {
	x, y = min(max(x, 0), float64(p.W-1)), min(max(y, 0), float64(p.H-1))
	x0, y0 := int(x), int(y)
	x1, y1 := min(x0+1, p.W-1), min(y0+1, p.H-1)
	fx, fy := float32(x-float64(x0)), float32(y-float64(y0))
	a, b := p.Pix[(y0*p.W+x0)*3:], p.Pix[(y0*p.W+x1)*3:]
	c, d := p.Pix[(y1*p.W+x0)*3:], p.Pix[(y1*p.W+x1)*3:]
	var out [3]float32
	for k := range 3 {
		upper := float32(a[k])*(1-fx) + float32(b[k])*fx
		lower := float32(c[k])*(1-fx) + float32(d[k])*fx
		out[k] = upper*(1-fy) + lower*fy
	}
	return out
}

// decode is greedy CTC: the strongest class of each step, repeats joined,
// blanks dropped. A character's place is the middle of its strongest step.
func (r *Reader) decode(out []float32, steps int, stretch float64, b picture.Box, turned int) rule.Reading {
	u := b.U
	if turned == 1 {
		u = u.Mul(-1)
	}
	var reading rule.Reading
	last, sum := 0, 0.0
	for t := range steps {
		class, p := strongest(out[t*classes : (t+1)*classes])
		f := (float64(t) + .5) / float64(steps) * stretch
		if class != 0 && f <= 1.02 {
			at := b.C.Add(u.Mul((f - .5) * b.W))
			n := len(reading.Chars)
			switch {
			case class != last:
				reading.Chars = append(reading.Chars, rule.Char{R: r.keys[class], P: float64(p), At: at})
			case n > 0 && float64(p) > reading.Chars[n-1].P:
				reading.Chars[n-1].P, reading.Chars[n-1].At = float64(p), at
			}
		}
		last = class
	}
	for _, c := range reading.Chars {
		sum += c.P
	}
	if n := len(reading.Chars); n > 0 {
		reading.Mean = sum / float64(n)
	}
	return reading
}

//go:norace
func strongest(row []float32) (class int, p float32) {
	for i, v := range row {
		if v > p {
			class, p = i, v
		}
	}
	return class, p
}
