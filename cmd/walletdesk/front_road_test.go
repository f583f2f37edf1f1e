package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/document/corpus"
	"github.com/walletdesk/walletdesk/document/picture"
)

type object = map[string]any

// problemCode digs out what a mutation's payload says is wrong, "" for nothing.
func problemCode(payload object) string {
	p, ok := payload["problem"].(object)
	if !ok {
		return ""
	}
	code, _ := p["code"].(string)
	return code
}

// do runs a mutation with an input and returns its payload. fields is what is asked
// for besides the problem.
func (c caller) do(t *testing.T, name, inputType, fields string, input object) object {
	t.Helper()
	query := fmt.Sprintf("mutation ($input: %s!) { %s(input: $input) { %s problem { code message ... on InvalidInput { fields { field code } } } } }",
		inputType, name, fields)
	var out map[string]object
	c.ask(t, query, object{"input": input}, &out)
	return out[name]
}

// must is do where no problem may come.
func (c caller) must(t *testing.T, name, inputType, fields string, input object) object {
	t.Helper()
	payload := c.do(t, name, inputType, fields, input)
	if payload["problem"] != nil {
		t.Fatalf("%s: %v", name, payload["problem"])
	}
	return payload
}

// linkIn waits for a mail to an address with a word in its subject, and gives the
// token of its link to a page; links known already are passed over.
func linkIn(t *testing.T, base, to, page string, known ...string) string {
	t.Helper()
	// The outbox sends when it is rung; the mailbox is read until then, as a person
	// would look again.
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		if token := tokenOf(t, base, to, page, known); token != "" {
			return token
		}
		select {
		case <-ctx.Done():
			t.Fatalf("no mail to %s with a link to %s", to, page)
		case <-tick.C:
		}
	}
}

func tokenOf(t *testing.T, base, to, page string, known []string) string {
	t.Helper()
	res, err := http.Get(base + "/dev/mail/api?to=" + url.QueryEscape(to))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	var mails []struct{ Links []string }
	if err := json.NewDecoder(res.Body).Decode(&mails); err != nil {
		t.Fatal(err)
	}
	for _, m := range mails {
		for _, link := range m.Links {
			if _, token, ok := strings.Cut(link, page+"#t="); ok && !slices.Contains(known, token) {
				return token
			}
		}
	}
	return ""
}

func answersTo(questions ...string) []object {
	out := make([]object, len(questions))
	for i, q := range questions {
		out[i] = object{"question": q, "answer": fmt.Sprintf("the odd answer to %s %d", strings.ToLower(q), i)}
	}
	return out
}

func typed(answers []object) []any {
	out := make([]any, len(answers))
	for i, a := range answers {
		out[i] = a["answer"]
	}
	return out
}

const frontPassword = "plum orchard under rain 71"

// confirmed takes a new shopper through e-mail.
func confirmed(t *testing.T, base, name string) caller {
	t.Helper()
	c := signIn(t, base, name)
	var out struct {
		Viewer struct {
			Stage   string
			Account struct{ Email string }
		}
	}
	c.ask(t, `{ viewer { stage account { email } } }`, nil, &out)
	if out.Viewer.Stage != "SIGNED_IN" {
		t.Fatalf("a new shopper is %s", out.Viewer.Stage)
	}
	c.must(t, "requestEmailConfirmation", "RequestEmailConfirmationInput", "nextAt", object{})
	token := linkIn(t, base, out.Viewer.Account.Email, "/confirm")
	c.must(t, "confirmEmail", "ConfirmEmailInput", "confirmed", object{"token": token})
	return c
}

// register takes a new shopper through e-mail and questionnaire.
func register(t *testing.T, base, name string) (caller, []object) {
	t.Helper()
	c := confirmed(t, base, name)
	answers := answersTo("FIRST_CONCERT", "UNFINISHED_BOOK", "LOST_PLACE")
	c.must(t, "completeQuestionnaire", "CompleteQuestionnaireInput", "account { registeredAt }", object{
		"givenName": "Maria", "familyName": "Pappa", "birthDate": "1990-12-31", "country": "GR",
		"password": frontPassword, "passwordAgain": frontPassword, "answers": answers,
	})
	return c, answers
}

// Steps 1 to 5: in, confirmed, registered, a card, and back with the answers.
func TestFront_BackWithTheAnswers(t *testing.T) {
	t.Parallel()
	walkWithAnswers(t, program(t))
}

// What that walk types, and what must be found nowhere after it.
const (
	walkNumber     = "4000 0566 5566 5556"
	walkCVC        = "739"
	walkFirstFresh = "cedar bridge nine lanterns"
	walkLastFresh  = "quiet harbour twelve kites"
)

func walkWithAnswers(t *testing.T, base string) {
	t.Helper()
	c, answers := register(t, base, "front-answers")

	card := object{"number": walkNumber, "expiryMonth": 12, "expiryYear": time.Now().Year() + 2, "cvc": walkCVC, "password": frontPassword}
	c.must(t, "addCard", "AddCardInput", "card { id last4 networkName }", card)
	if code := problemCode(c.do(t, "addCard", "AddCardInput", "card { id }", card)); code != "CARD_EXISTS" {
		t.Errorf("the same card again: %q", code)
	}

	c.must(t, "requestRecovery", "RequestRecoveryInput", "sent", object{})
	token := linkIn(t, base, "front-answers@shop.example", "/recover")
	c.must(t, "confirmRecoveryLink", "ConfirmRecoveryLinkInput", "flow { state }", object{"token": token})
	if code := problemCode(c.do(t, "confirmRecoveryLink", "ConfirmRecoveryLinkInput", "flow { state }", object{"token": token})); code == "" {
		t.Error("a link worked twice")
	}
	if code := problemCode(c.do(t, "answerSecurityQuestions", "AnswerSecurityQuestionsInput", "flow { state }", object{"answers": typed(answers)})); code == "" {
		t.Error("answers were taken without a fresh sign-in")
	}
	c.freshSignIn(t, "front-answers")
	var flow struct {
		RecoveryFlow struct {
			State     string
			Questions []struct{ Code string }
		}
	}
	c.ask(t, `{ recoveryFlow { state questions { code } } }`, nil, &flow)
	if flow.RecoveryFlow.State != "SIGNED_IN" || len(flow.RecoveryFlow.Questions) != 3 {
		t.Fatalf("after the fresh sign-in: %+v", flow.RecoveryFlow)
	}
	right := make([]any, 3)
	for i, q := range flow.RecoveryFlow.Questions {
		for _, a := range answers {
			if a["question"] == q.Code {
				right[i] = a["answer"]
			}
		}
	}
	wrong := []any{right[0], right[1], "something else entirely"}
	if code := problemCode(c.do(t, "answerSecurityQuestions", "AnswerSecurityQuestionsInput", "flow { state }", object{"answers": wrong})); code != "WRONG_ANSWERS" {
		t.Errorf("wrong answers: %q", code)
	}
	c.must(t, "answerSecurityQuestions", "AnswerSecurityQuestionsInput", "flow { state }", object{"answers": right})
	done := c.must(t, "setRecoveredPaymentPassword", "SetRecoveredPaymentPasswordInput", "flow { state coolsUntil }",
		object{"password": walkFirstFresh, "passwordAgain": walkFirstFresh})
	if state := done["flow"].(object)["state"]; state != "PASSWORD_SET" {
		t.Errorf("in the end: %v", state)
	}
}

// freshSignIn proves to the recovery this browser holds that its own person is there.
func (c caller) freshSignIn(t *testing.T, username string) {
	t.Helper()
	again := signInWith(t, c, "/auth/customer/start?purpose=flow&next=/recover", username)
	if again != http.StatusOK {
		t.Fatalf("fresh sign-in ended with %d", again)
	}
}

// Steps 6 to 9 through the front door: the answers are forgotten too.
func TestFront_BackWithTwoPeople(t *testing.T) {
	t.Parallel()
	walkWithTwoPeople(t, program(t))
}

func walkWithTwoPeople(t *testing.T, base string) {
	t.Helper()
	c := signIn(t, base, "eleni")
	email := emailOf(t, c)
	c.must(t, "requestRecovery", "RequestRecoveryInput", "sent", object{})
	first := linkIn(t, base, email, "/recover")
	c.must(t, "confirmRecoveryLink", "ConfirmRecoveryLinkInput", "flow { state }", object{"token": first})
	c.freshSignIn(t, "eleni")
	opened := c.must(t, "openConversation", "OpenConversationInput", "conversation { id }", object{"topic": "RECOVERY"})
	id := opened["conversation"].(object)["id"].(string)

	operator, supervisor := signInStaff(t, base, "boris"), signInStaff(t, base, "chloe")
	if code, err := take(operator, id); code != "" || err != nil {
		t.Fatalf("not taken: %s %v", code, err)
	}
	at := object{"conversationId": id}
	request := askFor(t, operator, c, id, "BANK_CARD")
	if verdict := upload(t, c, id, request, drawn(t, "printed", false)); verdict != "REFUSED" {
		t.Errorf("a full number was %s", verdict)
	}
	if verdict := upload(t, c, id, request, drawn(t, "covered", true)); verdict != "ACCEPTED" {
		t.Fatalf("a covered card was %s", verdict)
	}

	if verdict := upload(t, c, id, askFor(t, operator, c, id, "IDENTITY"), drawn(t, "identity", false)); verdict != "ACCEPTED" {
		t.Fatalf("an identity card was %s", verdict)
	}
	documents := documentsOf(t, operator, id)
	if len(documents) != 2 {
		t.Fatalf("documents: %v", documents)
	}
	for _, document := range documents {
		view(t, operator, id, document)
		operator.must(t, "reviewDocument", "ReviewDocumentInput", "conversation { id }", with(at, "documentId", document, "accept", true))
	}
	for _, point := range checklist {
		operator.must(t, "setCheck", "SetCheckInput", "conversation { id }", with(at, "point", point, "ticked", true))
	}
	operator.must(t, "proposeReset", "ProposeResetInput", "conversation { id }",
		with(at, "justification", "The name, the face and the age of the account agree with the card."))
	proposal, last := proposalOf(t, operator, id)
	approval := with(at, "proposalId", proposal, "lastReadSeq", last, "checks", checklist)
	if err := operator.try(`mutation ($input: DecideResetInput!) { approveReset(input: $input) { problem { code } } }`, object{"input": approval}, &struct{}{}); err == nil {
		t.Error("an operator reached the approval")
	}
	if code := problemCode(supervisor.do(t, "approveReset", "DecideResetInput", "conversation { id }", approval)); code != "NOT_REVIEWED" {
		t.Errorf("approved unseen: %q", code)
	}
	for _, document := range documents {
		view(t, supervisor, id, document)
	}
	if code := problemCode(supervisor.do(t, "approveReset", "DecideResetInput", "conversation { id }", with(approval, "checks", []string{}))); code != "NOT_REVIEWED" {
		t.Errorf("approved unticked: %q", code)
	}
	_, last = proposalOf(t, supervisor, id)
	supervisor.must(t, "approveReset", "DecideResetInput", "conversation { id }", with(approval, "lastReadSeq", last))

	// The mail reopens the recovery at the password form.
	later := caller{base: base, graphql: "/graphql", client: signIn(t, base, "eleni").client}
	later.must(t, "confirmRecoveryLink", "ConfirmRecoveryLinkInput", "flow { state }", object{"token": linkIn(t, base, email, "/recover", first)})
	later.freshSignIn(t, "eleni")
	done := later.must(t, "setRecoveredPaymentPassword", "SetRecoveredPaymentPasswordInput", "flow { state }",
		object{"password": walkLastFresh, "passwordAgain": walkLastFresh, "answers": answersTo("LEFT_FILM", "DREAM_JOB", "ODD_NEIGHBOUR")})
	if state := done["flow"].(object)["state"]; state != "PASSWORD_SET" {
		t.Errorf("in the end: %v", state)
	}
	// "This was not me", from the notice that every known address got, stops it.
	later.must(t, "reportNotMe", "ReportNotMeInput", "stopped", object{"token": linkIn(t, base, email, "/not-me")})
}

func with(base object, pairs ...any) object {
	out := object{}
	for k, v := range base {
		out[k] = v
	}
	for i := 0; i < len(pairs); i += 2 {
		out[pairs[i].(string)] = pairs[i+1]
	}
	return out
}

func emailOf(t *testing.T, c caller) string {
	t.Helper()
	var out struct {
		Viewer struct{ Account struct{ Email string } }
	}
	c.ask(t, `{ viewer { account { email } } }`, nil, &out)
	return out.Viewer.Account.Email
}

// checklist is every point of it.
var checklist = []string{"IDENTITY_READABLE", "NAME_MATCHES", "CARD_MATCHES", "DIGITS_COVERED", "NO_COERCION", "SIGNALS_WEIGHED"}

// askFor lets an operator ask a customer for a picture, and gives the request.
func askFor(t *testing.T, operator, customer caller, id, kind string) string {
	t.Helper()
	operator.must(t, "requestDocument", "RequestDocumentInput", "conversation { id }", object{"conversationId": id, "kind": kind})
	var asked struct {
		Conversation struct{ DocumentRequests []struct{ ID string } }
	}
	customer.ask(t, `query ($id: ID!) { conversation(id: $id) { documentRequests { id } } }`, object{"id": id}, &asked)
	if len(asked.Conversation.DocumentRequests) != 1 {
		t.Fatalf("asked for %+v", asked)
	}
	return asked.Conversation.DocumentRequests[0].ID
}

// documentsOf is the documents of a case, oldest first.
func documentsOf(t *testing.T, c caller, id string) []string {
	t.Helper()
	var out struct {
		Conversation struct {
			Case struct{ Documents []struct{ ID string } }
		}
	}
	c.ask(t, `query ($id: ID!) { conversation(id: $id) { case { documents { id } } } }`, object{"id": id}, &out)
	var ids []string
	for _, d := range out.Conversation.Case.Documents {
		ids = append(ids, d.ID)
	}
	return ids
}

func proposalOf(t *testing.T, c caller, id string) (string, int64) {
	t.Helper()
	var out struct {
		Conversation struct {
			LastSeq int64
			Case    struct{ Proposal struct{ ID string } }
		}
	}
	c.ask(t, `query ($id: ID!) { conversation(id: $id) { lastSeq case { proposal { id } } } }`, object{"id": id}, &out)
	return out.Conversation.Case.Proposal.ID, out.Conversation.LastSeq
}

// view looks at a document through a single-use grant, and checks that it is
// single-use.
func view(t *testing.T, c caller, conversation, document string) {
	t.Helper()
	leave := c.must(t, "viewDocument", "ViewDocumentInput", "grant", object{"conversationId": conversation, "documentId": document})
	for i, want := range []int{http.StatusOK, http.StatusNotFound} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, c.base+"/console/document", strings.NewReader(leave["grant"].(string)))
		if err != nil {
			t.Fatal(err)
		}
		res, err := c.client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		bytes, err := io.ReadAll(res.Body)
		_ = res.Body.Close()
		if err != nil || res.StatusCode != want {
			t.Fatalf("use %d of a grant: status %d, %v", i+1, res.StatusCode, err)
		}
		if want == http.StatusOK && (res.Header.Get("Content-Type") != "image/jpeg" || len(bytes) < 1000) {
			t.Errorf("the picture is %d bytes of %s", len(bytes), res.Header.Get("Content-Type"))
		}
	}
}

// drawn draws a picture of a class, with the number that demo people have saved
// where it is covered.
func drawn(t *testing.T, class string, own bool) corpus.Picture {
	t.Helper()
	for seed := range uint64(500) {
		p, ok := corpus.Draw(class, seed)
		if !ok {
			t.Fatalf("no class %s", class)
		}
		if !own || p.First4 == "4242" {
			return p
		}
	}
	t.Fatal("the number is never drawn")
	return corpus.Picture{}
}

// upload sends a picture as the page does, by the GraphQL multipart request
// specification, and tells the verdict.
func upload(t *testing.T, c caller, conversation, request string, p corpus.Picture) string {
	t.Helper()
	file, err := picture.Encode(p.Image)
	if err != nil {
		t.Fatal(err)
	}
	operations, err := json.Marshal(object{
		"query": `mutation ($input: UploadDocumentInput!) { uploadDocument(input: $input) { verdict reason problem { code message } } }`,
		"variables": object{"input": object{
			"conversationId": conversation, "requestId": request, "clientId": uuid.NewString(), "file": nil, "covers": rectangles(p.Covers),
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for _, part := range [][2]string{{"operations", string(operations)}, {"map", `{"0":["variables.input.file"]}`}} {
		if err := form.WriteField(part[0], part[1]); err != nil {
			t.Fatal(err)
		}
	}
	w, err := form.CreateFormFile("0", "card "+walkNumber+".jpg")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(file); err != nil {
		t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, c.base+"/graphql", &body)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", form.FormDataContentType())
	req.Header.Set("GraphQL-Preflight", "1")
	res, err := c.client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	var answer struct {
		Data struct {
			UploadDocument struct {
				Verdict *string
				Problem *struct{ Code, Message string }
			}
		}
		Errors []failure
	}
	if err := json.NewDecoder(res.Body).Decode(&answer); err != nil {
		t.Fatal(err)
	}
	if len(answer.Errors) > 0 || answer.Data.UploadDocument.Verdict == nil {
		t.Fatalf("upload: %+v", answer)
	}
	return *answer.Data.UploadDocument.Verdict
}

func rectangles(in []picture.Rectangle) []object {
	out := make([]object, len(in))
	for i, r := range in {
		out[i] = object{"x": r.X, "y": r.Y, "width": r.Width, "height": r.Height, "angle": r.Angle}
	}
	return out
}
