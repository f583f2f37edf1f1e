package chat

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/pan"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/session"
)

// ProposalState is where a proposal stands.
type ProposalState string

// States of a proposal.
const (
	Proposed         ProposalState = "PROPOSED"
	ProposalApproved ProposalState = "APPROVED"
	ProposalDeclined ProposalState = "DECLINED"
	ProposalVoid     ProposalState = "VOID"
)

// escalated is the state of a recovery that can be decided on.
const escalated = "ESCALATED"

// Proposal is one operator's word that a customer may set a new payment password,
// with the evidence frozen. Operators alone see it.
type Proposal struct {
	ID             string
	ConversationID string // for the program, not part of the contract
	State          ProposalState
	ProposedBy     string
	ProposedAt     time.Time
	Justification  string
	DocumentIDs    []string // the documents of the evidence
	LastSeq        int64    // the last message of the evidence
	DecidedBy      string
	DecidedAt      *time.Time
	DeclineReason  *string
	// DecidedJustification is why identity was enough where no saved card matched, in
	// the words of who approved.
	DecidedJustification string

	flowID        string
	proposedByID  string
	decidedByID   *string
	decidedChecks []Point
	evidenceHash  []byte
	checklist     []tickRow
	signals       []Signal
}

// ProposeInput is a proposal to make.
type ProposeInput struct {
	ConversationID string
	Justification  string // why the evidence is enough; needed where no saved card matched
}

// ApproveInput is an approval. LastReadSeq is the last message the supervisor has
// read: what a person wrote since stops the approval. Checks is the checklist, ticked
// by the supervisor; Justification is why identity is enough, needed where no saved
// card matched.
type ApproveInput struct {
	ConversationID string
	ProposalID     string
	LastReadSeq    int64
	Checks         []Point
	Justification  string
}

// DeclineInput is a refusal, with a reason of 3 to 500 characters that the
// customer reads.
type DeclineInput struct {
	ConversationID string
	ProposalID     string
	Reason         string
}

// needFreshSignIn asks for a sign-in at the workforce provider: a stolen console
// session is not enough for a decision.
func (s *Service) needFreshSignIn(actor session.Actor) error {
	if !actor.IsStaff() || actor.StaffID == "" {
		return errNotStaff()
	}
	if s.clock().Sub(actor.AuthTime) > freshSignIn {
		return fault.New(fault.Forbidden, "FRESH_SIGN_IN_REQUIRED", "Sign in again: this needs a sign-in not older than five minutes.")
	}
	return nil
}

// ProposeReset proposes to let the customer set a new payment password and
// freezes the evidence: the documents as they stand, the checklist, the signals and
// the log up to here. For the conversation's owner, freshly signed in.
//
// fault.Forbidden FRESH_SIGN_IN_REQUIRED, NOT_OWNER; fault.Conflict NO_RECOVERY,
// RECOVERY_ENDED, NOT_SIGNED_IN (the recovery has had no sign-in by the account's
// own person), NO_DOCUMENT (none of identity accepted), MORE_DOCUMENTS (a signal asks
// for one more), NOT_CHECKED (a point of the checklist is open), ALREADY_PROPOSED;
// fault.Invalid for a justification that is missing where no saved card matched.
func (s *Service) ProposeReset(ctx context.Context, actor session.Actor, in ProposeInput) (*Conversation, error) {
	if err := s.needFreshSignIn(actor); err != nil {
		return nil, err
	}
	why, err := freeText("justification", in.Justification, 0, maxJustification)
	if err != nil {
		return nil, err
	}
	err = s.inOwn(ctx, actor, in.ConversationID, func(ctx context.Context, q postgres.Querier, r *rings, c *Conversation) error {
		p, documents, err := s.freeze(ctx, q, c, why)
		if err != nil {
			return err
		}
		p.proposedByID, p.ProposedBy = actor.StaffID, actor.StaffName
		if err := insertProposal(ctx, q, c.ID, p, documents); err != nil {
			return err
		}
		return s.decided(ctx, q, r, c, entry{
			authorKind: ByOperator, authorID: actor.StaffID, authorName: givenName(actor.StaffName), ownerID: actor.StaffID, code: "PROPOSED",
		}, actor, map[string]string{"proposal": p.ID, "evidence": fmt.Sprintf("%x", p.evidenceHash)})
	})
	if postgres.Constraint(err) == "reset_proposal_open_key" {
		err = fault.New(fault.Conflict, "ALREADY_PROPOSED", "A proposal waits for a decision.").WithCause(err)
	}
	if err != nil {
		return nil, fmt.Errorf("propose reset: %w", err)
	}
	return s.Conversation(ctx, actor, in.ConversationID)
}

// freeze checks whether a reset can be proposed now and makes the proposal.
func (s *Service) freeze(ctx context.Context, q postgres.Querier, c *Conversation, why string) (*Proposal, []byte, error) {
	if c.FlowID == nil {
		return nil, nil, fault.New(fault.Conflict, "NO_RECOVERY", "This conversation belongs to no recovery.")
	}
	_, state, signedIn, _, err := s.recovery.CaseFlow(ctx, q, *c.FlowID)
	if err != nil {
		return nil, nil, err
	}
	if state != escalated {
		return nil, nil, fault.New(fault.Conflict, "RECOVERY_ENDED", "The recovery is not with the support service any more.")
	}
	if !signedIn {
		return nil, nil, fault.New(fault.Conflict, "NOT_SIGNED_IN", "The customer has not signed in during this recovery.")
	}
	if open, err := selectProposal(ctx, q, c.ID); err != nil {
		return nil, nil, err
	} else if open != nil && open.State == Proposed {
		return nil, nil, fault.New(fault.Conflict, "ALREADY_PROPOSED", "A proposal waits for a decision.").WithRef(open.ID)
	}
	found, shows, err := s.gather(ctx, q, c)
	if err != nil {
		return nil, nil, err
	}
	if err := shows.suffices(found.ticked(), why); err != nil {
		return nil, nil, err
	}
	sum, err := found.hash()
	if err != nil {
		return nil, nil, err
	}
	id, err := newID()
	if err != nil {
		return nil, nil, err
	}
	return &Proposal{
		ID: id, ConversationID: c.ID, State: Proposed, ProposedAt: s.log.now(), Justification: why, LastSeq: found.LastSeq,
		flowID: *c.FlowID, evidenceHash: sum, checklist: found.Checklist, signals: found.Signals,
	}, found.Documents, nil
}

// suffices tells what is missing for a proposal.
func (s exhibits) suffices(ticked []Point, why string) error {
	switch {
	case s.identities == 0:
		return fault.New(fault.Conflict, "NO_DOCUMENT", "Accept a document that confirms the person first.")
	case !s.enough():
		return fault.New(fault.Conflict, "MORE_DOCUMENTS", "A signal stands beside the case: it needs one more accepted document of identity.")
	case s.missing(ticked) != "":
		return fault.New(fault.Conflict, "NOT_CHECKED", "Tick every point of the checklist first.").WithRef(string(s.missing(ticked)))
	case !s.matched && len([]rune(why)) < minJustification:
		return fault.Field("justification", "REQUIRED", "No saved card matched: say in 20 characters or more why the evidence is enough.")
	default:
		return nil
	}
}

// decided appends a DECISION row, with its audit entry, and rings.
func (s *Service) decided(ctx context.Context, q postgres.Querier, r *rings, c *Conversation, e entry, actor session.Actor, detail map[string]string) error {
	e.conversationID, e.kind, e.states = c.ID, Decision, eventStates
	m, err := s.log.append(ctx, q, e)
	if err != nil {
		return ended(err)
	}
	r.said(c.ID, m.Seq)
	return s.write(ctx, q, c.ID, "reset."+lower(e.code), "staff:"+actor.StaffID, detail)
}

// EvidenceChanged voids the proposal that waits, if one does, in the caller's
// transaction: a document came, went or was judged anew. It returns the number of
// the row that says so, to be rung after the commit, or 0.
func (l *Log) EvidenceChanged(ctx context.Context, q postgres.Querier, conversationID string) (int64, error) {
	var r rings
	return l.voidProposal(ctx, q, &r, conversationID)
}

// voidProposal is EvidenceChanged with somewhere to note the ring.
func (l *Log) voidProposal(ctx context.Context, q postgres.Querier, r *rings, conversationID string) (int64, error) {
	void, err := voidProposalRow(ctx, q, conversationID, l.now())
	if err != nil || !void {
		return 0, err
	}
	m, err := l.append(ctx, q, system(conversationID, Decision, "VOID", nil))
	if err != nil {
		return 0, ended(err)
	}
	r.said(conversationID, m.Seq)
	return m.Seq, nil
}

// freeText cleans a text of the staff, masks card numbers in it and checks its
// length in characters.
func freeText(field, text string, least, most int) (string, error) {
	text, _ = pan.Mask(clean(text))
	n := len([]rune(text))
	if n < least {
		return "", fault.Field(field, "TOO_SHORT", fmt.Sprintf("Write at least %d characters.", least))
	}
	if n > most {
		return "", fault.Field(field, "TOO_LONG", fmt.Sprintf("Write at most %d characters.", most))
	}
	return text, nil
}

// containsAll tells whether have has each of want.
func containsAll(have, want []string) bool {
	set := make(map[string]bool, len(have))
	for _, id := range have {
		set[id] = true
	}
	for _, id := range want {
		if !set[id] {
			return false
		}
	}
	return true
}

// frozenIDs is the ids of the documents in frozen evidence.
func frozenIDs(frozen []byte) ([]string, error) {
	var docs []struct {
		ID string `json:"id"`
	}
	if err := json.Unmarshal(frozen, &docs); err != nil {
		return nil, fmt.Errorf("read evidence: %w", err)
	}
	ids := make([]string, 0, len(docs))
	for _, d := range docs {
		ids = append(ids, d.ID)
	}
	return ids, nil
}
