package card_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/walletdesk/walletdesk/audit"
	"github.com/walletdesk/walletdesk/card"
	"github.com/walletdesk/walletdesk/mail"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/secret"
	"github.com/walletdesk/walletdesk/secret/rotation"
	"github.com/walletdesk/walletdesk/session"
)

// turn is a desk whose keys lie in a file, and the rotation of that file by another
// program.
type turn struct {
	*desk
	path   string
	owners []rotation.Owner
}

func newTurn(t *testing.T) *turn {
	t.Helper()
	path := filepath.Join(t.TempDir(), "keys.json")
	d := deskWith(t, opened(t, path))
	other := opened(t, path)
	return &turn{desk: d, path: path, owners: []rotation.Owner{
		{Table: "card", Column: "wrapped_key", Rewrap: card.Vault{DB: d.db, Keys: other}.Rewrap},
		{Table: "mail", Column: "sealed", Rewrap: mail.Vault{DB: d.db, Keys: other}.Rewrap},
	}}
}

func opened(t *testing.T, path string) *secret.Keys {
	t.Helper()
	k, err := secret.OpenKeys(path)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func (d *turn) rotation(t *testing.T, owners ...rotation.Owner) *rotation.Rotation {
	t.Helper()
	return rotation.New(rotation.Deps{
		DB: d.db, Path: d.path, Owners: owners, Audit: audit.New(opened(t, d.path), d.clock.now), Clock: d.clock.now,
	})
}

// wantPays opens a card's number.
func (d *turn) wantPays(t *testing.T, why string, who session.Actor, id, number string) {
	t.Helper()
	err := d.WithSaved(t.Context(), who.AccountID, id, func(_ context.Context, p card.Presented) error {
		if string(p.Number.Digits()) != number {
			t.Errorf("%s: another number", why)
		}
		return nil
	})
	if err != nil {
		t.Errorf("%s: %v", why, err)
	}
}

func TestRotation(t *testing.T) {
	t.Parallel()
	d := newTurn(t)
	anna := d.customer(t, "anna")
	c := d.added(t, anna) // its notices wait in the outbox, with sealed links
	backup, err := os.ReadFile(d.path)
	if err != nil {
		t.Fatal(err)
	}
	var before struct {
		Wrapped []byte `db:"wrapped_key"`
		Cipher  []byte `db:"ciphertext"`
		Version int    `db:"key_version"`
	}
	const sealed = `SELECT wrapped_key, ciphertext, key_version FROM card`
	if err := d.db.GetContext(t.Context(), &before, sealed); err != nil {
		t.Fatal(err)
	}
	r := d.rotation(t, d.owners...)
	lines, err := r.List(t.Context())
	if err != nil || len(lines) != 1 || lines[0].Sealed["card"] != 1 || lines[0].Sealed["mail"] == 0 || !lines[0].Current {
		t.Fatalf("%+v, %v", lines, err)
	}
	d.clock.pass(time.Hour)
	key, err := r.Run(t.Context())
	if err != nil || key.Version != 2 {
		t.Fatalf("%+v, %v", key, err)
	}
	lines, err = r.List(t.Context())
	if err != nil || len(lines) != 1 || lines[0].Version != 2 || lines[0].Sealed["card"] != 1 || !lines[0].CreatedAt.Equal(d.clock.now()) {
		t.Errorf("after: %+v, %v", lines, err)
	}
	d.wantPays(t, "after", anna, c.ID, number)
	if mails := d.inbox.Take(t, d.outbox); len(mails) == 0 || mails[0].NotMe() == "" {
		t.Errorf("the notices that waited lost their links: %d mails", len(mails))
	}
	if _, err := d.Add(t.Context(), anna, typed()); told(err) != "CARD_EXISTS" {
		t.Errorf("duplicates are not found any more: %v", err)
	}
	if err := d.audit.Verify(t.Context(), d.db, "keys"); err != nil {
		t.Error(err)
	}
	// The key file and the database of before belong together; neither opens the other.
	old := filepath.Join(t.TempDir(), "keys.json")
	if err := os.WriteFile(old, backup, 0o600); err != nil {
		t.Fatal(err)
	}
	after := before
	if err := d.db.GetContext(t.Context(), &after, sealed); err != nil {
		t.Fatal(err)
	}
	ad := []byte("card|" + c.ID + "|" + anna.AccountID)
	for _, test := range []struct {
		why     string
		path    string
		wrapped []byte
		version int
		opens   bool
	}{
		{"old keys, old database: restored together", old, before.Wrapped, before.Version, true},
		{"new keys, old database", d.path, before.Wrapped, before.Version, false},
		{"old keys, new database: stolen backup of the keys", old, after.Wrapped, after.Version, false},
		{"new keys, new database", d.path, after.Wrapped, after.Version, true},
	} {
		e := secret.Envelope{WrappedKey: test.wrapped, Ciphertext: after.Cipher, KeyVersion: test.version}
		if plain, err := opened(t, test.path).OpenEnvelope("card", ad, e); (err == nil) != test.opens || (err == nil && string(plain) != number) {
			t.Errorf("%s: %v", test.why, err)
		}
	}
}

// Cards are added and pay while the keys rotate, twice.
func TestRotation_WhileServing(t *testing.T) {
	t.Parallel()
	d := newTurn(t)
	people := []session.Actor{d.customer(t, "anna"), d.customer(t, "boris"), d.customer(t, "chen")}
	first := make([]string, len(people))
	for i, p := range people {
		first[i] = d.added(t, p).ID
	}
	ctx, stop := context.WithCancel(t.Context())
	var group sync.WaitGroup
	for i, p := range people {
		group.Go(func() {
			for ctx.Err() == nil {
				d.wantPays(t, "while rotating", p, first[i], number)
			}
		})
		group.Go(func() {
			for n := range 4 { // five an hour
				in := typed()
				in.Number = numbered(t, n)
				c, err := d.Add(t.Context(), p, in)
				if err != nil {
					t.Errorf("add while rotating: %v", err)
					return
				}
				d.wantPays(t, "added while rotating", p, c.ID, numbered(t, n))
			}
		})
	}
	for range 2 {
		if _, err := d.rotation(t, d.owners...).Run(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	stop()
	group.Wait()
	if lines, err := d.rotation(t, d.owners...).List(t.Context()); err != nil || len(lines) != 1 || lines[0].Sealed["card"] != int64(5*len(people)) {
		t.Errorf("%+v, %v", lines, err)
	}
}

// Killed at any of its steps, a rotation is gone on with, and until its end nothing
// is lost.
func TestRotation_Killed(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ why, after string }{
		{"before anything is rewrapped", "version 2 seals"},
		{"between cards and mails", "card: "},
		{"with all rewrapped", "mail: "},
		{"with the former key retired and not yet deleted", "can't seal any more"},
	} {
		t.Run(test.why, func(t *testing.T) {
			t.Parallel()
			d := newTurn(t)
			anna := d.customer(t, "anna")
			c := d.added(t, anna)
			ctx, kill := context.WithCancel(t.Context())
			dying := d.rotation(t, d.owners...)
			dying.Tell = func(step string) {
				if strings.Contains(step, test.after) {
					kill()
				}
			}
			if _, err := dying.Run(ctx); !errors.Is(err, context.Canceled) {
				t.Fatalf("got %v", err)
			}
			if keys, err := secret.ListKeys(d.path); err != nil || len(keys) != 2 {
				t.Fatalf("%+v, %v", keys, err)
			}
			d.wantPays(t, "half rotated", anna, c.ID, number)
			in := typed()
			in.Number = numbered(t, 1)
			second, err := d.Add(t.Context(), anna, in)
			if err != nil {
				t.Fatal(err)
			}
			key, err := d.rotation(t, d.owners...).Run(t.Context())
			if err != nil || key.Version != 2 {
				t.Fatalf("gone on with: %+v, %v", key, err)
			}
			d.wantPays(t, "in the end", anna, c.ID, number)
			d.wantPays(t, "added between", anna, second.ID, numbered(t, 1))
			if keys, err := secret.ListKeys(d.path); err != nil || len(keys) != 1 {
				t.Errorf("%+v, %v", keys, err)
			}
		})
	}
}

// A node that works with a copy of the former file stores nothing that would be lost.
func TestRotation_NodeThatDidNotNotice(t *testing.T) {
	t.Parallel()
	d := newTurn(t)
	anna := d.customer(t, "anna")
	text, err := os.ReadFile(d.path)
	if err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(t.TempDir(), "keys.json")
	if err := os.WriteFile(copied, text, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := d.rotation(t, d.owners...).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	elsewhere := d.Deps
	elsewhere.Keys = opened(t, copied)
	if _, err := card.New(elsewhere).Add(t.Context(), anna, typed()); postgres.Constraint(err) != "card_key_version_fkey" {
		t.Errorf("got %v", err)
	}
	if list, err := d.List(t.Context(), anna.AccountID); err != nil || len(list) != 0 {
		t.Errorf("%d cards, %v", len(list), err)
	}
	if err := rotation.Register(t.Context(), d.db, elsewhere.Keys.Version(), d.clock.now()); !errors.Is(err, rotation.ErrRetired) {
		t.Errorf("it starts: %v", err)
	}
	// Once it has the file it goes on.
	if text, err = os.ReadFile(d.path); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(copied, text, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := card.New(elsewhere).Add(t.Context(), anna, typed()); err != nil {
		t.Error(err)
	}
}

// A table that nobody rewraps keeps its key.
func TestRotation_ForgottenTable(t *testing.T) {
	t.Parallel()
	d := newTurn(t)
	anna := d.customer(t, "anna")
	c := d.added(t, anna)
	if _, err := d.rotation(t, d.owners[1]).Run(t.Context()); err == nil {
		t.Fatal("the key of the cards was deleted")
	}
	d.wantPays(t, "forgotten", anna, c.ID, number)
	if keys, err := secret.ListKeys(d.path); err != nil || len(keys) != 2 {
		t.Errorf("%+v, %v", keys, err)
	}
}

// Two at once: one works, the other says why it doesn't.
func TestRotation_TwoAtOnce(t *testing.T) {
	t.Parallel()
	d := newTurn(t)
	inside, goOn := make(chan struct{}), make(chan struct{})
	waiting := d.owners[0]
	var once sync.Once
	waiting.Rewrap = func(ctx context.Context, version int, after string, n int) (string, int, error) {
		once.Do(func() { close(inside); <-goOn })
		return d.owners[0].Rewrap(ctx, version, after, n)
	}
	var group sync.WaitGroup
	group.Go(func() {
		if _, err := d.rotation(t, waiting, d.owners[1]).Run(t.Context()); err != nil {
			t.Error(err)
		}
	})
	<-inside
	if _, err := d.rotation(t, d.owners...).Run(t.Context()); !errors.Is(err, rotation.ErrRunning) {
		t.Errorf("got %v", err)
	}
	close(goOn)
	group.Wait()
}
