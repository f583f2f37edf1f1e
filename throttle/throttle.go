// Package throttle counts attempts per key and refuses those that are too many.
//
// Windows slide: of any stretch of time as long as a limit's window, wherever it
// begins, no more than Max attempts are let through. So "5 an hour" never means
// ten within a minute around the full hour. The times of at most Max attempts are
// kept per key and limit.
//
// # Invariants
//
//   - Counted in PostgreSQL in a transaction of its own: every node sees it, a
//     restart forgets nothing, and a caller's rollback takes nothing back.
//   - An attempt counts for all of its limits or, when one refuses, for none.
//   - Keys are stored as hashes. A key may hold an address, never a secret, for
//     the hash is a plain one.
package throttle

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/postgres"
)

// Limit is how often a key may be used.
type Limit struct {
	// Name tells limits apart, for example "recovery.request.address.hour". It is
	// unique in the program: the same key under another name counts apart.
	Name string
	// Max is how many attempts are let through, 1 at least.
	Max int
	// Window is in how long a time.
	Window time.Duration
}

// Throttle counts. It is safe for concurrent use.
type Throttle struct {
	db    *postgres.DB
	clock func() time.Time
}

// New returns a Throttle that counts in db by clock.
func New(db *postgres.DB, clock func() time.Time) *Throttle {
	return &Throttle{db: db, clock: clock}
}

// Take counts one attempt of key, for example "email:ann@example.com" or
// "account:<id>". When a limit is reached it counts nothing and the failure is
// fault.Throttled, code THROTTLED, with RetryAt: when all limits have room again,
// if nobody else uses the key until then.
//
// Call it before the work that it protects, once for each resolver call. A lost
// connection during the commit may count an attempt twice.
func (t *Throttle) Take(ctx context.Context, key string, limits ...Limit) error {
	ordered, err := order(limits)
	if err != nil {
		return fmt.Errorf("throttle %s: %w", names(limits), err)
	}
	err = t.db.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		return t.take(ctx, q, hash(key), ordered)
	})
	if _, ok := fault.As(err); ok || err == nil {
		return err
	}
	return fmt.Errorf("throttle %s: %w", names(limits), err)
}

// Peek fails as Take would and counts nothing: for work that is better not begun
// when it could not be finished. Only Take holds a limit.
func (t *Throttle) Peek(ctx context.Context, key string, limit Limit) error {
	taken, err := selectTaken(ctx, t.db, hash(key), limit.Name)
	if err != nil {
		return fmt.Errorf("throttle %s: %w", limit.Name, err)
	}
	counting := within(taken, t.clock().Add(-limit.Window))
	if n := len(counting); n >= limit.Max {
		return tooOften(time.UnixMicro(counting[n-limit.Max]).Add(limit.Window).UTC())
	}
	return nil
}

func tooOften(retry time.Time) error {
	return fault.New(fault.Throttled, "THROTTLED",
		"That was too often in a short time. Please try again later.").WithRetry(retry)
}

// take locks the key's rows, one after the other in the order of their names, so
// that parallel takes queue up and never block each other crosswise.
func (t *Throttle) take(ctx context.Context, q postgres.Querier, key []byte, limits []Limit) error {
	// After the first lock, or a take that waited would count at a time before
	// the one it waited for.
	var now time.Time
	var retry time.Time
	kept := make([][]int64, len(limits))
	for i, l := range limits {
		taken, err := lockTaken(ctx, q, key, l.Name)
		if err != nil {
			return err
		}
		if i == 0 {
			now = t.clock()
		}
		kept[i] = within(taken, now.Add(-l.Window))
		if n := len(kept[i]); n >= l.Max {
			free := time.UnixMicro(kept[i][n-l.Max]).Add(l.Window).UTC()
			if free.After(retry) {
				retry = free
			}
		}
	}
	if !retry.IsZero() {
		return tooOften(retry)
	}
	for i, l := range limits {
		taken := append(kept[i], now.UnixMicro())
		slices.Sort(taken) // another node's clock may be ahead
		if err := updateTaken(ctx, q, key, l.Name, taken, now.Add(l.Window)); err != nil {
			return err
		}
	}
	return nil
}

// Reset forgets all attempts of key under these limits.
func (t *Throttle) Reset(ctx context.Context, key string, limits ...Limit) error {
	for _, l := range limits {
		if err := deleteTaken(ctx, t.db, hash(key), l.Name); err != nil {
			return fmt.Errorf("reset throttle %s: %w", l.Name, err)
		}
	}
	return nil
}

// Sweep removes what counts no more and returns how many rows that were.
func (t *Throttle) Sweep(ctx context.Context) (int64, error) {
	n, err := deleteExpired(ctx, t.db, t.clock())
	if err != nil {
		return 0, fmt.Errorf("sweep throttle: %w", err)
	}
	return n, nil
}

// within are the times after since. An attempt exactly a window ago is out.
func within(taken []int64, since time.Time) []int64 {
	i := slices.IndexFunc(taken, func(at int64) bool { return at > since.UnixMicro() })
	if i < 0 {
		return nil
	}
	return taken[i:]
}

// order sorts limits by name and refuses what could never be counted rightly.
func order(limits []Limit) ([]Limit, error) {
	if len(limits) == 0 {
		return nil, errors.New("no limit was given")
	}
	ordered := slices.Clone(limits)
	slices.SortFunc(ordered, func(a, b Limit) int { return strings.Compare(a.Name, b.Name) })
	for i, l := range ordered {
		if l.Name == "" || l.Max < 1 || l.Window <= 0 {
			return nil, fmt.Errorf("limit %q of %d in %v allows nothing or everything", l.Name, l.Max, l.Window)
		}
		if i > 0 && ordered[i-1].Name == l.Name {
			return nil, fmt.Errorf("limit %q was given twice", l.Name)
		}
	}
	return ordered, nil
}

func names(limits []Limit) string {
	all := make([]string, len(limits))
	for i, l := range limits {
		all[i] = l.Name
	}
	return strings.Join(all, ", ")
}

// hash makes keys of any length one length, and the table no list of addresses.
func hash(key string) []byte {
	sum := sha256.Sum256([]byte(key))
	return sum[:]
}
