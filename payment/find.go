package payment

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/secret"
	"github.com/walletdesk/walletdesk/session"
)

const (
	listed    = 50  // payments on a customer's page
	maxEvents = 100 // of one page
)

func errNotFound() error {
	return fault.New(fault.NotFound, "NOT_FOUND", "There is no such payment.")
}

// Find is one payment that the caller may see: by its link's secret or by its id.
// fault.NotFound for a foreign or absent one.
func (s *Service) Find(ctx context.Context, actor session.Actor, id, token string) (*Payment, error) {
	row, err := s.row(ctx, actor, id, token)
	if err != nil {
		return nil, err
	}
	return s.present(actor, row), nil
}

// row looks a payment up as the caller may.
func (s *Service) row(ctx context.Context, actor session.Actor, id, token string) (paymentRow, error) {
	var row paymentRow
	var err error
	switch {
	case token != "" && actor.Role == session.Customer:
		row, err = selectByToken(ctx, s.DB, secret.TokenSum(token), &actor.AccountID, &actor.PersonID)
	case token != "" && actor.Role != session.Marketplace:
		row, err = selectByToken(ctx, s.DB, secret.TokenSum(token), nil, nil)
	case uuid.Validate(id) != nil:
		return paymentRow{}, errNotFound()
	case actor.Role == session.Marketplace:
		row, err = selectOfClient(ctx, s.DB, actor.ClientID, id)
	case actor.Role == session.Customer:
		row, err = selectOfCustomer(ctx, s.DB, actor.AccountID, actor.PersonID, id)
	default:
		return paymentRow{}, errNotFound()
	}
	if postgres.NoRows(err) {
		return paymentRow{}, errNotFound()
	}
	return row, wrapped("find payment", err)
}

// List is the calling customer's: what they confirmed and what waits for them,
// newest first.
func (s *Service) List(ctx context.Context, actor session.Actor) ([]Payment, error) {
	rows, err := selectList(ctx, s.DB, actor.AccountID, actor.PersonID, s.now(), listed)
	if err != nil {
		return nil, fmt.Errorf("list payments: %w", err)
	}
	list := make([]Payment, 0, len(rows))
	for _, row := range rows {
		list = append(list, *s.present(actor, row))
	}
	return list, nil
}

// Events are the calling marketplace's, oldest first, after a cursor; more tells
// whether others follow. fault.Invalid BAD_CURSOR, BAD_PAGE.
func (s *Service) Events(ctx context.Context, actor session.Actor, first int, after string) ([]Event, bool, error) {
	if first < 1 || first > maxEvents {
		return nil, false, fault.New(fault.Invalid, "BAD_PAGE", fmt.Sprintf("A page has 1 to %d events.", maxEvents))
	}
	var seq int64
	if after != "" {
		var err error
		if seq, err = strconv.ParseInt(after, 10, 64); err != nil || seq < 0 {
			return nil, false, fault.New(fault.Invalid, "BAD_CURSOR", "This cursor is none of ours.")
		}
	}
	rows, err := selectEvents(ctx, s.DB, actor.ClientID, seq, first+1)
	if err != nil {
		return nil, false, fmt.Errorf("list events: %w", err)
	}
	more := len(rows) > first
	rows = rows[:min(first, len(rows))]
	shown, err := s.ofEvents(ctx, actor, rows)
	if err != nil {
		return nil, false, fmt.Errorf("list events: %w", err)
	}
	events := make([]Event, 0, len(rows))
	for _, r := range rows {
		events = append(events, Event{
			ID: r.ID, Seq: r.Seq, Type: r.Type, CreatedAt: r.CreatedAt, DeliveredAt: r.DeliveredAt, Deliveries: r.Deliveries,
			Payment: shown[r.PaymentID],
		})
	}
	return events, more, nil
}

// ofEvents are the payments that events are about, by their ids.
func (s *Service) ofEvents(ctx context.Context, actor session.Actor, events []eventRow) (map[string]*Payment, error) {
	ids := make([]string, 0, len(events))
	for _, e := range events {
		ids = append(ids, e.PaymentID)
	}
	rows, err := selectByIDs(ctx, s.DB, actor.ClientID, ids)
	if err != nil {
		return nil, err
	}
	shown := make(map[string]*Payment, len(rows))
	for _, row := range rows {
		shown[row.ID] = s.present(actor, row)
	}
	return shown, nil
}

// present is a payment as this caller sees it.
func (s *Service) present(actor session.Actor, row paymentRow) *Payment {
	money := Money{Amount: row.Amount, Currency: row.Currency}
	p := &Payment{
		ID: row.ID, Link: s.link(row.ID), Order: row.Order, Description: row.Description, Payee: row.Payee, Amount: money,
		Digest: Digest(row.ID, money, row.Payee), State: s.state(row), Methods: []Kind{}, DeclineCode: row.DeclineCode,
		ReturnURL: row.ReturnURL, OpenedAt: row.OpenedAt, ExpiresAt: row.ExpiresAt, EndedAt: row.EndedAt,
	}
	if !p.State.Ended() {
		p.TriesLeft = MaxDeclines - row.Declines
	}
	if p.State == Open {
		for _, m := range row.Methods {
			p.Methods = append(p.Methods, Kind(m))
		}
		return p
	}
	if row.Method == nil || *row.AttemptState == attemptVoid || *row.AttemptState == attemptDeclined {
		return p
	}
	kind := Kind(*row.Method)
	p.Method = &kind
	own := actor.Role != session.Marketplace && (row.AttemptAccount == nil || actor.Role == session.Customer && *row.AttemptAccount == actor.AccountID)
	if own && *row.Last4 != "" {
		p.Card = &Card{Network: *row.Network, Last4: *row.Last4}
	}
	if own && !p.State.Ended() {
		s.handedOver(p, row)
	}
	return p
}

// state is the row's, or EXPIRED when only the job that writes it is still to come.
func (s *Service) state(row paymentRow) State {
	if row.State == Open && !s.now().Before(row.ExpiresAt) {
		return Expired
	}
	return row.State
}

// handover is where a payer has to go.
type handover struct {
	RedirectURL string `json:"redirectUrl,omitempty"`
	Code        string `json:"code,omitempty"`
}

const handoverPurpose = "payment.handover"

func boundTo(attemptID string) []byte { return []byte("payment_attempt|" + attemptID) }

// handedOver shows where the payer has to go. What does not open is left out: the
// payer can choose another way.
func (s *Service) handedOver(p *Payment, row paymentRow) {
	h, err := s.openHandover(row)
	switch {
	case err != nil:
		s.Log.Warn("a way to pay does not open, the payer has to choose again", "payment", row.ID, "error", err)
	case h.Code != "":
		p.Cash = &CashCode{Code: h.Code, ExpiresAt: row.ExpiresAt}
	case h.RedirectURL != "":
		p.WalletURL = &h.RedirectURL
	}
}

func (s *Service) openHandover(row paymentRow) (handover, error) {
	var h handover
	if len(row.Sealed) == 0 {
		return h, nil
	}
	text, err := s.Keys.Open(handoverPurpose, boundTo(*row.AttemptID), row.Sealed)
	if err != nil {
		return h, err
	}
	if err := json.Unmarshal(text, &h); err != nil {
		return h, errors.New("is not of the form it was sealed in")
	}
	return h, nil
}
