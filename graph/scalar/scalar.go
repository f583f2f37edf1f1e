// Package scalar reads and writes the contract's own scalars.
package scalar

import (
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"github.com/walletdesk/walletdesk/fault"
)

// MarshalTime writes an instant in UTC, RFC 3339.
func MarshalTime(t time.Time) graphql.Marshaler {
	return quoted(t.UTC().Format(time.RFC3339Nano))
}

// UnmarshalTime reads RFC 3339 text with an offset.
func UnmarshalTime(v any) (time.Time, error) {
	s, ok := v.(string)
	if !ok {
		return time.Time{}, wrong("a Time is a text like 2026-01-31T17:05:00Z")
	}
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return time.Time{}, wrong("a Time is a text like 2026-01-31T17:05:00Z")
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
		return time.Time{}, wrong("a Date is a text like 1990-12-31")
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return time.Time{}, wrong("a Date is a text like 1990-12-31")
	}
	return t, nil
}

// MarshalUpload implements the Upload scalar; a file never goes out.
func MarshalUpload(graphql.Upload) graphql.Marshaler { return graphql.Null }

// UnmarshalUpload takes a file of a multipart request.
func UnmarshalUpload(v any) (graphql.Upload, error) {
	file, ok := v.(graphql.Upload)
	if !ok {
		return graphql.Upload{}, wrong("an Upload is a file of a GraphQL multipart request")
	}
	return file, nil
}

// wrong says what a value should have been. It is the caller's mistake, and told.
func wrong(message string) error { return fault.New(fault.Invalid, "BAD_VALUE", message) }

func quoted(s string) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) {
		// A failing writer is the transport's to notice.
		_, _ = fmt.Fprint(w, strconv.Quote(s))
	})
}
