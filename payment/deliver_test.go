package payment_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/walletdesk/walletdesk/payment/signature"
	"github.com/walletdesk/walletdesk/payment/webhook"
)

// shop is a marketplace's side of the webhook, over real HTTP.
type shop struct {
	*httptest.Server
	mu     sync.Mutex
	answer int
	ids    []string
	bodies []string
}

func (s *shop) answers(status int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer = status
}

func (s *shop) calls() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.ids)
}

// newShopDesk is a desk whose events go to a real receiver, which checks the
// signatures by the desk's clock.
func newShopDesk(t *testing.T) (*desk, *shop) {
	t.Helper()
	s, key := &shop{answer: http.StatusNoContent}, []byte("the webhook's secret of these tests")
	at := newClock()
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		if _, err := signature.Verify(key, webhook.Purpose, r.Header.Get(signature.Header), body, at.now()); err != nil {
			t.Error(err)
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		s.ids, s.bodies = append(s.ids, r.Header.Get(webhook.EventHeader)), append(s.bodies, string(body))
		w.WriteHeader(s.answer)
	}))
	t.Cleanup(s.Close)
	sender, err := webhook.New(webhook.Config{URL: s.URL, Secret: key, Plain: true, Clock: at.now})
	if err != nil {
		t.Fatal(err)
	}
	return newDeskWith(t, at, sender.Deliver), s
}

// A webhook that fails comes again, later each time, with the same id and the same
// body, until it is taken.
func TestService_Deliver(t *testing.T) {
	t.Parallel()
	d, s := newShopDesk(t)
	s.answers(http.StatusInternalServerError)
	p := d.opened(t, nil)
	d.work(t)
	if s.calls() != 1 {
		t.Fatalf("%d calls", s.calls())
	}
	for i, wait := range []time.Duration{time.Second, 2 * time.Second, 4 * time.Second} {
		d.pass(wait - time.Millisecond)
		d.work(t)
		if s.calls() != i+1 {
			t.Errorf("call %d came before its time", s.calls())
		}
		d.pass(time.Millisecond)
		d.work(t)
		if s.calls() != i+2 {
			t.Errorf("after %v there were %d calls", wait, s.calls())
		}
	}
	s.answers(http.StatusOK)
	d.pass(8 * time.Second)
	d.work(t)
	d.pass(time.Hour)
	d.work(t)
	events, _, err := d.Events(t.Context(), d.shop, 1, "")
	if err != nil || events[0].DeliveredAt == nil || events[0].Deliveries != 5 {
		t.Errorf("the event is %+v, %v", events[0], err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range s.ids[:5] {
		if s.ids[i] != events[0].ID || s.bodies[i] != s.bodies[0] {
			t.Errorf("call %d was %s %s", i, s.ids[i], s.bodies[i])
		}
	}
	var said struct {
		ID, Type string
		Seq      int
		Payment  struct {
			ID, Order, State string
			Amount           struct{ Amount, Currency string }
		}
	}
	if err := json.Unmarshal([]byte(s.bodies[0]), &said); err != nil {
		t.Fatal(err)
	}
	if said.ID != events[0].ID || said.Seq != 1 || said.Type != "payment.opened" || said.Payment.ID != p.ID || said.Payment.Order != p.Order ||
		said.Payment.State != "OPEN" || said.Payment.Amount.Amount != "1999" || said.Payment.Amount.Currency != "EUR" {
		t.Errorf("the body says %+v", said)
	}
}

// After three days it is left to be asked for.
func TestService_Deliver_GivenUp(t *testing.T) {
	t.Parallel()
	d, s := newShopDesk(t)
	s.answers(http.StatusFound) // a redirect is not followed and is no yes
	d.opened(t, nil)
	for range 40 {
		d.work(t)
		d.pass(6 * time.Hour)
	}
	tries := s.calls()
	d.pass(30 * 24 * time.Hour)
	d.work(t)
	events, _, err := d.Events(t.Context(), d.shop, 1, "")
	if err != nil || events[0].DeliveredAt != nil || events[0].Deliveries < 10 {
		t.Errorf("the event is %+v, %v", events[0], err)
	}
	// Only the payment's end was told since.
	if got := s.calls() - tries; got > 1 {
		t.Errorf("%d more calls", got)
	}
}
