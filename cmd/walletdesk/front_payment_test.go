package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/marketplace/shoptest"
	"github.com/walletdesk/walletdesk/payment/signature"
	"github.com/walletdesk/walletdesk/payment/webhook"
)

// program's client: a shop's own, with a token instead of cookies.
type bearerTransport struct{ token string }

func (b bearerTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("Authorization", "Bearer "+b.token)
	return http.DefaultTransport.RoundTrip(r)
}

// tokenFor asks for a token as RFC 6749 §4.4 has it; it gives the status and what
// was answered.
func tokenFor(t *testing.T, base, id, secret string) (int, map[string]any) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+"/oauth/token", strings.NewReader("grant_type=client_credentials"))
	if err != nil {
		t.Fatal(err)
	}
	req.SetBasicAuth(url.QueryEscape(id), url.QueryEscape(secret))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	var answer map[string]any
	if err := json.NewDecoder(res.Body).Decode(&answer); err != nil {
		t.Fatal(err)
	}
	if res.Header.Get("Cache-Control") != "no-store" || len(res.Cookies()) > 0 {
		t.Errorf("a token came with %v", res.Header)
	}
	return res.StatusCode, answer
}

// demoShop is the marketplace's program.
func demoShop(t *testing.T, base string) caller {
	t.Helper()
	status, answer := tokenFor(t, base, demoClientID, demoClientSecret)
	token, ok := answer["access_token"].(string)
	if status != http.StatusOK || !ok || answer["token_type"] != "Bearer" {
		t.Fatalf("token: %d %v", status, answer)
	}
	return caller{base: base, graphql: "/graphql", client: &http.Client{Transport: bearerTransport{token}}}
}

const paymentFields = "payment { id link digest state methods method declineCode walletUrl card { last4 } cash { code } amount { amount currency exponent } }"

// shopOpens opens a payment for a guest; its fields and the secret of its link.
func shopOpens(t *testing.T, shop caller, more object) (object, string) {
	t.Helper()
	in := object{
		"idempotencyKey": uuid.NewString(), "order": "A-" + uuid.NewString(), "payee": "Lamps & Co",
		"amount": object{"amount": "1999", "currency": "EUR"}, "returnUrl": "https://shop.example/orders/1",
	}
	for name, value := range more {
		in[name] = value
	}
	p := shop.must(t, "openPayment", "OpenPaymentInput", paymentFields, in)["payment"].(object)
	_, token, ok := strings.Cut(p["link"].(string), "/pay#t=")
	if !ok {
		t.Fatalf("link %v", p["link"])
	}
	return p, token
}

// receiver is the marketplace's side of the webhook: it fails the first time.
type receiver struct {
	*httptest.Server
	mu     sync.Mutex
	failed bool
	tries  []string // event ids, each time
	taken  []map[string]any
	more   chan struct{}
}

func newReceiver(t *testing.T) *receiver {
	t.Helper()
	r := &receiver{more: make(chan struct{}, 100)}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		body, err := io.ReadAll(req.Body)
		if err != nil {
			t.Error(err)
		}
		if _, err := signature.Verify([]byte(demoWebhookSecret), webhook.Purpose, req.Header.Get(signature.Header), body, time.Now()); err != nil {
			t.Errorf("signature: %v", err)
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		r.tries = append(r.tries, req.Header.Get(webhook.EventHeader))
		if !r.failed {
			r.failed = true
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		var event map[string]any
		if err := json.Unmarshal(body, &event); err != nil {
			t.Error(err)
		}
		r.taken = append(r.taken, event)
		r.more <- struct{}{}
	}))
	t.Cleanup(r.Close)
	return r
}

// wait is the events that were taken, when there are so many.
func (r *receiver) wait(t *testing.T, n int) []map[string]any {
	t.Helper()
	for range n {
		select {
		case <-r.more:
		case <-time.After(30 * time.Second):
			t.Fatalf("only %d events came", len(r.taken))
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.taken)
}

// A shop opens a payment, a customer confirms it, and the shop is told, though it
// did not listen the first time.
func TestFront_PaymentConfirmed(t *testing.T) {
	t.Parallel()
	hook := newReceiver(t)
	at := address(t)
	base := "http://" + at
	p := launch(t, at, t.TempDir(), "--marketplace-webhook-url", hook.URL)
	p.started(t)
	shop := demoShop(t, base)
	opened, token := shopOpens(t, shop, nil)

	c, _ := register(t, base, "front-payer")
	card := c.must(t, "addCard", "AddCardInput", "card { id }", object{
		"number": walkNumber, "expiryMonth": 12, "expiryYear": time.Now().Year() + 2, "cvc": walkCVC, "password": frontPassword,
	})["card"].(object)["id"]
	confirm := object{"token": token, "digest": opened["digest"], "cardId": card, "password": "not my password"}
	wrong := c.do(t, "confirmPayment", "ConfirmPaymentInput", paymentFields, confirm)
	if wrong["problem"].(object)["code"] != "WRONG_PASSWORD" {
		t.Errorf("a wrong password: %v", wrong)
	}
	confirm["password"] = frontPassword
	paid := c.must(t, "confirmPayment", "ConfirmPaymentInput", paymentFields, confirm)["payment"].(object)
	if paid["state"] != "PAID" || paid["card"].(object)["last4"] != walkNumber[len(walkNumber)-4:] {
		t.Errorf("paid %v", paid)
	}
	again := c.do(t, "confirmPayment", "ConfirmPaymentInput", paymentFields, confirm)
	if again["problem"].(object)["code"] != "ALREADY_PAID" {
		t.Errorf("a second time: %v", again)
	}

	events := hook.wait(t, 2)
	types := []any{events[0]["type"], events[1]["type"]}
	slices.SortFunc(types, func(a, b any) int { return strings.Compare(a.(string), b.(string)) })
	if types[0] != "payment.opened" || types[1] != "payment.paid" {
		t.Errorf("events %v", types)
	}
	hook.mu.Lock()
	if len(hook.tries) != 3 || !slices.Contains(hook.tries[1:], hook.tries[0]) {
		t.Errorf("the event that was not taken did not come again: %v", hook.tries)
	}
	hook.mu.Unlock()
	var asked struct {
		Payment       struct{ State string }
		PaymentEvents struct {
			Edges []struct {
				Node struct {
					Type       string
					Deliveries int
				}
			}
		}
	}
	shop.ask(t, `query ($id: ID!) { payment(id: $id) { state } paymentEvents { edges { node { type deliveries } } } }`, object{"id": opened["id"]}, &asked)
	if asked.Payment.State != "PAID" || len(asked.PaymentEvents.Edges) != 2 {
		t.Errorf("the shop asks and hears %+v", asked)
	}
	// The customer sees it in the account, and it is in the record.
	var seen struct {
		Viewer struct {
			Account struct {
				Payments []struct{ State string }
				Activity []struct{ Action string }
			}
		}
	}
	c.ask(t, `{ viewer { account { payments { state } activity { action } } } }`, nil, &seen)
	if len(seen.Viewer.Account.Payments) != 1 || seen.Viewer.Account.Activity[0].Action != "payment.paid" {
		t.Errorf("the customer sees %+v", seen)
	}
}

// payGuest pays with a card typed once, without an account.
func payGuest(t *testing.T, base, number, cvc string) object {
	t.Helper()
	opened, token := shopOpens(t, demoShop(t, base), nil)
	c := caller{base: base, graphql: "/graphql", client: shoptest.NewBrowser(t)}
	return c.must(t, "payAsGuest", "PayAsGuestInput", paymentFields, object{
		"token": token, "digest": opened["digest"], "number": number, "expiryMonth": 12, "expiryYear": time.Now().Year() + 2, "cvc": cvc,
	})["payment"].(object)
}

func TestFront_PaymentWithoutAccount(t *testing.T) {
	t.Parallel()
	base := program(t)
	c := caller{base: base, graphql: "/graphql", client: shoptest.NewBrowser(t)}
	if paid := payGuest(t, base, "5200 8282 8282 8210", "517"); paid["state"] != "PAID" || paid["card"].(object)["last4"] != "8210" {
		t.Errorf("a guest's card: %v", paid)
	}
	declined := payGuest(t, base, "4000 0000 0000 9995", "517")
	if declined["state"] != "OPEN" || declined["declineCode"] != "INSUFFICIENT_FUNDS" {
		t.Errorf("a card without money: %v", declined)
	}
	opened, token := shopOpens(t, demoShop(t, base), nil)
	typo := c.do(t, "payAsGuest", "PayAsGuestInput", paymentFields, object{
		"token": token, "digest": opened["digest"], "number": "4242 4242 4242 4241", "expiryMonth": 13, "expiryYear": 2030, "cvc": "1",
	})
	if typo["problem"].(object)["code"] != "INVALID_INPUT" {
		t.Errorf("a mistyped card: %v", typo)
	}

	// The e-wallet: out, approved, back with a signed result, which is good for once.
	redirected := c.must(t, "payWithWallet", "PaymentMethodInput", paymentFields, object{"token": token, "digest": opened["digest"]})["payment"].(object)
	out, err := url.Parse(redirected["walletUrl"].(string))
	if err != nil || redirected["state"] != "REDIRECTED" {
		t.Fatalf("redirected %v, %v", redirected, err)
	}
	back := postForm(t, c.client, base+"/dev/till/wallet", url.Values{"charge": {out.Query().Get("charge")}, "decision": {"approve"}})
	if back.StatusCode != http.StatusSeeOther {
		t.Fatalf("the wallet answers %d", back.StatusCode)
	}
	if status, to := follow(t, c.client, back.Header.Get("Location")); status != http.StatusSeeOther || to != base+"/pay#t="+token {
		t.Errorf("back: %d to %s", status, to)
	}
	if status, to := follow(t, c.client, back.Header.Get("Location")); status != http.StatusForbidden || to != "" {
		t.Errorf("back once more: %d to %s", status, to)
	}
	if got := stateOf(t, c, token); got != "PAID" {
		t.Errorf("after the e-wallet it is %s", got)
	}

	// Cash: a code, paid at a point, told by a signed callback.
	opened, token = shopOpens(t, demoShop(t, base), object{"amount": object{"amount": "2500", "currency": "JPY"}})
	coded := c.must(t, "payWithCash", "PaymentMethodInput", paymentFields, object{"token": token, "digest": opened["digest"]})["payment"].(object)
	code := coded["cash"].(object)["code"].(string)
	if coded["state"] != "AWAITING_CASH" || len(code) != 8 {
		t.Errorf("cash: %v", coded)
	}
	point, err := c.client.Get(base + "/dev/till/cash?code=" + url.QueryEscape(strings.ToLower(code[:4]+"-"+code[4:])))
	if err != nil {
		t.Fatal(err)
	}
	if text := bodyText(t, point); !strings.Contains(text, "2500 JPY") {
		t.Errorf("the cash point shows %s", text)
	}
	told := postForm(t, c.client, base+"/dev/till/cash", url.Values{"code": {code}})
	if text := bodyText(t, told); told.StatusCode != http.StatusOK || !strings.Contains(text, "Paid") {
		t.Errorf("the cash point says %d %s", told.StatusCode, text)
	}
	if got := stateOf(t, c, token); got != "PAID" {
		t.Errorf("after the cash point it is %s", got)
	}
}

// Who is no marketplace gets no token; a token that is none opens nothing, whatever
// cookies come with it.
func TestFront_ClientCredentials(t *testing.T) {
	t.Parallel()
	base := program(t)
	for why, pair := range map[string][2]string{
		"a wrong secret":    {demoClientID, demoClientSecret + "x"},
		"an unknown client": {"bazaar", demoClientSecret},
		"nothing":           {"", ""},
	} {
		status, answer := tokenFor(t, base, pair[0], pair[1])
		if status != http.StatusUnauthorized || answer["error"] != "invalid_client" || answer["access_token"] != nil {
			t.Errorf("%s: %d %v", why, status, answer)
		}
	}
	customer, _ := register(t, base, "front-bearer")
	customer.client.Transport = bearerTransport{"not-a-token"}
	var out map[string]any
	if err := customer.try(`{ viewer { name } }`, nil, &out); err == nil || !strings.Contains(err.Error(), "status 401") || !strings.Contains(err.Error(), "INVALID_TOKEN") {
		t.Errorf("a made-up token beside a good cookie: %v %v", out, err)
	}
	// A program is no customer, and a cookie beside its token gives it nothing.
	customer.client.Transport = demoShop(t, base).client.Transport
	if err := customer.try(`{ viewer { name } }`, nil, &out); err != nil || out["viewer"] != nil {
		t.Errorf("a program with a customer's cookie sees %v, %v", out, err)
	}
	// Another site's page is kept out, token or not.
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+"/graphql", strings.NewReader(`{"query":"{ currencies { code } }"}`))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Sec-Fetch-Site", "cross-site")
	req.Header.Set("Origin", "https://evil.example")
	res, err := customer.client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if res.StatusCode != http.StatusForbidden {
		t.Errorf("another site's page got %d", res.StatusCode)
	}
}

// Callbacks that nobody signed, and the development's pages behind a proxy.
func TestFront_PaymentCallbacksRefused(t *testing.T) {
	t.Parallel()
	base := program(t)
	body := fmt.Sprintf(`{"attempt":%q,"status":"APPROVED"}`, absentID)
	for why, header := range map[string]string{
		"no signature": "", "a malformed one": "v1=abc",
		"another secret's": signature.Sign([]byte(demoWebhookSecret), "cash", time.Now(), []byte(body)),
	} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+"/payments/cash/callback", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set(signature.Header, header)
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		if text := bodyText(t, res); res.StatusCode != http.StatusUnauthorized || !strings.Contains(text, "BAD_SIGNATURE") {
			t.Errorf("%s: %d %s", why, res.StatusCode, text)
		}
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, base+"/dev/till/cash", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("X-Forwarded-For", "203.0.113.9")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if res.StatusCode != http.StatusForbidden {
		t.Errorf("through a proxy the cash point answers %d", res.StatusCode)
	}
}

// Another customer's payment answers like one that is not there.
func TestFront_PaymentForeignIsAbsent(t *testing.T) {
	t.Parallel()
	base := program(t)
	shop := demoShop(t, base)
	stranger, _ := register(t, base, "front-foreign-payer")
	theirs, token := shopOpens(t, shop, object{"subject": "somebody-else"})
	for why, ask := range map[string]string{
		"by id":    fmt.Sprintf(`{ payment(id: %q) { state } }`, theirs["id"]),
		"by link":  fmt.Sprintf(`{ payment(token: %q) { state } }`, token),
		"absent":   fmt.Sprintf(`{ payment(id: %q) { state } }`, absentID),
		"no link":  `{ payment(token: "x") { state } }`,
		"nothing":  `{ payment { state } }`,
		"not even": `{ payment(id: "x") { state } }`,
	} {
		var out map[string]any
		if err := stranger.try(ask, nil, &out); err != nil || out["payment"] != nil {
			t.Errorf("%s: %v, %v", why, out, err)
		}
	}
	confirm := func(ref object) object {
		in := object{"digest": theirs["digest"], "cardId": absentID, "password": frontPassword}
		for k, v := range ref {
			in[k] = v
		}
		return stranger.do(t, "confirmPayment", "ConfirmPaymentInput", "payment { id }", in)["problem"].(object)
	}
	want := fmt.Sprint(confirm(object{"id": absentID}))
	for _, ref := range []object{{"id": theirs["id"]}, {"token": token}, {"token": "x"}, {}} {
		if got := fmt.Sprint(confirm(ref)); got != want {
			t.Errorf("%v: %s, an absent one: %s", ref, got, want)
		}
	}
}

func stateOf(t *testing.T, c caller, token string) string {
	t.Helper()
	var out struct{ Payment struct{ State string } }
	c.ask(t, `query ($token: String!) { payment(token: $token) { state } }`, object{"token": token}, &out)
	return out.Payment.State
}

func postForm(t *testing.T, client *http.Client, address string, form url.Values) *http.Response {
	t.Helper()
	res, err := client.PostForm(address, form)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = res.Body.Close() })
	return res
}

func follow(t *testing.T, client *http.Client, address string) (int, string) {
	t.Helper()
	res, err := client.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	return res.StatusCode, res.Header.Get("Location")
}

func bodyText(t *testing.T, res *http.Response) string {
	t.Helper()
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
