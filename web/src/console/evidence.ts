/** What stands for and against a reset, as the server will see it. */
import type { Conversation, Message } from "../conversation/types";
import type { Case, CheckLine, Proposal } from "./use-case";

export type FactName = "escalated" | "signedIn";

export interface Fact {
  readonly name: FactName;
  readonly met: boolean;
}

/** Characters of why the evidence is enough, where no saved card matched. */
export const shortestJustification = 20;

/** What the recovery itself has to be, beside what people tick. */
export function factsOf(value: Case): readonly Fact[] {
  return [
    { name: "escalated", met: value.recoveryState === "ESCALATED" },
    { name: "signedIn", met: value.signedIn },
  ];
}

/** Whether an accepted card matched a saved one: the server's own word. */
export function cardMatched(value: Case): boolean {
  return value.checklist.some((line) => line.point === "CARD_MATCHES" && line.shown);
}

/** Whether every point that is needed is shown and ticked. */
export function complete(lines: readonly CheckLine[]): boolean {
  return lines.every((line) => !line.needed || (line.shown && line.ticked));
}

/** Whether the caller can propose now. */
export function canPropose(head: Conversation, value: Case): boolean {
  const running = head.mine && (head.state === "ACTIVE" || head.state === "ON_HOLD");
  const met = factsOf(value).every((fact) => fact.met) && complete(value.checklist);
  return running && met && value.proposal?.state !== "PROPOSED" && value.proposal?.state !== "APPROVED";
}

/** Texts that came after the evidence was frozen. */
export function writtenSince(proposal: Proposal, messages: readonly Message[]): readonly Message[] {
  return messages.filter((m) => m.seq > proposal.lastSeq && m.kind === "TEXT");
}
