package account

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/walletdesk/walletdesk/account/answer"
	"github.com/walletdesk/walletdesk/account/password"
	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/mail"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/throttle"
)

// Wrong payment passwords: so many in a row block it, for firstBlock and then
// twice as long each time; so many with no right one between disable it until a
// recovery (NIST SP 800-63B-4 §3.2.2 allows at most 100).
const (
	passwordRow  = 5
	passwordMost = 20
	firstBlock   = 30 * time.Minute
)

// Wrong answers in a row, for life; then only an operator helps.
const answersMost = 10

// The kinds of account_attempt.
const (
	kindPassword = "PASSWORD"
	kindAnswers  = "ANSWERS"
)

// Tries of the answers in any 24 hours.
func answersLimit() throttle.Limit {
	return throttle.Limit{Name: "account.answers.day", Max: 5, Window: 24 * time.Hour}
}

// VerifyPassword checks the payment password of an account. The try is counted,
// for good, before anything is hashed.
//
// fault.Invalid WRONG_PASSWORD with AttemptsLeft before the next block (and
// RetryAt when that is now); fault.Throttled BLOCKED with RetryAt;
// fault.Forbidden PASSWORD_DISABLED: only a recovery helps; fault.Conflict
// NOT_REGISTERED; fault.Overloaded, which costs no try.
func (s *Service) VerifyPassword(ctx context.Context, accountID, typed string) error {
	if err := s.hasher.Room(ctx); err != nil {
		return fmt.Errorf("verify password: %w", err)
	}
	phc, err := selectPassword(ctx, s.db, accountID)
	if postgres.NoRows(err) {
		return errNotRegistered()
	}
	if err != nil {
		return fmt.Errorf("verify password: %w", err)
	}
	counted, err := s.takePassword(ctx, accountID)
	if err != nil {
		return fmt.Errorf("verify password: %w", err)
	}
	form, fits := password.Prepare(typed)
	right, outdated := false, false
	if fits {
		right, outdated, err = s.hasher.Verify(ctx, phc, form)
		if err != nil {
			return fmt.Errorf("verify password: %w", s.untake(ctx, accountID, kindPassword, err))
		}
	}
	if !right {
		return s.wrongPassword(ctx, accountID, counted)
	}
	if err := s.forgive(ctx, s.db, accountID, kindPassword); err != nil {
		return fmt.Errorf("verify password: %w", err)
	}
	if outdated {
		s.rehash(ctx, accountID, phc, form)
	}
	return nil
}

// takePassword counts a try as wrong until it is found right.
func (s *Service) takePassword(ctx context.Context, accountID string) (attemptRow, error) {
	var row attemptRow
	err := s.db.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		var err error
		row, err = lockAttempt(ctx, q, accountID, kindPassword)
		if err != nil {
			return err
		}
		now := s.now()
		switch {
		case row.DisabledAt != nil:
			return fault.New(fault.Forbidden, "PASSWORD_DISABLED",
				"The payment password was wrong too often. Please recover it to set a new one.")
		case row.BlockedUntil != nil && row.BlockedUntil.After(now):
			return fault.New(fault.Throttled, "BLOCKED",
				"The payment password was wrong too often. Please try again later.").WithRetry(*row.BlockedUntil)
		}
		row.Failures++
		row.BlockedUntil = nil
		if row.Failures%passwordRow == 0 {
			until := now.Add(firstBlock << (row.Failures/passwordRow - 1))
			row.BlockedUntil = &until
		}
		if row.Failures >= passwordMost {
			row.DisabledAt = &now
		}
		return updateAttempt(ctx, q, accountID, kindPassword, row)
	})
	return row, err
}

// wrongPassword writes down a wrong try, with the mails it makes, and says so.
func (s *Service) wrongPassword(ctx context.Context, accountID string, counted attemptRow) error {
	err := s.db.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		action, notice := "password.wrong", ""
		switch {
		case counted.DisabledAt != nil:
			action, notice = "password.disabled", mail.PasswordDisabled
		case counted.Failures == passwordMost-1:
			notice = mail.PasswordWarning
		case counted.BlockedUntil != nil:
			action = "password.blocked"
		}
		if err := s.write(ctx, q, accountID, action, "account:"+accountID); err != nil {
			return err
		}
		if notice == "" {
			return nil
		}
		return s.Notify(ctx, q, accountID, notice, nil)
	})
	if err != nil {
		return fmt.Errorf("verify password: %w", err)
	}
	s.mail.Wake()
	if counted.DisabledAt != nil {
		return fault.New(fault.Forbidden, "PASSWORD_DISABLED",
			"The payment password was wrong too often. Please recover it to set a new one.").WithAttempts(0)
	}
	left := (passwordRow - counted.Failures%passwordRow) % passwordRow
	wrong := fault.New(fault.Invalid, "WRONG_PASSWORD", "This is not your payment password.").WithAttempts(left)
	if counted.BlockedUntil != nil {
		wrong = wrong.WithRetry(*counted.BlockedUntil)
	}
	return wrong
}

// forgive forgets wrong tries after a right one.
func (s *Service) forgive(ctx context.Context, q postgres.Querier, accountID, kind string) error {
	return updateAttempt(ctx, q, accountID, kind, attemptRow{})
}

// untake gives the try back when nothing was hashed because too many wait.
func (s *Service) untake(ctx context.Context, accountID, kind string, cause error) error {
	if !errors.Is(cause, fault.Overloaded) {
		return cause
	}
	if err := untakeAttempt(ctx, s.db, accountID, kind); err != nil {
		return errors.Join(cause, err)
	}
	return cause
}

// rehash makes a hash with today's parameters. The password was right all the
// same when that fails; the next sign of it tries again.
func (s *Service) rehash(ctx context.Context, accountID, former string, form []byte) {
	phc, err := s.hasher.Hash(ctx, form)
	if err == nil {
		err = rehashPassword(ctx, s.db, accountID, former, phc)
	}
	if err != nil {
		s.logger.WarnContext(ctx, "payment password not hashed anew, tried again next time", "error", err)
	}
}

// SecurityQuestions are the codes of an account's three questions, in order.
func (s *Service) SecurityQuestions(ctx context.Context, accountID string) ([]string, error) {
	rows, err := selectAnswers(ctx, s.db, accountID)
	if err != nil {
		return nil, fmt.Errorf("list security questions: %w", err)
	}
	codes := make([]string, 0, len(rows))
	for _, row := range rows {
		codes = append(codes, row.Question)
	}
	return codes, nil
}

// VerifyAnswers checks the answers to all of an account's questions, in their
// order. All are computed, always, and which was wrong is never told. The try is
// counted, for good, before anything is hashed.
//
// fault.Invalid WRONG_ANSWERS with AttemptsLeft; fault.Conflict ANSWERS_LOCKED (5
// in 24 hours, with RetryAt, or 10 in a row): only an operator helps;
// fault.Overloaded, which costs a try of the 24 hours' alone.
func (s *Service) VerifyAnswers(ctx context.Context, accountID string, answers []string) error {
	if err := s.hasher.Room(ctx); err != nil {
		return fmt.Errorf("verify answers: %w", err)
	}
	rows, err := selectAnswers(ctx, s.db, accountID)
	if err != nil {
		return fmt.Errorf("verify answers: %w", err)
	}
	if len(rows) == 0 {
		return errNotRegistered()
	}
	if len(answers) != len(rows) {
		return fault.Field("answers", "THREE_NEEDED", "Please answer all three questions.")
	}
	counted, err := s.takeAnswers(ctx, accountID)
	if err != nil {
		return fmt.Errorf("verify answers: %w", err)
	}
	right, err := s.compare(ctx, rows, answers)
	if err != nil {
		return fmt.Errorf("verify answers: %w", s.untake(ctx, accountID, kindAnswers, err))
	}
	if !right {
		return s.wrongAnswers(ctx, accountID, counted)
	}
	if err := s.forgive(ctx, s.db, accountID, kindAnswers); err != nil {
		return fmt.Errorf("verify answers: %w", err)
	}
	if err := s.throttle.Reset(ctx, "account:"+accountID, answersLimit()); err != nil {
		return fmt.Errorf("verify answers: %w", err)
	}
	return nil
}

func errAnswersLocked() *fault.Error {
	return fault.New(fault.Conflict, "ANSWERS_LOCKED",
		"The answers were wrong too often. The support service can help you.")
}

// takeAnswers counts a try as wrong until it is found right.
func (s *Service) takeAnswers(ctx context.Context, accountID string) (attemptRow, error) {
	if err := s.throttle.Take(ctx, "account:"+accountID, answersLimit()); err != nil {
		if f, ok := fault.As(err); ok && f.Kind == fault.Throttled {
			return attemptRow{}, errAnswersLocked().WithRetry(f.RetryAt)
		}
		return attemptRow{}, err
	}
	var row attemptRow
	err := s.db.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		var err error
		row, err = lockAttempt(ctx, q, accountID, kindAnswers)
		if err != nil {
			return err
		}
		if row.Failures >= answersMost {
			return errAnswersLocked()
		}
		row.Failures++
		return updateAttempt(ctx, q, accountID, kindAnswers, row)
	})
	return row, err
}

// compare computes all answers, whatever the first ones say.
func (s *Service) compare(ctx context.Context, rows []answerRow, answers []string) (bool, error) {
	right := true
	for i, row := range rows {
		normal, err := answer.Normalise(row.Normaliser, answers[i])
		if err != nil {
			return false, err
		}
		ok, _, err := s.hasher.Verify(ctx, row.PHC, []byte(normal))
		if err != nil {
			return false, err
		}
		right = right && ok
	}
	return right, nil
}

func (s *Service) wrongAnswers(ctx context.Context, accountID string, counted attemptRow) error {
	err := s.db.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		return s.write(ctx, q, accountID, "answers.wrong", "account:"+accountID)
	})
	if err != nil {
		return fmt.Errorf("verify answers: %w", err)
	}
	return fault.New(fault.Invalid, "WRONG_ANSWERS", "At least one of the answers is not right.").
		WithAttempts(answersMost - counted.Failures)
}
