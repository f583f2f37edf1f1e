package main

import (
	"context"
	"syscall"
	"testing"
	"time"

	"github.com/walletdesk/walletdesk/marketplace/shoptest"
)

// Killed when the card was charged and nobody knew yet: started again, the program
// asks, and what was paid is paid, once.
func TestLife_KilledWhilePaying(t *testing.T) {
	t.Parallel()
	at, data := address(t), t.TempDir()
	base := "http://" + at
	p := launch(t, at, data)
	p.started(t)
	shop := demoShop(t, base)
	opened, token := shopOpens(t, shop, nil)
	c := caller{base: base, graphql: "/graphql", client: shoptest.NewBrowser(t)}
	const answerLost = "4000 0000 0000 0119"
	after := c.must(t, "payAsGuest", "PayAsGuestInput", paymentFields, object{
		"token": token, "digest": opened["digest"], "number": answerLost, "expiryMonth": 12, "expiryYear": time.Now().Year() + 2, "cvc": walkCVC,
	})["payment"].(object)
	if after["state"] != "AUTHORISING" {
		t.Fatalf("the answer was lost and it is %v", after["state"])
	}
	if code := p.signal(t, syscall.SIGKILL); code != -1 {
		t.Errorf("killed, it ended with %d", code)
	}
	p = launch(t, at, data)
	p.started(t)
	// The job is due five seconds after the answer was lost; the page asks again and
	// again, and so does the test.
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for stateOf(t, c, token) != "PAID" {
		select {
		case <-ctx.Done():
			t.Fatalf("it stays %s", stateOf(t, c, token))
		case <-tick.C:
		}
	}
	// The token outlived the program, too: it is a row.
	var asked struct {
		PaymentEvents struct {
			Edges []struct{ Node struct{ Type string } }
		}
	}
	shop.ask(t, `{ paymentEvents { edges { node { type } } } }`, nil, &asked)
	if edges := asked.PaymentEvents.Edges; len(edges) != 2 || edges[1].Node.Type != "payment.paid" {
		t.Errorf("the shop hears %+v", edges)
	}
}
