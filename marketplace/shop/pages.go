package shop

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"html/template"
	"io"
	"net/http"

	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/payment/signature"
	"github.com/walletdesk/walletdesk/server/loopback"
)

//go:embed page.html
var pageText string

// page is what the shop's one page shows.
type page struct {
	Title   string
	Goods   []good
	Orders  []order
	Order   *order
	Waits   bool
	Problem string
}

// Handler serves the pages below Root. It looks at the whole path.
func (s *Shop) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+Root+"{$}", s.front)
	mux.HandleFunc("POST "+Root+"buy", s.buy)
	mux.HandleFunc("GET "+Root+"order", s.order)
	mux.HandleFunc("POST "+Root+"cancel", s.cancelled)
	mux.HandleFunc("POST "+Root+"webhook", s.webhook)
	return loopback.Only(mux)
}

func (s *Shop) show(w http.ResponseWriter, r *http.Request, status int, p page) {
	tmpl, err := template.New("shop").Parse(pageText)
	var b bytes.Buffer
	if err == nil {
		err = tmpl.Execute(&b, p)
	}
	if err != nil {
		s.failed(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) // the reader is gone: nothing left to tell it
}

func (s *Shop) failed(w http.ResponseWriter, r *http.Request, err error) {
	s.cfg.Log.ErrorContext(r.Context(), "demo shop failed", "error", err)
	http.Error(w, "The shop has a fault of its own. Its log says which.", http.StatusInternalServerError)
}

func (s *Shop) front(w http.ResponseWriter, r *http.Request) {
	s.frontWith(w, r, http.StatusOK, "")
}

func (s *Shop) frontWith(w http.ResponseWriter, r *http.Request, status int, problem string) {
	orders, err := s.latest()
	if err != nil {
		s.failed(w, r, err)
		return
	}
	s.show(w, r, status, page{Title: "The demo shop", Goods: goods(), Orders: orders, Problem: problem})
}

// buy opens a payment and sends the browser to its page.
func (s *Shop) buy(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 4<<10)
	g, ok := goodOf(r.FormValue("good"))
	id, err := uuid.NewV7()
	if !ok || err != nil {
		s.frontWith(w, r, http.StatusNotFound, "The shop does not have this.")
		return
	}
	o := order{ID: id.String(), Good: g, At: s.cfg.Clock().UTC()}
	s.mu.Lock()
	err = s.save(o)
	s.mu.Unlock()
	if err != nil {
		s.failed(w, r, err)
		return
	}
	o, err = s.open(r.Context(), o)
	if err != nil {
		s.cfg.Log.WarnContext(r.Context(), "demo shop could not open a payment", "error", err)
		s.frontWith(w, r, http.StatusBadGateway, "The wallet did not open the payment ("+err.Error()+"). Nothing was ordered; try again.")
		return
	}
	http.Redirect(w, r, o.Link, http.StatusSeeOther)
}

func (s *Shop) order(w http.ResponseWriter, r *http.Request) { s.orderWith(w, r, http.StatusOK, "") }

func (s *Shop) orderWith(w http.ResponseWriter, r *http.Request, status int, problem string) {
	s.mu.Lock()
	o, err := s.load(r.FormValue("o"))
	s.mu.Unlock()
	switch {
	case errors.Is(err, errNoOrder):
		s.frontWith(w, r, http.StatusNotFound, "The shop has no such order.")
	case err != nil:
		s.failed(w, r, err)
	default:
		s.show(w, r, status, page{Title: "Your order", Order: &o, Waits: o.Open() && problem == "", Problem: problem})
	}
}

func (s *Shop) cancelled(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 4<<10)
	s.mu.Lock()
	o, err := s.load(r.FormValue("o"))
	s.mu.Unlock()
	if err == nil {
		err = s.cancel(r.Context(), o)
	}
	var refused *problem
	switch {
	case errors.Is(err, errNoOrder):
		s.frontWith(w, r, http.StatusNotFound, "The shop has no such order.")
	case errors.As(err, &refused):
		s.orderWith(w, r, http.StatusConflict, refused.Message)
	case err != nil:
		s.failed(w, r, err)
	default:
		http.Redirect(w, r, Root+"order?o="+o.ID, http.StatusSeeOther)
	}
}

// event is what the shop reads of a webhook.
type event struct {
	ID, Type string
	Seq      int64
	Payment  struct{ ID, Order, State, Method string }
}

// maxEvent is bytes of a webhook.
const maxEvent = 64 << 10

// webhook hears what happened with a payment. 204: heard, or known already.
func (s *Shop) webhook(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxEvent))
	if err != nil {
		http.Error(w, "too much", http.StatusRequestEntityTooLarge)
		return
	}
	// Before anything is parsed: a stranger's body is not looked at.
	if _, err := signature.Verify(s.cfg.WebhookSecret, "webhook", r.Header.Get(signature.Header), body, s.cfg.Clock()); err != nil {
		s.cfg.Log.WarnContext(r.Context(), "demo shop refused a webhook", "error", err)
		http.Error(w, "the signature does not fit", http.StatusUnauthorized)
		return
	}
	var e event
	if err := json.Unmarshal(body, &e); err != nil {
		http.Error(w, "no event", http.StatusBadRequest)
		return
	}
	_, err = s.change(e.Payment.Order, func(o *order) {
		if e.Seq <= o.Seq {
			return // heard before, or overtaken
		}
		o.Seq, o.State, o.Method, o.PaymentID = e.Seq, e.Payment.State, e.Payment.Method, e.Payment.ID
	})
	if err != nil && !errors.Is(err, errNoOrder) { // an order of another folder is nobody's any more
		s.failed(w, r, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}
