package chat

import (
	"context"
	"fmt"
	"strconv"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/session"
)

// ApproveReset is the second person's word: it moves the recovery to the password
// form, whose way goes through a mail to the customer. For supervisors, freshly
// signed in. Of two approvals at once one counts; one's own again changes nothing.
//
// fault.Forbidden FRESH_SIGN_IN_REQUIRED, SELF_APPROVAL, INVOLVED (owned the
// conversation or wrote in it); fault.Conflict NOT_REVIEWED (not every frozen
// document viewed since the proposal, or not every needed point of the checklist
// ticked), UNREAD_MESSAGES, EVIDENCE_CHANGED (the proposal is void now),
// ALREADY_DECIDED; fault.Invalid for a justification that is missing where no saved
// card matched; fault.NotFound.
func (s *Service) ApproveReset(ctx context.Context, actor session.Actor, in ApproveInput) (*Conversation, error) {
	if err := s.needFreshSignIn(actor); err != nil {
		return nil, err
	}
	why, err := freeText("justification", in.Justification, 0, maxJustification)
	if err != nil {
		return nil, err
	}
	in.Justification = why
	void := false
	err = s.inDecision(ctx, actor, in.ConversationID, in.ProposalID, func(ctx context.Context, q postgres.Querier, r *rings, c *Conversation, p *Proposal) error {
		void = false
		if p.State == ProposalApproved && p.decidedByID != nil && *p.decidedByID == actor.StaffID {
			return nil
		}
		if err := s.mayApprove(ctx, q, actor, c, p, in.LastReadSeq); err != nil {
			return err
		}
		same, shows, err := s.evidenceStands(ctx, q, c, p)
		if err != nil {
			return err
		}
		if !same {
			void = true
			_, err := s.log.voidProposal(ctx, q, r, c.ID)
			return err
		}
		if err := shows.reviewed(in); err != nil {
			return err
		}
		return s.approve(ctx, q, r, actor, c, p, in)
	})
	if err != nil {
		return nil, fmt.Errorf("approve reset: %w", err)
	}
	if void {
		return nil, errEvidenceChanged()
	}
	return s.Conversation(ctx, actor, in.ConversationID)
}

// errEvidenceChanged says that a proposal is void.
func errEvidenceChanged() error {
	return fault.New(fault.Conflict, "EVIDENCE_CHANGED", "The evidence has changed since the proposal, which is void now.")
}

// mayApprove checks the person and what that person has seen.
func (s *Service) mayApprove(ctx context.Context, q postgres.Querier, actor session.Actor, c *Conversation, p *Proposal, lastRead int64) error {
	if err := undecidedByOther(actor, p); err != nil {
		return err
	}
	involved, err := wasInvolved(ctx, q, c.ID, actor.StaffID)
	if err != nil {
		return err
	}
	if involved {
		return fault.New(fault.Forbidden, "INVOLVED", "Who owned the conversation or wrote in it can't approve.")
	}
	viewed, err := s.documents.ViewedSince(ctx, q, c.ID, actor.StaffID, p.ProposedAt)
	if err != nil {
		return err
	}
	if !containsAll(viewed, p.DocumentIDs) {
		return fault.New(fault.Conflict, "NOT_REVIEWED", "View every document of the evidence first.")
	}
	word, err := lastWord(ctx, q, c.ID)
	if err != nil {
		return err
	}
	if lastRead < word {
		return fault.New(fault.Conflict, "UNREAD_MESSAGES", "Something was written since: read it first.").WithRef(strconv.FormatInt(word, 10))
	}
	return nil
}

// undecidedByOther checks that a proposal waits and is somebody else's.
func undecidedByOther(actor session.Actor, p *Proposal) error {
	if p.proposedByID == actor.StaffID {
		return fault.New(fault.Forbidden, "SELF_APPROVAL", "Nobody decides on their own proposal.")
	}
	switch p.State {
	case Proposed:
		return nil
	case ProposalVoid:
		return errEvidenceChanged()
	default:
		return fault.New(fault.Conflict, "ALREADY_DECIDED", "This proposal is decided already.")
	}
}

// reviewed tells whether who approves has ticked what the evidence shows, and said
// why identity is enough where no saved card stands behind it.
func (s exhibits) reviewed(in ApproveInput) error {
	if point := s.missing(in.Checks); point != "" {
		return fault.New(fault.Conflict, "NOT_REVIEWED", "View every document of the evidence and tick every point of the checklist first.").WithRef(string(point))
	}
	if !s.matched && len([]rune(in.Justification)) < minJustification {
		return fault.Field("justification", "REQUIRED", "No saved card matched: say in 20 characters or more why identity is enough.")
	}
	return nil
}

// approve carries out an approval that may be given.
func (s *Service) approve(ctx context.Context, q postgres.Querier, r *rings, actor session.Actor, c *Conversation, p *Proposal, in ApproveInput) error {
	p.State, p.DecidedBy, p.decidedByID = ProposalApproved, actor.StaffName, &actor.StaffID
	p.decidedChecks, p.DecidedJustification = in.Checks, in.Justification
	if err := decideProposal(ctx, q, c.ID, p, s.log.now(), &in.LastReadSeq); err != nil {
		return err
	}
	if len(p.signals) > 0 {
		if err := s.recovery.HoldFor(ctx, q, p.flowID, holdAfterSignal); err != nil {
			return err
		}
	}
	if err := s.recovery.Approve(ctx, q, p.flowID); err != nil {
		return err
	}
	// The program says it: the customer needs no name of who approved.
	return s.decided(ctx, q, r, c, entry{authorKind: BySystem, authorID: systemID, code: "APPROVED"}, actor,
		map[string]string{"proposal": p.ID, "evidence": fmt.Sprintf("%x", p.evidenceHash), "read": strconv.FormatInt(in.LastReadSeq, 10)})
}

// DeclineReset is the second person's no, with a reason the customer reads; it
// ends the recovery. For supervisors. fault.Forbidden SELF_APPROVAL for one's own
// proposal; fault.Conflict EVIDENCE_CHANGED, ALREADY_DECIDED; fault.NotFound;
// fault.Invalid for a reason that is missing or too long.
func (s *Service) DeclineReset(ctx context.Context, actor session.Actor, in DeclineInput) (*Conversation, error) {
	reason, err := freeText("reason", in.Reason, 3, maxReason)
	if err != nil {
		return nil, err
	}
	err = s.inDecision(ctx, actor, in.ConversationID, in.ProposalID, func(ctx context.Context, q postgres.Querier, r *rings, c *Conversation, p *Proposal) error {
		if p.State == ProposalDeclined && p.decidedByID != nil && *p.decidedByID == actor.StaffID {
			return nil
		}
		if err := undecidedByOther(actor, p); err != nil {
			return err
		}
		p.State, p.DecidedBy, p.decidedByID, p.DeclineReason = ProposalDeclined, actor.StaffName, &actor.StaffID, &reason
		if err := decideProposal(ctx, q, c.ID, p, s.log.now(), nil); err != nil {
			return err
		}
		if err := s.recovery.Decline(ctx, q, p.flowID, reason); err != nil {
			return err
		}
		return s.decided(ctx, q, r, c, entry{
			authorKind: BySystem, authorID: systemID, code: "DECLINED", detail: map[string]string{"reason": reason},
		}, actor, map[string]string{"proposal": p.ID, "reason": reason})
	})
	if err != nil {
		return nil, fmt.Errorf("decline reset: %w", err)
	}
	return s.Conversation(ctx, actor, in.ConversationID)
}

// inDecision runs fn in a transaction that holds the conversation and its proposal.
func (s *Service) inDecision(ctx context.Context, actor session.Actor, conversationID, proposalID string, fn func(context.Context, postgres.Querier, *rings, *Conversation, *Proposal) error) error {
	if actor.Role != session.Supervisor || actor.StaffID == "" {
		return fault.New(fault.Forbidden, "SUPERVISORS_ONLY", "Only a supervisor can decide on a proposal.")
	}
	id, err := canonical(conversationID)
	if err != nil {
		return err
	}
	if proposalID, err = canonical(proposalID); err != nil {
		return err
	}
	return s.log.inTx(ctx, func(ctx context.Context, q postgres.Querier, r *rings) error {
		c, err := lockConversation(ctx, q, id)
		if err != nil {
			return err
		}
		p, err := selectProposalByID(ctx, q, id, proposalID)
		if err != nil {
			return err
		}
		return fn(ctx, q, r, c, p)
	})
}
