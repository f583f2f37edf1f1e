/**
 * The sentence for a row of the log that is not a text. The server stores a code
 * and its details; each side reads it in its own words and language.
 */
import { detailOf, type Message } from "./types";

/** A message of the catalogue and its values. */
export interface Sentence {
  readonly id: string;
  readonly values: Readonly<Record<string, string>>;
}

/** Codes with a sentence, by kind. Codes of a newer server get the plain one. */
const known: Readonly<Partial<Record<Message["kind"], readonly string[]>>> = {
  EVENT: ["OPENED", "TAKEN", "LEFT", "RESOLVED", "REOPENED", "HELD", "RESUMED", "TRANSFERRED", "RETURNED", "TIMED_OUT", "CLOSED", "REDACTED", "DOCUMENT_VIEWED"],
  DOCUMENT_REQUEST: ["ASKED"],
  DOCUMENT: ["READY", "REFUSED"],
  REVIEW: ["ACCEPTED", "DECLINED"],
  DECISION: ["PROPOSED", "APPROVED", "DECLINED", "VOID"],
};

/** Tells what a row says to a side. Values that are codes are words of ICU `select`. */
export function sentenceOf(message: Message, side: "CUSTOMER" | "OPERATOR"): Sentence {
  if (!known[message.kind]?.includes(message.code)) {
    return { id: "conversation.fact.unknown", values: { code: message.code } };
  }
  const own = Object.fromEntries(message.detail.map((d) => [d.name, d.value]));
  return {
    id: `conversation.fact.${message.kind}.${message.code}`,
    values: {
      kind: "OTHER",
      reason: "",
      topic: "OTHER",
      verdict: "",
      ...own,
      side,
      name: detailOf(message, "name") || message.authorName,
      mine: message.mine ? "yes" : "no",
    },
  };
}
