package document

import (
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"github.com/lib/pq"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/postgres"
)

// documentColumns are the columns of a documentRow.
const documentColumns = `
       conversation_id, id, request_id, kind, state, client_id, blob_key, wrapped_key, key_version,
       sha256, width, height, bytes, match, uploaded_at, decline_reason`

// documentRow is a document as the database has it, its wrapped key included.
type documentRow struct {
	ConversationID string    `db:"conversation_id"`
	ID             string    `db:"id"`
	RequestID      string    `db:"request_id"`
	Kind           Kind      `db:"kind"`
	State          State     `db:"state"`
	ClientID       string    `db:"client_id"`
	BlobKey        string    `db:"blob_key"`
	WrappedKey     []byte    `db:"wrapped_key"`
	KeyVersion     int       `db:"key_version"`
	SHA256         []byte    `db:"sha256"`
	Width          int       `db:"width"`
	Height         int       `db:"height"`
	Bytes          int       `db:"bytes"`
	Match          Match     `db:"match"`
	UploadedAt     time.Time `db:"uploaded_at"`
	DeclineReason  *string   `db:"decline_reason"`
	AccountID      string    `db:"-"` // written only
	Look           *string   `db:"-"` // the same: 256 bits
}

// selectOpenRequest is the kind of a request that waits. fault.NotFound when the
// conversation has no such request, fault.Conflict REQUEST_CLOSED when it does
// not wait any more.
func selectOpenRequest(ctx context.Context, q postgres.Querier, conversationID, id string) (Kind, error) {
	const query = `
SELECT kind, fulfilled_at IS NULL AND withdrawn_at IS NULL AS open
  FROM document_request
 WHERE conversation_id = $1
   AND id = $2`
	var row struct {
		Kind Kind `db:"kind"`
		Open bool `db:"open"`
	}
	err := q.GetContext(ctx, &row, query, conversationID, id)
	if postgres.NoRows(err) {
		return "", errAbsent("request")
	}
	if err != nil {
		return "", fmt.Errorf("select request: %w", err)
	}
	if !row.Open {
		return "", errRequestClosed()
	}
	return row.Kind, nil
}

// errRequestClosed says that a request waits for no picture any more.
func errRequestClosed() error {
	return fault.New(fault.Conflict, "REQUEST_CLOSED", "This picture is not waited for any more.")
}

// selectOpenRequests is the requests that wait, oldest first.
func selectOpenRequests(ctx context.Context, q postgres.Querier, conversationID string) ([]*Request, error) {
	const query = `
SELECT id, kind, asked_at, refusals
  FROM document_request
 WHERE conversation_id = $1
   AND fulfilled_at IS NULL
   AND withdrawn_at IS NULL
 ORDER BY asked_at, id`
	var rows []struct {
		ID       string    `db:"id"`
		Kind     Kind      `db:"kind"`
		AskedAt  time.Time `db:"asked_at"`
		Refusals int       `db:"refusals"`
	}
	if err := q.SelectContext(ctx, &rows, query, conversationID); err != nil {
		return nil, fmt.Errorf("select requests: %w", err)
	}
	out := make([]*Request, 0, len(rows))
	for _, r := range rows {
		out = append(out, &Request{ID: r.ID, Kind: r.Kind, AskedAt: r.AskedAt.UTC(), Refusals: r.Refusals})
	}
	return out, nil
}

// selectWaiting is the id of the request of a kind that waits, "" for none.
func selectWaiting(ctx context.Context, q postgres.Querier, conversationID string, kind Kind) (string, error) {
	const query = `
SELECT id
  FROM document_request
 WHERE conversation_id = $1
   AND kind = $2
   AND fulfilled_at IS NULL
   AND withdrawn_at IS NULL`
	var id string
	err := q.GetContext(ctx, &id, query, conversationID, string(kind))
	if postgres.NoRows(err) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("select waiting request: %w", err)
	}
	return id, nil
}

// insertRequest stores a request.
func insertRequest(ctx context.Context, q postgres.Querier, conversationID, id string, kind Kind, staffID string, at time.Time) error {
	const query = `
INSERT INTO document_request (conversation_id, id, kind, asked_by, asked_at)
VALUES ($1, $2, $3, $4, $5)`
	if _, err := q.ExecContext(ctx, query, conversationID, id, string(kind), staffID, at); err != nil {
		return fmt.Errorf("insert request: %w", err)
	}
	return nil
}

// countRefusal adds one to the refused pictures in a row of a request that waits.
func countRefusal(ctx context.Context, q postgres.Querier, conversationID, id string) (int, error) {
	const query = `
UPDATE document_request
   SET refusals = refusals + 1
 WHERE conversation_id = $1
   AND id = $2
   AND fulfilled_at IS NULL
   AND withdrawn_at IS NULL
RETURNING refusals`
	var refusals int
	err := q.GetContext(ctx, &refusals, query, conversationID, id)
	if postgres.NoRows(err) {
		return 0, errRequestClosed()
	}
	if err != nil {
		return 0, fmt.Errorf("count refusal: %w", err)
	}
	return refusals, nil
}

// fulfilRequest is the end of a request that waits.
func fulfilRequest(ctx context.Context, q postgres.Querier, conversationID, id string, at time.Time) error {
	const query = `
UPDATE document_request
   SET fulfilled_at = $3,
       refusals = 0
 WHERE conversation_id = $1
   AND id = $2
   AND fulfilled_at IS NULL
   AND withdrawn_at IS NULL`
	ok, err := postgres.ExecOne(ctx, q, query, conversationID, id, at)
	if err != nil {
		return fmt.Errorf("fulfil request: %w", err)
	}
	if !ok {
		return errRequestClosed()
	}
	return nil
}

// insertDocument stores the row of a sealed picture.
func insertDocument(ctx context.Context, q postgres.Querier, r documentRow) error {
	const query = `
INSERT INTO document (conversation_id, id, request_id, kind, state, client_id, blob_key, wrapped_key, key_version,
                      sha256, width, height, bytes, match, uploaded_at, account_id, look)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17::bit(256))`
	_, err := q.ExecContext(ctx, query, r.ConversationID, r.ID, r.RequestID, string(r.Kind), string(r.State), r.ClientID,
		r.BlobKey, r.WrappedKey, r.KeyVersion, r.SHA256, r.Width, r.Height, r.Bytes, string(r.Match), r.UploadedAt,
		r.AccountID, r.Look)
	if err != nil {
		return fmt.Errorf("insert document: %w", err)
	}
	return nil
}

// selectDocuments is a conversation's documents, destroyed ones included, oldest first.
func selectDocuments(ctx context.Context, q postgres.Querier, conversationID string) ([]documentRow, error) {
	const query = `
SELECT` + documentColumns + `
  FROM document
 WHERE conversation_id = $1
 ORDER BY id`
	var rows []documentRow
	if err := q.SelectContext(ctx, &rows, query, conversationID); err != nil {
		return nil, fmt.Errorf("select documents: %w", err)
	}
	return rows, nil
}

// selectDocument is one document. fault.NotFound when the conversation has none
// such, fault.Conflict DESTROYED when its key is gone.
func selectDocument(ctx context.Context, q postgres.Querier, conversationID, id string) (documentRow, error) {
	const query = `
SELECT` + documentColumns + `
  FROM document
 WHERE conversation_id = $1
   AND id = $2`
	var row documentRow
	err := q.GetContext(ctx, &row, query, conversationID, id)
	if postgres.NoRows(err) {
		return row, errAbsent("document")
	}
	if err != nil {
		return row, fmt.Errorf("select document: %w", err)
	}
	if row.State == Destroyed || row.WrappedKey == nil {
		return row, fault.New(fault.Conflict, "DESTROYED", "This document was destroyed.")
	}
	return row, nil
}

// destroyDocuments destroys the keys of a conversation's documents of a kind and
// tells which they were.
func destroyDocuments(ctx context.Context, q postgres.Querier, conversationID string, kind Kind, at time.Time) ([]documentRow, error) {
	const query = `
UPDATE document
   SET state = 'DESTROYED',
       wrapped_key = NULL,
       destroyed_at = $3
 WHERE conversation_id = $1
   AND kind = $2
   AND state <> 'DESTROYED'
RETURNING` + documentColumns
	var rows []documentRow
	if err := q.SelectContext(ctx, &rows, query, conversationID, string(kind), at); err != nil {
		return nil, fmt.Errorf("destroy documents: %w", err)
	}
	return rows, nil
}

// selectKept is up to limit conversations, after one, with a picture that can be
// opened and came in before a time.
func selectKept(ctx context.Context, q postgres.Querier, uploadedUntil time.Time, after string, limit int) ([]string, error) {
	const query = `
SELECT DISTINCT conversation_id
  FROM document
 WHERE state <> 'DESTROYED'
   AND uploaded_at <= $1
   AND ($2::uuid IS NULL OR conversation_id > $2::uuid)
 ORDER BY conversation_id
 LIMIT $3`
	from := sql.NullString{String: after, Valid: after != ""}
	var ids []string
	if err := q.SelectContext(ctx, &ids, query, uploadedUntil, from, limit); err != nil {
		return nil, fmt.Errorf("select kept documents: %w", err)
	}
	return ids, nil
}

// selectLiveFiles is those of the names that belong to a document that can still
// be opened.
func selectLiveFiles(ctx context.Context, q postgres.Querier, names []string) ([]string, error) {
	const query = `
SELECT blob_key
  FROM document
 WHERE blob_key = ANY ($1)
   AND state <> 'DESTROYED'`
	var live []string
	if err := q.SelectContext(ctx, &live, query, pq.Array(names)); err != nil {
		return nil, fmt.Errorf("select live files: %w", err)
	}
	return live, nil
}

// reviewDocument is the edge to ACCEPTED or DECLINED, also from one to the other.
func reviewDocument(ctx context.Context, q postgres.Querier, conversationID, id, staffID string, to State, reason *string, at time.Time) (Kind, error) {
	const query = `
UPDATE document
   SET state = $4,
       reviewed_by = $3,
       reviewed_at = $6,
       decline_reason = $5
 WHERE conversation_id = $1
   AND id = $2
   AND state <> 'DESTROYED'
RETURNING kind`
	var kind Kind
	err := q.GetContext(ctx, &kind, query, conversationID, id, staffID, string(to), reason, at)
	if postgres.NoRows(err) {
		return "", errAbsent("document")
	}
	if err != nil {
		return "", fmt.Errorf("review document: %w", err)
	}
	return kind, nil
}

// insertTry counts one comparison with the saved cards; false when the case has
// had its share. Two at once meet at the primary key.
func insertTry(ctx context.Context, q postgres.Querier, conversationID string, most int, at time.Time) (bool, error) {
	const query = `
INSERT INTO document_match_try (conversation_id, number, at)
SELECT $1::uuid, count(*) + 1, $3::timestamptz
  FROM document_match_try
 WHERE conversation_id = $1::uuid
HAVING count(*) < $2`
	return postgres.ExecOne(ctx, q, query, conversationID, most, at)
}

// evidence is a document in the evidence of a proposal, in the order of the JSON.
type evidence struct {
	ID     string `json:"id"`
	Kind   Kind   `json:"kind"`
	State  State  `json:"state"`
	Match  Match  `json:"match"`
	SHA256 string `json:"sha256"`
}

// freeze makes the evidence of documents that are not destroyed.
func freeze(rows []documentRow) ([]byte, error) {
	list := make([]evidence, 0, len(rows))
	for _, r := range rows {
		if r.State != Destroyed {
			list = append(list, evidence{ID: r.ID, Kind: r.Kind, State: r.State, Match: r.Match, SHA256: hex.EncodeToString(r.SHA256)})
		}
	}
	frozen, err := json.Marshal(list)
	if err != nil {
		return nil, fmt.Errorf("freeze evidence: %w", err)
	}
	return frozen, nil
}
