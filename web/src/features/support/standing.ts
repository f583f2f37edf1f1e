/** Where a conversation stands, as a sentence for its customer. */
import type { Conversation } from "../../conversation/types";

export interface Sentence {
  readonly id: string;
  readonly values: Readonly<Record<string, string | number>>;
}

export function standing({ state, place, ownerName }: Pick<Conversation, "state" | "place" | "ownerName">): Sentence {
  switch (state) {
    case "QUEUED":
      if (place == null) return { id: "support.standing.queued", values: {} };
      return { id: "support.standing.place", values: { before: place } };
    case "ACTIVE":
      return { id: "support.standing.active", values: { name: ownerName } };
    case "ON_HOLD":
      return { id: "support.standing.hold", values: { name: ownerName } };
    case "RESOLVED":
      return { id: "support.standing.resolved", values: {} };
    case "CLOSED":
      return { id: "support.standing.closed", values: {} };
  }
}
