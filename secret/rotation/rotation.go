// Package rotation replaces the sealing key while everything serves.
//
//	one key ──add──▶ two: the new one seals, both open
//	               ──rewrap──▶ all is sealed by the new one   ◀─┐ a node sealed with the
//	               ──retire──▶ the former one can't seal any more ┘ former one meanwhile
//	               ──delete──▶ one key
//
// Each step can be killed and the whole begun again: a key set with two keys is a
// rotation that was begun, and is gone on with.
//
// # Invariants
//
//   - A key is deleted only when nothing in the database is sealed by it, and nothing
//     can be any more: every sealed row refers to its key's row in sealing_key, which
//     goes first. PostgreSQL has that wait for the transactions under way and refuses
//     it while there is a row; later ones find no key to refer to. A node that has not
//     noticed the new key fails; it stores nothing that is lost.
//   - Every column named sealed or wrapped_key is looked at before, also of a table
//     that nobody told of: then nothing is deleted.
//   - One rotation of a key file runs at a time, by a lock on a file beside it.
package rotation

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/walletdesk/walletdesk/audit"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/secret"
)

// batch is how many things are rewrapped in one transaction: some 20 ms, so that
// nobody waits long for a row.
const batch = 200

// ErrRunning is a rotation that another program is at.
var ErrRunning = errors.New("another rotation is running")

// ErrRetired is a key file whose current key was taken away by a rotation.
var ErrRetired = errors.New("this key file is from before a rotation: its key was retired. Give every node the file of today, or restore the database of the file's time")

// Owner is a table of sealed things.
type Owner struct {
	// Table and Column are where they are.
	Table, Column string
	// Rewrap seals up to n of them, after a place in their order, by the current key,
	// in one transaction; those of version are. It gives the next place, "" at the
	// end, and how many there were.
	Rewrap func(ctx context.Context, version int, after string, n int) (next string, done int, err error)
}

// Deps is what a Rotation is made of; every field without an "or" is needed.
type Deps struct {
	DB     *postgres.DB
	Path   string // of the key file
	Owners []Owner
	Audit  *audit.Log
	Clock  func() time.Time
	// Tell is told of each step, or nil.
	Tell func(step string)
}

// Rotation rotates one key set.
type Rotation struct{ Deps }

// New returns a Rotation made of d.
func New(d Deps) *Rotation {
	if d.Tell == nil {
		d.Tell = func(string) {}
	}
	return &Rotation{Deps: d}
}

// Run rotates: from one key to another, or on from where a rotation was killed. It
// gives the key that seals from now on.
//
// ErrRunning when another one is at it. After any other error it can be run again;
// until it has ended well no key is gone.
func (r *Rotation) Run(ctx context.Context) (secret.Key, error) {
	current, err := r.run(ctx)
	if err != nil {
		return secret.Key{}, fmt.Errorf("rotate keys: %w", err)
	}
	return current, nil
}

func (r *Rotation) run(ctx context.Context) (secret.Key, error) {
	free, err := lock(r.Path)
	if err != nil {
		return secret.Key{}, err
	}
	defer free()
	current, former, err := r.begin(ctx)
	if err != nil {
		return current, err
	}
	if err := r.replace(ctx, current, former); err != nil {
		return current, err
	}
	if err := r.nothingLeft(ctx, current); err != nil {
		return current, err
	}
	if err := secret.DropFormer(r.Path, current); err != nil {
		return current, err
	}
	r.Tell(fmt.Sprintf("former keys deleted; version %d is the only one", current.Version))
	return current, r.record(ctx, current)
}

// begin adds a key, unless a rotation was begun before.
func (r *Rotation) begin(ctx context.Context) (current secret.Key, former []secret.Key, err error) {
	keys, err := secret.ListKeys(r.Path)
	if err != nil {
		return secret.Key{}, nil, err
	}
	if len(keys) > 1 {
		r.Tell("a rotation was begun before: going on with it")
	} else {
		// First the database, or what the new key seals would be refused.
		if err := register(ctx, r.DB, keys[0].Version+1, r.Clock().UTC()); err != nil {
			return secret.Key{}, nil, err
		}
		if _, err := secret.AddKey(r.Path, r.Clock()); err != nil {
			return secret.Key{}, nil, err
		}
		if keys, err = secret.ListKeys(r.Path); err != nil {
			return secret.Key{}, nil, err
		}
	}
	i := slices.IndexFunc(keys, func(k secret.Key) bool { return k.Current })
	r.Tell(fmt.Sprintf("version %d seals from now on", keys[i].Version))
	return keys[i], slices.Delete(slices.Clone(keys), i, i+1), nil
}

// rounds is how often what nodes sealed with the former key meanwhile is rewrapped.
// They notice the new key before they seal the next thing, so two do.
const rounds = 10

// replace rewraps until the former keys can be retired.
func (r *Rotation) replace(ctx context.Context, current secret.Key, former []secret.Key) error {
	for range rounds {
		if err := r.rewrap(ctx, current); err != nil {
			return err
		}
		inUse, err := retire(ctx, r.DB, former, r.Clock().UTC())
		if err != nil {
			return fmt.Errorf("retire former keys: %w", err)
		}
		if inUse == "" {
			r.Tell("the former keys can't seal any more")
			return nil
		}
		r.Tell("something was sealed by a former key meanwhile (" + inUse + "): once more")
	}
	return errors.New("a former key still seals: a node works with another key file, or a table has no one to rewrap it; no key was deleted")
}

// rewrap goes through all tables once.
func (r *Rotation) rewrap(ctx context.Context, current secret.Key) error {
	for _, o := range r.Owners {
		total := 0
		for after, first := "", true; first || after != ""; first = false {
			next, done, err := o.Rewrap(ctx, current.Version, after, batch)
			if err != nil {
				return err
			}
			after, total = next, total+done
		}
		r.Tell(fmt.Sprintf("%s: %d rewrapped", o.Table, total))
	}
	return nil
}

// nothingLeft fails when anything in the database is sealed by another key than the
// current one.
func (r *Rotation) nothingLeft(ctx context.Context, current secret.Key) error {
	columns, err := selectColumns(ctx, r.DB)
	if err != nil {
		return fmt.Errorf("look for sealed columns: %w", err)
	}
	for _, c := range columns {
		n, err := countOther(ctx, r.DB, c, current.Prefix())
		if err != nil {
			return fmt.Errorf("count in %s: %w", c.Table, err)
		}
		if n == 0 {
			continue
		}
		if !slices.ContainsFunc(r.Owners, func(o Owner) bool { return o.Table == c.Table && o.Column == c.Column }) {
			return fmt.Errorf("%d rows of %s.%s are sealed by a former key and nobody rewraps them; no key was deleted", n, c.Table, c.Column)
		}
		return fmt.Errorf("%d rows of %s.%s are still sealed by a former key; no key was deleted, run it again", n, c.Table, c.Column)
	}
	return nil
}

// record notes that it was done. The keys are changed already: a failure here is told
// and nothing has to be done again.
func (r *Rotation) record(ctx context.Context, current secret.Key) error {
	err := r.DB.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		return r.Audit.Write(ctx, q, audit.Entry{
			Stream: "keys", Action: "keys.rotated", Actor: "system",
			Detail: map[string]string{"version": fmt.Sprint(current.Version), "key": fmt.Sprintf("%08x", current.ID)}, At: r.Clock().UTC(),
		})
	})
	if err != nil {
		return fmt.Errorf("the keys are rotated, but the record has no entry of it: %w", err)
	}
	return nil
}

// Line is a key with what it seals.
type Line struct {
	secret.Key
	// Sealed counts by table; those with none are left out.
	Sealed map[string]int64
}

// List lists the keys and what each seals. Things that no key of the set sealed
// count under a Line of version 0, the last one.
func (r *Rotation) List(ctx context.Context) ([]Line, error) {
	keys, err := secret.ListKeys(r.Path)
	if err != nil {
		return nil, err
	}
	lines := make([]Line, 0, len(keys)+1)
	for _, k := range keys {
		lines = append(lines, Line{Key: k, Sealed: map[string]int64{}})
	}
	lost := Line{Sealed: map[string]int64{}}
	columns, err := selectColumns(ctx, r.DB)
	if err != nil {
		return nil, fmt.Errorf("list keys: %w", err)
	}
	for _, c := range columns {
		counts, err := countByPrefix(ctx, r.DB, c)
		if err != nil {
			return nil, fmt.Errorf("list keys: count in %s: %w", c.Table, err)
		}
		for _, count := range counts {
			i := slices.IndexFunc(lines, func(l Line) bool { return string(l.Prefix()) == string(count.Prefix) })
			if i < 0 {
				lost.Sealed[c.Table] += count.Rows
				continue
			}
			lines[i].Sealed[c.Table] += count.Rows
		}
	}
	if len(lost.Sealed) > 0 {
		lines = append(lines, lost)
	}
	return lines, nil
}
