package httpspec_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/walletdesk/walletdesk/graph/httpspec"
)

// schema is an executable schema as gqlgen generates one, by hand: every field
// gives its argument's value back, broken fails, and a file its words.
type schema struct{ ast *ast.Schema }

func newSchema() schema {
	return schema{gqlparser.MustLoadSchema(&ast.Source{Input: `
scalar Upload
scalar Long
type Query { echo(text: String!): String! long(value: Long!): String! broken: String }
type Mutation { set(text: String!): String! upload(files: [Upload!], input: In): String! }
input In { file: Upload! }
type Subscription { ticks: String! }
`})}
}

func (s schema) Schema() *ast.Schema { return s.ast }

func (s schema) Complexity(context.Context, string, string, int, map[string]any) (int, bool) {
	return 0, false
}

func (s schema) Exec(ctx context.Context) graphql.ResponseHandler {
	request := graphql.GetOperationContext(ctx)
	fields := graphql.CollectFields(request, request.Operation.SelectionSet, []string{"Query", "Mutation"})
	return func(ctx context.Context) *graphql.Response {
		data := map[string]string{}
		for _, f := range fields {
			args := f.ArgumentMap(request.Variables)
			switch f.Name {
			case "broken":
				graphql.AddError(ctx, errors.New("out of order"))
				return &graphql.Response{Data: []byte(`{"broken":null}`)}
			case "upload":
				data[f.Alias] = words(args)
			case "long":
				data[f.Alias] = fmt.Sprint(args["value"])
			default:
				data[f.Alias] = args["text"].(string)
			}
		}
		encoded, err := json.Marshal(data)
		if err != nil {
			panic(err)
		}
		return &graphql.Response{Data: encoded}
	}
}

// words is what the files of an upload hold.
func words(args map[string]any) string {
	var all []any
	if list, ok := args["files"].([]any); ok {
		all = list
	}
	if in, ok := args["input"].(map[string]any); ok {
		all = append(all, in["file"])
	}
	text := ""
	for _, f := range all {
		file := f.(graphql.Upload)
		data, err := io.ReadAll(file.File)
		if err != nil {
			panic(err)
		}
		text += fmt.Sprintf("%s %s %d %s;", file.Filename, file.ContentType, file.Size, data)
	}
	return text
}

func open(t *testing.T, cfg httpspec.Config) string {
	t.Helper()
	s := handler.New(newSchema())
	s.AddTransport(httpspec.New(cfg))
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return server.URL
}

// ask sends a request and gives its answer.
func ask(t *testing.T, method, url string, header http.Header, body io.Reader) (status int, kind, text string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header = header
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	got, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, answer.Header.Get("Content-Type"), string(got)
}

// part is one of a form; a file when it has a filename.
type part struct{ name, filename, text string }

func form(t *testing.T, parts ...part) (header http.Header, body *bytes.Buffer) {
	t.Helper()
	body = &bytes.Buffer{}
	w := multipart.NewWriter(body)
	for _, p := range parts {
		h := textproto.MIMEHeader{"Content-Disposition": {fmt.Sprintf(`form-data; name=%q`, p.name)}}
		if p.filename != "" {
			h = textproto.MIMEHeader{
				"Content-Disposition": {fmt.Sprintf(`form-data; name=%q; filename=%q`, p.name, p.filename)},
				"Content-Type":        {"image/png"},
			}
		}
		out, err := w.CreatePart(h)
		if err == nil {
			_, err = io.WriteString(out, p.text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return http.Header{"Content-Type": {w.FormDataContentType()}}, body
}
