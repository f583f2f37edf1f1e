package graph

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"time"

	"github.com/walletdesk/walletdesk/account"
	"github.com/walletdesk/walletdesk/card"
	"github.com/walletdesk/walletdesk/graph/model"
	"github.com/walletdesk/walletdesk/recovery"
	"github.com/walletdesk/walletdesk/session"
	"github.com/walletdesk/walletdesk/throttle"
)

// Viewer is the calling customer; nil for everybody else.
func (r query) Viewer(ctx context.Context) (*account.Viewer, error) {
	actor := caller(ctx)
	if actor.Role != session.Customer {
		return nil, nil
	}
	own, err := r.Accounts.Find(ctx, actor.AccountID)
	if err != nil {
		return nil, err
	}
	return &account.Viewer{Stage: actor.Stage(), Name: actor.Name, Account: own, SessionExpiresAt: actor.SessionExpiresAt,
		SessionEndsIn: max(0, int(actor.SessionExpiresAt.Sub(r.Clock())/time.Second))}, nil
}

// Operator is the calling member of the staff; nil for everybody else.
func (r query) Operator(ctx context.Context) (*model.Operator, error) {
	actor := caller(ctx)
	if !actor.IsStaff() {
		return nil, nil
	}
	return &model.Operator{ID: actor.StaffID, Name: actor.StaffName, Role: actor.Role,
		AuthenticatedAt: actor.AuthTime, SessionExpiresAt: actor.SessionExpiresAt}, nil
}

// SecurityQuestionCatalogue is the same for everybody.
func (r query) SecurityQuestionCatalogue(context.Context) ([]*account.SecurityQuestion, error) {
	all, err := account.Questions()
	return pointers(all), err
}

// Cards are the account's own.
func (r accounts) Cards(ctx context.Context, obj *account.Account) ([]*card.Card, error) {
	return r.Graph.Cards.List(ctx, obj.ID)
}

// TestCards are development's.
func (r accounts) TestCards(context.Context, *account.Account) ([]*card.TestCard, error) {
	return pointers(r.Graph.Cards.TestCards), nil
}

// RecoveryState is the recovery that is under way.
func (r accounts) RecoveryState(ctx context.Context, obj *account.Account) (*recovery.State, error) {
	return r.Recovery.ActiveState(ctx, obj.ID)
}

// Activity is what was done with the account.
func (r accounts) Activity(ctx context.Context, obj *account.Account) ([]*account.Activity, error) {
	done, err := r.Accounts.Activity(ctx, obj.ID)
	return pointers(done), err
}

// captchaLimit: a picture costs some 5 ms of work, a person needs a few.
func captchaLimit() throttle.Limit {
	return throttle.Limit{Name: "captcha.create", Max: 60, Window: 10 * time.Minute}
}

// CreateCaptcha draws a picture, 60 in ten minutes a network, and says its letters
// where that is asked for.
func (r mutation) CreateCaptcha(ctx context.Context, input *model.CreateCaptchaInput) (*model.CreateCaptchaPayload, error) {
	if err := r.Throttle.Take(ctx, caller(ctx).ClientKey, captchaLimit()); err != nil {
		problem, err := r.problem(ctx, err)
		return &model.CreateCaptchaPayload{Problem: problem}, err
	}
	made, err := r.Captcha.Create(ctx)
	if err != nil {
		return nil, err
	}
	image := "data:image/png;base64," + base64.StdEncoding.EncodeToString(made.PNG)
	drawn := &model.Captcha{ID: made.ID, Image: image, ExpiresAt: made.ExpiresAt}
	if input != nil && input.Spoken {
		speech, err := made.Speech(rand.Reader)
		if err != nil {
			return nil, err
		}
		audio := "data:audio/wav;base64," + base64.StdEncoding.EncodeToString(speech)
		drawn.Audio = &audio
	}
	return &model.CreateCaptchaPayload{Captcha: drawn}, nil
}

// sent hands the browser what makes it the one that may type the mail's code.
func (g *Graph) sent(b session.Browser, c *account.Confirmation) (*model.RequestEmailConfirmationPayload, error) {
	err := hold(b, session.ConfirmationToken, c.Browser, g.Clock().Add(account.ConfirmationFor))
	return &model.RequestEmailConfirmationPayload{Account: c.Account, NextAt: &c.NextAt}, err
}

// RequestEmailConfirmation sends the mail.
func (r mutation) RequestEmailConfirmation(ctx context.Context, input model.RequestEmailConfirmationInput) (*model.RequestEmailConfirmationPayload, error) {
	browser, err := holder(ctx)
	if err != nil {
		return nil, err
	}
	sent, err := r.Accounts.RequestEmailConfirmation(ctx, caller(ctx), account.ConfirmationInput{Email: value(input.Email), UserAgent: userAgent(ctx)})
	if err != nil {
		problem, err := r.problem(ctx, err)
		return &model.RequestEmailConfirmationPayload{Problem: problem}, err
	}
	return r.sent(browser, sent)
}

// ChangeEmail sends the mail to another address.
func (r mutation) ChangeEmail(ctx context.Context, input model.ChangeEmailInput) (*model.RequestEmailConfirmationPayload, error) {
	browser, err := holder(ctx)
	if err != nil {
		return nil, err
	}
	sent, err := r.Accounts.ChangeEmail(ctx, caller(ctx), account.EmailChange{Email: input.Email, Password: input.Password, UserAgent: userAgent(ctx)})
	if err != nil {
		problem, err := r.problem(ctx, err)
		return &model.RequestEmailConfirmationPayload{Problem: problem}, err
	}
	return r.sent(browser, sent)
}

// ConfirmEmail confirms the address by link or code.
func (r mutation) ConfirmEmail(ctx context.Context, input model.ConfirmEmailInput) (*model.ConfirmEmailPayload, error) {
	proof := account.Proof{Token: value(input.Token), Code: value(input.Code)}
	if b, ok := session.BrowserFrom(ctx); ok {
		proof.Browser = b.Token(session.ConfirmationToken)
	}
	err := r.Accounts.ConfirmEmail(ctx, caller(ctx), proof)
	problem, failed := r.problem(ctx, err)
	return &model.ConfirmEmailPayload{Confirmed: err == nil, Problem: problem}, failed
}

// SetLanguage chooses the language of the mails.
func (r mutation) SetLanguage(ctx context.Context, input model.SetLanguageInput) (*model.SetLanguagePayload, error) {
	own, err := r.Accounts.SetLanguage(ctx, caller(ctx), input.Language)
	problem, err := r.problem(ctx, err)
	return &model.SetLanguagePayload{Account: own, Problem: problem}, err
}

// CompleteQuestionnaire completes the registration.
func (r mutation) CompleteQuestionnaire(ctx context.Context, input account.Questionnaire) (*model.CompleteQuestionnairePayload, error) {
	own, err := r.Accounts.CompleteQuestionnaire(ctx, caller(ctx), input)
	problem, err := r.problem(ctx, err)
	return &model.CompleteQuestionnairePayload{Account: own, Problem: problem}, err
}
