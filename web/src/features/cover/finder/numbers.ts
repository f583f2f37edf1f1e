/**
 * From digits to the card number and what has to be covered of it. The number itself
 * is a value of this page's memory: it goes into no state that is kept, no log and no
 * request; only places leave this file.
 */
import { luhn } from "../../../shared/card/luhn";
import { clamp, contains, type Rectangle, type Size } from "../rectangle";
import type { Box, Point } from "./boxes";
import type { Digit } from "./lines";

/** A line of digits in a box whose direction is the reading's. */
export interface DigitLine {
  readonly box: Box;
  readonly digits: readonly Digit[];
}

/** Where a number's digits lie. No digit is in it. */
export interface FoundNumber {
  /** Middles of the digits, in pixels, first to last. */
  readonly places: readonly Point[];
  /** Direction of the text, first digit to last. */
  readonly u: Point;
  /** Height of a line with its margin, in pixels. */
  readonly height: number;
  /** Whether the check digit fits: then hardly a digit was missed or made up. */
  readonly sure: boolean;
  /** Digits a line: [16], or [4, 4, 4, 4] for a number in four lines. */
  readonly rows: readonly number[];
}

/** Digits that stay visible at each end (PCI DSS 3.4.1; the one truncation format everywhere). */
const kept = 4;
/** How many digits make a card number (ISO/IEC 7812-1). */
const shortestNumber = 12;
const longestNumber = 19;

/** The card number among the lines: the one whose check digit fits before one whose does not; null for none. */
export function cardNumberIn(lines: readonly DigitLine[]): FoundNumber | null {
  const rows = rowsOf(lines.filter((l) => l.digits.length > 0));
  const candidates = [...rows.map((r) => [r]), ...stacksOf(rows)]
    .map((parts) => ({ parts, digits: parts.flatMap((p) => p.digits) }))
    .filter(({ digits }) => digits.length >= shortestNumber && digits.length <= longestNumber)
    .map(({ parts, digits }) => ({ parts, digits, fits: luhn(digits.map((d) => Number(d.value))) }))
    .sort((a, b) => Number(b.fits) - Number(a.fits) || meanOf(b.digits) - meanOf(a.digits));
  const best = candidates[0];
  if (!best) return null;
  const first = best.parts[0] as DigitLine;
  return {
    places: best.digits.map((d) => d.at),
    u: first.box.u,
    sure: best.fits,
    height: Math.max(...best.parts.map((p) => p.box.h)),
    rows: best.parts.map((p) => p.digits.length),
  };
}

const meanOf = (digits: readonly Digit[]): number => digits.reduce((sum, d) => sum + d.sure, 0) / digits.length;

/** Boxes of one line of text are one row: the groups of a card are often boxes of their own. */
function rowsOf(lines: readonly DigitLine[]): DigitLine[] {
  const rows: DigitLine[] = [];
  const left = [...lines].sort((a, b) => b.box.h - a.box.h);
  for (let seed = left.shift(); seed; seed = left.shift()) {
    let row = seed;
    for (let i = 0; i < left.length; i++) {
      const other = left[i] as DigitLine;
      if (!oneRow(row, other)) continue;
      row = joined(row, other);
      left.splice(i, 1);
      i = -1; // a longer row may reach what the shorter one did not
    }
    rows.push(row);
  }
  return rows;
}

function oneRow(a: DigitLine, b: DigitLine): boolean {
  const cos = a.box.u.x * b.box.u.x + a.box.u.y * b.box.u.y;
  if (cos < Math.cos((12 * Math.PI) / 180)) return false;
  const [low, high] = [Math.min(a.box.h, b.box.h), Math.max(a.box.h, b.box.h)];
  if (high > 1.6 * low) return false;
  const d = { x: b.box.c.x - a.box.c.x, y: b.box.c.y - a.box.c.y };
  const [far, beside] = [Math.abs(d.x * a.box.u.x + d.y * a.box.u.y), Math.abs(d.y * a.box.u.x - d.x * a.box.u.y)];
  const gap = far - (a.box.w + b.box.w) / 2;
  return beside < 0.45 * high + 0.03 * far && gap < 3 * high;
}

function joined(a: DigitLine, b: DigitLine): DigitLine {
  const u = a.box.u;
  const t = (p: Point) => p.x * u.x + p.y * u.y;
  const digits = [...a.digits, ...b.digits].sort((p, q) => t(p.at) - t(q.at));
  const apart = digits.filter((d, i) => i === 0 || t(d.at) - t((digits[i - 1] as Digit).at) > 0.18 * a.box.h);
  const ends = [a.box, b.box].flatMap((box) => [t(box.c) - box.w / 2, t(box.c) + box.w / 2]);
  const [from, to] = [Math.min(...ends), Math.max(...ends)];
  const shift = (from + to) / 2 - t(a.box.c);
  const c = { x: a.box.c.x + u.x * shift, y: a.box.c.y + u.y * shift };
  return { box: { c, u, w: to - from, h: Math.max(a.box.h, b.box.h) }, digits: apart };
}

/** Numbers set in two lines of 8 or four lines of 4, one under the other. */
function stacksOf(rows: readonly DigitLine[]): DigitLine[][] {
  const stacks: DigitLine[][] = [];
  for (const first of rows) {
    const size = first.digits.length;
    if (size < 3 || size > 10) continue;
    const stack = [first];
    for (let next = below(first, rows); next && stack.length < 4; next = below(next, rows)) stack.push(next);
    if (stack.length > 1) stacks.push(stack);
  }
  return stacks;
}

/** The row right under another one, of about its height and as many digits. */
function below(row: DigitLine, rows: readonly DigitLine[]): DigitLine | undefined {
  const { box } = row;
  return rows
    .filter((r) => r !== row && Math.abs(r.digits.length - row.digits.length) <= 1 && r.box.h <= 1.4 * box.h && box.h <= 1.4 * r.box.h)
    .map((r) => {
      const d = { x: r.box.c.x - box.c.x, y: r.box.c.y - box.c.y };
      return { r, down: d.y * box.u.x - d.x * box.u.y, aside: Math.abs(d.x * box.u.x + d.y * box.u.y) };
    })
    .filter(({ down, aside }) => down > 0.5 * box.h && down < 2.6 * box.h && aside < 0.8 * box.h)
    .sort((a, b) => a.down - b.down)[0]?.r;
}

/** A run of digits of one row that has to be covered: [from, to) in the number. */
function hiddenRuns(number: FoundNumber): { from: number; to: number; rowFrom: number; rowTo: number }[] {
  const [first, last] = [kept, number.places.length - kept];
  let at = 0;
  return number.rows.flatMap((count) => {
    const [rowFrom, rowTo] = [at, at + count];
    at = rowTo;
    const [from, to] = [Math.max(first, rowFrom), Math.min(last, rowTo)];
    return from < to ? [{ from, to, rowFrom, rowTo }] : [];
  });
}

/** Covers over everything between the first 4 and the last 4 digits, a cover a row. */
export function coversOf(number: FoundNumber, size: Size): Rectangle[] {
  return hiddenRuns(number).map(({ from, to, rowFrom, rowTo }) => {
    const t = (i: number) => along(number, i);
    const pitch = pitchOf(number, rowFrom, rowTo);
    // Up to the edge of the neighbours that stay, but no farther than a digit's own half.
    const left = from > rowFrom ? Math.max((t(from - 1) + t(from)) / 2, t(from) - 0.7 * pitch) : t(from) - 0.8 * pitch;
    const right = to < rowTo ? Math.min((t(to - 1) + t(to)) / 2, t(to - 1) + 0.7 * pitch) : t(to - 1) + 0.8 * pitch;
    return laid(number, from, to, left, right, size);
  });
}

/** The two windows: first 4 and last 4, a little margin around them. */
export function windowsOf(number: FoundNumber, size: Size): Rectangle[] {
  const count = number.places.length;
  const [head, tail] = [number.rows[0] ?? count, number.rows.at(-1) ?? count];
  return [
    { from: 0, to: kept, rowFrom: 0, rowTo: head },
    { from: count - kept, to: count, rowFrom: count - tail, rowTo: count },
  ].map(({ from, to, rowFrom, rowTo }) => {
    const t = (i: number) => along(number, i);
    const half = 0.62 * pitchOf(number, from, to);
    const left = from > rowFrom ? Math.max((t(from - 1) + t(from)) / 2, t(from) - half) : t(from) - half;
    const right = to < rowTo ? Math.min((t(to - 1) + t(to)) / 2, t(to - 1) + half) : t(to - 1) + half;
    return laid(number, from, to, left, right, size);
  });
}

/** Which digits a cover list leaves visible that have to be covered, counted from 1. */
export function leftVisible(number: FoundNumber, covers: readonly Rectangle[], size: Size): number[] {
  const out: number[] = [];
  for (let i = kept; i < number.places.length - kept; i++) {
    if (!covered(number, i, covers, size)) out.push(i + 1);
  }
  return out;
}

/** Which of the first 4 and last 4 a cover list hides, counted from 1. */
export function hiddenOfKept(number: FoundNumber, covers: readonly Rectangle[], size: Size): number[] {
  const count = number.places.length;
  return number.places.flatMap((p, i) => {
    const end = i < kept || i >= count - kept;
    return end && covers.some((r) => contains(r, { x: p.x / size.width, y: p.y / size.height }, size)) ? [i + 1] : [];
  });
}

/** Whether a digit is covered across its width: its middle and a quarter of a pitch to both sides. */
function covered(number: FoundNumber, i: number, covers: readonly Rectangle[], size: Size): boolean {
  const p = number.places[i] as Point;
  const reach = 0.25 * pitchOf(number, 0, number.rows[0] ?? number.places.length);
  return [-reach, 0, reach].every((d) => {
    const at = { x: (p.x + number.u.x * d) / size.width, y: (p.y + number.u.y * d) / size.height };
    return covers.some((r) => contains(r, at, size));
  });
}

const along = (number: FoundNumber, i: number): number => {
  const p = number.places[i] as Point;
  return p.x * number.u.x + p.y * number.u.y;
};

/** The usual distance of neighbouring digits of one row: the lower quarter, so that gaps between groups don't count. */
function pitchOf(number: FoundNumber, from: number, to: number): number {
  const steps: number[] = [];
  for (let i = from + 1; i < to; i++) steps.push(Math.abs(along(number, i) - along(number, i - 1)));
  steps.sort((a, b) => a - b);
  return steps[Math.floor(steps.length / 4)] ?? number.height / 2;
}

/** A rectangle over digits [from, to), between two places along the text, as the editor has it. */
function laid(number: FoundNumber, from: number, to: number, left: number, right: number, size: Size): Rectangle {
  const { u, height } = number;
  const run = number.places.slice(from, to);
  const across = run.reduce((sum, p) => sum + p.y * u.x - p.x * u.y, 0) / run.length;
  const middle = (left + right) / 2;
  const c = { x: u.x * middle - u.y * across, y: u.y * middle + u.x * across };
  let [width, tall, angle] = [right - left, height, (Math.atan2(u.y, u.x) * 180) / Math.PI];
  // Nearly upright or upside down: the same rectangle, said with the angle nearest to
  // level, because fractions of the width can't be larger than the picture.
  while (Math.abs(angle) > 45) {
    [width, tall] = [tall, width];
    angle -= Math.sign(angle) * 90;
  }
  return clamp({
    x: (c.x - width / 2) / size.width,
    y: (c.y - tall / 2) / size.height,
    width: width / size.width,
    height: tall / size.height,
    angle: Math.abs(angle) < 0.75 ? 0 : angle,
  });
}
