package recovery_test

import (
	"slices"
	"testing"

	"github.com/walletdesk/walletdesk/mail/mailtest"
)

// A code that was typed where others read it dies, its account's record says so once,
// and the mail's link still works.
func TestService_ShownCodes(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c := d.customer(t, "anna", "anna@mail.example")
	other := d.customer(t, "boris", "boris@mail.example")
	cookie := d.ask(t, c.email)
	m := mailtest.Find(t, d.mails(t), c.email, "Recover your payment password")

	if shown, err := d.ShownCodes(t.Context(), other.accountID, []string{m.Code()}); err != nil || shown != nil {
		t.Errorf("somebody else's code: %v, %v", shown, err)
	}
	for range 2 {
		shown, err := d.ShownCodes(t.Context(), c.accountID, []string{"tomorrow", m.Code(), "x"})
		if err != nil || !slices.Equal(shown, []bool{false, true, false}) {
			t.Fatalf("%v, %v", shown, err)
		}
	}
	_, _, err := d.ConfirmCode(t.Context(), cookie, "", m.Code())
	wantCode(t, err, "WRONG_CODE")
	said := 0
	for _, action := range d.actions(t, c) {
		if action == "recovery.code-shown" {
			said++
		}
	}
	if said != 1 {
		t.Errorf("said %d times", said)
	}
	if _, _, err := d.ConfirmLink(t.Context(), m.Token()); err != nil {
		t.Errorf("its link: %v", err)
	}
}
