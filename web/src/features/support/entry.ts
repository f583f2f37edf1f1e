/** Which conversation the page leads to, or what has to happen before there is one. */
export interface Held {
  readonly stage: "SIGNED_IN" | "CONFIRMED" | "REGISTERED" | null;
  readonly flow: { readonly state: string; readonly conversationId?: string | null | undefined } | null;
  /** The conversation this browser opened last; "" for none. */
  readonly opened: string;
}

/**
 * conversation: shows it. recovery: may open one about the recovery. topics: may
 * open one about something else. stranger: has to sign in, or confirm a recovery's
 * mail, first.
 */
export type Entry =
  | { readonly to: "conversation"; readonly id: string }
  | { readonly to: "recovery" }
  | { readonly to: "topics" }
  | { readonly to: "stranger" };

/** States from which the server lets a recovery go to the support service. */
const helped = new Set(["LINK_CONFIRMED", "SIGNED_IN", "LOCKED", "ESCALATED"]);

/** A recovery comes first: whoever is locked out came for that. */
export function entryOf({ stage, flow, opened }: Held): Entry {
  if (flow?.conversationId) return { to: "conversation", id: flow.conversationId };
  if (flow && helped.has(flow.state)) return { to: "recovery" };
  if (stage === "REGISTERED") return opened === "" ? { to: "topics" } : { to: "conversation", id: opened };
  return { to: "stranger" };
}
