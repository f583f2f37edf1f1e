package load

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// People says who takes part in a load that Prepare makes.
type People struct {
	Conversations int
	// Name begins the customers' user names; each run needs one of its own.
	Name string
	// Operators are user names at the workforce provider.
	Operators []string
	Password  string // everybody's, at the development providers
	// Forwarded gives each customer a network of its own, for a node that trusts
	// X-Forwarded-For: what one network may do is limited.
	Forwarded bool
	Progress  io.Writer // gets a line now and then; nil: nobody looks
}

const (
	perCustomer    = 5 // conversations; a customer may open 6 in 12 hours
	withoutNetwork = 20
	makeAtOnce     = 8 // customers registered at a time: their secrets are hashed slowly
	mailWithin     = 30 * time.Second
)

// Crew is the people of a load. Close it when the load is over: the operators are at
// work only until then.
type Crew struct {
	Rooms []Room
	wires []*wire
}

// Close ends the operators' connections.
func (c *Crew) Close() {
	for _, w := range c.wires {
		w.cut()
	}
}

// Prepare signs operators and new customers in at an address with development
// providers, registers the customers, and opens the conversations, each taken by an
// operator.
func Prepare(ctx context.Context, address string, people People) (*Crew, error) {
	cfg, err := (Config{Address: address}).complete()
	if err != nil {
		return nil, err
	}
	if people.Conversations < 1 || len(people.Operators) == 0 {
		return nil, errors.New("a load needs a conversation and an operator")
	}
	customers := (people.Conversations + perCustomer - 1) / perCustomer
	if !people.Forwarded && customers > withoutNetwork {
		return nil, fmt.Errorf("one network may bring %d new customers an hour, enough for %d conversations; for more start the node with --trust-forwarded and say --forwarded",
			withoutNetwork, withoutNetwork*perCustomer)
	}
	crew := &Crew{}
	operators, err := crew.operators(ctx, cfg, people)
	if err != nil {
		crew.Close()
		return nil, err
	}
	if crew.Rooms, err = openRooms(ctx, cfg, people, customers, operators); err != nil {
		crew.Close()
		return nil, err
	}
	return crew, nil
}

// operators signs them in and brings each to work, as an open console does.
func (c *Crew) operators(ctx context.Context, cfg Config, people People) ([]*person, error) {
	var list []*person
	for _, name := range people.Operators {
		p, err := newPerson(cfg.Address, name, "")
		if err != nil {
			return nil, err
		}
		if err := p.signIn(ctx, "workforce", people.Password); err != nil {
			return nil, fmt.Errorf("operator %s: %w", name, err)
		}
		cookie, err := p.cookie()
		if err != nil {
			return nil, err
		}
		if err := c.watch(ctx, cfg, cookie); err != nil {
			return nil, fmt.Errorf("operator %s: %w", name, err)
		}
		const online = `mutation ($input: SetOperatorStatusInput!) { setOperatorStatus(input: $input) { problem { code message } } }`
		input := map[string]any{"input": map[string]any{"state": "ONLINE", "capacity": 50}}
		if err := p.ask(ctx, consolePath, online, input, nil); err != nil {
			return nil, fmt.Errorf("operator %s: %w", name, err)
		}
		list = append(list, p)
	}
	return list, nil
}

// Return brings the operators back to work, after the node was started anew.
func (c *Crew) Return(ctx context.Context, address string) error {
	cfg, err := (Config{Address: address}).complete()
	if err != nil {
		return err
	}
	c.Close()
	c.wires = nil
	for _, cookie := range c.operatorCookies() {
		if err := c.watch(ctx, cfg, cookie); err != nil {
			return err
		}
	}
	return nil
}

func (c *Crew) operatorCookies() []string {
	var list []string
	for _, r := range c.Rooms {
		if !slices.Contains(list, r.Operator) {
			list = append(list, r.Operator)
		}
	}
	return list
}

// watch follows the queue as an open console does: who doesn't is not at work.
func (c *Crew) watch(ctx context.Context, cfg Config, cookie string) error {
	w, err := dial(ctx, cfg.socketURL(consolePath), cfg.Address, cookie, "")
	if err != nil {
		return err
	}
	c.wires = append(c.wires, w)
	return w.subscribe(request{Query: "subscription { queueEvents { __typename } }"}, func(json.RawMessage) {})
}

// openRooms makes the customers, some at a time, with their conversations.
func openRooms(ctx context.Context, cfg Config, people People, customers int, operators []*person) ([]Room, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	rooms := make([]Room, people.Conversations)
	var all sync.WaitGroup
	var done atomic.Int64
	slots := make(chan struct{}, makeAtOnce)
	for n := range customers {
		slots <- struct{}{}
		all.Go(func() {
			defer func() { <-slots }()
			if ctx.Err() != nil {
				return
			}
			first := n * perCustomer
			part := rooms[first:min(first+perCustomer, len(rooms))]
			if err := makeCustomer(ctx, cfg, people, n, operators, part); err != nil {
				cancel(fmt.Errorf("customer %d: %w", n, err))
			}
			if d := done.Add(1); people.Progress != nil && (d%20 == 0 || int(d) == customers) {
				_, _ = fmt.Fprintf(people.Progress, "%d of %d customers are ready\n", d, customers)
			}
		})
	}
	all.Wait()
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	return rooms, nil
}

// makeCustomer registers one and fills in the rooms.
func makeCustomer(ctx context.Context, cfg Config, people People, n int, operators []*person, rooms []Room) error {
	p, err := newPerson(cfg.Address, people.customer(n), people.network(n))
	if err != nil {
		return err
	}
	if err := p.signIn(ctx, "customer", people.Password); err != nil {
		return err
	}
	if err := p.register(ctx); err != nil {
		return err
	}
	cookie, err := p.cookie()
	if err != nil {
		return err
	}
	for i := range rooms {
		const open = `mutation ($input: OpenConversationInput!) { openConversation(input: $input) { conversation { id } problem { code message } } }`
		var out struct {
			OpenConversation struct{ Conversation struct{ ID string } }
		}
		if err := p.ask(ctx, customerPath, open, map[string]any{"input": map[string]any{"topic": "OTHER"}}, &out); err != nil {
			return err
		}
		id := out.OpenConversation.Conversation.ID
		operator := operators[(n*perCustomer+i)%len(operators)]
		const take = `mutation ($input: TakeConversationInput!) { takeConversation(input: $input) { problem { code message } } }`
		if err := operator.ask(ctx, consolePath, take, map[string]any{"input": map[string]any{"conversationId": id}}, nil); err != nil {
			return err
		}
		owner, err := operator.cookie()
		if err != nil {
			return err
		}
		rooms[i] = Room{ConversationID: id, Customer: cookie, Operator: owner, Network: p.network}
	}
	return nil
}

// register confirms the address by the development mailbox and fills in the
// questionnaire.
func (p *person) register(ctx context.Context) error {
	var out struct {
		Viewer struct{ Account struct{ Email string } }
	}
	if err := p.ask(ctx, customerPath, `{ viewer { account { email } } }`, nil, &out); err != nil {
		return err
	}
	const confirmation = `mutation ($input: RequestEmailConfirmationInput!) { requestEmailConfirmation(input: $input) { problem { code message } } }`
	if err := p.ask(ctx, customerPath, confirmation, map[string]any{"input": map[string]any{}}, nil); err != nil {
		return err
	}
	token, err := p.mailed(ctx, out.Viewer.Account.Email)
	if err != nil {
		return err
	}
	const confirm = `mutation ($input: ConfirmEmailInput!) { confirmEmail(input: $input) { problem { code message } } }`
	if err := p.ask(ctx, customerPath, confirm, map[string]any{"input": map[string]any{"token": token}}, nil); err != nil {
		return err
	}
	const questionnaire = `mutation ($input: CompleteQuestionnaireInput!) { completeQuestionnaire(input: $input) { problem { code message } } }`
	const secret = "lanterns over a quiet harbour" // of somebody who exists for the load alone
	return p.ask(ctx, customerPath, questionnaire, map[string]any{"input": map[string]any{
		"givenName": "Load", "familyName": "Tester", "birthDate": "1990-12-31", "country": "GR", "password": secret, "passwordAgain": secret,
		"answers": []map[string]string{
			{"question": "FIRST_CONCERT", "answer": "a brass band by the sea"},
			{"question": "UNFINISHED_BOOK", "answer": "the one with the whale"},
			{"question": "LOST_PLACE", "answer": "the old cinema garden"},
		},
	}}, nil)
}

// mailed waits for the confirmation's link in the development mailbox.
func (p *person) mailed(ctx context.Context, to string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, mailWithin)
	defer cancel()
	for {
		box, err := p.open(ctx, http.MethodGet, p.address+"/dev/mail/api?to="+url.QueryEscape(to), "", nil)
		if err != nil {
			return "", fmt.Errorf("no confirmation came to %s: %w", to, err)
		}
		var mails []struct{ Links []string }
		if err := json.Unmarshal(box.text, &mails); err != nil {
			return "", fmt.Errorf("no development mailbox: %s", box.status)
		}
		for _, m := range mails {
			for _, link := range m.Links {
				if _, token, ok := strings.Cut(link, "/confirm#t="); ok {
					return token, nil
				}
			}
		}
		pause(ctx, firstWait)
	}
}

// Enter signs a customer whom Prepare made in once more, in a browser of their own,
// and gives its cookies.
func (p People) Enter(ctx context.Context, address string, n int) (string, error) {
	who, err := newPerson(address, p.customer(n), p.network(n))
	if err != nil {
		return "", err
	}
	if err := who.signIn(ctx, "customer", p.Password); err != nil {
		return "", err
	}
	return who.cookie()
}

func (p People) customer(n int) string { return fmt.Sprintf("%s-%d", p.Name, n) }

// network of the nth customer: 198.18.0.0/15 is for measuring networks (RFC 2544),
// and a /24 is one network.
func (p People) network(n int) string {
	if !p.Forwarded {
		return ""
	}
	return fmt.Sprintf("198.%d.%d.7", 18+n>>8&1, n&0xff)
}
