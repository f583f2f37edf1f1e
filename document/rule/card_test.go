package rule_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/walletdesk/walletdesk/document/picture"
	"github.com/walletdesk/walletdesk/document/rule"
)

// The tests' print: digits 20 pixels apart, 30 high, in boxes 48 high.
const step, boxHeight = 20.0, 48.0

// text is a line read surely, its first character centred at x.
func text(s string, x, y float64) rule.Line { return weak(s, x, y, .95) }

// weak is a line read with confidence p.
func weak(s string, x, y, p float64) rule.Line {
	l := rule.Line{}
	n := 0
	for _, r := range s {
		l.Readings[0].Chars = append(l.Readings[0].Chars, rule.Char{R: r, P: p, At: picture.Point{X: x + step*float64(n), Y: y}})
		n++
	}
	l.Readings[0].Mean = p
	width := step * float64(n)
	l.Box = picture.Box{C: picture.Point{X: x - step/2 + width/2, Y: y}, U: picture.Point{X: 1}, W: width, H: boxHeight}
	return l
}

// turn turns lines and covers by degrees clockwise about the origin.
func turn(lines []rule.Line, covers []picture.Box, degrees float64) ([]rule.Line, []picture.Box) {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	spin := func(p picture.Point) picture.Point { return picture.Point{X: p.X*cos - p.Y*sin, Y: p.X*sin + p.Y*cos} }
	var outLines []rule.Line
	for _, l := range lines {
		l.Box.C, l.Box.U = spin(l.Box.C), spin(l.Box.U)
		chars := l.Readings[0].Chars
		l.Readings[0].Chars = nil
		for _, c := range chars {
			c.At = spin(c.At)
			l.Readings[0].Chars = append(l.Readings[0].Chars, c)
		}
		outLines = append(outLines, l)
	}
	var outCovers []picture.Box
	for _, c := range covers {
		c.C, c.U = spin(c.C), spin(c.U)
		outCovers = append(outCovers, c)
	}
	return outLines, outCovers
}

// cover reaches from x0 to x1 around the line y.
func cover(x0, x1, y, height float64) picture.Box {
	return picture.Box{C: picture.Point{X: (x0 + x1) / 2, Y: y}, U: picture.Point{X: 1}, W: x1 - x0, H: height}
}

func pass(lines ...rule.Line) rule.Pass { return rule.Pass{Name: "raw960", Lines: lines} }

func visa(first4 string) bool { return first4 == "4242" || first4 == "3782" }

// good is a card covered well: 4242, the middle, 4242.
func good() ([]rule.Line, []picture.Box) {
	return []rule.Line{text("4242", 100, 300), text("4242", 400, 300)}, []picture.Box{cover(175, 385, 300, 40)}
}

func TestCard(t *testing.T) {
	t.Parallel()
	lines, covers := good()
	accepted := rule.Decision{Verdict: rule.Accepted, Reason: rule.Covered, Visible: 8, First4: "4242", Last4: "4242"}
	unsure := func(r rule.Reason) rule.Decision { return rule.Decision{Verdict: rule.Unsure, Reason: r} }
	refused := func(r rule.Reason, n int) rule.Decision {
		return rule.Decision{Verdict: rule.Refused, Reason: r, Visible: n}
	}
	whole := text("4242 4242 4242 4242", 100, 300)
	late := []picture.Box{cover(195, 385, 300, 40)}
	nine := []rule.Line{text("42424", 100, 300), text("4242", 400, 300)}
	for _, c := range []struct {
		name, why      string
		passes, strips []rule.Pass
		covers         []picture.Box
		want           rule.Decision
	}{
		{"covered well", "both passes agree", []rule.Pass{pass(lines...), pass(lines...)}, nil, covers, accepted},
		{"one sure pass", "the other saw nothing", []rule.Pass{pass(lines...), pass()}, nil, covers, accepted},
		{"strips alone", "the detector missed a group", []rule.Pass{pass(lines[0]), pass()}, []rule.Pass{pass(lines...)}, covers, accepted},
		{"two weak passes", "alike, each over .3", []rule.Pass{pass(weak("4242", 100, 300, .4), weak("4242", 400, 300, .4)), pass(weak("4242", 100, 300, .4), weak("4242", 400, 300, .4))}, nil, covers, accepted},
		{"date on another line", "it is no part of the number", []rule.Pass{pass(append(lines, text("12/28", 250, 420))...)}, nil, covers, accepted},
		{"one weak pass", "nobody agrees", []rule.Pass{pass(weak("4242", 100, 300, .4), weak("4242", 400, 300, .4))}, nil, covers, unsure(rule.NotReadable)},
		{"weak and different", "they contradict each other", []rule.Pass{pass(weak("4242", 100, 300, .4), weak("4242", 400, 300, .4)), pass(weak("4242", 100, 300, .4), weak("4243", 400, 300, .4))}, nil, covers, unsure(rule.NotReadable)},
		{"whole number", "nothing is covered", []rule.Pass{pass(whole)}, nil, nil, refused(rule.TooManyDigits, 16)},
		{"whole number, cover elsewhere", "the cover hides the name", []rule.Pass{pass(whole)}, nil, []picture.Box{cover(100, 300, 600, 40)}, refused(rule.TooManyDigits, 16)},
		{"number in two boxes", "a row is put together", []rule.Pass{pass(text("4242 4242", 100, 300), text("4242 4242", 320, 303))}, nil, nil, refused(rule.TooManyDigits, 16)},
		{"nine in two passes", "one digit too many", []rule.Pass{pass(nine...), pass(nine...)}, nil, late, refused(rule.CoverTooShort, 9)},
		{"nine in one pass", "the other doesn't know better", []rule.Pass{pass(nine...), pass()}, nil, late, refused(rule.CoverTooShort, 9)},
		{"four lines of four", "one number in a stack", []rule.Pass{pass(text("4242", 100, 300), text("4242", 100, 360), text("4242", 100, 420), text("4242", 100, 480))}, nil, nil, refused(rule.TooManyDigits, 16)},
		{"two lines of eight", "one number in a stack", []rule.Pass{pass(text("42424242", 100, 300), text("42424242", 100, 360))}, nil, nil, refused(rule.TooManyDigits, 16)},
		{"no cover declared", "tape proves nothing", []rule.Pass{pass(lines...)}, nil, nil, unsure(rule.NoCover)},
		{"nothing read", "nothing found is never a yes", []rule.Pass{pass(), pass()}, nil, covers, unsure(rule.NotReadable)},
		{"three and four", "a digit was covered too many", []rule.Pass{pass(text("424", 100, 300), text("4242", 400, 300))}, nil, covers, unsure(rule.NotReadable)},
		{"room for a ninth", "the cover begins too far away", []rule.Pass{pass(lines...)}, nil, []picture.Box{cover(198, 385, 300, 40)}, unsure(rule.RoomForMore)},
		{"room on the right", "the same on the other side", []rule.Pass{pass(lines...)}, nil, []picture.Box{cover(175, 363, 300, 40)}, unsure(rule.RoomForMore)},
		{"short cover", "no four digits fit under it", []rule.Pass{pass(text("4242", 100, 300), text("4242", 245, 300))}, nil, []picture.Box{cover(172, 232, 300, 40)}, unsure(rule.RoomForMore)},
		{"hole in the cover", "something shows through", []rule.Pass{pass(lines...)}, nil, []picture.Box{cover(175, 260, 300, 40), cover(290, 385, 300, 40)}, unsure(rule.RoomForMore)},
		{"thin stripe", "digits show above and below it", []rule.Pass{pass(lines...)}, nil, []picture.Box{cover(175, 385, 300, 10)}, unsure(rule.RoomForMore)},
		{"cover below", "it doesn't cross the row", []rule.Pass{pass(lines...)}, nil, []picture.Box{cover(175, 385, 360, 40)}, unsure(rule.RoomForMore)},
		{"two pitches", "the groups are of two sizes", []rule.Pass{pass(lines[0], squeezed(400))}, nil, covers, unsure(rule.RoomForMore)},
		{"unknown prefix", "no card begins so", []rule.Pass{pass(text("9999", 100, 300), lines[1])}, nil, covers, unsure(rule.UnknownPrefix)},
		{"unreadable line", "it could be the number", []rule.Pass{pass(append(lines, weak("~~~~~~~~~~~~~~~~", 100, 500, .3))...)}, nil, covers, unsure(rule.UnreadableText)},
		{"unreadable under a cover", "it is gone", []rule.Pass{pass(append(lines, weak("~~~~~~~~~~~~~~~~", 100, 500, .3))...)}, nil, append(covers, cover(80, 430, 500, 50)), accepted},
		{"digits under a cover", "they are burned, whatever is read", []rule.Pass{pass(append(lines, text("42424242", 190, 300))...)}, nil, covers, accepted},
		{"digits through a stripe", "a thin cover hides nothing", []rule.Pass{pass(append(lines, text("42424242", 200, 300))...)}, nil, []picture.Box{cover(175, 385, 300, 10)}, refused(rule.CoverTooShort, 16)},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, rule.Card(c.passes, c.strips, c.covers, visa)); diff != "" {
				t.Errorf("%s:\n%s", c.why, diff)
			}
		})
	}
}

// squeezed is a group of 4242 set at half the pitch.
func squeezed(x float64) rule.Line {
	l := text("4242", x, 300)
	for i := range l.Readings[0].Chars {
		l.Readings[0].Chars[i].At.X = x + step/2*float64(i)
	}
	return l
}

// TestCard_Turned: what holds for a level card holds at every angle.
func TestCard_Turned(t *testing.T) {
	t.Parallel()
	for _, degrees := range []float64{-90, -30, 8, 45, 90, 180} {
		lines, covers := turn2(good, degrees)
		if got := rule.Card([]rule.Pass{pass(lines...)}, nil, covers, visa); got.Verdict != rule.Accepted {
			t.Errorf("%v degrees: %+v", degrees, got)
		}
		whole, _ := turn([]rule.Line{text("4242 4242 4242 4242", 100, 300)}, nil, degrees)
		if got := rule.Card([]rule.Pass{pass(whole...)}, nil, nil, visa); got.Verdict != rule.Refused {
			t.Errorf("%v degrees, nothing covered: %+v", degrees, got)
		}
	}
}

func turn2(from func() ([]rule.Line, []picture.Box), degrees float64) ([]rule.Line, []picture.Box) {
	lines, covers := from()
	return turn(lines, covers, degrees)
}

// TestCard_Stacked: 4 lines of 4 whose middle two are covered.
func TestCard_Stacked(t *testing.T) {
	t.Parallel()
	p := []rule.Pass{pass(text("4242", 100, 300), text("4242", 100, 480))}
	if got := rule.Card(p, nil, []picture.Box{cover(80, 180, 390, 120)}, visa); got.Verdict != rule.Accepted {
		t.Errorf("covered well: %+v", got)
	}
	if got := rule.Card(p, nil, []picture.Box{cover(80, 180, 360, 50)}, visa); got.Verdict != rule.Unsure {
		t.Errorf("one line covered: %+v", got)
	}
}

// TestCard_NineInOnePass: a sliver beside a cover reads as a 1 in one pass of
// two; the shape in two passes outweighs it.
func TestCard_NineInOnePass(t *testing.T) {
	t.Parallel()
	lines, covers := good()
	sliver := append(lines, text("1", 172, 300))
	got := rule.Card([]rule.Pass{pass(sliver...), pass(lines...)}, []rule.Pass{pass(lines...)}, covers, visa)
	if got.Verdict != rule.Accepted {
		t.Errorf("got %+v", got)
	}
}

// TestReason_Advice: every reason leads to something to do.
func TestReason_Advice(t *testing.T) {
	t.Parallel()
	for reason, want := range map[rule.Reason]rule.Advice{
		rule.Covered: rule.Keep, rule.NoCardNumber: rule.Keep,
		rule.TooManyDigits: rule.CoverMiddle, rule.CoverTooShort: rule.CoverMiddle, rule.CardNumberVisible: rule.CoverMiddle,
		rule.NoCover: rule.CoverMiddle, rule.RoomForMore: rule.CoverMiddle, rule.LooksLikeCard: rule.CoverMiddle,
		rule.WindowShowsMore: rule.MarkWindows, rule.WindowTooLarge: rule.MarkWindows,
		rule.UnreadableText: rule.MarkWindows, rule.UnknownPrefix: rule.MarkWindows,
		rule.NotReadable: rule.Sharper,
	} {
		if got := reason.Advice(); got != want {
			t.Errorf("%s: %s, want %s", reason, got, want)
		}
	}
}
