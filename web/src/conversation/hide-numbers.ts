/**
 * Hides what looks like a card number before text is kept in the browser.
 *
 * The server masks what it stores by the full rules; this one only keeps a number
 * that somebody typed by mistake from lying in the browser's storage. It rather
 * hides too much: any 12 to 19 digits that pass the Luhn check, with up to three
 * separators between them.
 */
import { luhn } from "../shared/card/luhn";

const between = "[\\s\\u00a0\\u200b-\\u200d\\u2060\\ufeff.,/_·•-]{0,3}";
const run = new RegExp(`\\p{Nd}(?:${between}\\p{Nd}){11,}`, "gu");
const digit = /\p{Nd}/gu;

/** Replaces the digits between the first 4 and the last 4 of every such number by dots. */
export function hideNumbers(text: string): string {
  return text.replace(run, hideRun);
}

function hideRun(found: string): string {
  const digits = [...found.matchAll(digit)].map((m) => valueOf(m[0]));
  const hidden = new Set<number>();
  for (let from = 0; from + 12 <= digits.length; from++) {
    for (let length = Math.min(19, digits.length - from); length >= 12; length--) {
      if (!luhn(digits.slice(from, from + length))) continue;
      for (let i = from + 4; i < from + length - 4; i++) hidden.add(i);
    }
  }
  let index = 0;
  return found.replace(digit, (d) => (hidden.has(index++) ? "•" : d));
}

/** The value of a decimal digit of any script: they stand in tens that begin at zero. */
function valueOf(d: string): number {
  const code = d.codePointAt(0) ?? 0;
  let zero = code;
  while (zero > 0 && code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
  return code - zero;
}
