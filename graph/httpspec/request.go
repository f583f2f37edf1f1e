package httpspec

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"github.com/walletdesk/walletdesk/graph/persisted"
)

// read takes a request apart.
func (t *Transport) read(w http.ResponseWriter, r *http.Request) (*graphql.RawParams, *mistake) {
	switch r.Method {
	case http.MethodGet:
		return query(r.URL)
	case http.MethodPost:
	default:
		return nil, &mistake{http.StatusMethodNotAllowed, "METHOD_NOT_ALLOWED", "Use GET or POST.", "GET, POST"}
	}
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case err == nil && kind == plainType && utf8(params["charset"]):
		body, bad := readAll(w, r, t.cfg.MaxJSON)
		if bad != nil {
			return nil, bad
		}
		return parse(body)
	case err == nil && kind == "multipart/form-data" && t.cfg.MaxUpload > 0:
		return t.form(w, r, params["boundary"])
	default:
		return nil, &mistake{http.StatusUnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE", "Send application/json in UTF-8.", ""}
	}
}

func utf8(charset string) bool { return charset == "" || strings.EqualFold(charset, "utf-8") }

func malformed(message string) *mistake {
	return &mistake{http.StatusBadRequest, "BAD_REQUEST", message, ""}
}

func tooLarge() *mistake {
	return &mistake{http.StatusRequestEntityTooLarge, "TOO_LARGE", "The request is too large.", ""}
}

// unread is a body that could not be read, for its size or otherwise.
func unread(err error, message string) *mistake {
	var tooMuch *http.MaxBytesError
	if errors.As(err, &tooMuch) {
		return tooLarge()
	}
	return malformed(message)
}

// readAll reads a body of at most so many bytes.
func readAll(w http.ResponseWriter, r *http.Request, most int64) ([]byte, *mistake) {
	if r.ContentLength > most {
		return nil, tooLarge()
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, most))
	if err != nil {
		return nil, unread(err, "The request did not arrive whole.")
	}
	return body, nil
}

// parse reads a request's JSON. Everything but the query may be missing or null,
// and the query where extensions.persistedQuery names it.
func parse(body []byte) (*graphql.RawParams, *mistake) {
	var p struct {
		Query         *string        `json:"query"`
		OperationName *string        `json:"operationName"`
		Variables     map[string]any `json:"variables"`
		Extensions    map[string]any `json:"extensions"`
	}
	if !decode(body, &p) {
		return nil, malformed("The request is no JSON object with a query, or a part of it has another type than it should.")
	}
	if p.Query == nil && !persisted.Named(p.Extensions) {
		return nil, malformed("The request has no query.")
	}
	out := &graphql.RawParams{Variables: p.Variables, Extensions: p.Extensions}
	if p.Query != nil {
		out.Query = *p.Query
	}
	if p.OperationName != nil {
		out.OperationName = *p.OperationName
	}
	return out, nil
}

// query reads a request from an address.
func query(u *url.URL) (*graphql.RawParams, *mistake) {
	q, err := url.ParseQuery(u.RawQuery)
	if err != nil || !q.Has("query") && !q.Has("extensions") {
		return nil, malformed("The address has no query.")
	}
	out := &graphql.RawParams{Query: q.Get("query"), OperationName: q.Get("operationName")}
	if v := q.Get("variables"); v != "" && !decode([]byte(v), &out.Variables) {
		return nil, malformed("The variables are no JSON object.")
	}
	if v := q.Get("extensions"); v != "" && !decode([]byte(v), &out.Extensions) {
		return nil, malformed("The extensions are no JSON object.")
	}
	if !q.Has("query") && !persisted.Named(out.Extensions) {
		return nil, malformed("The address has no query.")
	}
	return out, nil
}

// decode reads exactly one JSON value, and numbers as they are written.
func decode(body []byte, out any) bool {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	if d.Decode(out) != nil {
		return false
	}
	_, err := d.Token()
	return errors.Is(err, io.EOF)
}

// form reads a request with files: the parts operations, map, and then the files,
// which stay in memory.
func (t *Transport) form(w http.ResponseWriter, r *http.Request, boundary string) (*graphql.RawParams, *mistake) {
	if r.ContentLength > t.cfg.MaxUpload {
		return nil, tooLarge()
	}
	parts := multipart.NewReader(http.MaxBytesReader(w, r.Body, t.cfg.MaxUpload), boundary)
	operations, bad := t.field(parts, "operations")
	if bad != nil {
		return nil, bad
	}
	out, bad := parse(operations)
	if bad != nil {
		return nil, bad
	}
	places, bad := t.field(parts, "map")
	if bad != nil {
		return nil, bad
	}
	var wanted map[string][]string
	if !decode(places, &wanted) {
		return nil, malformed("The part map is no JSON object of lists.")
	}
	for {
		part, err := parts.NextPart()
		switch {
		case errors.Is(err, io.EOF) && len(wanted) > 0:
			return nil, malformed("A file of the part map is missing.")
		case errors.Is(err, io.EOF):
			return out, nil
		case err != nil:
			return nil, unread(err, "The request did not arrive whole.")
		}
		if bad := take(part, wanted, out.Variables); bad != nil {
			return nil, bad
		}
	}
}

// field reads a part that holds JSON and has its fixed place.
func (t *Transport) field(parts *multipart.Reader, name string) ([]byte, *mistake) {
	part, err := parts.NextPart()
	if err != nil || part.FormName() != name {
		return nil, unread(err, "The part "+name+" is not where it should be.")
	}
	data, err := io.ReadAll(io.LimitReader(part, t.cfg.MaxJSON+1))
	if err != nil {
		return nil, unread(err, "The request did not arrive whole.")
	}
	if int64(len(data)) > t.cfg.MaxJSON {
		return nil, tooLarge()
	}
	return data, nil
}

// take puts a file where the variables want it.
func take(part *multipart.Part, wanted map[string][]string, variables map[string]any) *mistake {
	paths := wanted[part.FormName()]
	if len(paths) == 0 {
		return malformed("A file has no place in the part map.")
	}
	delete(wanted, part.FormName())
	data, err := io.ReadAll(part)
	if err != nil {
		return unread(err, "The request did not arrive whole.")
	}
	for _, path := range paths {
		file := graphql.Upload{
			File: bytes.NewReader(data), Size: int64(len(data)),
			Filename: part.FileName(), ContentType: part.Header.Get("Content-Type"),
		}
		if !place(variables, path, file) {
			return malformed("A file's place in the variables is none.")
		}
	}
	return nil
}

// place puts a file at a path such as variables.input.pictures.0, where the
// variables hold null.
func place(variables map[string]any, path string, file graphql.Upload) bool {
	var at any = map[string]any{"variables": variables}
	steps := strings.Split(path, ".")
	for i, step := range steps {
		var value any
		var put func()
		switch holder := at.(type) {
		case map[string]any:
			var there bool
			if value, there = holder[step]; !there {
				return false
			}
			put = func() { holder[step] = file }
		case []any:
			n, err := strconv.Atoi(step)
			if err != nil || n < 0 || n >= len(holder) {
				return false
			}
			value, put = holder[n], func() { holder[n] = file }
		default:
			return false
		}
		if i == len(steps)-1 {
			if value == nil && i > 0 {
				put()
				return true
			}
			return false
		}
		at = value
	}
	return false
}
