/** What stands for and against a reset, as the server will see it. */
import type { Conversation, Message } from "../conversation/types";
import type { Case, Proposal } from "./use-case";

export type CheckName = "escalated" | "signedIn" | "accepted" | "matched";

export interface Check {
  readonly name: CheckName;
  readonly met: boolean;
}

/** What a proposal needs. Without a match it needs a justification instead, of so many characters. */
export const shortestJustification = 20;

/** Checks a case the way the server does, so that nobody has to try. */
export function checksOf(value: Case): readonly Check[] {
  const accepted = value.documents.filter((d) => d.state === "ACCEPTED");
  return [
    { name: "escalated", met: value.recoveryState === "ESCALATED" },
    { name: "signedIn", met: value.signedIn },
    { name: "accepted", met: accepted.length > 0 },
    { name: "matched", met: accepted.some((d) => d.kind === "BANK_CARD" && d.match === "MATCH") },
  ];
}

/** Whether the caller can propose now. */
export function canPropose(head: Conversation, value: Case): boolean {
  const running = head.mine && (head.state === "ACTIVE" || head.state === "ON_HOLD");
  const met = checksOf(value).every((check) => check.met || check.name === "matched");
  return running && met && value.proposal?.state !== "PROPOSED" && value.proposal?.state !== "APPROVED";
}

/** Texts that came after the evidence was frozen. */
export function writtenSince(proposal: Proposal, messages: readonly Message[]): readonly Message[] {
  return messages.filter((m) => m.seq > proposal.lastSeq && m.kind === "TEXT");
}
