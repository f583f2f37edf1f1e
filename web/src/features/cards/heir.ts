/** Which card pays by default after another is deleted. The server decides; this tells it before. */
import type { SavedCardFragment } from "../../gql/graphql";

/** The oldest card left that is still good, otherwise the oldest; null when the default does not change. */
export function heirOf<C extends Pick<SavedCardFragment, "id" | "isDefault" | "expired">>(gone: C, cards: readonly C[]): C | null {
  if (!gone.isDefault) return null;
  const left = cards.filter((card) => card.id !== gone.id);
  return left.find((card) => !card.expired) ?? left[0] ?? null;
}
