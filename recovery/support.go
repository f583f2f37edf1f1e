package recovery

import (
	"context"
	"fmt"
	"time"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/mail"
	"github.com/walletdesk/walletdesk/postgres"
)

// Escalate moves a flow to the support service and binds it to a conversation, in
// the chat's transaction; again for one that is there already. fault.Throttled
// RETRY_LATER within 24 hours of a no, fault.Conflict WRONG_STATE, fault.NotFound.
func (s *Service) Escalate(ctx context.Context, q postgres.Querier, flowID, conversationID string) error {
	f, err := s.find(ctx, q, flowID)
	if err != nil {
		return fmt.Errorf("escalate recovery: %w", err)
	}
	now := s.now()
	retry, err := selectRetryAfter(ctx, q, f.AccountID, now)
	if err == nil {
		return fault.New(fault.Throttled, "RETRY_LATER", "The support service said no a short while ago. Please try again later.").WithRetry(retry)
	}
	if !postgres.NoRows(err) {
		return fmt.Errorf("escalate recovery: %w", err)
	}
	expires := now.Add(escalatedFor)
	moved, err := move(ctx, q, f.ID, evEscalate, now, conversationID, expires)
	if err != nil {
		return fmt.Errorf("escalate recovery: %w", err)
	}
	if !moved {
		again, err := setConversation(ctx, q, f.ID, conversationID, now)
		if err != nil {
			return fmt.Errorf("escalate recovery: %w", err)
		}
		if !again {
			return errWrongState()
		}
		return nil
	}
	if err := s.expireAt(ctx, q, f.ID, expires); err != nil {
		return fmt.Errorf("escalate recovery: %w", err)
	}
	return s.write(ctx, q, f, "recovery.escalated", flowActor(f), map[string]string{"conversation": conversationID})
}

// CaseFlow tells what the support service needs of a flow: its account, its state,
// whether the account's own person has signed in during it, and when it was asked
// for. fault.NotFound when there is no such flow.
func (s *Service) CaseFlow(ctx context.Context, q postgres.Querier, flowID string) (accountID, state string, signedIn bool, startedAt time.Time, err error) {
	f, err := s.find(ctx, q, flowID)
	if err != nil {
		return "", "", false, time.Time{}, fmt.Errorf("find recovery of case: %w", err)
	}
	if overdue(f, s.now()) {
		f.State = Expired
	}
	return f.AccountID, string(f.State), f.SignedInAt != nil, f.RequestedAt, nil
}

// Approve lets the customer set a new payment password within 72 hours, in the
// transaction of the second person's decision. The way there is a mail to the
// wallet's address. fault.Conflict WRONG_STATE when the flow is not ESCALATED or
// has had no sign-in, fault.NotFound.
func (s *Service) Approve(ctx context.Context, q postgres.Querier, flowID string) error {
	f, err := s.find(ctx, q, flowID)
	if err != nil {
		return fmt.Errorf("approve recovery: %w", err)
	}
	f.ExpiresAt = s.now().Add(approvedFor)
	moved, err := move(ctx, q, f.ID, evApprove, s.now(), f.ExpiresAt)
	if err != nil {
		return fmt.Errorf("approve recovery: %w", err)
	}
	if !moved {
		return errWrongState()
	}
	if err := s.expireAt(ctx, q, f.ID, f.ExpiresAt); err != nil {
		return fmt.Errorf("approve recovery: %w", err)
	}
	if err := s.write(ctx, q, f, "recovery.approved", "system", nil); err != nil {
		return fmt.Errorf("approve recovery: %w", err)
	}
	if err := s.sendLink(ctx, q, f, request{}, approvedLink, mail.RecoveryApproved); err != nil {
		return fmt.Errorf("approve recovery: %w", err)
	}
	return s.accounts.NotifyElsewhere(ctx, q, f.AccountID, f.ID, mail.ResetApproved, nil)
}

// Decline ends a flow with a reason the customer reads, in the transaction of the
// second person's decision. fault.Conflict WRONG_STATE when the flow is not
// ESCALATED, fault.NotFound.
func (s *Service) Decline(ctx context.Context, q postgres.Querier, flowID, reason string) error {
	f, err := s.find(ctx, q, flowID)
	if err != nil {
		return fmt.Errorf("decline recovery: %w", err)
	}
	retry := s.now().Add(retryAfter)
	moved, err := move(ctx, q, f.ID, evDecline, s.now(), reason, retry)
	if err != nil {
		return fmt.Errorf("decline recovery: %w", err)
	}
	if !moved {
		return errWrongState()
	}
	if err := s.write(ctx, q, f, "recovery.declined", "system", map[string]string{"reason": reason}); err != nil {
		return fmt.Errorf("decline recovery: %w", err)
	}
	return s.accounts.NotifyFlow(ctx, q, f.AccountID, f.ID, mail.RecoveryDeclined,
		map[string]string{"reason": reason, "until": retry.Format(time.RFC3339)})
}
