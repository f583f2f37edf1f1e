package session

import (
	"context"

	"github.com/walletdesk/walletdesk/mail"
	"github.com/walletdesk/walletdesk/postgres"
)

// noticeDevice tells a customer of a sign-in from a kind of browser that none of
// their sessions came from, as far back as sessions are kept. A browser's words are
// no proof of anything; they are what the owner can recognise.
func (s *Service) noticeDevice(ctx context.Context, q postgres.Querier, row sessionRow) error {
	if row.Door != CustomerDoor {
		return nil
	}
	device := mail.Device(row.UserAgent)
	agents, err := selectUserAgents(ctx, q, row.Door, row.PersonID)
	if err != nil {
		return err
	}
	for _, agent := range agents {
		if mail.Device(agent) == device {
			return nil
		}
	}
	return s.accounts.NewDevice(ctx, q, row.PersonID, device)
}
