package reader

import (
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/walletdesk/walletdesk/document/corpus"
	"github.com/walletdesk/walletdesk/document/picture"
	"github.com/walletdesk/walletdesk/document/rule"
)

// filesDir is WALLETDESK_READER_DIR, else var/reader of the module.
func filesDir() string {
	if dir := os.Getenv("WALLETDESK_READER_DIR"); dir != "" {
		return dir
	}
	return filepath.Join("..", "..", "var", "reader")
}

// TestReader_Read reads a whole card as it lies, and upside down: every digit is
// found where it was drawn.
func TestReader_Read(t *testing.T) {
	t.Parallel()
	r, err := Open(filesDir(), 2)
	if err != nil {
		t.Fatal(err) // says `make reader-files` when they are missing
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	if _, err := Open(filesDir(), 2); err == nil {
		t.Error("opened a second reader in one process")
	}
	for _, class := range []string{"printed", "turned_180", "embossed"} {
		p, _ := corpus.Draw(class, 5)
		passes, err := r.Passes(p.Image)
		if err != nil {
			t.Fatal(err)
		}
		if len(passes) != 2 {
			t.Fatalf("%s: %d passes", class, len(passes))
		}
		for _, pass := range passes {
			number, l := longestNumber(pass)
			if !rule.Luhn(number) || len(number) < 15 {
				t.Errorf("%s, %s: read %d digits", class, pass.Name, len(number))
				continue
			}
			for _, c := range l.Chars {
				if c.At.X < 0 || c.At.Y < 0 || c.At.X > float64(p.Image.W) || c.At.Y > float64(p.Image.H) {
					t.Errorf("%s, %s: a digit beside the picture", class, pass.Name)
				}
			}
		}
	}
	if lines, err := r.read(picture.NewRGB(100, 100), nil); err != nil || len(lines) != 0 {
		t.Errorf("no boxes: %d lines, %v", len(lines), err)
	}
}

// longestNumber is the reading with the most digits.
func longestNumber(p rule.Pass) (string, rule.Reading) {
	best, reading := "", rule.Reading{}
	for _, l := range p.Lines {
		for _, r := range l.Readings {
			digits := strings.Map(func(c rune) rune {
				if c < '0' || c > '9' {
					return -1
				}
				return c
			}, r.Text())
			if len(digits) > len(best) {
				best, reading = digits, r
			}
		}
	}
	return best, reading
}

func TestCheckFiles(t *testing.T) {
	t.Parallel()
	if err := CheckFiles(filesDir()); err != nil {
		t.Error(err)
	}
	if err := CheckFiles(t.TempDir()); !errors.Is(err, ErrNoFiles) {
		t.Errorf("got %v", err)
	}
}

// TestSmallestBox: a turned rectangle is found with its sides and angle.
func TestSmallestBox(t *testing.T) {
	t.Parallel()
	for _, degrees := range []float64{0, 7, 45, 80, 90, 170} {
		sin, cos := math.Sincos(degrees * math.Pi / 180)
		want := picture.Box{C: picture.Point{X: 200, Y: 150}, U: picture.Point{X: cos, Y: sin}, W: 120, H: 30}
		var points []picture.Point
		for _, x := range []float64{-.5, -.2, .1, .5} {
			for _, y := range []float64{-.5, 0, .5} {
				points = append(points, want.C.Add(want.U.Mul(x*want.W)).Add(want.U.Turned().Mul(y*want.H)))
			}
		}
		got := smallestBox(hull(points))
		long, short := max(got.W, got.H), min(got.W, got.H)
		if math.Abs(long-120) > .01 || math.Abs(short-30) > .01 || got.C.Sub(want.C).Len() > .01 {
			t.Errorf("%v degrees: %+v", degrees, got)
		}
		if a := along(got); math.Abs(a.W-120) > .01 || math.Abs(a.U.Dot(want.U)) < .999 {
			t.Errorf("%v degrees: lies along %+v", degrees, a)
		}
	}
}

// TestAlong_OneSign: nearly upright boxes of one column must not point in two
// directions.
func TestAlong_OneSign(t *testing.T) {
	t.Parallel()
	box := func(degrees float64) picture.Box {
		sin, cos := math.Sincos(degrees * math.Pi / 180)
		return along(picture.Box{U: picture.Point{X: cos, Y: sin}, W: 100, H: 20})
	}
	for _, pair := range [][2]float64{{88, 92}, {-88, -92}, {-2, 2}, {178, 182}, {268, 272}} {
		if a, b := box(pair[0]), box(pair[1]); a.U.Dot(b.U) < .9 {
			t.Errorf("%v: %v and %v", pair, a.U, b.U)
		}
	}
}

func TestResize(t *testing.T) {
	t.Parallel()
	p := picture.NewRGB(64, 32)
	for y := range 32 {
		for x := range 64 {
			p.Set(x, y, byte(x*4), byte(y*8), 200)
		}
	}
	for _, size := range [][2]int{{32, 32}, {50, 20}, {128, 64}, {64, 32}, {1, 1}} {
		got := resize(p, size[0], size[1])
		if got.W != size[0] || got.H != size[1] {
			t.Fatalf("%v: %d × %d", size, got.W, got.H)
		}
		r, g, b := got.At(size[0]/2, size[1]/2)
		wantR, wantG := 126.0, 124.0
		if math.Abs(float64(r)-wantR) > 10 || math.Abs(float64(g)-wantG) > 12 || b != 200 {
			t.Errorf("%v: the middle is %d %d %d", size, r, g, b)
		}
	}
}

// TestNormalise: a shadow over half of the picture is gone, print stays.
func TestNormalise(t *testing.T) {
	t.Parallel()
	p := picture.NewRGB(400, 200)
	for y := range 200 {
		for x := range 400 {
			v := byte(220)
			if x >= 200 {
				v = 70
			}
			if (x/6)%2 == 0 {
				v -= 40
			}
			p.Set(x, y, v, v, v)
		}
	}
	got, scale := normalise(p)
	if scale != 1 {
		t.Fatalf("scale %v", scale)
	}
	mean := func(x0, x1 int) float64 {
		sum := 0
		for x := x0; x < x1; x++ {
			v, _, _ := got.At(x, 100)
			sum += int(v)
		}
		return float64(sum) / float64(x1-x0)
	}
	if light, dark := mean(60, 120), mean(280, 340); math.Abs(light-dark) > 12 {
		t.Errorf("the shadow is still there: %.0f and %.0f", light, dark)
	}
	large, scale := normalise(picture.NewRGB(3200, 100))
	if scale != 2 || large.W != normalSide {
		t.Errorf("3,200 pixels: %d, scale %v", large.W, scale)
	}
}

// TestComponents: blobs that touch at a corner are one.
func TestComponents(t *testing.T) {
	t.Parallel()
	const w, h = 20, 10
	heat := make([]float32, w*h)
	for _, at := range [][2]int{{2, 2}, {3, 3}, {4, 2}, {15, 7}} {
		heat[at[1]*w+at[0]] = .9
	}
	got := components(heat, w, h)
	if len(got) != 2 || got[0].area != 3 || got[1].area != 1 {
		t.Errorf("got %d blobs", len(got))
	}
	if boxes := boxesOf(heat, w, h, 1, 1); len(boxes) != 0 {
		t.Errorf("%d boxes of blobs too small for text", len(boxes))
	}
}

// TestDecodeCTC: blanks part, repeats join, places follow the steps.
func TestDecodeCTC(t *testing.T) {
	t.Parallel()
	r := &Reader{keys: make([]rune, classes)}
	r.keys[1], r.keys[2] = '4', '2'
	const steps = 8
	out := make([]float32, steps*classes)
	for i, class := range []int{1, 1, 0, 1, 2, 2, 0, 2} {
		out[i*classes+class] = .5 + float32(i)/20
	}
	b := picture.Box{C: picture.Point{X: 100, Y: 50}, U: picture.Point{X: 1}, W: 80, H: 20}
	for turned, want := range map[int][]float64{0: {75, 95, 115, 135}, 1: {125, 105, 85, 65}} {
		got := r.decode(out, steps, 1, b, turned)
		if got.Text() != "4422" {
			t.Fatalf("got %q", got.Text())
		}
		for i, c := range got.Chars {
			if math.Abs(c.At.X-want[i]) > .01 || c.At.Y != 50 {
				t.Errorf("turned %d: character %d at %v, want %v", turned, i, c.At, want[i])
			}
		}
	}
}
