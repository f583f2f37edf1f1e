package audit

import (
	"bytes"
	"context"
	"crypto/hmac"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"

	"github.com/walletdesk/walletdesk/postgres"
)

// Purposes of the keyed hashes.
const (
	entryPurpose = "audit.entry"
	endPurpose   = "audit.end"
)

// Verify reads a stream from its first entry to its end and returns a *Broken
// that names the first thing wrong: an entry changed, missing, added or out of
// place, or an end that does not fit. Run it on a transaction or a quiet stream:
// entries written meanwhile would look like added ones.
func (l *Log) Verify(ctx context.Context, q postgres.Querier, stream string) error {
	end, err := selectStream(ctx, q, stream)
	if postgres.NoRows(err) {
		return &Broken{stream, 1, "the stream's end is not there"}
	}
	if err != nil {
		return fmt.Errorf("verify audit stream %s: %w", stream, err)
	}
	seq, hash := int64(0), []byte(nil)
	for {
		rows, err := selectEntries(ctx, q, stream, seq, maxList)
		if err != nil {
			return fmt.Errorf("verify audit stream %s: %w", stream, err)
		}
		for _, row := range rows {
			if why := l.check(row, seq+1, hash); why != "" {
				return &Broken{stream, seq + 1, why}
			}
			seq, hash = row.Seq, row.Hash
		}
		if len(rows) < maxList {
			break
		}
	}
	switch {
	case !hmac.Equal(end.Seal, l.seal(stream, end.LastSeq, end.LastHash)):
		return &Broken{stream, seq + 1, "the stream's end was changed"}
	case end.LastSeq > seq:
		return &Broken{stream, seq + 1, "the last entries are missing"}
	case end.LastSeq < seq || !bytes.Equal(end.LastHash, hash):
		return &Broken{stream, end.LastSeq + 1, "entries were added behind the stream's end"}
	}
	return nil
}

// Streams returns the names of up to limit streams that come after the given
// name, in order: to verify all of them, page by page.
func (l *Log) Streams(ctx context.Context, q postgres.Querier, after string, limit int) ([]string, error) {
	names, err := selectStreams(ctx, q, after, min(max(limit, 0), maxList))
	if err != nil {
		return nil, fmt.Errorf("list audit streams: %w", err)
	}
	return names, nil
}

// check says what is wrong with the row at place seq behind hash previous.
func (l *Log) check(row entryRow, seq int64, previous []byte) string {
	if row.Seq != seq {
		return "the entry is missing"
	}
	if !bytes.Equal(row.PreviousHash, previous) {
		return "the entry does not follow the one before"
	}
	detail, err := decode(row.Detail)
	if err != nil {
		return "the entry's detail was changed"
	}
	if !hmac.Equal(row.Hash, l.hash(row, detail)) {
		return "the entry was changed"
	}
	return ""
}

// hash is the keyed hash of an entry and of the hash before it.
func (l *Log) hash(row entryRow, detail map[string]string) []byte {
	parts := [][]byte{
		row.PreviousHash, []byte(row.Stream), number(row.Seq), number(row.At.UnixMicro()),
		[]byte(row.Action), []byte(row.Actor),
	}
	for _, name := range slices.Sorted(maps.Keys(detail)) {
		parts = append(parts, []byte(name), []byte(detail[name]))
	}
	return l.keys.MAC(entryPurpose, parts...)
}

// seal is the keyed hash of a stream's end.
func (l *Log) seal(stream string, seq int64, hash []byte) []byte {
	return l.keys.MAC(endPurpose, []byte(stream), number(seq), hash)
}

func number(n int64) []byte { return binary.BigEndian.AppendUint64(nil, uint64(n)) }
