package document

import (
	"bytes"
	"path/filepath"
	"testing"

	"github.com/walletdesk/walletdesk/audit"
	"github.com/walletdesk/walletdesk/secret"
	"github.com/walletdesk/walletdesk/secret/rotation"
)

// Pictures are seen as before when their keys were rewrapped and the former key is
// gone; a destroyed one does not hold the former key back.
func TestVault_Rewrap(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	path := filepath.Join(t.TempDir(), "keys.json")
	var err error
	if o.Keys, err = secret.OpenKeys(path); err != nil {
		t.Fatal(err)
	}
	identity := o.kept(t, Identity)
	o.kept(t, BankCard)
	card := o.kept(t, BankCard) // the first one is destroyed by it
	before, _, err := o.Open(t.Context(), o.operator, o.granted(t, o.operator, identity))
	if err != nil {
		t.Fatal(err)
	}
	other, err := secret.OpenKeys(path)
	if err != nil {
		t.Fatal(err)
	}
	r := rotation.New(rotation.Deps{
		DB: o.DB, Path: path, Audit: audit.New(other, o.time.now), Clock: o.time.now,
		Owners: []rotation.Owner{{Table: "document", Column: "wrapped_key", Rewrap: Vault{DB: o.DB, Keys: other}.Rewrap}},
	})
	key, err := r.Run(t.Context())
	if err != nil || key.Version != 2 {
		t.Fatalf("%+v, %v", key, err)
	}
	lines, err := r.List(t.Context())
	if err != nil || len(lines) != 1 || lines[0].Sealed["document"] != 2 {
		t.Errorf("%+v, %v", lines, err)
	}
	after, _, err := o.Open(t.Context(), o.operator, o.granted(t, o.operator, identity))
	if err != nil || !bytes.Equal(before, after) {
		t.Errorf("%d bytes, then %d, %v", len(before), len(after), err)
	}
	o.looked(t, o.operator, card)
}

// A batch at a time, in order, each once.
func TestVault_Rewrap_Batches(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	path := filepath.Join(t.TempDir(), "keys.json")
	var err error
	if o.Keys, err = secret.OpenKeys(path); err != nil {
		t.Fatal(err)
	}
	o.kept(t, Identity)
	o.kept(t, BankCard)
	if err := rotation.Register(t.Context(), o.DB, 2, o.time.now()); err != nil {
		t.Fatal(err)
	}
	if _, err := secret.AddKey(path, o.time.now()); err != nil {
		t.Fatal(err)
	}
	v, place := Vault{DB: o.DB, Keys: o.Keys}, ""
	for i, want := range []int{1, 1, 0} {
		next, done, err := v.Rewrap(t.Context(), 2, place, 1)
		if err != nil || done != want || (next == "") != (want == 0) {
			t.Errorf("batch %d: %d done, then %q, %v", i+1, done, next, err)
		}
		place = next
	}
}
