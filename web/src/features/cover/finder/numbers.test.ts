import { describe, expect, it } from "vitest";
import { contains, type Size } from "../rectangle";
import type { Point } from "./boxes";
import { cardNumberIn, coversOf, hiddenOfKept, leftVisible, windowsOf, type DigitLine, type FoundNumber } from "./numbers";
import { ranges } from "./ranges";

const size: Size = { width: 1600, height: 1200 };
const pitch = 40;

/** A line of text along u: digits at their places, spaces as gaps; the box has a detector's margin. */
function line(text: string, from: Point, u: Point = { x: 1, y: 0 }): DigitLine {
  const digits = Array.from(text).flatMap((value, i) =>
    value === " " ? [] : [{ value, sure: 0.99, at: { x: from.x + u.x * pitch * i, y: from.y + u.y * pitch * i } }],
  );
  const half = ((text.length - 1) * pitch) / 2;
  const c = { x: from.x + u.x * half, y: from.y + u.y * half };
  return { box: { c, u, w: text.length * pitch + 20, h: 90 }, digits };
}

function found(...lines: DigitLine[]): FoundNumber {
  const number = cardNumberIn(lines);
  if (!number) throw new Error("nothing found");
  return number;
}

const upright = { x: 400, y: 600 };
const sin = Math.sin(0.2);
const turned = { x: Math.cos(0.2), y: sin };

const cards: readonly (readonly [string, readonly DigitLine[], number])[] = [
  ["one box", [line("4242 4242 4242 4242", upright)], 16],
  ["a box a group", ["4242", "4242", "4242", "4242"].map((g, i) => line(g, { x: 400 + 5 * pitch * i, y: 600 + i })), 16],
  ["15 digits, 4-6-5", [line("3782 822463 10005", upright)], 15],
  ["19 digits without gaps", [line("6205500000000000004", upright)], 19],
  ["turned a little", [line("5555 5555 5555 4444", upright, turned)], 16],
  ["standing", [line("4000 0566 5566 5556", { x: 800, y: 150 }, { x: 0, y: 1 })], 16],
  ["upside down", [line("6011 0009 9013 9424", { x: 1200, y: 600 }, { x: -1, y: 0 })], 16],
  ["four lines", ["4111", "1111", "1111", "1111"].map((g, i) => line(g, { x: 700, y: 300 + 100 * i })), 16],
  ["two lines", ["35660020", "20360505"].map((g, i) => line(g, { x: 700, y: 300 + 110 * i })), 16],
  ["beside other print", [line("12 29", { x: 900, y: 800 }), line("4242 4242 4242 4242", upright), line("0800 123456", { x: 300, y: 100 })], 16],
];

describe.each(cards)("a number in %s", (_, lines, count) => {
  const number = found(...lines);
  it("is found with all its digits and a check digit that fits", () => {
    expect(number.places).toHaveLength(count);
    expect(number.sure).toBe(true);
  });
  it("gets covers over everything between the first 4 and the last 4, and over nothing else", () => {
    const covers = coversOf(number, size);
    expect(leftVisible(number, covers, size)).toEqual([]);
    expect(hiddenOfKept(number, covers, size)).toEqual([]);
  });
  it("gets two windows with four digits each", () => {
    const windows = windowsOf(number, size);
    const inside = windows.map((w) => number.places.filter((p) => contains(w, { x: p.x / size.width, y: p.y / size.height }, size)).length);
    expect(inside).toEqual([4, 4]);
  });
});

describe("cardNumberIn", () => {
  it.each([
    ["nothing", []],
    ["too few digits", [line("4242 4242", upright)]],
    ["too many", [line("42424242424242424242 4242", upright)]],
    ["lines far from one another", [line("4242 4242", upright), line("4242 4242", { x: 400, y: 1000 })]],
  ])("finds nothing in %s", (_, lines) => {
    expect(cardNumberIn(lines)).toBeNull();
  });
  it("takes the number whose check digit fits before a longer one", () => {
    const number = found(line("1234 5678 9012 3456 78", { x: 200, y: 200 }), line("4242 4242 4242 4242", upright));
    expect(number.places[0]).toEqual(upright);
  });
  it("proposes a number with a digit read wrong, and says that it is not sure", () => {
    expect(found(line("4242 4242 4242 4241", upright)).sure).toBe(false);
  });
});

describe("what is not covered well", () => {
  const number = found(line("4242 4242 4242 4242", upright));
  const [cover] = coversOf(number, size);
  if (!cover) throw new Error("no cover");
  const share = pitch / size.width;
  it("names the digits a cover that is too short leaves visible", () => {
    expect(leftVisible(number, [{ ...cover, width: cover.width - 2 * share }], size)).toEqual([11, 12]);
    expect(leftVisible(number, [], size)).toEqual([5, 6, 7, 8, 9, 10, 11, 12]);
  });
  it("counts a digit that is half covered as visible", () => {
    expect(leftVisible(number, [{ ...cover, x: cover.x + share, width: cover.width - share }], size)).toContain(5);
  });
  it("names those of the first and last 4 that a cover hides", () => {
    expect(hiddenOfKept(number, [{ ...cover, x: cover.x - 2.6 * share, width: cover.width + 2.6 * share }], size)).toEqual([3, 4]);
  });
  it("says numbers in few words", () => {
    expect(ranges([5, 6, 7, 11])).toBe("5–7, 11");
    expect(ranges([])).toBe("");
  });
});
