// Package scalar reads and writes the contract's own scalars.
package scalar

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/99designs/gqlgen/graphql"
)

// MarshalTime writes an instant in UTC, RFC 3339.
func MarshalTime(t time.Time) graphql.Marshaler {
	return quoted(t.UTC().Format(time.RFC3339Nano))
}

// UnmarshalTime reads RFC 3339 text with an offset.
func UnmarshalTime(v any) (time.Time, error) {
	s, ok := v.(string)
	if !ok {
		return time.Time{}, errors.New("a Time is a text like 2026-01-31T17:05:00Z")
	}
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return time.Time{}, errors.New("a Time is a text like 2026-01-31T17:05:00Z")
	}
	return t.UTC(), nil
}

// MarshalDate writes the day of t in UTC, ISO 8601.
func MarshalDate(t time.Time) graphql.Marshaler {
	return quoted(t.UTC().Format(time.DateOnly))
}

// UnmarshalDate reads an ISO 8601 day; it becomes that day's beginning in UTC.
func UnmarshalDate(v any) (time.Time, error) {
	s, ok := v.(string)
	if !ok {
		return time.Time{}, errors.New("a Date is a text like 1990-12-31")
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return time.Time{}, errors.New("a Date is a text like 1990-12-31")
	}
	return t, nil
}

func quoted(s string) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) {
		// A failing writer is the transport's to notice.
		_, _ = fmt.Fprint(w, strconv.Quote(s))
	})
}
