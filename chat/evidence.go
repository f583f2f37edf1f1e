package chat

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"

	"github.com/walletdesk/walletdesk/postgres"
)

// evidence is what a decision is about, frozen when it is proposed: each document
// with its hash and verdict, the ticks with their authors, the signals, and how
// far the conversation had come.
type evidence struct {
	Documents json.RawMessage `json:"documents"`
	Checklist []tickRow       `json:"checklist"`
	Signals   []Signal        `json:"signals"`
	LastSeq   int64           `json:"lastSeq"`
}

// hash is the evidence in 32 bytes.
func (e evidence) hash() ([]byte, error) {
	text, err := json.Marshal(e)
	if err != nil {
		return nil, fmt.Errorf("hash evidence: %w", err)
	}
	sum := sha256.Sum256(text)
	return sum[:], nil
}

// papers is a case's documents, as the evidence has them and to be read.
func (s *Service) papers(ctx context.Context, q postgres.Querier, conversationID string) (json.RawMessage, []paper, error) {
	frozen, err := s.documents.Evidence(ctx, q, conversationID)
	if err != nil {
		return nil, nil, err
	}
	var list []paper
	if err := json.Unmarshal(frozen, &list); err != nil {
		return nil, nil, fmt.Errorf("read evidence: %w", err)
	}
	return frozen, list, nil
}

// gather is the evidence of a case as it stands.
func (s *Service) gather(ctx context.Context, q postgres.Querier, c *Conversation) (evidence, exhibits, error) {
	out := evidence{LastSeq: c.LastSeq}
	var papers []paper
	var err error
	if out.Documents, papers, err = s.papers(ctx, q, c.ID); err != nil {
		return out, exhibits{}, err
	}
	if out.Checklist, err = selectTicks(ctx, q, c.ID); err != nil {
		return out, exhibits{}, err
	}
	if out.Signals, err = s.signalsOf(ctx, q, c); err != nil {
		return out, exhibits{}, err
	}
	return out, showing(papers, out.Signals), nil
}

// ticked is the points that are ticked in it.
func (e evidence) ticked() []Point {
	out := make([]Point, 0, len(e.Checklist))
	for _, t := range e.Checklist {
		out = append(out, t.Point)
	}
	return out
}

// evidenceStands tells whether the documents, the checklist and the recovery are as
// they were when the proposal was made, and no signal has come since. Words written
// since are no part of it: the decider has to read them, that is all.
func (s *Service) evidenceStands(ctx context.Context, q postgres.Querier, c *Conversation, p *Proposal) (bool, exhibits, error) {
	now, shows, err := s.gather(ctx, q, c)
	if err != nil {
		return false, shows, err
	}
	_, state, signedIn, _, err := s.recovery.CaseFlow(ctx, q, p.flowID)
	if err != nil {
		return false, shows, err
	}
	come := fresher(now.Signals, p.signals)
	now.Signals, now.LastSeq = p.signals, p.LastSeq
	sum, err := now.hash()
	if err != nil {
		return false, shows, err
	}
	return bytes.Equal(sum, p.evidenceHash) && !come && state == escalated && signedIn, shows, nil
}
