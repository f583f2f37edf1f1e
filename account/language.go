package account

import (
	"context"
	"fmt"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/session"
)

// SetLanguage chooses the language of the calling customer's mails: en, el, ru or
// zh. fault.Invalid about "language".
func (s *Service) SetLanguage(ctx context.Context, actor session.Actor, language string) (*Account, error) {
	if actor.Role != session.Customer {
		return nil, errSignIn()
	}
	if !session.IsLanguage(language) {
		return nil, fault.Field("language", "UNKNOWN", "Please choose one of the languages there are.")
	}
	found, err := updateLocale(ctx, s.db, actor.AccountID, language)
	if err != nil {
		return nil, fmt.Errorf("set language: %w", err)
	}
	if !found {
		return nil, errAbsent()
	}
	return s.Find(ctx, actor.AccountID)
}
