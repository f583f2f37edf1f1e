package session

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/secret"
)

// Credentials are what a request brought.
type Credentials struct {
	Door      Door
	Token     string // of the door's session cookie, "" if none
	FlowToken string // of the recovery flow's cookie; looked at by the customer's door alone
	ClientKey string
}

// Resolve says who calls. Nobody known is no failure: an Actor without a role
// comes back. Being found is activity.
func (s *Service) Resolve(ctx context.Context, c Credentials) (Actor, error) {
	actor, err := s.bySession(ctx, c)
	if err != nil {
		return Actor{}, fmt.Errorf("resolve caller: %w", err)
	}
	if c.Door == CustomerDoor && c.FlowToken != "" {
		if err := s.withFlow(ctx, c.FlowToken, &actor); err != nil {
			return Actor{}, fmt.Errorf("resolve caller: %w", err)
		}
	}
	actor.ClientKey = c.ClientKey
	if actor.Locale == "" {
		actor.Locale = "en"
	}
	return actor, nil
}

func (s *Service) bySession(ctx context.Context, c Credentials) (Actor, error) {
	if c.Token == "" {
		return Actor{}, nil
	}
	now := s.clock()
	row, err := selectByToken(ctx, s.db, c.Door, secret.TokenSum(c.Token), now, idleOf(c.Door))
	if postgres.NoRows(err) {
		return Actor{}, nil
	}
	if err != nil {
		return Actor{}, err
	}
	if now.Sub(row.SeenAt) >= touchEvery {
		if err := touch(ctx, s.db, row.ID, now); err != nil {
			return Actor{}, err
		}
	}
	actor := Actor{
		Role: row.Role, SessionID: row.ID, PersonID: row.PersonID, Locale: row.Locale, AuthTime: row.AuthTime,
		SessionExpiresAt: earlier(now.Add(idleOf(c.Door)), row.ExpiresAt),
	}
	if c.Door == ConsoleDoor {
		actor.StaffID, actor.StaffName = row.PersonID, row.Name
		return actor, nil
	}
	actor.Name = row.Name
	return actor, s.withAccount(ctx, &actor)
}

func (s *Service) withAccount(ctx context.Context, actor *Actor) error {
	accountID, confirmed, registered, locale, err := s.accounts.ForPerson(ctx, actor.PersonID)
	if errors.Is(err, fault.NotFound) {
		return nil // closed since: signed in, and nothing more
	}
	if err != nil {
		return fmt.Errorf("account of person: %w", err)
	}
	actor.AccountID, actor.Confirmed, actor.Registered = accountID, confirmed, registered
	if locale != "" {
		actor.Locale = locale
	}
	return nil
}

// withFlow adds the recovery flow the browser holds. A customer stays a
// customer of their own account, whosever flow it is.
func (s *Service) withFlow(ctx context.Context, token string, actor *Actor) error {
	flowID, accountID, ok, err := s.recovery.FlowByCookie(ctx, token)
	if err != nil {
		return fmt.Errorf("flow by cookie: %w", err)
	}
	if !ok {
		return nil
	}
	actor.FlowID = flowID
	if actor.Role == "" {
		actor.Role, actor.AccountID = Recoverer, accountID
	}
	return nil
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// Touch counts as activity what is no request: a visible tab's heartbeat on a
// socket, a place in the queue. A session that has ended stays ended.
func (s *Service) Touch(ctx context.Context, sessionID string) error {
	if err := touch(ctx, s.db, sessionID, s.clock()); err != nil {
		return fmt.Errorf("touch session: %w", err)
	}
	return nil
}
