package processor_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/walletdesk/walletdesk/pan"
	"github.com/walletdesk/walletdesk/payment"
	"github.com/walletdesk/walletdesk/payment/processor"
	"github.com/walletdesk/walletdesk/payment/signature"
)

const (
	attempt = "019a0000-0000-7000-8000-000000000000"
	number  = "4242424242424242"
)

var key = []byte("the processor's secret of these tests") //nolint:gochecknoglobals // a constant

func TestNew_Refuses(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		why, url string
		secret   []byte
		ok       bool
	}{
		{"https", "https://processor.example/wallet/", key, true},
		{"this machine", "http://127.0.0.1:1", key, true},
		{"cards in the clear", "http://processor.example", key, false},
		{"a name and a password", "https://a:b@processor.example", key, false},
		{"a query", "https://processor.example?a=b", key, false},
		{"no address", "processor", key, false},
		{"a short secret", "https://processor.example", key[:31], false},
	} {
		if _, err := processor.New(processor.Config{URL: test.url, Secret: test.secret, Clock: time.Now}); (err == nil) != test.ok {
			t.Errorf("%s: %v", test.why, err)
		}
	}
}

// asked is one request as the processor's side sees it.
type asked struct {
	path string
	body map[string]any
}

// newProcessor is a processor on a real listener, which checks what every request
// has to have and answers as it is told.
func newProcessor(t *testing.T, answer func(w http.ResponseWriter, purpose string)) (*processor.Processor, *[]asked) {
	t.Helper()
	var seen []asked
	there := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		purpose := map[string]string{"/wallet/charges": "charge", "/wallet/charges/close": "close"}[r.URL.Path]
		if _, err := signature.Verify(key, purpose, r.Header.Get(signature.Header), body, time.Now()); err != nil {
			t.Errorf("%s: %v", r.URL.Path, err)
		}
		if r.Method != http.MethodPost || r.Header.Get("Idempotency-Key") != attempt || strings.Contains(fmt.Sprint(r.Header, r.URL), number) {
			t.Errorf("%s %s %v", r.Method, r.URL, r.Header)
		}
		a := asked{path: r.URL.Path}
		if err := json.Unmarshal(body, &a.body); err != nil {
			t.Error(err)
		}
		seen = append(seen, a)
		answer(w, purpose)
	}))
	t.Cleanup(there.Close)
	p, err := processor.New(processor.Config{URL: there.URL + "/wallet", Secret: key, PublicURL: "https://wallet.example", Clock: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	return p, &seen
}

func charge(t *testing.T) payment.Charge {
	t.Helper()
	n, err := pan.Parse(number)
	if err != nil {
		t.Fatal(err)
	}
	return payment.Charge{
		AttemptID: attempt, Amount: payment.Money{Amount: 1999, Currency: "EUR"}, Payee: "Lamps & Co", Order: "A-1",
		Card: payment.CardNumber{Number: n, ExpiryMonth: 7, ExpiryYear: 2029, CVC: "123"}, Until: time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC),
	}
}

func says(text string) func(w http.ResponseWriter, purpose string) {
	return func(w http.ResponseWriter, _ string) { _, _ = io.WriteString(w, text) }
}

func TestMethod_Begin(t *testing.T) {
	t.Parallel()
	head := `{"attempt":"` + attempt + `",`
	for _, test := range []struct {
		why    string
		way    payment.Kind
		answer string
		want   payment.Outcome
		fails  bool
	}{
		{"approved", payment.GuestCard, head + `"status":"APPROVED"}`, payment.Outcome{Status: payment.Approved}, false},
		{"declined", payment.SavedCard, head + `"status":"DECLINED","decline":"WRONG_CVC"}`, payment.Outcome{Status: payment.Declined, Decline: "WRONG_CVC"}, false},
		{"closed before", payment.GuestCard, head + `"status":"UNKNOWN"}`, payment.Outcome{Status: payment.Unknown}, false},
		{"to the e-wallet", payment.Wallet, head + `"status":"PENDING","redirectUrl":"https://pay.example/1"}`,
			payment.Outcome{Status: payment.Pending, RedirectURL: "https://pay.example/1"}, false},
		{"a code for cash", payment.Cash, head + `"status":"PENDING","code":"K7ZQ2M9X"}`, payment.Outcome{Status: payment.Pending, Code: "K7ZQ2M9X"}, false},
		{"an e-wallet in the clear", payment.Wallet, head + `"status":"PENDING","redirectUrl":"http://pay.example/1"}`, payment.Outcome{}, true},
		{"an e-wallet that is a script", payment.Wallet, head + `"status":"PENDING","redirectUrl":"javascript:alert(1)"}`, payment.Outcome{}, true},
		{"an e-wallet nowhere", payment.Wallet, head + `"status":"PENDING"}`, payment.Outcome{}, true},
		{"a code nobody can tell", payment.Cash, head + `"status":"PENDING","code":"<b>"}`, payment.Outcome{}, true},
		{"another charge's answer", payment.GuestCard, `{"attempt":"x","status":"APPROVED"}`, payment.Outcome{}, true},
		{"a status of tomorrow is no yes", payment.GuestCard, head + `"status":"CAPTURED"}`, payment.Outcome{}, true},
		{"no status", payment.GuestCard, head + `"decline":""}`, payment.Outcome{}, true},
		{"no JSON", payment.GuestCard, `approved`, payment.Outcome{}, true},
		{"nothing", payment.GuestCard, ``, payment.Outcome{}, true},
		{"without end", payment.GuestCard, head + `"status":"APPROVED","x":"` + strings.Repeat("y", 17<<10) + `"}`, payment.Outcome{}, true},
	} {
		t.Run(test.why, func(t *testing.T) {
			t.Parallel()
			p, seen := newProcessor(t, says(test.answer))
			got, err := p.Method(test.way).Begin(t.Context(), charge(t))
			if (err != nil) != test.fails || !test.fails && got != test.want {
				t.Errorf("%+v, %v", got, err)
			}
			if err != nil && strings.Contains(err.Error(), number) {
				t.Errorf("the error quotes the card: %v", err)
			}
			sent := (*seen)[0].body
			if sent["method"] != string(test.way) || fmt.Sprint(sent["amount"]) != "map[amount:1999 currency:EUR]" {
				t.Errorf("sent %v", sent)
			}
			_, carded := sent["card"]
			if isCard := test.way == payment.GuestCard || test.way == payment.SavedCard; carded != isCard {
				t.Errorf("a card was sent: %v", carded)
			}
			if test.way == payment.Wallet && sent["returnUrl"] != "https://wallet.example/payments/wallet/return" {
				t.Errorf("sent %v", sent)
			}
			if test.way == payment.Cash && sent["callbackUrl"] != "https://wallet.example/payments/cash/callback" {
				t.Errorf("sent %v", sent)
			}
		})
	}
}

func TestMethod_Close(t *testing.T) {
	t.Parallel()
	p, seen := newProcessor(t, says(`{"attempt":"`+attempt+`","status":"UNKNOWN"}`))
	got, err := p.Method(payment.Cash).Close(t.Context(), attempt)
	if err != nil || got.Status != payment.Unknown {
		t.Errorf("%+v, %v", got, err)
	}
	if (*seen)[0].path != "/wallet/charges/close" || (*seen)[0].body["attempt"] != attempt {
		t.Errorf("sent %+v", *seen)
	}
}

// What is no readable 200 is no answer, and quotes nothing.
func TestMethod_NoAnswer(t *testing.T) {
	t.Parallel()
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the card went elsewhere") }))
	t.Cleanup(elsewhere.Close)
	for _, status := range []int{201, 204, 302, 307, 308, 400, 401, 404, 429, 500, 503} {
		p, _ := newProcessor(t, func(w http.ResponseWriter, _ string) {
			w.Header().Set("Location", elsewhere.URL)
			w.WriteHeader(status)
		})
		if got, err := p.Method(payment.GuestCard).Begin(t.Context(), charge(t)); err == nil || strings.Contains(err.Error(), number) {
			t.Errorf("status %d: %+v, %v", status, got, err)
		}
	}
	p, _ := newProcessor(t, says(""))
	over, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := p.Method(payment.GuestCard).Begin(over, charge(t)); err == nil || strings.Contains(err.Error(), number) {
		t.Errorf("no time: %v", err)
	}
}
