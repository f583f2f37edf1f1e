package card

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/pan"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/session"
)

// maxName is how long a card's own name can be, in characters.
const maxName = 40

// Rename gives a card of the calling customer a name of their own; empty takes it
// away. fault.Invalid about "name", fault.NotFound for a foreign or absent card.
func (s *Service) Rename(ctx context.Context, actor session.Actor, id, typed string) (*Card, error) {
	name, err := cleanName(typed)
	if err != nil {
		return nil, err
	}
	if !isID(id) {
		return nil, errNotFound()
	}
	found, err := renameCard(ctx, s.DB, actor.AccountID, id, name)
	if err != nil {
		return nil, fmt.Errorf("rename card: %w", err)
	}
	if !found {
		return nil, errNotFound()
	}
	return s.Find(ctx, actor.AccountID, id)
}

func cleanName(typed string) (string, error) {
	if len(typed) > 4*maxName || !utf8.ValidString(typed) {
		return "", fault.Field("name", "TOO_LONG", fmt.Sprintf("Please use at most %d characters.", maxName))
	}
	name := strings.Join(strings.Fields(norm.NFC.String(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return ' '
		}
		return r
	}, typed))), " ")
	if utf8.RuneCountInString(name) > maxName {
		return "", fault.Field("name", "TOO_LONG", fmt.Sprintf("Please use at most %d characters.", maxName))
	}
	if _, found := pan.Mask(name); found > 0 {
		return "", fault.Field("name", "CARD_NUMBER", "Please do not write a card number here.")
	}
	return name, nil
}

// SetDefault makes a card of the calling customer the one that pays unless another
// is chosen. fault.NotFound for a foreign or absent card, fault.Conflict
// CARD_EXPIRED for one that can't pay any more.
func (s *Service) SetDefault(ctx context.Context, actor session.Actor, id string) (*Card, error) {
	if !isID(id) {
		return nil, errNotFound()
	}
	err := s.DB.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		if err := lockOwner(ctx, q, actor.AccountID); err != nil {
			return err
		}
		row, err := selectCard(ctx, q, actor.AccountID, id)
		if postgres.NoRows(err) {
			return errNotFound()
		}
		if err != nil {
			return err
		}
		if row.card(s.Clock()).Expired {
			return ErrExpired()
		}
		if err := clearDefault(ctx, q, actor.AccountID); err != nil {
			return err
		}
		found, err := setDefault(ctx, q, actor.AccountID, id)
		if err == nil && !found {
			err = errNotFound()
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("set default card: %w", err)
	}
	return s.Find(ctx, actor.AccountID, id)
}

// nextDefault makes the oldest card that is left and still good the default one,
// when the one that was has gone; if none is good, the oldest.
func (s *Service) nextDefault(ctx context.Context, q postgres.Querier, gone cardRow) error {
	if !gone.IsDefault {
		return nil
	}
	left, err := selectCards(ctx, q, gone.AccountID)
	if err != nil || len(left) == 0 {
		return err
	}
	next := slices.IndexFunc(left, func(r cardRow) bool { return !r.card(s.Clock()).Expired })
	_, err = setDefault(ctx, q, gone.AccountID, left[max(next, 0)].ID)
	return err
}
