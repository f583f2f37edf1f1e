package main

import (
	"encoding/json"
	"net"
	"net/http"
	"time"

	"github.com/walletdesk/walletdesk/pan"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/secret"
)

// plainCard is a card as the plain handler writes it, in the query's order.
type plainCard struct {
	ID          string `json:"id" db:"id"`
	Network     string `json:"network" db:"network"`
	NetworkName string `json:"networkName" db:"-"`
	Last4       string `json:"last4" db:"last4"`
	ExpiryMonth int    `json:"expiryMonth" db:"expiry_month"`
	ExpiryYear  int    `json:"expiryYear" db:"expiry_year"`
	Expired     bool   `json:"expired" db:"-"`
	Expiring    bool   `json:"expiring" db:"-"`
	Name        string `json:"name" db:"name"`
	IsDefault   bool   `json:"isDefault" db:"is_default"`
}

type plainAnswer struct {
	Data struct {
		Viewer struct {
			Account struct {
				Cards []plainCard `json:"cards"`
			} `json:"account"`
		} `json:"viewer"`
	} `json:"data"`
}

// servePlain serves what somebody would write who wants this one answer and no more.
func servePlain(db *postgres.DB) (string, func(), error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // it is closed by the server
	if err != nil {
		return "", nil, err
	}
	server := &http.Server{ReadHeaderTimeout: time.Minute, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		cookie, err := r.Cookie("walletdesk")
		if err != nil {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		var account string
		if err := db.GetContext(r.Context(), &account, selectAccount, secret.TokenSum(cookie.Value)); err != nil {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		cards := []plainCard{}
		if err := db.SelectContext(r.Context(), &cards, selectCards, account); err != nil {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		now := time.Now()
		for i := range cards {
			c := &cards[i]
			network, _ := pan.NetworkByCode(c.Network)
			c.NetworkName = network.Name
			c.Expired = !now.Before(time.Date(c.ExpiryYear, time.Month(c.ExpiryMonth)+1, 1, 12, 0, 0, 0, time.UTC))
			c.Expiring = !c.Expired && !now.AddDate(0, 2, 0).Before(time.Date(c.ExpiryYear, time.Month(c.ExpiryMonth)+1, 1, 12, 0, 0, 0, time.UTC))
		}
		w.Header().Set("Content-Type", "application/json")
		// The reader is gone when this fails: nothing left to tell it.
		var out plainAnswer
		out.Data.Viewer.Account.Cards = cards
		_ = json.NewEncoder(w).Encode(out) //nolint:errchkjson // what is measured has to be what people write
	})}
	go func() { _ = server.Serve(listener) }() // ends when it is closed
	return "http://" + listener.Addr().String(), func() { _ = server.Close() }, nil
}
