package load

import (
	"strings"
	"testing"
	"time"
)

// Each row is a story of two texts and the verdict on it: the counting is what the
// whole tool is believed for.
func TestBook_Verdict(t *testing.T) {
	t.Parallel()
	type event struct {
		kind  string // "ack" or "row"
		place int    // -1: a row that is none of the run's
		seq   int64
	}
	ack := func(place int, seq int64) event { return event{"ack", place, seq} }
	row := func(seq int64, place int) event { return event{"row", place, seq} }
	tests := []struct {
		why                      string
		events                   []event
		lost, doubled, reordered int
	}{
		{"all is well", []event{row(1, -1), row(2, 0), ack(0, 2), ack(1, 3), row(3, 1)}, 0, 0, 0},
		{"an answer that came twice with the same number is a repeat that was understood", []event{row(1, 0), ack(0, 1), ack(0, 1), row(2, 1), ack(1, 2)}, 0, 0, 0},
		{"acknowledged and never delivered", []event{row(1, 0), ack(0, 1), ack(1, 2)}, 1, 0, 0},
		{"delivered and never acknowledged: nobody was told anything", []event{row(1, 0), row(2, 1), ack(1, 2)}, 0, 0, 0},
		{"stored twice: one text under two numbers", []event{row(1, 0), ack(0, 1), row(2, 0), ack(1, 3), row(3, 1)}, 0, 1, 0},
		{"a repeat that was answered with another number", []event{row(1, 0), ack(0, 1), ack(0, 2), row(2, 1), ack(1, 2)}, 0, 1, 1},
		{"the same row delivered twice", []event{row(1, 0), row(1, 0), ack(0, 1), row(2, 1), ack(1, 2)}, 0, 1, 0},
		{"a gap: row 2 is missing", []event{row(1, 0), ack(0, 1), row(3, 1), ack(1, 3)}, 0, 0, 1},
		{"delivered under another number than acknowledged", []event{row(1, 0), ack(0, 2), row(2, 1), ack(1, 2)}, 0, 0, 1},
	}
	for _, tt := range tests {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			b := newBook(0)
			b.add(0)
			b.add(0)
			for _, e := range tt.events {
				body := "somebody has taken the conversation"
				if e.place >= 0 {
					body = write(e.place, minBytes)
				}
				if e.kind == "ack" {
					b.answered(e.place, e.seq)
				} else {
					b.arrived(e.seq, body, time.Second, &window{0, time.Minute})
				}
			}
			if lost, doubled, reordered := b.verdict(); lost != tt.lost || doubled != tt.doubled || reordered != tt.reordered {
				t.Errorf("lost %d doubled %d reordered %d; want %d %d %d", lost, doubled, reordered, tt.lost, tt.doubled, tt.reordered)
			}
		})
	}
}

// Only what was due in the measured time counts: the warm-up would flatter or
// blacken it.
func TestBook_MeasuresItsWindow(t *testing.T) {
	t.Parallel()
	b := newBook(0)
	for i, due := range []time.Duration{0, time.Second, 3 * time.Second} {
		b.add(due)
		b.arrived(int64(i+1), write(i, minBytes), due+20*time.Millisecond, &window{time.Second, 2 * time.Second})
	}
	if len(b.latencies) != 1 || b.latencies[0] != 20*time.Millisecond || b.measured != 1 {
		t.Errorf("measured %d texts, latencies %v; want the one of the middle, 20ms", b.measured, b.latencies)
	}
}

func TestQuantile(t *testing.T) {
	t.Parallel()
	hundred := make([]time.Duration, 100)
	for i := range hundred {
		hundred[i] = time.Duration(i+1) * time.Millisecond
	}
	for _, tt := range []struct {
		q, want float64
	}{{0.5, 51}, {0.99, 100}, {1, 100}, {0, 1}} {
		if got := quantile(hundred, tt.q); got != tt.want {
			t.Errorf("quantile %v is %v, want %v", tt.q, got, tt.want)
		}
	}
	if got := quantile(nil, 0.5); got != 0 {
		t.Errorf("of nothing: %v", got)
	}
}

// What is written is read back, has no digit, and is as long as was asked for.
func FuzzWrite(f *testing.F) {
	for _, n := range []uint32{0, 1, 15, 16, 255, 1 << 20, 1<<31 - 1} {
		f.Add(n, uint16(100))
	}
	f.Fuzz(func(t *testing.T, n uint32, bytes uint16) {
		place, size := int(n>>1), minBytes+int(bytes)%3900
		text := write(place, size)
		if got, ok := placeIn(text); !ok || got != place {
			t.Fatalf("%q is read as %d, %v; want %d", text, got, ok, place)
		}
		if len(text) > size || len(text) < size-1 {
			t.Fatalf("%d bytes, want %d", len(text), size)
		}
		if strings.ContainsAny(text, "0123456789") {
			t.Fatalf("%q has a digit", text)
		}
	})
}

// A stranger's row is nobody's place.
func FuzzPlaceIn(f *testing.F) {
	for _, s := range []string{"", "text ", "text abcdefg", "text abcdefgh", "text zzzzzzzz", "text éééééééé"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		if place, ok := placeIn(body); ok && (place < 0 || !strings.HasPrefix(body, head)) {
			t.Fatalf("%q is place %d", body, place)
		}
	})
}
