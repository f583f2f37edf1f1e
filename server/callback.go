package server

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/payment"
	"github.com/walletdesk/walletdesk/payment/signature"
	"github.com/walletdesk/walletdesk/session"
)

// Payments hears what providers say of charges (package payment).
type Payments interface {
	Callback(ctx context.Context, way payment.Kind, attemptID string, status payment.Status, decline string, signature []byte) (link string, err error)
}

// maxCallback is bytes of what a provider says.
const maxCallback = 8 << 10

// Purposes of the signatures of what providers say.
const (
	walletReturn = "wallet-return" // in the browser's address
	walletSays   = "wallet"
	cashSays     = "cash"
)

// callbackBody is what a provider says of a charge.
type callbackBody struct {
	Attempt string `json:"attempt"`
	Status  string `json:"status"` // APPROVED, DECLINED
	Decline string `json:"decline"`
}

// ReturnText is what an e-wallet signs when it sends the browser back.
func ReturnText(attempt, status string) []byte {
	return []byte("attempt=" + attempt + "&status=" + status)
}

// callbacks routes what providers say, for the ways whose secret is set.
func (s *server) callbacks(mux *http.ServeMux) {
	if secret := s.cfg.ProviderSecrets[payment.Wallet]; len(secret) > 0 && s.cfg.Payments != nil {
		mux.Handle("POST /payments/wallet/callback", s.timed(s.callback(payment.Wallet, walletSays, secret)))
		mux.Handle("GET /payments/wallet/return", s.timed(s.walletReturn(secret)))
	}
	if secret := s.cfg.ProviderSecrets[payment.Cash]; len(secret) > 0 && s.cfg.Payments != nil {
		mux.Handle("POST /payments/cash/callback", s.timed(s.callback(payment.Cash, cashSays, secret)))
	}
	mux.HandleFunc("/payments/", s.notFound)
}

// callback takes what a provider's program says, signed. 200: taken, or known
// already. 409 with CHARGE_VOID: the provider gives the money back. 401, 409
// REPLAYED: not taken. 5xx: say it again, signed anew.
func (s *server) callback(way payment.Kind, purpose string, secret []byte) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxCallback))
		var tooMuch *http.MaxBytesError
		if errors.As(err, &tooMuch) {
			writeJSON(w, http.StatusRequestEntityTooLarge, map[string]string{"error": "TOO_LARGE"})
			return
		}
		if err != nil {
			writeJSON(w, http.StatusBadRequest, map[string]string{"error": "BAD_REQUEST"})
			return
		}
		// Before anything is parsed: a stranger's body is not looked at.
		signed, err := signature.Verify(secret, purpose, r.Header.Get(signature.Header), body, s.cfg.Clock())
		if err != nil {
			s.log.WarnContext(r.Context(), "callback refused", "request", session.RequestID(r.Context()), "way", way, "error", err)
			writeJSON(w, http.StatusUnauthorized, map[string]string{"error": "BAD_SIGNATURE"})
			return
		}
		var said callbackBody
		if err := json.Unmarshal(body, &said); err != nil {
			writeJSON(w, http.StatusBadRequest, map[string]string{"error": "BAD_REQUEST"})
			return
		}
		_, err = s.cfg.Payments.Callback(r.Context(), way, said.Attempt, payment.Status(said.Status), said.Decline, signed)
		if err != nil {
			s.callbackFailed(w, r, err)
			return
		}
		writeJSON(w, http.StatusOK, map[string]string{"status": "taken"})
	})
}

func (s *server) callbackFailed(w http.ResponseWriter, r *http.Request, err error) {
	f, expected := fault.As(err)
	if !expected || errors.Is(err, fault.Unavailable) {
		s.log.ErrorContext(r.Context(), "callback failed", "request", session.RequestID(r.Context()), "error", err)
		w.Header().Set("Retry-After", "2")
		writeJSON(w, http.StatusServiceUnavailable, map[string]string{"error": "UNAVAILABLE"})
		return
	}
	s.log.WarnContext(r.Context(), "callback not taken", "request", session.RequestID(r.Context()), "code", f.Code)
	status := http.StatusConflict
	switch {
	case errors.Is(err, fault.NotFound):
		status = http.StatusNotFound
	case errors.Is(err, fault.Invalid):
		status = http.StatusBadRequest
	}
	writeJSON(w, status, map[string]string{"error": f.Code})
}

// walletReturn is where an e-wallet sends the browser back to, with the result
// signed in the address: attempt, status and sig. It is a GET because browsers are
// sent by GET; the signature is good for five minutes and for once, so that nobody
// does anything by opening it again.
func (s *server) walletReturn(secret []byte) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		attempt, status := q.Get("attempt"), q.Get("status")
		signed, err := signature.Verify(secret, walletReturn, q.Get("sig"), ReturnText(attempt, status), s.cfg.Clock())
		if err != nil {
			s.log.WarnContext(r.Context(), "return from the e-wallet refused", "request", session.RequestID(r.Context()), "error", err)
			s.page(w, r, http.StatusForbidden, pageData{Page: "fault", Say: "wallet.dead", Home: "/"})
			return
		}
		link, err := s.cfg.Payments.Callback(r.Context(), payment.Wallet, attempt, payment.Status(status), "WALLET_DECLINED", signed)
		if f, expected := fault.As(err); expected && !errors.Is(err, fault.Unavailable) {
			s.log.WarnContext(r.Context(), "return from the e-wallet not taken", "request", session.RequestID(r.Context()), "code", f.Code)
			s.page(w, r, statusOf(err), pageData{Page: "fault", Say: f.Code, Else: "fault.404", Home: "/"})
			return
		}
		if err != nil {
			s.log.ErrorContext(r.Context(), "return from the e-wallet failed", "request", session.RequestID(r.Context()), "error", err)
			s.fault(w, r, http.StatusServiceUnavailable)
			return
		}
		http.Redirect(w, r, link, http.StatusSeeOther) //nolint:gosec // our own page: the public URL, and the payment's derived secret
	})
}
