package main

import (
	"fmt"
	"io"
	"strings"
)

const helpHead = `walletdesk, the wallet's account centre

  walletdesk serve      serve everything
  walletdesk migrate    bring the database's schema up to this version
  walletdesk keys       list the keys that seal cards, pictures and mails, or rotate them
  walletdesk load       put a running walletdesk under load; walletdesk load --help
  walletdesk version    say which build this is
  walletdesk help       this text; walletdesk migrate --help is shorter

To try it out, with demo people, a mailbox and a marketplace of its own:

  walletdesk serve --dev          then open http://127.0.0.1:8080/

To run it, behind a proxy that speaks https (secrets come from the environment):

  walletdesk serve --public-url https://wallet.shop.example \
    --mail-from 'Wallet <wallet@shop.example>' --smtp-host smtp.shop.example \
    --card-issuer-url https://processor.example/cards --card-issuer-key-id wallet \
    --customer-issuer https://id.shop.example --customer-client-id wallet \
    --workforce-issuer https://staff.shop.example --workforce-client-id wallet

Settings are flags or environment variables; a flag wins. Behind each stands what
holds when it is left out.
`

const helpMigrate = `walletdesk migrate brings the schema of the database up to this version: of the
one that is named, or of the private one, which is started for it.

Settings are flags or environment variables; a flag wins.
`

const helpKeys = `walletdesk keys list      shows the sealing keys: which one seals, how old each is,
                          what each seals; nothing of the keys themselves
walletdesk keys rotate    puts a new one in their place, rewraps everything, and
                          deletes the former ones; beside a program that serves,
                          and again after it was interrupted

After a rotation a backup of the database from before it opens with the key file
of its own time alone: docs/operations.md.

Settings are flags or environment variables; a flag wins.
`

// help writes what a person needs to know about a command, "" for all of them.
func help(out io.Writer, command string) error {
	var b strings.Builder
	switch command {
	case "migrate":
		b.WriteString(helpMigrate)
	case "keys":
		b.WriteString(helpKeys)
	default:
		b.WriteString(helpHead)
	}
	group := ""
	for _, s := range settings(&config{}) {
		if !s.fits(command) {
			continue
		}
		if s.group != group {
			group = s.group
			fmt.Fprintf(&b, "\n%s\n", group)
		}
		fmt.Fprintf(&b, "  %-26s %s\n      %s\n", s.flag(), s.env(), s.words())
	}
	_, err := io.WriteString(out, b.String())
	return err
}

// flag is how the setting is given on the command line, if it can be.
func (s setting) flag() string {
	switch {
	case s.secret:
		return "(environment only)"
	case s.boolean:
		return "--" + s.name
	default:
		return "--" + s.name + " …"
	}
}

// words explains the setting and says what holds without it.
func (s setting) words() string {
	switch {
	case s.boolean:
		return s.help + " (off)"
	case s.fallback != "":
		return s.help + " (" + s.fallback + ")"
	default:
		return s.help
	}
}
