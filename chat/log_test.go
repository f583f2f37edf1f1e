package chat

import (
	"strings"
	"testing"

	"github.com/walletdesk/walletdesk/session"
)

func TestLog_append_vocabulary(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c := d.taken(t, d.customer(t), d.staff(t, session.Operator, "Otto"))
	for _, tt := range []struct {
		why    string
		kind   string
		code   string
		detail map[string]string
	}{
		{"a match is for operators alone", "DOCUMENT", "READY", map[string]string{"match": "MATCH"}},
		{"so is why a proposal was made", "DECISION", "PROPOSED", map[string]string{"justification": "x"}},
		{"so are a card's digits", "DOCUMENT", "REFUSED", map[string]string{"first4": "4242"}},
		{"unknown codes are a mistake", "EVENT", "PARTY", nil},
		{"unknown kinds too", "NOTE", "PARTY", nil},
	} {
		t.Run(tt.why, func(t *testing.T) {
			if _, err := d.log.SystemFact(t.Context(), d.db, c.ID, tt.kind, tt.code, tt.detail); err == nil || !strings.Contains(err.Error(), "append message") {
				t.Errorf("got %v, want it refused", err)
			}
		})
	}
}

func TestLog_facts(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	customer := d.customer(t)
	c := d.opened(t, customer)
	const clientID = "01890000-0000-7000-8000-0000000000c1"
	_, _, _, err := d.log.FactByClientID(t.Context(), d.db, c.ID, clientID)
	wantAbsent(t, err)
	detail := map[string]string{"requestId": "r", "kind": "BANK_CARD", "verdict": "REFUSED", "reason": "COVER_MIDDLE", "refusals": "1"}
	seq, err := d.log.CustomerFact(t.Context(), d.db, c.ID, clientID, "DOCUMENT", "REFUSED", detail)
	if err != nil || seq != 2 {
		t.Fatalf("got %d, %v", seq, err)
	}
	_, err = d.log.CustomerFact(t.Context(), d.db, c.ID, clientID, "DOCUMENT", "REFUSED", detail)
	wantCode(t, err, "REPEATED")
	kind, code, got, err := d.log.FactByClientID(t.Context(), d.db, c.ID, clientID)
	if err != nil || kind != "DOCUMENT" || code != "REFUSED" || got["reason"] != "COVER_MIDDLE" {
		t.Errorf("got %s %s %v, %v", kind, code, got, err)
	}
	if _, err := d.Leave(t.Context(), customer, c.ID); err != nil {
		t.Fatal(err)
	}
	_, err = d.log.CustomerFact(t.Context(), d.db, c.ID, "01890000-0000-7000-8000-0000000000c2", "DOCUMENT", "REFUSED", detail)
	wantCode(t, err, "ENDED")
	_, _, err = d.log.CustomerRoom(t.Context(), d.db, customer, c.ID)
	wantCode(t, err, "ENDED")
}

func TestMaskEmail(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ why, in, want string }{
		{"first and last stay", "maria@example.org", "m•••a@example.org"},
		{"too short to show any", "ab@example.org", "•••@example.org"},
		{"letters, not bytes", "ямщик@example.org", "я•••к@example.org"},
		{"no address at all", "maria", ""},
	} {
		if got := maskEmail(tt.in); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.why, got, tt.want)
		}
	}
}
