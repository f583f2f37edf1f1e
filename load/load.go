// Package load puts a conversation system under load and counts what it does with
// it: many conversations at once over real WebSockets and HTTP, each followed by
// its customer, with texts from the operators who own them.
//
// A run has two halves. Prepare makes the people and their conversations at an
// address; Run sends and follows. What is measured is what a customer sees: from
// the moment a text was due to be sent until the follower has it. A text that was
// due while every sender was busy counts from when it was due, so a server that
// stalls can't hide it.
//
// # Invariants
//
//   - Every text is known by its place in its room's book; the answer to the send
//     and the follower each enter the number they were given there. Lost, doubled
//     and reordered are read from the books at the end, never estimated.
//   - A send whose answer was lost is repeated with the same client id.
//   - A follower that was cut goes on after the last number it has.
package load

import (
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"
)

// Door is a way to send: over the operators' sockets, or by HTTP requests.
type Door string

// The doors.
const (
	Socket Door = "socket"
	HTTP   Door = "http"
)

// Config is one run.
type Config struct {
	Address string  // scheme and host, for example http://127.0.0.1:8080
	Over    Door    // how texts are sent; they always arrive over sockets
	Rate    float64 // texts a second, all conversations together; 0: as fast as answers come
	// InFlight is how many sends there are at most at once.
	InFlight int
	// Warmup comes before what is measured; Duration is that.
	Warmup, Duration time.Duration
	Bytes            int // of a text; at least 40
	// CutEvery cuts each follower's connection about that often; 0: never.
	CutEvery time.Duration
	// Repeat sends every so manyth text twice, as after a lost answer; 0: none.
	Repeat int
	// Patience is how long a follower may take for the rest after the last send.
	Patience time.Duration
	// Progress gets a line a second; nil: nobody looks.
	Progress io.Writer
}

// Room is a conversation with those who are in it.
type Room struct {
	ConversationID string `json:"conversation"`
	// Customer and Operator are the cookies by which the two doors know them, as
	// a Cookie header has them. Empty sends none.
	Customer string `json:"customer"`
	Operator string `json:"operator"`
	// Network is the address the customer comes from, for a node that trusts
	// X-Forwarded-For; empty: this machine's.
	Network string `json:"network,omitempty"`
	// After is the number of the last row the follower knows; Run leaves there how
	// far it came, so that a second run does not read the first one's texts.
	After int64 `json:"after,omitempty"`
}

// Where the two doors are.
const (
	customerPath = "/graphql"
	consolePath  = "/console/graphql"
)

const (
	minBytes   = 40
	maxFlight  = 10_000
	dialWithin = 10 * time.Second
)

// complete fills in what was left out and refuses what makes no run.
func (c Config) complete() (Config, error) {
	u, err := url.Parse(c.Address)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return c, fmt.Errorf("the address %q is not like http://127.0.0.1:8080", c.Address)
	}
	c.Address = u.Scheme + "://" + u.Host
	if c.Over == "" {
		c.Over = Socket
	}
	if c.Over != Socket && c.Over != HTTP {
		return c, fmt.Errorf("texts go over socket or http, not over %q", c.Over)
	}
	if c.InFlight == 0 {
		c.InFlight = 64
	}
	if c.InFlight < 1 || c.InFlight > maxFlight {
		return c, fmt.Errorf("in flight are 1 to %d", maxFlight)
	}
	if c.Rate < 0 || c.Warmup < 0 || c.CutEvery < 0 || c.Repeat < 0 {
		return c, errors.New("rate, warm-up, cuts and repeats are not negative")
	}
	if c.Duration <= 0 {
		c.Duration = 10 * time.Second
	}
	if c.Bytes == 0 {
		c.Bytes = 100
	}
	if c.Bytes < minBytes || c.Bytes > 4000 {
		return c, fmt.Errorf("a text has %d to 4000 bytes", minBytes)
	}
	if c.Patience == 0 {
		c.Patience = 30 * time.Second
	}
	return c, nil
}

// socketURL is the address of a door's socket.
func (c Config) socketURL(path string) string {
	return "ws" + strings.TrimPrefix(c.Address, "http") + path
}
