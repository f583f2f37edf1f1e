// Package audit is the record of who did what: append-only, numbered without
// gaps per stream, and tamper-evident.
//
// # The chain
//
//	entry 1 ──hash──▶ entry 2 ──hash──▶ entry 3 ◀──seal── end of the stream
//
// Each entry's hash is keyed (secret.Keys.MAC) and covers the entry and the hash
// before it; the stream's end keeps the last number and hash under a keyed seal.
// Whoever can write to the database but has no key set can therefore not change,
// remove or add an entry, at the end neither, without Verify telling. What it
// can't tell: a whole stream removed together with its end, or a whole stream
// put back as it was before (a restored backup).
//
// # Invariants
//
//   - An entry is written in the transaction of the change it tells of.
//   - Card numbers in details are masked before anything else happens to them.
//     Passwords, answers, codes and tokens never come here: callers see to it.
package audit

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/walletdesk/walletdesk/pan"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/secret"
)

// Entry is one thing that happened.
type Entry struct {
	// Stream is what the entry is about: "account:<id>", "conversation:<id>",
	// "staff:<id>" or "payment:<id>".
	Stream string
	// Action is what happened, domain first: "card.added".
	Action string
	// Actor is who did it: "account:<id>", "staff:<id>", "flow:<id>", "client:<id>" (a
	// marketplace's program), "guest:<attempt>" (who pays without an account) or
	// "system".
	Actor string
	// Detail is what else a reader must know, strings only; nil for nothing.
	Detail map[string]string
	// At is when; zero for now. Kept to the microsecond, in UTC.
	At time.Time
}

// Record is an entry as it was written.
type Record struct {
	Entry
	// Seq is its number in the stream, from 1 on.
	Seq int64
}

// Broken is Verify's finding: a stream that was tampered with.
type Broken struct {
	// Stream is which one.
	Stream string
	// Seq is the first entry that is wrong or missing; one past the last entry
	// when the stream's end does not fit.
	Seq int64
	// Why is said in plain words.
	Why string
}

// Error names the stream, the entry and what is wrong with it.
func (b *Broken) Error() string {
	return fmt.Sprintf("audit stream %s is broken at entry %d: %s", b.Stream, b.Seq, b.Why)
}

// Log writes and reads entries. It is safe for concurrent use.
type Log struct {
	keys  *secret.Keys
	clock func() time.Time
}

// New returns a Log that seals with keys and dates by clock.
func New(keys *secret.Keys, clock func() time.Time) *Log {
	return &Log{keys: keys, clock: clock}
}

// Write appends e in the transaction q. The stream stays locked until that ends,
// so a transaction that writes to several streams does so in a fixed order
// (account, conversation, staff, payment) or two of them may block each other; InTx then
// runs one of them again.
func (l *Log) Write(ctx context.Context, q postgres.Querier, e Entry) error {
	e, err := l.clean(e)
	if err != nil {
		return fmt.Errorf("write audit entry: %w", err)
	}
	// An end that does not exist yet is made, sealed as an empty stream's.
	end, err := lockStream(ctx, q, streamRow{Stream: e.Stream, LastHash: []byte{}, Seal: l.seal(e.Stream, 0, nil)})
	if err != nil {
		return fmt.Errorf("write audit entry: lock stream: %w", err)
	}
	row := entryRow{
		Stream: e.Stream, Seq: end.LastSeq + 1, At: e.At, Action: e.Action, Actor: e.Actor,
		PreviousHash: end.LastHash,
	}
	if row.Detail, err = encode(e.Detail); err != nil {
		return fmt.Errorf("write audit entry: %w", err)
	}
	row.Hash = l.hash(row, e.Detail)
	if err := insertEntry(ctx, q, row); err != nil {
		return fmt.Errorf("write audit entry: %w", err)
	}
	next := streamRow{Stream: e.Stream, LastSeq: row.Seq, LastHash: row.Hash, Seal: l.seal(e.Stream, row.Seq, row.Hash)}
	if err := updateStream(ctx, q, next); err != nil {
		return fmt.Errorf("write audit entry: move the stream's end: %w", err)
	}
	return nil
}

// clean is e as it will be read again, or the hash would not fit: times to the
// microsecond, text that PostgreSQL can keep.
func (l *Log) clean(e Entry) (Entry, error) {
	if e.Stream == "" || e.Action == "" || e.Actor == "" {
		return Entry{}, errors.New("stream, action and actor are needed")
	}
	if e.At.IsZero() {
		e.At = l.clock()
	}
	e.At = e.At.UTC().Truncate(time.Microsecond)
	e.Stream, e.Action, e.Actor = plain(e.Stream), plain(e.Action), plain(e.Actor)
	detail := make(map[string]string, len(e.Detail))
	for name, value := range e.Detail {
		masked, _ := pan.Mask(plain(value))
		detail[plain(name)] = masked
	}
	e.Detail = detail
	return e, nil
}

// plain is s without what PostgreSQL's text can't hold.
func plain(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}

func encode(detail map[string]string) (string, error) {
	text, err := json.Marshal(detail)
	return string(text), err
}

func decode(detail string) (map[string]string, error) {
	var m map[string]string
	err := json.Unmarshal([]byte(detail), &m)
	return m, err
}

// maxList is the most that one List returns.
const maxList = 1000

// List returns up to limit records of a stream with numbers above after, in
// their order; at most 1,000 at a time.
func (l *Log) List(ctx context.Context, q postgres.Querier, stream string, after int64, limit int) ([]Record, error) {
	rows, err := selectEntries(ctx, q, stream, after, min(max(limit, 0), maxList))
	if err != nil {
		return nil, fmt.Errorf("list audit entries: %w", err)
	}
	return read(rows)
}

// Latest returns the last limit records of a stream, newest first; at most 1,000.
func (l *Log) Latest(ctx context.Context, q postgres.Querier, stream string, limit int) ([]Record, error) {
	rows, err := selectLatest(ctx, q, stream, min(max(limit, 0), maxList))
	if err != nil {
		return nil, fmt.Errorf("list latest audit entries: %w", err)
	}
	return read(rows)
}

// read turns rows into records.
func read(rows []entryRow) ([]Record, error) {
	records := make([]Record, 0, len(rows))
	for _, row := range rows {
		detail, err := decode(row.Detail)
		if err != nil {
			return nil, fmt.Errorf("list audit entries: entry %d of %s: %w", row.Seq, row.Stream, err)
		}
		records = append(records, Record{
			Entry: Entry{Stream: row.Stream, Action: row.Action, Actor: row.Actor, Detail: detail, At: row.At},
			Seq:   row.Seq,
		})
	}
	return records, nil
}
