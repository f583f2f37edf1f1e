/** How the thread is laid out: days, and runs of bubbles by one author. */
import type { Message } from "./types";

/** Bubbles of one author that are less than this apart stand together, in milliseconds. */
const together = 5 * 60_000;

export interface Row {
  readonly message: Message;
  /** A new day begins with it. */
  readonly newDay: boolean;
  /** The first of a run: the author's name stands above it. */
  readonly first: boolean;
  /** The last of a run: the time stands below it. */
  readonly last: boolean;
}

/** Lays out messages; the days are those of the reader's clock. */
export function layOut(messages: readonly Message[]): readonly Row[] {
  return messages.map((message, i) => {
    const before = messages[i - 1];
    const after = messages[i + 1];
    return {
      message,
      newDay: !before || day(before) !== day(message),
      first: !before || !stand(before, message),
      last: !after || !stand(message, after),
    };
  });
}

function stand(one: Message, next: Message): boolean {
  return (
    one.kind === "TEXT" &&
    next.kind === "TEXT" &&
    one.authorKind === next.authorKind &&
    one.authorName === next.authorName &&
    day(one) === day(next) &&
    Date.parse(next.createdAt) - Date.parse(one.createdAt) < together
  );
}

function day(message: Message): string {
  return new Date(message.createdAt).toDateString();
}
