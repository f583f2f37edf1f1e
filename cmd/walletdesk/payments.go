package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"time"

	"github.com/walletdesk/walletdesk/card"
	"github.com/walletdesk/walletdesk/oauth"
	"github.com/walletdesk/walletdesk/payment"
	"github.com/walletdesk/walletdesk/payment/processor"
	"github.com/walletdesk/walletdesk/payment/webhook"
)

// paymentConfig is the settings of payments.
type paymentConfig struct {
	Currencies                string
	Life                      time.Duration
	ClientID, ClientSecret    string // the marketplace's program
	WebhookURL, WebhookSecret string
	// Who takes the money, and which ways to pay it carries out.
	ProcessorURL, ProcessorSecret string
	Methods                       string
}

// How the demo shop comes in, and what its webhooks are signed with. They open
// nothing that matters and exist with --dev alone.
const (
	demoClientID      = "demo-shop"
	demoClientSecret  = "demo-shop-secret-for-this-machine-alone"
	demoWebhookSecret = "demo-webhook-secret-for-this-machine-alone" //nolint:gosec // meant to be told
	demoWebhookPath   = "/dev/shop/webhook"
)

// parseMethods reads a list of ways to pay, with commas between them.
func parseMethods(list string) ([]payment.Kind, error) {
	var ways []payment.Kind
	for word := range strings.SplitSeq(list, ",") {
		switch way := payment.Kind(strings.TrimSpace(word)); way {
		case payment.SavedCard, payment.GuestCard, payment.Wallet, payment.Cash:
			ways = append(ways, way)
		default:
			return nil, fmt.Errorf("%q is no way to pay; say SAVED_CARD, GUEST_CARD, WALLET or CASH", strings.TrimSpace(word))
		}
	}
	return ways, nil
}

// processors has the ways to pay carried out by the one that is set; without one
// payments can't be opened.
func (s *side) processors(cfg config) error {
	if cfg.Payments.ProcessorURL == "" {
		return nil
	}
	there, err := processor.New(processor.Config{
		URL: cfg.Payments.ProcessorURL, Secret: []byte(cfg.Payments.ProcessorSecret), PublicURL: cfg.PublicURL, Clock: time.Now,
	})
	if err != nil {
		return fmt.Errorf("%sPAYMENT_PROCESSOR_URL and its secret: %w", envPrefix, err)
	}
	ways, err := parseMethods(cfg.Payments.Methods)
	if err != nil {
		return fmt.Errorf("%sPAYMENT_METHODS: %w", envPrefix, err)
	}
	s.paymentProviders, s.providerSecrets = map[payment.Kind]payment.Method{}, map[payment.Kind][]byte{}
	for _, way := range ways {
		s.paymentProviders[way] = there.Method(way)
		if way == payment.Wallet || way == payment.Cash {
			s.providerSecrets[way] = []byte(cfg.Payments.ProcessorSecret)
		}
	}
	return nil
}

// wirePayments makes the payments and who may open them.
func (d *domains) wirePayments(cfg config, t *tools, o outside) error {
	currencies, err := payment.ParseCurrencies(cfg.Payments.Currencies)
	if err != nil {
		return fmt.Errorf("%sPAYMENT_CURRENCIES: %w", envPrefix, err)
	}
	d.payments = payment.New(payment.Deps{
		DB: t.db, Keys: t.keys, Throttle: t.throttle, Audit: t.audit, Accounts: d.accounts, Cards: lender{d.cards},
		Jobs: d.jobs, Clock: t.clock, Log: t.log, PublicURL: cfg.PublicURL, Currencies: currencies, Life: cfg.Payments.Life,
		Providers: o.paymentProviders, PlainReturn: cfg.Dev, Webhooks: cfg.Payments.WebhookURL != "",
	})
	var deliver payment.Delivery
	if cfg.Payments.WebhookURL != "" {
		sender, err := webhook.New(webhook.Config{
			URL: cfg.Payments.WebhookURL, Secret: []byte(cfg.Payments.WebhookSecret), Plain: cfg.Dev, Clock: t.clock,
		})
		if err != nil {
			return fmt.Errorf("%sMARKETPLACE_WEBHOOK_URL: %w", envPrefix, err)
		}
		deliver = sender.Deliver
	}
	d.payments.Register(d.jobs, deliver)
	if cfg.Payments.ClientID != "" {
		d.clients = oauth.New(oauth.Deps{
			DB: t.db, Throttle: t.throttle, Client: oauth.Client{ID: cfg.Payments.ClientID, Secret: cfg.Payments.ClientSecret},
			Clock: t.clock, Random: rand.Reader,
		})
	}
	return nil
}

// lender lends cards to payments.
type lender struct{ cards *card.Service }

var _ payment.Cards = lender{}

// Usable implements payment.Cards.
func (l lender) Usable(ctx context.Context, accountID, cardID string) error {
	found, err := l.cards.Find(ctx, accountID, cardID)
	if err == nil && found.Expired {
		return card.ErrExpired()
	}
	return err
}

// WithSaved implements payment.Cards.
func (l lender) WithSaved(ctx context.Context, accountID, cardID string, use func(ctx context.Context, c payment.CardNumber) error) error {
	return l.cards.WithSaved(ctx, accountID, cardID, lent(use))
}

// WithTyped implements payment.Cards.
func (l lender) WithTyped(ctx context.Context, in payment.GuestInput, use func(ctx context.Context, c payment.CardNumber) error) error {
	typed := card.Typed{Number: in.Number, ExpiryMonth: in.ExpiryMonth, ExpiryYear: in.ExpiryYear, CVC: in.CVC}
	return l.cards.WithTyped(ctx, typed, lent(use))
}

func lent(use func(ctx context.Context, c payment.CardNumber) error) func(ctx context.Context, p card.Presented) error {
	return func(ctx context.Context, p card.Presented) error {
		return use(ctx, payment.CardNumber{
			Number: p.Number, ExpiryMonth: p.Card.ExpiryMonth, ExpiryYear: p.Card.ExpiryYear, CVC: payment.CVC(p.CVC),
		})
	}
}
