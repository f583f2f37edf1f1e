package chat

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"time"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/session"
)

// cursor is a place in a list of conversations, opaque to callers.
type cursor struct {
	Priority int       `json:"p"`
	At       time.Time `json:"t"`
	ID       string    `json:"i"`
}

func (c cursor) String() string {
	text, _ := json.Marshal(c) //nolint:errchkjson // only a year past 9999 can fail, which no row has
	return base64.RawURLEncoding.EncodeToString(text)
}

// parseCursor reads a cursor back; nil means the beginning.
func parseCursor(text *string) (*cursor, error) {
	if text == nil || *text == "" {
		return nil, nil
	}
	wrong := fault.Field("after", "NO_CURSOR", "This is no cursor of this list.")
	raw, err := base64.RawURLEncoding.DecodeString(*text)
	if err != nil {
		return nil, wrong
	}
	var c cursor
	if err := json.Unmarshal(raw, &c); err != nil {
		return nil, wrong
	}
	if c.ID, err = canonical(c.ID); err != nil {
		return nil, wrong
	}
	return &c, nil
}

// Queue is a page of the console's conversations: MINE are those the caller owns,
// latest first; QUEUE those that wait, in the order they will be taken; ALL the
// open ones the caller may see, latest first. For the staff alone. fault.Invalid
// when First is not 1 to 100 or After is no cursor.
func (s *Service) Queue(ctx context.Context, actor session.Actor, in QueueInput) (*Page, error) {
	if !actor.IsStaff() {
		return nil, errNotStaff()
	}
	if in.First < 1 || in.First > maxQueuePage {
		return nil, fault.Field("first", "OUT_OF_RANGE", "Ask for 1 to 100 conversations.")
	}
	after, err := parseCursor(in.After)
	if err != nil {
		return nil, err
	}
	var list []*Conversation
	var total int
	switch in.Filter {
	case FilterQueue:
		list, total, err = selectQueue(ctx, s.db, after, in.First+1)
	case FilterMine:
		list, total, err = selectOpen(ctx, s.db, actor.StaffID, mineOnly, after, in.First+1)
	case FilterAll:
		scope := mineAndWaiting
		if actor.Role == session.Supervisor {
			scope = everything
		}
		list, total, err = selectOpen(ctx, s.db, actor.StaffID, scope, after, in.First+1)
	default:
		return nil, fault.Field("filter", "UNKNOWN", "There is no such filter.")
	}
	if err != nil {
		return nil, fmt.Errorf("list conversations: %w", err)
	}
	return page(actor, in.Filter, list, in.First, total), nil
}

// page makes a page of a list that has one more than fits, if more follow.
func page(actor session.Actor, filter QueueFilter, list []*Conversation, first, total int) *Page {
	p := &Page{TotalCount: total, Edges: make([]Edge, 0, min(len(list), first))}
	if len(list) > first {
		p.PageInfo.HasNextPage = true
		list = list[:first]
	}
	for _, c := range list {
		at := cursor{At: c.LastAt, ID: c.ID}
		if filter == FilterQueue {
			at = cursor{Priority: c.priority, At: *c.QueuedAt, ID: c.ID}
		}
		p.Edges = append(p.Edges, Edge{Cursor: at.String(), Node: seenBy(actor, c)})
	}
	if n := len(p.Edges); n > 0 {
		p.PageInfo.EndCursor = &p.Edges[n-1].Cursor
	}
	return p
}
