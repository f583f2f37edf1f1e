package chat

import (
	"context"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/session"
)

// found is what a search finds, as kind and marked excerpt.
func (d *desk) found(t *testing.T, actor session.Actor, query string) []string {
	t.Helper()
	p, err := d.Search(t.Context(), actor, SearchInput{Query: query, First: maxSearchPage})
	if err != nil {
		t.Fatalf("search %q: %v", query, err)
	}
	if p.TotalCount != len(p.Edges) {
		t.Errorf("%d of %d", len(p.Edges), p.TotalCount)
	}
	out := []string{}
	for _, e := range p.Edges {
		out = append(out, string(e.Node.Kind)+" "+shown(e.Node.Excerpt))
	}
	return out
}

// shown is an excerpt with brackets around what was asked for.
func shown(parts []ExcerptPart) string {
	var b strings.Builder
	for _, p := range parts {
		if p.Hit {
			b.WriteString("[" + p.Text + "]")
			continue
		}
		b.WriteString(p.Text)
	}
	return b.String()
}

func TestService_Search_words(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	customer, otto := d.customer(t), d.staff(t, session.Operator, "Otto")
	c := d.taken(t, customer, otto)
	for _, text := range []string{
		"My payments were refused twice", "Η κάρτα μου έληξε χθες", "ΧΡΟΝΟΣ", "Мои карты не работают, ёлки", "我的银行卡已过期，请帮忙",
		"Straße, Łódź, ｆｕｌｌ ｗｉｄｔｈ", "नमस्ते",
	} {
		d.say(t, customer, c.ID, text)
	}
	for _, tt := range []struct {
		why, query string
		want       []string
	}{
		{"a plural finds its singular", "payment refuse", []string{"MESSAGE My [payments] were [refused] twice"}},
		{"a singular and a tense find each other", "refusing", []string{"MESSAGE My payments were [refused] twice"}},
		{"the beginning of a word, while it is being typed", "refu", []string{"MESSAGE My payments were [refused] twice"}},
		{"words no dictionary keeps", "were", []string{"MESSAGE My payments [were] refused twice"}},
		{"no Greek accents, upper case", "ΚΑΡΤΑ", []string{"MESSAGE Η [κάρτα] μου έληξε χθες"}},
		{"a Greek plural", "κάρτες", []string{"MESSAGE Η [κάρτα] μου έληξε χθες"}},
		{"a final sigma is a sigma", "χρόνος", []string{"MESSAGE [ΧΡΟΝΟΣ]"}},
		{"a Russian case", "картой", []string{"MESSAGE Мои [карты] не работают, ёлки"}},
		{"ё as it is typed", "елки", []string{"MESSAGE Мои карты не работают, [ёлки]"}},
		{"Chinese inside a sentence", "银行卡", []string{"MESSAGE 我的[银行卡]已过期，请帮忙"}},
		{"one Chinese character, the last", "期", []string{"MESSAGE 我的银行卡已过[期]，请帮忙"}},
		{"Chinese that stands elsewhere apart", "银卡", []string{}},
		{"two letters for one", "strasse", []string{"MESSAGE [Straße], Łódź, ｆｕｌｌ ｗｉｄｔｈ"}},
		{"letters of another width", "full", []string{"MESSAGE Straße, Łódź, [ｆｕｌｌ] ｗｉｄｔｈ"}},
		{"a script without a dictionary", "नमस्ते", []string{"MESSAGE [नमस्ते]"}},
		{"every word must be there", "payments card", []string{}},
		{"signs ask for nothing", "'!& |:* \\ ( <->", []string{}},
		{"signs between words", "refused' & payments:*", []string{"MESSAGE My [payments] were [refused] twice"}},
		{"the customer, and what the name has in common", "papad", []string{"CUSTOMER Maria [Papadaki]"}},
	} {
		t.Run(tt.why, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, d.found(t, otto, tt.query)); diff != "" {
				t.Errorf("%q: %s", tt.query, diff)
			}
		})
	}
}

// Everybody finds what is in the conversations that may be read, and no more.
func TestService_Search_scope(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	otto, olga, boss := d.staff(t, session.Operator, "Otto"), d.staff(t, session.Operator, "Olga"), d.staff(t, session.Supervisor, "Sue")
	customer := d.customer(t)
	c := d.opened(t, customer)
	d.say(t, customer, c.ID, "pineapple")
	hit, none := []string{"MESSAGE [pineapple]"}, []string{}
	check := func(why string, wants map[string][]string) {
		t.Helper()
		for _, who := range []session.Actor{otto, olga, boss} {
			if diff := cmp.Diff(wants[who.StaffName], d.found(t, who, "pineapple")); diff != "" {
				t.Errorf("%s: %s: %s", why, who.StaffName, diff)
			}
			people := []string{}
			if len(wants[who.StaffName]) > 0 {
				people = []string{"CUSTOMER [Maria] Papadaki"}
			}
			if diff := cmp.Diff(people, d.found(t, who, "maria")); diff != "" {
				t.Errorf("%s: %s: the customer: %s", why, who.StaffName, diff)
			}
		}
	}
	check("everybody sees the queue", map[string][]string{"Otto": hit, "Olga": hit, "Sue": hit})
	if _, err := d.Take(t.Context(), otto, c.ID); err != nil {
		t.Fatal(err)
	}
	check("its owner and supervisors", map[string][]string{"Otto": hit, "Olga": none, "Sue": hit})
	if _, err := d.Resolve(t.Context(), otto, c.ID); err != nil {
		t.Fatal(err)
	}
	d.time.pass(ownedWithin - time.Second)
	check("a former owner for a week", map[string][]string{"Otto": hit, "Olga": none, "Sue": hit})
	d.time.pass(time.Second)
	check("and no longer", map[string][]string{"Otto": none, "Olga": none, "Sue": hit})
	_, err := d.Search(t.Context(), customer, SearchInput{Query: "pineapple", First: 1})
	wantCode(t, err, "STAFF_ONLY")
}

// What was hidden, and what was masked afterwards, is found no more, whether or not
// the index had it.
func TestService_Search_hidden(t *testing.T) {
	t.Parallel()
	for _, before := range []bool{true, false} {
		d := newDesk(t)
		customer, otto := d.customer(t), d.staff(t, session.Operator, "Otto")
		c := d.taken(t, customer, otto)
		said := d.say(t, customer, c.ID, "my password is tulip")
		half := testNumber[:8]
		d.say(t, customer, c.ID, "card "+half)
		if before {
			if got := d.found(t, otto, "tulip"); len(got) != 1 {
				t.Fatalf("not found before: %v", got)
			}
			if got := d.found(t, otto, half); len(got) != 1 {
				t.Fatalf("half a number not found before: %v", got)
			}
		}
		if _, err := d.Hide(t.Context(), otto, HideInput{ConversationID: c.ID, Seq: said.Message.Seq}); err != nil {
			t.Fatal(err)
		}
		d.say(t, customer, c.ID, testNumber[8:])
		for _, query := range []string{"tulip", "password", half, testNumber[4:12], testNumber, "card " + testNumber} {
			if got := d.found(t, otto, query); len(got) > 0 {
				t.Errorf("%q finds %v", query, got)
			}
		}
		if got := d.found(t, otto, "card"); len(got) != 1 {
			t.Errorf("the rest of a masked text is not found: %v", got)
		}
	}
}

// A text that is hidden at the moment in which the index reads it stays out of it.
func TestService_Search_hiddenMeanwhile(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	customer, otto := d.customer(t), d.staff(t, session.Operator, "Otto")
	c := d.taken(t, customer, otto)
	for range 10 {
		said := d.say(t, customer, c.ID, "tulip")
		done := make(chan error, 2)
		go func() { done <- d.Index(t.Context()) }()
		go func() {
			_, err := d.Hide(t.Context(), customer, HideInput{ConversationID: c.ID, Seq: said.Message.Seq})
			done <- err
		}()
		for range 2 {
			if err := <-done; err != nil {
				t.Fatal(err)
			}
		}
	}
	if got := d.found(t, otto, "tulip"); len(got) > 0 {
		t.Errorf("found %v", got)
	}
	var words int
	if err := d.db.GetContext(t.Context(), &words, `SELECT COALESCE(sum(length(words)), 0) FROM chat_search WHERE seq > 0`); err != nil || words != 0 {
		t.Errorf("the index has %d words, %v", words, err)
	}
}

func TestService_Search_kindsAndPages(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	boss := d.staff(t, session.Supervisor, "Sue")
	customer := d.customer(t)
	var ids []string
	for _, topic := range []Topic{TopicRecovery, TopicCard} {
		c, err := d.Open(t.Context(), customer, OpenInput{Topic: topic})
		if err != nil {
			t.Fatal(err)
		}
		d.say(t, customer, c.ID, "here is my passport, Maria")
		document := uuid.NewString()
		err = d.db.InTx(t.Context(), func(ctx context.Context, q postgres.Querier) error {
			_, err := d.log.CustomerFact(ctx, q, c.ID, uuid.NewString(), "DOCUMENT", "READY",
				map[string]string{"requestId": uuid.NewString(), "documentId": document, "kind": "IDENTITY"})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, c.ID)
		d.time.pass(time.Second)
	}
	want := []string{
		"DOCUMENT " + ids[1], "DOCUMENT " + ids[0], "MESSAGE " + ids[1], "MESSAGE " + ids[0],
	}
	for _, size := range []int{1, 3, 50} {
		var got []string
		in := SearchInput{Query: "passport maria", First: size}
		for {
			p, err := d.Search(t.Context(), boss, in)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range p.Edges {
				got = append(got, string(e.Node.Kind)+" "+e.Node.Conversation.ID)
				if (e.Node.Kind == HitDocument) != (e.Node.DocumentID != nil) {
					t.Errorf("document of %+v", e.Node)
				}
			}
			if p.TotalCount != len(want) {
				t.Errorf("total is %d", p.TotalCount)
			}
			if !p.PageInfo.HasNextPage {
				break
			}
			in.After = p.PageInfo.EndCursor
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("in pages of %d: %s", size, diff)
		}
	}
	for _, query := range []string{"διαβατήριο", "паспорт", "护照"} {
		if got := d.found(t, boss, query); len(got) != 2 {
			t.Errorf("%s: %v", query, got)
		}
	}
	// By name and by address: once, with the latest conversation.
	for _, query := range []string{"papadaki", "maria@example.org"} {
		p, err := d.Search(t.Context(), boss, SearchInput{Query: query, First: 1})
		if err != nil || len(p.Edges) != 1 {
			t.Fatalf("%s: %+v, %v", query, p, err)
		}
		hit := p.Edges[0].Node
		if hit.Kind != HitCustomer || hit.Conversation.ID != ids[1] || *hit.Email != "m•••a@example.org" {
			t.Errorf("%s: %+v", query, hit)
		}
	}
}

func TestService_Search_refused(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	otto := d.staff(t, session.Operator, "Otto")
	bad := "bm90IGEgY3Vyc29y"
	for _, tt := range []struct {
		why  string
		in   SearchInput
		code string
	}{
		{"nothing to look for", SearchInput{Query: " \t", First: 1}, "query:REQUIRED"},
		{"a whole letter", SearchInput{Query: strings.Repeat("x", maxQuery+1), First: 1}, "query:TOO_LONG"},
		{"a page of nothing", SearchInput{Query: "x"}, "first:OUT_OF_RANGE"},
		{"too large a page", SearchInput{Query: "x", First: maxSearchPage + 1}, "first:OUT_OF_RANGE"},
		{"no cursor of ours", SearchInput{Query: "x", First: 1, After: &bad}, "after:NO_CURSOR"},
	} {
		t.Run(tt.why, func(t *testing.T) {
			_, err := d.Search(t.Context(), otto, tt.in)
			wantCode(t, err, tt.code)
		})
	}
}

// The index goes on where it was, also over more rows than one transaction reads.
func TestService_Index(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	customer, otto := d.customer(t), d.staff(t, session.Operator, "Otto")
	c := d.taken(t, customer, otto)
	d.exec(t, `INSERT INTO message (conversation_id, seq, author_kind, author_id, client_id, kind, body, created_at)
	           SELECT $1::uuid, g, 'OPERATOR', $2::uuid, gen_random_uuid(), 'TEXT', 'number ' || g, now() FROM generate_series(3, $3::bigint) g`, c.ID, otto.StaffID, 2*indexRows)
	d.exec(t, `UPDATE conversation SET last_seq = $2 WHERE id = $1`, c.ID, 2*indexRows)
	if got := d.found(t, otto, "999"); len(got) != 1 {
		t.Errorf("got %v", got)
	}
	d.time.pass(2 * indexOverlap) // it looks at what changed since
	d.say(t, otto, c.ID, "afterwards")
	if got := d.found(t, otto, "afterwards"); len(got) != 1 {
		t.Errorf("got %v", got)
	}
}

func TestExcerpt(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("word ", 60) + "needle\nin " + strings.Repeat("a haystack ", 30)
	got := shown(excerpt(long, terms("needle")))
	if !strings.HasPrefix(got, "…") || !strings.HasSuffix(got, "…") || !strings.Contains(got, " [needle] in a ") || utf8.RuneCountInString(got) > excerptLength+4 {
		t.Errorf("got %q", got)
	}
}

// Whatever is typed, the words of a query are letters, marks and digits alone, and
// an excerpt is a piece of its text.
func FuzzTerms(f *testing.F) {
	for _, s := range []string{"", "payment card", "κάρτα", "我的银行卡", "a'b\\c:*", "\u0301x", "ﷺ ½ ⅷ", "\xff"} {
		f.Add(s, s+" and more "+s)
	}
	f.Fuzz(func(t *testing.T, query, text string) {
		query, text = clean(query), clean(text)
		list := terms(query)
		if len(list) > maxTerms {
			t.Fatalf("%d terms", len(list))
		}
		for _, w := range list {
			if w.word == "" || utf8.RuneCountInString(w.word) > 4*maxTerm {
				t.Errorf("term %q", w.word)
			}
			for _, r := range w.word {
				if !inWord(r) {
					t.Errorf("%q has %q", w.word, r)
				}
			}
		}
		plain, english, greekText, russian := indexed(text)
		for _, s := range []string{plain, english, greekText, russian} {
			for _, r := range s {
				if r != ' ' && !inWord(r) {
					t.Errorf("%q has %q", s, r)
				}
			}
		}
		whole := strings.Map(func(r rune) rune {
			if unicode.IsSpace(r) {
				return ' '
			}
			return r
		}, text)
		for _, p := range excerpt(text, list) {
			if p.Text != "…" && !strings.Contains(whole, p.Text) {
				t.Errorf("excerpt %q is nothing of %q", p.Text, text)
			}
		}
	})
}

func FuzzParseHitCursor(f *testing.F) {
	f.Add(hitCursor{Rank: 2, At: time.Unix(0, 0).UTC(), ID: uuid.NewString(), Seq: 7}.String())
	f.Add("bm90IGEgY3Vyc29y")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := parseHitCursor(&text)
		if err != nil || c == nil {
			return
		}
		again := c.String()
		if second, err := parseHitCursor(&again); err != nil || *second != *c {
			t.Errorf("%+v came back as %+v, %v", c, second, err)
		}
	})
}
