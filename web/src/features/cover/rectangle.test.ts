import { describe, expect, it } from "vitest";
import {
  between,
  boxOf,
  clamp,
  contains,
  cornersOf,
  dragCorner,
  move,
  percents,
  turn,
  turnTowards,
  withSides,
  type Rectangle,
  type Size,
} from "./rectangle";

const size: Size = { width: 2000, height: 1000 };
const flat: Rectangle = { x: 0.25, y: 0.5, width: 0.5, height: 0.1, angle: 0 };

describe("boxOf", () => {
  it("places fractions in pixels", () => {
    expect(boxOf(flat, size)).toEqual({ cx: 1000, cy: 550, width: 1000, height: 100, radians: 0 });
  });
  it("grows on each side", () => {
    expect(boxOf(flat, size, 2)).toMatchObject({ cx: 1000, cy: 550, width: 1004, height: 104 });
  });
  it("never gets a negative side", () => {
    expect(boxOf({ ...flat, width: 0.0005 }, size, -2).width).toBe(0);
  });
});

describe("cornersOf", () => {
  it("turns in pixels, not in fractions", () => {
    const corners = cornersOf({ ...flat, angle: 90 }, size).map(({ x, y }) => [Math.round(x), Math.round(y)]);
    // 1000 × 100 about (1000, 550), a quarter clockwise: upper left goes upper right.
    expect(corners).toEqual([
      [1050, 50],
      [1050, 1050],
      [950, 1050],
      [950, 50],
    ]);
  });
});

describe("contains", () => {
  const cases: { why: string; r: Rectangle; at: [number, number]; slack?: number; want: boolean }[] = [
    { why: "its middle", r: flat, at: [0.5, 0.55], want: true },
    { why: "just outside", r: flat, at: [0.5, 0.61], want: false },
    { why: "just outside, but near enough for a finger", r: flat, at: [0.5, 0.61], slack: 20, want: true },
    { why: "where it lay before turning", r: { ...flat, angle: 90 }, at: [0.3, 0.55], want: false },
    { why: "where it lies after turning", r: { ...flat, angle: 90 }, at: [0.5, 0.1], want: true },
    { why: "half a turn is no turn", r: { ...flat, angle: 180 }, at: [0.3, 0.55], want: true },
  ];
  it.each(cases)("$why", ({ r, at: [x, y], slack, want }) => {
    expect(contains(r, { x, y }, size, slack)).toBe(want);
  });
});

describe("clamp", () => {
  const cases: { why: string; r: Rectangle; want: Partial<Rectangle> }[] = [
    { why: "over the right edge", r: { ...flat, x: 0.8 }, want: { x: 0.5, width: 0.5 } },
    { why: "over the upper edge", r: { ...flat, y: -0.3 }, want: { y: 0 } },
    { why: "too small to be held", r: { ...flat, width: 0, height: -1 }, want: { width: 0.015, height: 0.015 } },
    { why: "larger than the picture", r: { ...flat, x: 0.4, width: 3 }, want: { x: 0, width: 1 } },
    { why: "more than a whole turn", r: { ...flat, angle: 370 }, want: { angle: 10 } },
    { why: "the short way round", r: { ...flat, angle: 270 }, want: { angle: -90 } },
  ];
  it.each(cases)("$why", ({ r, want }) => {
    expect(clamp(r)).toMatchObject(want);
  });
});

it("moves and stops at the edge", () => {
  expect(move(flat, 0.1, -0.1)).toMatchObject({ x: 0.35, y: 0.4 });
  expect(move(flat, 5, 5)).toMatchObject({ x: 0.5, y: 0.9 });
});

it("turns both ways", () => {
  expect(turn(flat, -5).angle).toBe(-5);
  expect(turn({ ...flat, angle: 179 }, 2).angle).toBe(-179);
});

describe("withSides", () => {
  it("keeps the upper left corner of a flat one", () => {
    expect(withSides(flat, 0.25, 0.2, size)).toEqual({ ...flat, width: 0.25, height: 0.2 });
  });
  it("keeps the turned corner of a turned one", () => {
    const turned = { ...flat, angle: 30 };
    const before = cornersOf(turned, size)[0];
    const after = cornersOf(withSides(turned, 0.3, 0.2, size), size)[0];
    expect(after.x).toBeCloseTo(before.x, 6);
    expect(after.y).toBeCloseTo(before.y, 6);
  });
});

describe("dragCorner", () => {
  it("puts the lower right corner where the finger is", () => {
    expect(dragCorner(flat, { x: 0.5, y: 0.8 }, size)).toMatchObject({ x: 0.25, y: 0.5 });
    const corner = cornersOf(dragCorner({ ...flat, angle: 20 }, { x: 0.7, y: 0.9 }, size), size)[2];
    expect(corner.x).toBeCloseTo(1400, 5);
    expect(corner.y).toBeCloseTo(900, 5);
  });
  it("stays graspable when dragged past itself", () => {
    expect(dragCorner(flat, { x: 0, y: 0 }, size)).toMatchObject({ width: 0.015, height: 0.015 });
  });
});

it("turns towards a place", () => {
  expect(turnTowards(flat, { x: 0.9, y: 0.55 }, size).angle).toBe(0);
  expect(turnTowards(flat, { x: 0.5, y: 0.9 }, size).angle).toBe(90);
  expect(turnTowards(flat, { x: 0.4, y: 0.55 }, size).angle).toBe(180);
});

it("draws in any direction, inside the picture", () => {
  expect(between({ x: 0.6, y: 0.4 }, { x: 0.2, y: 0.5 })).toMatchObject({ x: 0.2, y: 0.4, angle: 0 });
  expect(between({ x: 0.5, y: 0.5 }, { x: 1.4, y: -2 })).toEqual({ x: 0.5, y: 0, width: 0.5, height: 0.5, angle: 0 });
});

it("tells where it lies in whole percents", () => {
  expect(percents({ x: 0.333, y: 0.1, width: 0.333, height: 0.05, angle: -4.4 })).toEqual({
    left: 33,
    right: 67,
    top: 10,
    bottom: 15,
    angle: -4,
  });
});
