package rule

import (
	"cmp"
	"math"
	"slices"

	"github.com/walletdesk/walletdesk/document/picture"
)

// Figures of the accepted shape. A pitch is the distance between two digits of
// one group.
const (
	pitchLow, pitchHigh = 0.6, 1.6 // ratio of the two groups' pitches
	evenGap             = 1.9      // widest gap in a group, in its pitches
	coverLeast          = 4.0      // pitches the cover is long
	coverSolid          = 0.97     // share of the line between its ends
	coverNear           = 1.75     // pitches from a group to the cover
	coverReach          = 0.4      // digit heights the cover reaches up and down
	sure, agreed        = 0.6, 0.3 // least confidence in one pass, in two
	stackAlign          = 0.6      // heights
	stackApart          = 2.0      // heights between first and last line …
	stackMost           = 6.0      // … and at most
	stackCovered        = 0.75     // share of the area between
	unreadable          = 0.6      // best mean confidence of unreadable text
	unreadableAspect    = 6.0      // width over height
	unreadableHeight    = 0.4      // of the number's digits
	stackDigitHeight    = 20.0     // pixels, for stacks
)

// Card decides about a picture of a bank card. passes read the whole picture
// after the covers were burned; strips were read beside the covers and serve to
// accept only; covers are in pixels.
func Card(passes, strips []Pass, covers []picture.Box, prefix Prefix) Decision {
	shapes, why := findShapes(slices.Concat(passes, strips), covers)
	if n := tooMany(passes, covers, shapes); n > 0 {
		reason := TooManyDigits
		if len(covers) > 0 && (len(shapes) > 0 || why == RoomForMore || coverInRow(passes, covers)) {
			reason = CoverTooShort
		}
		return Decision{Verdict: Refused, Reason: reason, Visible: n}
	}
	if len(covers) == 0 {
		return Decision{Verdict: Unsure, Reason: NoCover}
	}
	s, ok := agreement(shapes)
	switch {
	case !ok:
		return Decision{Verdict: Unsure, Reason: why}
	case hiddenText(passes, covers, s.height):
		return Decision{Verdict: Unsure, Reason: UnreadableText}
	case !prefix(s.text[:4]):
		return Decision{Verdict: Unsure, Reason: UnknownPrefix}
	}
	return Decision{Verdict: Accepted, Reason: Covered, Visible: 8, First4: s.text[:4], Last4: s.text[4:]}
}

// tooMany counts the digits of the longest row or stack when they are too many:
// 10 in any pass, 9 in two, or 9 in one unless two passes show the accepted
// shape (a sliver of a neighbour at the cover's edge reads as a 1 now and then).
func tooMany(passes []Pass, covers []picture.Box, shapes []shape) int {
	most, nines := 0, 0
	for _, p := range passes {
		n := longest(p, covers)
		most = max(most, n)
		if n > 8 {
			nines++
		}
	}
	if most >= 10 || nines >= 2 || nines == 1 && !twoPasses(shapes) {
		return most
	}
	return 0
}

func longest(p Pass, covers []picture.Box) int {
	n := 0
	for direction := range 2 {
		found := rows(p, direction, covers)
		for _, r := range found {
			n = max(n, len(r.digits))
		}
		for _, s := range stacks(found) {
			n = max(n, s)
		}
	}
	return n
}

// coverInRow tells whether a cover lies on the line of a row that is too long,
// so that "cover more" helps better than "cover something".
func coverInRow(passes []Pass, covers []picture.Box) bool {
	for _, p := range passes {
		for direction := range 2 {
			for _, r := range rows(p, direction, covers) {
				if len(r.digits) > 8 && crossed(r, covers) {
					return true
				}
			}
		}
	}
	return false
}

func crossed(r row, covers []picture.Box) bool {
	return slices.ContainsFunc(covers, func(c picture.Box) bool {
		d := c.C.Sub(r.c)
		return math.Abs(d.Dot(r.u.Turned())) < (min(c.W, c.H)+r.h)/2
	})
}

// shape is the accepted picture of a number: 4 digits, cover, 4 digits.
type shape struct {
	text   string
	least  float64
	height float64
	pass   int
}

// findShapes looks for the shape in every pass; the reason says what was wrong
// with the nearest miss.
func findShapes(passes []Pass, covers []picture.Box) ([]shape, Reason) {
	why := NotReadable
	var out []shape
	for i, p := range passes {
		for direction := range 2 {
			found := rows(p, direction, covers)
			for _, r := range found {
				if len(r.digits) != 8 {
					continue
				}
				if !fits(r, covers) {
					why = RoomForMore
					continue
				}
				out = append(out, shape{r.text(), r.minimum(), r.digitHeight(), i})
			}
			out = append(out, stackedShapes(found, covers, i)...)
		}
	}
	return out, why
}

// fits tells whether a row of 8 digits is 4, a cover, 4, without room for more.
func fits(r row, covers []picture.Box) bool {
	left, right := r.digits[:4], r.digits[4:]
	p, q := pitch(left), pitch(right)
	if p <= 0 || q <= 0 || p/q < pitchLow || p/q > pitchHigh || !even(left, p) || !even(right, q) {
		return false
	}
	a, b := left[3].at, right[0].at
	s := stretchOf(a, b, covers)
	mean := (p + q) / 2
	if s.length < coverLeast*mean || s.solid < coverSolid || s.before >= coverNear*p || s.after >= coverNear*q {
		return false
	}
	// The cover hides digits only where it is as high as they are.
	direction := b.Sub(a).Mul(1 / b.Sub(a).Len())
	from := a.Add(direction.Mul(s.before + mean/2))
	to := b.Sub(direction.Mul(s.after + mean/2))
	reach := direction.Turned().Mul(coverReach * min(r.digitHeight(), 1.6*mean))
	for _, side := range []float64{-1, 1} {
		if share(from.Add(reach.Mul(side)), to.Add(reach.Mul(side)), covers) < coverSolid {
			return false
		}
	}
	return true
}

func pitch(group []digit) float64 { return group[3].at.Sub(group[0].at).Len() / 3 }

func even(group []digit, pitch float64) bool {
	for i := range 3 {
		if group[i+1].at.Sub(group[i].at).Len() > evenGap*pitch {
			return false
		}
	}
	return true
}

// stretch is the covered part of a line.
type stretch struct{ before, length, after, solid float64 }

// samples along a line: a hole of a hundredth is seen.
const samples = 200

func stretchOf(a, b picture.Point, covers []picture.Box) stretch {
	first, last, n := -1, -1, 0
	for i := range samples + 1 {
		if inside(a.Add(b.Sub(a).Mul(float64(i)/samples)), covers) {
			if first < 0 {
				first = i
			}
			last = i
			n++
		}
	}
	if first < 0 {
		return stretch{}
	}
	step := b.Sub(a).Len() / samples
	return stretch{
		before: float64(first) * step, length: float64(last-first) * step,
		after: float64(samples-last) * step, solid: float64(n) / float64(last-first+1),
	}
}

// share of a line that is covered.
func share(a, b picture.Point, covers []picture.Box) float64 {
	n := 0
	for i := range samples + 1 {
		if inside(a.Add(b.Sub(a).Mul(float64(i)/samples)), covers) {
			n++
		}
	}
	return float64(n) / (samples + 1)
}

// stackedShapes looks for 4 digits, covered lines, 4 digits below each other.
func stackedShapes(all []row, covers []picture.Box, pass int) []shape {
	var fours []row
	for _, r := range all {
		if len(r.digits) == 4 && even(r.digits, pitch(r.digits)) {
			fours = append(fours, r)
		}
	}
	var out []shape
	for _, a := range fours {
		for _, b := range fours {
			d, h := b.c.Sub(a.c), (a.h+b.h)/2
			down := d.Dot(a.u.Turned())
			if !parallel(a.u, b.u) || ratio(a.h, b.h) > stackHeights || math.Abs(d.Dot(a.u)) > stackAlign*h ||
				down < stackApart*h || down > stackMost*h || areaShare(a, b, covers) < stackCovered {
				continue
			}
			out = append(out, shape{a.text() + b.text(), min(a.minimum(), b.minimum()), stackDigitHeight, pass})
		}
	}
	return out
}

// areaShare is the covered share of the area between two stacked rows.
func areaShare(a, b row, covers []picture.Box) float64 {
	const n = 24
	width := max(pitch(a.digits), pitch(b.digits)) * 4
	down := b.c.Sub(a.c)
	edge := (a.h + b.h) / 4 / down.Len()
	hit := 0
	for i := range n {
		t := edge + (1-2*edge)*(float64(i)+.5)/n
		for j := range n {
			s := ((float64(j)+.5)/n - .5) * width
			if inside(a.c.Add(down.Mul(t)).Add(a.u.Mul(s)), covers) {
				hit++
			}
		}
	}
	return float64(hit) / (n * n)
}

// agreement picks the number: surely read in one pass, or alike in two.
func agreement(shapes []shape) (shape, bool) {
	if len(shapes) == 0 {
		return shape{}, false
	}
	best := slices.MaxFunc(shapes, func(a, b shape) int { return cmp.Compare(a.least, b.least) })
	if best.least >= sure {
		return best, true
	}
	for _, a := range shapes {
		for _, b := range shapes {
			if a.pass != b.pass && a.text == b.text && a.least >= agreed && b.least >= agreed {
				return a, true
			}
		}
	}
	return shape{}, false
}

func twoPasses(shapes []shape) bool {
	return slices.ContainsFunc(shapes, func(s shape) bool { return s.pass != shapes[0].pass })
}

// hiddenText tells whether there is a long line nobody could read that is high
// enough to be digits.
func hiddenText(passes []Pass, covers []picture.Box, digitHeight float64) bool {
	for _, p := range passes {
		for _, l := range p.Lines {
			if l.best() < unreadable && l.Box.W >= unreadableAspect*l.Box.H &&
				l.Box.H/boxOverText >= unreadableHeight*digitHeight && !mostlyCovered(l.Box, covers) {
				return true
			}
		}
	}
	return false
}

func mostlyCovered(b picture.Box, covers []picture.Box) bool {
	half := b.U.Mul(b.W / 2)
	return share(b.C.Sub(half), b.C.Add(half), covers) > .5
}
