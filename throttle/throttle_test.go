package throttle

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/postgres/pgtest"
)

var start = time.Date(2026, 5, 1, 11, 59, 30, 0, time.UTC)

// watch is a clock that a test moves.
type watch struct{ now atomic.Pointer[time.Time] }

func (w *watch) set(t time.Time)   { w.now.Store(&t) }
func (w *watch) read() time.Time   { return *w.now.Load() }
func at(d time.Duration) time.Time { return start.Add(d) }

func newThrottle(t *testing.T) (*Throttle, *watch, *postgres.DB) {
	t.Helper()
	db := pgtest.New(t)
	w := &watch{}
	w.set(start)
	return New(db, w.read), w, db
}

func TestThrottle_Take_slides(t *testing.T) {
	t.Parallel()
	hour := Limit{Name: "hour", Max: 3, Window: time.Hour}
	apart := Limit{Name: "apart", Max: 1, Window: time.Minute}
	steps := []struct {
		why   string
		at    time.Duration
		retry time.Duration // 0: let through
	}{
		{"the first", 0, 0},
		{"less than a minute later", 59 * time.Second, 60 * time.Second},
		{"a refused one did not count, and a minute is over", time.Minute, 0},
		{"the third, 59 minutes on", 59 * time.Minute, 0},
		{"three in the hour", 59*time.Minute + 59*time.Second, time.Hour},
		{"the first one has left the window, the third is a minute old", time.Hour, 0},
		{"a fixed window would begin anew here; this one slides", time.Hour + 30*time.Second, time.Hour + time.Minute},
		{"the second has left at 1:01", time.Hour + 61*time.Second, 0},
		{"next is the one of 0:59", time.Hour + 3*time.Minute, time.Hour + 59*time.Minute},
		{"all have left", 5 * time.Hour, 0},
	}
	th, w, _ := newThrottle(t)
	for _, s := range steps {
		w.set(at(s.at))
		err := th.Take(t.Context(), "email:a@example.com", hour, apart)
		if s.retry == 0 {
			if err != nil {
				t.Errorf("%s: %v", s.why, err)
			}
			continue
		}
		f, ok := fault.As(err)
		if !ok || f.Kind != fault.Throttled || f.Code != "THROTTLED" || !f.RetryAt.Equal(at(s.retry)) {
			t.Errorf("%s: %v, retry at %v; want %v", s.why, err, f.RetryAt, at(s.retry))
		}
	}
}

func TestThrottle_Take_apart(t *testing.T) {
	t.Parallel()
	th, _, _ := newThrottle(t)
	one := Limit{Name: "one", Max: 1, Window: time.Hour}
	other := Limit{Name: "other", Max: 1, Window: time.Hour}
	steps := []struct {
		why   string
		key   string
		limit Limit
		taken bool
	}{
		{"the first", "a", one, true},
		{"the second of this key", "a", one, false},
		{"another key counts apart", "b", one, true},
		{"another limit counts apart", "a", other, true},
	}
	for _, s := range steps {
		if err := th.Take(t.Context(), s.key, s.limit); (err == nil) != s.taken {
			t.Errorf("%s: %v", s.why, err)
		}
	}
}

func TestThrottle_Take_allOrNone(t *testing.T) {
	t.Parallel()
	th, _, _ := newThrottle(t)
	wide := Limit{Name: "a.wide", Max: 2, Window: time.Hour}
	narrow := Limit{Name: "z.narrow", Max: 1, Window: time.Hour}
	if err := th.Take(t.Context(), "k", wide, narrow); err != nil {
		t.Fatal(err)
	}
	for range 5 {
		if err := th.Take(t.Context(), "k", narrow, wide); !errors.Is(err, fault.Throttled) {
			t.Fatalf("error is %v", err)
		}
	}
	if err := th.Take(t.Context(), "k", wide); err != nil {
		t.Errorf("refused attempts counted for the wide limit: %v", err)
	}
}

// 100 at once, 2 limits given in turned order, 7 places: exactly 7 get one.
func TestThrottle_Take_parallel(t *testing.T) {
	t.Parallel()
	th, _, _ := newThrottle(t)
	a := Limit{Name: "a", Max: 7, Window: time.Hour}
	b := Limit{Name: "b", Max: 20, Window: time.Hour}
	var taken, refused atomic.Int32
	var wg sync.WaitGroup
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for i := range 100 {
		limits := []Limit{a, b}
		if i%2 == 1 {
			limits = []Limit{b, a}
		}
		wg.Go(func() {
			switch err := th.Take(ctx, "k", limits...); {
			case err == nil:
				taken.Add(1)
			case errors.Is(err, fault.Throttled):
				refused.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if taken.Load() != 7 || refused.Load() != 93 {
		t.Errorf("%d taken, %d refused; want 7 and 93", taken.Load(), refused.Load())
	}
	for range 13 {
		if err := th.Take(ctx, "k", b); err != nil {
			t.Fatalf("the wide limit lost places to refused attempts: %v", err)
		}
	}
	if err := th.Take(ctx, "k", b); !errors.Is(err, fault.Throttled) {
		t.Errorf("the wide limit lets 21 through: %v", err)
	}
}

func TestThrottle_Reset(t *testing.T) {
	t.Parallel()
	th, _, _ := newThrottle(t)
	a := Limit{Name: "a", Max: 1, Window: time.Hour}
	b := Limit{Name: "b", Max: 1, Window: time.Hour}
	if err := th.Take(t.Context(), "k", a, b); err != nil {
		t.Fatal(err)
	}
	if err := th.Reset(t.Context(), "k", a); err != nil {
		t.Fatal(err)
	}
	if err := th.Take(t.Context(), "k", a); err != nil {
		t.Errorf("after the reset: %v", err)
	}
	if err := th.Take(t.Context(), "k", b); !errors.Is(err, fault.Throttled) {
		t.Errorf("the other limit was reset too: %v", err)
	}
}

func TestThrottle_Sweep(t *testing.T) {
	t.Parallel()
	th, w, db := newThrottle(t)
	short := Limit{Name: "short", Max: 1, Window: time.Minute}
	long := Limit{Name: "long", Max: 1, Window: time.Hour}
	if err := th.Take(t.Context(), "k", short, long); err != nil {
		t.Fatal(err)
	}
	w.set(at(time.Minute))
	if n, err := th.Sweep(t.Context()); n != 1 || err != nil {
		t.Errorf("swept %d, %v; want the short one", n, err)
	}
	var left []string
	if err := db.SelectContext(t.Context(), &left, `SELECT limit_name FROM throttle`); err != nil {
		t.Fatal(err)
	}
	if len(left) != 1 || left[0] != "long" {
		t.Errorf("left are %v", left)
	}
}

func TestThrottle_Take_hashed(t *testing.T) {
	t.Parallel()
	th, _, db := newThrottle(t)
	if err := th.Take(t.Context(), "email:ann@example.com", Limit{Name: "l", Max: 1, Window: time.Hour}); err != nil {
		t.Fatal(err)
	}
	const q = `SELECT count(*) FROM throttle WHERE throttle::text LIKE '%ann%' OR length(key_hash) <> 32`
	var n int
	if err := db.GetContext(t.Context(), &n, q); err != nil || n != 0 {
		t.Errorf("%d rows show the key, %v", n, err)
	}
}

func TestThrottle_Take_refusesNonsense(t *testing.T) {
	t.Parallel()
	th := New(nil, time.Now) // refused before the database is asked
	good := Limit{Name: "a", Max: 1, Window: time.Hour}
	cases := []struct {
		why    string
		limits []Limit
	}{
		{"no limit would let everything through", nil},
		{"no name", []Limit{{Max: 1, Window: time.Hour}}},
		{"no place", []Limit{{Name: "a", Window: time.Hour}}},
		{"no window", []Limit{{Name: "a", Max: 1}}},
		{"the same twice would count twice", []Limit{good, good}},
	}
	for _, c := range cases {
		if err := th.Take(t.Context(), "k", c.limits...); err == nil || errors.Is(err, fault.Throttled) {
			t.Errorf("%s: %v", c.why, err)
		}
	}
}

// Peek says what Take would say, and takes nothing.
func TestThrottle_Peek(t *testing.T) {
	t.Parallel()
	limit := Limit{Name: "hour", Max: 2, Window: time.Hour}
	th, w, _ := newThrottle(t)
	for range 2 {
		for range 3 {
			if err := th.Peek(t.Context(), "a", limit); err != nil {
				t.Fatal(err)
			}
		}
		if err := th.Take(t.Context(), "a", limit); err != nil {
			t.Fatal(err)
		}
		w.set(w.read().Add(time.Minute))
	}
	err := th.Peek(t.Context(), "a", limit)
	f, ok := fault.As(err)
	if !ok || f.Code != "THROTTLED" || !f.RetryAt.Equal(at(time.Hour)) {
		t.Errorf("got %v", err)
	}
	if err := th.Peek(t.Context(), "b", limit); err != nil {
		t.Errorf("another's: %v", err)
	}
	w.set(at(time.Hour))
	if err := th.Peek(t.Context(), "a", limit); err != nil {
		t.Errorf("after the window: %v", err)
	}
}
