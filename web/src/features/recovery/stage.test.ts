import { describe, expect, it } from "vitest";
import { cancellable, escalatable, progressOf, stageOf, ways, type Flow, type FlowState } from "./stage";

function flow(state: FlowState, more: Partial<Flow> = {}): Flow {
  return { state, freshSignIn: false, ...more };
}

describe("stageOf", () => {
  const cases: [string, Flow | null, string][] = [
    ["no flow is held", null, "begin"],
    ["asked for, nothing confirmed", flow("REQUESTED"), "begin"],
    ["the link was confirmed", flow("LINK_CONFIRMED"), "sign-in"],
    ["signed in", flow("SIGNED_IN", { freshSignIn: true }), "answers"],
    ["signed in a while ago: the answers go on", flow("SIGNED_IN"), "answers"],
    ["answered", flow("ANSWERED"), "password"],
    ["approved, not freshly signed in", flow("RESET_APPROVED"), "approved-sign-in"],
    ["approved and freshly signed in", flow("RESET_APPROVED", { freshSignIn: true }), "password"],
    ["with the support service", flow("ESCALATED"), "support"],
    ["locked", flow("LOCKED"), "locked"],
    ["cooling down", flow("PASSWORD_SET"), "done"],
    ["finished", flow("DONE"), "done"],
    ["too late", flow("EXPIRED"), "ended"],
    ["given up", flow("CANCELLED"), "ended"],
    ["another one took its place", flow("SUPERSEDED"), "ended"],
    ["stopped", flow("FROZEN"), "ended"],
    ["declined", flow("DECLINED"), "ended"],
  ];
  it.each(cases)("%s", (_, given, want) => {
    expect(stageOf(given)).toBe(want);
  });
});

describe("progressOf", () => {
  const cases: [string, Flow | null, ReturnType<typeof progressOf>][] = [
    ["the beginning", null, { way: "answers", behind: 0 }],
    ["the answers", flow("SIGNED_IN"), { way: "answers", behind: 2 }],
    ["the password after the answers", flow("ANSWERED"), { way: "answers", behind: 3 }],
    ["the chat", flow("ESCALATED", { conversationId: "c" }), { way: "support", behind: 1 }],
    ["the sign-in after an approval", flow("RESET_APPROVED", { conversationId: "c" }), { way: "support", behind: 2 }],
    ["the password after an approval", flow("RESET_APPROVED", { conversationId: "c", freshSignIn: true }), { way: "support", behind: 3 }],
    ["done with help", flow("PASSWORD_SET", { conversationId: "c" }), { way: "support", behind: 4 }],
    ["no way goes on from an end", flow("DECLINED"), null],
  ];
  it.each(cases)("%s", (_, given, want) => {
    expect(progressOf(given)).toEqual(want);
  });
  it("has four steps on each way", () => {
    expect(ways.answers).toHaveLength(4);
    expect(ways.support).toHaveLength(4);
  });
});

it("offers the chat where the server lets a flow go there", () => {
  const states: FlowState[] = ["LINK_CONFIRMED", "SIGNED_IN", "LOCKED", "ESCALATED"];
  for (const state of states) expect(escalatable(flow(state)), state).toBe(true);
  const others: FlowState[] = ["ANSWERED", "RESET_APPROVED", "PASSWORD_SET", "DECLINED", "EXPIRED"];
  for (const state of others) expect(escalatable(flow(state)), state).toBe(false);
  expect(escalatable(null)).toBe(false);
});

it("can be given up until the password is set", () => {
  expect(cancellable(flow("RESET_APPROVED"))).toBe(true);
  expect(cancellable(flow("PASSWORD_SET"))).toBe(false);
  expect(cancellable(flow("EXPIRED"))).toBe(false);
});
