package account

import (
	"context"
	"fmt"
	"time"

	"github.com/walletdesk/walletdesk/account/answer"
	"github.com/walletdesk/walletdesk/account/email"
	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/mail"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/session"
)

// Address reads an e-mail address and gives the key it is compared by and the key
// attempts at it are counted by. field is the input's path; fault.Invalid about it.
func (s *Service) Address(field, typed string) (compare, count string, err error) {
	parsed, err := email.Parse(field, typed)
	if err != nil {
		return "", "", err
	}
	return parsed.Compare(), parsed.Throttle(), nil
}

// ByEmail lists the registered accounts whose wallet address has the compare key.
func (s *Service) ByEmail(ctx context.Context, q postgres.Querier, compare string) ([]string, error) {
	ids, err := selectByEmail(ctx, q, compare)
	if err != nil {
		return nil, fmt.Errorf("find accounts of address: %w", err)
	}
	return ids, nil
}

// Standing tells what a recovery must know: whose account it is, its address's
// compare key, whether it is registered and whether it is frozen.
func (s *Service) Standing(ctx context.Context, q postgres.Querier, accountID string) (personID, address string, registered, frozen bool, err error) {
	row, err := s.row(ctx, q, accountID)
	if err != nil {
		return "", "", false, false, fmt.Errorf("find standing of account: %w", err)
	}
	return row.PersonID, compareKey(row.Email), row.RegisteredAt != nil, row.FrozenAt != nil, nil
}

// Renewal writes checked and hashed secrets in the transaction q and holds
// payments until a time. It is repeatable.
type Renewal = func(ctx context.Context, q postgres.Querier, heldUntil time.Time) error

// Renew checks a new payment password, typed twice, and, unless codes is empty,
// three new questions with their answers. It hashes them and returns what writes
// them: the former set is kept beside until DropFormer or RestoreFormer, and wrong
// tries are forgotten. An account is thawed only where new questions are set, for
// those come with an operator's help and its evidence.
//
// fault.Invalid tells of every field at once, fault.Overloaded.
func (s *Service) Renew(ctx context.Context, accountID, typed, again string, codes, answers []string) (Renewal, error) {
	row, err := s.row(ctx, s.db, accountID)
	if err != nil {
		return nil, fmt.Errorf("renew secrets: %w", err)
	}
	var p problems
	var chosen []answerRow
	known := personOf(row)
	if len(codes) > 0 {
		given := pair(codes, answers)
		if chosen, err = p.answers(given, known); err != nil {
			return nil, fmt.Errorf("renew secrets: %w", err)
		}
		known.Answers = spoken(given)
	}
	form, err := s.newPassword(&p, typed, again, known)
	if err != nil {
		return nil, fmt.Errorf("renew secrets: %w", err)
	}
	if err := p.err(); err != nil {
		return nil, err
	}
	if len(codes) == 0 {
		if err := s.notAnAnswer(ctx, accountID, typed); err != nil {
			return nil, fmt.Errorf("renew secrets: %w", err)
		}
	}
	phc, hashed, err := s.hash(ctx, form, chosen)
	if err != nil {
		return nil, fmt.Errorf("renew secrets: %w", err)
	}
	return func(ctx context.Context, q postgres.Querier, heldUntil time.Time) error {
		return s.putRenewed(ctx, q, accountID, phc, hashed, heldUntil)
	}, nil
}

// pair puts codes and answers together; a missing answer is an empty one.
func pair(codes, answers []string) []Answered {
	var all []Answered
	for i, code := range codes {
		a := Answered{Question: code}
		if i < len(answers) {
			a.Answer = answers[i]
		}
		all = append(all, a)
	}
	return all
}

// notAnAnswer refuses a password that answers one of the questions that stay.
func (s *Service) notAnAnswer(ctx context.Context, accountID, typed string) error {
	rows, err := selectAnswers(ctx, s.db, accountID)
	if err != nil {
		return err
	}
	for _, row := range rows {
		normal, err := answer.Normalise(row.Normaliser, typed)
		if err != nil {
			return err
		}
		same, _, err := s.hasher.Verify(ctx, row.PHC, []byte(normal))
		if err != nil {
			return err
		}
		if same {
			return fault.Field("password", "PERSONAL",
				"This password is made of your own data or answers. Please choose another one.")
		}
	}
	return nil
}

func (s *Service) putRenewed(ctx context.Context, q postgres.Querier, accountID, phc string, answers []answerRow, heldUntil time.Time) error {
	if err := s.dropAddressChange(ctx, q, accountID); err != nil {
		return err
	}
	if err := keepFormer(ctx, q, accountID); err != nil {
		return fmt.Errorf("keep former secrets: %w", err)
	}
	if err := putPassword(ctx, q, accountID, phc, s.now()); err != nil {
		return fmt.Errorf("set password: %w", err)
	}
	if err := s.forgive(ctx, q, accountID, kindPassword); err != nil {
		return fmt.Errorf("forget wrong passwords: %w", err)
	}
	if len(answers) > 0 {
		if err := s.putNewAnswers(ctx, q, accountID, answers); err != nil {
			return err
		}
	}
	if err := holdUntil(ctx, q, accountID, heldUntil); err != nil {
		return fmt.Errorf("hold payments: %w", err)
	}
	return nil
}

func (s *Service) putNewAnswers(ctx context.Context, q postgres.Querier, accountID string, answers []answerRow) error {
	if err := putAnswers(ctx, q, accountID, answers); err != nil {
		return fmt.Errorf("set answers: %w", err)
	}
	if err := s.forgive(ctx, q, accountID, kindAnswers); err != nil {
		return fmt.Errorf("forget wrong answers: %w", err)
	}
	if _, err := clearFrozen(ctx, q, accountID); err != nil {
		return fmt.Errorf("thaw account: %w", err)
	}
	return nil
}

// RestoreFormer puts the password and questions from before a recovery back and
// destroys the new ones. It reports false when there are none to put back.
func (s *Service) RestoreFormer(ctx context.Context, q postgres.Querier, accountID string) (bool, error) {
	restored, err := restoreFormer(ctx, q, accountID)
	if err != nil {
		return false, fmt.Errorf("restore former secrets: %w", err)
	}
	return restored, nil
}

// DropFormer destroys the password and questions from before a recovery.
func (s *Service) DropFormer(ctx context.Context, q postgres.Querier, accountID string) error {
	if err := dropFormer(ctx, q, accountID); err != nil {
		return fmt.Errorf("drop former secrets: %w", err)
	}
	return nil
}

// Freeze holds everything sensitive until the account is thawed, and tells every
// known address. A frozen account stays as it is.
func (s *Service) Freeze(ctx context.Context, q postgres.Querier, accountID, actor string) error {
	frozen, err := setFrozen(ctx, q, accountID, s.now())
	if err != nil {
		return fmt.Errorf("freeze account: %w", err)
	}
	if !frozen {
		return nil
	}
	if err := s.dropAddressChange(ctx, q, accountID); err != nil {
		return fmt.Errorf("freeze account: %w", err)
	}
	if err := s.write(ctx, q, accountID, "account.frozen", actor); err != nil {
		return fmt.Errorf("freeze account: %w", err)
	}
	return s.Notify(ctx, q, accountID, mail.AccountFrozen, nil)
}

// freshFor is how old a sign-in may be where a fresh one is asked for.
const freshFor = 5 * time.Minute

// Thaw ends a freeze, for the customer who signed in freshly and has the payment
// password: mailbox and sign-in alone never thaw. An account that is not held stays
// as it is. fault.Unauthenticated
// FRESH_SIGN_IN_REQUIRED, and the failures of VerifyPassword.
func (s *Service) Thaw(ctx context.Context, actor session.Actor, typed string) (*Account, error) {
	if actor.Role != session.Customer {
		return nil, errSignIn()
	}
	if s.now().Sub(actor.AuthTime) > freshFor {
		return nil, fault.New(fault.Unauthenticated, "FRESH_SIGN_IN_REQUIRED", "Please sign in again first.")
	}
	if err := s.VerifyPassword(ctx, actor.AccountID, typed); err != nil {
		return nil, err
	}
	err := s.db.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		thawed, err := clearFrozen(ctx, q, actor.AccountID)
		if err != nil || !thawed {
			return err
		}
		return s.write(ctx, q, actor.AccountID, "account.thawed", "account:"+actor.AccountID)
	})
	if err != nil {
		return nil, fmt.Errorf("thaw account: %w", err)
	}
	return s.Find(ctx, actor.AccountID)
}
