package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// writeEverywhere types a card's number into everything of the account centre that
// takes words, and into what a browser sends besides. A field says so beside itself;
// the rest leaves no trace, which KeepsNoSecret looks for.
func writeEverywhere(t *testing.T, base, number string) {
	t.Helper()
	newcomer := signIn(t, base, "front-writer-new")
	newcomer.refuses(t, "email CARD_NUMBER", "requestEmailConfirmation", "RequestEmailConfirmationInput",
		object{"email": strings.ReplaceAll(number, " ", "") + "@shop.example"})
	var out struct {
		Viewer struct{ Account struct{ Email string } }
	}
	newcomer.ask(t, `{ viewer { account { email } } }`, nil, &out)
	newcomer.must(t, "requestEmailConfirmation", "RequestEmailConfirmationInput", "nextAt", object{})
	newcomer.must(t, "confirmEmail", "ConfirmEmailInput", "confirmed", object{"token": linkIn(t, base, out.Viewer.Account.Email, "/confirm")})
	answers := answersTo("FIRST_CONCERT", "UNFINISHED_BOOK", "LOST_PLACE")
	answers[1]["answer"] = "always " + number
	newcomer.refuses(t, "givenName CARD_NUMBER, familyName CARD_NUMBER, answers.1.answer CARD_NUMBER, password PERSONAL",
		"completeQuestionnaire", "CompleteQuestionnaireInput", object{
			"givenName": number, "familyName": "Berg " + strings.ReplaceAll(number, " ", "-"), "birthDate": "1990-12-31", "country": "GR",
			"password": number, "passwordAgain": number, "answers": answers,
		})

	c, _ := register(t, base, "front-writer")
	var have struct {
		AddCard struct{ Card struct{ ID string } }
	}
	c.ask(t, `mutation ($input: AddCardInput!) { addCard(input: $input) { card { id } } }`, object{"input": object{
		"number": "4242 4242 4242 4242", "expiryMonth": 12, "expiryYear": 2031, "cvc": "123", "password": frontPassword,
	}}, &have)
	c.refuses(t, "name CARD_NUMBER", "renameCard", "RenameCardInput", object{"id": have.AddCard.Card.ID, "name": "gold " + number})
	c.do(t, "renameCard", "RenameCardInput", "", object{"id": number, "name": "gold"})
	c.do(t, "deleteCard", "DeleteCardInput", "", object{"id": number})
	c.refuses(t, "password PERSONAL", "changePaymentPassword", "ChangePaymentPasswordInput",
		object{"current": frontPassword, "password": number, "passwordAgain": number})

	// What is no field: addresses, headers, the names of requests, broken ones.
	c.send(t, http.MethodGet, "/account/"+strings.ReplaceAll(number, " ", ""), "", "")
	c.send(t, http.MethodGet, "/account/"+strings.ReplaceAll(number, " ", "/"), "", "")
	c.send(t, http.MethodGet, "/account?card="+url.QueryEscape(number), "", "")
	c.send(t, http.MethodPost, "/graphql", "application/json", fmt.Sprintf(`{"query":"{ viewer { %s } }"}`, number))
	c.send(t, http.MethodPost, "/graphql", "application/json", fmt.Sprintf(`{"operationName":%q,"query":"{ viewer { stage } }","extensions":{"x":%q}}`, number, number))
	c.send(t, http.MethodPost, "/graphql", "application/json", `{"query": `+number)
	c.send(t, http.MethodPost, "/graphql", "text/"+strings.ReplaceAll(number, " ", ""), number)
	c.send(t, http.MethodPost, "/graphql", "application/json", fmt.Sprintf(`{"query":"mutation { deleteCard(input: {id: \"%s\", more: 1}) { deletedId } }"}`, number))
	// A browser that calls itself by it signs in.
	named := signIn(t, base, "front-writer")
	named.client.Transport = called{number, named.client.Transport}
	if status := signInWith(t, named, "/auth/customer/start?next="+url.QueryEscape("/account/"+number), "front-writer"); status >= http.StatusInternalServerError {
		t.Errorf("sign-in ended with %d", status)
	}
}

// called is a browser with a name of its own.
type called struct {
	name string
	next http.RoundTripper
}

func (c called) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("User-Agent", c.name)
	r.Header.Set("Accept-Language", c.name)
	next := c.next
	if next == nil {
		next = http.DefaultTransport
	}
	return next.RoundTrip(r)
}

// refuses runs a mutation that names these fields, with these codes, in its order.
func (c caller) refuses(t *testing.T, want, name, inputType string, input object) {
	t.Helper()
	problem, ok := c.do(t, name, inputType, "", input)["problem"].(object)
	if !ok {
		t.Errorf("%s took a card number", name)
		return
	}
	var got []string
	fields, _ := problem["fields"].([]any)
	for _, f := range fields {
		field, _ := f.(object)
		got = append(got, fmt.Sprint(field["field"], " ", field["code"]))
	}
	if strings.Join(got, ", ") != want {
		t.Errorf("%s says %q, want %q", name, strings.Join(got, ", "), want)
	}
}

// send sends what no page of ours would; the answer has nothing of it beyond what a
// mistake in a request quotes to whoever made it.
func (c caller) send(t *testing.T, method, path, contentType, body string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, c.base+path, bytes.NewReader([]byte(body)))
	if err != nil {
		t.Fatal(err)
	}
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	req.Header.Set("Referer", c.base+path)
	res, err := c.client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode >= http.StatusInternalServerError {
		var text json.RawMessage
		_ = json.NewDecoder(res.Body).Decode(&text) // only to be shown
		t.Errorf("%s %s: status %d %s", method, path, res.StatusCode, text)
	}
}
