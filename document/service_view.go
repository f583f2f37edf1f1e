package document

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/pan"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/secret"
	"github.com/walletdesk/walletdesk/session"
)

// GrantInput says which document to see. Reason is why, where the caller neither
// owns the case nor decides on it; the customer can read it.
type GrantInput struct {
	ConversationID string
	DocumentID     string
	Reason         string
}

// Grant gives the caller leave to look at one document once, within 60 seconds
// and in this session. For the operator who owns the open case, for supervisors
// while a proposal waits, and for any supervisor freshly signed in who writes why
// (10 to 500 characters, which the customer can read).
//
// fault.NotFound; fault.Forbidden NOT_OWNER, FRESH_SIGN_IN_REQUIRED; fault.Invalid
// for a missing reason; fault.Conflict DESTROYED; fault.Throttled after 30 in an
// hour by one person.
func (s *Service) Grant(ctx context.Context, actor session.Actor, in GrantInput) (*Leave, error) {
	conversationID, err := canonical(in.ConversationID, "conversation")
	if err != nil {
		return nil, err
	}
	documentID, err := canonical(in.DocumentID, "document")
	if err != nil {
		return nil, err
	}
	reason, err := s.mayLook(ctx, s.DB, actor, conversationID, in.Reason)
	if err != nil {
		return nil, fmt.Errorf("grant viewing: %w", err)
	}
	if _, err := selectDocument(ctx, s.DB, conversationID, documentID); err != nil {
		return nil, fmt.Errorf("grant viewing: %w", err)
	}
	if err := s.Throttle.Take(ctx, "staff:"+actor.StaffID, limitView); err != nil {
		if errors.Is(err, fault.Throttled) {
			s.Logger.Warn("a person views more documents than anybody needs to", "staff", actor.StaffID)
		}
		return nil, fmt.Errorf("grant viewing: %w", err)
	}
	leave, err := s.insertLeave(ctx, actor, conversationID, documentID, reason)
	if err != nil {
		return nil, fmt.Errorf("grant viewing: %w", err)
	}
	return leave, nil
}

// insertLeave makes a leave and its audit entry.
func (s *Service) insertLeave(ctx context.Context, actor session.Actor, conversationID, documentID, reason string) (*Leave, error) {
	token, sum := secret.NewToken(s.Random)
	id, err := uuid.NewV7()
	if err != nil {
		return nil, fmt.Errorf("make id: %w", err)
	}
	now := s.now()
	g := grantRow{
		ConversationID: conversationID, ID: id.String(), DocumentID: documentID, StaffID: actor.StaffID,
		SessionID: actor.SessionID, TokenSum: sum, Reason: reason, CreatedAt: now, ExpiresAt: now.Add(leaveFor),
	}
	err = s.DB.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		if err := insertGrant(ctx, q, g); err != nil {
			return err
		}
		return s.write(ctx, q, "conversation:"+conversationID, "document.granted", "staff:"+actor.StaffID,
			map[string]string{"document": documentID, "reason": reason})
	})
	if err != nil {
		return nil, err
	}
	return &Leave{Grant: conversationID + "." + token, ExpiresAt: g.ExpiresAt}, nil
}

// mayLook checks who may see documents of a conversation now, and gives back the
// reason as it will be kept: only supervisors outside the case need one.
func (s *Service) mayLook(ctx context.Context, q postgres.Querier, actor session.Actor, conversationID, reason string) (string, error) {
	_, owner, open, proposed, err := s.Rooms.StaffRoom(ctx, q, actor, conversationID)
	if err != nil {
		return "", err
	}
	if owner && open || actor.Role == session.Supervisor && proposed {
		return "", nil
	}
	if actor.Role != session.Supervisor {
		return "", fault.New(fault.Forbidden, "NOT_OWNER", "Only the operator who owns the open conversation can do this.")
	}
	reason, _ = pan.Mask(strings.TrimSpace(strings.ToValidUTF8(reason, "")))
	if n := utf8.RuneCountInString(reason); n < minReason || n > maxReason || strings.ContainsRune(reason, 0) {
		return "", fault.Field("reason", "REQUIRED", "Say in 10 to 500 characters why: the customer can read it.")
	}
	if s.Clock().Sub(actor.AuthTime) > freshSignIn {
		return "", fault.New(fault.Forbidden, "FRESH_SIGN_IN_REQUIRED", "Sign in again: this needs a sign-in not older than five minutes.")
	}
	return reason, nil
}

// Open uses a leave and gives the picture with its content type. The viewing is
// in the log, in the audit, and in the customer's list of activity. Whoever has
// lost the case since the leave was given gets nothing.
//
// fault.NotFound GRANT_DEAD for a leave that is used, expired, of another person
// or session, or none; otherwise as Grant.
func (s *Service) Open(ctx context.Context, actor session.Actor, grant string) ([]byte, string, error) {
	conversationID, token, _ := strings.Cut(grant, ".")
	conversationID, err := canonical(conversationID, "conversation")
	if err != nil || !actor.IsStaff() || actor.SessionID == "" {
		return nil, "", errGrantDead()
	}
	g, err := selectGrant(ctx, s.DB, conversationID, secret.TokenSum(token), actor.StaffID, actor.SessionID, s.now())
	if err != nil {
		return nil, "", fmt.Errorf("open document: %w", err)
	}
	row, plain, err := s.unseal(ctx, g)
	if err != nil {
		return nil, "", fmt.Errorf("open document: %w", err)
	}
	if err := s.viewed(ctx, actor, g, row); err != nil {
		return nil, "", fmt.Errorf("open document: %w", err)
	}
	return plain, contentType(plain), nil
}

// unseal reads and opens the sealed picture of a leave.
func (s *Service) unseal(ctx context.Context, g grantRow) (documentRow, []byte, error) {
	row, err := selectDocument(ctx, s.DB, g.ConversationID, g.DocumentID)
	if err != nil {
		return row, nil, err
	}
	sealed, err := s.Blobs.Get(ctx, row.BlobKey)
	if err != nil {
		return row, nil, err
	}
	plain, err := s.Keys.OpenEnvelope(purpose, row.additional(), row.envelope(sealed))
	return row, plain, err
}

// viewed uses up a leave and writes down that a document was seen, all or nothing.
func (s *Service) viewed(ctx context.Context, actor session.Actor, g grantRow, row documentRow) error {
	var seq int64
	err := s.DB.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		if err := s.Rooms.Lock(ctx, q, g.ConversationID); err != nil {
			return err
		}
		accountID, owner, open, proposed, err := s.Rooms.StaffRoom(ctx, q, actor, g.ConversationID)
		if err != nil {
			return err
		}
		if g.Reason == "" && (!owner || !open) && (actor.Role != session.Supervisor || !proposed) {
			return errGrantDead()
		}
		if err := useGrant(ctx, q, g, s.now()); err != nil {
			return err
		}
		facts := map[string]string{"documentId": row.ID, "kind": string(row.Kind)}
		if g.Reason != "" {
			facts["reason"] = g.Reason
		}
		if seq, err = s.Rooms.SystemFact(ctx, q, g.ConversationID, "EVENT", "DOCUMENT_VIEWED", facts); err != nil {
			return err
		}
		who := "staff:" + actor.StaffID
		if err := s.write(ctx, q, "conversation:"+g.ConversationID, "document.viewed", who, facts); err != nil {
			return err
		}
		return s.write(ctx, q, "account:"+accountID, "document.viewed", who, facts)
	})
	if err != nil {
		return err
	}
	s.Rooms.Ring(g.ConversationID, seq)
	return nil
}

// contentType tells JPEG from PNG, the two the gate encodes to.
func contentType(data []byte) string {
	if bytes.HasPrefix(data, []byte("\x89PNG\r\n")) {
		return "image/png"
	}
	return "image/jpeg"
}
