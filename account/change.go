package account

import (
	"context"
	"fmt"

	"github.com/walletdesk/walletdesk/account/answer"
	"github.com/walletdesk/walletdesk/account/password"
	"github.com/walletdesk/walletdesk/mail"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/session"
)

// PasswordChange is a new payment password beside the one that holds.
type PasswordChange struct {
	Current, Password, PasswordAgain string
}

// QuestionsChange is three new questions, allowed by the payment password.
type QuestionsChange struct {
	Password string
	Answers  []Answered
}

// ChangePassword sets a new payment password for the calling customer, who knows
// the present one. fault.Invalid tells of every field of the new one at once
// before a try of the present one is counted; then the failures of VerifyPassword.
// fault.Forbidden ACCOUNT_FROZEN.
func (s *Service) ChangePassword(ctx context.Context, actor session.Actor, in PasswordChange) error {
	row, err := s.changeable(ctx, actor)
	if err != nil {
		return fmt.Errorf("change password: %w", err)
	}
	var p problems
	switch in.Current {
	case "":
		p.say("current", "EMPTY", "Please type the payment password you have now.")
	case in.Password:
		p.say("password", "SAME_AS_BEFORE", "This is the password you have now. Please choose another one.")
	}
	form, err := s.newPassword(&p, in.Password, in.PasswordAgain, personOf(row))
	if err != nil {
		return fmt.Errorf("change password: %w", err)
	}
	if err := p.err(); err != nil {
		return err
	}
	if err := s.VerifyPassword(ctx, row.ID, in.Current); err != nil {
		return err
	}
	if err := s.notAnAnswer(ctx, row.ID, in.Password); err != nil {
		return fmt.Errorf("change password: %w", err)
	}
	phc, _, err := s.hash(ctx, form, nil)
	if err != nil {
		return fmt.Errorf("change password: %w", err)
	}
	return s.changed(ctx, row.ID, "password.changed", mail.PasswordChanged, func(ctx context.Context, q postgres.Querier) error {
		return putPassword(ctx, q, row.ID, phc, s.now())
	})
}

// ChangeQuestions sets three new security questions for the calling customer, who
// knows the payment password. Failures as for ChangePassword.
func (s *Service) ChangeQuestions(ctx context.Context, actor session.Actor, in QuestionsChange) error {
	row, err := s.changeable(ctx, actor)
	if err != nil {
		return fmt.Errorf("change questions: %w", err)
	}
	var p problems
	chosen, err := p.answers(in.Answers, personOf(row))
	if err != nil {
		return fmt.Errorf("change questions: %w", err)
	}
	if in.Password == "" {
		p.say("password", "EMPTY", "Please type your payment password.")
	}
	spoken, err := answer.Normalise(answer.Version, in.Password)
	if err != nil {
		return fmt.Errorf("change questions: %w", err)
	}
	for i, a := range chosen {
		if a.PHC != "" && a.PHC == spoken {
			p.say(fmt.Sprintf("answers.%d.answer", i), "PASSWORD", "Please don't use your payment password as an answer.")
		}
	}
	if err := p.err(); err != nil {
		return err
	}
	if err := s.VerifyPassword(ctx, row.ID, in.Password); err != nil {
		return err
	}
	hashed, err := s.hashAnswers(ctx, chosen)
	if err != nil {
		return fmt.Errorf("change questions: %w", err)
	}
	return s.changed(ctx, row.ID, "answers.changed", mail.QuestionsSet, func(ctx context.Context, q postgres.Querier) error {
		return putAnswers(ctx, q, row.ID, hashed)
	})
}

// changeable is the caller's account, registered and not frozen.
func (s *Service) changeable(ctx context.Context, actor session.Actor) (accountRow, error) {
	if actor.Role != session.Customer {
		return accountRow{}, errSignIn()
	}
	row, err := s.row(ctx, s.db, actor.AccountID)
	switch {
	case err != nil:
		return row, err
	case row.RegisteredAt == nil:
		return row, errNotRegistered()
	case row.FrozenAt != nil:
		return row, errFrozen()
	}
	return row, nil
}

func personOf(row accountRow) password.Person {
	known := password.Person{Names: []string{row.GivenName, row.FamilyName}, Emails: []string{row.Email, row.PersonEmail}}
	if row.BirthDate != nil {
		known.Birth = *row.BirthDate
	}
	return known
}

// changed writes new secrets with their record and notices. A "not me" that came
// while they were hashed wins.
func (s *Service) changed(ctx context.Context, accountID, action, notice string, put func(ctx context.Context, q postgres.Querier) error) error {
	err := s.db.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		if err := lockAccount(ctx, q, accountID); err != nil {
			return err
		}
		row, err := s.row(ctx, q, accountID)
		if err != nil {
			return err
		}
		if row.FrozenAt != nil {
			return errFrozen()
		}
		if err := put(ctx, q); err != nil {
			return err
		}
		if err := s.dropAddressChange(ctx, q, accountID); err != nil {
			return err
		}
		if err := s.write(ctx, q, accountID, action, "account:"+accountID); err != nil {
			return err
		}
		return s.Notify(ctx, q, accountID, notice, nil)
	})
	if err != nil {
		return fmt.Errorf("%s: %w", action, err)
	}
	s.mail.Wake()
	return nil
}
