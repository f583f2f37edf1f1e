package picture_test

import (
	"testing"

	"github.com/walletdesk/walletdesk/document/corpus"
	"github.com/walletdesk/walletdesk/document/picture"
)

// Half of the pictures and more that are saved again are known again, and no two of the corpus count
// as one, though their cards lie alike and differ by little more than their covers.
func TestLookOf(t *testing.T) {
	t.Parallel()
	type seen struct {
		name string
		look picture.Look
	}
	var all []seen
	known, saved := 0, 0
	for i, class := range corpus.Classes() {
		// Drawing is slow: a third of them, and the two that are most alike.
		if i%3 > 0 && class != "covered_noisy" && class != "covered_loosely" {
			continue
		}
		p, ok := corpus.Draw(class, 1)
		if !ok || p.Image == nil {
			continue
		}
		look, ok := picture.LookOf(p.Image)
		if !ok {
			continue // too plain to be known again
		}
		saved++
		if look.Differs(savedAgain(t, p.Image)) <= picture.SameLook {
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
	t.Logf("%d pictures; %d of %d known again after saving; the least difference of two is %d (%s)", len(all), known, saved, least, pair)
	if least <= picture.SameLook {
		t.Errorf("two pictures count as one: %s differ by %d", pair, least)
	}
	if 2*known < saved {
		t.Errorf("only %d of %d are known again", known, saved)
	}
}

func savedAgain(t *testing.T, p *picture.RGB) picture.Look {
	t.Helper()
	data, err := picture.Encode(p)
	if err != nil {
		t.Fatal(err)
	}
	again, err := picture.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	look, ok := picture.LookOf(again)
	if !ok {
		t.Error("too plain once it is saved")
	}
	return look
}
