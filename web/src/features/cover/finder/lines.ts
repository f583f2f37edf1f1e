/**
 * From the recogniser's figures to digits and their places. Only digits are kept:
 * the finder has no use for names, and what is not kept can't leak.
 */
import type { Box, Point } from "./boxes";

export interface Digit {
  readonly value: string;
  readonly at: Point;
  /** 0 to 1. */
  readonly sure: number;
}

/** What was read in one box in one direction. */
export interface Reading {
  readonly digits: readonly Digit[];
  /** Characters read that are no digits, spaces left out. */
  readonly others: number;
  /** Mean over all characters, 0 to 1; 0 when there is none. */
  readonly sure: number;
}

/** Classes of the recogniser: blank, the lines of its keys, space. */
export const classes = 6625;

/** Look-alikes inside words that are mostly digits (documents.md, "Model input and output"). */
const lookAlikes: Readonly<Record<string, string>> = {
  O: "0", o: "0", D: "0", Q: "0", I: "1", l: "1", "|": "1", "!": "1", i: "1", Z: "2", z: "2",
  S: "5", s: "5", G: "6", b: "6", B: "8", g: "9", q: "9",
};

/** Greedy CTC over steps × classes figures. `share` is padded width ÷ own width. */
export function decode(
  out: Float32Array,
  offset: number,
  steps: number,
  share: number,
  keys: readonly string[],
  box: Box,
  upsideDown: boolean,
): Reading {
  const read: { char: string; at: Point; sure: number }[] = [];
  let before = 0;
  for (let t = 0; t < steps; t++) {
    const from = offset + t * classes;
    let [best, top] = [0, -1];
    for (let c = 0; c < classes; c++) {
      const value = out[from + c] ?? 0;
      if (value > top) [best, top] = [c, value];
    }
    if (best !== 0 && best !== before) {
      const along = ((t + 0.5) / steps) * share - 0.5;
      const d = (upsideDown ? -along : along) * box.w;
      const char = best === classes - 1 ? " " : (keys[best - 1] ?? "");
      read.push({ char, at: { x: box.c.x + box.u.x * d, y: box.c.y + box.u.y * d }, sure: top });
    }
    before = best;
  }
  const shown = read.filter(({ char }) => char.trim() !== "");
  const real = shown.filter(({ char }) => isDigit(char)).length;
  const folds = real * 2 >= shown.length;
  const digits = shown.flatMap(({ char, at, sure }) => {
    const value = isDigit(char) ? char : folds ? lookAlikes[char] : undefined;
    return value === undefined ? [] : [{ value, at, sure }];
  });
  const sure = shown.length === 0 ? 0 : shown.reduce((sum, c) => sum + c.sure, 0) / shown.length;
  return { digits, others: shown.length - digits.length, sure };
}

const isDigit = (char: string): boolean => char.length === 1 && char >= "0" && char <= "9";
