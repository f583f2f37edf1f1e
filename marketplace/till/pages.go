package till

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io"
	"net/http"
	"net/url"

	"github.com/walletdesk/walletdesk/payment"
	"github.com/walletdesk/walletdesk/payment/signature"
	"github.com/walletdesk/walletdesk/server/loopback"
)

//go:embed page.html
var pageText string

// page is what the till's one page shows.
type page struct {
	Title  string
	Charge *charge
	Money  string
	// Form is "wallet", "code", "pay" or "".
	Form    string
	Message string
	Problem bool
}

// Handler serves the pages below Root. It looks at the whole path.
func (t *Till) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+Root+"wallet", t.walletPage)
	mux.HandleFunc("POST "+Root+"wallet", t.walletDecides)
	mux.HandleFunc("GET "+Root+"cash", t.cashPage)
	mux.HandleFunc("POST "+Root+"cash", t.cashPaid)
	return loopback.Only(mux)
}

func (t *Till) show(w http.ResponseWriter, r *http.Request, status int, p page) {
	if p.Charge != nil {
		p.Money = p.Charge.money()
	}
	tmpl, err := template.New("till").Parse(pageText)
	var b bytes.Buffer
	if err == nil {
		err = tmpl.Execute(&b, p)
	}
	if err != nil {
		t.cfg.Log.ErrorContext(r.Context(), "till's page not rendered", "error", err)
		http.Error(w, "internal error", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	// The form's answer sends the browser back to the wallet's pages, which are ours.
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) // the reader is gone: nothing left to tell it
}

func (t *Till) failed(w http.ResponseWriter, r *http.Request, title string, err error) {
	if errors.Is(err, errNoCharge) {
		t.show(w, r, http.StatusNotFound, page{Title: title, Message: "There is no such charge.", Problem: true})
		return
	}
	t.cfg.Log.ErrorContext(r.Context(), "till failed", "error", err)
	http.Error(w, "internal error", http.StatusInternalServerError)
}

const walletTitle = "Demo e-wallet"

func (t *Till) walletPage(w http.ResponseWriter, r *http.Request) {
	t.mu.Lock()
	c, err := t.load(r.URL.Query().Get("charge"))
	t.mu.Unlock()
	if err == nil && c.Way != "wallet" {
		err = errNoCharge
	}
	if err != nil {
		t.failed(w, r, walletTitle, err)
		return
	}
	p := page{Title: walletTitle, Charge: &c, Form: "wallet"}
	if c.Status != payment.Pending {
		p.Form, p.Message = "", "This charge is closed: "+string(c.Status)+"."
	}
	t.show(w, r, http.StatusOK, p)
}

// walletDecides sends the browser back with the signed result.
func (t *Till) walletDecides(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 4<<10)
	status, decline := payment.Approved, ""
	if r.FormValue("decision") != "approve" {
		status, decline = payment.Declined, "WALLET_DECLINED"
	}
	c, err := t.end(r.FormValue("charge"), "wallet", status, decline)
	if err != nil {
		t.failed(w, r, walletTitle, err)
		return
	}
	if c.Status != payment.Approved && c.Status != payment.Declined {
		t.show(w, r, http.StatusConflict, page{Title: walletTitle, Charge: &c, Message: "This charge was closed. Nothing was taken.", Problem: true})
		return
	}
	http.Redirect(w, r, t.WayBack(c.Attempt, c.Status), http.StatusSeeOther)
}

// WayBack is the signed address an e-wallet sends the browser back to.
func (t *Till) WayBack(attempt string, status payment.Status) string {
	signed := signature.Sign(t.cfg.WalletSecret, "wallet-return", t.cfg.Clock(), []byte("attempt="+attempt+"&status="+string(status)))
	q := url.Values{"attempt": {attempt}, "status": {string(status)}, "sig": {signed}}
	return t.cfg.PublicURL + "/payments/wallet/return?" + q.Encode()
}

const cashTitle = "Demo cash point"

func (t *Till) cashPage(w http.ResponseWriter, r *http.Request) {
	typed := r.URL.Query().Get("code")
	if typed == "" {
		t.show(w, r, http.StatusOK, page{Title: cashTitle, Form: "code"})
		return
	}
	c, err := t.byCode(typed)
	if errors.Is(err, errNoCharge) {
		t.show(w, r, http.StatusNotFound, page{Title: cashTitle, Form: "code", Message: "There is no such code. Please compare it once more.", Problem: true})
		return
	}
	if err != nil {
		t.failed(w, r, cashTitle, err)
		return
	}
	p := page{Title: cashTitle, Charge: &c, Form: "pay"}
	if c.Status != payment.Pending || !t.cfg.Clock().Before(c.Until) {
		p.Form, p.Message, p.Problem = "", "This code is used or over. Take no money.", true
	}
	t.show(w, r, http.StatusOK, p)
}

// cashPaid takes the money and tells the program, as a cash point's own program
// would: over HTTP, signed.
func (t *Till) cashPaid(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 4<<10)
	c, err := t.byCode(r.FormValue("code"))
	if err == nil {
		c, err = t.end(c.Attempt, "cash", payment.Approved, "")
	}
	if err != nil {
		t.failed(w, r, cashTitle, err)
		return
	}
	if c.Status != payment.Approved {
		t.show(w, r, http.StatusConflict, page{Title: cashTitle, Charge: &c, Message: "This code is over. Take no money.", Problem: true})
		return
	}
	said, err := t.say(r, c)
	switch {
	case err != nil:
		t.cfg.Log.ErrorContext(r.Context(), "cash point could not tell the wallet", "error", err)
		t.show(w, r, http.StatusBadGateway, page{Title: cashTitle, Charge: &c, Form: "pay", Message: "The money is taken and the wallet does not answer. Press again to tell it once more.", Problem: true})
	case said != "":
		t.show(w, r, http.StatusConflict, page{Title: cashTitle, Charge: &c, Message: "The wallet refused it (" + said + "). Give the money back.", Problem: true})
	default:
		t.show(w, r, http.StatusOK, page{Title: cashTitle, Charge: &c, Message: "Paid. The wallet knows."})
	}
}

// say makes the signed callback; it gives the error code of a refusal.
func (t *Till) say(r *http.Request, c charge) (string, error) {
	body, err := json.Marshal(map[string]string{"attempt": c.Attempt, "status": string(c.Status), "decline": c.Decline})
	if err != nil {
		return "", err
	}
	req, err := http.NewRequestWithContext(r.Context(), http.MethodPost, t.cfg.PublicURL+"/payments/cash/callback", bytes.NewReader(body))
	if err != nil {
		return "", err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set(signature.Header, signature.Sign(t.cfg.CashSecret, "cash", t.cfg.Clock(), body))
	res, err := t.cfg.Client.Do(req)
	if err != nil {
		return "", err
	}
	defer func() { _ = res.Body.Close() }() // what was read is all there is to know
	if res.StatusCode == http.StatusOK {
		return "", nil
	}
	var said struct{ Error string }
	if err := json.NewDecoder(io.LimitReader(res.Body, 4<<10)).Decode(&said); err != nil || res.StatusCode >= http.StatusInternalServerError {
		return "", fmt.Errorf("status %d", res.StatusCode)
	}
	if said.Error == "REPLAYED" {
		return "", nil // told in this very second
	}
	return said.Error, nil
}
