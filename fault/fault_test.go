package fault_test

import (
	"errors"
	"fmt"
	"io"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/walletdesk/walletdesk/fault"
)

func TestError_Is(t *testing.T) {
	t.Parallel()
	base := fault.New(fault.Conflict, "ALREADY_TAKEN", "Somebody else took it.")
	cases := []struct {
		why    string
		err    error
		target error
		want   bool
	}{
		{"its own kind", base, fault.Conflict, true},
		{"another kind", base, fault.NotFound, false},
		{"the kind through a wrap", fmt.Errorf("take: %w", base), fault.Conflict, true},
		{"the cause", base.WithCause(io.EOF), io.EOF, true},
		{"the kind beside a cause", base.WithCause(io.EOF), fault.Conflict, true},
		{"a bare kind is an error too", fmt.Errorf("find: %w", fault.NotFound), fault.NotFound, true},
	}
	for _, c := range cases {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			if got := errors.Is(c.err, c.target); got != c.want {
				t.Errorf("errors.Is(%v, %v) = %v, want %v", c.err, c.target, got, c.want)
			}
		})
	}
}

func TestError_Error(t *testing.T) {
	t.Parallel()
	e := fault.New(fault.Throttled, "THROTTLED", "Too many tries.")
	if got, want := e.Error(), "THROTTLED: Too many tries."; got != want {
		t.Errorf("without a cause: %q, want %q", got, want)
	}
	if got, want := e.WithCause(io.EOF).Error(), "THROTTLED: Too many tries.: EOF"; got != want {
		t.Errorf("with a cause: %q, want %q", got, want)
	}
}

func TestError_WithLeavesTheOriginal(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 1, 31, 17, 5, 0, 0, time.UTC)
	base := fault.Field("number", "BAD_LUHN", "Check the number.")
	refined := base.WithRetry(at).WithAttempts(2).WithRef("card-1")
	refined.Fields[0].Code = "CHANGED"

	if diff := cmp.Diff(fault.Field("number", "BAD_LUHN", "Check the number."), base); diff != "" {
		t.Errorf("the original changed (-want +got):\n%s", diff)
	}
	left := 2
	want := &fault.Error{
		Kind: fault.Invalid, Code: fault.CodeInvalidInput, Message: "Check the number.",
		Fields:  []fault.FieldError{{Field: "number", Code: "CHANGED", Message: "Check the number."}},
		RetryAt: at, AttemptsLeft: &left, Ref: "card-1",
	}
	if diff := cmp.Diff(want, refined); diff != "" {
		t.Errorf("the copy (-want +got):\n%s", diff)
	}
}

func TestFields(t *testing.T) {
	t.Parallel()
	a := fault.FieldError{Field: "a", Code: "REQUIRED", Message: "Fill in a."}
	b := fault.FieldError{Field: "b", Code: "REQUIRED", Message: "Fill in b."}
	want := &fault.Error{
		Kind: fault.Invalid, Code: fault.CodeInvalidInput, Message: "Fill in a.",
		Fields: []fault.FieldError{a, b},
	}
	if diff := cmp.Diff(want, fault.Fields(a, b)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAs(t *testing.T) {
	t.Parallel()
	e := fault.New(fault.NotFound, "NOT_FOUND", "There is no such card.")
	if got, ok := fault.As(fmt.Errorf("card: %w", e)); !ok || got != e {
		t.Errorf("wrapped: got %v, %v", got, ok)
	}
	if got, ok := fault.As(io.EOF); ok {
		t.Errorf("a plain error is internal, got %v", got)
	}
	if _, ok := fault.As(nil); ok {
		t.Error("nil is no failure")
	}
}
