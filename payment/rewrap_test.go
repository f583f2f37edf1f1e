package payment_test

import (
	"path/filepath"
	"testing"

	"github.com/walletdesk/walletdesk/audit"
	"github.com/walletdesk/walletdesk/payment"
	"github.com/walletdesk/walletdesk/secret"
	"github.com/walletdesk/walletdesk/secret/rotation"
)

// Where payers have to go is known as before when the keys were rotated; a payment
// that was decided does not hold the former key back.
func TestVault_Rewrap(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	path := filepath.Join(t.TempDir(), "keys.json")
	keys, err := secret.OpenKeys(path)
	if err != nil {
		t.Fatal(err)
	}
	d.deps.Keys = keys
	d.Service = payment.New(d.deps)
	decided, waiting := d.opened(t, nil), d.opened(t, nil)
	if _, err := d.PayWithWallet(t.Context(), stranger(), chosen(decided)); err != nil {
		t.Fatal(err)
	}
	if err := d.told(t, payment.Wallet, d.asked.last(t).AttemptID, payment.Declined); err != nil {
		t.Fatal(err)
	}
	cash, err := d.PayWithCash(t.Context(), stranger(), chosen(waiting))
	if err != nil || cash.Cash == nil {
		t.Fatalf("%+v, %v", cash, err)
	}
	other, err := secret.OpenKeys(path)
	if err != nil {
		t.Fatal(err)
	}
	key, err := rotation.New(rotation.Deps{
		DB: d.db, Path: path, Audit: audit.New(other, d.clock.now), Clock: d.clock.now,
		Owners: []rotation.Owner{{Table: "payment_attempt", Column: "sealed", Rewrap: payment.Vault{DB: d.db, Keys: other}.Rewrap}},
	}).Run(t.Context())
	if err != nil || key.Version != 2 {
		t.Fatalf("%+v, %v", key, err)
	}
	again, err := d.PayWithCash(t.Context(), stranger(), chosen(waiting))
	if err != nil || again.Cash == nil || again.Cash.Code != cash.Cash.Code {
		t.Errorf("%+v, %v", again, err)
	}
}
