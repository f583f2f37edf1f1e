/** Which canned replies a slash offers, and what becomes of one that is chosen. */
import type { DeskCannedReplyFragment } from "../../gql/graphql";

export type Canned = Omit<DeskCannedReplyFragment, "__typename">;

/** A slash at the beginning of a word, up to the caret, and what follows it. */
export interface Slash {
  readonly from: number;
  readonly query: string;
}

/** The slash the caret stands in, if any. An address or a date has none. */
export function slashAt(text: string, caret: number): Slash | null {
  const found = /(?:^|\s)\/([a-z0-9-]{0,32})$/i.exec(text.slice(0, caret));
  if (!found) return null;
  const query = found[1] ?? "";
  return { from: caret - query.length - 1, query: query.toLowerCase() };
}

/**
 * The replies for a query, best first: those whose shortcut begins with it, then those
 * that have it in shortcut or text. Of one shortcut the customer's language wins; its
 * other languages are offered only when `everyLanguage` asks for them.
 */
export function offered(all: readonly Canned[], query: string, locale: string, everyLanguage: boolean): readonly Canned[] {
  const language = locale.split("-")[0] ?? "";
  const here = new Set(all.filter((r) => r.locale === language).map((r) => r.shortcut));
  const rank = (r: Canned) =>
    r.shortcut.startsWith(query) ? 0 : r.shortcut.includes(query) ? 1 : r.body.toLowerCase().includes(query) ? 2 : 3;
  return all
    .filter((r) => everyLanguage || r.locale === language || !here.has(r.shortcut))
    .filter((r) => rank(r) < 3)
    .toSorted(
      (a, b) => rank(a) - rank(b) || Number(b.locale === language) - Number(a.locale === language) || a.shortcut.localeCompare(b.shortcut),
    );
}

/** The text with {customer} and {operator} filled in by given names. */
export function filled(body: string, names: { readonly customer: string; readonly operator: string }): string {
  const given = (name: string) => name.trim().split(/\s+/)[0] ?? "";
  return body.replace(/\{(customer|operator)\}/g, (_, who: "customer" | "operator") => given(names[who]));
}

/** Puts a text in the place of the slash; tells where the caret goes. */
export function replaceSlash(text: string, slash: Slash, caret: number, body: string): { readonly text: string; readonly caret: number } {
  return { text: text.slice(0, slash.from) + body + text.slice(caret), caret: slash.from + body.length };
}
