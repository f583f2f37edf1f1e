/**
 * The part of a conversation's log that this page holds: one run of messages
 * without a gap, and what has come ahead of it.
 *
 * Pages, events, answers to own sends and repetitions of all of them go through
 * `merge`, in any order and any number of times: the run never has a gap, a
 * duplicate or a wrong order. What does not join it yet waits in `ahead`, and
 * `missing` tells what to ask the server for.
 */
import type { Message } from "./types";

export interface Log {
  /** Ascending by seq, without a gap. */
  readonly messages: readonly Message[];
  /** Newer than the run but not joined to it; ascending. */
  readonly ahead: readonly Message[];
}

export const emptyLog: Log = { messages: [], ahead: [] };

/** The number of the last message of the run: where to go on after. 0 for none. */
export function lastSeq(log: Log): number {
  return log.messages.at(-1)?.seq ?? 0;
}

/** The number of the first message of the run; 0 for none. */
export function firstSeq(log: Log): number {
  return log.messages[0]?.seq ?? 0;
}

/** Starts a run from the last page. Holes in the page would be the server's: the part after them counts. */
export function startLog(page: readonly Message[]): Log {
  const sorted = unique(page);
  const end = (sorted.at(-1)?.seq ?? 0) + 1;
  return { messages: joinsBefore(sorted, end), ahead: [] };
}

/** What lies between the run and what came ahead of it: ask for messages after this number. */
export function missing(log: Log): { readonly after: number; readonly before: number } | null {
  const next = log.ahead[0];
  return next ? { after: lastSeq(log), before: next.seq } : null;
}

/** Takes messages in. The same log comes back when they change nothing. */
export function merge(log: Log, incoming: readonly Message[]): Log {
  if (incoming.length === 0) return log;
  const first = firstSeq(log);
  const last = lastSeq(log);
  const fresh = unique(incoming);
  const inside = overwrite(log.messages, fresh);
  const before = joinsBefore(fresh, first);
  const newer = unique([...log.ahead, ...fresh.filter((m) => m.seq > last)]);
  const joined = joinsAfter(newer, last);
  const ahead = newer.slice(joined.length);
  const unchanged =
    inside === log.messages && before.length === 0 && joined.length === 0 && ahead.length === log.ahead.length;
  if (unchanged) return log;
  return { messages: [...before, ...inside, ...joined], ahead };
}

/** Those that lead up to the run, from below, without a gap. */
function joinsBefore(sorted: readonly Message[], first: number): readonly Message[] {
  const older = sorted.filter((m) => m.seq < first);
  let n = 0;
  while (n < older.length && older.at(-1 - n)?.seq === first - 1 - n) n++;
  return older.slice(older.length - n);
}

/** Those that go on after the run without a gap. */
function joinsAfter(sorted: readonly Message[], last: number): readonly Message[] {
  let n = 0;
  while (n < sorted.length && sorted[n]?.seq === last + n + 1) n++;
  return sorted.slice(0, n);
}

/** Puts newer copies over messages of the run: a row changes only by being redacted. */
function overwrite(run: readonly Message[], incoming: readonly Message[]): readonly Message[] {
  const first = run[0]?.seq ?? 0;
  let copy: Message[] | null = null;
  for (const message of incoming) {
    const held = run[message.seq - first];
    if (!held || held.redactedAt || !message.redactedAt) continue;
    copy ??= [...run];
    copy[message.seq - first] = message;
  }
  return copy ?? run;
}

/** Ascending, one of each number; of two copies the redacted one. */
function unique(messages: readonly Message[]): readonly Message[] {
  const bySeq = new Map<number, Message>();
  for (const message of messages) {
    if (!bySeq.get(message.seq)?.redactedAt) bySeq.set(message.seq, message);
  }
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
}
