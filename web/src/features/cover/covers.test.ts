import { describe, expect, it } from "vitest";
import { act, at, complete, mostCovers, noCovers, propose, windowFits, type Act, type Covers } from "./covers";
import type { Size } from "./rectangle";

const size: Size = { width: 1600, height: 1000 };
const begin = propose("covers", size);
const flat = { x: 0.3, y: 0.3, width: 0.3, height: 0.1, angle: 0 };

function after(covers: Covers, ...acts: Act[]): Covers {
  return acts.reduce((c, a) => act(c, a, size), covers);
}

describe("propose", () => {
  it("lays one cover over the middle band", () => {
    expect(begin.list).toHaveLength(1);
    expect(begin.list[0]).toMatchObject({ x: 0.27, width: 0.4 });
    expect(begin.held).toBe(0);
  });
  it.each([
    ["a phone held upright", { width: 900, height: 1600 }],
    ["a phone held across", { width: 1600, height: 900 }],
    ["a square", { width: 1000, height: 1000 }],
  ])("makes windows that show four digits on %s", (_, s) => {
    const windows = propose("windows", s);
    expect(windows.list).toHaveLength(2);
    expect(windows.list.every((r) => windowFits(r, s))).toBe(true);
    expect(complete(windows, s, true)).toBe(true);
  });
});

describe("act", () => {
  it("adds a cover below the last one and holds it", () => {
    const two = after(begin, { do: "add" });
    expect(two.list).toHaveLength(2);
    expect(two.list[1]?.y).toBeGreaterThan(two.list[0]?.y ?? NaN);
    expect(two.held).toBe(1);
  });
  it("adds above when there is no room below", () => {
    const low = after(begin, { do: "move", index: 0, dx: 0, dy: 1 }, { do: "add" });
    expect(low.list[1]?.y).toBeLessThan(low.list[0]?.y ?? NaN);
  });
  it("stops at the most a picture takes", () => {
    const many = after(begin, ...Array.from({ length: 40 }, (): Act => ({ do: "add" })));
    expect(many.list).toHaveLength(mostCovers);
  });
  it("removes, and holds the one before", () => {
    const two = after(begin, { do: "add" });
    expect(after(two, { do: "remove", index: 1 })).toEqual({ ...begin, held: 0 });
    expect(after(begin, { do: "remove", index: 0 })).toEqual({ ...begin, list: [], held: -1 });
    expect(after(begin, { do: "remove", index: 7 })).toBe(begin);
  });
  it("draws a cover, and takes a click for none", () => {
    const drawn = after(begin, { do: "draw", from: { x: 0.1, y: 0.1 }, to: { x: 0.4, y: 0.2 } });
    expect(drawn.list[1]).toMatchObject({ x: 0.1, y: 0.1, angle: 0 });
    const clicked = after(begin, { do: "draw", from: { x: 0.1, y: 0.1 }, to: { x: 0.101, y: 0.1 } });
    expect(clicked).toEqual({ ...begin, held: -1 });
  });
  it("grows to the right and down, the corner staying", () => {
    const grown = after(begin, { do: "grow", index: 0, dx: 0.05, dy: 0.01 });
    expect(grown.list[0]?.x).toBeCloseTo(0.27);
    expect(grown.list[0]?.width).toBeCloseTo(0.45);
  });
  it("changes the one that is named and holds it", () => {
    const two = after(begin, { do: "add" }, { do: "move", index: 0, dx: 0.1, dy: 0 });
    expect(two.held).toBe(0);
    expect(two.list[0]?.x).toBeCloseTo(0.37);
    expect(two.list[1]?.x).toBeCloseTo(0.27);
  });
  it("changes nothing that is not there", () => {
    expect(after(begin, { do: "turn", index: 3, degrees: 2 })).toBe(begin);
    expect(after(begin, { do: "hold", index: 0 })).toBe(begin);
  });
  it("keeps two windows two", () => {
    const windows = propose("windows", size);
    expect(after(windows, { do: "add" })).toBe(windows);
    expect(after(windows, { do: "remove", index: 0 })).toBe(windows);
    const drawn = after(windows, { do: "draw", from: { x: 0, y: 0 }, to: { x: 0.3, y: 0.3 } });
    expect(drawn.list).toHaveLength(2);
  });
});

describe("at", () => {
  it("finds the uppermost", () => {
    const two = after(begin, { do: "add" }, { do: "place", index: 1, at: begin.list[0] ?? flat });
    expect(at(two, { x: 0.4, y: 0.5 }, size)).toBe(1);
    expect(at(two, { x: 0.9, y: 0.9 }, size)).toBe(-1);
  });
});

describe("complete", () => {
  it("needs a cover on a card, none on a passport", () => {
    expect(complete(noCovers, size, true)).toBe(false);
    expect(complete(noCovers, size, false)).toBe(true);
    expect(complete(begin, size, true)).toBe(true);
  });
  it("refuses a window wide enough for a fifth digit", () => {
    const wide = after(propose("windows", size), { do: "grow", index: 0, dx: 0.2, dy: 0 });
    expect(complete(wide, size, true)).toBe(false);
  });
  it("refuses a window high enough for a second line", () => {
    const high = after(propose("windows", size), { do: "grow", index: 1, dx: 0, dy: 0.18 });
    expect(complete(high, size, true)).toBe(false);
  });
});
