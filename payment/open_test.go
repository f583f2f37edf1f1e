package payment_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/payment"
	"github.com/walletdesk/walletdesk/session"
)

func TestService_Open(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	in := order(nil)
	p, err := d.Open(t.Context(), d.shop, in)
	if err != nil {
		t.Fatal(err)
	}
	if p.State != payment.Open || len(p.Methods) != 4 || p.TriesLeft != payment.MaxDeclines || !p.ExpiresAt.Equal(d.clock.now().Add(30*time.Minute)) {
		t.Errorf("got %+v", p)
	}
	if !strings.HasPrefix(p.Link, "https://wallet.example/pay#t=") || len(tokenOf(p)) != 43 {
		t.Errorf("link %q", p.Link)
	}
	if p.Digest != payment.Digest(p.ID, in.Amount, in.Payee) || len(p.Digest) != 64 {
		t.Errorf("digest %q", p.Digest)
	}
	// The link's secret is derived, and kept nowhere.
	var rows []string
	if err := d.db.SelectContext(t.Context(), &rows, `SELECT p::text || e::text FROM payment p JOIN payment_event e ON e.payment_id = p.id`); err != nil {
		t.Fatal(err)
	}
	if len(rows) != 1 || strings.Contains(rows[0], tokenOf(p)) {
		t.Errorf("rows %v", rows)
	}
}

// What a page has to compute: a vector of the contract's own words.
func TestDigest_Vector(t *testing.T) {
	t.Parallel()
	// printf 'walletdesk.payment.v1\n019a0000-0000-7000-8000-000000000000\n1999\nEUR\nLamps & Co' | sha256sum
	const want = "411081d29a8c0102576c360c90c1af9e45d01c7944e88dba309973513dc1ce6c"
	if got := payment.Digest("019a0000-0000-7000-8000-000000000000", payment.Money{Amount: 1999, Currency: "EUR"}, "Lamps & Co"); got != want {
		t.Errorf("got %s", got)
	}
}

func TestService_Open_Refuses(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	seconds := func(n int) *int { return &n }
	text := func(s string) *string { return &s }
	for _, test := range []struct {
		why    string
		change func(in *payment.OpenInput)
		want   string
	}{
		{"nothing to pay", func(in *payment.OpenInput) { in.Amount.Amount = 0 }, "amount.amount TOO_SMALL"},
		{"less than nothing", func(in *payment.OpenInput) { in.Amount.Amount = -1 }, "amount.amount TOO_SMALL"},
		{"a slip of the point", func(in *payment.OpenInput) { in.Amount.Amount = 100_000_000 }, "amount.amount TOO_LARGE"},
		{"a currency that is not set", func(in *payment.OpenInput) { in.Amount.Currency = "CHF" }, "amount.currency UNKNOWN_CURRENCY"},
		{"a currency that is none", func(in *payment.OpenInput) { in.Amount.Currency = "" }, "amount.currency UNKNOWN_CURRENCY"},
		{"no payee", func(in *payment.OpenInput) { in.Payee = " \u200b " }, "payee EMPTY"},
		{"a payee without end", func(in *payment.OpenInput) { in.Payee = strings.Repeat("я", 101) }, "payee TOO_LONG"},
		{"a payee that is no text", func(in *payment.OpenInput) { in.Payee = "\xff" }, "payee TOO_LONG"},
		{"a card number to show", func(in *payment.OpenInput) { in.Description = "for 4242 4242 4242 4242" }, "description CARD_NUMBER"},
		{"an order that reads like a card", func(in *payment.OpenInput) { in.Order = "4242424242424242" }, "order CARD_NUMBER"},
		{"no order", func(in *payment.OpenInput) { in.Order = "" }, "order EMPTY"},
		{"no key", func(in *payment.OpenInput) { in.IdempotencyKey = "" }, "idempotencyKey EMPTY"},
		{"nobody in particular", func(in *payment.OpenInput) { in.Subject = text("") }, "subject BAD_SUBJECT"},
		{"a way back in the clear", func(in *payment.OpenInput) { in.ReturnURL = "http://shop.example/" }, "returnUrl BAD_URL"},
		{"in the clear on this machine, without --dev", func(in *payment.OpenInput) { in.ReturnURL = "http://localhost/" }, "returnUrl BAD_URL"},
		{"a script for a way back", func(in *payment.OpenInput) { in.ReturnURL = "javascript:alert(1)" }, "returnUrl BAD_URL"},
		{"a way back to somebody by name", func(in *payment.OpenInput) { in.ReturnURL = "https://shop.example@evil.example/" }, "returnUrl BAD_URL"},
		{"a way back without end", func(in *payment.OpenInput) { in.ReturnURL = "https://shop.example/" + strings.Repeat("a", 2000) }, "returnUrl BAD_URL"},
		{"a person known by a card", func(in *payment.OpenInput) { in.Subject = text("4242-4242-4242-4242") }, "subject CARD_NUMBER"},
		{"a card in the way back", func(in *payment.OpenInput) { in.ReturnURL = "https://shop.example/4242424242424242" }, "returnUrl CARD_NUMBER"},
		{"a card in its query, spaces as pluses", func(in *payment.OpenInput) { in.ReturnURL = "https://shop.example/?c=4242+4242+4242+4242" }, "returnUrl CARD_NUMBER"},
		{"a card behind per cent signs", func(in *payment.OpenInput) { in.ReturnURL = "https://shop.example/4242%204242%2042424%3242" }, "returnUrl CARD_NUMBER"},
		{"a card behind the #", func(in *payment.OpenInput) { in.ReturnURL = "https://shop.example/#4242%204242%204242%204242" }, "returnUrl CARD_NUMBER"},
		{"a query whose escapes are broken", func(in *payment.OpenInput) { in.ReturnURL = "https://shop.example/?c=%zz4242424242424242" }, "returnUrl CARD_NUMBER"},
		{"no way back", func(in *payment.OpenInput) { in.ReturnURL = "" }, "returnUrl BAD_URL"},
		{"too short to pay", func(in *payment.OpenInput) { in.ExpiresIn = seconds(59) }, "expiresIn BAD_TIME"},
		{"too long to wait", func(in *payment.OpenInput) { in.ExpiresIn = seconds(86401) }, "expiresIn BAD_TIME"},
		{"longer than numbers go", func(in *payment.OpenInput) { in.ExpiresIn = seconds(1 << 62) }, "expiresIn BAD_TIME"},
	} {
		t.Run(test.why, func(t *testing.T) {
			t.Parallel()
			_, err := d.Open(t.Context(), d.shop, order(test.change))
			wantCode(t, err, test.want)
		})
	}
	_, err := d.Open(t.Context(), d.shop, payment.OpenInput{})
	if f, ok := fault.As(err); !ok || len(f.Fields) < 5 {
		t.Errorf("an empty payment: %v", err)
	}
}

func TestService_Open_Once(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	in := order(nil)
	ids := make([]string, 20)
	var group sync.WaitGroup
	for i := range ids {
		group.Go(func() {
			p, err := d.Open(t.Context(), d.shop, in)
			if err != nil {
				t.Error(err)
				return
			}
			ids[i] = p.ID + p.Link
		})
	}
	group.Wait()
	for _, id := range ids {
		if id != ids[0] {
			t.Errorf("the same key gave %s and %s", ids[0], id)
		}
	}
	if got := d.events(t); len(got) != 1 {
		t.Errorf("events %v", got)
	}
	other := in
	other.Amount.Amount++
	_, err := d.Open(t.Context(), d.shop, other)
	wantCode(t, err, "KEY_USED")
	// An order has one payment that lives.
	second := order(func(o *payment.OpenInput) { o.Order = in.Order })
	_, err = d.Open(t.Context(), d.shop, second)
	wantCode(t, err, "ORDER_HAS_PAYMENT")
	// Another marketplace's keys and orders are its own.
	if _, err := d.Open(t.Context(), session.Actor{Role: session.Marketplace, ClientID: "bazaar"}, in); err != nil {
		t.Error(err)
	}
	d.clock.pass(30 * time.Minute)
	d.work(t)
	if _, err := d.Open(t.Context(), d.shop, second); err != nil {
		t.Errorf("after the first one's end: %v", err)
	}
	again, err := d.Open(t.Context(), d.shop, in)
	if err != nil || again.State != payment.Expired {
		t.Errorf("the first key gives %+v, %v", again, err)
	}
}

func TestService_Open_Ways(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.opened(t, func(in *payment.OpenInput) { in.Methods = []payment.Kind{payment.Cash, payment.Cash} })
	if len(p.Methods) != 1 || p.Methods[0] != payment.Cash {
		t.Errorf("offered %v", p.Methods)
	}
	_, err := d.PayAsGuest(t.Context(), stranger(), guest(p, good))
	wantCode(t, err, "METHOD_NOT_OFFERED")
	deps := d.deps
	deps.Providers = map[payment.Kind]payment.Method{payment.Cash: deps.Providers[payment.Cash]}
	_, err = payment.New(deps).Open(t.Context(), d.shop, order(func(in *payment.OpenInput) { in.Methods = []payment.Kind{payment.Wallet} }))
	wantCode(t, err, "methods NONE_AVAILABLE")
	deps.Providers = nil
	_, err = payment.New(deps).Open(t.Context(), d.shop, order(nil))
	wantCode(t, err, "PAYMENTS_UNAVAILABLE")
}

// Under --dev a shop on this machine is a shop.
func TestService_Open_PlainReturn(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	deps := d.deps
	deps.PlainReturn = true
	s := payment.New(deps)
	for address, want := range map[string]string{
		"http://127.0.0.1:8080/dev/shop": "", "http://[::1]/": "", "http://localhost:1/": "",
		"http://shop.example/": "returnUrl BAD_URL", "http://127.0.0.1.evil.example/": "returnUrl BAD_URL", "ftp://localhost/": "returnUrl BAD_URL",
	} {
		_, err := s.Open(t.Context(), d.shop, order(func(in *payment.OpenInput) { in.ReturnURL = address }))
		if code(err) != want {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestService_Events(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for range 5 {
		d.opened(t, nil)
	}
	first, more, err := d.Events(t.Context(), d.shop, 3, "")
	if err != nil || len(first) != 3 || !more {
		t.Fatalf("%d, %v, %v", len(first), more, err)
	}
	rest, more, err := d.Events(t.Context(), d.shop, 3, "3")
	if err != nil || len(rest) != 2 || more {
		t.Fatalf("%d, %v, %v", len(rest), more, err)
	}
	for i, e := range append(first, rest...) {
		if e.Seq != int64(i+1) || e.Payment == nil || e.Type != "payment.opened" {
			t.Errorf("event %d is %+v", i+1, e)
		}
	}
	if foreign, _, err := d.Events(t.Context(), session.Actor{Role: session.Marketplace, ClientID: "bazaar"}, 100, ""); err != nil || len(foreign) != 0 {
		t.Errorf("another marketplace sees %v, %v", foreign, err)
	}
	for _, bad := range []string{"x", "-1", "1.5", "99999999999999999999"} {
		_, _, err := d.Events(t.Context(), d.shop, 3, bad)
		wantCode(t, err, "BAD_CURSOR")
	}
	for _, bad := range []int{0, -1, 101} {
		_, _, err := d.Events(t.Context(), d.shop, bad, "")
		wantCode(t, err, "BAD_PAGE")
	}
}
