package account

import (
	"context"
	"fmt"

	"github.com/walletdesk/walletdesk/account/email"
	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/mail"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/session"
)

// EmailChange is another address for a registered account.
type EmailChange struct {
	Email     string
	Password  string // the payment password
	UserAgent string // the asking browser's, named in the mail
}

// ChangeEmail sends a link and a code to another address, for the calling customer
// of a registered account, who knows the payment password. The account keeps its
// address until the new one is confirmed (ConfirmEmail); the former one gets a
// notice then. Never while a recovery is under way.
//
// fault.Invalid about "email" and "password" at once, before a try of the password
// is counted; then the failures of VerifyPassword. fault.Conflict RECOVERY_UNDER_WAY,
// fault.Forbidden ACCOUNT_FROZEN, fault.Throttled.
func (s *Service) ChangeEmail(ctx context.Context, actor session.Actor, in EmailChange) (*Confirmation, error) {
	row, err := s.changeable(ctx, actor)
	if err != nil {
		return nil, fmt.Errorf("change e-mail: %w", err)
	}
	address, err := s.otherAddress(row, in)
	if err != nil {
		return nil, err
	}
	if err := s.notRecovering(ctx, s.db, row.ID); err != nil {
		return nil, fmt.Errorf("change e-mail: %w", err)
	}
	if err := s.VerifyPassword(ctx, row.ID, in.Password); err != nil {
		return nil, err
	}
	if err := s.takeMail(ctx, actor, address); err != nil {
		return nil, fmt.Errorf("change e-mail: %w", err)
	}
	sent, err := s.confirmationSent(ctx, row, address, in.UserAgent)
	if err != nil {
		return nil, fmt.Errorf("change e-mail: %w", err)
	}
	return sent, nil
}

// otherAddress reads what was typed; everything that is wrong is told at once.
func (s *Service) otherAddress(row accountRow, in EmailChange) (email.Address, error) {
	var p problems
	address, err := email.Parse("email", in.Email)
	if f, ok := fault.As(err); ok {
		for _, field := range f.Fields {
			p.say(field.Field, field.Code, field.Message)
		}
	} else if err != nil {
		return address, fmt.Errorf("change e-mail: %w", err)
	} else if address.Compare() == compareKey(row.Email) {
		p.say("email", "SAME_AS_BEFORE", "This is the address the account has.")
	}
	if in.Password == "" {
		p.say("password", "EMPTY", "Please type your payment password.")
	}
	return address, p.err()
}

// notRecovering refuses while a recovery is under way: whoever has the mailbox could
// move it away from its owner in the middle of it.
func (s *Service) notRecovering(ctx context.Context, q postgres.Querier, accountID string) error {
	if s.recovering == nil {
		return nil
	}
	under, err := s.recovering(ctx, q, accountID)
	if err != nil {
		return err
	}
	if under {
		return fault.New(fault.Conflict, "RECOVERY_UNDER_WAY", "The address can't be changed while the payment password is being recovered.")
	}
	return nil
}

// dropAddressChange kills a change of address that waits for its confirmation: it was
// allowed by secrets that hold no more, or by somebody whose session was not theirs.
func (s *Service) dropAddressChange(ctx context.Context, q postgres.Querier, accountID string) error {
	if err := replaceConfirmation(ctx, q, accountID, s.now()); err != nil {
		return fmt.Errorf("drop change of address: %w", err)
	}
	return nil
}

// moved changes the address of a registered account to a confirmed one. The former
// address gets a notice, and the marketplace's.
func (s *Service) moved(ctx context.Context, q postgres.Querier, before accountRow, used confirmationRow) error {
	if before.FrozenAt != nil {
		return errFrozen()
	}
	if err := s.notRecovering(ctx, q, before.ID); err != nil {
		return err
	}
	if err := setChangedEmail(ctx, q, before.ID, used.Email, compareKey(used.Email), s.now()); err != nil {
		return fmt.Errorf("change address: %w", err)
	}
	if err := s.write(ctx, q, before.ID, "email.changed", "account:"+before.ID); err != nil {
		return err
	}
	for _, address := range known(before) {
		if compareKey(address) == compareKey(used.Email) {
			continue
		}
		if err := s.notifyAt(ctx, q, before, address, "", mail.EmailChanged, nil); err != nil {
			return fmt.Errorf("tell former address: %w", err)
		}
	}
	return nil
}
