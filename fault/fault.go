// Package fault holds the kinds of expected failure that every package shares.
//
// A failure that a caller can do something about is an *Error: it has a Kind, a
// Code a translation can be found by, and a Message written for a person. Any
// other error is internal: it is logged and its text is shown to nobody.
//
// Invariants: Message, Code and Fields may be shown to whoever asked, so they
// never hold a secret, a card number or a driver's words. Those belong in Cause,
// which only the log reads.
package fault

import (
	"errors"
	"slices"
	"time"
)

// Kind says what sort of failure it is. It is itself an error, so that
// errors.Is(err, fault.NotFound) holds for every *Error of that kind.
type Kind string

// The kinds. Their text is the contract's error code and never changes.
const (
	// Invalid is input that can be corrected by the one who gave it.
	Invalid Kind = "INVALID"
	// NotFound is a thing that does not exist, or that the caller may not know of.
	NotFound Kind = "NOT_FOUND"
	// Conflict is a request that the present state does not allow.
	Conflict Kind = "CONFLICT"
	// Unauthenticated is a caller who has to sign in, or sign in anew.
	Unauthenticated Kind = "UNAUTHENTICATED"
	// Forbidden is a caller who is known and may not do this.
	Forbidden Kind = "FORBIDDEN"
	// Throttled is too many attempts; Error.RetryAt says when to come back.
	Throttled Kind = "THROTTLED"
	// Overloaded is a queue that is full at this moment.
	Overloaded Kind = "OVERLOADED"
	// Unavailable is an outside part that does not answer.
	Unavailable Kind = "UNAVAILABLE"
)

// Error returns the kind's own text, for example "NOT_FOUND".
func (k Kind) Error() string { return string(k) }

// CodeInvalidInput is the code of every failure that is told per field.
const CodeInvalidInput = "INVALID_INPUT"

// FieldError is one thing wrong with one field of the input.
type FieldError struct {
	// Field is the path within the GraphQL input, dot-separated, list places
	// counted from 0, for example "answers.1.answer".
	Field string
	// Code is SCREAMING_SNAKE_CASE; translations are found by it.
	Code string
	// Message is a plain English sentence for a person.
	Message string
}

// Error is an expected failure. Build it by New or Field and refine copies by
// the With methods; a value once returned is not changed any more.
type Error struct {
	Kind    Kind
	Code    string
	Message string
	Fields  []FieldError
	// RetryAt is when another try makes sense; zero when that is not known.
	RetryAt time.Time
	// AttemptsLeft counts the tries left before a limit; nil where none counts.
	AttemptsLeft *int
	// Ref is the id of the thing a Conflict ran into, "" if none.
	Ref string
	// Cause is for the log only.
	Cause error
}

// New returns a failure of kind k. The code is SCREAMING_SNAKE_CASE, for example
// "ALREADY_TAKEN"; the message is a plain English sentence for a person.
func New(k Kind, code, message string) *Error {
	return &Error{Kind: k, Code: code, Message: message}
}

// Field returns an Invalid failure about one field of the input.
func Field(field, code, message string) *Error {
	return Fields(FieldError{Field: field, Code: code, Message: message})
}

// Fields returns an Invalid failure about several fields. The first one's
// message stands for all where only one sentence can be shown.
func Fields(first FieldError, more ...FieldError) *Error {
	return &Error{
		Kind:    Invalid,
		Code:    CodeInvalidInput,
		Message: first.Message,
		Fields:  append([]FieldError{first}, more...),
	}
}

// Error returns the failure for the log: the code, the message and the cause.
func (e *Error) Error() string {
	text := e.Code + ": " + e.Message
	if e.Cause != nil {
		text += ": " + e.Cause.Error()
	}
	return text
}

// Unwrap lets errors.Is find the kind and whatever the cause wraps.
func (e *Error) Unwrap() []error {
	if e.Cause == nil {
		return []error{e.Kind}
	}
	return []error{e.Kind, e.Cause}
}

// WithRetry returns a copy that tells when another try makes sense.
func (e *Error) WithRetry(t time.Time) *Error {
	c := e.copy()
	c.RetryAt = t
	return c
}

// WithAttempts returns a copy that tells how many tries are left.
func (e *Error) WithAttempts(n int) *Error {
	c := e.copy()
	c.AttemptsLeft = &n
	return c
}

// WithRef returns a copy that names the thing the request ran into.
func (e *Error) WithRef(id string) *Error {
	c := e.copy()
	c.Ref = id
	return c
}

// WithCause returns a copy that carries err for the log.
func (e *Error) WithCause(err error) *Error {
	c := e.copy()
	c.Cause = err
	return c
}

func (e *Error) copy() *Error {
	c := *e
	c.Fields = slices.Clone(e.Fields)
	return &c
}

// As finds the first *Error in err's chain.
func As(err error) (*Error, bool) {
	var e *Error
	ok := errors.As(err, &e)
	return e, ok
}
