// Package scalar reads and writes the contract's own scalars.
package scalar

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
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

// MarshalMinorUnits writes a whole number as decimal text.
func MarshalMinorUnits(n int64) graphql.Marshaler {
	return quoted(strconv.FormatInt(n, 10))
}

// UnmarshalMinorUnits reads decimal text or a whole number that no reader rounded;
// it has at most 18 digits, a minus sign and nothing else.
func UnmarshalMinorUnits(v any) (int64, error) {
	const message = "MinorUnits are a whole number as text, like \"1999\""
	var text string
	switch given := v.(type) {
	case string:
		text = given
	case json.Number:
		text = given.String()
	case int64:
		text = strconv.FormatInt(given, 10)
	case int:
		text = strconv.Itoa(given)
	default:
		return 0, wrong(message)
	}
	digits := strings.TrimPrefix(text, "-")
	if len(digits) == 0 || len(digits) > 18 || strings.Trim(digits, "0123456789") != "" {
		return 0, wrong(message)
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0, wrong(message)
	}
	return n, nil
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
