package recovery

import (
	"context"
	"time"

	"github.com/walletdesk/walletdesk/postgres"
)

type flowRow struct {
	ID             string     `db:"id"`
	AccountID      string     `db:"account_id"`
	State          State      `db:"state"`
	UserAgent      string     `db:"user_agent"`
	AnswerTries    int        `db:"answer_tries"`
	RequestedAt    time.Time  `db:"requested_at"`
	ExpiresAt      time.Time  `db:"expires_at"`
	SignedInAt     *time.Time `db:"signed_in_at"`
	FreshAt        *time.Time `db:"fresh_at"`
	ConversationID *string    `db:"conversation_id"`
	CoolsUntil     *time.Time `db:"cools_until"`
	EndedAt        *time.Time `db:"ended_at"`
	DeclineReason  *string    `db:"decline_reason"`
	RetryAfter     *time.Time `db:"retry_after"`
}

func insertFlow(ctx context.Context, q postgres.Querier, f flowRow, locale string) error {
	const query = `
		INSERT INTO recovery_flow (id, account_id, state, locale, user_agent, requested_at, expires_at)
		VALUES ($1, $2, 'REQUESTED', $3, $4, $5, $6)`
	_, err := q.ExecContext(ctx, query, f.ID, f.AccountID, locale, f.UserAgent, f.RequestedAt, f.ExpiresAt)
	return err
}

func selectFlow(ctx context.Context, q postgres.Querier, id string) (flowRow, error) {
	const query = `
		SELECT id, account_id, state, user_agent, answer_tries, requested_at, expires_at, signed_in_at, fresh_at,
			conversation_id, cools_until, ended_at, decline_reason, retry_after
		FROM recovery_flow
		WHERE id = $1`
	var f flowRow
	err := q.GetContext(ctx, &f, query, id)
	return f, err
}

// selectByBrowser finds the flow a browser holds: one under way, or one whose end
// the browser is still to see.
func selectByBrowser(ctx context.Context, q postgres.Querier, sum []byte, now, endedAfter time.Time) (flowRow, error) {
	const query = `
		SELECT id, account_id, state, user_agent, answer_tries, requested_at, expires_at, signed_in_at, fresh_at,
			conversation_id, cools_until, ended_at, decline_reason, retry_after
		FROM recovery_flow
		WHERE browser_sum = $1
			AND (state IN ('LINK_CONFIRMED', 'SIGNED_IN', 'ANSWERED', 'LOCKED', 'ESCALATED', 'RESET_APPROVED') AND expires_at > $2
				OR state = 'PASSWORD_SET'
				OR state IN ('DONE', 'DECLINED') AND ended_at > $3)`
	var f flowRow
	err := q.GetContext(ctx, &f, query, sum, now, endedAfter)
	return f, err
}

// lockUnderWay holds all flows of an account that have not ended, always in the
// same order.
func lockUnderWay(ctx context.Context, q postgres.Querier, accountID string) ([]flowRow, error) {
	const query = `
		SELECT id, account_id, state, user_agent, answer_tries, requested_at, expires_at, signed_in_at, fresh_at,
			conversation_id, cools_until, ended_at, decline_reason, retry_after
		FROM recovery_flow
		WHERE account_id = $1
			AND state IN ('REQUESTED', 'LINK_CONFIRMED', 'SIGNED_IN', 'ANSWERED', 'LOCKED', 'ESCALATED', 'RESET_APPROVED', 'PASSWORD_SET')
		ORDER BY id
		FOR UPDATE`
	var flows []flowRow
	err := q.SelectContext(ctx, &flows, query, accountID)
	return flows, err
}

// selectConfirmedState is the state of the account's flow that is past its link.
func selectConfirmedState(ctx context.Context, q postgres.Querier, accountID string, now time.Time) (State, error) {
	const query = `
		SELECT state
		FROM recovery_flow
		WHERE account_id = $1
			AND state IN ('LINK_CONFIRMED', 'SIGNED_IN', 'ANSWERED', 'LOCKED', 'ESCALATED', 'RESET_APPROVED', 'PASSWORD_SET')
			AND (expires_at > $2 OR state = 'PASSWORD_SET')`
	var state State
	err := q.GetContext(ctx, &state, query, accountID, now)
	return state, err
}

// setBrowser gives a flow that is under way to another browser.
func setBrowser(ctx context.Context, q postgres.Querier, id string, sum []byte) (bool, error) {
	const query = `
		UPDATE recovery_flow
		SET browser_sum = $2, fresh_at = NULL, code_tries = 0
		WHERE id = $1
			AND state IN ('LINK_CONFIRMED', 'LOCKED', 'ESCALATED', 'RESET_APPROVED', 'PASSWORD_SET')`
	return postgres.ExecOne(ctx, q, query, id, sum)
}

// stampSignIn notes a sign-in where it moves nothing.
func stampSignIn(ctx context.Context, q postgres.Querier, id string, at, now time.Time) (bool, error) {
	const query = `
		UPDATE recovery_flow
		SET signed_in_at = $2, fresh_at = $2
		WHERE id = $1
			AND state IN ('SIGNED_IN', 'ANSWERED', 'LOCKED', 'ESCALATED', 'RESET_APPROVED')
			AND expires_at > $3`
	return postgres.ExecOne(ctx, q, query, id, at, now)
}

// takeAnswerTry counts a try of the answers and says how many that makes.
func takeAnswerTry(ctx context.Context, q postgres.Querier, id string, most int, now time.Time) (int, error) {
	const query = `
		UPDATE recovery_flow
		SET answer_tries = answer_tries + 1
		WHERE id = $1 AND state = 'SIGNED_IN' AND answer_tries < $2 AND expires_at > $3
		RETURNING answer_tries`
	var tries int
	err := q.GetContext(ctx, &tries, query, id, most, now)
	return tries, err
}

func untakeAnswerTry(ctx context.Context, q postgres.Querier, id string) error {
	const query = `
		UPDATE recovery_flow
		SET answer_tries = answer_tries - 1
		WHERE id = $1 AND answer_tries > 0`
	_, err := q.ExecContext(ctx, query, id)
	return err
}

// setConversation binds an escalated flow to another conversation.
func setConversation(ctx context.Context, q postgres.Querier, id, conversationID string, now time.Time) (bool, error) {
	const query = `
		UPDATE recovery_flow
		SET conversation_id = $2
		WHERE id = $1 AND state = 'ESCALATED' AND expires_at > $3`
	return postgres.ExecOne(ctx, q, query, id, conversationID, now)
}

// selectRetryAfter is until when the account's last no lasts; sql.ErrNoRows for none.
func selectRetryAfter(ctx context.Context, q postgres.Querier, accountID string, now time.Time) (time.Time, error) {
	const query = `
		SELECT retry_after
		FROM recovery_flow
		WHERE account_id = $1 AND state = 'DECLINED' AND retry_after > $2
		ORDER BY retry_after DESC
		LIMIT 1`
	var at time.Time
	err := q.GetContext(ctx, &at, query, accountID, now)
	return at, err
}
