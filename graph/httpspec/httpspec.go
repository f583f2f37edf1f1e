// Package httpspec carries GraphQL over HTTP as the specification wants it
// (graphql.github.io/graphql-over-http, draft of 2025), and files by the GraphQL
// multipart request specification (github.com/jaydenseric). It implements gqlgen's
// graphql.Transport.
//
// gqlgen's own transports answer 422 where 200 is asked for, keep a data member
// where there is none, read bodies of any size and repeat a broken one in the
// answer, wait for ever on a subscription, and panic on a file that has no place.
//
// # Answers
//
//	the request cannot be read          4xx, errors
//	it was not carried out              200 (application/json), 400 (application/graphql-response+json), errors without data
//	it was carried out                  200, data, maybe null, maybe with errors
//	a mutation by GET                   405
//
// # Invariants
//
//   - An answer holds nothing of a request that could not be read.
//   - A request is answered once: a subscription is refused.
//   - No file is written to disk here.
package httpspec

import (
	"encoding/json"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// The media types of an answer.
const (
	plainType = "application/json"
	ownType   = "application/graphql-response+json"
)

// Config is what a transport is made of.
type Config struct {
	MaxJSON   int64 // bytes of a JSON body, and of the JSON of a request with files; 0: 1 MiB
	MaxUpload int64 // bytes of a whole request with files; 0: none is taken
}

// Transport is GraphQL over HTTP for gqlgen's handler: every request that is no
// WebSocket's. It is safe for concurrent use.
type Transport struct{ cfg Config }

var _ graphql.Transport = (*Transport)(nil)

// New makes a transport.
func New(cfg Config) *Transport {
	if cfg.MaxJSON == 0 {
		cfg.MaxJSON = 1 << 20
	}
	return &Transport{cfg}
}

// Supports implements graphql.Transport.
func (t *Transport) Supports(r *http.Request) bool { return r.Header.Get("Upgrade") == "" }

// Do implements graphql.Transport.
func (t *Transport) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	a := answer{w: w, kind: accepted(r.Header.Values("Accept"))}
	start := graphql.Now()
	params, bad := t.read(w, r)
	if bad != nil {
		if bad.allow != "" {
			w.Header().Set("Allow", bad.allow)
		}
		a.errors(bad.status, exec.DispatchError(r.Context(), bad.list()))
		return
	}
	params.Headers = r.Header
	params.ReadTime = graphql.TraceTiming{Start: start, End: graphql.Now()}
	operation, list := exec.CreateOperationContext(r.Context(), params)
	ctx := graphql.WithOperationContext(r.Context(), operation)
	if len(list) > 0 {
		a.errors(a.unexecuted(), exec.DispatchError(ctx, list))
		return
	}
	if bad := refused(r.Method, operation.Operation.Operation); bad != nil {
		status := bad.status
		if status == 0 {
			status = a.unexecuted()
		}
		if bad.allow != "" {
			w.Header().Set("Allow", bad.allow)
		}
		a.errors(status, exec.DispatchError(ctx, bad.list()))
		return
	}
	responses, ctx := exec.DispatchOperation(ctx, operation)
	a.result(responses(ctx))
}

// refused is an operation that HTTP, or GET, does not carry.
func refused(method string, kind ast.Operation) *mistake {
	switch {
	case kind == ast.Subscription:
		return &mistake{code: "SUBSCRIPTION_NEEDS_SOCKET", message: "A subscription needs a WebSocket (graphql-transport-ws)."}
	case kind == ast.Mutation && method == http.MethodGet:
		return &mistake{status: http.StatusMethodNotAllowed, code: "METHOD_NOT_ALLOWED", message: "A mutation needs POST.", allow: http.MethodPost}
	}
	return nil
}

// mistake is a request that is not carried out, and why.
type mistake struct {
	status        int // 0: as of one that could be read
	code, message string
	allow         string // the methods that would do
}

func (m *mistake) list() gqlerror.List {
	return gqlerror.List{{Message: m.message, Extensions: map[string]any{"code": m.code}}}
}

// answer writes one.
type answer struct {
	w    http.ResponseWriter
	kind string
}

// unexecuted is the status of a request that could be read but not carried out.
func (a answer) unexecuted() int {
	if a.kind == ownType {
		return http.StatusBadRequest
	}
	return http.StatusOK
}

// errors answers without data, which only a request that was carried out has.
func (a answer) errors(status int, r *graphql.Response) {
	body, err := json.Marshal(struct {
		Errors     gqlerror.List  `json:"errors"`
		Extensions map[string]any `json:"extensions,omitempty"`
	}{r.Errors, r.Extensions})
	if err != nil {
		http.Error(a.w, "", http.StatusInternalServerError)
		return
	}
	a.write(status, body)
}

// result answers with what came of a request.
func (a answer) result(r *graphql.Response) {
	switch {
	case r == nil: // the executor gave up: its time is over, or nobody waits
		late := mistake{code: "UNAVAILABLE", message: "This took too long. Please try again."}
		a.errors(http.StatusServiceUnavailable, &graphql.Response{Errors: late.list()})
	case len(r.Data) == 0:
		a.errors(a.unexecuted(), r)
	case len(r.Errors) == 0 && len(r.Extensions) == 0:
		// The usual case: encoding the encoded once more costs as much as making it.
		body := make([]byte, 0, len(r.Data)+len(`{"data":}`))
		body = append(append(append(body, `{"data":`...), r.Data...), '}')
		a.write(http.StatusOK, body)
	default:
		body, err := json.Marshal(r)
		if err != nil {
			http.Error(a.w, "", http.StatusInternalServerError)
			return
		}
		a.write(http.StatusOK, body)
	}
}

func (a answer) write(status int, body []byte) {
	a.w.Header().Set("Content-Type", a.kind+"; charset=utf-8")
	a.w.Header().Add("Vary", "Accept")
	a.w.WriteHeader(status)
	_, _ = a.w.Write(body) // the reader is gone: nothing left to tell it
}

// accepted is the media type to answer with: the one liked best, the first of
// several, application/json for those who take anything or nothing we have.
func accepted(headers []string) string {
	best, liked := plainType, 0.0
	for part := range strings.SplitSeq(strings.Join(headers, ","), ",") {
		name, params, err := mime.ParseMediaType(strings.TrimSpace(part))
		if err != nil {
			continue
		}
		q := 1.0
		if text, ok := params["q"]; ok {
			if q, err = strconv.ParseFloat(text, 64); err != nil {
				continue
			}
		}
		switch name {
		case "*/*", "application/*":
			name = plainType
		case plainType, ownType:
		default:
			continue
		}
		if q > liked {
			best, liked = name, q
		}
	}
	return best
}
