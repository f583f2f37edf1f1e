package graph

import (
	"context"
	"strconv"
	"time"

	"github.com/walletdesk/walletdesk/account"
	"github.com/walletdesk/walletdesk/chat"
	"github.com/walletdesk/walletdesk/graph/model"
	"github.com/walletdesk/walletdesk/payment"
	"github.com/walletdesk/walletdesk/session"
)

// Currencies are those a payment can have.
func (r query) Currencies(context.Context) ([]*payment.Currency, error) {
	return pointers(r.Payments.Currencies), nil
}

// Payment is one that the caller may see, nil otherwise.
func (r query) Payment(ctx context.Context, id, token *string) (*payment.Payment, error) {
	return absent(r.Payments.Find(ctx, caller(ctx), value(id), value(token)))
}

// PaymentEvents are the calling marketplace's.
func (r query) PaymentEvents(ctx context.Context, first int, after *string) (*model.PaymentEventConnection, error) {
	events, more, err := r.Payments.Events(ctx, caller(ctx), first, value(after))
	if err != nil {
		return nil, err
	}
	page := &model.PaymentEventConnection{Edges: []*model.PaymentEventEdge{}, PageInfo: &chat.PageInfo{HasNextPage: more}}
	for i := range events {
		cursor := strconv.FormatInt(events[i].Seq, 10)
		page.Edges = append(page.Edges, &model.PaymentEventEdge{Cursor: cursor, Node: &events[i]})
		page.PageInfo.EndCursor = &cursor
	}
	return page, nil
}

// Payments are the caller's own, whoever's account it is.
func (r accounts) Payments(ctx context.Context, obj *account.Account) ([]*payment.Payment, error) {
	if actor := caller(ctx); actor.Role != session.Customer || actor.AccountID != obj.ID {
		return nil, nil
	}
	list, err := r.Graph.Payments.List(ctx, caller(ctx))
	return pointers(list), err
}

// HeldUntil is until when the calling customer's own payments wait.
func (r payments) HeldUntil(ctx context.Context, _ *payment.Payment) (*time.Time, error) {
	actor := caller(ctx)
	if actor.Role != session.Customer {
		return nil, nil
	}
	own, err := r.Accounts.Find(ctx, actor.AccountID)
	if err != nil || own.HeldUntil == nil || !own.HeldUntil.After(r.Clock()) {
		return nil, err
	}
	return own.HeldUntil, nil
}

// OpenPayment opens one for the calling marketplace.
func (r mutation) OpenPayment(ctx context.Context, input payment.OpenInput) (*model.PaymentPayload, error) {
	return r.paid(ctx)(r.Payments.Open(ctx, caller(ctx), input))
}

// CancelPayment takes one of the calling marketplace's back.
func (r mutation) CancelPayment(ctx context.Context, input model.CancelPaymentInput) (*model.PaymentPayload, error) {
	return r.paid(ctx)(r.Payments.Cancel(ctx, caller(ctx), input.ID))
}

// ConfirmPayment pays with a saved card.
func (r mutation) ConfirmPayment(ctx context.Context, input payment.ConfirmInput) (*model.PaymentPayload, error) {
	return r.paid(ctx)(r.Payments.Confirm(ctx, caller(ctx), input))
}

// PayAsGuest pays with a card typed once.
func (r mutation) PayAsGuest(ctx context.Context, input payment.GuestInput) (*model.PaymentPayload, error) {
	return r.paid(ctx)(r.Payments.PayAsGuest(ctx, caller(ctx), input))
}

// PayWithWallet sends the payer to the e-wallet.
func (r mutation) PayWithWallet(ctx context.Context, input payment.MethodInput) (*model.PaymentPayload, error) {
	return r.paid(ctx)(r.Payments.PayWithWallet(ctx, caller(ctx), input))
}

// PayWithCash gives a code for the cash point.
func (r mutation) PayWithCash(ctx context.Context, input payment.MethodInput) (*model.PaymentPayload, error) {
	return r.paid(ctx)(r.Payments.PayWithCash(ctx, caller(ctx), input))
}

// ChangePaymentMethod gives a way to pay up.
func (r mutation) ChangePaymentMethod(ctx context.Context, input model.ChangePaymentMethodInput) (*model.PaymentPayload, error) {
	return r.paid(ctx)(r.Payments.ChangeMethod(ctx, caller(ctx), input.Token))
}

// paid makes the payload that every step of a payment answers with.
func (g *Graph) paid(ctx context.Context) func(*payment.Payment, error) (*model.PaymentPayload, error) {
	return func(p *payment.Payment, err error) (*model.PaymentPayload, error) {
		problem, err := g.problem(ctx, err)
		return &model.PaymentPayload{Payment: p, Problem: problem}, err
	}
}
