package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/marketplace/shoptest"
)

// tabs are the playground's examples of both doors, with what the walk below learns
// on its way and the shapes of what was answered.
type tabs struct {
	t     *testing.T
	story []operation
	shown map[string]any
}

// operation is one of a tab's, as the playground shows it.
type operation struct {
	door, tab, name, text string
	variables             object
}

var operationName = regexp.MustCompile(`(?m)^(?:query|mutation|subscription) (\w+)`)

func readTabs(t *testing.T) *tabs {
	t.Helper()
	w := &tabs{t: t, shown: map[string]any{}}
	for _, door := range []string{"customer", "console"} {
		files, err := filepath.Glob("../../web/src/playground/examples/" + door + "/*.graphql")
		if err != nil || len(files) < 8 {
			t.Fatalf("%s: %d tabs, %v", door, len(files), err)
		}
		for _, path := range files { // in the order of their names
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			variables := object{}
			if given, err := os.ReadFile(strings.TrimSuffix(path, "graphql") + "json"); err == nil {
				if err := json.Unmarshal(given, &variables); err != nil {
					t.Fatalf("%s: %v", path, err)
				}
			}
			for _, name := range operationName.FindAllStringSubmatch(string(text), -1) {
				w.story = append(w.story, operation{door, filepath.Base(path), name[1], string(text), variables})
			}
		}
	}
	return w
}

// run presses the button: the tab's whole text, one of its operations, and the tab's
// variables with what a person types over them. It gives what the root field says.
func (w *tabs) run(c caller, name string, typed object) object {
	w.t.Helper()
	return w.runWith(c, name, typed, nil)
}

// runWith is run for a subscription that is silent until something is rung.
func (w *tabs) runWith(c caller, name string, typed object, rung func()) object {
	w.t.Helper()
	door := strings.TrimSuffix(strings.TrimPrefix(c.graphql, "/"), "/graphql")
	i := slices.IndexFunc(w.story, func(o operation) bool {
		return o.name == name && (o.door == door || o.door == "customer" && door == "graphql")
	})
	if i < 0 {
		w.t.Fatalf("no tab has %s", name)
	}
	o := w.story[i]
	request := object{"query": o.text, "operationName": o.name, "variables": over(o.variables, typed)}
	var answer struct {
		Data   object
		Errors []failure
	}
	if strings.Contains(o.text, "subscription "+o.name) {
		conn, err := c.subscribeTo(request)
		if err != nil {
			w.t.Fatal(err)
		}
		defer func() { _ = conn.Close() }()
		_, first := heardOn(w.t, conn, name, rung)
		if err := json.Unmarshal([]byte(strings.TrimPrefix(first, "next")), &answer); err != nil {
			w.t.Fatalf("%s: %s", name, first)
		}
	} else {
		body, err := json.Marshal(request)
		if err != nil {
			w.t.Fatal(err)
		}
		_, _, text := c.raw(w.t, "POST", c.base+c.graphql, "application/json", bytes.NewReader(body))
		if err := json.Unmarshal([]byte(text), &answer); err != nil {
			w.t.Fatalf("%s: %s", name, text)
		}
	}
	if len(answer.Errors) > 0 {
		w.t.Fatalf("%s: %+v", name, answer.Errors)
	}
	key := o.door + "/" + o.tab + " " + o.name
	if _, before := w.shown[key]; !before {
		if w.shown[key] = shape("", "", answer.Data); rung != nil {
			w.shown[key] = wordless(w.shown[key]) // which of the things that were rung came first is chance
		}
	}
	for _, payload := range answer.Data {
		out, _ := payload.(object)
		return out
	}
	return nil
}

// well is run where no problem may come.
func (w *tabs) well(c caller, name string, typed object) object {
	w.t.Helper()
	out := w.run(c, name, typed)
	if out["problem"] != nil {
		w.t.Fatalf("%s: %v", name, out["problem"])
	}
	return out
}

// over types over values: objects member by member.
func over(given, typed object) object {
	out := with(given)
	for name, value := range typed {
		inner, is := value.(object)
		if before, was := out[name].(object); is && was {
			value = over(before, inner)
		}
		out[name] = value
	}
	return out
}

// wordless is a shape without the contract's words.
func wordless(value any) any {
	switch v := value.(type) {
	case object:
		for member, each := range v {
			v[member] = wordless(each)
		}
	case string:
		if constant.MatchString(v) {
			return "text"
		}
	}
	return value
}

var constant = regexp.MustCompile(`^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$`)

// shape is an answer without what differs from run to run: of texts only words of the
// contract stay, of a list each kind of element once.
func shape(parent, name string, value any) any {
	if name == "deliveredAt" {
		return "when the shop took it, or null" // it is told meanwhile
	}
	switch v := value.(type) {
	case object:
		out := object{}
		for member, each := range v {
			out[member] = shape(name, member, each)
		}
		return out
	case []any:
		var kinds []any
		var seen []string
		for _, each := range v {
			kind := shape(parent, name, each)
			text := fmt.Sprint(kind)
			if !slices.Contains(seen, text) {
				seen, kinds = append(seen, text), append(kinds, kind)
			}
		}
		return slices.Clip(kinds)
	case string:
		if constant.MatchString(v) && parent != "cash" && name != "preview" && name != "first4" && name != "last4" {
			return v
		}
		return "text"
	case float64:
		return "number"
	case bool:
		return "yes or no"
	default:
		return v
	}
}

// newCode waits for a mail with a code and gives it; known ones are passed over.
func newCode(t *testing.T, base, to string, known ...string) string {
	t.Helper()
	late, again := time.After(20*time.Second), time.NewTicker(50*time.Millisecond)
	defer again.Stop()
	for {
		res, err := http.Get(base + "/dev/mail/api?to=" + url.QueryEscape(to))
		if err != nil {
			t.Fatal(err)
		}
		var mails []struct{ Text string }
		err = json.NewDecoder(res.Body).Decode(&mails)
		_ = res.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range mails {
			if code := mailedCode.FindStringSubmatch(m.Text); code != nil && !slices.Contains(known, code[1]) {
				return code[1]
			}
		}
		select {
		case <-late:
			t.Fatalf("no code for %s", to)
		case <-again.C:
		}
	}
}

// Every tab of the playground works, in the order of the story, as somebody would try
// it; and the shapes of the answers stand in testdata, so that a change shows.
//
//	go test ./cmd/walletdesk -run TestFront_Playground -update
func TestFront_PlaygroundWalksTheStory(t *testing.T) {
	t.Parallel()
	at := address(t)
	p := launch(t, at, t.TempDir()) // with a queue and operators of its own
	p.started(t)
	base, w := "http://"+at, readTabs(t)
	maria := signIn(t, base, "maria")
	w.asNewcomer(maria, base)
	w.pays(maria, base)
	w.isBackWithAnswers(maria, base)
	w.isBackWithTwoPeople(base)

	names := map[string]bool{}
	for _, o := range w.story {
		key := o.door + "/" + o.tab + " " + o.name
		names[key] = true
		if _, ran := w.shown[key]; !ran {
			t.Errorf("nobody tries %s", key)
		}
	}
	got, err := json.MarshalIndent(w.shown, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	got = append(got, '\n')
	const golden = "testdata/answers.json"
	if *update {
		if err := os.WriteFile(golden, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("the answers have another shape than %s says; write it anew with -update, and look at what changes:\n%s", golden, got)
	}
}

func (w *tabs) asNewcomer(c caller, base string) {
	w.t.Helper()
	const email = "maria@shop.example"
	w.run(c, "Viewer", nil)
	w.well(c, "RequestEmailConfirmation", nil)
	w.well(c, "ConfirmEmail", object{"code": newCode(w.t, base, email)})
	w.run(c, "SecurityQuestions", nil)
	w.well(c, "CompleteQuestionnaire", object{"input": object{
		"password": frontPassword, "passwordAgain": frontPassword, "answers": answersTo("FIRST_CONCERT", "UNFINISHED_BOOK", "LOST_PLACE"),
	}})
	first := w.well(c, "AddCard", object{"input": object{"cvc": walkCVC, "password": frontPassword}})
	w.well(c, "DeleteCard", object{"id": first["card"].(object)["id"]})
}

// opened is a payment of a shop: its id, the secret of its link and its digest.
func (w *tabs) opened(shop caller, order string) (id, token, digest string) {
	w.t.Helper()
	p := w.well(shop, "OpenPayment", object{"input": object{"idempotencyKey": order, "order": order}})["payment"].(object)
	_, token, _ = strings.Cut(p["link"].(string), "#t=")
	return p["id"].(string), token, p["digest"].(string)
}

func (w *tabs) pays(c caller, base string) {
	w.t.Helper()
	shop := demoShop(w.t, base)
	_, token, digest := w.opened(shop, "A-1")
	w.run(shop, "PaymentEvents", nil)
	other, _, _ := w.opened(shop, "A-2")
	w.well(shop, "CancelPayment", object{"id": other})
	card := w.well(c, "AddCard", object{"input": object{"cvc": walkCVC, "password": frontPassword}})["card"].(object)["id"]
	w.run(c, "Payment", object{"token": token})
	paid := w.well(c, "ConfirmPayment", object{"token": token, "digest": digest, "cardId": card, "password": frontPassword})
	if state := paid["payment"].(object)["state"]; state != "PAID" {
		w.t.Errorf("confirmed: %v", state)
	}
	guest := caller{base: base, graphql: "/graphql", client: shoptest.NewBrowser(w.t)}
	_, token, digest = w.opened(shop, "A-3")
	paid = w.well(guest, "PayAsGuest", object{"input": object{"token": token, "digest": digest, "cvc": walkCVC}})
	if state := paid["payment"].(object)["state"]; state != "PAID" {
		w.t.Errorf("paid as a guest: %v", state)
	}
	_, token, digest = w.opened(shop, "A-4")
	w.well(guest, "PayWithWallet", object{"token": token, "digest": digest})
	w.well(guest, "ChangePaymentMethod", object{"token": token})
	w.well(guest, "PayWithCash", object{"token": token, "digest": digest})
}

func (w *tabs) isBackWithAnswers(c caller, base string) {
	w.t.Helper()
	const email = "maria@shop.example"
	before := newCode(w.t, base, email)
	w.well(c, "Captcha", nil)
	w.well(c, "RequestRecovery", nil)
	w.well(c, "ConfirmRecovery", object{"code": newCode(w.t, base, email, before)})
	c.freshSignIn(w.t, "maria")
	flow := w.run(c, "RecoveryFlow", nil)
	known := answersTo("FIRST_CONCERT", "UNFINISHED_BOOK", "LOST_PLACE")
	var right []any
	for _, q := range flow["questions"].([]any) {
		for _, a := range known {
			if a["question"] == q.(object)["code"] {
				right = append(right, a["answer"])
			}
		}
	}
	w.well(c, "AnswerSecurityQuestions", object{"answers": right})
	w.well(c, "SetRecoveredPaymentPassword", object{"password": walkFirstFresh, "passwordAgain": walkFirstFresh})
}

func (w *tabs) isBackWithTwoPeople(base string) {
	w.t.Helper()
	eleni := signIn(w.t, base, "eleni")
	email := emailOf(w.t, eleni)
	w.well(eleni, "RequestRecovery", nil)
	w.well(eleni, "ConfirmRecovery", object{"code": newCode(w.t, base, email)})
	eleni.freshSignIn(w.t, "eleni")
	id := w.well(eleni, "OpenConversation", nil)["conversation"].(object)["id"].(string)
	here := object{"conversationId": id}
	say := func() {
		w.well(eleni, "SendMessage", object{"conversationId": id, "clientId": uuid.NewString(), "body": "Hello, I forgot them all."})
	}
	say()

	anna := signInStaff(w.t, base, "anna")
	comesAndGoes := func() {
		w.well(anna, "SetOperatorStatus", object{"state": "BUSY"})
		w.well(anna, "SetOperatorStatus", object{"state": "ONLINE"})
	}
	w.run(anna, "Operator", nil)
	w.well(anna, "SetOperatorStatus", nil)
	w.run(anna, "Operators", nil)
	w.runWith(anna, "OperatorEvents", nil, comesAndGoes)
	w.run(anna, "Queue", nil)
	w.runWith(anna, "QueueEvents", nil, say)
	w.well(anna, "TakeConversation", here)
	w.well(anna, "SendMessage", here)
	w.runWith(anna, "ConversationEvents", here, func() {})
	w.runWith(eleni, "ConversationEvents", here, func() {})
	w.well(anna, "RequestDocument", here)

	asked := w.run(eleni, "DocumentRequests", object{"id": id})["documentRequests"].([]any)
	w.well(eleni, "MarkRead", object{"id": id})
	w.well(eleni, "SetTyping", object{"id": id})
	if verdict := upload(w.t, eleni, id, asked[0].(object)["id"].(string), drawn(w.t, "covered", true)); verdict != "ACCEPTED" {
		w.t.Fatalf("a covered card was %s", verdict)
	}
	if verdict := upload(w.t, eleni, id, askFor(w.t, anna, eleni, id, "IDENTITY"), drawn(w.t, "identity", false)); verdict != "ACCEPTED" {
		w.t.Fatalf("an identity card was %s", verdict)
	}
	var documents []object
	for _, one := range documentsOf(w.t, anna, id) {
		documents = append(documents, object{"conversationId": id, "documentId": one})
	}
	view := func(c caller) {
		for _, document := range documents {
			grant := w.well(c, "ViewDocument", document)["grant"].(string)
			if status, _, _ := c.raw(w.t, "POST", base+"/console/document", "text/plain", strings.NewReader(grant)); status != http.StatusOK {
				w.t.Errorf("the picture: %d", status)
			}
		}
	}
	view(anna)
	w.run(anna, "Case", object{"id": id})
	for _, document := range documents {
		w.well(anna, "ReviewDocument", document)
	}
	for _, point := range checklist {
		w.well(anna, "SetCheck", over(here, object{"point": point}))
	}
	w.well(anna, "ProposeReset", over(here, object{"justification": "The name, the face and the age of the account agree with the card."}))
	chloe := signInStaff(w.t, base, "chloe")
	view(chloe)
	proposal, last := proposalOf(w.t, chloe, id)
	decided := over(here, object{"proposalId": proposal, "lastReadSeq": last})
	w.well(chloe, "ApproveReset", decided)
	if late := w.run(chloe, "DeclineReset", over(decided, object{"reason": "Too late to say no."})); late["problem"] == nil {
		w.t.Error("an approval was declined afterwards")
	}
	w.well(anna, "AddNote", over(here, object{"clientId": uuid.NewString()}))
	w.well(anna, "ResolveConversation", here)
}
