package chat

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/walletdesk/walletdesk/session"
)

func TestService_SetCheck(t *testing.T) {
	t.Parallel()
	x := newDecision(t)
	set := func(actor session.Actor, point Point, ticked bool) error {
		_, err := x.SetCheck(t.Context(), actor, CheckInput{ConversationID: x.id, Point: point, Ticked: ticked})
		return err
	}
	wantCode(t, set(x.operator, "LIKES_THEM", true), "point:UNKNOWN")
	wantCode(t, set(x.supervisor, NoCoercion, true), "NOT_OWNER")
	wantCode(t, set(x.customer, NoCoercion, true), "STAFF_ONLY")

	// Another owner finds the ticks with their author, and can't make them his.
	otto := x.staff(t, session.Operator, "Otto Other")
	x.status(t, otto, Online, 4)
	if _, err := x.Transfer(t.Context(), x.operator, TransferInput{ConversationID: x.id, OperatorID: &otto.StaffID}); err != nil {
		t.Fatal(err)
	}
	if err := set(otto, NoCoercion, true); err != nil {
		t.Fatal(err)
	}
	if err := set(otto, NameMatches, false); err != nil {
		t.Fatal(err)
	}
	c, err := x.Case(t.Context(), otto, x.id)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range c.Checklist {
		want := Check{Point: line.Point, Shown: true, Needed: true, Ticked: true, By: "Olga Owner", At: line.At}
		if line.Point == NameMatches {
			want.Ticked, want.By, want.At = false, "", nil
		}
		if diff := cmp.Diff(want, line); diff != "" {
			t.Errorf("%s: %s", line.Point, diff)
		}
	}
}

// A point can only be said of what is there.
func TestService_SetCheck_notShown(t *testing.T) {
	t.Parallel()
	const identity, card, matching = `{"id":"1","kind":"IDENTITY","state":"ACCEPTED"}`,
		`{"id":"2","kind":"BANK_CARD","state":"ACCEPTED","match":"NO_MATCH"}`,
		`{"id":"2","kind":"BANK_CARD","state":"ACCEPTED","match":"MATCH"}`
	for _, tt := range []struct {
		why       string
		documents []string
		signal    bool
		shown     []Point
	}{
		{"nothing was sent", nil, false, []Point{NoCoercion}},
		{"nothing was accepted", []string{`{"id":"1","kind":"IDENTITY","state":"READY"}`}, false, []Point{NoCoercion}},
		{"a person, but no card", []string{identity}, false, []Point{IdentityReadable, NameMatches, NoCoercion, SignalsWeighed}},
		{"a card, but nobody", []string{matching}, false, []Point{CardMatches, DigitsCovered, NoCoercion}},
		{"a card that is not saved", []string{identity, card}, false, []Point{IdentityReadable, NameMatches, DigitsCovered, NoCoercion, SignalsWeighed}},
		{"a signal asks for one more", []string{identity, matching}, true, []Point{IdentityReadable, NameMatches, CardMatches, DigitsCovered, NoCoercion}},
		{"and it is there", []string{identity, identity, matching}, true, points()},
	} {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			x := newDecision(t)
			for _, point := range points() {
				x.tick(t, point, false)
			}
			x.documents.put("[" + strings.Join(tt.documents, ",") + "]")
			if tt.signal {
				x.facts.know(func(f *facts) { f.elsewhere = 1 })
			}
			for _, point := range points() {
				_, err := x.SetCheck(t.Context(), x.operator, CheckInput{ConversationID: x.id, Point: point, Ticked: true})
				switch {
				case slices.Contains(tt.shown, point):
					if err != nil {
						t.Errorf("%s: %v", point, err)
					}
				default:
					wantCode(t, err, "NOT_SHOWN")
				}
			}
		})
	}
}

func TestService_ProposeReset_checklist(t *testing.T) {
	t.Parallel()
	x := newDecision(t)
	for _, point := range points() {
		x.tick(t, point, false)
		_, err := x.ProposeReset(t.Context(), x.operator, ProposeInput{ConversationID: x.id})
		wantCode(t, err, "NOT_CHECKED")
		x.tick(t, point, true)
	}
	// A signal asks for one more document of identity, whatever is ticked.
	x.facts.know(func(f *facts) { f.many, f.last = 3, x.time.now() })
	_, err := x.ProposeReset(t.Context(), x.operator, ProposeInput{ConversationID: x.id})
	wantCode(t, err, "MORE_DOCUMENTS")
	x.documents.put(`[{"id":"` + plastic + `","kind":"BANK_CARD","state":"ACCEPTED","match":"MATCH"}]`)
	_, err = x.ProposeReset(t.Context(), x.operator, ProposeInput{ConversationID: x.id})
	wantCode(t, err, "NO_DOCUMENT")
}

// What voids a proposal, and what does not.
func TestService_ApproveReset_evidence(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		why    string
		void   bool
		before func(x *decision)
		after  func(t *testing.T, x *decision)
	}{
		{"a tick was taken back", true, nil, func(t *testing.T, x *decision) { x.tick(t, NoCoercion, false) }},
		{"a tick was given anew, at another time", true, nil, func(t *testing.T, x *decision) {
			x.tick(t, NoCoercion, false)
			x.time.pass(time.Second)
			x.tick(t, NoCoercion, true)
		}},
		{"a ticked point ticked again is no change", false, nil, func(t *testing.T, x *decision) { x.tick(t, NoCoercion, true) }},
		{"a signal has come", true, nil, func(_ *testing.T, x *decision) { x.facts.know(func(f *facts) { f.elsewhere = 1 }) }},
		{"a signal has grown", true, func(x *decision) { x.facts.know(func(f *facts) { f.many = 3 }) },
			func(_ *testing.T, x *decision) { x.facts.know(func(f *facts) { f.many = 4 }) }},
		{"the address changed again", true, func(x *decision) {
			x.facts.know(func(f *facts) { at := x.time.now().Add(-time.Hour); f.changed = &at })
		},
			func(_ *testing.T, x *decision) { x.facts.know(func(f *facts) { at := x.time.now(); f.changed = &at }) }},
		{"a signal that was known and weighed", false, func(x *decision) { x.facts.know(func(f *facts) { f.many = 3 }) }, nil},
		{"a signal that has gone", false, func(x *decision) { x.facts.know(func(f *facts) { f.many = 3 }) },
			func(_ *testing.T, x *decision) { x.facts.know(func(f *facts) { f.many = 0 }) }},
		{"words written since", false, nil, func(t *testing.T, x *decision) { x.say(t, x.customer, x.id, "thank you") }},
	} {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			x := newDecision(t)
			const two = `{"id":"` + passport + `","kind":"IDENTITY","state":"ACCEPTED"},{"id":"` + plastic + `","kind":"IDENTITY","state":"ACCEPTED"}`
			x.documents.put(`[` + two + `,{"id":"` + plastic + `","kind":"BANK_CARD","state":"ACCEPTED","match":"MATCH"}]`)
			if tt.before != nil {
				tt.before(x)
			}
			p := x.propose(t)
			x.documents.look(x.supervisor)
			if tt.after != nil {
				tt.after(t, x)
			}
			err := x.approve(t, x.supervisor, p)
			if tt.void {
				wantCode(t, err, "EVIDENCE_CHANGED")
			} else if err != nil {
				t.Errorf("got %v, want the approval to stand", err)
			}
			if got := x.proposal(t).State == ProposalVoid; got != tt.void {
				t.Errorf("void: %v, want %v", got, tt.void)
			}
		})
	}
}

// Who approves ticks alone, and says alone why a person without a card is enough.
func TestService_ApproveReset_reviewed(t *testing.T) {
	t.Parallel()
	x := newDecision(t)
	x.documents.accept(false)
	const why = "The passport and the bill agree with the account."
	if _, err := x.ProposeReset(t.Context(), x.operator, ProposeInput{ConversationID: x.id, Justification: why}); err != nil {
		t.Fatal(err)
	}
	p := x.proposal(t)
	c, err := x.Case(t.Context(), x.supervisor, x.id)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range c.Checklist {
		if line.Ticked || line.By != "" {
			t.Errorf("who decides sees the tick of %s by %s", line.Point, line.By)
		}
	}
	x.documents.look(x.supervisor)
	approve := func(checks []Point, why string) error {
		_, err := x.ApproveReset(t.Context(), x.supervisor,
			ApproveInput{ConversationID: x.id, ProposalID: p.ID, LastReadSeq: 1000, Checks: checks, Justification: why})
		return err
	}
	without := func(gone Point) []Point {
		return slices.DeleteFunc(points(), func(p Point) bool { return p == gone })
	}
	for _, point := range points() {
		if point == CardMatches {
			continue
		}
		wantCode(t, approve(without(point), "I know this passport and the person on it."), "NOT_REVIEWED")
	}
	wantCode(t, approve(without(CardMatches), "fine"), "justification:REQUIRED")
	if err := approve(without(CardMatches), "I know this passport and the person on it."); err != nil {
		t.Fatal(err)
	}
	if got := x.proposal(t); got.DecidedJustification != "I know this passport and the person on it." {
		t.Errorf("kept %q", got.DecidedJustification)
	}
	if got := x.held(t); got != 0 {
		t.Errorf("held for %d s: nothing asked for it", got)
	}
}

func TestService_ApproveReset_holdsLonger(t *testing.T) {
	t.Parallel()
	x := newDecision(t)
	at := x.time.now()
	x.facts.know(func(f *facts) { f.device, f.network = &at, &at })
	const two = `{"id":"` + passport + `","kind":"IDENTITY","state":"ACCEPTED"},{"id":"` + plastic + `","kind":"IDENTITY","state":"ACCEPTED"}`
	x.documents.put(`[` + two + `]`)
	if _, err := x.ProposeReset(t.Context(), x.operator, ProposeInput{ConversationID: x.id, Justification: "Passport and bill agree, the phone is new."}); err != nil {
		t.Fatal(err)
	}
	x.documents.look(x.supervisor)
	_, err := x.ApproveReset(t.Context(), x.supervisor, ApproveInput{
		ConversationID: x.id, ProposalID: x.proposal(t).ID, LastReadSeq: 1000, Checks: points(), Justification: "Two documents of one person, seen by me.",
	})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := x.held(t), int((7 * 24 * time.Hour).Seconds()); got != want {
		t.Errorf("held for %d s, want %d", got, want)
	}
}

// held is for how long payments will be held, in seconds; 0 for as usual.
func (x *decision) held(t *testing.T) int {
	t.Helper()
	var seconds int
	if err := x.db.GetContext(t.Context(), &seconds, `SELECT hold_seconds FROM recovery_flow WHERE id = $1`, x.customer.FlowID); err != nil {
		t.Fatal(err)
	}
	return seconds
}

func TestSignals(t *testing.T) {
	t.Parallel()
	x := newDecision(t)
	codes := func() []SignalCode {
		c, err := x.Case(t.Context(), x.operator, x.id)
		if err != nil {
			t.Fatal(err)
		}
		var out []SignalCode
		for _, s := range c.Signals {
			out = append(out, s.Code)
		}
		return out
	}
	now := x.time.now()
	for _, tt := range []struct {
		why  string
		know func(f *facts)
		want []SignalCode
	}{
		{"nothing is known", func(*facts) {}, nil},
		{"two recoveries are no sign of anything", func(f *facts) { f.many = 2 }, nil},
		{"three are", func(f *facts) { f.many, f.last = 3, now }, []SignalCode{SeveralRecoveries}},
		{"an address of long ago", func(f *facts) { at := now.Add(-7*24*time.Hour - time.Minute); f.many, f.changed = 0, &at }, nil},
		{"a fresh one", func(f *facts) { at := now.Add(-6 * 24 * time.Hour); f.changed = &at }, []SignalCode{EmailChanged}},
		{"all of them, in one order", func(f *facts) { f.many, f.elsewhere, f.device, f.network = 5, 1, &now, &now },
			[]SignalCode{EmailChanged, SeveralRecoveries, DocumentElsewhere, NewDevice, NewNetwork}},
	} {
		x.facts.know(tt.know)
		if diff := cmp.Diff(tt.want, codes()); diff != "" {
			t.Errorf("%s: %s", tt.why, diff)
		}
	}
}
