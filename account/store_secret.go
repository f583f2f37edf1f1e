package account

import (
	"context"
	"time"

	"github.com/walletdesk/walletdesk/postgres"
)

// answerRow is a question with the hash of its answer.
type answerRow struct {
	Position   int    `db:"position"`
	Question   string `db:"question_code"`
	PHC        string `db:"answer_phc"`
	Normaliser int    `db:"normaliser"`
}

func selectPassword(ctx context.Context, q postgres.Querier, accountID string) (string, error) {
	const query = `
		SELECT password_phc
		FROM account_secret
		WHERE account_id = $1 AND generation = 'CURRENT'`
	var phc string
	err := q.GetContext(ctx, &phc, query, accountID)
	return phc, err
}

func selectAnswers(ctx context.Context, q postgres.Querier, accountID string) ([]answerRow, error) {
	const query = `
		SELECT position, question_code, answer_phc, normaliser
		FROM security_answer
		WHERE account_id = $1 AND generation = 'CURRENT'
		ORDER BY position`
	var rows []answerRow
	err := q.SelectContext(ctx, &rows, query, accountID)
	return rows, err
}

// putPassword sets the current password's hash.
func putPassword(ctx context.Context, q postgres.Querier, accountID, phc string, now time.Time) error {
	const query = `
		INSERT INTO account_secret (account_id, generation, password_phc, set_at)
		VALUES ($1, 'CURRENT', $2, $3)
		ON CONFLICT (account_id, generation)
		DO UPDATE SET password_phc = EXCLUDED.password_phc, set_at = EXCLUDED.set_at`
	_, err := q.ExecContext(ctx, query, accountID, phc, now)
	return err
}

// rehashPassword replaces a hash by a stronger one of the same password, unless
// another password was set meanwhile.
func rehashPassword(ctx context.Context, q postgres.Querier, accountID, former, phc string) error {
	const query = `
		UPDATE account_secret
		SET password_phc = $3
		WHERE account_id = $1 AND generation = 'CURRENT' AND password_phc = $2`
	_, err := q.ExecContext(ctx, query, accountID, former, phc)
	return err
}

// putAnswers replaces the current questions.
func putAnswers(ctx context.Context, q postgres.Querier, accountID string, rows []answerRow) error {
	const clean = `
		DELETE FROM security_answer
		WHERE account_id = $1 AND generation = 'CURRENT'`
	if _, err := q.ExecContext(ctx, clean, accountID); err != nil {
		return err
	}
	const query = `
		INSERT INTO security_answer (account_id, generation, position, question_code, answer_phc, normaliser)
		VALUES ($1, 'CURRENT', $2, $3, $4, $5)`
	for _, row := range rows {
		if _, err := q.ExecContext(ctx, query, accountID, row.Position, row.Question, row.PHC, row.Normaliser); err != nil {
			return err
		}
	}
	return nil
}

// keepFormer copies the current set. A former set that is there already stays:
// it is the one from before the recovery.
func keepFormer(ctx context.Context, q postgres.Querier, accountID string) error {
	const answers = `
		INSERT INTO security_answer (account_id, generation, position, question_code, answer_phc, normaliser)
		SELECT account_id, 'FORMER', position, question_code, answer_phc, normaliser
		FROM security_answer
		WHERE account_id = $1
			AND generation = 'CURRENT'
			AND NOT EXISTS (SELECT FROM account_secret WHERE account_id = $1 AND generation = 'FORMER')`
	if _, err := q.ExecContext(ctx, answers, accountID); err != nil {
		return err
	}
	const current = `
		INSERT INTO account_secret (account_id, generation, password_phc, set_at)
		SELECT account_id, 'FORMER', password_phc, set_at
		FROM account_secret
		WHERE account_id = $1 AND generation = 'CURRENT'
		ON CONFLICT (account_id, generation) DO NOTHING`
	_, err := q.ExecContext(ctx, current, accountID)
	return err
}

// restoreFormer destroys the current set and puts the former one in its place. It
// reports false, and changes nothing, when there is no former one.
func restoreFormer(ctx context.Context, q postgres.Querier, accountID string) (bool, error) {
	const drop = `
		DELETE FROM account_secret
		WHERE account_id = $1
			AND generation = 'CURRENT'
			AND EXISTS (SELECT FROM account_secret WHERE account_id = $1 AND generation = 'FORMER')`
	dropped, err := postgres.ExecOne(ctx, q, drop, accountID)
	if err != nil || !dropped {
		return false, err
	}
	for _, query := range []string{
		`DELETE FROM security_answer WHERE account_id = $1 AND generation = 'CURRENT'`,
		`UPDATE account_secret SET generation = 'CURRENT' WHERE account_id = $1 AND generation = 'FORMER'`,
		`UPDATE security_answer SET generation = 'CURRENT' WHERE account_id = $1 AND generation = 'FORMER'`,
	} {
		if _, err := q.ExecContext(ctx, query, accountID); err != nil {
			return false, err
		}
	}
	return true, nil
}

func dropFormer(ctx context.Context, q postgres.Querier, accountID string) error {
	for _, query := range []string{
		`DELETE FROM account_secret WHERE account_id = $1 AND generation = 'FORMER'`,
		`DELETE FROM security_answer WHERE account_id = $1 AND generation = 'FORMER'`,
	} {
		if _, err := q.ExecContext(ctx, query, accountID); err != nil {
			return err
		}
	}
	return nil
}

// attemptRow counts wrong secrets of a kind (PASSWORD, ANSWERS) in a row.
type attemptRow struct {
	Failures     int        `db:"failures"`
	BlockedUntil *time.Time `db:"blocked_until"`
	DisabledAt   *time.Time `db:"disabled_at"`
}

// lockAttempt returns the counter, made when it is not there, and holds it until
// the transaction ends.
func lockAttempt(ctx context.Context, q postgres.Querier, accountID, kind string) (attemptRow, error) {
	const query = `
		INSERT INTO account_attempt (account_id, kind)
		VALUES ($1, $2)
		ON CONFLICT (account_id, kind)
		DO UPDATE SET failures = account_attempt.failures  -- changes nothing, locks the row
		RETURNING failures, blocked_until, disabled_at`
	var row attemptRow
	err := q.GetContext(ctx, &row, query, accountID, kind)
	return row, err
}

func updateAttempt(ctx context.Context, q postgres.Querier, accountID, kind string, row attemptRow) error {
	const query = `
		UPDATE account_attempt
		SET failures = $3, blocked_until = $4, disabled_at = $5
		WHERE account_id = $1 AND kind = $2`
	_, err := q.ExecContext(ctx, query, accountID, kind, row.Failures, row.BlockedUntil, row.DisabledAt)
	return err
}

// untakeAttempt gives back a try whose secret was never looked at.
func untakeAttempt(ctx context.Context, q postgres.Querier, accountID, kind string) error {
	const query = `
		UPDATE account_attempt
		SET failures = GREATEST(failures - 1, 0), blocked_until = NULL, disabled_at = NULL
		WHERE account_id = $1 AND kind = $2`
	_, err := q.ExecContext(ctx, query, accountID, kind)
	return err
}
