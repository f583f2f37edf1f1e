package graph

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/99designs/gqlgen/graphql/handler/lru"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/graph/model"
	"github.com/walletdesk/walletdesk/session"
)

func TestProblem(t *testing.T) {
	t.Parallel()
	later := time.Date(2026, 1, 31, 17, 5, 0, 0, time.UTC)
	left := 2
	for _, tt := range []struct {
		why  string
		err  error
		want model.Problem
	}{
		{"nothing went wrong", nil, nil},
		{"what was typed is told by field", fault.Field("answers.1.answer", "TOO_SHORT", "Too short."),
			&model.InvalidInput{Code: "INVALID_INPUT", Message: "Too short.",
				Fields: []*fault.FieldError{{Field: "answers.1.answer", Code: "TOO_SHORT", Message: "Too short."}}}},
		{"tries are counted out", fault.New(fault.Invalid, "WRONG_PASSWORD", "Wrong.").WithAttempts(left),
			&model.WrongSecret{Code: "WRONG_PASSWORD", Message: "Wrong.", AttemptsLeft: 2}},
		{"a wait has its end", fault.New(fault.Throttled, "THROTTLED", "Wait.").WithRetry(later),
			&model.TryLater{Code: "THROTTLED", Message: "Wait.", RetryAt: later}},
		{"everything else expected is a refusal, wrapped or not", fmt.Errorf("take: %w", fault.New(fault.Conflict, "ALREADY_TAKEN", "Taken.")),
			&model.Refusal{Code: "ALREADY_TAKEN", Message: "Taken."}},
	} {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			got, err := (&Graph{}).problem(t.Context(), tt.err)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
	t.Run("what nobody expected is no problem but an error", func(t *testing.T) {
		t.Parallel()
		boom := errors.New("boom")
		if got, err := (&Graph{}).problem(t.Context(), boom); got != nil || !errors.Is(err, boom) {
			t.Errorf("%v, %v", got, err)
		}
	})
}

func TestPresent(t *testing.T) {
	t.Parallel()
	var log strings.Builder
	g := &Graph{Config: Config{Log: slog.New(slog.NewTextHandler(&log, nil))}}
	ctx := session.WithRequestID(t.Context(), "r-1")
	for _, tt := range []struct {
		why, message, code string
		err                error
	}{
		{"a driver's words go to the log alone", "Something went wrong on our side. Please try again.", "INTERNAL",
			fmt.Errorf("insert: %w", errors.New("duplicate key 4242"))},
		{"expected failures keep their words", "Please sign in.", "UNAUTHENTICATED",
			fault.New(fault.Unauthenticated, "UNAUTHENTICATED", "Please sign in.")},
		{"gqlgen's complaints about a request are told", "must not be null", "BAD_REQUEST", gqlerror.Errorf("must not be null")},
		{"who went away is no failure of ours", "Something went wrong on our side. Please try again.", "CANCELLED", context.Canceled},
	} {
		got := g.present(ctx, tt.err)
		if got.Message != tt.message || got.Extensions["code"] != tt.code || got.Extensions["requestId"] != "r-1" {
			t.Errorf("%s: %+v", tt.why, got)
		}
	}
	if !strings.Contains(log.String(), "duplicate key") || strings.Contains(log.String(), "sign in") {
		t.Errorf("the log says %s", log.String())
	}
}

// A panic's value may hold what the request held.
func TestRecovered_LogsNoValue(t *testing.T) {
	t.Parallel()
	var log strings.Builder
	g := &Graph{Config: Config{Log: slog.New(slog.NewTextHandler(&log, nil))}}
	if err := g.recovered(t.Context(), "4242 4242 4242 4242"); err == nil || strings.Contains(err.Error()+log.String(), "4242 4242") {
		t.Errorf("%v, log %s", err, log.String())
	}
}

func TestAuthorise(t *testing.T) {
	t.Parallel()
	customer := session.Actor{Role: session.Customer, SessionID: "s"}
	confirmed, registered, holder := customer, customer, customer
	confirmed.Confirmed = true
	registered.Confirmed, registered.Registered = true, true
	holder.FlowID = "f"
	for _, tt := range []struct {
		why   string
		actor session.Actor
		roles []session.Role
		stage session.Stage
		code  string
	}{
		{"a stranger has to sign in", session.Actor{ClientKey: "k"}, []session.Role{session.Customer}, session.StageSignedIn, "UNAUTHENTICATED"},
		{"a customer is no operator", registered, []session.Role{session.Operator}, session.StageRegistered, "FORBIDDEN"},
		{"an operator is no customer", session.Actor{Role: session.Operator, StaffID: "a"}, []session.Role{session.Customer}, session.StageSignedIn, "FORBIDDEN"},
		{"an operator is no supervisor", session.Actor{Role: session.Operator, StaffID: "a"}, []session.Role{session.Supervisor}, session.StageRegistered, "FORBIDDEN"},
		{"a supervisor does what an operator does", session.Actor{Role: session.Supervisor, StaffID: "a"}, []session.Role{session.Operator}, session.StageRegistered, ""},
		{"nothing is reachable before the e-mail is confirmed", customer, []session.Role{session.Customer}, session.StageConfirmed, "STAGE"},
		{"nor cards before the questionnaire", confirmed, []session.Role{session.Customer}, session.StageRegistered, "STAGE"},
		{"registered goes in", registered, []session.Role{session.Customer}, session.StageRegistered, ""},
		{"who holds a recovery passes as its holder", holder, []session.Role{session.Customer, session.Recoverer}, session.StageRegistered, ""},
		{"but not where holders have no business", holder, []session.Role{session.Customer}, session.StageRegistered, "STAGE"},
	} {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			passed := false
			_, err := authorise(session.NewContext(t.Context(), tt.actor), nil, func(context.Context) (any, error) {
				passed = true
				return nil, nil
			}, tt.roles, tt.stage)
			f, _ := fault.As(err)
			if (f == nil) != (tt.code == "") || (f != nil && f.Code != tt.code) || passed != (tt.code == "") {
				t.Errorf("passed %v, %v", passed, err)
			}
		})
	}
}

func TestDocuments_KeepsNoLiteralStrings(t *testing.T) {
	t.Parallel()
	cache := documents{lru.New[*ast.QueryDocument](4)}
	parsed := &ast.QueryDocument{}
	for text, kept := range map[string]bool{
		`{ viewer { name } }`: true,
		`mutation { addCard(input: {number: "4242424242424242"}) { problem { code } } }`: false,
		`mutation { addCard(input: {number: """4242"""}) { problem { code } } }`:         false,
	} {
		cache.Add(t.Context(), text, parsed)
		if _, ok := cache.Get(t.Context(), text); ok != kept {
			t.Errorf("%s: kept %v", text, ok)
		}
	}
}

func TestNew_NeedsNothingToBeDescribed(t *testing.T) {
	t.Parallel()
	g := New(Config{Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if g.Customer() == nil || g.Console() == nil {
		t.Fatal("a door is missing")
	}
}
