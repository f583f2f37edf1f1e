package main

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/walletdesk/walletdesk/account"
	"github.com/walletdesk/walletdesk/captcha"
	"github.com/walletdesk/walletdesk/card/issuer"
	"github.com/walletdesk/walletdesk/document/corpus"
	"github.com/walletdesk/walletdesk/document/picture"
	"github.com/walletdesk/walletdesk/mail"
	"github.com/walletdesk/walletdesk/mail/inbox"
	"github.com/walletdesk/walletdesk/marketplace"
	"github.com/walletdesk/walletdesk/marketplace/shop"
	"github.com/walletdesk/walletdesk/marketplace/till"
	"github.com/walletdesk/walletdesk/payment"
	"github.com/walletdesk/walletdesk/payment/signature"
)

// development is the outside as --dev brings it along: the marketplace and the
// workforce with their demo people, and a mailbox instead of a mail server. None of
// it exists without --dev, and each of its parts refuses to be made off loopback.
func development(cfg config, log *slog.Logger) (*side, error) {
	site, err := marketplace.New(marketplace.Config{
		PublicURL: cfg.PublicURL, Listen: cfg.Listen, Folder: filepath.Join(cfg.Data, "marketplace"),
		Redirects: []string{cfg.PublicURL + "/auth/customer/callback", cfg.PublicURL + "/auth/workforce/callback"},
		LoggedOut: []string{cfg.PublicURL + "/console"}, Log: log,
	})
	if err != nil {
		return nil, fmt.Errorf("marketplace: %w", err)
	}
	folder := filepath.Join(cfg.Data, "mail")
	transport, err := mail.NewFolder(folder, cfg.MailFrom)
	if err != nil {
		return nil, fmt.Errorf("mailbox: %w", err)
	}
	secrets := map[payment.Kind][]byte{payment.Wallet: freshSecret(), payment.Cash: freshSecret()}
	tills, err := till.New(till.Config{
		PublicURL: cfg.PublicURL, Listen: cfg.Listen, Folder: filepath.Join(cfg.Data, "till"),
		WalletSecret: secrets[payment.Wallet], CashSecret: secrets[payment.Cash], Log: log,
	})
	if err != nil {
		return nil, fmt.Errorf("till: %w", err)
	}
	store, err := shop.New(shop.Config{
		PublicURL: cfg.PublicURL, Listen: cfg.Listen, Folder: filepath.Join(cfg.Data, "shop"),
		ClientID: demoClientID, ClientSecret: demoClientSecret, WebhookSecret: []byte(demoWebhookSecret), Log: log,
	})
	if err != nil {
		return nil, fmt.Errorf("shop: %w", err)
	}
	letters := &letters{}
	s := &side{
		outside:         outside{transport: transport, issuer: issuer.Demo{}, testCards: issuer.TestCards(), captchaOptions: []captcha.Option{captcha.WithPeek(letters.note)}, paymentProviders: tills.Providers()},
		providerSecrets: secrets,
		issuers:         []string{site.Issuer(marketplace.Shop), site.Issuer(marketplace.Workforce)},
		loginRecovery:   site.Issuer(marketplace.Shop) + "/recovery",
		pages: map[string]http.Handler{
			"/dev/marketplace/": site.Handler(),
			"/dev/workforce/":   site.Handler(),
			"/dev/mail":         http.RedirectHandler(inbox.Root, http.StatusFound),
			inbox.Root:          inbox.Handler(folder),
			"/dev/captcha":      letters,
			till.Root:           tills.Handler(),
			shop.Root:           store.Handler(),
			"/dev/card.jpg":     http.HandlerFunc(demoCard),
		},
	}
	cfg.Customers = providerConfig{site.Issuer(marketplace.Shop), marketplace.ClientID, site.ClientSecret(marketplace.Shop)}
	cfg.Workforce = providerConfig{site.Issuer(marketplace.Workforce), marketplace.ClientID, site.ClientSecret(marketplace.Workforce)}
	s.providers(cfg)
	return s, nil
}

// freshSecret signs what the till says for as long as the program runs.
func freshSecret() []byte {
	key := make([]byte, signature.MinSecret)
	_, _ = rand.Read(key) // never fails (crypto/rand)
	return key
}

// letters remembers what the last captchas show, for whoever walks the story by
// program: GET /dev/captcha?id=….
type letters struct {
	mu    sync.Mutex
	known map[string]string
	order []string
}

const lettersKept = 200

func (l *letters) note(id, answer string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.known == nil {
		l.known = map[string]string{}
	}
	if len(l.order) == lettersKept {
		delete(l.known, l.order[0])
		l.order = l.order[1:]
	}
	l.known[id], l.order = answer, append(l.order, id)
}

// ServeHTTP tells the letters of one picture, or of the last one made.
func (l *letters) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	l.mu.Lock()
	id := r.URL.Query().Get("id")
	if id == "" && len(l.order) > 0 {
		id = l.order[len(l.order)-1]
	}
	answer, ok := l.known[id]
	l.mu.Unlock()
	if !ok {
		http.Error(w, "There is no such captcha.", http.StatusNotFound)
		return
	}
	body, err := json.Marshal(map[string]string{"id": id, "answer": answer})
	if err != nil {
		http.Error(w, "The letters could not be written down.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, _ = w.Write(body) // the reader is gone: nothing left to tell it
}

// announce says where everything is.
func announce(out io.Writer, cfg config) error {
	if !cfg.Dev {
		_, err := fmt.Fprintf(out, "walletdesk is up and serves %s\n", cfg.PublicURL)
		return err
	}
	answers, err := demoAnswersText()
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, tour, cfg.PublicURL, marketplace.DemoPassword, demoPaymentPassword, answers,
		cfg.Payments.ClientID, cfg.Payments.ClientSecret)
	return err
}

const tour = `
walletdesk is up, for development on this machine.

  the shop's button     %[1]s/
  a shop to buy in      %[1]s/dev/shop/
  operators' console    %[1]s/console
  playground            %[1]s/playground
  mailbox               %[1]s/dev/mail
  a card to photograph  %[1]s/dev/card.jpg
  a cash point          %[1]s/dev/till/cash
  tokens for a shop     %[1]s/oauth/token   (client %[5]s, secret %[6]s)
  health                %[1]s/healthz

  shoppers     new, eleni, nikos, ivan, mei (or any name: a new shopper)
  operators    anna, boris            supervisors  chloe, dmitri
  everybody signs in with %[2]s

  Eleni has had a wallet for a month, with that card, the payment password
  "%[3]s" and the answers
%[4]s
Ctrl-C ends it.

`

// demoAnswersText lists the questions of the demo people's wallets, each with its
// answer.
func demoAnswersText() (string, error) {
	var b strings.Builder
	for _, a := range demoAnswers() {
		asked, err := account.QuestionsByCode([]string{a.Question})
		if err != nil {
			return "", fmt.Errorf("demo people: %w", err)
		}
		fmt.Fprintf(&b, "    %s  %s\n", asked[0].Text, a.Answer)
	}
	return b.String(), nil
}

// demoCard is a picture of the demo people's card, its number in full, for trying
// out how it is covered. It shows a public test number. With ?class= and ?seed= it is
// another picture of the corpus, and the header Digits tells, as JSON, where the
// number's digits stand: for measuring what finds them.
func demoCard(w http.ResponseWriter, r *http.Request) {
	drawn := corpus.Picture{Image: corpus.Card(demoCardNumber)}
	if class := r.FormValue("class"); class != "" {
		seed, err := strconv.ParseUint(r.FormValue("seed"), 10, 64)
		other, found := corpus.Draw(class, seed)
		if err != nil || !found {
			http.Error(w, "There is no such card. Classes: "+strings.Join(corpus.Classes(), ", "), http.StatusNotFound)
			return
		}
		drawn = other
		digits, err := json.Marshal(drawn.Digits)
		if err != nil {
			http.Error(w, "The card could not be drawn.", http.StatusInternalServerError)
			return
		}
		w.Header().Set("Digits", string(digits))
	}
	data, err := picture.Encode(drawn.Image)
	if err != nil {
		http.Error(w, "The card could not be drawn.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "image/jpeg")
	http.ServeContent(w, r, "card.jpg", time.Time{}, bytes.NewReader(data))
}
