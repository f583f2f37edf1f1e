package corpus_test

import (
	"slices"
	"testing"

	"github.com/walletdesk/walletdesk/document/corpus"
	"github.com/walletdesk/walletdesk/document/picture"
	"github.com/walletdesk/walletdesk/document/rule"
)

// TestDraw_Same: a failure found by a seed must be found again by it.
func TestDraw_Same(t *testing.T) {
	t.Parallel()
	a, _ := corpus.Draw("covered_skewed", 11)
	b, _ := corpus.Draw("covered_skewed", 11)
	other, _ := corpus.Draw("covered_skewed", 12)
	if !slices.Equal(a.Image.Pix, b.Image.Pix) {
		t.Error("one seed drew two pictures")
	}
	if slices.Equal(a.Image.Pix, other.Image.Pix) {
		t.Error("two seeds drew one picture")
	}
}

// TestDraw_Covers: the covers are where they are declared, and in the picture.
func TestDraw_Covers(t *testing.T) {
	t.Parallel()
	for _, class := range []string{"covered", "covered_turned_90", "covered_skewed", "covered_stacked"} {
		p, ok := corpus.Draw(class, 3)
		if !ok || len(p.Covers) != 1 {
			t.Fatalf("%s: no picture with one cover", class)
		}
		if err := picture.Check(p.Covers); err != nil {
			t.Errorf("%s: %v", class, err)
		}
		again := p.Image.Clone()
		picture.Burn(again, picture.Boxes(p.Covers, again.W, again.H))
		if !slices.Equal(again.Pix, p.Image.Pix) {
			t.Errorf("%s: the declared cover is not the drawn one", class)
		}
	}
}

// TestDraw_Wide: what only measuring looks at can be drawn, says what it wants, and
// declares covers and windows that are places.
func TestDraw_Wide(t *testing.T) {
	t.Parallel()
	for _, class := range corpus.WideClasses() {
		t.Run(class, func(t *testing.T) {
			t.Parallel()
			p, ok := corpus.Draw(class, 2)
			if !ok || p.Image == nil || !p.Image.Valid() {
				t.Fatal("not drawn")
			}
			for _, rectangles := range [][]picture.Rectangle{p.Covers, p.Ends, p.Digits} {
				if err := picture.Check(rectangles); err != nil {
					t.Error(err)
				}
			}
			if p.Want == corpus.Accept && p.Card && (len(p.First4) != 4 || len(p.Last4) != 4 || len(p.Covers) == 0 || len(p.Ends) != 2) {
				t.Errorf("a covered card without its groups: %q %q, %d covers", p.First4, p.Last4, len(p.Covers))
			}
		})
	}
}

// TestDraw_Lens: covers of a card seen at an angle hide the digits they hid before.
func TestDraw_Lens(t *testing.T) {
	t.Parallel()
	p, _ := corpus.Draw("covered_aslant", 4)
	covers := picture.Boxes(p.Covers, p.Image.W, p.Image.H)
	for i, d := range p.Digits {
		hidden := i >= 4 && i < 12
		if got := covers[0].Contains(d.Box(p.Image.W, p.Image.H).C); got != hidden {
			t.Errorf("digit %d: hidden %v, want %v", i+1, got, hidden)
		}
	}
}

func TestDraw_Unknown(t *testing.T) {
	t.Parallel()
	if _, ok := corpus.Draw("no_such_class", 1); ok {
		t.Error("drew a class that there is not")
	}
}

// TestClasses_Balance: enough of both sorts, each name once.
func TestClasses_Balance(t *testing.T) {
	t.Parallel()
	classes := corpus.Classes()
	if sorted := slices.Sorted(slices.Values(classes)); len(slices.Compact(sorted)) != len(classes) || len(classes) < 24 {
		t.Errorf("%d classes, or a name twice", len(classes))
	}
}

func TestNumbers_ArePublicTestNumbers(t *testing.T) {
	t.Parallel()
	for _, n := range append(corpus.Numbers(), corpus.Amex) {
		if !rule.Luhn(n) {
			t.Errorf("a test number ending in %s has a wrong check digit", n[len(n)-4:])
		}
	}
}
