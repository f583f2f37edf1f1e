package main

import (
	"bytes"
	"errors"
	"flag"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files") //nolint:gochecknoglobals // a flag of the test binary

const issuerKey = "hush-hush-hush-hush-hush-hush-hush"

// production is the least that has to be told without --dev.
func production(changes ...string) []string {
	return append([]string{
		"WALLETDESK_PUBLIC_URL=https://wallet.shop.example", "WALLETDESK_MAIL_FROM=Wallet <wallet@shop.example>", "WALLETDESK_SMTP_HOST=smtp.shop.example",
		"WALLETDESK_CARD_ISSUER_URL=https://processor.example/cards", "WALLETDESK_CARD_ISSUER_KEY_ID=wallet", "WALLETDESK_CARD_ISSUER_KEY=" + issuerKey,
		"WALLETDESK_CUSTOMER_ISSUER=https://id.shop.example", "WALLETDESK_CUSTOMER_CLIENT_ID=wallet", "WALLETDESK_CUSTOMER_CLIENT_SECRET=hush",
		"WALLETDESK_WORKFORCE_ISSUER=https://staff.shop.example", "WALLETDESK_WORKFORCE_CLIENT_ID=wallet", "WALLETDESK_WORKFORCE_CLIENT_SECRET=hush",
	}, changes...)
}

func TestReadConfig_Refuses(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		why     string
		args    []string
		environ []string
		say     []string // all of these
	}{
		{"an address needs a port", []string{"--dev", "--listen", "127.0.0.1"}, nil, []string{"--listen is no host:port, for example"}},
		{"the name under which it was given is told", []string{"--dev"}, []string{"WALLETDESK_LISTEN=8080"}, []string{"WALLETDESK_LISTEN is no host:port"}},
		{"all mistakes at once", []string{"--listen", "x", "--log-level", "loud", "--reader-timeout", "-1s"}, []string{"WALLETDESK_SMTP_PORT=70000"},
			[]string{"--listen", `--log-level is "loud"; say debug`, "--reader-timeout", `WALLETDESK_SMTP_PORT is "70000"`}},
		{"a public URL has no path", nil, production("WALLETDESK_PUBLIC_URL=https://shop.example/wallet"), []string{"WALLETDESK_PUBLIC_URL has to be a scheme and a host"}},
		{"nor a slash", nil, production("WALLETDESK_PUBLIC_URL=https://shop.example/"), []string{"WALLETDESK_PUBLIC_URL"}},
		{"https beyond this machine", nil, production("WALLETDESK_PUBLIC_URL=http://shop.example"), []string{"WALLETDESK_PUBLIC_URL has to begin with https://"}},
		{"an issuer in the clear", nil, production("WALLETDESK_CUSTOMER_ISSUER=http://id.shop.example", "WALLETDESK_WORKFORCE_ISSUER=http://staff.shop.example"),
			[]string{"WALLETDESK_CUSTOMER_ISSUER has to begin", "WALLETDESK_WORKFORCE_ISSUER has to begin"}},
		{"cards in the clear", nil, production("WALLETDESK_CARD_ISSUER_URL=http://processor.example"), []string{"WALLETDESK_CARD_ISSUER_URL has to begin with https://: cards go over it"}},
		{"a key that can be guessed", nil, production("WALLETDESK_CARD_ISSUER_KEY=hush"), []string{"WALLETDESK_CARD_ISSUER_KEY is too short"}},
		{"--dev answers for the cards itself", []string{"--dev"}, []string{"WALLETDESK_CARD_ISSUER_URL=https://processor.example"}, []string{"WALLETDESK_CARD_ISSUER_URL and its key are not for --dev"}},
		{"hours that end before they begin", []string{"--dev", "--support-hours", "Mon-Fri 18:00-09:00"}, nil, []string{`--support-hours says nothing we understand: "Mon-Fri 18:00-09:00"`}},
		{"a zone we don't know", []string{"--dev", "--support-zone", "Mars/Olympus"}, nil, []string{`"Mars/Olympus" is no time zone`}},
		{"a closed day that is none", []string{"--dev", "--support-closed", "2026-02-30"}, nil, []string{`"2026-02-30" is no day`}},
		{"a way to assign we don't know", []string{"--dev", "--support-assignment", "lottery"}, nil, []string{"--support-assignment is pull or balanced"}},
		{"more than anybody can do", []string{"--dev", "--support-most", "51"}, nil, []string{`--support-most is "51"; say 0 to 50`}},
		{"a currency we don't know", []string{"--dev", "--payment-currencies", "EUR,XTS"}, nil, []string{`--payment-currencies is no list of currencies: "XTS" is no currency`}},
		{"a currency twice", []string{"--dev", "--payment-currencies", "EUR,EUR"}, nil, []string{"EUR stands there twice"}},
		{"half a marketplace", nil, production("WALLETDESK_MARKETPLACE_CLIENT_ID=shop"), []string{"WALLETDESK_MARKETPLACE_CLIENT_ID and WALLETDESK_MARKETPLACE_CLIENT_SECRET go together"}},
		{"a way to pay we don't know", []string{"--dev", "--payment-methods", "CASH,BARTER"}, nil, []string{`"BARTER" is no way to pay`}},
		{"charges in the clear", nil, production("WALLETDESK_PAYMENT_PROCESSOR_URL=http://processor.example", "WALLETDESK_PAYMENT_PROCESSOR_SECRET="+issuerKey),
			[]string{"WALLETDESK_PAYMENT_PROCESSOR_URL has to begin with https://: cards go over it"}},
		{"half a processor", nil, production("WALLETDESK_PAYMENT_PROCESSOR_URL=https://processor.example"), []string{"WALLETDESK_PAYMENT_PROCESSOR_URL and WALLETDESK_PAYMENT_PROCESSOR_SECRET go together"}},
		{"--dev takes the money itself", []string{"--dev"}, []string{"WALLETDESK_PAYMENT_PROCESSOR_URL=https://processor.example", "WALLETDESK_PAYMENT_PROCESSOR_SECRET=" + issuerKey},
			[]string{"WALLETDESK_PAYMENT_PROCESSOR_URL and its secret are not for --dev"}},
		{"a webhook in the clear", nil, production("WALLETDESK_MARKETPLACE_WEBHOOK_URL=http://shop.example/w", "WALLETDESK_MARKETPLACE_WEBHOOK_SECRET="+issuerKey),
			[]string{"WALLETDESK_MARKETPLACE_WEBHOOK_URL has to begin with https://"}},
		{"a webhook secret that can be guessed", nil, production("WALLETDESK_MARKETPLACE_WEBHOOK_SECRET=hush"), []string{"WALLETDESK_MARKETPLACE_WEBHOOK_SECRET is too short"}},
		{"another database", []string{"--dev"}, []string{"WALLETDESK_DATABASE_URL=mysql://root:hush@db/x"}, []string{"WALLETDESK_DATABASE_URL is no address that begins with postgres://"}},
		{"no database at all", []string{"--dev"}, []string{"WALLETDESK_DATABASE_URL=hush"}, []string{"WALLETDESK_DATABASE_URL is neither"}},
		{"another bus", []string{"--dev"}, []string{"WALLETDESK_NATS_URL=nats://a:4222,http://b"}, []string{"WALLETDESK_NATS_URL is no list"}},
		{"a sender without an address", nil, production("WALLETDESK_MAIL_FROM=Wallet"), []string{"WALLETDESK_MAIL_FROM is no sender"}},
		{"half a mail account", nil, production("WALLETDESK_SMTP_USER=wallet"), []string{"WALLETDESK_SMTP_USER and WALLETDESK_SMTP_PASSWORD go together"}},
		{"a playground that refuses everything", nil, production("WALLETDESK_PERSISTED_ONLY=true", "WALLETDESK_PLAYGROUND=true"), []string{"WALLETDESK_PERSISTED_ONLY would refuse what is typed in the playground"}},
		{"a word that is no truth", []string{"--dev", "--playground=maybe"}, nil, []string{`--playground is "maybe"; say true or false`}},
		{"a format of its own", []string{"--dev", "--log-format", "xml"}, nil, []string{`--log-format is "xml"; say text or json`}},
		{"no folder", []string{"--dev", "--data", ""}, nil, []string{"--data is empty"}},
		{"a misspelt variable", []string{"--dev"}, []string{"WALLETDESK_LISTN=127.0.0.1:1"}, []string{"WALLETDESK_LISTN is no setting"}},
		{"a misspelt flag", []string{"--dev", "--listn", "x"}, nil, []string{"-listn", "walletdesk serve --help"}},
		{"an argument", []string{"--dev", "now"}, nil, []string{`serve takes no argument "now"`}},
		{"a secret where everybody can see it", []string{"--dev", "--smtp-password", "hush"}, nil, []string{"-smtp-password"}},
		{"without --dev everything that is missing", nil, nil, []string{
			"WALLETDESK_PUBLIC_URL is missing", "WALLETDESK_MAIL_FROM is missing", "WALLETDESK_SMTP_HOST is missing",
			"WALLETDESK_CARD_ISSUER_URL is missing", "WALLETDESK_CARD_ISSUER_KEY_ID is missing", "WALLETDESK_CARD_ISSUER_KEY is missing",
			"WALLETDESK_CUSTOMER_ISSUER is missing", "WALLETDESK_CUSTOMER_CLIENT_ID is missing", "WALLETDESK_CUSTOMER_CLIENT_SECRET is missing",
			"WALLETDESK_WORKFORCE_ISSUER is missing", "WALLETDESK_WORKFORCE_CLIENT_ID is missing", "WALLETDESK_WORKFORCE_CLIENT_SECRET is missing",
		}},
		{"--dev for everybody", []string{"--dev", "--listen", "0.0.0.0:8080"}, nil, []string{"WALLETDESK_DEV stays on this machine", "WALLETDESK_LISTEN", "0.0.0.0:8080"}},
		{"--dev on all interfaces", []string{"--dev", "--listen", ":8080"}, nil, []string{"WALLETDESK_DEV stays on this machine"}},
		{"--dev under a foreign name", []string{"--dev", "--public-url", "https://wallet.shop.example"}, nil, []string{"WALLETDESK_DEV stays on this machine", "WALLETDESK_PUBLIC_URL"}},
		{"--dev by the environment", nil, []string{"WALLETDESK_DEV=true", "WALLETDESK_LISTEN=0.0.0.0:8080"}, []string{"WALLETDESK_DEV stays on this machine"}},
		{"--dev ignores nothing it was told", []string{"--dev"}, []string{"WALLETDESK_CUSTOMER_ISSUER=https://id.shop.example", "WALLETDESK_WORKFORCE_CLIENT_ID=x", "WALLETDESK_SMTP_HOST=smtp.shop.example"},
			[]string{"WALLETDESK_CUSTOMER_ISSUER and its client are not for --dev", "WALLETDESK_WORKFORCE_ISSUER and", "WALLETDESK_SMTP_HOST and"}},
	} {
		t.Run(tc.why, func(t *testing.T) {
			t.Parallel()
			_, err := readConfig("serve", tc.args, tc.environ)
			if !errors.Is(err, errUsage) {
				t.Fatalf("got %v", err)
			}
			for _, say := range tc.say {
				if !strings.Contains(err.Error(), say) {
					t.Errorf("it does not say %q:\n%v", say, err)
				}
			}
			if strings.Contains(err.Error(), "hush") {
				t.Errorf("a secret is told: %v", err)
			}
		})
	}
}

func TestReadConfig(t *testing.T) {
	t.Parallel()
	dev := config{
		Dev: true, Listen: "127.0.0.1:8080", PublicURL: "http://127.0.0.1:8080", LogLevel: slog.LevelInfo, LogFormat: "text",
		Data: "var", Blobs: "var/blobs", Keys: "var/keys.json", ReaderDir: "var/reader", ReaderTimeout: 30 * time.Second,
		MailFrom: "Wallet <wallet@shop.example>", SMTPPort: 587, RolesClaim: "roles", Operator: "operator", Supervisor: "supervisor",
		Desk: deskConfig{Zone: "UTC", Assignment: "pull", FirstResponse: 5 * time.Minute, Resolution: 24 * time.Hour},
		Payments: paymentConfig{
			Currencies: "AUD,CAD,CHF,DKK,EUR,GBP,HKD,JPY,NOK,NZD,SEK,SGD,THB,USD", Life: 30 * time.Minute, Methods: "SAVED_CARD,GUEST_CARD,WALLET,CASH",
			ClientID: demoClientID, ClientSecret: demoClientSecret, WebhookURL: "http://127.0.0.1:8080/dev/shop/webhook", WebhookSecret: demoWebhookSecret,
		},
	}
	outside := dev
	outside.Payments = paymentConfig{Currencies: dev.Payments.Currencies, Life: dev.Payments.Life, Methods: dev.Payments.Methods}
	outside.Dev, outside.PublicURL, outside.LogFormat, outside.SMTPHost = false, "https://wallet.shop.example", "json", "smtp.shop.example"
	outside.Issuer = issuerConfig{"https://processor.example/cards", "wallet", issuerKey}
	outside.Customers = providerConfig{"https://id.shop.example", "wallet", "hush"}
	outside.Workforce = providerConfig{"https://staff.shop.example", "wallet", "hush"}
	with := func(c config, change func(*config)) config {
		change(&c)
		if c.Dev {
			c.Payments.WebhookURL = c.PublicURL + demoWebhookPath
		}
		return c
	}
	for _, tc := range []struct {
		why     string
		args    []string
		environ []string
		want    config
	}{
		{"development needs one word", []string{"--dev"}, []string{"HOME=/root"}, dev},
		{"production needs what can't be guessed", nil, production(), outside},
		{"a flag wins over the environment", []string{"--dev", "--listen", "127.0.0.1:9000", "--log-level", "debug"},
			[]string{"WALLETDESK_LISTEN=127.0.0.1:7000", "WALLETDESK_LOG_LEVEL=error"},
			with(dev, func(c *config) {
				c.Listen, c.PublicURL, c.LogLevel = "127.0.0.1:9000", "http://127.0.0.1:9000", slog.LevelDebug
			})},
		{"the folders lie in the data folder, unless told", []string{"--dev", "--data", "/d", "--blobs", "/pictures"}, nil,
			with(dev, func(c *config) {
				c.Data, c.Blobs, c.Keys, c.ReaderDir = "/d", "/pictures", "/d/keys.json", "/d/reader"
			})},
		{"several databases and several buses", []string{"--dev"},
			[]string{"WALLETDESK_DATABASE_URL=host=a,b port=5432,5433 target_session_attrs=read-write", "WALLETDESK_NATS_URL=nats://a:4222,tls://b:4222"},
			with(dev, func(c *config) {
				c.DatabaseURL, c.NatsURL = "host=a,b port=5432,5433 target_session_attrs=read-write", "nats://a:4222,tls://b:4222"
			})},
		{"variables of this repository's other programs", []string{"--dev"}, []string{"WALLETDESK_CHROMIUM=/usr/bin/chromium"}, dev},
		{"this machine by another name", []string{"--dev", "--listen", "[::1]:8080", "--public-url", "http://localhost:8080"}, nil,
			with(dev, func(c *config) { c.Listen, c.PublicURL = "[::1]:8080", "http://localhost:8080" })},
		{"behind a proxy on this machine", nil, production("WALLETDESK_TRUST_FORWARDED=1", "WALLETDESK_CUSTOMER_ISSUER=http://127.0.0.1:9000"),
			with(outside, func(c *config) { c.TrustForwarded, c.Customers.Issuer = true, "http://127.0.0.1:9000" })},
	} {
		t.Run(tc.why, func(t *testing.T) {
			t.Parallel()
			got, err := readConfig("serve", tc.args, tc.environ)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// What serves needs; what only brings the schema up does not.
func TestReadConfig_Migrate(t *testing.T) {
	t.Parallel()
	c, err := readConfig("migrate", []string{"--data", "/d"}, []string{"WALLETDESK_DATABASE_URL=postgres://db/wallet", "WALLETDESK_SMTP_HOST=smtp.shop.example"})
	if err != nil || c.DatabaseURL != "postgres://db/wallet" || c.Data != "/d" {
		t.Errorf("got %+v, %v", c, err)
	}
	if _, err := readConfig("migrate", []string{"--listen", "127.0.0.1:1"}, nil); !errors.Is(err, errUsage) {
		t.Errorf("a flag that does nothing was taken: %v", err)
	}
}

// The help is part of what people use: a change of it is to be seen in a diff.
func TestHelp(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name string
		args [][]string
	}{
		{"help", [][]string{nil, {"help"}, {"--help"}, {"-h"}, {"serve", "--help"}, {"serve", "-h"}}},
		{"migrate", [][]string{{"migrate", "--help"}}},
		{"keys", [][]string{{"keys", "--help"}, {"keys", "-h"}, {"keys", "list", "--help"}, {"keys", "rotate", "-h"}}},
	} {
		golden := filepath.Join("testdata", tc.name+".txt")
		for _, args := range tc.args {
			var out, errs bytes.Buffer
			if err := run(t.Context(), args, nil, &out, &errs); err != nil || errs.Len() > 0 {
				t.Errorf("%q: %v %s", args, err, &errs)
			}
			if *update {
				if err := os.WriteFile(golden, out.Bytes(), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), out.String()); diff != "" {
				t.Errorf("%q (-want +got):\n%s", args, diff)
			}
		}
	}
}

// Every setting can be found in the help, by both of its names.
func TestHelp_NamesEverySetting(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := help(&out, ""); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, s := range settings(&config{}) {
		if seen[s.name] {
			t.Errorf("%s is there twice", s.name)
		}
		seen[s.name] = true
		if !strings.Contains(out.String(), s.env()+"\n") || !s.secret && !strings.Contains(out.String(), "--"+s.name) {
			t.Errorf("%s is not in the help", s.name)
		}
		if s.help == "" || s.set == nil {
			t.Errorf("%s has no help or does nothing", s.name)
		}
	}
}

func TestRun_Words(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := run(t.Context(), []string{"version"}, nil, &out, &out); err != nil || !strings.HasPrefix(out.String(), "walletdesk ") {
		t.Errorf("version: %q, %v", &out, err)
	}
	err := run(t.Context(), []string{"sevre"}, nil, &out, &out)
	if !errors.Is(err, errUsage) || err.Error() != `there is no command "sevre"; see walletdesk help` {
		t.Errorf("a command that is none: %v", err)
	}
	if code := exitCode(err); code != 2 {
		t.Errorf("it ends with %d", code)
	}
	if code := exitCode(errors.New("anything else")); code != 1 {
		t.Errorf("a failure ends with %d", code)
	}
}
