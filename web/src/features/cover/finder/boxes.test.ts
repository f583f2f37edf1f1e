import { describe, expect, it } from "vitest";
import { along, boxesOf, hull, scaled, smallestBox, type Box } from "./boxes";
import { classes, decode } from "./lines";
import { cropWidth, cut, detectorInput, detectorSize } from "./pixels";

const degrees = (d: number) => ({ x: Math.cos((d * Math.PI) / 180), y: Math.sin((d * Math.PI) / 180) });

describe("boxesOf", () => {
  const [width, height] = [200, 100];
  function heat(...areas: readonly [number, number, number, number][]): Float32Array {
    const map = new Float32Array(width * height);
    for (const [x0, y0, x1, y1] of areas) for (let y = y0; y < y1; y++) map.fill(0.9, y * width + x0, y * width + x1);
    return map;
  }
  it("finds a line of text and grows its box", () => {
    const [box] = boxesOf(heat([20, 40, 120, 60]), width, height);
    expect(box?.c).toEqual({ x: 70, y: 50 });
    expect(box?.w).toBeGreaterThan(110);
    expect(box?.h).toBeGreaterThan(30);
    expect(box?.u.x).toBeCloseTo(1);
  });
  it("leaves out specks and what is too faint", () => {
    const faint = heat([20, 40, 120, 60]).map((v) => v * 0.45);
    expect(boxesOf(faint, width, height)).toEqual([]);
    expect(boxesOf(heat([10, 10, 12, 12]), width, height)).toEqual([]);
    expect(boxesOf(new Float32Array(0), 0, 0)).toEqual([]);
  });
  it("joins blobs that touch at a corner", () => {
    expect(boxesOf(heat([20, 20, 60, 40], [60, 40, 100, 60]), width, height)).toHaveLength(1);
  });
});

describe.each([0, 7, 45, 80, 90, 170])("a rectangle turned by %i degrees", (angle) => {
  const u = degrees(angle);
  const points = [-60, -20, 60].flatMap((a) => [-15, 0, 15].map((b) => ({ x: 200 + u.x * a - u.y * b, y: 150 + u.y * a + u.x * b })));
  const box = smallestBox(hull(points));
  it("is found with its sides and its direction", () => {
    expect(Math.max(box.w, box.h)).toBeCloseTo(120);
    expect(Math.min(box.w, box.h)).toBeCloseTo(30);
    expect(box.c.x).toBeCloseTo(200);
    const lies = along(box);
    expect(lies.w).toBeCloseTo(120);
    expect(Math.abs(lies.u.x * u.x + lies.u.y * u.y)).toBeCloseTo(1);
  });
});

describe("along", () => {
  it.each([
    [88, 92],
    [-88, -92],
    [-2, 2],
    [178, 182],
  ])("gives nearly parallel boxes one direction: %i and %i degrees", (a, b) => {
    const [one, other] = [a, b].map((d) => along({ c: { x: 0, y: 0 }, u: degrees(d), w: 100, h: 20 }).u);
    expect((one?.x ?? 0) * (other?.x ?? 0) + (one?.y ?? 0) * (other?.y ?? 0)).toBeGreaterThan(0.9);
  });
});

describe("pixels", () => {
  const box: Box = { c: { x: 50, y: 20 }, u: { x: 1, y: 0 }, w: 80, h: 20 };
  it("scales by two at most, to multiples of 32", () => {
    expect(detectorSize(1600, 1200, 640)).toEqual({ width: 640, height: 480 });
    expect(detectorSize(100, 40, 640)).toEqual({ width: 192, height: 96 });
    expect(detectorSize(4000, 3, 640)).toEqual({ width: 640, height: 32 });
  });
  it("puts blue first, centred", () => {
    const input = detectorInput({ width: 1, height: 1, data: new Uint8ClampedArray([255, 0, 0, 255]) });
    expect(input[0]).toBeCloseTo((0 - 0.485) / 0.229);
    expect(input[2]).toBeCloseTo((1 - 0.406) / 0.225);
  });
  it("cuts a crop of 48 rows, upright and upside down, zeros behind it", () => {
    const data = new Uint8ClampedArray(100 * 40 * 4);
    for (let i = 0; i < data.length; i += 4) data[i] = (i / 4) % 100 < 50 ? 255 : 0;
    const picture = { width: 100, height: 40, data };
    const width = cropWidth(box);
    expect(width).toBe(192);
    const [padded, red] = [224, 2 * 48 * 224];
    const [upright, flipped] = [new Float32Array(3 * 48 * padded), new Float32Array(3 * 48 * padded)];
    cut(upright, 0, padded, picture, box, false);
    cut(flipped, 0, padded, picture, box, true);
    expect([upright[red + 5], upright[red + width - 5], upright[red + padded - 1]]).toEqual([1, -1, 0]);
    expect([flipped[red + 5], flipped[red + width - 5]]).toEqual([-1, 1]);
  });
  it("maps a box to the picture, both scales", () => {
    expect(scaled(box, 2, 3)).toEqual({ c: { x: 100, y: 60 }, u: { x: 1, y: 0 }, w: 160, h: 60 });
  });
});

describe("decode", () => {
  const keys = Array.from({ length: classes - 2 }, (_, i) => "42O A"[i] ?? "?");
  const box: Box = { c: { x: 100, y: 50 }, u: { x: 1, y: 0 }, w: 80, h: 20 };
  function figures(...best: readonly number[]): Float32Array {
    const out = new Float32Array(best.length * classes);
    best.forEach((c, t) => (out[t * classes + c] = 0.9));
    return out;
  }
  it("parts at blanks, joins repeats and knows the places", () => {
    const read = decode(figures(1, 1, 0, 1, 2, 2, 0, 2), 0, 8, 1, keys, box, false);
    expect(read.digits.map((d) => d.value).join("")).toBe("4422");
    expect(read.digits.map((d) => d.at.x)).toEqual([65, 95, 105, 135]);
    const flipped = decode(figures(1, 1, 0, 1, 2, 2, 0, 2), 0, 8, 1, keys, box, true);
    expect(flipped.digits.map((d) => d.at.x)).toEqual([135, 105, 95, 65]);
  });
  it("takes look-alikes for digits only among digits", () => {
    expect(decode(figures(1, 0, 2, 0, 3, 0), 0, 6, 1, keys, box, false).digits.map((d) => d.value)).toEqual(["4", "2", "0"]);
    expect(decode(figures(3, 0, 5, 0, 5, 0), 0, 6, 1, keys, box, false)).toMatchObject({ digits: [], others: 3 });
  });
  it("reads nothing in nothing", () => {
    expect(decode(figures(0, 0), 0, 2, 1, keys, box, false)).toEqual({ digits: [], others: 0, sure: 0 });
  });
});
