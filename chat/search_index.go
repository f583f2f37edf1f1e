package chat

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/walletdesk/walletdesk/postgres"
)

// Figures of the search's index.
const (
	indexRooms   = 200             // conversations looked at in one round
	indexRows    = 500             // rows of a log in one transaction
	indexRounds  = 50              // rounds of one call: the rest is the next one's
	indexOverlap = time.Minute     // how far back a round looks: longer than any transaction
	indexStep    = 5 * time.Second // how often the time is written down
)

// Index reads what is new in the logs into the search's index. A search does it for
// itself; called every half minute, there is little left to do then.
func (s *Service) Index(ctx context.Context) error {
	for range indexRounds {
		began := s.log.now()
		until, err := selectIndexedUntil(ctx, s.db)
		if err != nil {
			return fmt.Errorf("index: %w", err)
		}
		list, err := selectUnread(ctx, s.db, until.Add(-indexOverlap), indexRooms)
		if err != nil {
			return fmt.Errorf("index: %w", err)
		}
		for _, id := range list {
			if err := s.indexRoom(ctx, id); err != nil {
				return fmt.Errorf("index: %w", err)
			}
		}
		if len(list) > 0 {
			continue
		}
		if began.Sub(until) < indexStep {
			return nil
		}
		return raiseIndexedUntil(ctx, s.db, began)
	}
	return nil
}

// indexRoom reads the next rows of one log. The lock keeps a text that is hidden
// meanwhile from coming back; see reindex.
func (s *Service) indexRoom(ctx context.Context, id string) error {
	return s.db.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		if err := lockIndex(ctx, q, id); err != nil {
			return err
		}
		c, err := selectConversation(ctx, q, id)
		if err != nil {
			return err
		}
		read, begun, err := selectIndexRead(ctx, q, id)
		if err != nil {
			return err
		}
		list, err := selectAfter(ctx, q, id, read, indexRows)
		if err != nil {
			return err
		}
		var rows []indexRow
		if !begun {
			rows = append(rows, indexRow{kind: HitCustomer, text: c.CustomerName, at: c.CreatedAt})
		}
		for _, m := range list {
			if row, ok := rowOf(c, m); ok {
				rows = append(rows, row)
			}
			read = m.Seq
		}
		if err := upsertIndex(ctx, q, id, rows); err != nil {
			return err
		}
		return raiseIndexRead(ctx, q, id, read)
	})
}

// indexRow is a row of the index to write.
type indexRow struct {
	seq  int64
	kind HitKind
	text string
	at   time.Time
}

// rowOf is what of a message is found: the words of a text; of a document its kind
// in every language, and whose it is.
func rowOf(c *Conversation, m *Message) (indexRow, bool) {
	row := indexRow{seq: m.Seq, kind: HitMessage, text: m.Body, at: m.CreatedAt}
	switch {
	case m.Kind == Text && m.Body != "":
		return row, true
	case m.Kind == DocumentArrived && m.Code == "READY":
		row.kind, row.text = HitDocument, c.CustomerName
		for _, d := range m.Detail {
			if d.Name == "kind" {
				row.text += " " + documentWords(d.Value)
			}
		}
		return row, true
	default:
		return row, false
	}
}

// documentWords is what a kind of document is called by those who look for one.
func documentWords(kind string) string {
	words := map[string][]string{
		"IDENTITY":  {"identity", "passport", "ID", "document", "ταυτότητα", "διαβατήριο", "έγγραφο", "паспорт", "удостоверение", "документ", "身份证", "护照", "证件"},
		"BANK_CARD": {"bank", "card", "document", "τραπεζική", "κάρτα", "έγγραφο", "банковская", "карта", "документ", "银行卡", "证件"},
	}
	return strings.Join(words[kind], " ")
}

// reindex writes the words of a text that has just been overwritten, in the same
// transaction: nothing finds what is no longer there.
func reindex(ctx context.Context, q postgres.Querier, conversationID string, seq int64, body string) error {
	if err := lockIndex(ctx, q, conversationID); err != nil {
		return err
	}
	return rewriteIndex(ctx, q, conversationID, seq, body)
}
