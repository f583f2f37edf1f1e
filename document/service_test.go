package document

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/audit"
	"github.com/walletdesk/walletdesk/chat"
	"github.com/walletdesk/walletdesk/document/gate"
	"github.com/walletdesk/walletdesk/document/rule"
	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/session"
)

func TestService_Upload(t *testing.T) {
	t.Parallel()
	t.Run("Accepted", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t)
		d := o.kept(t, BankCard)
		if d.State != Ready || d.Match != Matched || d.Width != 800 || d.Height != 500 || d.Viewed {
			t.Errorf("got %+v", d)
		}
		if week := o.time.now().Add(-matchAge); o.cards.before.After(week) {
			t.Errorf("cards saved until %v count, want 7 days", o.cards.before)
		}
		if list, err := o.Requests(t.Context(), o.customer, o.id); err != nil || len(list) != 0 {
			t.Errorf("still asked for %v, %v", list, err)
		}
		last := o.logged(t)[3]
		want := []chat.Detail{{Name: "requestId", Value: last.Detail[0].Value}, {Name: "documentId", Value: d.ID}, {Name: "kind", Value: "BANK_CARD"}}
		if diff := cmp.Diff(want, last.Detail); diff != "" || last.Code != "READY" || !last.Mine {
			t.Errorf("the log says %+v %s", last, diff)
		}
	})
	t.Run("Refused", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t)
		request := o.asked(t, BankCard)
		for i, f := range []gate.Result{
			{Verdict: rule.Refused, Reason: rule.CoverTooShort, Advice: rule.CoverMiddle, First4: "4242", Last4: "4242", Picture: []byte("never to be kept")},
			{Verdict: rule.Unsure, Reason: rule.NoCover, Advice: rule.MarkWindows},
		} {
			o.gate.says(f)
			got, err := o.Upload(t.Context(), o.customer, o.shot(request))
			want := &Uploaded{Verdict: Verdict(f.Verdict), Reason: string(f.Advice), Refusals: i + 1}
			if diff := cmp.Diff(want, got); diff != "" || err != nil {
				t.Errorf("%s %v", diff, err)
			}
		}
		if list := o.documents(t); len(list) != 0 || o.cards.asked != 0 {
			t.Errorf("kept %v, compared %d times", list, o.cards.asked)
		}
		rows := o.logged(t)
		if got := rows[len(rows)-1]; got.Code != "REFUSED" || strings.Contains(fmt.Sprint(got.Detail), "4242") {
			t.Errorf("the log says %+v", got)
		}
		if list, err := o.Requests(t.Context(), o.operator, o.id); err != nil || len(list) != 1 || list[0].Refusals != 2 {
			t.Errorf("requests: %v, %v", list, err)
		}
	})
	t.Run("SameClientID", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t)
		request := o.asked(t, BankCard)
		refused, kept := o.shot(request), o.shot(request)
		for range 2 {
			o.gate.says(gate.Result{Verdict: rule.Unsure, Reason: rule.NotReadable, Advice: rule.Sharper})
			got, err := o.Upload(t.Context(), o.customer, refused)
			if diff := cmp.Diff(&Uploaded{Verdict: VerdictUnsure, Reason: "SHARPER", Refusals: 1}, got); diff != "" || err != nil {
				t.Errorf("%s %v", diff, err)
			}
		}
		o.gate.says(covered())
		for range 2 {
			got, err := o.Upload(t.Context(), o.customer, kept)
			if diff := cmp.Diff(&Uploaded{Verdict: VerdictAccepted}, got); diff != "" || err != nil {
				t.Errorf("%s %v", diff, err)
			}
		}
		if o.gate.shots != 2 || len(o.documents(t)) != 1 {
			t.Errorf("%d pictures looked at, %v kept", o.gate.shots, o.documents(t))
		}
	})
	t.Run("SameClientIDAtOnce", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t)
		in := o.shot(o.asked(t, Identity))
		o.gate.says(covered())
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				mine := in
				mine.File = bytes.NewReader([]byte("original picture"))
				got, err := o.Upload(t.Context(), o.customer, mine)
				if err != nil || got.Verdict != VerdictAccepted {
					t.Errorf("got %+v, %v", got, err)
				}
			})
		}
		wg.Wait()
		if list := o.documents(t); len(list) != 1 || list[0].Match != NotCompared {
			t.Errorf("kept %v", list)
		}
	})
	t.Run("ANewCardPictureDestroysTheFormer", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t)
		o.kept(t, Identity)
		former := o.kept(t, BankCard)
		leave := o.granted(t, o.operator, former)
		o.kept(t, BankCard)
		var states []State
		for _, d := range o.documents(t) {
			states = append(states, d.State)
		}
		if diff := cmp.Diff([]State{Ready, Destroyed, Ready}, states); diff != "" {
			t.Error(diff)
		}
		if n := o.files(t); n != 2 {
			t.Errorf("%d files are left, want 2", n)
		}
		_, _, err := o.Open(t.Context(), o.operator, leave)
		wantCode(t, err, "DESTROYED")
		var keys int
		if err := o.DB.GetContext(t.Context(), &keys, `SELECT count(*) FROM document WHERE wrapped_key IS NOT NULL`); err != nil || keys != 2 {
			t.Errorf("%d keys are left (%v), want 2", keys, err)
		}
	})
	t.Run("ThreeComparisonsACase", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t)
		o.cards.match = NoMatch
		want := []Match{NoMatch, NoMatch, NoMatch, NotCompared}
		for i, match := range want {
			if d := o.kept(t, BankCard); d.Match != match {
				t.Errorf("picture %d: got %s, want %s", i+1, d.Match, match)
			}
		}
		if o.cards.asked != 3 {
			t.Errorf("compared %d times, want 3", o.cards.asked)
		}
	})
	t.Run("TenAnHour", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t)
		request := o.asked(t, BankCard)
		o.gate.says(gate.Result{Verdict: rule.Refused, Reason: rule.CoverTooShort, Advice: rule.CoverMiddle})
		for range 10 {
			if _, err := o.Upload(t.Context(), o.customer, o.shot(request)); err != nil {
				t.Fatal(err)
			}
		}
		_, err := o.Upload(t.Context(), o.customer, o.shot(request))
		wantCode(t, err, "THROTTLED")
	})
}

func TestService_Upload_refused(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	stranger := o.newCustomer(t)
	request := o.asked(t, BankCard)
	o.gate.says(covered())
	change := func(f func(*UploadInput)) UploadInput {
		in := o.shot(request)
		f(&in)
		return in
	}
	for _, tt := range []struct {
		why   string
		actor session.Actor
		in    UploadInput
		code  string
	}{
		{"another customer", stranger, o.shot(request), "NOT_FOUND"},
		{"the operator", o.operator, o.shot(request), "NOT_FOUND"},
		{"nobody asked for it", o.customer, o.shot(uuid.NewString()), "NOT_FOUND"},
		{"no id", o.customer, o.shot("first"), "NOT_FOUND"},
		{"no client id", o.customer, change(func(in *UploadInput) { in.ClientID = "1" }), "clientId:NOT_A_UUID"},
		{"nothing in it", o.customer, change(func(in *UploadInput) { in.File = strings.NewReader("") }), "file:REQUIRED"},
		{"too much in it", o.customer, change(func(in *UploadInput) { in.File = bytes.NewReader(make([]byte, maxFile+1)) }), "file:TOO_LARGE"},
	} {
		t.Run(tt.why, func(t *testing.T) {
			_, err := o.Upload(t.Context(), tt.actor, tt.in)
			wantCode(t, err, tt.code)
		})
	}
	if o.gate.shots != 0 {
		t.Errorf("the gate looked %d times", o.gate.shots)
	}
	o.gate.err = fault.New(fault.Overloaded, "OVERLOADED", "Wait.")
	_, err := o.Upload(t.Context(), o.customer, o.shot(request))
	wantCode(t, err, "OVERLOADED")
	o.gate.err = nil
	if _, err := o.Upload(t.Context(), o.customer, o.shot(request)); err != nil {
		t.Fatal(err)
	}
	_, err = o.Upload(t.Context(), o.customer, o.shot(request))
	wantCode(t, err, "REQUEST_CLOSED")
}

// What lies in the files and in the database opens nothing by itself.
func TestService_Upload_sealed(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	one, two := o.kept(t, Identity), o.kept(t, BankCard)
	var key string
	if err := o.DB.GetContext(t.Context(), &key, `SELECT blob_key FROM document WHERE id = $1`, one.ID); err != nil {
		t.Fatal(err)
	}
	sealed, err := o.Blobs.Get(t.Context(), key)
	if err != nil || bytes.Contains(sealed, []byte("picture")) {
		t.Fatalf("the file can be read: %v", err)
	}
	// A row's key with another row's file: swapped rows must not open.
	o.exec(t, `UPDATE document SET wrapped_key = (SELECT wrapped_key FROM document WHERE id = $1) WHERE id = $2`, two.ID, one.ID)
	if _, _, err := o.Open(t.Context(), o.operator, o.granted(t, o.operator, one)); err == nil {
		t.Error("a swapped row opens")
	}
}

func TestService_Open(t *testing.T) {
	t.Parallel()
	t.Run("OnceAndSeen", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t)
		d := o.kept(t, BankCard)
		leave := o.granted(t, o.operator, d)
		data, kind, err := o.Open(t.Context(), o.operator, leave)
		if err != nil || kind != "image/jpeg" || !bytes.HasSuffix(data, []byte("clean picture of original picture")) {
			t.Fatalf("got %q, %s, %v", data, kind, err)
		}
		_, _, err = o.Open(t.Context(), o.operator, leave)
		wantCode(t, err, "GRANT_DEAD")
		rows := o.logged(t)
		if got := rows[len(rows)-1]; got.Code != "DOCUMENT_VIEWED" || got.AuthorName != "" {
			t.Errorf("the customer reads %+v", got)
		}
		if list := o.documents(t); !list[0].Viewed {
			t.Error("not marked as viewed")
		}
		for _, stream := range []string{"conversation:" + o.id, "account:" + o.customer.AccountID} {
			records, err := o.Audit.List(t.Context(), o.DB, stream, 0, 100)
			if err != nil || !slices.ContainsFunc(records, func(r audit.Record) bool { return r.Action == "document.viewed" }) {
				t.Errorf("%s: no entry of the viewing, %v", stream, err)
			}
		}
	})
	t.Run("ManyAtOnce", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t)
		leave := o.granted(t, o.operator, o.kept(t, BankCard))
		var wg sync.WaitGroup
		errs := make([]error, 8)
		for i := range errs {
			wg.Go(func() { _, _, errs[i] = o.Open(t.Context(), o.operator, leave) })
		}
		wg.Wait()
		opened := 0
		for _, err := range errs {
			if err == nil {
				opened++
			} else if !errors.Is(err, fault.NotFound) {
				t.Errorf("got %v", err)
			}
		}
		if opened != 1 {
			t.Errorf("opened %d times, want once", opened)
		}
	})
	for _, tt := range []struct {
		why string
		act func(t *testing.T, o *office, leave string) (session.Actor, string)
	}{
		{"after a minute", func(_ *testing.T, o *office, leave string) (session.Actor, string) {
			o.time.pass(leaveFor)
			return o.operator, leave
		}},
		{"by somebody else", func(_ *testing.T, o *office, leave string) (session.Actor, string) { return o.supervisor, leave }},
		{"in another session of the same person", func(_ *testing.T, o *office, leave string) (session.Actor, string) {
			actor := o.operator
			actor.SessionID = uuid.NewString()
			return actor, leave
		}},
		{"by the customer", func(_ *testing.T, o *office, leave string) (session.Actor, string) { return o.customer, leave }},
		{"without a token", func(_ *testing.T, o *office, _ string) (session.Actor, string) { return o.operator, o.id + "." }},
		{"with nothing", func(_ *testing.T, o *office, _ string) (session.Actor, string) { return o.operator, "" }},
		{"with another conversation's name", func(t *testing.T, o *office, leave string) (session.Actor, string) {
			_, token, _ := strings.Cut(leave, ".")
			return o.operator, uuid.NewString() + "." + token
		}},
		{"after the case was resolved", func(t *testing.T, o *office, leave string) (session.Actor, string) {
			if _, err := o.chat.Resolve(t.Context(), o.operator, o.id); err != nil {
				t.Fatal(err)
			}
			return o.operator, leave
		}},
	} {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			actor, leave := tt.act(t, o, o.granted(t, o.operator, o.kept(t, BankCard)))
			_, _, err := o.Open(t.Context(), actor, leave)
			wantCode(t, err, "GRANT_DEAD")
		})
	}
}

func TestService_Grant(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	d := o.kept(t, BankCard)
	grant := func(actor session.Actor, reason string) error {
		_, err := o.Grant(t.Context(), actor, GrantInput{ConversationID: o.id, DocumentID: d.ID, Reason: reason})
		return err
	}
	wantCode(t, grant(o.staff(t, session.Operator, "Otto"), ""), "NOT_FOUND")
	wantCode(t, grant(o.customer, ""), "NOT_FOUND")
	wantCode(t, grant(o.supervisor, ""), "reason:REQUIRED")
	if err := grant(o.supervisor, "the customer complained to the bank"); err != nil {
		t.Errorf("a supervisor who says why: %v", err)
	}
	stale := o.supervisor
	stale.AuthTime = o.time.now().Add(-6 * time.Minute)
	wantCode(t, grant(stale, "the customer complained to the bank"), "FRESH_SIGN_IN_REQUIRED")
	_, err := o.Grant(t.Context(), o.operator, GrantInput{ConversationID: o.id, DocumentID: uuid.NewString()})
	wantCode(t, err, "NOT_FOUND")
	for range 30 {
		if err := grant(o.operator, ""); err != nil {
			t.Fatal(err)
		}
	}
	wantCode(t, grant(o.operator, ""), "THROTTLED")
}

// The whole decision, with real documents: what the supervisor has to see, and
// that a new picture voids what was proposed.
func TestService_decision(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	checks := []chat.Point{chat.IdentityReadable, chat.NameMatches, chat.CardMatches, chat.DigitsCovered, chat.NoCoercion, chat.SignalsWeighed}
	d, paper := o.kept(t, BankCard), o.kept(t, Identity)
	o.looked(t, o.operator, d)
	o.looked(t, o.operator, paper)
	review := func(d *Document) {
		t.Helper()
		if _, err := o.chat.ReviewDocument(t.Context(), o.operator, chat.ReviewInput{ConversationID: o.id, DocumentID: d.ID, Accept: true}); err != nil {
			t.Fatal(err)
		}
	}
	propose := func() *chat.Proposal {
		t.Helper()
		if _, err := o.chat.ProposeReset(t.Context(), o.operator, chat.ProposeInput{ConversationID: o.id}); err != nil {
			t.Fatal(err)
		}
		c, err := o.chat.Case(t.Context(), o.supervisor, o.id)
		if err != nil {
			t.Fatal(err)
		}
		return c.Proposal
	}
	approve := func(p *chat.Proposal) error {
		_, err := o.chat.ApproveReset(t.Context(), o.supervisor, chat.ApproveInput{ConversationID: o.id, ProposalID: p.ID, LastReadSeq: 1000, Checks: checks})
		return err
	}
	review(d)
	review(paper)
	for _, point := range checks {
		if _, err := o.chat.SetCheck(t.Context(), o.operator, chat.CheckInput{ConversationID: o.id, Point: point, Ticked: true}); err != nil {
			t.Fatal(err)
		}
	}
	p := propose()
	wantCode(t, approve(p), "NOT_REVIEWED")
	o.looked(t, o.supervisor, d)
	o.looked(t, o.supervisor, paper)

	o.time.pass(time.Second)
	newer := o.kept(t, BankCard)
	wantCode(t, approve(p), "EVIDENCE_CHANGED")
	o.looked(t, o.operator, newer)
	review(newer)

	o.time.pass(time.Second)
	p = propose()
	if diff := cmp.Diff([]string{paper.ID, newer.ID}, p.DocumentIDs); diff != "" {
		t.Error(diff)
	}
	o.time.pass(time.Second)
	o.looked(t, o.supervisor, newer)
	o.looked(t, o.supervisor, paper)
	if err := approve(p); err != nil {
		t.Fatal(err)
	}
	var codes []string
	for _, m := range o.logged(t) {
		if m.Kind == chat.Decision || m.Kind == chat.Review {
			codes = append(codes, m.Code)
		}
	}
	if diff := cmp.Diff([]string{"ACCEPTED", "ACCEPTED", "PROPOSED", "VOID", "ACCEPTED", "PROPOSED", "APPROVED"}, codes); diff != "" {
		t.Error(diff)
	}
}

func TestService_Sweep(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	d := o.kept(t, BankCard)
	for _, name := range []string{"document-0-orphan", "transcript-of-somebody"} {
		if err := o.Blobs.Put(t.Context(), name, []byte("sealed")); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := o.Sweep(t.Context()); n != 0 || err != nil {
		t.Fatalf("swept %d files of today, %v", n, err)
	}
	o.time.pass(orphanAfter + time.Minute)
	if n, err := o.Sweep(t.Context()); n != 1 || err != nil {
		t.Fatalf("swept %d, %v, want the orphan alone", n, err)
	}
	if _, err := o.Blobs.Get(t.Context(), "transcript-of-somebody"); err != nil {
		t.Errorf("somebody else's file: %v", err)
	}
	o.looked(t, o.operator, d)
}
