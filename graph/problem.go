package graph

import (
	"context"
	"errors"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/graph/model"
)

// problem turns an expected failure into what the payload shows. Anything else
// stays an error, for present to hide.
func (g *Graph) problem(ctx context.Context, err error) (model.Problem, error) {
	f, expected := fault.As(err)
	switch {
	case err == nil:
		return nil, nil
	case !expected:
		return nil, err
	case len(f.Fields) > 0:
		return invalidInput(f), nil
	case f.AttemptsLeft != nil:
		return &model.WrongSecret{Code: f.Code, Message: f.Message, AttemptsLeft: *f.AttemptsLeft}, nil
	case !f.RetryAt.IsZero():
		return &model.TryLater{Code: f.Code, Message: f.Message, RetryAt: f.RetryAt}, nil
	case f.Code == "CARD_EXISTS" && f.Ref != "":
		return g.cardExists(ctx, f)
	default:
		return &model.Refusal{Code: f.Code, Message: f.Message}, nil
	}
}

func invalidInput(f *fault.Error) *model.InvalidInput {
	p := &model.InvalidInput{Code: fault.CodeInvalidInput, Message: f.Message}
	for i := range f.Fields {
		p.Fields = append(p.Fields, &f.Fields[i])
	}
	return p
}

// cardExists shows the card that is saved. Deleted a moment ago, it is a plain
// refusal, and the next try succeeds.
func (g *Graph) cardExists(ctx context.Context, f *fault.Error) (model.Problem, error) {
	saved, err := g.Cards.Find(ctx, caller(ctx).AccountID, f.Ref)
	if errors.Is(err, fault.NotFound) {
		return &model.Refusal{Code: f.Code, Message: f.Message}, nil
	}
	return &model.CardExists{Code: f.Code, Message: f.Message, Card: saved}, err
}

// absent turns "not found" into nothing, where the contract says null.
func absent[T any](found *T, err error) (*T, error) {
	if errors.Is(err, fault.NotFound) {
		return nil, nil
	}
	return found, err
}
