package document

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/document/gate"
	"github.com/walletdesk/walletdesk/document/picture"
	"github.com/walletdesk/walletdesk/document/rule"
	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/secret"
	"github.com/walletdesk/walletdesk/session"
)

// UploadInput is a picture for a request. ClientID is a UUID of the sender's
// making; a retry uses the same. File is read to its end, 10 MB at most.
type UploadInput struct {
	ConversationID string
	RequestID      string
	ClientID       string
	File           io.Reader
	Covers         []picture.Rectangle
	Windows        []picture.Rectangle
}

// upload is an upload under way.
type upload struct {
	UploadInput
	accountID string
	flowID    string
	kind      Kind
}

// Upload puts a picture through the gate and keeps it, sealed, if it shows no
// more than it may. What is refused is not stored; the refusal is. A second call
// with the same client id gives the first one's answer. For the conversation's
// customer.
//
// fault.NotFound for a foreign conversation or request; fault.Conflict ENDED,
// REQUEST_CLOSED; fault.Throttled after 10 in an hour; fault.Overloaded when the
// gate is busy; fault.Invalid for a file that is empty, too large or no picture.
func (s *Service) Upload(ctx context.Context, actor session.Actor, in UploadInput) (*Uploaded, error) {
	up, err := s.enter(ctx, actor, in)
	if err != nil {
		return nil, fmt.Errorf("upload document: %w", err)
	}
	if before, err := s.before(ctx, up); before != nil || err != nil {
		return before, err
	}
	up.kind, err = selectOpenRequest(ctx, s.DB, up.ConversationID, up.RequestID)
	if err != nil {
		return s.quicker(ctx, up, err)
	}
	if err := s.Throttle.Take(ctx, "conversation:"+up.ConversationID, limitUpload); err != nil {
		return nil, fmt.Errorf("upload document: %w", err)
	}
	file, err := readFile(in.File)
	if err != nil {
		return nil, fmt.Errorf("upload document: %w", err)
	}
	found, err := s.Gate.Check(ctx, gate.Request{Picture: file, Kind: gate.Kind(up.kind), Covers: in.Covers, Windows: in.Windows})
	if err != nil {
		return nil, fmt.Errorf("upload document: %w", err)
	}
	var out *Uploaded
	if found.Verdict == rule.Accepted {
		out, err = s.keep(ctx, up, found)
		if errors.Is(err, errAddsUp) {
			found = gate.Result{Verdict: rule.Refused, Reason: otherDigits, Advice: otherDigits}
			out, err = s.refuse(ctx, up, found)
		}
	} else {
		out, err = s.refuse(ctx, up, found)
	}
	if err != nil {
		return s.quicker(ctx, up, err)
	}
	return out, nil
}

// quicker is the answer of another call with the same client id that was quicker:
// it counts, whether it is met at its id or at the request it closed. Without one
// the failure stands.
func (s *Service) quicker(ctx context.Context, up *upload, failure error) (*Uploaded, error) {
	if f, ok := fault.As(failure); ok && (f.Code == "REPEATED" || f.Code == "REQUEST_CLOSED") {
		if first, err := s.before(ctx, up); first != nil || err != nil {
			return first, err
		}
	}
	return nil, fmt.Errorf("upload document: %w", failure)
}

// enter checks who uploads where.
func (s *Service) enter(ctx context.Context, actor session.Actor, in UploadInput) (*upload, error) {
	up := &upload{UploadInput: in}
	var err error
	up.accountID, up.flowID, err = s.Rooms.CustomerRoom(ctx, s.DB, actor, in.ConversationID)
	if err != nil {
		return nil, err
	}
	if up.ConversationID, err = canonical(in.ConversationID, "conversation"); err != nil {
		return nil, err
	}
	if up.RequestID, err = canonical(in.RequestID, "request"); err != nil {
		return nil, err
	}
	id, err := uuid.Parse(in.ClientID)
	if err != nil {
		return nil, fault.Field("clientId", "NOT_A_UUID", "The client id must be a UUID.")
	}
	up.ClientID = id.String()
	return up, nil
}

// before is the answer of an earlier call with the same client id, nil if there
// was none: the log has it.
func (s *Service) before(ctx context.Context, up *upload) (*Uploaded, error) {
	kind, code, detail, err := s.Rooms.FactByClientID(ctx, s.DB, up.ConversationID, up.ClientID)
	if errors.Is(err, fault.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("upload document: %w", err)
	}
	if kind != "DOCUMENT" {
		return nil, fault.Field("clientId", "USED", "This id belongs to something else.")
	}
	if code == "READY" {
		return &Uploaded{Verdict: VerdictAccepted}, nil
	}
	refusals, err := strconv.Atoi(detail["refusals"])
	if err != nil {
		return nil, fmt.Errorf("upload document: read refusals: %w", err)
	}
	return &Uploaded{Verdict: Verdict(detail["verdict"]), Reason: detail["reason"], Refusals: refusals}, nil
}

// readFile reads an upload into memory.
func readFile(r io.Reader) ([]byte, error) {
	file, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return nil, fmt.Errorf("read file: %w", err)
	}
	if len(file) == 0 {
		return nil, fault.Field("file", "REQUIRED", "The file is empty.")
	}
	if len(file) > maxFile {
		return nil, fault.Field("file", "TOO_LARGE", "A picture has at most 10 MB.")
	}
	return file, nil
}

// refuse notes that a picture was not accepted, and why, for both sides.
func (s *Service) refuse(ctx context.Context, up *upload, found gate.Result) (*Uploaded, error) {
	out := &Uploaded{Verdict: Verdict(found.Verdict), Reason: string(found.Advice)}
	var seq int64
	err := s.DB.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		if err := s.Rooms.Lock(ctx, q, up.ConversationID); err != nil {
			return err
		}
		refusals, err := countRefusal(ctx, q, up.ConversationID, up.RequestID)
		if err != nil {
			return err
		}
		out.Refusals = refusals
		seq, err = s.Rooms.CustomerFact(ctx, q, up.ConversationID, up.ClientID, "DOCUMENT", "REFUSED", map[string]string{
			"requestId": up.RequestID, "kind": string(up.kind),
			"verdict": string(found.Verdict), "reason": string(found.Advice), "refusals": strconv.Itoa(refusals),
		})
		if err != nil {
			return err
		}
		return s.write(ctx, q, "conversation:"+up.ConversationID, "document.refused", "account:"+up.accountID, map[string]string{
			"request": up.RequestID, "kind": string(up.kind), "verdict": string(found.Verdict), "reason": string(found.Reason),
		})
	})
	if err != nil {
		return nil, err
	}
	s.Rooms.Ring(up.ConversationID, seq)
	return out, nil
}

// keep compares, seals and stores an accepted picture.
func (s *Service) keep(ctx context.Context, up *upload, found gate.Result) (*Uploaded, error) {
	match, err := s.compare(ctx, up, found)
	if err != nil {
		return nil, err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return nil, fmt.Errorf("make id: %w", err)
	}
	row := documentRow{
		ConversationID: up.ConversationID, ID: id.String(), RequestID: up.RequestID, Kind: up.kind, State: Ready,
		ClientID: up.ClientID, BlobKey: blobPrefix + id.String(), Width: found.Width, Height: found.Height,
		Bytes: len(found.Picture), Match: match, UploadedAt: s.now(), AccountID: up.accountID,
	}
	if found.Look != nil {
		look := found.Look.Bits()
		row.Look = &look
	}
	sum := sha256.Sum256(found.Picture)
	row.SHA256 = sum[:]
	sealed, err := s.Keys.SealEnvelope(purpose, row.additional(), found.Picture)
	if err != nil {
		return nil, fmt.Errorf("seal document: %w", err)
	}
	row.WrappedKey, row.KeyVersion = sealed.WrappedKey, sealed.KeyVersion
	if err := s.Blobs.Put(ctx, row.BlobKey, sealed.Ciphertext); err != nil {
		return nil, fmt.Errorf("store document: %w", err)
	}
	if err := s.insertKept(ctx, up, row, found); err != nil {
		s.drop(ctx, row.BlobKey)
		return nil, err
	}
	return &Uploaded{Verdict: VerdictAccepted}, nil
}

// insertKept stores the row of a sealed picture, in one transaction with the end
// of a former card picture, the log and the audit, and rings.
func (s *Service) insertKept(ctx context.Context, up *upload, row documentRow, found gate.Result) error {
	var seq int64
	var dead []string
	err := s.DB.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		var err error
		seq, err = s.Rooms.CustomerFact(ctx, q, up.ConversationID, up.ClientID, "DOCUMENT", "READY", map[string]string{
			"requestId": up.RequestID, "documentId": row.ID, "kind": string(up.kind),
		})
		if err != nil {
			return err
		}
		if up.kind == BankCard {
			// Two pictures of one card must not add up to its number.
			if dead, err = s.destroyKind(ctx, q, up.ConversationID, BankCard); err != nil {
				return err
			}
		}
		if err := fulfilRequest(ctx, q, up.ConversationID, up.RequestID, row.UploadedAt); err != nil {
			return err
		}
		if err := insertDocument(ctx, q, row); err != nil {
			return err
		}
		if shows, ok := s.groupsOf(up.kind, found); ok {
			if err := s.keepGroups(ctx, q, row, shows); err != nil {
				return err
			}
		}
		void, err := s.Rooms.EvidenceChanged(ctx, q, up.ConversationID)
		if err != nil {
			return err
		}
		seq = max(seq, void)
		return s.write(ctx, q, "conversation:"+up.ConversationID, "document.kept", "account:"+up.accountID, map[string]string{
			"document": row.ID, "kind": string(row.Kind), "match": string(row.Match), "sha256": fmt.Sprintf("%x", row.SHA256),
		})
	})
	if err != nil {
		return err
	}
	s.Rooms.Ring(up.ConversationID, seq)
	for _, key := range dead {
		s.drop(ctx, key)
	}
	return nil
}

// destroyKind destroys the keys of a conversation's documents of a kind and tells
// the names of their files, to be deleted after the commit.
func (s *Service) destroyKind(ctx context.Context, q postgres.Querier, conversationID string, kind Kind) ([]string, error) {
	gone, err := destroyDocuments(ctx, q, conversationID, kind, s.now())
	if err != nil {
		return nil, err
	}
	keys := make([]string, 0, len(gone))
	for _, d := range gone {
		keys = append(keys, d.BlobKey)
		if err := s.write(ctx, q, "conversation:"+conversationID, "document.destroyed", "system", map[string]string{"document": d.ID}); err != nil {
			return nil, err
		}
	}
	return keys, nil
}

// drop deletes a sealed file nothing names any more. Without its key it is noise;
// if it can't be deleted now, the sweep of orphans will.
func (s *Service) drop(ctx context.Context, key string) {
	if err := s.Blobs.Delete(context.WithoutCancel(ctx), key); err != nil {
		s.Logger.Warn("orphaned file left to the sweep", "key", key, "error", err)
	}
}

// compare compares what the gate read on a card with the saved ones, 3 times a
// case. The try is counted before it is made.
func (s *Service) compare(ctx context.Context, up *upload, found gate.Result) (Match, error) {
	if up.kind != BankCard || found.First4 == "" || found.Last4 == "" {
		return NotCompared, nil
	}
	allowed, err := s.countTry(ctx, up.ConversationID)
	if err != nil || !allowed {
		return NotCompared, err
	}
	before := s.now().Add(-matchAge)
	if up.flowID != "" {
		_, _, _, started, err := s.Flows.CaseFlow(ctx, s.DB, up.flowID)
		if err != nil {
			return "", err
		}
		if started.Before(before) {
			before = started
		}
	}
	return s.Cards.MatchDigits(ctx, up.accountID, found.First4, found.Last4, before)
}

// countTry counts a comparison; false when the case has no more.
func (s *Service) countTry(ctx context.Context, conversationID string) (bool, error) {
	allowed := false
	err := s.DB.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		var err error
		allowed, err = insertTry(ctx, q, conversationID, maxTries, s.now())
		return err
	})
	if postgres.Constraint(err) == "document_match_try_pkey" {
		// Two pictures at once wanted the same number: the other one has it.
		return s.countTry(ctx, conversationID)
	}
	return allowed, err
}

// additional binds a sealed picture to its row, so that rows can't be swapped.
func (r documentRow) additional() []byte {
	return []byte("document|" + r.ConversationID + "|" + r.ID)
}

// envelope is the row's sealed picture.
func (r documentRow) envelope(ciphertext []byte) secret.Envelope {
	return secret.Envelope{WrappedKey: r.WrappedKey, Ciphertext: ciphertext, KeyVersion: r.KeyVersion}
}
