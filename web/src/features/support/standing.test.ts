import { expect, it } from "vitest";
import { standing } from "./standing";

it.each([
  ["waits, the place is known", { state: "QUEUED", place: 2, ownerName: "" }, "support.standing.place", { before: 2 }],
  ["waits, first of all", { state: "QUEUED", place: 0, ownerName: "" }, "support.standing.place", { before: 0 }],
  ["waits, the place is not known yet", { state: "QUEUED", place: null, ownerName: "" }, "support.standing.queued", {}],
  ["somebody helps", { state: "ACTIVE", ownerName: "Anna" }, "support.standing.active", { name: "Anna" }],
  ["waits for the customer", { state: "ON_HOLD", ownerName: "Anna" }, "support.standing.hold", { name: "Anna" }],
  ["ended, a word opens it", { state: "RESOLVED", ownerName: "Anna" }, "support.standing.resolved", {}],
  ["ended for good", { state: "CLOSED", ownerName: "" }, "support.standing.closed", {}],
] as const)("%s", (_, conversation, id, values) => {
  expect(standing(conversation)).toEqual({ id, values });
});
