package chat

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Hours is when the support service answers. The zero value is always.
type Hours struct {
	week   [7][]span // by time.Weekday, in order, not overlapping
	closed map[string]bool
	zone   *time.Location
}

// span is from and until minutes of a day.
type span struct{ from, to int }

// horizon is how many days are looked ahead for the next opening.
const horizon = 370

// ParseHours reads opening hours such as "Mon-Fri 09:00-18:00, Sat 10:00-14:00" in
// a time zone of the IANA database, and the days that are closed for all that, as
// "2026-12-25,2026-12-26". Empty hours are always.
func ParseHours(week, zone, closed string) (Hours, error) {
	h := Hours{closed: map[string]bool{}}
	for part := range strings.SplitSeq(week, ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		if err := h.add(part); err != nil {
			return Hours{}, err
		}
	}
	var err error
	if h.zone, err = time.LoadLocation(zone); err != nil || zone == "Local" {
		return Hours{}, fmt.Errorf("%q is no time zone, for example Europe/Athens", zone)
	}
	for day := range strings.SplitSeq(closed, ",") {
		if day = strings.TrimSpace(day); day == "" {
			continue
		}
		if _, err := time.Parse(time.DateOnly, day); err != nil {
			return Hours{}, fmt.Errorf("%q is no day, for example 2026-12-25", day)
		}
		h.closed[day] = true
	}
	return h, nil
}

// add reads "Mon-Fri 09:00-18:00" or "Sat 10:00-14:00".
func (h *Hours) add(part string) error {
	wrong := fmt.Errorf("%q is no opening time, for example Mon-Fri 09:00-18:00", part)
	days, times, ok := strings.Cut(part, " ")
	if !ok {
		return wrong
	}
	first, last, several := strings.Cut(days, "-")
	from, until, ok := strings.Cut(strings.TrimSpace(times), "-")
	s, err := parseSpan(from, until)
	if !ok || err != nil {
		return wrong
	}
	begin, end := weekday(first), weekday(first)
	if several {
		end = weekday(last)
	}
	if begin < 0 || end < 0 {
		return wrong
	}
	for day := begin; ; day = (day + 1) % 7 {
		for _, other := range h.week[day] {
			if s.from < other.to && other.from < s.to {
				return fmt.Errorf("%q overlaps with another opening time", part)
			}
		}
		h.week[day] = append(h.week[day], s)
		slices.SortFunc(h.week[day], func(a, b span) int { return a.from - b.from })
		if day == end {
			return nil
		}
	}
}

// weekday is a day by its first three letters, -1 for none.
func weekday(name string) int {
	return slices.Index([]string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"}, name)
}

func parseSpan(from, until string) (span, error) {
	begin, err := parseMinute(from)
	if err != nil {
		return span{}, err
	}
	end, err := parseMinute(until)
	if err == nil && end <= begin {
		err = errors.New("ends before it begins")
	}
	return span{from: begin, to: end}, err
}

// parseMinute reads 09:30; 24:00 is the end of a day.
func parseMinute(text string) (int, error) {
	if text == "24:00" {
		return 24 * 60, nil
	}
	t, err := time.Parse("15:04", text)
	return t.Hour()*60 + t.Minute(), err
}

// always tells whether there are no hours at all.
func (h Hours) always() bool {
	for _, day := range h.week {
		if len(day) > 0 {
			return false
		}
	}
	return true
}

// Open tells whether the service answers at a time.
func (h Hours) Open(at time.Time) bool {
	return h.always() || h.next(at).Equal(at)
}

// Next is the time from which the service answers: at itself while it does; nil
// when it is closed for more than a year.
func (h Hours) Next(at time.Time) *time.Time {
	if h.always() {
		return &at
	}
	t := h.next(at)
	if t.IsZero() {
		return nil
	}
	return &t
}

// next is at or the beginning of the next span, zero if there is none.
func (h Hours) next(at time.Time) time.Time {
	for _, s := range h.from(at, horizon) {
		if at.Before(s.to) {
			if at.Before(s.from) {
				return s.from
			}
			return at
		}
	}
	return time.Time{}
}

// open is a span of time.
type open struct{ from, to time.Time }

// from is the spans of some days, beginning with the day of a time. What the zone's
// clock skips or repeats is as time.Date has it.
func (h Hours) from(at time.Time, days int) []open {
	var out []open
	local := at.In(h.zone)
	y, m, d := local.Date()
	for i := range days {
		day := time.Date(y, m, d+i, 12, 0, 0, 0, h.zone)
		if h.closed[day.Format(time.DateOnly)] {
			continue
		}
		for _, s := range h.week[day.Weekday()] {
			o := open{
				from: time.Date(y, m, d+i, 0, s.from, 0, 0, h.zone).UTC(),
				to:   time.Date(y, m, d+i, 0, s.to, 0, 0, h.zone).UTC(),
			}
			if o.from.Before(o.to) {
				out = append(out, o)
			}
		}
		if len(out) > 0 && i%7 == 6 && days == horizon {
			break // the next opening is among these
		}
	}
	return out
}

// Add is the time at which the service will have been open for d since at: what a
// target of d is due. Without hours that is d later; one that is never open again
// is due d later too.
func (h Hours) Add(at time.Time, d time.Duration) time.Time {
	if h.always() {
		return at.Add(d)
	}
	left, from := d, at
	for range horizon / 7 {
		spans := h.from(from, 7)
		for _, s := range spans {
			begin := s.from
			if begin.Before(at) {
				begin = at
			}
			if !begin.Before(s.to) {
				continue
			}
			if there := s.to.Sub(begin); there < left {
				left -= there
				continue
			}
			return begin.Add(left)
		}
		local := from.In(h.zone)
		y, m, day := local.Date()
		from = time.Date(y, m, day+7, 0, 0, 0, 0, h.zone)
	}
	return at.Add(d)
}
