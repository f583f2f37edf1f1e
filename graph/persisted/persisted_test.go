package persisted_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"

	"github.com/walletdesk/walletdesk/graph/persisted"
)

const (
	trusted = "query Ours { __typename }"
	sent    = "query Theirs { __typename }"
	secret  = `mutation { a(b: "hunter2") }`
)

func named(hash any) map[string]any {
	return map[string]any{"persistedQuery": map[string]any{"version": json.Number("1"), "sha256Hash": hash}}
}

type marketplaceKey struct{}

// step is one request and what comes of it: the text that is carried out, or a code.
type step struct {
	query      string
	extensions map[string]any
	text, code string
}

func TestExtension(t *testing.T) {
	t.Parallel()
	usual := persisted.Config{Trusted: map[string]string{persisted.Hash(trusted): trusted}, Remember: 2, MaxBytes: 100}
	only := usual
	only.Only = true
	only.Exempt = func(ctx context.Context) bool { return ctx.Value(marketplaceKey{}) != nil }
	long := "{ a } #" + strings.Repeat("x", 100)
	tests := []struct {
		name, why string
		cfg       persisted.Config
		program   bool
		steps     []step
	}{
		{"Plain", "nothing is asked of who does not use it", usual, false, []step{{sent, nil, sent, ""}}},
		{"Trusted", "known from the build on", usual, false, []step{{"", named(persisted.Hash(trusted)), trusted, ""}}},
		{"Unknown", "", usual, false, []step{{"", named(persisted.Hash(sent)), "", persisted.CodeNotFound}}},
		{"Learned", "the protocol's second try", usual, false, []step{
			{"", named(persisted.Hash(sent)), "", persisted.CodeNotFound},
			{sent, named(persisted.Hash(sent)), sent, ""},
			{"", named(persisted.Hash(sent)), sent, ""},
		}},
		{"Mismatch", "another text under a hash would be carried out for everybody", usual, false, []step{
			{sent, named(persisted.Hash(trusted)), "", persisted.CodeMismatch},
			{"", named(persisted.Hash(trusted)), trusted, ""},
		}},
		{"Oversize", "carried out and forgotten", usual, false, []step{
			{long, named(persisted.Hash(long)), long, ""},
			{"", named(persisted.Hash(long)), "", persisted.CodeNotFound},
		}},
		{"Secret", "a literal may be a password", usual, false, []step{
			{secret, named(persisted.Hash(secret)), secret, ""},
			{"", named(persisted.Hash(secret)), "", persisted.CodeNotFound},
		}},
		{"Bounded", "the oldest of three goes", usual, false, []step{
			{"{a}", named(persisted.Hash("{a}")), "{a}", ""}, {"{b}", named(persisted.Hash("{b}")), "{b}", ""}, {"{c}", named(persisted.Hash("{c}")), "{c}", ""},
			{"", named(persisted.Hash("{a}")), "", persisted.CodeNotFound}, {"", named(persisted.Hash("{c}")), "{c}", ""},
		}},
		{"UpperCase", "one name for one text", usual, false, []step{{"", named(strings.ToUpper(persisted.Hash(trusted))), "", persisted.CodeInvalid}}},
		{"NoHash", "", usual, false, []step{{"", named(nil), "", persisted.CodeInvalid}}},
		{"ShortHash", "", usual, false, []step{{"", named("abc"), "", persisted.CodeInvalid}}},
		{"Number", "", usual, false, []step{{"", map[string]any{"persistedQuery": json.Number("1")}, "", persisted.CodeInvalid}}},
		{"Version2", "", usual, false, []step{{"", map[string]any{"persistedQuery": map[string]any{"version": json.Number("2"), "sha256Hash": persisted.Hash(trusted)}}, "", persisted.CodeInvalid}}},
		{"VersionText", "", usual, false, []step{{"", map[string]any{"persistedQuery": map[string]any{"version": "1", "sha256Hash": persisted.Hash(trusted)}}, "", persisted.CodeInvalid}}},

		{"OnlyTrusted", "by its hash, and by its text", only, false, []step{
			{"", named(persisted.Hash(trusted)), trusted, ""}, {trusted, nil, trusted, ""}, {trusted, named(persisted.Hash(trusted)), trusted, ""},
		}},
		{"OnlyOther", "", only, false, []step{{sent, nil, "", persisted.CodeRequired}}},
		{"OnlyUnknown", "", only, false, []step{{"", named(persisted.Hash(sent)), "", persisted.CodeRequired}}},
		{"OnlyLearning", "nothing is learned", only, false, []step{
			{sent, named(persisted.Hash(sent)), "", persisted.CodeRequired}, {"", named(persisted.Hash(sent)), "", persisted.CodeRequired},
		}},
		{"OnlyAndSpace", "a trusted document with a blank more is another", only, false, []step{{trusted + " ", nil, "", persisted.CodeRequired}}},
		{"OnlyAndProgram", "the marketplace's program writes its own", only, true, []step{{sent, nil, sent, ""}}},
		{"OnlyAndNothing", "", only, false, []step{{"", nil, "", persisted.CodeRequired}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			ctx := t.Context()
			if tt.program {
				ctx = context.WithValue(ctx, marketplaceKey{}, true)
			}
			e := persisted.New(tt.cfg)
			for i, s := range tt.steps {
				p := &graphql.RawParams{Query: s.query, Extensions: s.extensions}
				err := e.MutateOperationParameters(ctx, p)
				switch {
				case err == nil && s.code != "":
					t.Errorf("step %d: carried out %q, want %s", i, p.Query, s.code)
				case err != nil && err.Extensions["code"] != s.code:
					t.Errorf("step %d: %v, want %s", i, err, s.code)
				case err == nil && p.Query != s.text:
					t.Errorf("step %d: carried out %q, want %q", i, p.Query, s.text)
				}
			}
		})
	}
}
