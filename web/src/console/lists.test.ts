import { describe, expect, it } from "vitest";
import { conversation } from "../conversation/testing";
import type { Conversation } from "../conversation/types";
import { attention, emptyLists, move, neighbour, type Lists } from "./lists";

const waiting = (id: string, minute: number, more: Partial<Conversation> = {}) => {
  const at = new Date(Date.UTC(2026, 0, 1, 12, minute)).toISOString();
  return conversation({ id, state: "QUEUED", mine: false, ownerName: "", queuedAt: at, lastAt: at, ...more });
};
const ids = (lists: Lists) => ({
  mine: lists.mine.items.map((c) => c.id),
  queue: lists.queue.items.map((c) => c.id),
  all: lists.all.items.map((c) => c.id),
});
const build = (...list: Conversation[]) => list.reduce((lists, c) => move(lists, c, false), emptyLists);

describe("move", () => {
  it("keeps the queue oldest first and the rest latest first", () => {
    const lists = build(waiting("b", 2), waiting("a", 1), waiting("c", 3));
    expect(ids(lists)).toEqual({ mine: [], queue: ["a", "b", "c"], all: ["c", "b", "a"] });
    expect(lists.queue.total).toBe(3);
  });

  it("moves one that I took, and drops one that another took", () => {
    const lists = build(waiting("a", 1), waiting("b", 2));
    const taken = move(lists, waiting("a", 1, { state: "ACTIVE", mine: true }), false);
    expect(ids(taken)).toEqual({ mine: ["a"], queue: ["b"], all: ["b", "a"] });
    const lost = move(taken, waiting("b", 2, { state: "ACTIVE", ownerName: "Boris" }), false);
    expect(ids(lost)).toEqual({ mine: ["a"], queue: [], all: ["a"] });
    expect(lost.queue.total).toBe(0);
  });

  it("shows a supervisor what others took", () => {
    const lists = move(build(waiting("a", 1)), waiting("a", 1, { state: "ACTIVE", ownerName: "Anna" }), true);
    expect(ids(lists).all).toEqual(["a"]);
  });

  it("drops what has ended", () => {
    const lists = move(build(waiting("a", 1, { state: "ACTIVE", mine: true })), waiting("a", 1, { state: "RESOLVED", mine: true }), true);
    expect(ids(lists)).toEqual({ mine: [], queue: [], all: [] });
  });

  it("keeps the server's order in the queue, which knows priorities", () => {
    const urgent = waiting("late", 9);
    const lists: Lists = { ...emptyLists, queue: { total: 2, items: [urgent, waiting("a", 1)] } };
    expect(ids(move(lists, { ...urgent, preview: "hello?" }, false)).queue).toEqual(["late", "a"]);
  });
});

describe("attention", () => {
  it("counts unread ones that are not open, and all that wait", () => {
    const lists = build(
      waiting("a", 1),
      waiting("b", 2, { state: "ACTIVE", mine: true, lastSeq: 4, operatorReadSeq: 2 }),
      waiting("c", 3, { state: "ACTIVE", mine: true, lastSeq: 4, operatorReadSeq: 4 }),
    );
    expect(attention(lists, null)).toBe(2);
    expect(attention(lists, "b")).toBe(1);
  });
});

describe("neighbour", () => {
  const { queue } = build(waiting("a", 1), waiting("b", 2));
  it.each([
    { why: "the next one", open: "a", step: 1, want: "b" },
    { why: "nothing after the last", open: "b", step: 1, want: null },
    { why: "the one before", open: "b", step: -1, want: "a" },
    { why: "the first when none is open", open: null, step: 1, want: "a" },
  ] as const)("$why", ({ open, step, want }) => {
    expect(neighbour(queue, open, step)).toBe(want);
  });
});
