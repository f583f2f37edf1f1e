package rule

import (
	"cmp"
	"math"
	"slices"

	"github.com/walletdesk/walletdesk/document/picture"
)

// When two boxes belong to one row. Heights are those of text boxes, which are
// about 1.6 times as high as their digits.
const (
	rowAngle    = 12.0 // degrees
	rowHeights  = 1.6  // ratio
	rowOffset   = 0.45 // heights across the row
	rowDrift    = 0.03 // of the distance, added to the offset
	rowGap      = 16.0 // heights along the row: a covered middle is about 8
	rowDouble   = 0.18 // heights: two digits nearer than that are one
	boxOverText = 1.6
)

// row is the digits of boxes that lie on one line, in reading order.
type row struct {
	digits []digit
	c, u   picture.Point
	h      float64
}

// digitHeight estimates how high the digits themselves are.
func (r row) digitHeight() float64 { return r.h / boxOverText }

// minimum is the least confidence of the row's digits.
func (r row) minimum() float64 {
	p := 1.0
	for _, d := range r.digits {
		p = min(p, d.p)
	}
	return p
}

func (r row) text() string {
	out := make([]byte, len(r.digits))
	for i, d := range r.digits {
		out[i] = d.d
	}
	return string(out)
}

// rows joins the digits of a pass read in one direction (0 or 1) to rows.
func rows(p Pass, direction int, covers []picture.Box) []row {
	var boxes []picture.Box
	var digits [][]digit
	for _, l := range p.Lines {
		ds := visible(digitsOf(l.Readings[direction]), l.Box, covers)
		if len(ds) == 0 {
			continue
		}
		boxes, digits = append(boxes, l.Box), append(digits, ds)
	}
	var out []row
	for _, members := range cluster(len(boxes), func(i, j int) bool { return oneRow(boxes[i], boxes[j]) }) {
		out = append(out, join(members, boxes, digits, direction))
	}
	return out
}

// visible drops the digits that lie under a burned cover. A stripe thinner than
// the digits hides nothing: the cover must reach over most of their height.
func visible(digits []digit, b picture.Box, covers []picture.Box) []digit {
	reach := b.U.Turned().Mul(0.3 * b.H / boxOverText)
	return slices.DeleteFunc(digits, func(d digit) bool {
		return inside(d.at, covers) && inside(d.at.Add(reach), covers) && inside(d.at.Sub(reach), covers)
	})
}

func inside(p picture.Point, covers []picture.Box) bool {
	return slices.ContainsFunc(covers, func(c picture.Box) bool { return c.Contains(p) })
}

func oneRow(a, b picture.Box) bool {
	if a.W < b.W {
		a, b = b, a
	}
	if !parallel(a.U, b.U) || ratio(a.H, b.H) > rowHeights {
		return false
	}
	d := b.C.Sub(a.C)
	along, across := math.Abs(d.Dot(a.U)), math.Abs(d.Dot(a.U.Turned()))
	h := (a.H + b.H) / 2
	return across < rowOffset*h+rowDrift*along && along-(a.W+b.W)/2 <= rowGap*h
}

func parallel(u, v picture.Point) bool {
	return math.Abs(u.Dot(v)) >= math.Cos(rowAngle*math.Pi/180)
}

func ratio(a, b float64) float64 { return max(a, b) / min(a, b) }

// join makes one row of the boxes named by members.
func join(members []int, boxes []picture.Box, digits [][]digit, direction int) row {
	longest := members[0]
	var r row
	for _, i := range members {
		if boxes[i].W > boxes[longest].W {
			longest = i
		}
		r.digits = append(r.digits, digits[i]...)
		r.h = max(r.h, boxes[i].H)
	}
	r.u = boxes[longest].U
	if direction == 1 {
		r.u = r.u.Mul(-1)
	}
	slices.SortStableFunc(r.digits, func(a, b digit) int { return cmp.Compare(a.at.Dot(r.u), b.at.Dot(r.u)) })
	r.digits = single(r.digits, r.u, rowDouble*r.h)
	first, last := r.digits[0].at, r.digits[len(r.digits)-1].at
	r.c = first.Add(last).Mul(.5)
	return r
}

// single keeps the surer one of two digits that overlap.
func single(digits []digit, u picture.Point, near float64) []digit {
	out := digits[:1]
	for _, d := range digits[1:] {
		last := &out[len(out)-1]
		switch {
		case d.at.Sub(last.at).Dot(u) >= near:
			out = append(out, d)
		case d.p > last.p:
			*last = d
		}
	}
	return out
}

// cluster groups 0 … n-1 by a relation, transitively.
func cluster(n int, related func(i, j int) bool) [][]int {
	group := make([]int, n)
	for i := range group {
		group[i] = i
	}
	for i := range n {
		for j := range i {
			if group[i] == group[j] || !related(i, j) {
				continue
			}
			from, to := group[i], group[j]
			for k := range group {
				if group[k] == from {
					group[k] = to
				}
			}
		}
	}
	byGroup := map[int][]int{}
	var order []int
	for i, g := range group {
		if byGroup[g] == nil {
			order = append(order, g)
		}
		byGroup[g] = append(byGroup[g], i)
	}
	out := make([][]int, len(order))
	for i, g := range order {
		out[i] = byGroup[g]
	}
	return out
}

// When rows below each other are one number.
const (
	stackMin, stackMax, stackLong = 3, 6, 12
	stackHeights, stackLongRatio  = 1.5, 1.3
	stackShift                    = 0.8 // heights along the rows
	stackNear, stackFar           = 0.5, 2.6
)

// stacks are the numbers of digits of rows printed as one number in several
// lines: four times four, or two times eight.
func stacks(all []row) []int {
	var short []row
	for _, r := range all {
		if n := len(r.digits); n >= stackMin && n <= stackLong {
			short = append(short, r)
		}
	}
	var out []int
	for _, members := range cluster(len(short), func(i, j int) bool { return stacked(short[i], short[j]) }) {
		n := 0
		for _, i := range members {
			n += len(short[i].digits)
		}
		if len(members) > 1 {
			out = append(out, n)
		}
	}
	return out
}

func stacked(a, b row) bool {
	limit := stackHeights
	if len(a.digits) > stackMax || len(b.digits) > stackMax {
		limit = stackLongRatio
	}
	if !parallel(a.u, b.u) || ratio(a.h, b.h) > limit {
		return false
	}
	d, h := b.c.Sub(a.c), (a.h+b.h)/2
	across := math.Abs(d.Dot(a.u.Turned()))
	return math.Abs(d.Dot(a.u)) <= stackShift*h && across >= stackNear*h && across <= stackFar*h
}
