/**
 * The console's three lists. The server's answer is the truth; between two of
 * them an event moves one conversation where it belongs, so that nothing waits to
 * be seen.
 */
import type { Conversation } from "../conversation/types";

/** A conversation as the lists have it. */
export interface Entry extends Conversation {
  /** What the support service has put on it; left out where it was not asked for. */
  readonly labels?: readonly string[];
}

export type ListName = "mine" | "queue" | "all";

export interface List {
  /** How many there are in all: more than are here, perhaps. */
  readonly total: number;
  readonly items: readonly Entry[];
}

export type Lists = Readonly<Record<ListName, List>>;

export const emptyLists: Lists = {
  mine: { total: 0, items: [] },
  queue: { total: 0, items: [] },
  all: { total: 0, items: [] },
};

/** Whether a conversation is one of the running ones. */
export function isOpen(c: Conversation): boolean {
  return c.state === "QUEUED" || c.state === "ACTIVE" || c.state === "ON_HOLD";
}

/** Takes a conversation as it stands now. `everything`: whether the caller sees all that are open. */
export function move(lists: Lists, c: Entry, everything: boolean): Lists {
  return {
    mine: put(lists.mine, c, isOpen(c) && c.mine, latestFirst),
    queue: put(lists.queue, c, c.state === "QUEUED", oldestFirst),
    all: put(lists.all, c, isOpen(c) && (everything || c.mine || c.state === "QUEUED"), latestFirst),
  };
}

type Order = (a: Conversation, b: Conversation) => number;

const latestFirst: Order = (a, b) => Date.parse(b.lastAt) - Date.parse(a.lastAt);

/** Those already there stay in the server's order: it knows priorities. */
const oldestFirst: Order = (a, b) => Date.parse(a.queuedAt ?? a.createdAt) - Date.parse(b.queuedAt ?? b.createdAt);

function put(list: List, c: Entry, belongs: boolean, order: Order): List {
  const at = list.items.findIndex((item) => item.id === c.id);
  if (at < 0 && !belongs) return list;
  const others = list.items.filter((item) => item.id !== c.id);
  if (!belongs) return { total: Math.max(0, list.total - 1), items: others };
  if (at >= 0 && order === oldestFirst) return { ...list, items: list.items.with(at, c) };
  const before = others.findIndex((item) => order(c, item) < 0);
  const items = before < 0 ? [...others, c] : others.toSpliced(before, 0, c);
  return { total: list.total + (at < 0 ? 1 : 0), items };
}

/** Whether there is something in it that its owner has not read. */
export function isUnread(c: Conversation): boolean {
  return c.mine && c.lastSeq > c.operatorReadSeq;
}

/** What the page's title counts: own ones with news, and those that wait. */
export function attention(lists: Lists, openId: string | null): number {
  return lists.mine.items.filter((c) => isUnread(c) && c.id !== openId).length + lists.queue.total;
}

/** The conversation before or after the open one, for the keys. */
export function neighbour(list: List, openId: string | null, step: 1 | -1): string | null {
  const at = list.items.findIndex((c) => c.id === openId);
  if (at < 0) return list.items[0]?.id ?? null;
  return list.items[at + step]?.id ?? null;
}

/** The labels in use, in order, to pick from. */
export function labelsIn(lists: Lists): readonly string[] {
  const all = [...lists.mine.items, ...lists.queue.items, ...lists.all.items].flatMap((c) => c.labels ?? []);
  return [...new Set(all)].sort();
}
