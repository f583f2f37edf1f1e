package chat

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/session"
	"github.com/walletdesk/walletdesk/throttle"
)

// The mails of the chat, by the names package mail knows them by.
const (
	mailAnswered = "chat-answered"
	mailEnded    = "chat-ended"
)

// Figures of the mails.
const (
	absentAfter   = 2 * time.Minute // an answer not read for so long has a customer who left
	absentUntil   = 24 * time.Hour  // an answer older than that was told of, or could not be
	absentBatch   = 100
	transcriptMax = 1000 // texts of a transcript, the latest
)

// limitTranscript is how often a customer may have a conversation sent by mail.
var limitTranscript = throttle.Limit{Name: "chat.transcript", Max: 5, Window: 24 * time.Hour}

// tellAbsent tells customers who left that there is an answer: once an absence,
// which ends when they read or write. Who reads is told nothing.
func (s *Service) tellAbsent(ctx context.Context) error {
	now := s.log.now()
	list, err := selectAbsent(ctx, s.db, now.Add(-absentUntil), now.Add(-absentAfter), absentBatch)
	if err != nil {
		return fmt.Errorf("tell absent customers: %w", err)
	}
	for _, a := range list {
		err := s.db.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
			// Of two nodes one tells.
			first, err := raiseAbsence(ctx, q, a.ID, a.AbsenceSeq, a.LastSeq)
			if err != nil || !first {
				return err
			}
			return s.accounts.Notify(ctx, q, a.AccountID, mailAnswered, nil)
		})
		if err != nil {
			return fmt.Errorf("tell absent customers: %w", err)
		}
	}
	return nil
}

// Transcript sends a conversation's texts to its customer's own address: card
// numbers masked as they are in the log, without what was hidden, and without notes,
// which are no part of it. For its customer. fault.NotFound as for Conversation,
// fault.Throttled after 5 a day.
func (s *Service) Transcript(ctx context.Context, actor session.Actor, conversationID string) (*Conversation, error) {
	c, err := s.log.readable(ctx, s.db, actor, conversationID)
	if err != nil {
		return nil, fmt.Errorf("send transcript: %w", err)
	}
	if !holds(actor, c) {
		return nil, errAbsent()
	}
	if err := s.throttle.Take(ctx, "account:"+c.AccountID, limitTranscript); err != nil {
		return nil, fmt.Errorf("send transcript: %w", err)
	}
	list, err := selectTexts(ctx, s.db, c.ID, transcriptMax)
	if err != nil {
		return nil, fmt.Errorf("send transcript: %w", err)
	}
	if len(list) == 0 {
		return nil, fault.New(fault.Conflict, "NOTHING_SAID", "Nothing was written yet.")
	}
	err = s.db.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		if err := s.accounts.SendTranscript(ctx, q, c.AccountID, transcript(list)); err != nil {
			return err
		}
		return s.write(ctx, q, c.ID, "conversation.transcript", "account:"+c.AccountID, nil)
	})
	if err != nil {
		return nil, fmt.Errorf("send transcript: %w", err)
	}
	return seenBy(actor, c), nil
}

// transcript is texts as lines, oldest first: time in UTC, who, and what.
func transcript(list []*Message) string {
	var b strings.Builder
	for _, m := range list {
		b.WriteString(m.CreatedAt.UTC().Format("2006-01-02 15:04"))
		b.WriteString("  " + m.AuthorName + ": ")
		b.WriteString(strings.Join(strings.Fields(m.Body), " ") + "\n")
	}
	return b.String()
}
