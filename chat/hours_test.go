package chat

import (
	"strings"
	"testing"
	"time"
)

func hours(t *testing.T, week, closed string) Hours {
	t.Helper()
	h, err := ParseHours(week, "Europe/Athens", closed)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// athens is a time as a clock in Athens shows it.
func athens(t *testing.T, text string) time.Time {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Athens")
	if err != nil {
		t.Fatal(err)
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", text, zone)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestHours(t *testing.T) {
	t.Parallel()
	h := hours(t, "Mon-Fri 09:00-13:00, Mon-Fri 14:00-18:00, Sat 10:00-24:00", "2026-12-25")
	for _, tt := range []struct {
		why, at, next string
	}{
		{"within", "2026-11-26 09:00", "2026-11-26 09:00"},
		{"before", "2026-11-26 08:59", "2026-11-26 09:00"},
		{"at noon", "2026-11-26 13:00", "2026-11-26 14:00"},
		{"after the last hour of a day", "2026-11-26 18:00", "2026-11-27 09:00"},
		{"until midnight", "2026-11-28 23:59", "2026-11-28 23:59"},
		{"over the Sunday", "2026-11-29 00:00", "2026-11-30 09:00"},
		{"over a closed day", "2026-12-24 18:00", "2026-12-26 10:00"},
		{"on the day the clocks go forward", "2026-03-29 03:30", "2026-03-30 09:00"},
	} {
		t.Run(tt.why, func(t *testing.T) {
			at, want := athens(t, tt.at), athens(t, tt.next)
			got := h.Next(at)
			if got == nil || !got.Equal(want) || h.Open(at) != at.Equal(want) {
				t.Errorf("next of %s is %v, want %v; open: %v", at, got, want, h.Open(at))
			}
		})
	}
	if always := (Hours{}); !always.Open(time.Now()) || !always.Next(athens(t, "2026-01-01 00:00")).Equal(athens(t, "2026-01-01 00:00")) {
		t.Error("no hours are not always")
	}
}

func TestHours_Add(t *testing.T) {
	t.Parallel()
	h := hours(t, "Mon-Fri 09:00-17:00", "2026-12-25")
	for _, tt := range []struct {
		why, at string
		d       time.Duration
		due     string
	}{
		{"within a day", "2026-11-26 10:00", time.Hour, "2026-11-26 11:00"},
		{"from the opening", "2026-11-26 03:00", time.Hour, "2026-11-26 10:00"},
		{"over the night", "2026-11-26 16:30", time.Hour, "2026-11-27 09:30"},
		{"to the last minute", "2026-11-26 16:00", time.Hour, "2026-11-26 17:00"},
		{"over the weekend", "2026-11-27 16:30", time.Hour, "2026-11-30 09:30"},
		{"three working days", "2026-12-23 09:00", 24 * time.Hour, "2026-12-28 17:00"},
		{"three weeks", "2026-11-02 09:00", 15 * 8 * time.Hour, "2026-11-20 17:00"},
	} {
		t.Run(tt.why, func(t *testing.T) {
			if got := h.Add(athens(t, tt.at), tt.d); !got.Equal(athens(t, tt.due)) {
				t.Errorf("got %s, want %s", got, tt.due)
			}
		})
	}
}

func TestParseHours_refused(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ why, week string }{
		{"no times", "Mon"}, {"no end", "Mon 09:00"}, {"no day", "Noday 09:00-10:00"}, {"no minute", "Mon 09:00-10:60"},
		{"the wrong way round", "Mon 10:00-09:00"}, {"nothing long", "Mon 10:00-10:00"}, {"twice", "Mon-Tue 09:00-12:00, Tue 11:00-13:00"},
	} {
		if _, err := ParseHours(tt.week, "UTC", ""); err == nil {
			t.Errorf("%s: %q is taken", tt.why, tt.week)
		}
	}
	if _, err := ParseHours("", "Local", ""); err == nil {
		t.Error("the machine's own zone is taken: nodes could differ")
	}
}

// Whatever is read as hours has a next opening that is open, and due times follow
// their beginnings.
func FuzzParseHours(f *testing.F) {
	f.Add("Mon-Fri 09:00-18:00, Sat 10:00-24:00", "2026-12-25", int64(1_790_000_000))
	f.Add("Sun-Sat 00:00-24:00", "", int64(0))
	f.Add("Sun 02:30-03:30", "", int64(1_774_742_400))
	f.Fuzz(func(t *testing.T, week, closed string, unix int64) {
		if strings.Count(closed, ",") > 50 || unix < 0 || unix > 4_000_000_000 {
			return
		}
		h, err := ParseHours(week, "Europe/Athens", closed)
		if err != nil {
			return
		}
		at := time.Unix(unix, 0).UTC()
		next := h.Next(at)
		if next == nil {
			return
		}
		if next.Before(at) || !h.Open(*next) || h.Open(at) != next.Equal(at) {
			t.Errorf("%q: next of %s is %s", week, at, next)
		}
		if due := h.Add(at, time.Hour); due.Before(at.Add(time.Hour)) || due.Before(*next) {
			t.Errorf("%q: an hour from %s is due %s", week, at, due)
		}
	})
}
