package chat

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/session"
)

// The public test number of Visa, in the spellings a person types.
const testNumber = "4242424242424242"

// stored is every text of the log, put together without anything but digits.
func storedDigits(t *testing.T, d *desk, id string) string {
	t.Helper()
	list, err := selectAfter(t.Context(), d.db, id, 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, strings.Join(bodies(list), ""))
}

func TestService_Send_masksNumbers(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		why   string
		texts []string
		cut   []int // which of them are overwritten later
	}{
		{"in one text", []string{"my card is " + testNumber + ", ok?"}, nil},
		{"with spaces", []string{"4242 4242 4242 4242"}, nil},
		{"full-width digits", []string{"４２４２４２４２４２４２４２４２"}, nil},
		{"in two halves", []string{"42424242", "42424242"}, []int{0}},
		{"in four groups", []string{"4242", "4242", "4242", "4242"}, []int{1, 2}},
	} {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			customer, operator := d.customer(t), d.staff(t, session.Operator, "Otto")
			c := d.taken(t, customer, operator)
			var last *Sent
			for _, text := range tt.texts {
				last = d.say(t, customer, c.ID, text)
				d.say(t, operator, c.ID, "I see")
			}
			if last.Masked != 1 {
				t.Errorf("told %d numbers masked, want 1", last.Masked)
			}
			if got := storedDigits(t, d, c.ID); strings.Contains(got, testNumber) {
				t.Errorf("the number can be read in the log")
			}
			redacted := 0
			for _, row := range d.logOf(t, c.ID) {
				if row == "EVENT REDACTED" {
					redacted++
				}
			}
			if redacted < len(tt.cut) {
				t.Errorf("%d rows say REDACTED, want %d", redacted, len(tt.cut))
			}
			got, err := d.Conversation(t.Context(), customer, c.ID)
			if err != nil || strings.Contains(got.Preview, "42424242") {
				t.Errorf("the preview shows it: %v", err)
			}
		})
	}
}

// Both halves stand at the doors of two nodes while somebody holds the
// conversation, and go in one right after the other.
func TestService_Send_masksHalvesSentAtOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	customer := d.customer(t)
	c := d.opened(t, customer)
	var wg sync.WaitGroup
	err := d.db.InTx(t.Context(), func(ctx context.Context, q postgres.Querier) error {
		if _, err := lockConversation(ctx, q, c.ID); err != nil {
			return err
		}
		for _, node := range []*desk{d, newDeskOn(t, d.db, d.bell)} {
			wg.Go(func() {
				if _, err := node.Send(t.Context(), customer, SendInput{ConversationID: c.ID, ClientID: uuid.NewString(), Body: "42424242"}); err != nil {
					t.Errorf("send: %v", err)
				}
			})
		}
		for waiting := 0; waiting < 2; {
			const query = `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
			if err := d.db.GetContext(ctx, &waiting, query); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	wg.Wait()
	if strings.Contains(storedDigits(t, d, c.ID), testNumber) {
		t.Error("two halves slipped by side by side")
	}
}

func TestService_Send_masksNothingElse(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		why   string
		texts []string
		pass  time.Duration
	}{
		{"too far apart", []string{"42424242", "42424242"}, 11 * time.Minute},
		{"no card number", []string{"order 12345678", "call me at +30 210 1234567"}, 0},
	} {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			customer := d.customer(t)
			c := d.opened(t, customer)
			for i, text := range tt.texts {
				sent := d.say(t, customer, c.ID, text)
				if sent.Masked != 0 || sent.Message.Body != text {
					t.Errorf("text %d: got %+v", i, sent)
				}
				d.time.pass(tt.pass)
			}
		})
	}
}

func TestService_Send_retryTellsWhatWasMasked(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	customer := d.customer(t)
	c := d.opened(t, customer)
	in := SendInput{ConversationID: c.ID, ClientID: uuid.NewString(), Body: testNumber}
	for range 2 {
		sent, err := d.Send(t.Context(), customer, in)
		if err != nil || sent.Masked != 1 {
			t.Fatalf("got %+v, %v", sent, err)
		}
	}
}
