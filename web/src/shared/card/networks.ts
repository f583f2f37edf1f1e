/**
 * Recognises a card's network while its number is typed, with the table the server
 * has. It only helps the eye: whether a number is good is for the server to say.
 */
import { luhn } from "./luhn";
import table from "../../../../pan/networks.json";

export interface Network {
  readonly code: string;
  readonly name: string;
  /** First digits, "4" or "51-55". */
  readonly ranges: readonly string[];
  readonly lengths: readonly number[];
  /** How the digits stand on the card. */
  readonly groups: readonly number[];
  /** Digits of the security code. */
  readonly cvc: number;
  /** Whether every number has a check digit. */
  readonly luhn: boolean;
}

const networks: readonly Network[] = table.networks;

/** The network of a number as far as it is typed; the longest range wins; null while it can't be told. */
export function networkOf(number: string): Network | null {
  const digits = digitsOf(number);
  let best: { network: Network; length: number } | null = null;
  for (const network of networks) {
    for (const range of network.ranges) {
      const length = holds(range, digits);
      if (length > (best?.length ?? 0)) best = { network, length };
    }
  }
  return best?.network ?? null;
}

/** Names of the domestic networks that the card carries besides, as far as its first digits tell. */
export function cobadgesOf(number: string): readonly string[] {
  const digits = digitsOf(number);
  return table.cobadges.filter((c) => c.ranges.some((range) => holds(range, digits) > 0)).map((c) => c.name);
}

/** How many first digits a range compares, 0 when these are not in it. */
function holds(range: string, digits: string): number {
  const [from = "", to = from] = range.split("-");
  const start = digits.slice(0, from.length);
  return start.length === from.length && start >= from && start <= to ? from.length : 0;
}

/**
 * Whether a whole number of a network that issues some without a check digit has one that
 * does not fit: worth a second look, and no mistake.
 */
export function doubtful(number: string): boolean {
  const [digits, network] = [digitsOf(number), networkOf(number)];
  return network !== null && !network.luhn && network.lengths.includes(digits.length) && !luhn(Array.from(digits, Number));
}

/** What was typed with digits of all scripts as ASCII, each still one character. */
export function plain(typed: string): string {
  return typed.normalize("NFKC").replace(/\p{Nd}/gu, (digit) => {
    // Unicode has these in runs of ten from zero on: its value is how many stand before it.
    const code = digit.codePointAt(0) ?? 0;
    let value = 0;
    while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value++;
    return String(value);
  });
}

/** The digits of what was typed. */
export function digitsOf(typed: string): string {
  return plain(typed).replace(/\D/g, "");
}

/** Whether there is nothing but digits and what stands between groups. */
export function groupable(typed: string): boolean {
  return !/[^\d\s\p{Pd}\p{Cf}]/u.test(plain(typed));
}

/** Puts the digits into the card's groups; what has other letters in it stays as typed, to be seen and corrected. */
export function grouped(typed: string): string {
  if (!groupable(typed)) return typed;
  const digits = digitsOf(typed);
  const groups = networkOf(digits)?.groups ?? [4, 4, 4, 4, 3];
  const parts: string[] = [];
  let at = 0;
  for (const size of groups) {
    if (at >= digits.length) break;
    parts.push(digits.slice(at, at + size));
    at += size;
  }
  if (at < digits.length) parts.push(digits.slice(at));
  return parts.join(" ");
}
