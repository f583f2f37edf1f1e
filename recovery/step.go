package recovery

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/mail"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/secret"
	"github.com/walletdesk/walletdesk/throttle"
)

func errAbsent() error {
	return fault.New(fault.NotFound, "NOT_FOUND", "There is no such recovery.")
}

// errWrongState says that a step is not the next one, or that the time is over.
func errWrongState() error {
	return fault.New(fault.Conflict, "WRONG_STATE", "The recovery is at another step by now. Please load the page again.")
}

// find is a flow's row; an id that is none is absent like any other.
func (s *Service) find(ctx context.Context, q postgres.Querier, flowID string) (flowRow, error) {
	if uuid.Validate(flowID) != nil {
		return flowRow{}, errAbsent()
	}
	f, err := selectFlow(ctx, q, flowID)
	if postgres.NoRows(err) {
		return flowRow{}, errAbsent()
	}
	return f, err
}

// Flow is a recovery as its browser sees it. The caller has the id from the
// browser's cookie (FlowByCookie); fault.NotFound when there is none.
func (s *Service) Flow(ctx context.Context, flowID string) (*Flow, error) {
	row, err := s.find(ctx, s.db, flowID)
	if err != nil {
		return nil, fmt.Errorf("find recovery: %w", err)
	}
	now := s.now()
	f := &Flow{
		ID: row.ID, AccountID: row.AccountID, State: row.State, ExpiresAt: row.ExpiresAt,
		FreshSignIn: row.FreshAt != nil && now.Sub(*row.FreshAt) <= freshFor, QuestionCodes: []string{},
		AttemptsLeft: max(answerTries-row.AnswerTries, 0), ConversationID: row.ConversationID,
		NeedsNewQuestions: row.State == ResetApproved, CoolsUntil: row.CoolsUntil,
		DeclineReason: row.DeclineReason, RetryAfter: row.RetryAfter,
	}
	if overdue(row, now) {
		f.State = Expired
	}
	if f.State == SignedIn {
		if f.QuestionCodes, err = s.accounts.SecurityQuestions(ctx, row.AccountID); err != nil {
			return nil, fmt.Errorf("find recovery: %w", err)
		}
	}
	return f, nil
}

// overdue reports whether a flow's timer is late.
func overdue(f flowRow, now time.Time) bool {
	return f.EndedAt == nil && f.State != PasswordSet && !f.ExpiresAt.After(now)
}

// FlowByCookie tells the flow whose browser holds the cookie: one under way, or,
// for a day, one that was finished or declined, so that the customer sees how it
// ended. It gives no power over a flow that has ended.
func (s *Service) FlowByCookie(ctx context.Context, token string) (flowID, accountID string, ok bool, err error) {
	now := s.now()
	row, err := selectByBrowser(ctx, s.db, secret.TokenSum(token), now, now.Add(-shownAfterEnd))
	if postgres.NoRows(err) {
		return "", "", false, nil
	}
	if err != nil {
		return "", "", false, fmt.Errorf("find recovery by cookie: %w", err)
	}
	return row.ID, row.AccountID, true, nil
}

// ActiveState is where the account's recovery stands whose link was confirmed; nil
// when none is under way. The caller has checked that it may know.
func (s *Service) ActiveState(ctx context.Context, accountID string) (*State, error) {
	state, err := selectConfirmedState(ctx, s.db, accountID, s.now())
	if postgres.NoRows(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("find state of recovery: %w", err)
	}
	return &state, nil
}

// UnderWay tells whether the account has a recovery whose link was confirmed and
// that has not ended.
func (s *Service) UnderWay(ctx context.Context, q postgres.Querier, accountID string) (bool, error) {
	_, err := selectConfirmedState(ctx, q, accountID, s.now())
	if postgres.NoRows(err) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("find state of recovery: %w", err)
	}
	return true, nil
}

// otherPersonLimit: a browser that has the mailbox and tries whose it might be.
func otherPersonLimit() throttle.Limit {
	return throttle.Limit{Name: "recovery.other-person", Max: 5, Window: time.Hour}
}

// SignedIn tells a flow that a person proved themself to the marketplace, at
// authTime. Somebody else than the account's own person is refused and counted.
// fault.Forbidden ANOTHER_PERSON, fault.Throttled, fault.Unauthenticated
// FRESH_SIGN_IN_REQUIRED, fault.Conflict WRONG_STATE, fault.NotFound.
func (s *Service) SignedIn(ctx context.Context, flowID, personID string, authTime time.Time) error {
	now := s.now()
	// A provider's clock may be a little away from ours; session checks it exactly.
	authTime = authTime.UTC().Truncate(time.Microsecond)
	if authTime.After(now) {
		authTime = now
	}
	if now.Sub(authTime) > freshFor+time.Minute {
		return errNotFresh()
	}
	f, err := s.find(ctx, s.db, flowID)
	if err != nil {
		return fmt.Errorf("sign in to recovery: %w", err)
	}
	owner, _, _, _, err := s.accounts.Standing(ctx, s.db, f.AccountID)
	if err != nil {
		return fmt.Errorf("sign in to recovery: %w", err)
	}
	if owner != personID {
		return s.refuseOther(ctx, f)
	}
	err = s.db.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		moved, err := move(ctx, q, f.ID, evSignIn, now, authTime)
		if err == nil && !moved {
			moved, err = stampSignIn(ctx, q, f.ID, authTime, now)
		}
		if err != nil {
			return err
		}
		if !moved {
			return errWrongState()
		}
		return s.write(ctx, q, f, "recovery.signed-in", flowActor(f), nil)
	})
	if err != nil {
		return fmt.Errorf("sign in to recovery: %w", err)
	}
	return nil
}

func errNotFresh() error {
	return fault.New(fault.Unauthenticated, "FRESH_SIGN_IN_REQUIRED", "Please sign in again first.")
}

func (s *Service) refuseOther(ctx context.Context, f flowRow) error {
	if err := s.throttle.Take(ctx, "flow:"+f.ID, otherPersonLimit()); err != nil {
		return fmt.Errorf("sign in to recovery: %w", err)
	}
	err := s.db.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		return s.write(ctx, q, f, "recovery.other-person", flowActor(f), nil)
	})
	if err != nil {
		return fmt.Errorf("sign in to recovery: %w", err)
	}
	return fault.New(fault.Forbidden, "ANOTHER_PERSON", "Somebody else signed in. Please sign in as yourself.")
}

// AnswerQuestions checks the answers to the flow's three questions, in order. The
// try is counted, for good, before anything is hashed; the third wrong one locks
// the flow, and so does an account whose tries are used up, or that is frozen.
//
// fault.Invalid WRONG_ANSWERS with AttemptsLeft, fault.Conflict ANSWERS_LOCKED or
// WRONG_STATE, fault.Overloaded, fault.NotFound.
func (s *Service) AnswerQuestions(ctx context.Context, flowID string, answers []string) (*Flow, error) {
	f, err := s.find(ctx, s.db, flowID)
	if err != nil {
		return nil, fmt.Errorf("answer questions: %w", err)
	}
	_, _, _, frozen, err := s.accounts.Standing(ctx, s.db, f.AccountID)
	if err != nil {
		return nil, fmt.Errorf("answer questions: %w", err)
	}
	if frozen {
		return nil, s.lock(ctx, f, errAnswersLocked())
	}
	tries, err := takeAnswerTry(ctx, s.db, f.ID, answerTries, s.now())
	if postgres.NoRows(err) {
		if f.State == SignedIn && f.AnswerTries >= answerTries {
			return nil, s.lock(ctx, f, errAnswersLocked())
		}
		return nil, errWrongState()
	}
	if err != nil {
		return nil, fmt.Errorf("answer questions: %w", err)
	}
	if err := s.accounts.VerifyAnswers(ctx, f.AccountID, answers); err != nil {
		return nil, s.wrongAnswers(ctx, f, answerTries-tries, err)
	}
	err = s.db.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		moved, err := move(ctx, q, f.ID, evAnswer, s.now())
		if err != nil {
			return err
		}
		if !moved {
			return errWrongState()
		}
		return s.write(ctx, q, f, "recovery.answered", flowActor(f), nil)
	})
	if err != nil {
		return nil, fmt.Errorf("answer questions: %w", err)
	}
	return s.Flow(ctx, flowID)
}

func errAnswersLocked() error {
	return fault.New(fault.Conflict, "ANSWERS_LOCKED", "The answers were wrong too often. The support service can help you.")
}

// wrongAnswers does what a failed check asks for.
func (s *Service) wrongAnswers(ctx context.Context, f flowRow, left int, cause error) error {
	told, ok := fault.As(cause)
	switch {
	case ok && told.Code == "WRONG_ANSWERS" && told.AttemptsLeft != nil:
		left = min(left, *told.AttemptsLeft)
		cause = told.WithAttempts(left)
		if left > 0 {
			return cause
		}
		return s.lock(ctx, f, cause)
	case ok && told.Code == "ANSWERS_LOCKED":
		return s.lock(ctx, f, cause)
	default: // nothing was compared
		return errors.Join(cause, untakeAnswerTry(ctx, s.db, f.ID))
	}
}

// lock ends the way through the answers and returns cause.
func (s *Service) lock(ctx context.Context, f flowRow, cause error) error {
	err := s.db.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		expires := s.now().Add(LinkFor)
		moved, err := move(ctx, q, f.ID, evLock, s.now(), expires)
		if err != nil || !moved {
			return err
		}
		if err := s.expireAt(ctx, q, f.ID, expires); err != nil {
			return err
		}
		return s.write(ctx, q, f, "recovery.locked", flowActor(f), nil)
	})
	if err != nil {
		return fmt.Errorf("lock recovery: %w", err)
	}
	return cause
}

// SetPasswordInput is a new payment password.
type SetPasswordInput struct {
	Password, PasswordAgain string
	// Questions are the codes of three new questions, Answers what they are answered
	// with; both empty where the flow keeps its questions.
	Questions, Answers []string
	// SessionID is the calling browser's own session, if it has one; it stays.
	SessionID string
}

// passwordLimit: each try costs hashes.
func passwordLimit() throttle.Limit {
	return throttle.Limit{Name: "recovery.password", Max: 30, Window: time.Hour}
}

// SetPassword sets a new payment password: from ANSWERED the password alone; from
// RESET_APPROVED, freshly signed in in this browser, with three new questions.
// Other sessions end, payments and new cards wait (24 hours, 72 when an operator
// helped), and the former secrets are kept until then.
//
// fault.Invalid tells of every field, fault.Unauthenticated FRESH_SIGN_IN_REQUIRED,
// fault.Forbidden ACCOUNT_FROZEN, fault.Conflict WRONG_STATE, fault.Throttled,
// fault.Overloaded, fault.NotFound.
func (s *Service) SetPassword(ctx context.Context, flowID string, in SetPasswordInput) (*Flow, error) {
	f, err := s.find(ctx, s.db, flowID)
	if err != nil {
		return nil, fmt.Errorf("set recovered password: %w", err)
	}
	owner, _, _, frozen, err := s.accounts.Standing(ctx, s.db, f.AccountID)
	if err != nil {
		return nil, fmt.Errorf("set recovered password: %w", err)
	}
	if err := s.mayset(f, in, frozen); err != nil {
		return nil, err
	}
	if err := s.throttle.Take(ctx, "flow:"+f.ID, passwordLimit()); err != nil {
		return nil, fmt.Errorf("set recovered password: %w", err)
	}
	renewal, err := s.accounts.Renew(ctx, f.AccountID, in.Password, in.PasswordAgain, in.Questions, in.Answers)
	if err != nil {
		return nil, fmt.Errorf("set recovered password: %w", err)
	}
	var ended []string
	err = s.db.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		if err := s.putPassword(ctx, q, f, renewal); err != nil {
			return err
		}
		ended, err = s.sessions.EndAll(ctx, q, owner, in.SessionID, "PASSWORD_RECOVERED")
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("set recovered password: %w", err)
	}
	s.sessions.Announce(ended...)
	s.mail.Wake()
	return s.Flow(ctx, flowID)
}

// mayset checks what can be told before anything is hashed; the edge itself checks
// again.
func (s *Service) mayset(f flowRow, in SetPasswordInput, frozen bool) error {
	switch f.State {
	case Answered:
		if frozen {
			return fault.New(fault.Forbidden, "ACCOUNT_FROZEN", "The account is held because somebody said \"this was not me\".")
		}
		if len(in.Questions)+len(in.Answers) > 0 {
			return fault.Field("answers", "NOT_WANTED", "Your security questions stay as they are.")
		}
	case ResetApproved:
		if f.FreshAt == nil || s.now().Sub(*f.FreshAt) > freshFor {
			return errNotFresh()
		}
		if len(in.Questions) == 0 {
			return fault.Field("answers", "THREE_NEEDED", "Please choose three questions.")
		}
	default:
		return errWrongState()
	}
	return nil
}

func (s *Service) putPassword(ctx context.Context, q postgres.Querier, f flowRow, renewal func(context.Context, postgres.Querier, time.Time) error) error {
	now := s.now()
	cools := now.Add(coolAfterAnswers)
	if f.State == ResetApproved {
		hold, err := selectHold(ctx, q, f.ID)
		if err != nil {
			return err
		}
		cools = now.Add(max(hold, coolAfterOperator))
	}
	moved, err := move(ctx, q, f.ID, evPassword, now, cools, now.Add(-freshFor))
	if err != nil {
		return err
	}
	if !moved {
		return errWrongState()
	}
	if err := renewal(ctx, q, cools); err != nil {
		return err
	}
	if err := s.jobs.Enqueue(ctx, q, jobFinish, f.ID, cools, nil); err != nil {
		return err
	}
	if err := s.write(ctx, q, f, "recovery.password-set", flowActor(f), nil); err != nil {
		return err
	}
	return s.accounts.NotifyFlow(ctx, q, f.AccountID, f.ID, mail.PasswordReset, map[string]string{"until": cools.Format(time.RFC3339)})
}

// Cancel ends a recovery whose password is not set yet; the payment password stays
// as it was. fault.Conflict WRONG_STATE, fault.NotFound.
func (s *Service) Cancel(ctx context.Context, flowID string) (*Flow, error) {
	f, err := s.find(ctx, s.db, flowID)
	if err != nil {
		return nil, fmt.Errorf("cancel recovery: %w", err)
	}
	err = s.db.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		moved, err := move(ctx, q, f.ID, evCancel, s.now())
		if err != nil {
			return err
		}
		if !moved {
			return errWrongState()
		}
		return s.write(ctx, q, f, "recovery.cancelled", flowActor(f), nil)
	})
	if err != nil {
		return nil, fmt.Errorf("cancel recovery: %w", err)
	}
	return s.Flow(ctx, flowID)
}
