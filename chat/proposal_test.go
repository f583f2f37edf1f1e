package chat

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/session"
)

// decision is a case that is ready to be proposed.
type decision struct {
	*desk
	customer, operator, supervisor session.Actor
	id                             string
}

func newDecision(t *testing.T) *decision {
	t.Helper()
	d := newDesk(t)
	x := &decision{
		desk: d, customer: d.customer(t),
		operator: d.staff(t, session.Operator, "Olga Owner"), supervisor: d.staff(t, session.Supervisor, "Sue Second"),
	}
	x.id = d.taken(t, x.customer, x.operator).ID
	d.documents.accept(true)
	for _, point := range points() {
		x.tick(t, point, true)
	}
	return x
}

// tick ticks a point of the checklist as its owner, or takes the tick back.
func (x *decision) tick(t *testing.T, point Point, ticked bool) {
	t.Helper()
	if _, err := x.SetCheck(t.Context(), x.operator, CheckInput{ConversationID: x.id, Point: point, Ticked: ticked}); err != nil {
		t.Fatalf("tick %s: %v", point, err)
	}
}

// propose proposes and gives the proposal.
func (x *decision) propose(t *testing.T) *Proposal {
	t.Helper()
	if _, err := x.ProposeReset(t.Context(), x.operator, ProposeInput{ConversationID: x.id}); err != nil {
		t.Fatalf("propose: %v", err)
	}
	return x.proposal(t)
}

func (x *decision) proposal(t *testing.T) *Proposal {
	t.Helper()
	c, err := x.Case(t.Context(), x.supervisor, x.id)
	if err != nil || c.Proposal == nil {
		t.Fatalf("case: %+v, %v", c, err)
	}
	return c.Proposal
}

// approve approves as somebody who has read everything.
func (x *decision) approve(t *testing.T, actor session.Actor, p *Proposal) error {
	t.Helper()
	_, err := x.ApproveReset(t.Context(), actor, ApproveInput{ConversationID: x.id, ProposalID: p.ID, LastReadSeq: 1000, Checks: points()})
	return err
}

// flow is the state of the recovery.
func (x *decision) flow(t *testing.T) string {
	t.Helper()
	_, state, _, _, err := x.recovery.CaseFlow(t.Context(), x.db, x.customer.FlowID)
	if err != nil {
		t.Fatal(err)
	}
	return state
}

func TestService_ApproveReset(t *testing.T) {
	t.Parallel()
	t.Run("OK", func(t *testing.T) {
		t.Parallel()
		x := newDecision(t)
		p := x.propose(t)
		x.documents.look(x.supervisor)
		for range 2 {
			if err := x.approve(t, x.supervisor, p); err != nil {
				t.Fatalf("approve: %v", err)
			}
		}
		if got := x.flow(t); got != "RESET_APPROVED" {
			t.Errorf("flow is %s", got)
		}
		want := []string{"EVENT OPENED", "EVENT TAKEN", "DECISION PROPOSED", "DECISION APPROVED"}
		if diff := cmp.Diff(want, x.logOf(t, x.id)); diff != "" {
			t.Error(diff)
		}
		got := x.proposal(t)
		if got.State != ProposalApproved || got.DecidedBy != "Sue Second" || got.LastSeq != 2 {
			t.Errorf("got %+v", got)
		}
		page, err := x.Messages(t.Context(), x.customer, x.id, MessagesInput{First: 10})
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range page.Nodes {
			if strings.Contains(m.AuthorName, "Sue") {
				t.Errorf("the customer learns who approved: %+v", m)
			}
		}
	})
	t.Run("TwoAtOnce", func(t *testing.T) {
		t.Parallel()
		x := newDecision(t)
		p := x.propose(t)
		supervisors := []session.Actor{x.supervisor, x.staff(t, session.Supervisor, "Sam")}
		errs := make([]error, len(supervisors))
		var wg sync.WaitGroup
		for i, s := range supervisors {
			x.documents.look(s)
			wg.Go(func() { errs[i] = x.approve(t, s, p) })
		}
		wg.Wait()
		if (errs[0] == nil) == (errs[1] == nil) {
			t.Fatalf("got %v, want one winner", errs)
		}
		for _, err := range errs {
			if err != nil {
				wantCode(t, err, "ALREADY_DECIDED")
			}
		}
		want := []string{"EVENT OPENED", "EVENT TAKEN", "DECISION PROPOSED", "DECISION APPROVED"}
		if diff := cmp.Diff(want, x.logOf(t, x.id)); diff != "" {
			t.Error(diff)
		}
	})
	for _, tt := range []struct {
		why  string
		code string
		act  func(t *testing.T, x *decision, p *Proposal) error
	}{
		{"one's own proposal", "SELF_APPROVAL", func(t *testing.T, x *decision, p *Proposal) error {
			self := x.operator
			self.Role = session.Supervisor
			x.documents.look(self)
			return x.approve(t, self, p)
		}},
		{"who wrote in the conversation before it changed hands", "INVOLVED", func(t *testing.T, x *decision, _ *Proposal) error {
			// The first owner's word, then the customer comes back to another one.
			x.documents.look(x.supervisor)
			x.exec(t, `UPDATE reset_proposal SET proposed_by = gen_random_uuid()`)
			self := x.operator
			self.Role = session.Supervisor
			x.documents.look(self)
			return x.approve(t, self, x.proposal(t))
		}},
		{"not every document viewed", "NOT_REVIEWED", func(t *testing.T, x *decision, p *Proposal) error {
			return x.approve(t, x.supervisor, p)
		}},
		{"a sign-in of this morning", "FRESH_SIGN_IN_REQUIRED", func(t *testing.T, x *decision, p *Proposal) error {
			x.documents.look(x.supervisor)
			x.time.pass(6 * time.Minute)
			return x.approve(t, x.supervisor, p)
		}},
		{"an operator is no supervisor", "SUPERVISORS_ONLY", func(t *testing.T, x *decision, p *Proposal) error {
			return x.approve(t, x.staff(t, session.Operator, "Otto"), p)
		}},
		{"a customer least of all", "STAFF_ONLY", func(t *testing.T, x *decision, p *Proposal) error {
			return x.approve(t, x.customer, p)
		}},
		{"something was written since", "UNREAD_MESSAGES", func(t *testing.T, x *decision, p *Proposal) error {
			x.documents.look(x.supervisor)
			read := x.say(t, x.customer, x.id, "they stand behind me").Message.Seq - 1
			_, err := x.ApproveReset(t.Context(), x.supervisor, ApproveInput{ConversationID: x.id, ProposalID: p.ID, LastReadSeq: read, Checks: points()})
			return err
		}},
		{"the documents are others", "EVIDENCE_CHANGED", func(t *testing.T, x *decision, p *Proposal) error {
			x.documents.look(x.supervisor)
			x.documents.put(`[{"id":"` + passport + `","kind":"IDENTITY","state":"ACCEPTED","match":"NOT_COMPARED","sha256":"cc"}]`)
			return x.approve(t, x.supervisor, p)
		}},
		{"the recovery is no longer with us", "EVIDENCE_CHANGED", func(t *testing.T, x *decision, p *Proposal) error {
			x.documents.look(x.supervisor)
			x.exec(t, `UPDATE recovery_flow SET state = 'FROZEN' WHERE id = $1`, x.customer.FlowID)
			return x.approve(t, x.supervisor, p)
		}},
		{"another case's proposal", "NOT_FOUND", func(t *testing.T, x *decision, p *Proposal) error {
			other := x.taken(t, x.desk.customer(t), x.staff(t, session.Operator, "Otto"))
			_, err := x.ApproveReset(t.Context(), x.supervisor, ApproveInput{ConversationID: other.ID, ProposalID: p.ID, LastReadSeq: 99})
			return err
		}},
	} {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			x := newDecision(t)
			p := x.propose(t)
			wantCode(t, tt.act(t, x, p), tt.code)
			if got := x.flow(t); got == "RESET_APPROVED" {
				t.Error("the reset was approved all the same")
			}
			if tt.code == "EVIDENCE_CHANGED" {
				if got := x.proposal(t).State; got != ProposalVoid {
					t.Errorf("the proposal is %s, want it void", got)
				}
			}
		})
	}
}

func TestService_ProposeReset_refused(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		why  string
		code string
		act  func(t *testing.T, x *decision) session.Actor
	}{
		{"the account's person has not signed in", "NOT_SIGNED_IN", func(t *testing.T, x *decision) session.Actor {
			x.exec(t, `UPDATE recovery_flow SET signed_in_at = NULL WHERE id = $1`, x.customer.FlowID)
			return x.operator
		}},
		{"nothing was accepted", "NO_DOCUMENT", func(_ *testing.T, x *decision) session.Actor {
			x.documents.put("")
			return x.operator
		}},
		{"no card matched and nobody says why it is enough", "justification:REQUIRED", func(_ *testing.T, x *decision) session.Actor {
			x.documents.accept(false)
			return x.operator
		}},
		{"the recovery went elsewhere", "RECOVERY_ENDED", func(t *testing.T, x *decision) session.Actor {
			x.exec(t, `UPDATE recovery_flow SET state = 'FROZEN' WHERE id = $1`, x.customer.FlowID)
			return x.operator
		}},
		{"one waits already", "ALREADY_PROPOSED", func(t *testing.T, x *decision) session.Actor {
			x.propose(t)
			return x.operator
		}},
		{"somebody else's conversation", "NOT_FOUND", func(t *testing.T, x *decision) session.Actor {
			return x.staff(t, session.Operator, "Otto")
		}},
		{"a supervisor who does not own it", "NOT_OWNER", func(_ *testing.T, x *decision) session.Actor { return x.supervisor }},
		{"an old sign-in", "FRESH_SIGN_IN_REQUIRED", func(_ *testing.T, x *decision) session.Actor {
			x.time.pass(6 * time.Minute)
			return x.operator
		}},
		{"the customer", "STAFF_ONLY", func(_ *testing.T, x *decision) session.Actor { return x.customer }},
	} {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			x := newDecision(t)
			_, err := x.ProposeReset(t.Context(), tt.act(t, x), ProposeInput{ConversationID: x.id})
			wantCode(t, err, tt.code)
		})
	}
}

func TestService_ProposeReset_secretWords(t *testing.T) {
	t.Parallel()
	x := newDecision(t)
	x.documents.accept(false)
	why := "the customer's identity card shows the same name and birthday"
	if _, err := x.ProposeReset(t.Context(), x.operator, ProposeInput{ConversationID: x.id, Justification: why}); err != nil {
		t.Fatal(err)
	}
	for _, row := range x.logOf(t, x.id) {
		if strings.Contains(row, "identity card") {
			t.Errorf("the customer reads the operator's reason: %s", row)
		}
	}
	if c, err := x.Case(t.Context(), x.customer, x.id); c != nil || err != nil {
		t.Errorf("the customer got the case: %+v, %v", c, err)
	}
	c, err := x.Case(t.Context(), x.operator, x.id)
	if err != nil || c.AccountEmail != "m•••a@example.org" || !c.SignedIn || c.Proposal.Justification != why {
		t.Errorf("got %+v, %v", c, err)
	}
}

func TestService_DeclineReset(t *testing.T) {
	t.Parallel()
	x := newDecision(t)
	p := x.propose(t)
	decline := func(actor session.Actor, reason string) error {
		_, err := x.DeclineReset(t.Context(), actor, DeclineInput{ConversationID: x.id, ProposalID: p.ID, Reason: reason})
		return err
	}
	wantCode(t, decline(x.supervisor, "no"), "reason:TOO_SHORT")
	wantCode(t, decline(x.operator, "because of this"), "SUPERVISORS_ONLY")
	self := x.operator
	self.Role = session.Supervisor
	wantCode(t, decline(self, "because of this"), "SELF_APPROVAL")
	for range 2 {
		if err := decline(x.supervisor, "The name on the card is another one."); err != nil {
			t.Fatal(err)
		}
	}
	x.documents.look(x.supervisor)
	wantCode(t, x.approve(t, x.supervisor, p), "ALREADY_DECIDED")
	if got := x.flow(t); got != "DECLINED" {
		t.Errorf("flow is %s", got)
	}
	page, err := x.Messages(t.Context(), x.customer, x.id, MessagesInput{First: 1})
	if err != nil {
		t.Fatal(err)
	}
	want := []Detail{{Name: "reason", Value: "The name on the card is another one."}}
	if diff := cmp.Diff(want, page.Nodes[0].Detail); diff != "" {
		t.Error(diff)
	}
}

func TestService_ReviewDocument(t *testing.T) {
	t.Parallel()
	x := newDecision(t)
	in := ReviewInput{ConversationID: x.id, DocumentID: passport, Accept: true}
	_, err := x.ReviewDocument(t.Context(), x.operator, in)
	wantCode(t, err, "NOT_VIEWED")
	x.documents.look(x.operator)
	_, err = x.ReviewDocument(t.Context(), x.operator, ReviewInput{ConversationID: x.id, DocumentID: passport})
	wantCode(t, err, "reason:REQUIRED")
	_, err = x.ReviewDocument(t.Context(), x.operator, ReviewInput{ConversationID: x.id, DocumentID: passport, Reason: "UGLY"})
	wantCode(t, err, "reason:UNKNOWN")
	x.propose(t)
	if _, err := x.ReviewDocument(t.Context(), x.operator, in); err != nil {
		t.Fatal(err)
	}
	if got := x.proposal(t).State; got != ProposalVoid {
		t.Errorf("the proposal is %s, want it void: a document was judged anew", got)
	}
	want := []string{"EVENT OPENED", "EVENT TAKEN", "DECISION PROPOSED", "REVIEW ACCEPTED", "DECISION VOID"}
	if diff := cmp.Diff(want, x.logOf(t, x.id)); diff != "" {
		t.Error(diff)
	}
}

func TestService_RequestDocument(t *testing.T) {
	t.Parallel()
	x := newDecision(t)
	_, err := x.RequestDocument(t.Context(), x.operator, x.id, "SELFIE")
	wantCode(t, err, "kind:UNKNOWN")
	_, err = x.RequestDocument(t.Context(), x.supervisor, x.id, "BANK_CARD")
	wantCode(t, err, "NOT_OWNER")
	if _, err := x.RequestDocument(t.Context(), x.operator, x.id, "BANK_CARD"); err != nil {
		t.Fatal(err)
	}
	if _, err := x.Resolve(t.Context(), x.operator, x.id); err != nil {
		t.Fatal(err)
	}
	_, err = x.RequestDocument(t.Context(), x.operator, x.id, "BANK_CARD")
	if f, ok := fault.As(err); !ok || f.Code != "ENDED" {
		t.Errorf("got %v, want ENDED", err)
	}
}
