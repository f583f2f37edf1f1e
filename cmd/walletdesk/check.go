package main

import (
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"net/url"
	"slices"
	"strings"

	"github.com/walletdesk/walletdesk/payment"
)

// Checks of single values. Each says in a few words what was expected, to stand
// behind the setting's name; a value that may hold a password is not repeated.

func required(value string) error {
	if value == "" {
		return errors.New("is empty")
	}
	return nil
}

func checkListen(s string) error {
	_, port, err := net.SplitHostPort(s)
	if err != nil || port == "" {
		return errors.New("is no host:port, for example 127.0.0.1:8080")
	}
	return nil
}

func checkURL(schemes ...string) func(string) error {
	return func(s string) error {
		if s == "" {
			return nil
		}
		u, err := url.Parse(s)
		if err != nil || u.Host == "" || !slices.Contains(schemes, u.Scheme) {
			return fmt.Errorf("is no address that begins with %s://", strings.Join(schemes, ":// or "))
		}
		return nil
	}
}

// checkOrigin wants the scheme and the host alone: what we serve stands at the root.
func checkOrigin(s string) error {
	if err := checkURL("https", "http")(s); err != nil || s == "" {
		return err
	}
	if u, err := url.Parse(s); err != nil || u.Scheme+"://"+u.Host != s {
		return errors.New("has to be a scheme and a host and no more, for example https://wallet.shop.example")
	}
	return nil
}

// checkDatabase takes an address or key=value form, which alone names several hosts.
func checkDatabase(s string) error {
	if strings.Contains(s, "://") {
		return checkURL("postgres", "postgresql")(s)
	}
	if s != "" && !strings.Contains(s, "=") {
		return errors.New("is neither an address that begins with postgres:// nor of the form host=… dbname=…")
	}
	return nil
}

// checkBus takes several addresses, with commas between them.
func checkBus(s string) error {
	if s == "" {
		return nil
	}
	for part := range strings.SplitSeq(s, ",") {
		if err := checkURL("nats", "tls")(strings.TrimSpace(part)); err != nil || strings.TrimSpace(part) == "" {
			return errors.New("is no list of addresses that begin with nats:// or tls://")
		}
	}
	return nil
}

func checkCurrencies(s string) error {
	if _, err := payment.ParseCurrencies(s); err != nil {
		return fmt.Errorf("is no list of currencies: %w", err)
	}
	return nil
}

func checkMethods(s string) error {
	if _, err := parseMethods(s); err != nil {
		return fmt.Errorf("is no list of ways to pay: %w", err)
	}
	return nil
}

func checkSender(s string) error {
	if s == "" {
		return nil
	}
	if _, err := netmail.ParseAddress(s); err != nil {
		return errors.New("is no sender, for example Wallet <wallet@shop.example>")
	}
	return nil
}

// checkLong wants a key that is no password.
func checkLong(s string) error {
	if s != "" && len(s) < 32 {
		return errors.New("is too short; a key has at least 32 characters")
	}
	return nil
}

func checkLogFormat(s string) error {
	if !slices.Contains([]string{"", "text", "json"}, s) {
		return fmt.Errorf("is %q; say text or json", s)
	}
	return nil
}
