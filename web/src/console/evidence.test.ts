import { describe, expect, it } from "vitest";
import { conversation, fact, text } from "../conversation/testing";
import { canPropose, cardMatched, complete, writtenSince } from "./evidence";
import type { Case, CaseDocument, CheckLine, Proposal } from "./use-case";

const picture = (more: Partial<CaseDocument>): CaseDocument => ({
  __typename: "Document",
  id: "d1",
  kind: "BANK_CARD",
  state: "ACCEPTED",
  match: "MATCH",
  width: 1,
  height: 1,
  uploadedAt: "2026-01-01T12:00:00Z",
  declineReason: null,
  viewed: true,
  ...more,
});
const line = (more: Partial<CheckLine>): CheckLine => ({
  __typename: "Check",
  point: "NO_COERCION",
  shown: true,
  needed: true,
  ticked: true,
  by: "Anna Berg",
  at: "2026-01-01T12:00:00Z",
  ...more,
});
const proposal = (more: Partial<Proposal>): Proposal => ({
  __typename: "ResetProposal",
  id: "p1",
  state: "PROPOSED",
  proposedBy: "Anna Berg",
  proposedAt: "2026-01-01T12:00:00Z",
  justification: "",
  lastSeq: 5,
  decidedBy: "",
  decidedAt: null,
  declineReason: null,
  decidedJustification: "",
  documents: [],
  ...more,
});
const kase = (more: Partial<Case> = {}): Case => ({
  __typename: "Case",
  accountName: "N••••s",
  accountEmail: "n••@example.com",
  accountSince: "2025-01-01T12:00:00Z",
  recoveryState: "ESCALATED",
  signedIn: true,
  cards: [],
  documents: [picture({})],
  checklist: [line({}), line({ point: "CARD_MATCHES" })],
  signals: [],
  proposal: null,
  ...more,
});
const mine = conversation({ mine: true });

describe("canPropose", () => {
  it.each([
    { why: "all is there", head: mine, value: kase(), want: true },
    { why: "no match needs words, not a tick", head: mine, value: kase({ checklist: [line({ point: "CARD_MATCHES", shown: false, needed: false, ticked: false })] }), want: true },
    { why: "somebody else's case", head: conversation({ mine: false }), value: kase(), want: false },
    { why: "it has ended", head: conversation({ mine: true, state: "RESOLVED" }), value: kase(), want: false },
    { why: "the recovery is not with support", head: mine, value: kase({ recoveryState: "CANCELLED" }), want: false },
    { why: "nobody signed in", head: mine, value: kase({ signedIn: false }), want: false },
    { why: "a point is open", head: mine, value: kase({ checklist: [line({ ticked: false })] }), want: false },
    { why: "what was ticked is not shown any more", head: mine, value: kase({ checklist: [line({ shown: false })] }), want: false },
    { why: "one waits already", head: mine, value: kase({ proposal: proposal({}) }), want: false },
    { why: "a void one may be followed by another", head: mine, value: kase({ proposal: proposal({ state: "VOID" }) }), want: true },
  ])("$why", ({ head, value, want }) => {
    expect(canPropose(head, value)).toBe(want);
  });
});

describe("the checklist", () => {
  it("knows a match by the server's word", () => {
    expect(cardMatched(kase())).toBe(true);
    expect(cardMatched(kase({ checklist: [line({ point: "CARD_MATCHES", shown: false })] }))).toBe(false);
    expect(cardMatched(kase({ checklist: [] }))).toBe(false);
  });

  it("is complete without what nobody needs", () => {
    expect(complete([line({}), line({ needed: false, ticked: false })])).toBe(true);
    expect(complete([line({}), line({ ticked: false })])).toBe(false);
  });
});

describe("writtenSince", () => {
  it("is the texts after the evidence", () => {
    const messages = [text(5), text(6), fact(7, "DECISION", "PROPOSED"), text(8)];
    expect(writtenSince(proposal({ lastSeq: 5 }), messages).map((m) => m.seq)).toEqual([6, 8]);
  });
});
