/**
 * Messages that the server has not confirmed yet, in the order they were written.
 *
 * Each is kept under its client id, so that two tabs do not write over each other,
 * and is sent with that id again after an error or a reload: the server stores it
 * once. What is kept has its card numbers hidden; the page's memory has the text as
 * written, and that is what is sent as long as the page lives.
 */
import { hideNumbers } from "./hide-numbers";
import type { Keep } from "./keep";
import type { QuickReply } from "./types";

/** Why a message was not taken. */
export interface SendProblem {
  readonly code: string;
  readonly message: string;
}

export interface Unsent {
  readonly clientId: string;
  readonly body: string;
  /** Which of the ready sentences it is. */
  readonly quick?: QuickReply;
  /** When it was written, RFC 3339. */
  readonly writtenAt: string;
  /** Set when the server refused it: then only its author tries again. */
  readonly problem?: SendProblem;
}

export class Outbox {
  private entries: readonly Unsent[];

  constructor(
    private readonly keep: Keep,
    private readonly conversationId: string,
  ) {
    this.entries = keep
      .names(this.name(""))
      .map((name) => parse(keep.get(name)))
      .filter((entry) => entry !== null)
      .sort((a, b) => a.writtenAt.localeCompare(b.writtenAt));
  }

  /** Oldest first. The same array until something changes. */
  list(): readonly Unsent[] {
    return this.entries;
  }

  /** The next one to be sent. */
  next(): Unsent | undefined {
    return this.entries.find((entry) => !entry.problem);
  }

  add(entry: Unsent): void {
    this.entries = [...this.entries, entry];
    this.store(entry);
  }

  /** Notes that the server refused one; without a problem it waits to be sent again. */
  mark(clientId: string, problem?: SendProblem): void {
    this.entries = this.entries.map((entry) => {
      if (entry.clientId !== clientId) return entry;
      const { body, writtenAt } = entry;
      const marked: Unsent = { clientId, body, writtenAt, ...(problem ? { problem } : {}) };
      this.store(marked);
      return marked;
    });
  }

  /** Drops one: it has arrived, or its author gave it up. Tells whether it was there. */
  remove(clientId: string): boolean {
    const left = this.entries.filter((entry) => entry.clientId !== clientId);
    if (left.length === this.entries.length) return false;
    this.entries = left;
    this.keep.remove(this.name(clientId));
    return true;
  }

  private store(entry: Unsent): void {
    this.keep.set(this.name(entry.clientId), JSON.stringify({ ...entry, body: hideNumbers(entry.body) }));
  }

  private name(clientId: string): string {
    return `unsent.${this.conversationId}.${clientId}`;
  }
}

/** Reads what was kept; what is not ours is nothing. */
function parse(kept: string | null): Unsent | null {
  try {
    const value: unknown = JSON.parse(kept ?? "null");
    return isUnsent(value) ? value : null;
  } catch {
    return null;
  }
}

function isUnsent(value: unknown): value is Unsent {
  if (typeof value !== "object" || value === null) return false;
  const entry = value as Record<string, unknown>;
  return ["clientId", "body", "writtenAt"].every((name) => typeof entry[name] === "string");
}
