/** How a card's date is shown. */
import type { SavedCardFragment } from "../../gql/graphql";

type Dated = Pick<SavedCardFragment, "expiryMonth" | "expiryYear" | "expired" | "expiring">;

/** The month and year as they stand on a card, for example 07/29. */
export function expiryOf(card: Dated): string {
  return `${String(card.expiryMonth).padStart(2, "0")}/${String(card.expiryYear % 100).padStart(2, "0")}`;
}

/** What is worth knowing of the date; null when the card is good for months. It is good to its month's last day. */
export function standingOf(card: Dated, now = new Date()): "expired" | "thisMonth" | "soon" | null {
  if (card.expired) return "expired";
  if (!card.expiring) return null;
  return card.expiryYear === now.getFullYear() && card.expiryMonth === now.getMonth() + 1 ? "thisMonth" : "soon";
}
