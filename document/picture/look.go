package picture

import "math/bits"

// Look is how a picture looks, in 256 bits: whether each of 16 × 16 fields is
// clearly darker than the one to its left. Saved anew, made smaller or a little
// darker, few of the bits change (SameLook); a thumbnail can't be made of them.
type Look [32]byte

const (
	lookSide = 16
	// lookStep of 255 is what makes a field clearly darker: noise on paper is none.
	lookStep = 3
	// plainLook is the fewest edges that tell pictures apart: blank ones look alike.
	plainLook = 20
	// SameLook is up to how many of the 256 bits may differ in what counts as one
	// picture. Cards of one design that lie alike differ in as few as 2 (the corpus, in
	// look_test.go), so it is less: two customers of one bank are no signal. Of the
	// pictures saved again two in three stay within it; their hash tells the same bytes.
	SameLook = 1
)

// LookOf tells how a picture looks; false when it is too plain to be known again.
//
//go:norace
func LookOf(p *RGB) (Look, bool) {
	var out Look
	if !p.Valid() || p.W < lookSide+1 || p.H < lookSide {
		return out, false
	}
	edges := 0
	for y := range lookSide {
		before := fieldOf(p, 0, y)
		for x := 1; x <= lookSide; x++ {
			field := fieldOf(p, x, y)
			if before > field+lookStep {
				bit := y*lookSide + x - 1
				out[bit/8] |= 0x80 >> (bit % 8)
				edges++
			}
			before = field
		}
	}
	return out, edges >= plainLook
}

// fieldOf is the mean lightness of a field, 0 to 255.
//
//go:norace
func fieldOf(p *RGB, x, y int) int {
	left, right := x*p.W/(lookSide+1), (x+1)*p.W/(lookSide+1)
	top, bottom := y*p.H/lookSide, (y+1)*p.H/lookSide
	sum := 0
	for row := top; row < bottom; row++ {
		line := p.Pix[3*(row*p.W+left) : 3*(row*p.W+right)]
		for i := 0; i < len(line); i += 3 {
			sum += (299*int(line[i]) + 587*int(line[i+1]) + 114*int(line[i+2])) / 1000
		}
	}
	return sum / ((right - left) * (bottom - top))
}

// Differs is in how many bits two looks differ.
func (l Look) Differs(m Look) int {
	n := 0
	for i := range l {
		n += bits.OnesCount8(l[i] ^ m[i])
	}
	return n
}

// Bits is the look as 256 characters 0 and 1.
func (l Look) Bits() string {
	out := make([]byte, 0, 8*len(l))
	for _, b := range l {
		for bit := byte(0x80); bit > 0; bit >>= 1 {
			c := byte('0')
			if b&bit != 0 {
				c = '1'
			}
			out = append(out, c)
		}
	}
	return string(out)
}
