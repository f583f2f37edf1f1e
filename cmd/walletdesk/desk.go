package main

import (
	"errors"
	"fmt"
	"strconv"
	"time"
	_ "time/tzdata" // the time zones of opening hours, also where the system has none

	"github.com/walletdesk/walletdesk/chat"
)

// deskConfig is how the support service works.
type deskConfig struct {
	Hours, Zone, Closed       string
	Assignment                string
	Most                      int
	FirstResponse, Resolution time.Duration
}

// How long things may take unless told otherwise.
const (
	usualFirstResponse = 5 * time.Minute
	usualResolution    = 24 * time.Hour
)

// deskSettings is the list of its settings.
func deskSettings(c *deskConfig) []setting {
	return []setting{
		{group: "Support", name: "support-hours", help: "when operators answer, for example Mon-Fri 09:00-18:00, Sat 10:00-14:00 (always)", set: text(&c.Hours, checkHours)},
		{group: "Support", name: "support-zone", fallback: "UTC", help: "the time zone of those hours, for example Europe/Athens", set: text(&c.Zone, checkZone)},
		{group: "Support", name: "support-closed", help: "days on which nobody answers, for example 2026-12-25,2026-12-26", set: text(&c.Closed, checkClosed)},
		{group: "Support", name: "support-assignment", fallback: "pull", help: "pull: operators take conversations; balanced: they are given to who has fewest", set: text(&c.Assignment, checkAssignment)},
		{group: "Support", name: "support-most", fallback: "0", help: "how many running conversations one operator is given at most (0: the own capacity alone counts)", set: amount(&c.Most, 50)},
		{group: "Support", name: "support-first-response", fallback: usualFirstResponse.String(), help: "target for the first answer, in opening hours", set: duration(&c.FirstResponse)},
		{group: "Support", name: "support-resolution", fallback: usualResolution.String(), help: "target for the end of a conversation, in opening hours", set: duration(&c.Resolution)},
	}
}

func amount(into *int, most int) func(string) error {
	return func(value string) error {
		n, err := strconv.Atoi(value)
		if err != nil || n < 0 || n > most {
			return fmt.Errorf("is %q; say 0 to %d", value, most)
		}
		*into = n
		return nil
	}
}

func checkHours(s string) error { return hoursOf(s, "UTC", "") }

func checkZone(s string) error { return hoursOf("", s, "") }

func checkClosed(s string) error { return hoursOf("", "UTC", s) }

func hoursOf(week, zone, closed string) error {
	if _, err := chat.ParseHours(week, zone, closed); err != nil {
		return fmt.Errorf("says nothing we understand: %w", err)
	}
	return nil
}

func checkAssignment(s string) error {
	if s != "pull" && s != "balanced" {
		return errors.New("is pull or balanced")
	}
	return nil
}

// desk is how the support service works.
func (c deskConfig) desk() (chat.Desk, error) {
	hours, err := chat.ParseHours(c.Hours, c.Zone, c.Closed)
	if err != nil {
		return chat.Desk{}, fmt.Errorf("support hours: %w", err)
	}
	return chat.Desk{
		Hours: hours, Balanced: c.Assignment == "balanced", Most: c.Most,
		FirstResponse: c.FirstResponse, Resolution: c.Resolution,
	}, nil
}
