import { createIntl } from "react-intl";
import { describe, expect, it } from "vitest";
import catalogue from "../messages/en/conversation.json";
import { sentenceOf } from "./facts";
import { fact } from "./testing";
import type { Message } from "./types";

const intl = createIntl({ locale: "en", messages: catalogue, onError: (error) => { throw error; } });
const told = (message: Message, side: "CUSTOMER" | "OPERATOR") => {
  const { id, values } = sentenceOf(message, side);
  return intl.formatMessage({ id }, values);
};

/** What operators do has their name as its author. */
const byOperator = (kind: Message["kind"], code: string) =>
  ["RESOLVED", "HELD", "ASKED", "PROPOSED"].includes(code) || kind === "REVIEW"
    ? ({ authorKind: "OPERATOR", authorName: "Anna" } as const)
    : {};

/** The closed vocabulary of the log. */
const vocabulary: readonly [Message["kind"], string, Record<string, string>][] = [
  ["EVENT", "OPENED", { topic: "RECOVERY" }],
  ["EVENT", "TAKEN", { name: "Anna" }],
  ["EVENT", "LEFT", {}],
  ["EVENT", "RESOLVED", {}],
  ["EVENT", "REOPENED", {}],
  ["EVENT", "HELD", {}],
  ["EVENT", "RESUMED", {}],
  ["EVENT", "TRANSFERRED", { name: "Olga" }],
  ["EVENT", "RETURNED", {}],
  ["EVENT", "TIMED_OUT", {}],
  ["EVENT", "CLOSED", {}],
  ["EVENT", "REDACTED", { seq: "3" }],
  ["EVENT", "DOCUMENT_VIEWED", { documentId: "d", kind: "IDENTITY", reason: "" }],
  ["DOCUMENT_REQUEST", "ASKED", { requestId: "r", kind: "BANK_CARD" }],
  ["DOCUMENT", "READY", { requestId: "r", documentId: "d", kind: "BANK_CARD" }],
  ["DOCUMENT", "REFUSED", { requestId: "r", kind: "BANK_CARD", verdict: "REFUSED", reason: "COVER_MIDDLE", refusals: "1" }],
  ["REVIEW", "ACCEPTED", { documentId: "d", kind: "IDENTITY" }],
  ["REVIEW", "DECLINED", { documentId: "d", kind: "IDENTITY", reason: "EXPIRED" }],
  ["DECISION", "PROPOSED", {}],
  ["DECISION", "APPROVED", {}],
  ["DECISION", "DECLINED", { reason: "The name differs." }],
  ["DECISION", "VOID", {}],
];

describe("sentenceOf", () => {
  it.each(vocabulary)("%s %s is told to both sides", (kind, code, detail) => {
    for (const side of ["CUSTOMER", "OPERATOR"] as const) {
      const sentence = told({ ...fact(1, kind, code, detail), ...byOperator(kind, code) }, side);
      expect(sentence).not.toMatch(/[{}]|undefined|conversation\.\w|^\s/);
      expect(sentence).not.toContain(code);
    }
  });

  it("gives the plain line for a code of a newer server", () => {
    expect(told(fact(1, "EVENT", "MOVED"), "CUSTOMER")).toBe("Something happened (MOVED).");
  });

  it("tells who, each side in its own words", () => {
    const taken = fact(1, "EVENT", "TAKEN", { name: "Anna" });
    expect(told(taken, "CUSTOMER")).toBe("Anna is here to help you");
    expect(told({ ...taken, mine: true }, "OPERATOR")).toBe("You took the conversation");
  });
});
