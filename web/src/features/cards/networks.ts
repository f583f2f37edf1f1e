/**
 * Recognises a card's network while its number is typed, with the table the server
 * has. It only helps the eye: whether a number is good is for the server to say.
 */
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
}

const networks: readonly Network[] = table.networks;

/** The network of a number as far as it is typed; the longest range wins; null while it can't be told. */
export function networkOf(number: string): Network | null {
  const digits = digitsOf(number);
  let best: { network: Network; length: number } | null = null;
  for (const network of networks) {
    for (const range of network.ranges) {
      const [from = "", to = from] = range.split("-");
      const start = digits.slice(0, from.length);
      if (start.length < from.length || start < from || start > to) continue;
      if (!best || from.length > best.length) best = { network, length: from.length };
    }
  }
  return best?.network ?? null;
}

/** The digits of what was typed, those of other scripts as ASCII. */
export function digitsOf(typed: string): string {
  return typed.normalize("NFKC").replace(/\D/g, "");
}

/** Puts the digits into the card's groups; what has other letters in it stays as typed, to be seen and corrected. */
export function grouped(typed: string): string {
  if (/[^\d\s-]/.test(typed.normalize("NFKC"))) return typed;
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
