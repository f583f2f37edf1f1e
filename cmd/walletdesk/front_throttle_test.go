package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/walletdesk/walletdesk/marketplace/shoptest"
)

// A limit counts calls of a resolver, not requests: 200 aliases in one document are
// 200 tries. A document with so many is not carried out at all; what fits into
// documents is counted one by one, also when they come at the same time.

// guessing is a mutation whose tries are counted.
type guessing struct {
	why         string // what is guessed at, or used up
	name, input string // the mutation and its input's type
	most        int    // how many tries are looked at
	refused     []string
	// with prepares who guesses and gives the n-th guess.
	with func(t *testing.T, base string, from *http.Transport) (c caller, guess func(n int) object)
}

// guessings is every mutation that takes something one could guess, or that costs
// somebody a mail.
func guessings() []guessing {
	const block, late, dead = "BLOCKED", "THROTTLED", "LINK_DEAD"
	return []guessing{
		{"a picture costs work, 60 in ten minutes a network", "createCaptcha", "CreateCaptchaInput", 60, []string{late}, asStranger(same(object{"spoken": false}))},
		{"the letters of a picture, 20 an hour a network", "requestRecovery", "RequestRecoveryInput", 20, []string{late}, lettersOfAPicture},
		{"mails to somebody else: an address 60 s apart", "requestRecovery", "RequestRecoveryInput", 1, []string{late}, asRegistered(same(object{}))},
		{"the code of a recovery, 5 a request", "confirmRecoveryLink", "ConfirmRecoveryLinkInput", 5, []string{dead}, codeOfARecovery},
		{"three answers, 3 a recovery", "answerSecurityQuestions", "AnswerSecurityQuestionsInput", 3, []string{"WRONG_STATE", "ANSWERS_LOCKED"}, answersOfARecovery},
		{"answers as a password, 30 an hour a recovery", "setRecoveredPaymentPassword", "SetRecoveredPaymentPasswordInput", 30, []string{late}, passwordOfARecovery},
		{"a mail to one's own address, 60 s apart", "requestEmailConfirmation", "RequestEmailConfirmationInput", 1, []string{late}, asNewcomer(same(object{}))},
		{"mails to addresses of others, 20 an hour a network", "requestEmailConfirmation", "RequestEmailConfirmationInput", 20, []string{late}, asNewcomer(func(int) object {
			return object{"email": uuid.NewString() + "@shop.example"}
		})},
		{"the code of an address, 5 a mail", "confirmEmail", "ConfirmEmailInput", 5, []string{dead}, codeOfAnAddress},
		{"hashes for nothing, 30 an hour an account", "completeQuestionnaire", "CompleteQuestionnaireInput", 30, []string{late}, questionnaires},
		{"the payment password, 5 in a row", "changePaymentPassword", "ChangePaymentPasswordInput", 5, []string{block}, asRegistered(func(n int) object {
			return object{"current": wrongPassword(n), "password": walkFirstFresh, "passwordAgain": walkFirstFresh}
		})},
		{"the payment password beside new questions", "changeSecurityQuestions", "ChangeSecurityQuestionsInput", 5, []string{block}, asRegistered(func(n int) object {
			return object{"password": wrongPassword(n), "answers": answersTo("LEFT_FILM", "DREAM_JOB", "ODD_NEIGHBOUR")}
		})},
		{"the payment password beside another address", "changeEmail", "ChangeEmailInput", 5, []string{block}, asRegistered(func(n int) object {
			return object{"password": wrongPassword(n), "email": "elsewhere@shop.example"}
		})},
		{"the payment password beside a card, which has a limit of its own too", "addCard", "AddCardInput", 5, []string{block, late}, asRegistered(func(n int) object {
			return with(throttleCard(), "password", wrongPassword(n))
		})},
		{"the payment password of a held account", "thawAccount", "ThawAccountInput", 5, []string{block}, asRegistered(func(n int) object {
			return object{"password": wrongPassword(n)}
		})},
		{"the payment password beside a payment", "confirmPayment", "ConfirmPaymentInput", 5, []string{block}, payments},
		{"the numbers of cards, 20 an hour a network", "payAsGuest", "PayAsGuestInput", 20, []string{late}, guests},
	}
}

func TestFront_AliasesBeatNoLimit(t *testing.T) {
	t.Parallel()
	base := program(t)
	for _, g := range guessings() {
		t.Run(g.name+" "+g.why, func(t *testing.T) {
			t.Parallel()
			c, guess := g.with(t, base, network())
			if _, code := c.aliases(t, g, make([]object, 200), guess(0)); code != "ROOT_FIELD_LIMIT" {
				t.Errorf("200 in one document: %q", code)
			}
			const each = 10 // as many roots as a document may have
			documents := g.most/each + 3
			got := map[string]int{}
			var mu sync.Mutex
			var group sync.WaitGroup
			for d := range documents {
				guesses := make([]object, each)
				for n := range guesses {
					guesses[n] = guess(d*each + n)
				}
				group.Go(func() {
					codes, failed := c.aliases(t, g, guesses, nil)
					if failed != "" {
						t.Errorf("ten in one document: %q", failed)
					}
					mu.Lock()
					defer mu.Unlock()
					for _, code := range codes {
						got[code]++
					}
				})
			}
			group.Wait()
			refused := 0
			for _, code := range g.refused {
				refused += got[code]
			}
			if looked := documents*each - refused; looked != g.most {
				t.Errorf("%d were looked at, want %d: %v", looked, g.most, got)
			}
		})
	}
}

// What can be guessed at stands in the table above.
func TestGuessings_NoneForgotten(t *testing.T) {
	t.Parallel()
	schema := contract(t)
	secrets := []string{"password", "current", "code", "answer", "answers", "captcha", "cvc"}
	for _, f := range schema.Mutation.Fields {
		guessable := slices.ContainsFunc(f.Arguments, func(a *ast.ArgumentDefinition) bool {
			return slices.ContainsFunc(schema.Types[a.Type.Name()].Fields, func(in *ast.FieldDefinition) bool {
				return slices.Contains(secrets, in.Name)
			})
		})
		if guessable && !slices.ContainsFunc(guessings(), func(g guessing) bool { return g.name == f.Name }) {
			t.Errorf("%s takes something one could guess: give it a row among the guessings", f.Name)
		}
	}
}

// network is how a client of a network of its own comes to us: a network is a /24,
// and the loopback has many.
func network() *http.Transport {
	n := shared.networks.Add(1)
	dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, byte(64+n>>8), byte(n), 1)}}
	return &http.Transport{DialContext: func(ctx context.Context, kind, address string) (net.Conn, error) {
		return dialer.DialContext(ctx, kind, address)
	}}
}

// aliases asks for one mutation many times in one document, each time with a guess
// of its own or all with one, and gives the code of each payload's problem, "" for
// none, or the code of the whole's failure.
func (c caller) aliases(t *testing.T, g guessing, guesses []object, one object) (codes []string, failed string) {
	t.Helper()
	var head, body strings.Builder
	variables, asked := object{}, "problem { code }"
	if one != nil {
		asked = "__typename" // or so many would be refused for their words already
	}
	for n, guess := range guesses {
		if guess == nil {
			n = 0
			guess = one
		}
		name := fmt.Sprintf("v%d", n)
		if variables[name] == nil {
			fmt.Fprintf(&head, "$%s: %s! ", name, g.input)
		}
		variables[name] = guess
		fmt.Fprintf(&body, "a%d: %s(input: $%s) { %s } ", body.Len(), g.name, name, asked)
	}
	request, err := json.Marshal(object{"query": "mutation (" + head.String() + ") { " + body.String() + "}", "variables": variables})
	if err != nil {
		t.Error(err)
		return nil, ""
	}
	_, failed, text := c.raw(t, http.MethodPost, c.base+c.graphql, "application/json", strings.NewReader(string(request)))
	var answer struct {
		Data map[string]struct{ Problem *struct{ Code string } }
	}
	if err := json.Unmarshal([]byte(text), &answer); err != nil {
		t.Errorf("%s: %v", text, err)
	}
	for _, payload := range answer.Data {
		code := ""
		if payload.Problem != nil {
			code = payload.Problem.Code
		}
		codes = append(codes, code)
	}
	return codes, failed
}

func same(input object) func(int) object { return func(int) object { return input } }

func wrongPassword(n int) string { return fmt.Sprintf("seven grey storks %d", n) }

// strangers is somebody new, at a network of their own.
func strangers(t *testing.T, base string, from *http.Transport) caller {
	t.Helper()
	c := caller{base: base, graphql: "/graphql", client: shoptest.NewBrowser(t)}
	c.client.Transport = from
	return c
}

func asStranger(guess func(int) object) func(*testing.T, string, *http.Transport) (caller, func(int) object) {
	return func(t *testing.T, base string, from *http.Transport) (caller, func(int) object) {
		t.Helper()
		return strangers(t, base, from), guess
	}
}

// newcomer is a customer whose address is not confirmed yet.
func newcomer(t *testing.T, base string, from *http.Transport) (c caller, email string) {
	t.Helper()
	name := "tries-" + uuid.NewString()[24:]
	c = strangers(t, base, from)
	if status := signInWith(t, c, "/auth/customer/start", name); status != http.StatusOK {
		t.Fatalf("sign-in: %d", status)
	}
	return c, name + "@shop.example"
}

func asNewcomer(guess func(int) object) func(*testing.T, string, *http.Transport) (caller, func(int) object) {
	return func(t *testing.T, base string, from *http.Transport) (caller, func(int) object) {
		t.Helper()
		c, _ := newcomer(t, base, from)
		return c, guess
	}
}

// confirmedCustomer has confirmed the address by its link.
func confirmedCustomer(t *testing.T, base string, from *http.Transport) (c caller, email string) {
	t.Helper()
	c, email = newcomer(t, base, from)
	c.must(t, "requestEmailConfirmation", "RequestEmailConfirmationInput", "nextAt", object{})
	c.must(t, "confirmEmail", "ConfirmEmailInput", "confirmed", object{"token": linkIn(t, base, email, "/confirm")})
	return c, email
}

func throttleAnswers() []object { return answersTo("FIRST_CONCERT", "UNFINISHED_BOOK", "LOST_PLACE") }

// registeredCustomer is one who has come all the way.
func registeredCustomer(t *testing.T, base string, from *http.Transport) (c caller, email string) {
	t.Helper()
	c, email = confirmedCustomer(t, base, from)
	c.must(t, "completeQuestionnaire", "CompleteQuestionnaireInput", "account { registeredAt }", object{
		"givenName": "Maria", "familyName": "Pappa", "birthDate": "1990-12-31", "country": "GR",
		"password": frontPassword, "passwordAgain": frontPassword, "answers": throttleAnswers(),
	})
	return c, email
}

func asRegistered(guess func(int) object) func(*testing.T, string, *http.Transport) (caller, func(int) object) {
	return func(t *testing.T, base string, from *http.Transport) (caller, func(int) object) {
		t.Helper()
		c, _ := registeredCustomer(t, base, from)
		return c, guess
	}
}

func lettersOfAPicture(t *testing.T, base string, from *http.Transport) (caller, func(int) object) {
	t.Helper()
	c := strangers(t, base, from)
	id := c.must(t, "createCaptcha", "CreateCaptchaInput", "captcha { id }", object{})["captcha"].(object)["id"]
	return c, same(object{"email": "somebody@shop.example", "captcha": object{"id": id, "answer": "zzzzzz"}})
}

// codeOfARecovery guesses in the browser that asked.
func codeOfARecovery(t *testing.T, base string, from *http.Transport) (caller, func(int) object) {
	t.Helper()
	c, email := registeredCustomer(t, base, from)
	c.must(t, "requestRecovery", "RequestRecoveryInput", "sent", object{})
	linkIn(t, base, email, "/recover") // now there is a right code
	return c, func(n int) object { return object{"code": fmt.Sprintf("ZZZZ%04d", n)} }
}

// recovering is a customer in a recovery, freshly signed in.
func recovering(t *testing.T, base string, from *http.Transport) caller {
	t.Helper()
	c, email := registeredCustomer(t, base, from)
	c.must(t, "requestRecovery", "RequestRecoveryInput", "sent", object{})
	c.must(t, "confirmRecoveryLink", "ConfirmRecoveryLinkInput", "flow { state }", object{"token": linkIn(t, base, email, "/recover")})
	name, _, _ := strings.Cut(email, "@")
	c.freshSignIn(t, name)
	return c
}

func answersOfARecovery(t *testing.T, base string, from *http.Transport) (caller, func(int) object) {
	t.Helper()
	return recovering(t, base, from), func(n int) object {
		return object{"answers": []any{fmt.Sprintf("guess %d", n), "another guess", "a third one"}}
	}
}

func passwordOfARecovery(t *testing.T, base string, from *http.Transport) (caller, func(int) object) {
	t.Helper()
	c := recovering(t, base, from)
	c.must(t, "answerSecurityQuestions", "AnswerSecurityQuestionsInput", "flow { state }", object{"answers": typed(throttleAnswers())})
	return c, func(n int) object { return object{"password": wrongPassword(n), "passwordAgain": "typed otherwise"} }
}

func codeOfAnAddress(t *testing.T, base string, from *http.Transport) (caller, func(int) object) {
	t.Helper()
	c, _ := newcomer(t, base, from)
	c.must(t, "requestEmailConfirmation", "RequestEmailConfirmationInput", "nextAt", object{})
	return c, func(n int) object { return object{"code": fmt.Sprintf("ZZZZ%04d", n)} }
}

func questionnaires(t *testing.T, base string, from *http.Transport) (caller, func(int) object) {
	t.Helper()
	c, _ := confirmedCustomer(t, base, from)
	return c, func(n int) object {
		return object{
			"givenName": "Maria", "familyName": "Pappa", "birthDate": "1990-12-31", "country": "GR",
			"password": wrongPassword(n), "passwordAgain": "typed otherwise", "answers": throttleAnswers(),
		}
	}
}

func throttleCard() object {
	return object{"number": walkNumber, "expiryMonth": 12, "expiryYear": time.Now().Year() + 2, "cvc": walkCVC}
}

func payments(t *testing.T, base string, from *http.Transport) (caller, func(int) object) {
	t.Helper()
	c, _ := registeredCustomer(t, base, from)
	card := c.must(t, "addCard", "AddCardInput", "card { id }", with(throttleCard(), "password", frontPassword))["card"].(object)["id"]
	p, token := shopOpens(t, demoShop(t, base), nil)
	return c, func(n int) object {
		return object{"token": token, "digest": p["digest"], "cardId": card, "password": wrongPassword(n)}
	}
}

// guests try a declined card at payments of their own: a payment alone ends after a
// few cards.
func guests(t *testing.T, base string, from *http.Transport) (caller, func(int) object) {
	t.Helper()
	shop, each := demoShop(t, base), []object{}
	for range 60 {
		p, token := shopOpens(t, shop, nil)
		each = append(each, object{
			"token": token, "digest": p["digest"], "number": "4000 0000 0000 0002", "expiryMonth": 12, "expiryYear": time.Now().Year() + 2, "cvc": "123",
		})
	}
	return strangers(t, base, from), func(n int) object { return each[n] }
}
