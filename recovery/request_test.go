package recovery_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/walletdesk/walletdesk/recovery"
	"github.com/walletdesk/walletdesk/session"
)

// What is done and answered says nothing about whether there is an account: the
// same answer, the same rows written. No mail and no flow is made meanwhile; that is
// the job's work, after the answer.
func TestService_Request_TellsNothing(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	known := d.customer(t, "anna", "anna@mail.example")
	type trace struct {
		Cookie         int
		Requests, Jobs int
		Flows, Mails   int
		Throttles      int
	}
	follow := func(email string) trace {
		in := d.request(t, email)
		before := d.written(t)
		cookie, err := d.Request(t.Context(), in)
		if err != nil {
			t.Fatal(err)
		}
		after := d.written(t)
		tr := trace{Cookie: len(cookie)}
		for i, n := range []*int{&tr.Requests, &tr.Jobs, &tr.Flows, &tr.Mails, &tr.Throttles} {
			*n = after[i] - before[i]
		}
		return tr
	}
	follow("somebody@mail.example") // counts the network for the first time
	unknown := follow("nobody@mail.example")
	d.clock.pass(2 * time.Minute)
	d.work(t)
	got := follow(known.email)
	if diff := cmp.Diff(unknown, got); diff != "" {
		t.Errorf("unknown against known: %s", diff)
	}
	if got.Requests != 1 || got.Jobs != 1 || got.Flows != 0 || got.Mails != 0 {
		t.Errorf("a request writes %+v", got)
	}
	d.work(t)
	if n := len(d.mails(t)); n != 1 {
		t.Errorf("%d mails, want 1 for the known address", n)
	}
}

// written counts the rows of the tables that a request may write to.
func (d *desk) written(t *testing.T) []int {
	t.Helper()
	var counts []int
	for _, table := range []string{"recovery_request", "job", "recovery_flow", "mail", "throttle"} {
		var n int
		if err := d.db.GetContext(t.Context(), &n, "SELECT count(*) FROM "+table); err != nil {
			t.Fatal(err)
		}
		counts = append(counts, n)
	}
	return counts
}

func TestService_Request_Limits(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c := d.customer(t, "anna", "anna@mail.example")
	asked := func(email string) error {
		_, err := d.Request(t.Context(), d.request(t, email))
		return err
	}
	for _, email := range []string{c.email, "nobody@mail.example"} {
		if err := asked(email); err != nil {
			t.Fatal(err)
		}
		d.clock.pass(59 * time.Second)
		wantCode(t, asked(email), "THROTTLED")
		for range 4 {
			d.clock.pass(61 * time.Second)
			if err := asked(email); err != nil {
				t.Fatal(err)
			}
		}
		d.clock.pass(61 * time.Second)
		wantCode(t, asked(email), "THROTTLED") // the sixth within an hour
		d.clock.pass(time.Hour)
	}
	d.clock.pass(24 * time.Hour)
	for i := range 20 {
		if err := asked(string(rune('a'+i)) + "@mail.example"); err != nil {
			t.Fatalf("request %d of the network: %v", i+1, err)
		}
	}
	wantCode(t, asked("z@mail.example"), "THROTTLED")
}

// A signed-in customer needs no captcha and is counted apart: nobody who knows the
// address keeps them out.
func TestService_Request_SignedIn(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c := d.customer(t, "anna", "anna@mail.example")
	d.ask(t, c.email)
	_, err := d.Request(t.Context(), d.request(t, c.email))
	wantCode(t, err, "THROTTLED")
	d.mails(t)
	if _, err := d.Request(t.Context(), recovery.RequestInput{AccountID: c.accountID}); err != nil {
		t.Fatal(err)
	}
	d.work(t)
	if n := len(d.mails(t)); n != 1 {
		t.Errorf("%d mails, want 1", n)
	}
	_, err = d.Request(t.Context(), recovery.RequestInput{AccountID: c.accountID, Email: c.email})
	wantCode(t, err, "THROTTLED")
	_, err = d.Request(t.Context(), recovery.RequestInput{AccountID: c.accountID, Email: "other@mail.example"})
	wantCode(t, err, "captcha.answer CAPTCHA_INCOMPLETE")
}

func TestService_Request_Refused(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	in := d.request(t, "anna@mail.example")
	in.Email = "anna"
	_, err := d.Request(t.Context(), in)
	wantCode(t, err, "email INVALID_EMAIL")
	in.Email, in.CaptchaAnswer = "anna@mail.example", "AAAAAA"
	_, err = d.Request(t.Context(), in)
	wantCode(t, err, "captcha.answer CAPTCHA_WRONG")
	// Somebody signed in who has no password yet has nothing to recover.
	personID, err := d.sessions.Person(t.Context(), session.Identity{Issuer: "https://shop.example", Subject: "new", Email: "new@shop.example"}, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := d.accounts.Open(t.Context(), personID, "new@shop.example", "en"); err != nil {
		t.Fatal(err)
	}
	accountID, _, _, _, err := d.accounts.ForPerson(t.Context(), personID)
	if err != nil {
		t.Fatal(err)
	}
	_, err = d.Request(t.Context(), recovery.RequestInput{AccountID: accountID})
	wantCode(t, err, "NOT_REGISTERED")
	// And an address that was never confirmed with a password gets no mail.
	d.ask(t, "new@shop.example")
	if n := len(d.mails(t)); n != 0 {
		t.Errorf("%d mails to an unregistered address", n)
	}
}

// No token, code or address stays behind in a job that is done.
func TestService_Request_LeavesNoAddress(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.ask(t, "anna@mail.example")
	var n int
	if err := d.db.GetContext(t.Context(), &n, `SELECT count(*) FROM job WHERE payload <> '{}' AND done_at IS NOT NULL`); err != nil || n != 0 {
		t.Errorf("%d done jobs with a payload, %v", n, err)
	}
}

func TestService_Sweep(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.ask(t, "anna@mail.example")
	for _, step := range []struct {
		wait time.Duration
		want int64
	}{{25 * time.Hour, 0}, {time.Second, 1}} {
		d.clock.pass(step.wait)
		if n, err := d.Sweep(context.Background()); err != nil || n != step.want {
			t.Errorf("swept %d, %v, want %d", n, err, step.want)
		}
	}
}
