package session

import (
	"context"
	"time"

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

// NewlySignedIn tells whether a customer's sign-ins since a time came from kinds of
// browsers, and from networks, that none before it came from, as far back as
// sessions are kept; each with the time of the first such sign-in, nil if there was
// none. Where nothing is known from before, nothing is new; nor is a network that
// was not written down, which is no network.
func (s *Service) NewlySignedIn(ctx context.Context, q postgres.Querier, personID string, since time.Time) (device, network *time.Time, err error) {
	rows, err := selectOrigins(ctx, q, CustomerDoor, personID)
	if err != nil {
		return nil, nil, err
	}
	devices, networks := map[string]bool{}, map[string]bool{}
	for _, r := range rows {
		kind, from, at := mail.Device(r.UserAgent), string(r.Network), r.CreatedAt.UTC()
		if at.Before(since) {
			devices[kind] = true
			if from != "" {
				networks[from] = true
			}
			continue
		}
		if device == nil && len(devices) > 0 && !devices[kind] {
			device = &at
		}
		if network == nil && from != "" && len(networks) > 0 && !networks[from] {
			network = &at
		}
	}
	return device, network, nil
}
