package graph

import (
	"context"

	"github.com/walletdesk/walletdesk/account"
	"github.com/walletdesk/walletdesk/graph/model"
	"github.com/walletdesk/walletdesk/recovery"
	"github.com/walletdesk/walletdesk/session"
)

// RecoveryFlow is the recovery this browser holds.
func (r query) RecoveryFlow(ctx context.Context) (*recovery.Flow, error) {
	actor := caller(ctx)
	if actor.FlowID == "" {
		return nil, nil
	}
	return absent(r.Recovery.Flow(ctx, actor.FlowID))
}

// Questions are the three to be answered.
func (r flows) Questions(_ context.Context, obj *recovery.Flow) ([]*account.SecurityQuestion, error) {
	chosen, err := account.QuestionsByCode(obj.QuestionCodes)
	return pointers(chosen), err
}

// RequestRecovery asks for a recovery. The browser that asked may type the
// mail's code.
func (r mutation) RequestRecovery(ctx context.Context, input model.RequestRecoveryInput) (*model.RequestRecoveryPayload, error) {
	browser, err := holder(ctx)
	if err != nil {
		return nil, err
	}
	token, err := r.Recovery.Request(ctx, requestOf(ctx, input))
	if err != nil {
		problem, err := r.problem(ctx, err)
		return &model.RequestRecoveryPayload{Problem: problem}, err
	}
	err = hold(browser, session.RequestToken, token, r.Clock().Add(recovery.RequestCookieFor))
	return &model.RequestRecoveryPayload{Sent: true}, err
}

// requestOf takes the account from a signed-in customer, address and captcha from
// everybody else.
func requestOf(ctx context.Context, input model.RequestRecoveryInput) recovery.RequestInput {
	actor := caller(ctx)
	in := recovery.RequestInput{Email: value(input.Email), UserAgent: userAgent(ctx), ClientKey: actor.ClientKey}
	if actor.Role == session.Customer {
		in.AccountID = actor.AccountID
	}
	if input.Captcha != nil {
		in.CaptchaID, in.CaptchaAnswer = input.Captcha.ID, input.Captcha.Answer
	}
	return in
}

// ConfirmRecoveryLink hands this browser the recovery.
func (r mutation) ConfirmRecoveryLink(ctx context.Context, input model.ConfirmRecoveryLinkInput) (*model.RecoveryPayload, error) {
	browser, err := holder(ctx)
	if err != nil {
		return nil, err
	}
	token, flow, err := r.confirm(ctx, browser, input)
	if err != nil {
		problem, err := r.problem(ctx, err)
		return &model.RecoveryPayload{Problem: problem}, err
	}
	err = hold(browser, session.FlowToken, token, r.Clock().Add(recovery.FlowCookieFor))
	return &model.RecoveryPayload{Flow: flow}, err
}

func (g *Graph) confirm(ctx context.Context, browser session.Browser, input model.ConfirmRecoveryLinkInput) (string, *recovery.Flow, error) {
	if input.Token != nil {
		return g.Recovery.ConfirmLink(ctx, *input.Token)
	}
	return g.Recovery.ConfirmCode(ctx, browser.Token(session.RequestToken), browser.Token(session.FlowToken), value(input.Code))
}

// AnswerSecurityQuestions answers the three.
func (r mutation) AnswerSecurityQuestions(ctx context.Context, input model.AnswerSecurityQuestionsInput) (*model.RecoveryPayload, error) {
	flow, err := r.Recovery.AnswerQuestions(ctx, caller(ctx).FlowID, input.Answers)
	problem, err := r.problem(ctx, err)
	return &model.RecoveryPayload{Flow: flow, Problem: problem}, err
}

// SetRecoveredPaymentPassword ends the way back.
func (r mutation) SetRecoveredPaymentPassword(ctx context.Context, input model.SetRecoveredPaymentPasswordInput) (*model.RecoveryPayload, error) {
	actor := caller(ctx)
	in := recovery.SetPasswordInput{Password: input.Password, PasswordAgain: input.PasswordAgain, SessionID: actor.SessionID}
	for _, a := range input.Answers {
		in.Questions, in.Answers = append(in.Questions, a.Question), append(in.Answers, a.Answer)
	}
	flow, err := r.Recovery.SetPassword(ctx, actor.FlowID, in)
	problem, err := r.problem(ctx, err)
	return &model.RecoveryPayload{Flow: flow, Problem: problem}, err
}

// CancelRecovery gives the recovery up.
func (r mutation) CancelRecovery(ctx context.Context) (*model.RecoveryPayload, error) {
	flow, err := r.Recovery.Cancel(ctx, caller(ctx).FlowID)
	problem, err := r.problem(ctx, err)
	return &model.RecoveryPayload{Flow: flow, Problem: problem}, err
}

// ReportNotMe stops whatever is under way with an account.
func (r mutation) ReportNotMe(ctx context.Context, input model.ReportNotMeInput) (*model.ReportNotMePayload, error) {
	err := r.Recovery.NotMe(ctx, input.Token)
	problem, failed := r.problem(ctx, err)
	return &model.ReportNotMePayload{Stopped: err == nil, Problem: problem}, failed
}

// HoldAccount is ReportNotMe for a signed-in customer.
func (r mutation) HoldAccount(ctx context.Context) (*model.ReportNotMePayload, error) {
	err := r.Recovery.Hold(ctx, caller(ctx).AccountID)
	problem, failed := r.problem(ctx, err)
	return &model.ReportNotMePayload{Stopped: err == nil, Problem: problem}, failed
}

// ThawAccount gives a held account back to its person.
func (r mutation) ThawAccount(ctx context.Context, input model.ThawAccountInput) (*model.ThawAccountPayload, error) {
	thawed, err := r.Accounts.Thaw(ctx, caller(ctx), input.Password)
	problem, err := r.problem(ctx, err)
	return &model.ThawAccountPayload{Account: thawed, Problem: problem}, err
}
