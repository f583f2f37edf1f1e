package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/walletdesk/walletdesk/server/loopback"
)

// config is every setting, read and checked.
type config struct {
	Dev                    bool
	Listen, PublicURL      string
	TrustForwarded         bool
	Introspection          bool
	PersistedOnly          bool
	Playground             bool
	LogLevel               slog.Level
	LogFormat              string // "text" or "json"
	Data, Blobs, Keys      string
	DatabaseURL, PgBin     string
	Migrate                bool
	NatsURL                string
	ReaderDir              string
	ReaderTimeout          time.Duration
	MailFrom               string
	SMTPHost               string
	SMTPPort               int
	SMTPUser, SMTPPassword string
	Customers, Workforce   providerConfig
	CustomerRecovery       string
	Issuer                 issuerConfig
	Payments               paymentConfig
	RolesClaim             string
	Operator, Supervisor   string
	Desk                   deskConfig
}

// providerConfig names an OpenID provider.
type providerConfig struct{ Issuer, ClientID, ClientSecret string }

// issuerConfig names who answers for the cards.
type issuerConfig struct{ URL, KeyID, Key string }

const envPrefix = "WALLETDESK_"

var errHelp = errors.New("help")

// readConfig reads the settings of a command: a flag wins over the environment,
// that over the default. All that is wrong is told at once, each by its name.
func readConfig(command string, args, environ []string) (config, error) {
	var c config
	list := settings(&c)
	given := map[string]string{}
	flags := flag.NewFlagSet(command, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	for _, s := range list {
		if s.fits(command) {
			s.register(flags, given)
		}
	}
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return c, errHelp
	} else if err != nil {
		return c, usage("%v; see walletdesk %s --help", err, command)
	}
	if flags.NArg() > 0 {
		return c, usage("%s takes no argument %q; see walletdesk %s --help", command, flags.Arg(0), command)
	}
	env, wrong := environment(list, environ)
	for _, s := range list {
		wrong = append(wrong, s.read(given, env)...)
	}
	if len(wrong) == 0 {
		wrong = c.complete(command)
	}
	if len(wrong) > 0 {
		return c, usage("%w", errors.Join(wrong...))
	}
	return c, nil
}

// environment picks our variables. One that we do not know is refused: it is a
// misspelt setting, and a program that starts without what it was told is worse
// than one that does not start. Two belong to others of this repository.
func environment(list []setting, environ []string) (map[string]string, []error) {
	env, wrong := map[string]string{}, []error{}
	others := []string{"WALLETDESK_CHROMIUM", "WALLETDESK_E2E_KEEP", "WALLETDESK_READER_THREADS"}
	for _, line := range environ {
		name, value, _ := strings.Cut(line, "=")
		if !strings.HasPrefix(name, envPrefix) || slices.Contains(others, name) {
			continue
		}
		if !slices.ContainsFunc(list, func(s setting) bool { return s.env() == name }) {
			wrong = append(wrong, fmt.Errorf("%s is no setting; see walletdesk serve --help", name))
		}
		env[name] = value
	}
	return env, wrong
}

// complete fills in what follows from other settings, and checks what has to fit
// together.
func (c *config) complete(command string) []error {
	if c.LogFormat == "" {
		c.LogFormat = "json"
		if c.Dev {
			c.LogFormat = "text"
		}
	}
	c.Blobs = orElse(c.Blobs, filepath.Join(c.Data, "blobs"))
	c.Keys = orElse(c.Keys, filepath.Join(c.Data, "keys.json"))
	c.ReaderDir = orElse(c.ReaderDir, filepath.Join(c.Data, "reader"))
	if command != "serve" {
		return nil
	}
	if c.PersistedOnly && c.Playground {
		return []error{fmt.Errorf("%sPERSISTED_ONLY would refuse what is typed in the playground: leave one of them out", envPrefix)}
	}
	if c.Dev {
		return c.completeDev()
	}
	return c.completeProduction()
}

func orElse(value, otherwise string) string {
	if value != "" {
		return value
	}
	return otherwise
}

// completeDev keeps what is for development on this machine, and refuses what it
// would have to ignore.
func (c *config) completeDev() []error {
	c.PublicURL = orElse(c.PublicURL, "http://"+c.Listen)
	c.MailFrom = orElse(c.MailFrom, "Wallet <wallet@shop.example>")
	c.Payments.ClientID = orElse(c.Payments.ClientID, demoClientID)
	c.Payments.ClientSecret = orElse(c.Payments.ClientSecret, demoClientSecret)
	c.Payments.WebhookURL = orElse(c.Payments.WebhookURL, c.PublicURL+demoWebhookPath)
	c.Payments.WebhookSecret = orElse(c.Payments.WebhookSecret, demoWebhookSecret)
	if err := loopback.Check(c.Listen, c.PublicURL); err != nil {
		return []error{fmt.Errorf("%[1]sDEV stays on this machine, see %[1]sLISTEN and %[1]sPUBLIC_URL: %[2]w", envPrefix, err)}
	}
	var wrong []error
	for _, s := range []struct {
		set       bool
		name, why string
	}{
		{c.Customers != (providerConfig{}), "CUSTOMER_ISSUER and its client", "has a provider of its own"},
		{c.Workforce != (providerConfig{}), "WORKFORCE_ISSUER and its client", "has a provider of its own"},
		{c.SMTPHost != "" || c.SMTPUser != "" || c.SMTPPassword != "", "SMTP_HOST and its user", "keeps all mails in /dev/mail"},
		{c.Issuer != (issuerConfig{}), "CARD_ISSUER_URL and its key", "answers for the cards itself"},
		{c.Payments.ProcessorURL != "" || c.Payments.ProcessorSecret != "", "PAYMENT_PROCESSOR_URL and its secret", "has a till of its own"},
	} {
		if s.set {
			wrong = append(wrong, fmt.Errorf("%s%s are not for --dev, which %s", envPrefix, s.name, s.why))
		}
	}
	return wrong
}

// completeProduction names all that is missing at once: what --dev brings along
// has to be told.
func (c *config) completeProduction() []error {
	var wrong []error
	for _, s := range []struct{ value, name, why string }{
		{c.PublicURL, "PUBLIC_URL", "the address people use, for example https://wallet.shop.example"},
		{c.MailFrom, "MAIL_FROM", "the sender of mails, for example Wallet <wallet@shop.example>"},
		{c.SMTPHost, "SMTP_HOST", "the mail server"},
		{c.Issuer.URL, "CARD_ISSUER_URL", "who is asked whether a card is good"},
		{c.Issuer.KeyID, "CARD_ISSUER_KEY_ID", "the name of our key there"},
		{c.Issuer.Key, "CARD_ISSUER_KEY", "the key that signs what we ask there"},
		{c.Customers.Issuer, "CUSTOMER_ISSUER", "the marketplace's OpenID provider"},
		{c.Customers.ClientID, "CUSTOMER_CLIENT_ID", "our name there"},
		{c.Customers.ClientSecret, "CUSTOMER_CLIENT_SECRET", "our secret there"},
		{c.Workforce.Issuer, "WORKFORCE_ISSUER", "the operators' OpenID provider"},
		{c.Workforce.ClientID, "WORKFORCE_CLIENT_ID", "our name there"},
		{c.Workforce.ClientSecret, "WORKFORCE_CLIENT_SECRET", "our secret there"},
	} {
		if s.value == "" {
			wrong = append(wrong, fmt.Errorf("%s%s is missing: %s (or try everything with --dev)", envPrefix, s.name, s.why))
		}
	}
	for _, s := range []struct{ value, name, why string }{
		{c.PublicURL, "PUBLIC_URL", "cookies and cards go over it"},
		{c.Issuer.URL, "CARD_ISSUER_URL", "cards go over it"},
		{c.Payments.ProcessorURL, "PAYMENT_PROCESSOR_URL", "cards go over it"},
		{c.Customers.Issuer, "CUSTOMER_ISSUER", "who says who somebody is has to prove who it is"},
		{c.CustomerRecovery, "CUSTOMER_RECOVERY_URL", "a login password is set there"},
		{c.Workforce.Issuer, "WORKFORCE_ISSUER", "who says who somebody is has to prove who it is"},
	} {
		u, err := url.Parse(s.value)
		if s.value != "" && (err != nil || u.Scheme != "https" && !loopback.IsHost(u.Hostname())) {
			wrong = append(wrong, fmt.Errorf("%s%s has to begin with https://: %s", envPrefix, s.name, s.why))
		}
	}
	for _, s := range []struct{ one, other, first, second string }{
		{c.Payments.ClientID, c.Payments.ClientSecret, "MARKETPLACE_CLIENT_ID", "MARKETPLACE_CLIENT_SECRET"},
		{c.Payments.WebhookURL, c.Payments.WebhookSecret, "MARKETPLACE_WEBHOOK_URL", "MARKETPLACE_WEBHOOK_SECRET"},
		{c.Payments.ProcessorURL, c.Payments.ProcessorSecret, "PAYMENT_PROCESSOR_URL", "PAYMENT_PROCESSOR_SECRET"},
	} {
		if (s.one == "") != (s.other == "") {
			wrong = append(wrong, fmt.Errorf("%[1]s%[2]s and %[1]s%[3]s go together: one of them is missing", envPrefix, s.first, s.second))
		}
	}
	if u, err := url.Parse(c.Payments.WebhookURL); c.Payments.WebhookURL != "" && (err != nil || u.Scheme != "https") {
		wrong = append(wrong, fmt.Errorf("%sMARKETPLACE_WEBHOOK_URL has to begin with https://: what was paid goes over it", envPrefix))
	}
	if (c.SMTPUser == "") != (c.SMTPPassword == "") {
		wrong = append(wrong, fmt.Errorf("%[1]sSMTP_USER and %[1]sSMTP_PASSWORD go together: one of them is missing", envPrefix))
	}
	return wrong
}
