package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/gorilla/websocket"
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
	ids    map[string]string // "conversationId" or "renameCard.id"; also of what may be left out
	field  string
	// unnamed hears of ids that ids does not name; nil: they need no name.
	unnamed func(key string)
}

// named is what ids says of an argument.
func (v filling) named(name string) (string, bool) {
	for _, key := range []string{v.field + "." + name, name} {
		if id, ok := v.ids[key]; ok {
			return strconv.Quote(id), true
		}
	}
	return "", false
}

// asked reports whether an argument has to be there, or is named.
func (v filling) asked(name string, typ *ast.Type, usual *ast.Value) bool {
	_, named := v.ids[v.field+"."+name]
	return named || typ.NonNull && usual == nil
}

func (v filling) of(name string, typ *ast.Type) string {
	if typ.Elem != nil {
		return "[" + v.of(name, typ.Elem) + "]"
	}
	if given, ok := v.named(name); ok {
		return given
	}
	switch def := v.schema.Types[typ.NamedType]; {
	case typ.NamedType == "ID":
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
			if v.asked(f.Name, f.Type, f.DefaultValue) {
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
		if v.asked(a.Name, a.Type, a.DefaultValue) {
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
	eleni, newcomer, staff := signIn(t, base, "eleni"), signIn(t, base, "roles-newcomer"), signInStaff(t, base, "anna")
	recoverer, both := stranger("/graphql"), signIn(t, base, "roles-both")
	recoverer.takes(t, registered, "roles-registered@shop.example")
	both.takes(t, eleni, emailOf(t, eleni))
	at := func(c caller, door string) caller {
		c.graphql = door
		return c
	}
	return []who{
		{name: "a stranger", caller: stranger("/graphql")},
		{name: "a stranger at the console", caller: stranger("/console/graphql")},
		{name: "a customer at the console", caller: at(newcomer, "/console/graphql")},
		{name: "a holder of a recovery at the console", caller: at(recoverer, "/console/graphql")},
		{name: "an operator at the customers' door", caller: at(staff, "/graphql")},
		{name: "a newcomer", caller: newcomer, roles: []string{"CUSTOMER"}},
		{name: "a customer without a questionnaire", caller: confirmed(t, base, "roles-confirmed"), roles: []string{"CUSTOMER"}, stage: 1},
		{name: "a holder of a recovery", caller: recoverer, roles: []string{"RECOVERER"}},
		{name: "a newcomer with a recovery", caller: both, roles: []string{"CUSTOMER", "RECOVERER"}},
		{name: "a registered customer", caller: registered, roles: []string{"CUSTOMER"}, stage: 2},
		{name: "a marketplace", caller: demoShop(t, base), roles: []string{"MARKETPLACE"}},
		{name: "an operator", caller: staff, roles: []string{"OPERATOR"}},
		{name: "a supervisor", caller: signInStaff(t, base, "chloe"), roles: []string{"SUPERVISOR", "OPERATOR"}},
	}
}

// takes makes the caller's browser the one that holds a recovery of the owner's.
func (c caller) takes(t *testing.T, owner caller, email string) {
	t.Helper()
	owner.must(t, "requestRecovery", "RequestRecoveryInput", "sent", object{})
	c.must(t, "confirmRecoveryLink", "ConfirmRecoveryLinkInput", "flow { state }", object{"token": linkIn(t, c.base, email, "/recover")})
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
	if slices.Contains(roles, "RECOVERER") && slices.Contains(w.roles, "RECOVERER") {
		return "" // a recovery gets by whatever the stage
	}
	if w.roles[0] == "CUSTOMER" && w.stage < slices.Index([]string{"SIGNED_IN", "CONFIRMED", "REGISTERED"}, stage) {
		return "STAGE"
	}
	return ""
}

// root is a root field and how it is asked for.
type root struct {
	operation ast.Operation
	*ast.FieldDefinition
}

// roots are all of them; those that end what the caller may do come last.
func roots(schema *ast.Schema, w who) []root {
	ends := []string{"revokeOtherSessions", "cancelRecovery", "holdAccount"}
	if slices.Contains(w.roles, "RECOVERER") {
		ends = []string{"revokeOtherSessions", "holdAccount", "cancelRecovery"}
	}
	var all []root
	for _, part := range []struct {
		operation ast.Operation
		of        *ast.Definition
	}{{ast.Query, schema.Query}, {ast.Mutation, schema.Mutation}, {ast.Subscription, schema.Subscription}} {
		for _, f := range part.of.Fields {
			if !strings.HasPrefix(f.Name, "__") { // introspection
				all = append(all, root{part.operation, f})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b root) int { return slices.Index(ends, a.Name) - slices.Index(ends, b.Name) })
	return all
}

// heard subscribes over a socket of its own and gives what comes first, as answer
// does. Where nothing comes by itself, rung makes something happen until it does.
func (c caller) heard(t *testing.T, query string, rung func()) (errorCode, body string) {
	t.Helper()
	conn, err := c.subscribe(query, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	return heardOn(t, conn, query, rung)
}

// heardOn is what comes first on a socket that has subscribed.
func heardOn(t *testing.T, conn *websocket.Conn, what string, rung func()) (errorCode, body string) {
	t.Helper()
	first := make(chan socketFrame, 1)
	go func() {
		var frame socketFrame
		for frame.Type == "" || frame.Type == "ping" {
			if conn.ReadJSON(&frame) != nil {
				frame = socketFrame{Type: "closed"}
			}
		}
		first <- frame
	}()
	late, again := time.After(20*time.Second), time.NewTicker(50*time.Millisecond)
	defer again.Stop()
	for {
		select {
		case frame := <-first:
			if frame.Type != "error" {
				return "", frame.Type + string(frame.Payload)
			}
			var list []failure
			if err := json.Unmarshal(frame.Payload, &list); err != nil {
				t.Fatal(err)
			}
			for _, e := range list {
				delete(e.Extensions, "requestId")
			}
			code, _ := list[0].Extensions["code"].(string)
			return code, fmt.Sprint(list)
		case <-late:
			t.Fatalf("%s: nothing is heard", what)
		case <-again.C:
			rung()
		}
	}
}

// asks asks for a root field, over HTTP or the socket.
func (c caller) asks(t *testing.T, operation ast.Operation, query string, rung func()) (errorCode, body string) {
	t.Helper()
	if operation == ast.Subscription {
		return c.heard(t, query, rung)
	}
	return c.answer(t, query)
}

func TestFront_EveryRoleEveryField(t *testing.T) {
	t.Parallel()
	at := address(t)
	p := launch(t, at, t.TempDir()) // it takes conversations: not those of others
	p.started(t)
	base, schema := "http://"+at, contract(t)
	// What the console's lists hear of: a customer who writes, an operator who comes and goes.
	customer, _ := register(t, base, "roles-bell")
	conversation, bell := openConversation(t, customer), signInStaff(t, base, "boris")
	rung := func() {
		customer.must(t, "sendMessage", "SendMessageInput", "message { seq }", object{"conversationId": conversation, "clientId": uuid.NewString(), "body": "hello"})
		for _, state := range []string{"AWAY", "ONLINE"} {
			bell.must(t, "setOperatorStatus", "SetOperatorStatusInput", "operator { id }", object{"state": state})
		}
	}
	asked := 0
	for _, w := range everybody(t, base) {
		for _, f := range roots(schema, w) {
			want := refusal(t, f.FieldDefinition, w)
			got, body := w.caller.asks(t, f.operation, filling{schema: schema}.request(f.operation, f.FieldDefinition), rung)
			if denied := slices.Contains([]string{"UNAUTHENTICATED", "FORBIDDEN", "STAGE"}, got); (want != "" && got != want) || (want == "" && denied) {
				t.Errorf("%s asks %s: %q, want %q: %s", w.name, f.Name, got, want, body)
			}
			if got == "INTERNAL" || got == "BAD_REQUEST" || strings.Contains(body, "GRAPHQL_") || strings.HasPrefix(body, "closed") {
				t.Errorf("%s asks %s: %s", w.name, f.Name, body)
			}
			asked++
		}
	}
	if asked < 12*50 {
		t.Errorf("asked %d times only", asked)
	}
}
