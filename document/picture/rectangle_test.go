package picture_test

import (
	"math"
	"testing"

	"github.com/walletdesk/walletdesk/document/picture"
)

func white(w, h int) *picture.RGB {
	p := picture.NewRGB(w, h)
	for i := range p.Pix {
		p.Pix[i] = 255
	}
	return p
}

func isBlack(p *picture.RGB, x, y int) bool {
	r, g, b := p.At(x, y)
	return r == 0 && g == 0 && b == 0
}

// TestBurn: inside is black to the last bit, at a distance nothing changed.
func TestBurn(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name        string
		r           picture.Rectangle
		black, left [][2]int
	}{
		{"level", picture.Rectangle{X: .25, Y: .25, Width: .5, Height: .5}, [][2]int{{50, 25}, {150, 75}, {100, 50}}, [][2]int{{46, 50}, {100, 21}, {0, 0}}},
		{"turned a quarter", picture.Rectangle{X: .25, Y: .4, Width: .5, Height: .2, Angle: 90}, [][2]int{{100, 1}, {100, 98}, {91, 50}, {108, 50}}, [][2]int{{86, 50}, {114, 50}}},
		{"turned 45", picture.Rectangle{X: .25, Y: .45, Width: .5, Height: .1, Angle: 45}, [][2]int{{70, 20}, {130, 80}}, [][2]int{{130, 20}, {70, 80}}},
		{"over the edge", picture.Rectangle{X: -.01, Y: -.01, Width: .2, Height: .2}, [][2]int{{0, 0}, {37, 18}}, [][2]int{{45, 10}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := white(200, 100)
			picture.Burn(p, []picture.Box{c.r.Box(200, 100)})
			for _, at := range c.black {
				if !isBlack(p, at[0], at[1]) {
					t.Errorf("%v is not black", at)
				}
			}
			for _, at := range c.left {
				if isBlack(p, at[0], at[1]) {
					t.Errorf("%v is black", at)
				}
			}
		})
	}
}

// TestKeep: nothing outside the windows is left, not even at their edges.
func TestKeep(t *testing.T) {
	t.Parallel()
	p := white(200, 100)
	windows := []picture.Rectangle{{X: .1, Y: .4, Width: .2, Height: .2}, {X: .7, Y: .4, Width: .2, Height: .2}}
	picture.Keep(p, picture.Boxes(windows, 200, 100))
	if isBlack(p, 40, 50) || isBlack(p, 160, 50) {
		t.Error("a window is black")
	}
	for y := range 100 {
		for x := range 200 {
			in := y >= 40 && y < 60 && (x >= 20 && x < 60 || x >= 140 && x < 180)
			if !in && !isBlack(p, x, y) {
				t.Fatalf("%d, %d outside the windows is shown", x, y)
			}
		}
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	good := picture.Rectangle{X: .1, Y: .1, Width: .3, Height: .2, Angle: -12}
	for _, c := range []struct {
		name string
		in   []picture.Rectangle
		ok   bool
	}{
		{"none", nil, true},
		{"one", []picture.Rectangle{good}, true},
		{"rounded over the edge", []picture.Rectangle{{X: -.004, Y: 0, Width: 1.008, Height: 1}}, true},
		{"no width", []picture.Rectangle{{X: .1, Y: .1, Height: .2}}, false},
		{"negative", []picture.Rectangle{{X: .5, Y: .5, Width: -.1, Height: .1}}, false},
		{"outside", []picture.Rectangle{{X: 1.2, Y: .5, Width: .1, Height: .1}}, false},
		{"infinite", []picture.Rectangle{{X: 0, Y: 0, Width: math.Inf(1), Height: .1}}, false},
		{"no number", []picture.Rectangle{{X: 0, Y: 0, Width: .1, Height: .1, Angle: math.NaN()}}, false},
		{"too many", make([]picture.Rectangle, picture.MaxRectangles+1), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if err := picture.Check(c.in); (err == nil) != c.ok {
				t.Errorf("got %v", err)
			}
		})
	}
}
