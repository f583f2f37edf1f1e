package graph

import (
	"context"

	"github.com/walletdesk/walletdesk/card"
	"github.com/walletdesk/walletdesk/graph/model"
)

// AddCard saves a card.
func (r mutation) AddCard(ctx context.Context, input card.AddInput) (*model.AddCardPayload, error) {
	saved, err := r.Cards.Add(ctx, caller(ctx), input)
	problem, err := r.problem(ctx, err)
	return &model.AddCardPayload{Card: saved, Problem: problem}, err
}

// RenameCard gives a card a name.
func (r mutation) RenameCard(ctx context.Context, input model.RenameCardInput) (*model.CardPayload, error) {
	changed, err := r.Cards.Rename(ctx, caller(ctx), input.ID, input.Name)
	problem, err := r.problem(ctx, err)
	return &model.CardPayload{Card: changed, Problem: problem}, err
}

// SetDefaultCard makes a card the one that pays.
func (r mutation) SetDefaultCard(ctx context.Context, input model.SetDefaultCardInput) (*model.CardPayload, error) {
	changed, err := r.Cards.SetDefault(ctx, caller(ctx), input.ID)
	problem, err := r.problem(ctx, err)
	return &model.CardPayload{Card: changed, Problem: problem}, err
}

// DeleteCard deletes a card.
func (r mutation) DeleteCard(ctx context.Context, input model.DeleteCardInput) (*model.DeleteCardPayload, error) {
	if err := r.Cards.Delete(ctx, caller(ctx), input.ID); err != nil {
		problem, err := r.problem(ctx, err)
		return &model.DeleteCardPayload{Problem: problem}, err
	}
	return &model.DeleteCardPayload{DeletedID: &input.ID}, nil
}
