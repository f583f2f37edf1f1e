package main

import (
	"maps"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/marketplace"
	"github.com/walletdesk/walletdesk/marketplace/shoptest"
)

// elsewhere is the ids that no row of the owner's is named by in the test below, and why.
func elsewhere() map[string]string {
	const inConversation = "looked up inside its conversation, which is the owner's here"
	return map[string]string{
		"uploadDocument.requestId":  inConversation,
		"viewDocument.documentId":   inConversation,
		"reviewDocument.documentId": inConversation,
		"approveReset.proposalId":   inConversation,
		"declineReset.proposalId":   inConversation,
		"cancelPayment.id":          "for marketplaces alone: package payment asks for another client's",
	}
}

// subject is a shopper's name at the marketplace's provider.
func subject(username string) string {
	return marketplace.Person{Realm: marketplace.Shop, Username: username}.Subject()
}

// unused is a user name that nobody has yet, however often a test runs.
func unused(name string) string {
	id := uuid.NewString()
	return name + "-" + id[:8]
}

// addCard saves a card and gives its id.
func (c caller) addCard(t *testing.T) string {
	t.Helper()
	saved := c.must(t, "addCard", "AddCardInput", "card { id }", object{
		"number": walkNumber, "expiryMonth": 12, "expiryYear": time.Now().Year() + 2, "cvc": walkCVC, "password": frontPassword,
	})
	return saved["card"].(object)["id"].(string)
}

// rows are the owner's, by the arguments that name them.
type rows struct {
	why     string
	given   map[string]string // what else has to be right to come as far as the row
	foreign map[string]string
}

// A foreign row answers like one that is not there, whatever is asked of it by
// whoever it does not belong to, over HTTP and the socket.
func TestFront_ForeignIsAbsent(t *testing.T) {
	t.Parallel()
	base, schema := program(t), contract(t)
	ownerName, strangerName, newName := unused("rows-owner"), unused("rows-stranger"), unused("rows-new")
	owner, _ := register(t, base, ownerName)
	stranger, _ := register(t, base, strangerName)
	shop := demoShop(t, base)
	payment, link := shopOpens(t, shop, object{"subject": subject(ownerName)})
	strangers, own := shopOpens(t, shop, object{"subject": subject(strangerName)})
	card, conversation := owner.addCard(t), openConversation(t, owner)
	if code, err := take(signInStaff(t, base, "anna"), conversation); code != "" || err != nil {
		t.Fatal(code, err)
	}
	var seen struct {
		Viewer struct {
			Account struct{ Sessions []struct{ ID string } }
		}
	}
	owner.ask(t, `{ viewer { account { sessions { id } } } }`, nil, &seen)
	byID := rows{why: "by its id", foreign: map[string]string{
		"conversationId": conversation, "conversation.id": conversation, "deleteCard.id": card, "renameCard.id": card,
		"setDefaultCard.id": card, "confirmPayment.cardId": card, "revokeSession.id": seen.Viewer.Account.Sessions[0].ID,
		"payment.id": payment["id"].(string), "confirmPayment.id": payment["id"].(string),
	}}
	byLink := rows{why: "by its link", foreign: map[string]string{"payment.token": link, "confirmPayment.token": link}}
	ownPayment := rows{
		why:     "another's card for an own payment",
		given:   map[string]string{"confirmPayment.token": own, "confirmPayment.digest": strangers["digest"].(string), "confirmPayment.password": frontPassword},
		foreign: map[string]string{"confirmPayment.cardId": card},
	}

	holder := caller{base: base, graphql: "/graphql", client: shoptest.NewBrowser(t)}
	holder.takes(t, stranger, strangerName+"@shop.example")
	newcomer := signIn(t, base, newName)
	nobody := caller{base: base, graphql: "/graphql", client: shoptest.NewBrowser(t)}
	for _, asker := range []struct {
		name   string
		caller caller
		rows   []rows
		fields int // compared at least
	}{
		{"a customer", stranger, []rows{byID, byLink, ownPayment}, 14},
		{"a customer before the questionnaire", newcomer, []rows{byID, byLink}, 10},
		{"who holds another's recovery", holder, []rows{byID}, 10},
		{"nobody", nobody, []rows{byID}, 10}, // a link is for whoever has it
		{"an operator whose case it is not", signInStaff(t, base, "boris"), []rows{byID}, 10},
	} {
		compared := 0
		for _, rows := range asker.rows {
			for _, f := range roots(schema, who{}) {
				ids := map[string]string{"clientId": uuid.NewString()}
				maps.Copy(ids, rows.given)
				theirs := maps.Clone(ids)
				for key := range rows.foreign {
					ids[key] = absentID
				}
				maps.Copy(theirs, rows.foreign)
				unnamed := func(key string) {
					if _, known := elsewhere()[key]; !known && rows.given == nil && rows.why == byID.why {
						t.Errorf("%s: whose row is it? Name one of the owner's in foreign, or say in elsewhere where it is asked", key)
					}
				}
				absent := filling{schema: schema, ids: ids}.request(f.operation, f.FieldDefinition)
				foreign := filling{schema: schema, ids: theirs, unnamed: unnamed}.request(f.operation, f.FieldDefinition)
				if foreign == absent || f.Name == "takeConversation" {
					continue // nothing of the owner's is named; of many takers one wins, and the others hear that it is taken
				}
				_, want := asker.caller.asks(t, f.operation, absent, func() {})
				_, got := asker.caller.asks(t, f.operation, foreign, func() {})
				if got != want {
					t.Errorf("%s asks for %s %s: of a foreign row %s, of an absent one %s", asker.name, f.Name, rows.why, got, want)
				}
				compared++
			}
		}
		if compared < asker.fields {
			t.Errorf("%s compared %d fields only", asker.name, compared)
		}
	}
	var kept struct {
		Viewer struct {
			Account struct {
				Cards    []struct{ ID, Name string }
				Payments []struct{ State string }
				Sessions []struct{ ID string }
			}
		}
	}
	owner.ask(t, `{ viewer { account { cards { id name } payments { state } sessions { id } } } }`, nil, &kept)
	if got := kept.Viewer.Account; len(got.Cards) != 1 || got.Cards[0].Name != "" || len(got.Payments) != 1 || got.Payments[0].State != "OPEN" || len(got.Sessions) != 1 {
		t.Errorf("the owner has %+v", got)
	}
}
