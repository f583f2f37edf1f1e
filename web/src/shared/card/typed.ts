/** What is typed into the form of a card. */
import type { Problem } from "../act/use-act";
import { digitsOf, plain } from "./networks";

export interface Typed {
  readonly number: string;
  /** As on the card: 07/29. */
  readonly expiry: string;
  readonly cvc: string;
  readonly password: string;
}

export const emptyTyped: Typed = { number: "", expiry: "", cvc: "", password: "" };

/** The fields that show their errors themselves. */
export const ownFields: readonly string[] = ["number", "expiryMonth", "expiryYear", "cvc", "password"];

/** Sets the slash after the month, and lets it be removed again. */
export function slashed(before: string, now: string): string {
  const digits = digitsOf(now);
  if (now.length < before.length || !/^[\d\s/]*$/.test(plain(now))) return now;
  if (/^[2-9]$/.test(digits)) return `0${digits}/`;
  if (digits.length === 2 && !now.includes("/")) return `${digits}/`;
  if (digits.length > 2 && !now.includes("/")) return `${digits.slice(0, 2)}/${digits.slice(2)}`;
  return now;
}

/** Month and year with four digits; 0 for what was not typed. */
export function expiryOfTyped(typed: string): { readonly expiryMonth: number; readonly expiryYear: number } {
  const [month = "", year = ""] = /^\s*(\d{1,2})\s*[/.-]?\s*(\d{4}|\d{2})\s*$/.exec(plain(typed))?.slice(1) ?? [];
  if (year === "") return { expiryMonth: 0, expiryYear: 0 };
  return { expiryMonth: Number(month), expiryYear: year.length === 2 ? 2000 + Number(year) : Number(year) };
}

/** What can't be sent as it is; null when the server can be asked. */
export function missing(typed: Typed): Problem | null {
  const fields = [
    ...(typed.number.trim() === "" ? [{ field: "number", code: "EMPTY", message: "" }] : []),
    ...(expiryOfTyped(typed.expiry).expiryYear === 0 ? [{ field: "expiryMonth", code: "EMPTY", message: "" }] : []),
    ...(typed.cvc === "" ? [{ field: "cvc", code: "EMPTY", message: "" }] : []),
    ...(typed.password === "" ? [{ field: "password", code: "EMPTY", message: "" }] : []),
  ];
  return fields.length === 0 ? null : { code: "INVALID_INPUT", message: "", fields };
}
