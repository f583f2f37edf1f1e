package payment

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/audit"
	"github.com/walletdesk/walletdesk/mail"
	"github.com/walletdesk/walletdesk/postgres"
)

// note is what is to be written down about a step.
type note struct {
	action    string // of the audit entry
	actor     string
	event     string      // type of the marketplace's event, "" for none
	attempt   *attemptRow // the way to pay it was about
	accountID *string     // whose activity list shows it
	code      *string     // why it was declined
}

// tell writes the audit entries, the notice and the marketplace's event, in the
// transaction of the change. row is the payment after it. The marketplace's
// counter is locked last and shortly.
func (s *Service) tell(ctx context.Context, q postgres.Querier, row paymentRow, n note) error {
	detail := map[string]string{
		"payment": row.ID, "order": row.Order, "payee": row.Payee,
		"amount": strconv.FormatInt(row.Amount, 10), "currency": row.Currency,
		"sum": Money{Amount: row.Amount, Currency: row.Currency}.String(),
	}
	if n.attempt != nil {
		detail["method"] = string(n.attempt.Method)
		if n.attempt.Last4 != "" {
			detail["network"], detail["last4"] = Card{Network: n.attempt.Network}.NetworkName(), n.attempt.Last4
		}
	}
	if n.code != nil {
		detail["code"] = *n.code
	}
	streams := []string{"payment:" + row.ID}
	if n.accountID != nil {
		streams = []string{"account:" + *n.accountID, "payment:" + row.ID}
	}
	for _, stream := range streams {
		entry := audit.Entry{Stream: stream, Action: n.action, Actor: n.actor, Detail: detail, At: s.now()}
		if err := s.Audit.Write(ctx, q, entry); err != nil {
			return err
		}
	}
	if n.action == "payment.paid" && n.accountID != nil {
		params := map[string]string{
			"amount": Money{Amount: row.Amount, Currency: row.Currency}.String(), "payee": row.Payee,
			"network": detail["network"], "last4": detail["last4"],
		}
		if err := s.Accounts.Notify(ctx, q, *n.accountID, mail.PaymentMade, params); err != nil {
			return err
		}
	}
	if n.event == "" {
		return nil
	}
	return s.record(ctx, q, row, n)
}

// eventBody is what a webhook carries.
type eventBody struct {
	ID        string       `json:"id"`
	Seq       int64        `json:"seq"`
	Type      string       `json:"type"`
	CreatedAt time.Time    `json:"createdAt"`
	Payment   eventPayment `json:"payment"`
}

type eventPayment struct {
	ID          string      `json:"id"`
	Order       string      `json:"order"`
	State       State       `json:"state"`
	Amount      eventAmount `json:"amount"`
	Method      string      `json:"method,omitempty"`
	DeclineCode string      `json:"declineCode,omitempty"`
	OpenedAt    time.Time   `json:"openedAt"`
	ExpiresAt   time.Time   `json:"expiresAt"`
	EndedAt     *time.Time  `json:"endedAt,omitempty"`
}

type eventAmount struct {
	Amount   string `json:"amount"` // minor units as text
	Currency string `json:"currency"`
}

// webhookKind is the job that delivers an event; its key is the event's id.
const webhookKind = "payment.webhook"

// record writes an event and the job that delivers it.
func (s *Service) record(ctx context.Context, q postgres.Querier, row paymentRow, n note) error {
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	now := s.now()
	seq, err := nextSeq(ctx, q, row.ClientID)
	if err != nil {
		return fmt.Errorf("number event: %w", err)
	}
	body := eventBody{ID: id.String(), Seq: seq, Type: n.event, CreatedAt: now, Payment: eventPayment{
		ID: row.ID, Order: row.Order, State: row.State,
		Amount:   eventAmount{Amount: strconv.FormatInt(row.Amount, 10), Currency: row.Currency},
		OpenedAt: row.OpenedAt, ExpiresAt: row.ExpiresAt, EndedAt: row.EndedAt,
	}}
	if n.attempt != nil {
		body.Payment.Method = string(n.attempt.Method)
	}
	if n.code != nil {
		body.Payment.DeclineCode = *n.code
	}
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	event := eventRow{ID: id.String(), ClientID: row.ClientID, Seq: seq, PaymentID: row.ID, Type: n.event, Body: string(text), CreatedAt: now}
	if err := insertEvent(ctx, q, event); err != nil {
		return fmt.Errorf("write event: %w", err)
	}
	if !s.Webhooks {
		return nil
	}
	return s.Jobs.Enqueue(ctx, q, webhookKind, event.ID, now, struct{}{})
}
