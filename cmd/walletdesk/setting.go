package main

import (
	"flag"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"github.com/walletdesk/walletdesk/payment"
)

// setting is one thing that can be set: by a flag, by the environment, or left.
type setting struct {
	group, name string // name as a flag; WALLETDESK_NAME in the environment
	fallback    string
	help        string
	secret      bool // environment only: flags show in the list of processes
	boolean     bool
	migrate     bool // the command migrate knows it too
	keys        bool // the command keys knows it too
	set         func(value string) error
}

func (s setting) env() string {
	return envPrefix + strings.ToUpper(strings.ReplaceAll(s.name, "-", "_"))
}

// fits tells whether a command knows the setting as a flag.
func (s setting) fits(command string) bool {
	switch command {
	case "migrate":
		return s.migrate
	case "keys":
		return s.keys
	default:
		return true
	}
}

// register makes the flag, if there is one.
func (s setting) register(flags *flag.FlagSet, given map[string]string) {
	take := func(value string) error {
		given[s.name] = value
		return nil
	}
	switch {
	case s.secret:
	case s.boolean:
		flags.BoolFunc(s.name, s.help, take)
	default:
		flags.Func(s.name, s.help, take)
	}
}

// read sets the value that counts and says what is wrong with it, by the name under
// which it was given.
func (s setting) read(given, env map[string]string) []error {
	value, name := s.fallback, s.env()
	if v, ok := env[s.env()]; ok {
		value = v
	}
	if v, ok := given[s.name]; ok {
		value, name = v, "--"+s.name
	}
	if err := s.set(value); err != nil {
		return []error{fmt.Errorf("%s %w", name, err)}
	}
	return nil
}

func text(into *string, checks ...func(string) error) func(string) error {
	return func(value string) error {
		*into = strings.TrimSpace(value)
		for _, check := range checks {
			if err := check(*into); err != nil {
				return err
			}
		}
		return nil
	}
}

func truth(into *bool) func(string) error {
	return func(value string) error {
		v, err := strconv.ParseBool(value)
		if err != nil {
			return fmt.Errorf("is %q; say true or false", value)
		}
		*into = v
		return nil
	}
}

func port(into *int) func(string) error {
	return func(value string) error {
		n, err := strconv.ParseUint(value, 10, 16)
		if err != nil || n == 0 {
			return fmt.Errorf("is %q; a port is 1 to 65535", value)
		}
		*into = int(n)
		return nil
	}
}

func duration(into *time.Duration) func(string) error {
	return func(value string) error {
		d, err := time.ParseDuration(value)
		if err != nil || d <= 0 {
			return fmt.Errorf("is %q; say for example 5s or 1m", value)
		}
		*into = d
		return nil
	}
}

func level(into *slog.Level) func(string) error {
	return func(value string) error {
		if err := into.UnmarshalText([]byte(value)); err != nil {
			return fmt.Errorf("is %q; say debug, info, warn or error", value)
		}
		return nil
	}
}

// settings is the list of all of them, in the order of the help.
func settings(c *config) []setting {
	return append([]setting{
		{group: "Serving", name: "listen", fallback: "127.0.0.1:8080", help: "address and port to serve on", set: text(&c.Listen, checkListen)},
		{group: "Serving", name: "public-url", help: "address people use, scheme and host (with --dev: http:// and --listen)", set: text(&c.PublicURL, checkOrigin)},
		{group: "Serving", name: "trust-forwarded", fallback: "false", boolean: true, help: "take the client's address from X-Forwarded-For: only behind a proxy that writes it", set: truth(&c.TrustForwarded)},
		{group: "Serving", name: "introspection", fallback: "false", boolean: true, help: "let anybody ask for the schema; with --dev always", set: truth(&c.Introspection)},
		{group: "Serving", name: "persisted-only", fallback: "false", boolean: true, help: "carry out the documents of our own pages alone, and the marketplace's; not together with --playground", set: truth(&c.PersistedOnly)},
		{group: "Serving", name: "playground", fallback: "false", boolean: true, help: "serve /playground; with --dev always", set: truth(&c.Playground)},
		{group: "Serving", name: "dev", fallback: "false", boolean: true, help: "for development: the marketplace and its demo people, the mailbox, test cards; on this machine alone", set: truth(&c.Dev)},

		{group: "Log", name: "log-level", migrate: true, keys: true, fallback: "info", help: "debug, info, warn or error", set: level(&c.LogLevel)},
		{group: "Log", name: "log-format", migrate: true, keys: true, help: "text or json (text with --dev, otherwise json)", set: text(&c.LogFormat, checkLogFormat)},

		{group: "Keeping", name: "data", migrate: true, keys: true, fallback: "var", help: "folder for what the program keeps", set: text(&c.Data, required)},
		{group: "Keeping", name: "database-url", migrate: true, keys: true, secret: true, help: "PostgreSQL to use; without it a private one runs in <data>/postgres", set: text(&c.DatabaseURL, checkDatabase)},
		{group: "Keeping", name: "migrate", fallback: "false", boolean: true, help: "bring that PostgreSQL's schema up to date at start (the private one always is)", set: truth(&c.Migrate)},
		{group: "Keeping", name: "pg-bin", migrate: true, keys: true, help: "folder of PostgreSQL's programs, for the private one; without it the usual places", set: text(&c.PgBin)},
		{group: "Keeping", name: "nats-url", secret: true, help: "NATS cluster between nodes; without it the bus is inside this program", set: text(&c.NatsURL, checkBus)},
		{group: "Keeping", name: "blobs", help: "folder of the sealed pictures (<data>/blobs)", set: text(&c.Blobs)},
		{group: "Keeping", name: "keys", keys: true, help: "file of the keys, made at the first start (<data>/keys.json)", set: text(&c.Keys)},
		{group: "Keeping", name: "reader-dir", help: "folder of the document reader's files (<data>/reader)", set: text(&c.ReaderDir)},
		{group: "Keeping", name: "reader-timeout", fallback: "30s", help: "how long one picture may be read", set: duration(&c.ReaderTimeout)},

		{group: "Mail", name: "mail-from", help: "sender, for example Wallet <wallet@shop.example>", set: text(&c.MailFrom, checkSender)},
		{group: "Mail", name: "smtp-host", help: "mail server, STARTTLS mandatory (with --dev not needed: mails go to /dev/mail)", set: text(&c.SMTPHost)},
		{group: "Mail", name: "smtp-port", fallback: "587", help: "its port", set: port(&c.SMTPPort)},
		{group: "Mail", name: "smtp-user", help: "our name there, if it wants one", set: text(&c.SMTPUser)},
		{group: "Mail", name: "smtp-password", secret: true, help: "and password", set: text(&c.SMTPPassword)},

		{group: "Cards", name: "card-issuer-url", help: "who is asked whether a card is good (with --dev not needed: test numbers choose the answer)", set: text(&c.Issuer.URL, checkURL("https", "http"))},
		{group: "Cards", name: "card-issuer-key-id", help: "the name of our key there", set: text(&c.Issuer.KeyID)},
		{group: "Cards", name: "card-issuer-key", secret: true, help: "and the key, at least 32 characters", set: text(&c.Issuer.Key, checkLong)},

		{group: "Payments", name: "payment-currencies", fallback: strings.Join(payment.DefaultCurrencies(), ","), help: "currencies payments can have, ISO 4217, with commas between them", set: text(&c.Payments.Currencies, checkCurrencies)},
		{group: "Payments", name: "payment-expiry", fallback: payment.DefaultLife.String(), help: "how long a payment can be paid, unless the marketplace says", set: duration(&c.Payments.Life)},
		{group: "Payments", name: "payment-methods", fallback: "SAVED_CARD,GUEST_CARD,WALLET,CASH", help: "the ways to pay that the processor carries out, with commas between them", set: text(&c.Payments.Methods, checkMethods)},
		{group: "Payments", name: "payment-processor-url", help: "who takes the money (with --dev not needed: test numbers and pages at /dev/till choose)", set: text(&c.Payments.ProcessorURL, checkURL("https", "http"))},
		{group: "Payments", name: "payment-processor-secret", secret: true, help: "the secret that signs both ways there, at least 32 characters", set: text(&c.Payments.ProcessorSecret, checkLong)},
		{group: "Payments", name: "marketplace-client-id", help: "the name the marketplace's program gets a token with at /oauth/token", set: text(&c.Payments.ClientID)},
		{group: "Payments", name: "marketplace-client-secret", secret: true, help: "and its secret, at least 32 characters", set: text(&c.Payments.ClientSecret, checkLong)},
		{group: "Payments", name: "marketplace-webhook-url", help: "where the marketplace is told what became of its payments, https", set: text(&c.Payments.WebhookURL, checkURL("https", "http"))},
		{group: "Payments", name: "marketplace-webhook-secret", secret: true, help: "the secret that signs it, at least 32 characters", set: text(&c.Payments.WebhookSecret, checkLong)},

		{group: "Sign-in", name: "customer-issuer", help: "the marketplace's OpenID provider", set: text(&c.Customers.Issuer, checkURL("https", "http"))},
		{group: "Sign-in", name: "customer-client-id", help: "our name there", set: text(&c.Customers.ClientID)},
		{group: "Sign-in", name: "customer-client-secret", secret: true, help: "and secret", set: text(&c.Customers.ClientSecret)},
		{group: "Sign-in", name: "customer-recovery-url", help: "the marketplace's page for a forgotten login password; without it its sign-in", set: text(&c.CustomerRecovery, checkURL("https", "http"))},
		{group: "Sign-in", name: "workforce-issuer", help: "the operators' OpenID provider", set: text(&c.Workforce.Issuer, checkURL("https", "http"))},
		{group: "Sign-in", name: "workforce-client-id", help: "our name there", set: text(&c.Workforce.ClientID)},
		{group: "Sign-in", name: "workforce-client-secret", secret: true, help: "and secret", set: text(&c.Workforce.ClientSecret)},
		{group: "Sign-in", name: "workforce-roles-claim", fallback: "roles", help: "claim that lists a person's roles", set: text(&c.RolesClaim, required)},
		{group: "Sign-in", name: "workforce-operator", fallback: "operator", help: "its word for an operator", set: text(&c.Operator, required)},
		{group: "Sign-in", name: "workforce-supervisor", fallback: "supervisor", help: "its word for a supervisor", set: text(&c.Supervisor, required)},
	}, deskSettings(&c.Desk)...)
}
