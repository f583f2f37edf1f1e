package load

import (
	"strings"
	"sync"
	"time"
)

// book is what is known of one room's texts, by their place in it.
type book struct {
	mu        sync.Mutex
	texts     []text
	latencies []time.Duration // of what was due after the warm-up
	measured  int             // of those, delivered within the measured time
	last      int64           // number of the last row the follower has
	doubled   int
	reordered int
	refused   int
	sent, got int           // texts acknowledged, and delivered
	acked     int64         // the highest number a send was answered with
	news      chan struct{} // a token when the follower got on
}

// text is one text: when it was due, the number its send was answered with, and the
// number under which the follower got it; 0 for not yet.
type text struct {
	due       time.Duration // since the run began
	seq, seen int64
}

func newBook(after int64) *book { return &book{last: after, news: make(chan struct{}, 1)} }

// add opens a place.
func (b *book) add(due time.Duration) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.texts = append(b.texts, text{due: due})
	return len(b.texts) - 1
}

// answered enters the number a send was answered with. A second answer with another
// number is a text that was stored twice.
func (b *book) answered(place int, seq int64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	t := &b.texts[place]
	switch t.seq {
	case 0:
		b.sent++
	case seq:
	default:
		b.doubled++
	}
	t.seq = seq
	b.acked = max(b.acked, seq)
}

// refuse counts a send that was answered with a problem.
func (b *book) refuse() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.refused++
}

// window is the time that is measured, since the run began.
type window struct{ from, to time.Duration }

func (w *window) holds(at time.Duration) bool { return w != nil && at >= w.from && at < w.to }

// arrived enters a row the follower got at a time.
func (b *book) arrived(seq int64, body string, at time.Duration, measured *window) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case seq <= b.last:
		b.doubled++
		return
	case seq != b.last+1:
		b.reordered++
	}
	b.last = seq
	if place, ok := placeIn(body); ok && place < len(b.texts) {
		t := &b.texts[place]
		if t.seen != 0 {
			b.doubled++
			return
		}
		t.seen = seq
		b.got++
		if measured.holds(t.due) {
			b.latencies = append(b.latencies, at-t.due)
		}
		if measured.holds(at) {
			b.measured++
		}
	}
	select {
	case b.news <- struct{}{}:
	default:
	}
}

// position is the number of the last row the follower has.
func (b *book) position() int64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.last
}

// settled tells whether the follower has everything that was acknowledged.
func (b *book) settled() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.last >= b.acked
}

// count is how many texts were acknowledged and how many the follower got.
func (b *book) count() (sent, got int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.sent, b.got
}

// verdict is what went wrong with the room's texts: acknowledged and never seen,
// stored or delivered twice, or not where the answer said.
func (b *book) verdict() (lost, doubled, reordered int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	reordered = b.reordered
	for _, t := range b.texts {
		switch {
		case t.seq != 0 && t.seen == 0:
			lost++
		case t.seq != 0 && t.seen != t.seq:
			reordered++
		}
	}
	return lost, b.doubled, reordered
}

// The text is written without digits: those are looked at one by one by whoever
// masks card numbers, and most of what people write has none.
const (
	letters = "abcdefghijklmnop" // sixteen, a letter for each half of a byte
	head    = "text "
	filler  = " the quick answer of a patient operator who reads what is asked and says what to do next."
)

// write is the text of a place.
func write(place, bytes int) string {
	var b strings.Builder
	b.WriteString(head)
	for shift := 28; shift >= 0; shift -= 4 {
		b.WriteByte(letters[place>>shift&0xf])
	}
	for b.Len() < bytes {
		b.WriteString(filler[:min(len(filler), bytes-b.Len())])
	}
	return strings.TrimSpace(b.String())
}

// placeIn reads it back; false for a row that is none of the run's.
func placeIn(body string) (int, bool) {
	rest, ok := strings.CutPrefix(body, head)
	if !ok || len(rest) < 8 {
		return 0, false
	}
	place := 0
	for _, r := range rest[:8] {
		n := strings.IndexRune(letters, r)
		if n < 0 {
			return 0, false
		}
		place = place<<4 | n
	}
	return place, true
}
