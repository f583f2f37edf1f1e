import { expect, it } from "vitest";
import { entryOf, type Entry, type Held } from "./entry";

const nobody: Held = { stage: null, flow: null, opened: "" };

const cases: [string, Partial<Held>, Entry][] = [
  ["a stranger", {}, { to: "stranger" }],
  ["a stranger with another one's id", { opened: "x" }, { to: "stranger" }],
  ["a confirmed mail", { flow: { state: "LINK_CONFIRMED" } }, { to: "recovery" }],
  ["answers locked", { flow: { state: "LOCKED", conversationId: null } }, { to: "recovery" }],
  ["a case", { flow: { state: "ESCALATED", conversationId: "c" } }, { to: "conversation", id: "c" }],
  ["a case that was approved", { flow: { state: "RESET_APPROVED", conversationId: "c" } }, { to: "conversation", id: "c" }],
  ["a case comes before an older conversation", { stage: "REGISTERED", opened: "x", flow: { state: "ESCALATED", conversationId: "c" } }, { to: "conversation", id: "c" }],
  ["answered: nothing to be helped with", { flow: { state: "ANSWERED" } }, { to: "stranger" }],
  ["a customer", { stage: "REGISTERED" }, { to: "topics" }],
  ["a customer with a conversation", { stage: "REGISTERED", opened: "x" }, { to: "conversation", id: "x" }],
  ["a customer who has not finished", { stage: "CONFIRMED" }, { to: "stranger" }],
];

it.each(cases)("%s", (_, held, want) => {
  expect(entryOf({ ...nobody, ...held })).toEqual(want);
});
