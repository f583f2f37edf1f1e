package graph

import (
	"context"

	"github.com/walletdesk/walletdesk/account"
	"github.com/walletdesk/walletdesk/graph/model"
	"github.com/walletdesk/walletdesk/mail"
	"github.com/walletdesk/walletdesk/session"
)

// Sessions are the caller's own, whoever's account it is.
func (r accounts) Sessions(ctx context.Context, obj *account.Account) ([]*session.Open, error) {
	if caller(ctx).AccountID != obj.ID {
		return nil, nil
	}
	list, err := r.Graph.Sessions.List(ctx, caller(ctx))
	return pointers(list), err
}

// Device is the browser in a few words.
func (sessions) Device(_ context.Context, obj *session.Open) (string, error) {
	return mail.Device(obj.UserAgent), nil
}

// RevokeSession ends one of the caller's sessions.
func (r mutation) RevokeSession(ctx context.Context, input model.RevokeSessionInput) (*model.RevokeSessionsPayload, error) {
	if err := r.Sessions.Revoke(ctx, caller(ctx), input.ID); err != nil {
		problem, err := r.problem(ctx, err)
		return &model.RevokeSessionsPayload{Problem: problem}, err
	}
	return &model.RevokeSessionsPayload{Revoked: 1}, nil
}

// RevokeOtherSessions ends all but the calling one.
func (r mutation) RevokeOtherSessions(ctx context.Context) (*model.RevokeSessionsPayload, error) {
	revoked, err := r.Sessions.RevokeOthers(ctx, caller(ctx))
	problem, err := r.problem(ctx, err)
	return &model.RevokeSessionsPayload{Revoked: revoked, Problem: problem}, err
}

// ChangePaymentPassword sets a new payment password.
func (r mutation) ChangePaymentPassword(ctx context.Context, input account.PasswordChange) (*model.ChangeSecretPayload, error) {
	err := r.Accounts.ChangePassword(ctx, caller(ctx), input)
	problem, failed := r.problem(ctx, err)
	return &model.ChangeSecretPayload{Changed: err == nil, Problem: problem}, failed
}

// ChangeSecurityQuestions sets three new questions.
func (r mutation) ChangeSecurityQuestions(ctx context.Context, input account.QuestionsChange) (*model.ChangeSecretPayload, error) {
	err := r.Accounts.ChangeQuestions(ctx, caller(ctx), input)
	problem, failed := r.problem(ctx, err)
	return &model.ChangeSecretPayload{Changed: err == nil, Problem: problem}, failed
}
