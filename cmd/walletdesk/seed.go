package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/walletdesk/walletdesk/account"
	"github.com/walletdesk/walletdesk/account/password"
	"github.com/walletdesk/walletdesk/audit"
	"github.com/walletdesk/walletdesk/card"
	"github.com/walletdesk/walletdesk/card/issuer"
	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/mail"
	"github.com/walletdesk/walletdesk/marketplace"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/session"
	"github.com/walletdesk/walletdesk/throttle"
)

// What the demo people's wallets are opened with. Nothing that matters stands behind
// it; the number is a public test number.
const (
	demoPaymentPassword = "plum orchard under rain" //nolint:gosec // meant to be told
	demoCardNumber      = "4242424242424242"
)

func demoAnswers() []account.Answered {
	return []account.Answered{
		{Question: "FIRST_CONCERT", Answer: "the brass band of Volos"},
		{Question: "UNFINISHED_BOOK", Answer: "the magic mountain"},
		{Question: "LOST_PLACE", Answer: "Samarkand bazaar"},
	}
}

// seed opens the wallets that demo people are to have, through the domains' own
// doors and with a clock that stands as long ago as they are old: a card counts
// for a match only when it was saved a week before. It does nothing twice.
func seed(ctx context.Context, cfg config, t *tools, sessions *session.Service) error {
	for _, p := range marketplace.DemoPeople() {
		if p.Realm != marketplace.Shop || p.WalletAge == 0 {
			continue
		}
		s, err := newSeeder(t, p.WalletAge)
		if err != nil {
			return err
		}
		who := session.Identity{Issuer: marketplace.Issuer(cfg.PublicURL, p.Realm), Subject: p.Subject(), Name: p.Name, Email: p.Email, Locale: p.Locale}
		if err := s.open(ctx, sessions, who); err != nil {
			return fmt.Errorf("%s: %w", p.Username, err)
		}
	}
	return nil
}

// seeder is the domains as they were some time ago, with a mailbox of its own.
type seeder struct {
	accounts *account.Service
	cards    *card.Service
	mails    *heldMails
}

func newSeeder(t *tools, ago time.Duration) (*seeder, error) {
	rules, err := password.NewRules(password.DefaultMin)
	if err != nil {
		return nil, err
	}
	clock := func() time.Time { return t.clock().Add(-ago) }
	s := &seeder{mails: &heldMails{}}
	audits, throttles := audit.New(t.keys, clock), throttle.New(t.db, clock)
	s.accounts = account.New(account.Deps{
		DB: t.db, Keys: t.keys, Hasher: t.hasher, Throttle: throttles, Audit: audits, Mail: s.mails,
		Rules: rules, Clock: clock, Random: rand.Reader, Logger: slog.New(slog.DiscardHandler),
	})
	s.cards = card.New(card.Deps{
		DB: t.db, Keys: t.keys, Throttle: throttles, Audit: audits, Accounts: s.accounts, Issuer: issuer.Demo{}, Logger: t.log, Wake: func() {},
		Clock: clock, Random: rand.Reader, TestNumbers: true,
	})
	return s, nil
}

// open takes one person as far as a saved card, from wherever an earlier start
// left off.
func (s *seeder) open(ctx context.Context, sessions *session.Service, who session.Identity) error {
	person, err := sessions.Person(ctx, who, "")
	if err != nil {
		return err
	}
	if err := s.accounts.Open(ctx, person, who.Email, who.Locale); err != nil {
		return err
	}
	id, confirmed, registered, locale, err := s.accounts.ForPerson(ctx, person)
	if err != nil {
		return err
	}
	actor := session.Actor{Role: session.Customer, AccountID: id, PersonID: person, Name: who.Name, Locale: locale, Confirmed: confirmed, Registered: registered}
	if registered {
		// Somebody may have deleted the card: that is theirs.
		return nil
	}
	if !confirmed {
		if err := s.confirm(ctx, actor); err != nil {
			return err
		}
		actor.Confirmed = true
	}
	return s.register(ctx, actor, who.Name)
}

func (s *seeder) confirm(ctx context.Context, actor session.Actor) error {
	if _, err := s.accounts.RequestEmailConfirmation(ctx, actor, account.ConfirmationInput{}); err != nil {
		return fmt.Errorf("request confirmation: %w", err)
	}
	return s.accounts.ConfirmEmail(ctx, actor, account.Proof{Token: s.mails.token})
}

func (s *seeder) register(ctx context.Context, actor session.Actor, name string) error {
	given, family := splitName(name)
	_, err := s.accounts.CompleteQuestionnaire(ctx, actor, account.Questionnaire{
		GivenName: given, FamilyName: family, BirthDate: time.Date(1985, 5, 17, 0, 0, 0, 0, time.UTC), Country: "GR",
		Password: demoPaymentPassword, PasswordAgain: demoPaymentPassword, Answers: demoAnswers(),
	})
	if err != nil {
		return fmt.Errorf("register: %w", err)
	}
	actor.Registered = true
	_, err = s.cards.Add(ctx, actor, card.AddInput{
		Number: demoCardNumber, ExpiryMonth: 12, ExpiryYear: time.Now().Year() + 3, CVC: "739", Password: demoPaymentPassword,
	})
	if errors.Is(err, fault.Conflict) {
		return nil
	}
	return err
}

func splitName(name string) (string, string) {
	for i, r := range name {
		if r == ' ' {
			return name[:i], name[i+1:]
		}
	}
	return name, name
}

// heldMails keeps the last link and sends nothing: the mails of a month ago were
// read long since.
type heldMails struct{ token string }

// Enqueue implements account.Mail.
func (h *heldMails) Enqueue(_ context.Context, _ postgres.Querier, m mail.Message) error {
	if token, ok := m.Secrets[mail.Token]; ok {
		h.token = token
	}
	return nil
}

// Wake implements account.Mail.
func (h *heldMails) Wake() {}
