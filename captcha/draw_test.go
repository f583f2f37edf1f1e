package captcha

import (
	"bytes"
	"image"
	"image/png"
	"math/rand/v2"
	"os"
	"testing"
)

func random(seed byte) *rand.Rand {
	return rand.New(rand.NewChaCha8([32]byte{seed}))
}

// picture draws letters from a seed.
func picture(t *testing.T, seed byte, letters string) *image.Gray {
	t.Helper()
	text, err := drawing(random(seed), letters)
	if err != nil {
		t.Fatal(err)
	}
	if folder := os.Getenv("CAPTCHA_SAMPLES"); folder != "" { // to be looked at
		if err := os.WriteFile(folder+"/"+letters+string('0'+rune(seed))+".png", text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	img, err := png.Decode(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	gray, ok := img.(*image.Gray)
	if !ok {
		t.Fatalf("picture is a %T", img)
	}
	return gray
}

// dark counts the dark pixels between two columns.
func dark(img *image.Gray, from, to int) int {
	n := 0
	for y := range height {
		for x := from; x < to; x++ {
			if img.GrayAt(x, y).Y < 90 {
				n++
			}
		}
	}
	return n
}

// Each letter of the alphabet is drawn in its place.
func TestDraw_letters(t *testing.T) {
	t.Parallel()
	for i := 0; i+Letters <= len(alphabet); i += 4 {
		letters := alphabet[i : i+Letters]
		for seed := range byte(5) {
			img := picture(t, seed, letters)
			for cell := range Letters {
				from := margin + cell*(width-2*margin)/Letters
				if n := dark(img, from, from+(width-2*margin)/Letters); n < 1000 {
					t.Errorf("%s, seed %d: around letter %d are %d dark pixels", letters, seed, cell, n)
				}
			}
			if n := dark(img, 0, 12) + dark(img, width-12, width); n > 250 {
				t.Errorf("%s, seed %d: %d dark pixels at the edges: a letter is cut", letters, seed, n)
			}
		}
	}
}

func TestDraw_differs(t *testing.T) {
	t.Parallel()
	a, b := picture(t, 1, "ABCDEF"), picture(t, 2, "ABCDEF")
	different := 0
	for i := range a.Pix {
		if (a.Pix[i] < 90) != (b.Pix[i] < 90) {
			different++
		}
	}
	if different < 5000 {
		t.Errorf("two pictures of the same letters differ in %d pixels", different)
	}
	if again := picture(t, 1, "ABCDEF"); !bytes.Equal(a.Pix, again.Pix) {
		t.Error("the same randomness draws another picture")
	}
}

func TestDraw_unknownLetter(t *testing.T) {
	t.Parallel()
	if _, err := drawing(random(1), "ABC\U0010FFFFEF"); err == nil {
		t.Error("a letter that no font has was drawn")
	}
}

func TestPick_allLetters(t *testing.T) {
	t.Parallel()
	r := random(3)
	seen := map[rune]int{}
	for range 2000 {
		for _, l := range pick(r) {
			seen[l]++
		}
	}
	for _, l := range alphabet {
		// 12,000 letters over 22: 545 each, give or take 23 (one σ).
		if n := seen[l]; n < 430 || n > 660 {
			t.Errorf("%c came %d times", l, n)
		}
	}
}

func BenchmarkDraw(b *testing.B) {
	r := random(1)
	for b.Loop() {
		if _, err := drawing(r, "ABCDEF"); err != nil {
			b.Fatal(err)
		}
	}
}
