package graph

import (
	"context"
	"net/http"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/walletdesk/walletdesk/chat"
	"github.com/walletdesk/walletdesk/graph/generated"
	"github.com/walletdesk/walletdesk/graph/httpspec"
	"github.com/walletdesk/walletdesk/graph/limits"
	"github.com/walletdesk/walletdesk/graph/persisted"
	"github.com/walletdesk/walletdesk/session"
)

// What one request may ask for. The largest document of our own pages has 230
// tokens, depth 7 and a complexity of about 300; GraphiQL's introspection has
// some 600 tokens.
const (
	maxTokens     = 3000
	maxComplexity = 5000
	cachedQueries = 1000
)

// door assembles one door: the executor with its limits, HTTP and the socket.
func (g *Graph) door() http.Handler {
	s := handler.New(generated.NewExecutableSchema(generated.Config{
		Resolvers: resolvers{g}, Directives: directives(), Complexity: complexity(),
	}))
	ws := g.socket()
	g.sockets = append(g.sockets, ws)
	s.AddTransport(ws)
	s.AddTransport(httpspec.New(httpspec.Config{MaxJSON: g.MaxJSON, MaxUpload: g.MaxUpload}))
	s.SetQueryCache(documents{lru.New[*ast.QueryDocument](cachedQueries)})
	s.SetParserTokenLimit(maxTokens)
	s.SetErrorPresenter(g.present)
	s.SetRecoverFunc(g.recovered)
	s.Use(persisted.New(persisted.Config{
		Trusted: g.Trusted, Only: g.TrustedOnly,
		Exempt: func(ctx context.Context) bool { return caller(ctx).Role == session.Marketplace },
	}))
	for _, limit := range limits.Extensions(limits.Config{Complexity: maxComplexity, Closed: !g.Introspection}) {
		s.Use(limit)
	}
	if g.Introspection {
		s.Use(extension.Introspection{})
	} else {
		s.SetDisableSuggestion(true)
	}
	return s
}

// SDL is the contract as a file: schema.graphqls, word for word.
func SDL() []byte {
	return []byte(generated.NewExecutableSchema(generated.Config{}).Schema().Query.Position.Src.Input)
}

// documents is the cache of parsed requests. One with a literal string in it is
// not kept: it may hold a card number or a password, which belong in variables.
type documents struct {
	*lru.LRU[*ast.QueryDocument]
}

var _ graphql.Cache[*ast.QueryDocument] = documents{}

// Add implements graphql.Cache.
func (d documents) Add(ctx context.Context, text string, parsed *ast.QueryDocument) {
	if !strings.Contains(text, `"`) {
		d.LRU.Add(ctx, text, parsed)
	}
}

// complexity says what lists cost: as many as were asked for.
func complexity() generated.ComplexityRoot {
	var c generated.ComplexityRoot
	c.Query.Queue = func(each int, _ chat.QueueFilter, first int, _ *string) int { return times(each, first) }
	c.Conversation.Messages = func(each, first int, _, _ *int) int { return times(each, first) }
	return c
}

// times multiplies without overflow; what is out of range the service refuses.
func times(each, count int) int {
	return min(each, maxComplexity+1) * min(max(count, 1), maxComplexity)
}
