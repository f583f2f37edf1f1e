package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/walletdesk/walletdesk/marketplace/shoptest"
)

// This test asks every root field of the contract as everybody there is, so that
// a new field can't be forgotten: requests are made from schema.graphqls.

func contract(t *testing.T) *ast.Schema {
	t.Helper()
	text, err := os.ReadFile("../../schema.graphqls")
	if err != nil {
		t.Fatal(err)
	}
	schema, failed := gqlparser.LoadSchema(&ast.Source{Name: "schema.graphqls", Input: string(text)})
	if failed != nil {
		t.Fatal(failed)
	}
	return schema
}

const absentID = "019a0000-0000-7000-8000-000000000000"

// filling fills in arguments: ids by the path they stand at, the rest with anything
// that fits its type.
type filling struct {
	schema *ast.Schema
	ids    map[string]string // "conversationId" or "renameCard.id"
	field  string
	// unnamed hears of ids that ids does not name; nil: they need no name.
	unnamed func(key string)
}

func (v filling) of(name string, typ *ast.Type) string {
	if typ.Elem != nil {
		return "[" + v.of(name, typ.Elem) + "]"
	}
	switch def := v.schema.Types[typ.NamedType]; {
	case typ.NamedType == "ID":
		for _, key := range []string{v.field + "." + name, name} {
			if id, ok := v.ids[key]; ok {
				return `"` + id + `"`
			}
		}
		if v.unnamed != nil {
			v.unnamed(v.field + "." + name)
		}
		return `"` + absentID + `"`
	case typ.NamedType == "Upload":
		return "$file"
	case typ.NamedType == "MinorUnits":
		return `"1999"`
	case typ.NamedType == "Int":
		return "1"
	case typ.NamedType == "Float":
		return "0.5"
	case typ.NamedType == "Boolean":
		return "true"
	case typ.NamedType == "Date":
		return `"1990-12-31"`
	case typ.NamedType == "Time":
		return `"2026-01-31T17:05:00Z"`
	case typ.NamedType == "String":
		return `"these words are long enough"`
	case def.Kind == ast.Enum:
		return def.EnumValues[0].Name
	case def.Kind == ast.InputObject:
		var parts []string
		for _, f := range def.Fields {
			if f.Type.NonNull && f.DefaultValue == nil {
				parts = append(parts, f.Name+": "+v.of(f.Name, f.Type))
			}
		}
		return "{" + strings.Join(parts, ", ") + "}"
	default:
		panic("no value for " + typ.String())
	}
}

// request is a document that asks for one root field.
func (v filling) request(operation ast.Operation, f *ast.FieldDefinition) string {
	v.field = f.Name
	var args []string
	for _, a := range f.Arguments {
		if a.Type.NonNull && a.DefaultValue == nil {
			args = append(args, a.Name+": "+v.of(a.Name, a.Type))
		}
	}
	text := f.Name
	if len(args) > 0 {
		text += "(" + strings.Join(args, ", ") + ")"
	}
	if def := v.schema.Types[f.Type.Name()]; def.IsCompositeType() {
		text += " { __typename "
		if def.Fields.ForName("problem") != nil {
			text += "problem { code message } "
		}
		text += "}"
	}
	variables := ""
	if strings.Contains(text, "$file") {
		variables = "($file: Upload!) "
	}
	return string(operation) + " " + variables + "{ " + text + " }"
}

// answer sends a document, with a file where it has one, and gives what came back
// without what differs from call to call.
func (c caller) answer(t *testing.T, query string) (errorCode, body string) {
	t.Helper()
	operations, err := json.Marshal(map[string]any{"query": query, "variables": map[string]any{"file": nil}})
	if err != nil {
		t.Fatal(err)
	}
	content, kind := bytes.NewBuffer(operations), "application/json"
	if strings.Contains(query, "$file") {
		content = &bytes.Buffer{}
		form := multipart.NewWriter(content)
		_ = form.WriteField("operations", string(operations))
		_ = form.WriteField("map", `{"0": ["variables.file"]}`)
		part, err := form.CreateFormFile("0", "card.jpg")
		if err != nil {
			t.Fatal(err)
		}
		_, _ = part.Write([]byte("no picture"))
		_ = form.Close()
		kind = form.FormDataContentType()
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, c.base+c.graphql, content)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", kind)
	req.Header.Set("GraphQL-Preflight", "1")
	res, err := c.client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	var got struct {
		Data   json.RawMessage
		Errors []failure
	}
	if err := json.NewDecoder(res.Body).Decode(&got); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	for _, e := range got.Errors {
		delete(e.Extensions, "requestId")
		if code, ok := e.Extensions["code"].(string); ok && errorCode == "" {
			errorCode = code
		}
	}
	return errorCode, fmt.Sprintf("%s %v", got.Data, got.Errors)
}

// who is somebody who calls, with the roles and the stage the contract knows.
type who struct {
	name   string
	caller caller
	roles  []string // none: a stranger
	stage  int      // of a customer: 0 signed in, 1 confirmed, 2 registered
}

func everybody(t *testing.T, base string) []who {
	t.Helper()
	stranger := func(door string) caller {
		return caller{base: base, graphql: door, client: shoptest.NewBrowser(t)}
	}
	registered, _ := register(t, base, "roles-registered")
	wrongDoor := registered
	wrongDoor.graphql = "/console/graphql"
	return []who{
		{name: "a stranger", caller: stranger("/graphql")},
		{name: "a stranger at the console", caller: stranger("/console/graphql")},
		{name: "a customer at the console", caller: wrongDoor},
		{name: "a newcomer", caller: signIn(t, base, "roles-newcomer"), roles: []string{"CUSTOMER"}},
		{name: "a registered customer", caller: registered, roles: []string{"CUSTOMER"}, stage: 2},
		{name: "a marketplace", caller: demoShop(t, base), roles: []string{"MARKETPLACE"}},
		{name: "an operator", caller: signInStaff(t, base, "anna"), roles: []string{"OPERATOR"}},
		{name: "a supervisor", caller: signInStaff(t, base, "chloe"), roles: []string{"SUPERVISOR", "OPERATOR"}},
	}
}

// refusal is what the contract says of a caller and a field, "" for "let through".
func refusal(t *testing.T, f *ast.FieldDefinition, w who) string {
	t.Helper()
	if f.Directives.ForName("public") != nil {
		return ""
	}
	auth := f.Directives.ForName("auth")
	if auth == nil {
		t.Fatalf("%s says of nobody who may call it", f.Name)
	}
	if len(w.roles) == 0 {
		return "UNAUTHENTICATED"
	}
	var roles []string
	for _, r := range auth.Arguments.ForName("role").Value.Children {
		roles = append(roles, r.Value.Raw)
	}
	if !slices.ContainsFunc(w.roles, func(r string) bool { return slices.Contains(roles, r) }) {
		return "FORBIDDEN"
	}
	stage := "REGISTERED"
	if a := auth.Arguments.ForName("stage"); a != nil {
		stage = a.Value.Raw
	}
	if w.roles[0] == "CUSTOMER" && w.stage < slices.Index([]string{"SIGNED_IN", "CONFIRMED", "REGISTERED"}, stage) {
		return "STAGE"
	}
	return ""
}

func TestFront_EveryRoleEveryField(t *testing.T) {
	t.Parallel()
	base, schema := program(t), contract(t)
	asked := 0
	for _, w := range everybody(t, base) {
		for operation, root := range map[ast.Operation]*ast.Definition{ast.Query: schema.Query, ast.Mutation: schema.Mutation} {
			for _, f := range root.Fields {
				if strings.HasPrefix(f.Name, "__") || f.Name == "revokeOtherSessions" || f.Name == "holdAccount" {
					continue // introspection; the others would end the sessions this test goes on with
				}
				want := refusal(t, f, w)
				got, body := w.caller.answer(t, filling{schema: schema}.request(operation, f))
				if denied := slices.Contains([]string{"UNAUTHENTICATED", "FORBIDDEN", "STAGE"}, got); (want != "" && got != want) || (want == "" && denied) {
					t.Errorf("%s asks %s: %q, want %q", w.name, f.Name, got, want)
				}
				if got == "INTERNAL" || got == "BAD_REQUEST" || strings.Contains(body, "GRAPHQL_") {
					t.Errorf("%s asks %s: %s", w.name, f.Name, body)
				}
				asked++
			}
		}
	}
	if asked < 8*40 {
		t.Errorf("asked %d times only", asked)
	}
}

// elsewhere is the ids that no row of the owner's is named by in the test below, and why.
func elsewhere() map[string]string {
	const inConversation = "looked up inside its conversation, which is the owner's here"
	return map[string]string{
		"uploadDocument.requestId":  inConversation,
		"viewDocument.documentId":   inConversation,
		"reviewDocument.documentId": inConversation,
		"approveReset.proposalId":   inConversation,
		"declineReset.proposalId":   inConversation,
		"cancelPayment.id":          "for marketplaces alone: package payment asks for another client's",
	}
}

// A foreign row answers like one that is not there, whatever is asked of it.
func TestFront_ForeignIsAbsent(t *testing.T) {
	t.Parallel()
	base, schema := program(t), contract(t)
	owner, _ := register(t, base, "rows-owner")
	saved := owner.must(t, "addCard", "AddCardInput", "card { id }", object{
		"number": walkNumber, "expiryMonth": 12, "expiryYear": time.Now().Year() + 2, "cvc": walkCVC, "password": frontPassword,
	})
	opened := owner.must(t, "openConversation", "OpenConversationInput", "conversation { id }", object{"topic": "OTHER", "locale": "en"})
	var seen struct {
		Viewer struct {
			Account struct{ Sessions []struct{ ID string } }
		}
	}
	owner.ask(t, `{ viewer { account { sessions { id } } } }`, nil, &seen)
	card, conversation := saved["card"].(object)["id"].(string), opened["conversation"].(object)["id"].(string)
	foreign := map[string]string{
		"conversationId": conversation, "conversation.id": conversation, "deleteCard.id": card, "renameCard.id": card,
		"setDefaultCard.id": card, "confirmPayment.cardId": card, "revokeSession.id": seen.Viewer.Account.Sessions[0].ID,
	}
	stranger, _ := register(t, base, "rows-stranger")
	compared := 0
	for operation, root := range map[ast.Operation]*ast.Definition{ast.Query: schema.Query, ast.Mutation: schema.Mutation} {
		for _, f := range root.Fields {
			if strings.HasPrefix(f.Name, "__") {
				continue
			}
			client := uuid.NewString()
			ids := map[string]string{"clientId": client}
			absent := filling{schema: schema, ids: ids}.request(operation, f)
			for key, id := range foreign {
				ids[key] = id
			}
			theirs := filling{schema: schema, ids: ids, unnamed: func(key string) {
				if _, known := elsewhere()[key]; !known {
					t.Errorf("%s: whose row is it? Name one of the owner's in foreign, or say in elsewhere where it is asked", key)
				}
			}}.request(operation, f)
			if theirs == absent {
				continue // nothing of the owner's is named
			}
			_, want := stranger.answer(t, absent)
			_, got := stranger.answer(t, theirs)
			if got != want {
				t.Errorf("%s of a foreign row: %s, of an absent one: %s", f.Name, got, want)
			}
			compared++
		}
	}
	if compared < 8 {
		t.Errorf("compared %d fields only", compared)
	}
	var kept struct {
		Viewer struct {
			Account struct{ Cards []struct{ ID, Name string } }
		}
	}
	owner.ask(t, `{ viewer { account { cards { id name } } } }`, nil, &kept)
	if len(kept.Viewer.Account.Cards) != 1 || kept.Viewer.Account.Cards[0].Name != "" {
		t.Errorf("the owner has %+v", kept)
	}
}
