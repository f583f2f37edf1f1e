package chat

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"time"
	"unicode"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/pan"
	"github.com/walletdesk/walletdesk/session"
)

// Figures of the search.
const (
	maxQuery      = 200  // characters of a query
	maxSearchPage = 50   // hits a page
	maxHits       = 1000 // the latest that are looked at
	excerptBefore = 40   // characters of a text before what was found
	excerptLength = 160  // and in all
)

// HitKind is what a search found.
type HitKind string

// Kinds of hits, in the order of a page.
const (
	HitCustomer HitKind = "CUSTOMER"
	HitDocument HitKind = "DOCUMENT"
	HitMessage  HitKind = "MESSAGE"
)

// SearchInput asks for a page of hits: First is 1 to 50, After a hit's cursor.
type SearchInput struct {
	Query string // 1 to 200 characters
	First int
	After *string
}

// SearchPage is a page of hits (Relay).
type SearchPage struct {
	Edges      []SearchEdge
	PageInfo   PageInfo
	TotalCount int
}

// SearchEdge is a hit with where to go on after it.
type SearchEdge struct {
	Cursor string
	Node   *SearchHit
}

// SearchHit is something found, in a conversation the caller may see.
type SearchHit struct {
	Kind         HitKind
	Conversation *Conversation // a customer's latest one
	Seq          *int64        // the message; nil for a customer
	Excerpt      []ExcerptPart
	Email        *string // a customer's, local part masked
	DocumentID   *string
	At           time.Time
}

// ExcerptPart is a piece of what was found; Hit tells whether the query asked for it.
type ExcerptPart struct {
	Text string
	Hit  bool
}

// hitCursor is a place in a search's hits, opaque to callers.
type hitCursor struct {
	Rank int       `json:"r"`
	At   time.Time `json:"t"`
	ID   string    `json:"i"`
	Seq  int64     `json:"s"`
}

func (c hitCursor) String() string {
	text, _ := json.Marshal(c) //nolint:errchkjson // only a year past 9999 can fail, which no row has
	return base64.RawURLEncoding.EncodeToString(text)
}

// parseHitCursor reads a cursor back; nil means the beginning.
func parseHitCursor(text *string) (*hitCursor, error) {
	if text == nil || *text == "" {
		return nil, nil
	}
	wrong := fault.Field("after", "NO_CURSOR", "This is no cursor of this list.")
	raw, err := base64.RawURLEncoding.DecodeString(*text)
	if err != nil {
		return nil, wrong
	}
	var c hitCursor
	if err := json.Unmarshal(raw, &c); err != nil {
		return nil, wrong
	}
	if c.ID, err = canonical(c.ID); err != nil {
		return nil, wrong
	}
	if c.At = c.At.UTC(); c.At.Year() < 1 || c.At.Year() > 9999 {
		return nil, wrong
	}
	return &c, nil
}

// Search finds customers by name or whole e-mail address, documents by kind and
// customer, and texts by their words, in the conversations the caller may see:
// every word of the query must be there, in any form of it that PostgreSQL's
// dictionaries know, or as the beginning of one. Customers come first, then
// documents, then texts, each latest first; of more than 1,000 hits only the
// latest. What was hidden is not found, and a query with a card number in it finds
// nothing. For the staff alone; fault.Invalid for a query or page there is not.
func (s *Service) Search(ctx context.Context, actor session.Actor, in SearchInput) (*SearchPage, error) {
	if !actor.IsStaff() || actor.StaffID == "" {
		return nil, errNotStaff()
	}
	if in.First < 1 || in.First > maxSearchPage {
		return nil, fault.Field("first", "OUT_OF_RANGE", "Ask for 1 to 50 hits.")
	}
	query := clean(in.Query)
	if query == "" {
		return nil, fault.Field("query", "REQUIRED", "Write what to look for.")
	}
	if len([]rune(query)) > maxQuery {
		return nil, fault.Field("query", "TOO_LONG", "Write at most 200 characters.")
	}
	after, err := parseHitCursor(in.After)
	if err != nil {
		return nil, err
	}
	if _, masked := pan.Mask(query); masked > 0 {
		return &SearchPage{Edges: []SearchEdge{}}, nil // stored nowhere, so nothing has it
	}
	wanted := terms(query)
	if len(wanted) == 0 {
		return &SearchPage{Edges: []SearchEdge{}}, nil
	}
	// What was said a moment ago is found too.
	if err := s.Index(ctx); err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	p, err := s.hits(ctx, actor, query, wanted, after, in.First)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	return p, nil
}

// hits is the page of what is found.
func (s *Service) hits(ctx context.Context, actor session.Actor, query string, wanted []term, after *hitCursor, first int) (*SearchPage, error) {
	accounts, err := s.accounts.AccountsAt(ctx, s.db, query)
	if err != nil {
		return nil, err
	}
	rows, total, err := selectHits(ctx, s.db, hitQuery{
		staffID: actor.StaffID, all: actor.Role == session.Supervisor, endedAfter: s.log.now().Add(-ownedWithin),
		terms: wanted, accounts: accounts, after: after, limit: first + 1,
	})
	if err != nil {
		return nil, err
	}
	p := &SearchPage{TotalCount: total, Edges: make([]SearchEdge, 0, min(len(rows), first))}
	if len(rows) > first {
		p.PageInfo.HasNextPage, rows = true, rows[:first]
	}
	for _, row := range rows {
		hit, err := s.hit(ctx, actor, row, wanted)
		if err != nil {
			return nil, err
		}
		p.Edges = append(p.Edges, SearchEdge{Cursor: row.cursor().String(), Node: hit})
	}
	if n := len(p.Edges); n > 0 {
		p.PageInfo.EndCursor = &p.Edges[n-1].Cursor
	}
	return p, nil
}

// hit is what the caller sees of a row.
func (s *Service) hit(ctx context.Context, actor session.Actor, row hitRow, wanted []term) (*SearchHit, error) {
	c := row.conversation()
	hit := &SearchHit{Kind: row.HitKind, Conversation: seenBy(actor, c), At: row.HitAt.UTC()}
	switch row.HitKind {
	case HitCustomer:
		_, email, _, _, err := s.accounts.CaseAccount(ctx, s.db, c.AccountID)
		if err != nil {
			return nil, err
		}
		masked := maskEmail(email)
		hit.Email, hit.Excerpt = &masked, excerpt(c.CustomerName, wanted)
		return hit, nil
	case HitDocument:
		hit.DocumentID, hit.Excerpt = row.DocumentID, excerpt(c.CustomerName, wanted)
	case HitMessage:
		hit.Excerpt = excerpt(row.HitBody, wanted)
	}
	hit.Seq = &row.HitSeq
	return hit, nil
}

// excerpt is the piece of a text around the first thing the query asked for, on
// one line, with all such things marked.
func excerpt(text string, wanted []term) []ExcerptPart {
	runes := []rune(text)
	marked := make([]bool, len(runes))
	begin := len(runes)
	for _, w := range split(text) {
		for _, t := range wanted {
			if t.matches(w) {
				begin = min(begin, w.from)
				mark(marked, runes, w, t)
			}
		}
	}
	if begin == len(runes) {
		begin = 0
	}
	from := max(0, begin-excerptBefore)
	to := min(len(runes), from+excerptLength)
	from = max(0, min(from, to-excerptLength))
	out := []ExcerptPart{}
	for i := from; i < to; i++ {
		r := runes[i]
		if unicode.IsSpace(r) {
			r = ' '
		}
		if len(out) == 0 || out[len(out)-1].Hit != marked[i] {
			out = append(out, ExcerptPart{Hit: marked[i]})
		}
		out[len(out)-1].Text += string(r)
	}
	if from > 0 {
		out = append([]ExcerptPart{{Text: "…"}}, out...)
	}
	if to < len(runes) {
		out = append(out, ExcerptPart{Text: "…"})
	}
	return out
}

// mark marks a word, or of a run of Chinese characters those asked for.
func mark(marked []bool, runes []rune, w word, t term) {
	if w.script != han {
		for i := w.from; i < w.to; i++ {
			marked[i] = true
		}
		return
	}
	n := len([]rune(t.word))
	for i := w.from; i+n <= w.to; i++ {
		if foldWord(string(runes[i:i+n])).folded == t.word {
			for j := range n {
				marked[i+j] = true
			}
		}
	}
}
