package recovery

import (
	"context"
	"fmt"

	"github.com/walletdesk/walletdesk/postgres"
)

// NotMe says, with the token of a notice and without a sign-in, "this was not me":
// every recovery of the account that is under way is frozen, a new password that
// still cools down is destroyed and the former one put back, all sessions end, and
// the account is held. The same link again does nothing more and is no failure.
// fault.Conflict LINK_DEAD for expired and unknown links.
func (s *Service) NotMe(ctx context.Context, token string) error {
	var ended []string
	err := s.db.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		ended = nil
		accountID, _, first, err := s.accounts.UseNotMe(ctx, q, token)
		if err != nil || !first {
			return err
		}
		ended, err = s.stop(ctx, q, accountID)
		return err
	})
	if err != nil {
		return fmt.Errorf("stop account: %w", err)
	}
	s.sessions.Announce(ended...)
	s.mail.Wake()
	return nil
}

// Hold is NotMe for the customer who is signed in and sees what was not theirs:
// whoever has a session may stop an account, never start it again.
func (s *Service) Hold(ctx context.Context, accountID string) error {
	var ended []string
	err := s.db.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		var err error
		ended, err = s.stop(ctx, q, accountID)
		return err
	})
	if err != nil {
		return fmt.Errorf("hold account: %w", err)
	}
	s.sessions.Announce(ended...)
	s.mail.Wake()
	return nil
}

// stop freezes an account's recoveries and the account, and ends its sessions.
func (s *Service) stop(ctx context.Context, q postgres.Querier, accountID string) ([]string, error) {
	flows, err := lockUnderWay(ctx, q, accountID)
	if err != nil {
		return nil, err
	}
	for _, f := range flows {
		if err := s.freeze(ctx, q, f); err != nil {
			return nil, err
		}
	}
	owner, _, _, _, err := s.accounts.Standing(ctx, q, accountID)
	if err != nil {
		return nil, err
	}
	if err := s.accounts.Freeze(ctx, q, accountID, "account:"+accountID); err != nil {
		return nil, err
	}
	return s.sessions.EndAll(ctx, q, owner, "", "NOT_ME")
}

func (s *Service) freeze(ctx context.Context, q postgres.Querier, f flowRow) error {
	moved, err := move(ctx, q, f.ID, evFreeze, s.now())
	if err != nil || !moved {
		return err
	}
	restored := "false"
	if f.State == PasswordSet {
		back, err := s.accounts.RestoreFormer(ctx, q, f.AccountID)
		if err != nil {
			return err
		}
		if back {
			restored = "true"
		}
	}
	return s.write(ctx, q, f, "recovery.frozen", flowActor(f), map[string]string{"restored": restored})
}
