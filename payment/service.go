package payment

import (
	"context"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/session"
)

func errUnavailable() error {
	return fault.New(fault.Conflict, "PAYMENTS_UNAVAILABLE", "Payments are not available here.")
}

func (s *Service) Find(context.Context, session.Actor, string, string) (*Payment, error) {
	return nil, fault.New(fault.NotFound, "NOT_FOUND", "There is no such payment.")
}
func (s *Service) Events(context.Context, session.Actor, int, string) ([]Event, bool, error) {
	return nil, false, nil
}
func (s *Service) List(context.Context, session.Actor) ([]Payment, error) { return nil, nil }
func (s *Service) Open(context.Context, session.Actor, OpenInput) (*Payment, error) {
	return nil, errUnavailable()
}
func (s *Service) Cancel(context.Context, session.Actor, string) (*Payment, error) {
	return nil, errUnavailable()
}
func (s *Service) Confirm(context.Context, session.Actor, ConfirmInput) (*Payment, error) {
	return nil, errUnavailable()
}
func (s *Service) PayAsGuest(context.Context, session.Actor, GuestInput) (*Payment, error) {
	return nil, errUnavailable()
}
func (s *Service) PayWithWallet(context.Context, session.Actor, MethodInput) (*Payment, error) {
	return nil, errUnavailable()
}
func (s *Service) PayWithCash(context.Context, session.Actor, MethodInput) (*Payment, error) {
	return nil, errUnavailable()
}
func (s *Service) ChangeMethod(context.Context, session.Actor, string) (*Payment, error) {
	return nil, errUnavailable()
}
