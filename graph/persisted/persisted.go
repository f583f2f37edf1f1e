// Package persisted lets a request name its document by its SHA-256 instead of
// sending it: the automatic persisted queries of Apollo's protocol, and trusted
// documents, those of our own pages, which are known from the build on.
//
//	hash, no query     known → its text; unknown → PERSISTED_QUERY_NOT_FOUND
//	hash and query     they fit → remembered; they don't → PERSISTED_QUERY_HASH_MISMATCH
//	query, no hash     as ever
//	Only               what is no trusted document → PERSISTED_QUERY_REQUIRED
//
// # Invariants
//
//   - What is remembered is bounded in number and in bytes, whoever sends it.
//   - A document with a literal string in it is not remembered: it may hold a secret.
//   - Nobody can put another text under a hash: the text is hashed here.
//   - With Only nothing is remembered, and a trusted document is the one text that
//     is carried out for its hash.
package persisted

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"regexp"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// The codes of refusals, in extensions.code. The first one's message is fixed by
// the protocol: clients compare it.
const (
	CodeNotFound = "PERSISTED_QUERY_NOT_FOUND"
	CodeMismatch = "PERSISTED_QUERY_HASH_MISMATCH"
	CodeRequired = "PERSISTED_QUERY_REQUIRED"
	CodeInvalid  = "PERSISTED_QUERY_INVALID"
)

// Config is what an extension is made of.
type Config struct {
	// Trusted are documents by their SHA-256 in lower-case hexadecimal digits.
	Trusted map[string]string
	// Only refuses every document that is not trusted.
	Only bool
	// Exempt is who may ask anything in spite of Only; nil: nobody.
	Exempt func(ctx context.Context) bool
	// Remember is how many documents are kept [500], MaxBytes how long one may be
	// [16 KiB]; a longer one is carried out and forgotten.
	Remember, MaxBytes int
}

// Extension is one door's, for gqlgen's handler. It is safe for concurrent use.
type Extension struct {
	cfg   Config
	known *lru.LRU[string]
}

var _ interface {
	graphql.HandlerExtension
	graphql.OperationParameterMutator
} = (*Extension)(nil)

// New makes an extension.
func New(cfg Config) *Extension {
	if cfg.Remember == 0 {
		cfg.Remember = 500
	}
	if cfg.MaxBytes == 0 {
		cfg.MaxBytes = 16 << 10
	}
	return &Extension{cfg: cfg, known: lru.New[string](cfg.Remember)}
}

// Hash is the name of a document: SHA-256 in lower-case hexadecimal digits.
func Hash(document string) string {
	sum := sha256.Sum256([]byte(document))
	return hex.EncodeToString(sum[:])
}

// Named reports whether a request's extensions name a document, so that it needs
// no query of its own.
func Named(extensions map[string]any) bool {
	return extensions["persistedQuery"] != nil
}

// ExtensionName implements graphql.HandlerExtension.
func (*Extension) ExtensionName() string { return "PersistedQueries" }

// Validate implements graphql.HandlerExtension.
func (*Extension) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationParameters implements graphql.OperationParameterMutator.
func (e *Extension) MutateOperationParameters(ctx context.Context, p *graphql.RawParams) *gqlerror.Error {
	only := e.cfg.Only && (e.cfg.Exempt == nil || !e.cfg.Exempt(ctx))
	if !Named(p.Extensions) {
		if only && e.cfg.Trusted[Hash(p.Query)] == "" {
			return required()
		}
		return nil
	}
	hash, ok := read(p.Extensions["persistedQuery"])
	if !ok {
		return refusal(CodeInvalid, `The extension persistedQuery is not of the form {"version": 1, "sha256Hash": "64 hexadecimal digits"}.`)
	}
	if text := e.cfg.Trusted[hash]; text != "" && p.Query == "" {
		p.Query = text
		return nil
	}
	switch {
	case only && p.Query == "":
		return required()
	case p.Query == "":
		text, found := e.known.Get(ctx, hash)
		if !found {
			return refusal(CodeNotFound, "PersistedQueryNotFound")
		}
		p.Query = text
	case Hash(p.Query) != hash:
		return refusal(CodeMismatch, "The hash is not that of the query.")
	case only && e.cfg.Trusted[hash] == "":
		return required()
	case len(p.Query) <= e.cfg.MaxBytes && !strings.Contains(p.Query, `"`):
		e.known.Add(ctx, hash, strings.Clone(p.Query))
	}
	return nil
}

var digits = regexp.MustCompile(`^[0-9a-f]{64}$`)

// read gives the hash of an extension of version 1.
func read(extension any) (string, bool) {
	fields, ok := extension.(map[string]any)
	if !ok {
		return "", false
	}
	hash, _ := fields["sha256Hash"].(string)
	switch version := fields["version"].(type) {
	case json.Number:
		ok = version == "1"
	case float64:
		ok = version == 1
	default:
		ok = false
	}
	return hash, ok && digits.MatchString(hash)
}

func required() *gqlerror.Error {
	return refusal(CodeRequired, "Only the documents of our own pages are carried out here.")
}

func refusal(code, message string) *gqlerror.Error {
	return &gqlerror.Error{Message: message, Extensions: map[string]any{"code": code}}
}
