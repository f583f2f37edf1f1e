package picture_test

import (
	"testing"

	"github.com/walletdesk/walletdesk/document/corpus"
	"github.com/walletdesk/walletdesk/document/picture"
)

// More than half of the pictures that are saved again are known again, and no two of the corpus count
// as one, though their cards lie alike and differ by little more than their covers.
func TestLookOf(t *testing.T) {
	t.Parallel()
	type seen struct {
		name string
		look picture.Look
	}
	var all []seen
	known := 0
	for _, class := range corpus.Classes() {
		p, ok := corpus.Draw(class, 1)
		if !ok || p.Image == nil {
			continue
		}
		look, ok := picture.LookOf(p.Image)
		if !ok {
			continue // too plain to be known again
		}
		data, err := picture.Encode(p.Image)
		if err != nil {
			t.Fatal(err)
		}
		saved, err := picture.Decode(data)
		if err != nil {
			t.Fatal(err)
		}
		again, ok := picture.LookOf(saved)
		if d := look.Differs(again); ok && d <= picture.SameLook {
			known++
		}
		all = append(all, seen{class, look})
	}
	least, pair := 256, ""
	for i, a := range all {
		for _, b := range all[:i] {
			if d := a.look.Differs(b.look); d < least {
				least, pair = d, a.name+" and "+b.name
			}
		}
	}
	t.Logf("%d pictures: %d known again after saving, the least difference of two is %d (%s)", len(all), known, least, pair)
	if least <= picture.SameLook {
		t.Errorf("two pictures count as one: %s differ by %d", pair, least)
	}
	if 2*known < len(all) {
		t.Errorf("only %d of %d are known again", known, len(all))
	}
}
