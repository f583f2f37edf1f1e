import { expect, it } from "vitest";
import { groupActivity, type Entry } from "./group-activity";

const entry = (action: string, last4?: string): Entry => ({
  at: "2026-01-31T17:05:00Z",
  action,
  detail: last4 === undefined ? [] : [{ name: "last4", value: last4 }],
});
const told = (entries: readonly Entry[]) => groupActivity(entries).map((g) => `${g.action} ${g.times}`);

it.each([
  ["nothing", [], []],
  ["in a row", [entry("a"), entry("a"), entry("b")], ["a 2", "b 1"]],
  ["not in a row", [entry("a"), entry("b"), entry("a")], ["a 1", "b 1", "a 1"]],
  ["about two cards", [entry("card.added", "4242"), entry("card.added", "1881")], ["card.added 1", "card.added 1"]],
])("%s", (_, entries, want) => {
  expect(told(entries)).toEqual(want);
});
