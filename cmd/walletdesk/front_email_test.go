package main

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"testing"

	"github.com/walletdesk/walletdesk/marketplace/shoptest"
)

var mailedCode = regexp.MustCompile(`: ([0-9A-Z]{8})\b`)

// codeIn is the code of the mail to an address; linkIn has waited for it.
func codeIn(t *testing.T, base, to string) string {
	t.Helper()
	res, err := http.Get(base + "/dev/mail/api?to=" + url.QueryEscape(to))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	var mails []struct{ Text string }
	if err := json.NewDecoder(res.Body).Decode(&mails); err != nil {
		t.Fatal(err)
	}
	for _, m := range mails {
		if code := mailedCode.FindStringSubmatch(m.Text); code != nil {
			return code[1]
		}
	}
	t.Fatalf("no code in %+v", mails)
	return ""
}

// A code that somebody was talked into reading out is of no use elsewhere, not even to
// who is signed in as the same person; the browser that asked takes it.
func TestFront_CodeOfTheAskingBrowser(t *testing.T) {
	t.Parallel()
	base, from := program(t), network()
	here, address := newcomer(t, base, from)
	here.must(t, "requestEmailConfirmation", "RequestEmailConfirmationInput", "nextAt", object{})
	linkIn(t, base, address, "/confirm")
	code := codeIn(t, base, address)

	elsewhere := caller{base: base, graphql: "/graphql", client: shoptest.NewBrowser(t)}
	elsewhere.client.Transport = from
	if status := signInWith(t, elsewhere, "/auth/customer/start", address[:len(address)-len("@shop.example")]); status != http.StatusOK {
		t.Fatalf("sign-in: %d", status)
	}
	for range 6 { // more than there are tries
		payload := elsewhere.do(t, "confirmEmail", "ConfirmEmailInput", "confirmed", object{"code": code})
		if problem, _ := payload["problem"].(object); payload["confirmed"] != false || problem["code"] != "CODE_ELSEWHERE" {
			t.Fatalf("in another browser: %v", payload)
		}
	}
	here.must(t, "confirmEmail", "ConfirmEmailInput", "confirmed", object{"code": code})

	// A sign-out takes what the browser holds along: nothing is left on a shared machine.
	here.send(t, http.MethodPost, "/auth/customer/signout", "", "")
	at, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	for _, cookie := range here.client.Jar.Cookies(at) {
		if cookie.Name == "walletdesk-confirmation" {
			t.Error("the browser still holds the code's other half")
		}
	}
}
