// Package limits bounds what one GraphQL request may ask for, before anything of
// it is carried out.
//
// Each figure stops something the others let through: depth a conversation of
// messages of conversations; aliases the same costly field many times; root
// fields 200 guesses of a password in one request; fields a few fragments that
// spread each other to millions; complexity long lists in lists; and the parser's
// token limit (handler.Server.SetParserTokenLimit) what costs too much to check.
//
// Sizes are counted with every fragment where it is spread, but each fragment is
// walked once, so that counting is cheap whatever was sent.
package limits

import (
	"context"
	"fmt"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// The codes of refusals, in extensions.code.
const (
	CodeDepth      = "DEPTH_LIMIT"
	CodeAliases    = "ALIAS_LIMIT"
	CodeFields     = "FIELD_LIMIT"
	CodeRootFields = "ROOT_FIELD_LIMIT"
	CodeTokens     = "TOKEN_LIMIT"
	CodeComplexity = "COMPLEXITY_LIMIT"
	CodeClosed     = "INTROSPECTION_DISABLED"
)

// introspectionDepth is allowed below __schema and __type instead of Depth: the
// usual introspection (graphql-js 16, GraphiQL) is 14 deep, most of it ofType.
// Lists in it are bounded by the parser's rule MaxIntrospectionDepth.
const introspectionDepth = 20

// Config is the limits. Zero means the figure in brackets.
type Config struct {
	Depth      int // levels of fields [12]; our own pages need 7
	Aliases    int // fields under another name [30]
	RootFields int // fields of Query or Mutation itself [10]
	Fields     int // all fields [1000]; the usual introspection has 229
	Complexity int // as package complexity counts [5000]
	// Closed refuses what asks for the schema. gqlgen itself would only fail in the
	// middle of it, as if that were a fault of ours.
	Closed bool
}

// Extensions are gqlgen's extensions that keep the limits, in the order in which
// they have to be used. Complexity is among them: counting it expands fragments
// where they are spread, so it must come after the fields were counted.
func Extensions(cfg Config) []graphql.HandlerExtension {
	for _, f := range []struct {
		set   *int
		usual int
	}{{&cfg.Depth, 12}, {&cfg.Aliases, 30}, {&cfg.RootFields, 10}, {&cfg.Fields, 1000}, {&cfg.Complexity, 5000}} {
		if *f.set == 0 {
			*f.set = f.usual
		}
	}
	return []graphql.HandlerExtension{shape{cfg}, cost{extension.FixedComplexityLimit(cfg.Complexity)}, words{}}
}

// shape limits what a document looks like.
type shape struct{ cfg Config }

var _ graphql.OperationContextMutator = shape{}

// ExtensionName implements graphql.HandlerExtension.
func (shape) ExtensionName() string { return "Limits" }

// Validate implements graphql.HandlerExtension.
func (shape) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationContext implements graphql.OperationContextMutator.
func (s shape) MutateOperationContext(_ context.Context, request *graphql.OperationContext) *gqlerror.Error {
	w := walk{fragments: map[*ast.FragmentDefinition]size{}}
	got := w.set(request.Operation.SelectionSet)
	for _, limit := range []struct {
		code, what string
		got, most  int
	}{
		{CodeFields, "fields", got.fields, s.cfg.Fields},
		{CodeRootFields, "fields at its root", got.roots, s.cfg.RootFields},
		{CodeAliases, "aliases", got.aliases, s.cfg.Aliases},
		{CodeDepth, "levels", got.depth, s.cfg.Depth},
		{CodeDepth, "levels of introspection", w.introspection, introspectionDepth},
	} {
		if limit.got > limit.most {
			return refusal(limit.code, fmt.Sprintf("The request has too many %s: at most %d.", limit.what, limit.most))
		}
	}
	if s.cfg.Closed && w.introspects {
		return refusal(CodeClosed, "The schema can't be asked for here; it is published as a file: /schema.graphqls.")
	}
	return nil
}

func refusal(code, message string) *gqlerror.Error {
	return &gqlerror.Error{Message: message, Extensions: map[string]any{"code": code}}
}

// size is what a selection comes to with its fragments.
type size struct {
	fields, roots, aliases, depth int
}

// enough is more than any limit; sums stop there, or fragments that spread each
// other would overflow them.
const enough = 1 << 24

func (s *size) add(other size) {
	s.fields = min(s.fields+other.fields, enough)
	s.roots = min(s.roots+other.roots, enough)
	s.aliases = min(s.aliases+other.aliases, enough)
	s.depth = max(s.depth, other.depth)
}

// walk measures a document.
type walk struct {
	fragments     map[*ast.FragmentDefinition]size // each once
	introspection int                              // the deepest below __schema or __type
	introspects   bool                             // one of them is asked for
}

func (w *walk) set(list ast.SelectionSet) size {
	var sum size
	for _, selection := range list {
		switch s := selection.(type) {
		case *ast.Field:
			sum.add(w.field(s))
		case *ast.InlineFragment:
			sum.add(w.set(s.SelectionSet))
		case *ast.FragmentSpread:
			sum.add(w.fragment(s.Definition))
		}
	}
	return sum
}

func (w *walk) field(f *ast.Field) size {
	below := w.set(f.SelectionSet)
	out := size{fields: 1 + below.fields, roots: 1, aliases: below.aliases, depth: 1 + below.depth}
	if f.Alias != f.Name {
		out.aliases++
	}
	if f.Name == "__schema" || f.Name == "__type" {
		w.introspects = true
		w.introspection = max(w.introspection, below.depth)
		out.depth = 1
	}
	return out
}

func (w *walk) fragment(f *ast.FragmentDefinition) size {
	if f == nil {
		return size{}
	}
	known, ok := w.fragments[f]
	if !ok {
		w.fragments[f] = size{} // a circle was refused before; it must not hang here
		known = w.set(f.SelectionSet)
		w.fragments[f] = known
	}
	return known
}

// cost limits the complexity, under a code like the others'.
type cost struct{ *extension.ComplexityLimit }

var _ graphql.OperationContextMutator = cost{}

// MutateOperationContext implements graphql.OperationContextMutator.
func (c cost) MutateOperationContext(ctx context.Context, request *graphql.OperationContext) *gqlerror.Error {
	err := c.ComplexityLimit.MutateOperationContext(ctx, request)
	if err == nil {
		return nil
	}
	return refusal(CodeComplexity, fmt.Sprintf("The request is too complex: at most %d.", c.Func(ctx, request)))
}

// words gives the parser's refusal of too many tokens a code of its own.
type words struct{}

var _ graphql.ResponseInterceptor = words{}

// ExtensionName implements graphql.HandlerExtension.
func (words) ExtensionName() string { return "TokenLimit" }

// Validate implements graphql.HandlerExtension.
func (words) Validate(graphql.ExecutableSchema) error { return nil }

// InterceptResponse implements graphql.ResponseInterceptor.
func (words) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	r := next(ctx)
	if r == nil {
		return nil
	}
	for _, err := range r.Errors {
		if err.Extensions["code"] == errcode.ParseFailed && strings.HasPrefix(err.Message, "exceeded token limit") {
			err.Message = "The request has too many words."
			err.Extensions["code"] = CodeTokens
		}
	}
	return r
}
