package chat

import (
	"context"
	"strconv"
	"strings"
	"unicode"

	"github.com/walletdesk/walletdesk/pan"
	"github.com/walletdesk/walletdesk/postgres"
)

// appendMasked appends a text with every card number in it masked. A number that
// it completes, begun in the author's earlier texts of the last 10 minutes, is
// masked in those too, each with a REDACTED row that says so to everybody.
func (s *Service) appendMasked(ctx context.Context, q postgres.Querier, r *rings, e entry, body string) (*Sent, error) {
	e.body = body
	var earlier []*Message
	var cut []string
	found := 0
	if strings.ContainsFunc(body, unicode.IsDigit) {
		// The lock lets one text after the other pass, so two halves of a number
		// can't slip by side by side.
		if _, err := lockConversation(ctx, q, e.conversationID); err != nil {
			return nil, err
		}
		var err error
		earlier, err = selectRecentTexts(ctx, q, e.conversationID, e.authorID, s.log.now().Add(-splitWindow), splitMessages-1)
		if err != nil {
			return nil, err
		}
		cut, e.body, found = pan.MaskAcross(bodies(earlier), body)
	}
	if found > 0 {
		e.detail = map[string]string{"masked": strconv.Itoa(found)} // and no ready sentence any more
	}
	m, err := s.log.append(ctx, q, e)
	if err != nil {
		return nil, err
	}
	r.said(e.conversationID, m.Seq)
	for i, old := range earlier {
		if cut[i] == old.Body {
			continue
		}
		if err := s.redact(ctx, q, r, e.conversationID, old.Seq, cut[i]); err != nil {
			return nil, err
		}
	}
	return &Sent{Message: m, Masked: found}, nil
}

// redact overwrites a text of the log and appends the row that says so.
func (s *Service) redact(ctx context.Context, q postgres.Querier, r *rings, conversationID string, seq int64, body string) error {
	if err := overwriteBody(ctx, q, conversationID, seq, body, s.log.now()); err != nil {
		return err
	}
	if err := reindex(ctx, q, conversationID, seq, body); err != nil {
		return err
	}
	m, err := s.log.append(ctx, q, system(conversationID, Happened, "REDACTED", map[string]string{"seq": strconv.FormatInt(seq, 10)}))
	if err != nil {
		return err
	}
	r.said(conversationID, m.Seq)
	return nil
}

// bodies is the texts of messages.
func bodies(list []*Message) []string {
	out := make([]string, 0, len(list))
	for _, m := range list {
		out = append(out, m.Body)
	}
	return out
}

// maskedIn tells how many card numbers were masked in a text when it was sent.
func maskedIn(m *Message) int {
	for _, d := range m.Detail {
		if d.Name == "masked" {
			n, err := strconv.Atoi(d.Value)
			if err == nil {
				return n
			}
		}
	}
	return 0
}
