package chat

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/lib/pq"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/postgres"
)

// proposalColumns are the columns of a proposalRow.
const proposalColumns = `
       id, conversation_id, flow_id, state, proposed_by, proposed_name, proposed_at, evidence, evidence_hash,
       last_seq, justification, decided_by, decided_name, decided_at, decline_reason,
       checklist, signals, decided_justification`

// proposalRow is a proposal as the database has it.
type proposalRow struct {
	ID            string        `db:"id"`
	Conversation  string        `db:"conversation_id"`
	FlowID        string        `db:"flow_id"`
	State         ProposalState `db:"state"`
	ProposedByID  string        `db:"proposed_by"`
	ProposedName  string        `db:"proposed_name"`
	ProposedAt    time.Time     `db:"proposed_at"`
	Evidence      []byte        `db:"evidence"`
	EvidenceHash  []byte        `db:"evidence_hash"`
	LastSeq       int64         `db:"last_seq"`
	Justification string        `db:"justification"`
	DecidedByID   *string       `db:"decided_by"`
	DecidedName   string        `db:"decided_name"`
	DecidedAt     *time.Time    `db:"decided_at"`
	DeclineReason *string       `db:"decline_reason"`
	Checklist     []byte        `db:"checklist"`
	Signals       []byte        `db:"signals"`
	DecidedWhy    string        `db:"decided_justification"`
}

func (r proposalRow) proposal() (*Proposal, error) {
	ids, err := frozenIDs(r.Evidence)
	if err != nil {
		return nil, err
	}
	p := &Proposal{
		ID: r.ID, ConversationID: r.Conversation, State: r.State, ProposedBy: r.ProposedName, ProposedAt: r.ProposedAt.UTC(),
		Justification: r.Justification, DocumentIDs: ids, LastSeq: r.LastSeq,
		DecidedBy: r.DecidedName, DecidedAt: utc(r.DecidedAt), DeclineReason: r.DeclineReason,
		flowID: r.FlowID, proposedByID: r.ProposedByID, decidedByID: r.DecidedByID, evidenceHash: r.EvidenceHash,
		DecidedJustification: r.DecidedWhy,
	}
	if err := json.Unmarshal(r.Checklist, &p.checklist); err != nil {
		return nil, fmt.Errorf("read checklist: %w", err)
	}
	if err := json.Unmarshal(r.Signals, &p.signals); err != nil {
		return nil, fmt.Errorf("read signals: %w", err)
	}
	return p, nil
}

// selectProposal is a conversation's open or last proposal, nil if it had none.
func selectProposal(ctx context.Context, q postgres.Querier, conversationID string) (*Proposal, error) {
	const query = `
SELECT` + proposalColumns + `
  FROM reset_proposal
 WHERE conversation_id = $1
 ORDER BY proposed_at DESC, id DESC
 LIMIT 1`
	var row proposalRow
	err := q.GetContext(ctx, &row, query, conversationID)
	if postgres.NoRows(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("select proposal: %w", err)
	}
	return row.proposal()
}

// selectProposalByID is one proposal of a conversation. fault.NotFound when there is none.
func selectProposalByID(ctx context.Context, q postgres.Querier, conversationID, id string) (*Proposal, error) {
	const query = `
SELECT` + proposalColumns + `
  FROM reset_proposal
 WHERE conversation_id = $1
   AND id = $2`
	var row proposalRow
	err := q.GetContext(ctx, &row, query, conversationID, id)
	if postgres.NoRows(err) {
		return nil, fault.New(fault.NotFound, "NOT_FOUND", "There is no such proposal.")
	}
	if err != nil {
		return nil, fmt.Errorf("select proposal: %w", err)
	}
	return row.proposal()
}

// insertProposal stores a new proposal with its frozen evidence.
func insertProposal(ctx context.Context, q postgres.Querier, conversationID string, p *Proposal, documents []byte) error {
	checklist, err := json.Marshal(p.checklist)
	if err != nil {
		return fmt.Errorf("insert proposal: %w", err)
	}
	signals, err := json.Marshal(p.signals)
	if err != nil {
		return fmt.Errorf("insert proposal: %w", err)
	}
	const query = `
INSERT INTO reset_proposal (conversation_id, id, flow_id, state, proposed_by, proposed_name, proposed_at,
                            evidence, evidence_hash, last_seq, justification, checklist, signals)
VALUES ($1, $2, $3, 'PROPOSED', $4, $5, $6, $7, $8, $9, $10, $11, $12)`
	_, err = q.ExecContext(ctx, query, conversationID, p.ID, p.flowID, p.proposedByID, p.ProposedBy,
		p.ProposedAt, string(documents), p.evidenceHash, p.LastSeq, p.Justification, string(checklist), string(signals))
	if err != nil {
		return fmt.Errorf("insert proposal: %w", err)
	}
	return nil
}

// decideProposal is the edge PROPOSED → p.State, by p.decidedByID, who had read up to readSeq.
func decideProposal(ctx context.Context, q postgres.Querier, conversationID string, p *Proposal, at time.Time, readSeq *int64) error {
	const query = `
UPDATE reset_proposal
   SET state = $3,
       decided_by = $4,
       decided_name = $5,
       decided_at = $6,
       decided_seq = $7,
       decline_reason = $8,
       decided_checks = $9,
       decided_justification = $10
 WHERE conversation_id = $1
   AND id = $2
   AND state = 'PROPOSED'`
	checks := make([]string, 0, len(p.decidedChecks))
	for _, point := range p.decidedChecks {
		checks = append(checks, string(point))
	}
	ok, err := postgres.ExecOne(ctx, q, query, conversationID, p.ID, string(p.State), p.decidedByID, p.DecidedBy, at, readSeq,
		p.DeclineReason, pq.Array(checks), p.DecidedJustification)
	if err != nil {
		return fmt.Errorf("decide proposal: %w", err)
	}
	if !ok {
		return fault.New(fault.Conflict, "ALREADY_DECIDED", "This proposal is decided already.")
	}
	return nil
}

// voidProposalRow is the edge PROPOSED → VOID, if a proposal waits.
func voidProposalRow(ctx context.Context, q postgres.Querier, conversationID string, at time.Time) (bool, error) {
	const query = `
UPDATE reset_proposal
   SET state = 'VOID',
       decided_at = $2
 WHERE conversation_id = $1
   AND state = 'PROPOSED'`
	return postgres.ExecOne(ctx, q, query, conversationID, at)
}
