package httpspec

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
)

// FuzzForm wants of a request with files that is taken: that it has a query, no more
// bytes than are allowed, and its files where the variables said null; of every other:
// a refusal that repeats nothing of it.
func FuzzForm(f *testing.F) {
	const operations, places = `{"query":"{a}","variables":{"f":null,"g":[null,null]}}`, `{"0":["variables.f"],"1":["variables.g.1"]}`
	field := func(name, value string) string {
		return "--x\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n"
	}
	for _, s := range []string{
		field("operations", operations) + field("map", places) + field("0", "A") + field("1", "B") + "--x--\r\n",
		field("operations", operations) + field("map", "{}") + "--x--\r\n",
		field("map", places) + field("operations", operations),
		field("operations", operations) + field("map", places) + "--x\r\nContent-Disposition: form-data; name=\"0\"; filename=\"../../a\"\r\n\r\nA",
		"--x\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=\r\n--x--", "--x--", "",
	} {
		f.Add([]byte(s), "multipart/form-data; boundary=x")
	}
	f.Add([]byte("--\r\n"), "multipart/form-data; boundary=\"\"")
	const most = 4096
	transport := New(Config{MaxJSON: 1024, MaxUpload: most})
	f.Fuzz(func(t *testing.T, body []byte, kind string) {
		r := httptest.NewRequest(http.MethodPost, "/graphql", bytes.NewReader(body))
		r.Header.Set("Content-Type", kind)
		if strings.HasPrefix(kind, "application/json") {
			return // FuzzParse
		}
		r.ContentLength = -1 // as of a body in chunks
		params, bad := transport.read(httptest.NewRecorder(), r)
		if (params == nil) == (bad == nil) {
			t.Fatal("neither or both")
		}
		if bad != nil {
			if bad.status < 400 || bad.status > 499 || bad.code == "" {
				t.Fatalf("refused with %+v", bad)
			}
			return
		}
		if params.Query == "" && len(params.Extensions) == 0 && !bytes.Contains(body, []byte("query")) {
			t.Fatal("taken without a query")
		}
		if size := files(t, params.Variables); size > most {
			t.Fatalf("files of %d bytes", size)
		}
	})
}

// files adds up the files in variables; everything else in them is JSON's.
func files(t *testing.T, at any) (size int64) {
	t.Helper()
	switch v := at.(type) {
	case map[string]any:
		for _, each := range v {
			size += files(t, each)
		}
	case []any:
		for _, each := range v {
			size += files(t, each)
		}
	case graphql.Upload:
		size = v.Size
	case nil, string, bool, json.Number:
	default:
		t.Fatalf("a %T among the variables", v)
	}
	return size
}
