import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { conversation } from "../conversation/testing";
import type { Conversation } from "../conversation/types";
import type { Connected } from "../shared/graphql/client";
import { Bell } from "./bell";
import { emptyLists } from "./lists";
import { followLists, type LiveLists } from "./use-lists";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

type Sink = { next: (value: unknown) => void; complete: () => void };

/** The lists of a server, and a socket whose events the test rings. */
function setUp() {
  const server = { waiting: [] as Conversation[], asked: 0, cut: false };
  const listOf = (nodes: Conversation[]) => ({
    totalCount: nodes.length,
    pageInfo: { hasNextPage: false, endCursor: null },
    edges: nodes.map((node) => ({ node })),
  });
  const query = () => ({
    toPromise: () => {
      server.asked++;
      if (server.cut) return Promise.resolve({ error: new Error("cut") });
      return Promise.resolve({ data: { mine: listOf([]), queue: listOf(server.waiting), all: listOf(server.waiting) } });
    },
  });
  const sinks: Sink[] = [];
  const connected: (() => void)[] = [];
  const socket = {
    on: (_: string, listener: () => void) => {
      connected.push(listener);
      return () => undefined;
    },
    subscribe: (_: unknown, sink: Sink) => {
      sinks.push(sink);
      return () => undefined;
    },
  };
  let live: LiveLists = { status: "loading", lists: emptyLists, proposed: new Set() };
  const bell = new Bell();
  const { stop } = followLists({ client: { query }, socket } as unknown as Connected, false, (next) => (live = next), bell);
  const ring = (c: Conversation) => sinks.at(-1)?.next({ data: { queueEvents: { conversation: c } } });
  const ids = () => live.lists.queue.items.map((c) => c.id);
  return { server, sinks, stop, ring, ids, live: () => live, reconnect: () => connected.forEach((listener) => listener()) };
}

const waiting = (id: string) => conversation({ id, state: "QUEUED", mine: false, queuedAt: "2026-01-01T12:00:00Z" });

describe("followLists", () => {
  it("shows a new conversation at once and asks once for a burst", async () => {
    const desk = setUp();
    await vi.advanceTimersByTimeAsync(0);
    expect(desk.live().status).toBe("ready");
    desk.ring(waiting("a"));
    desk.ring(waiting("b"));
    expect(desk.ids()).toEqual(["a", "b"]);
    desk.server.waiting = [waiting("b"), waiting("a")];
    await vi.advanceTimersByTimeAsync(800);
    expect(desk.ids()).toEqual(["b", "a"]);
    expect(desk.server.asked).toBe(2);
  });

  it("asks anew when the connection is back: what rang meanwhile is not replayed", async () => {
    const desk = setUp();
    await vi.advanceTimersByTimeAsync(0);
    desk.server.waiting = [waiting("missed")];
    desk.reconnect();
    await vi.advanceTimersByTimeAsync(10);
    expect(desk.ids()).toEqual(["missed"]);
  });

  it("follows anew when the server ended the stream", async () => {
    const desk = setUp();
    desk.sinks[0]?.complete();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(desk.sinks).toHaveLength(2);
  });

  it("tries again until the server answers, and stops when nobody looks", async () => {
    const desk = setUp();
    desk.server.cut = true;
    desk.reconnect();
    await vi.advanceTimersByTimeAsync(10);
    desk.server.cut = false;
    desk.server.waiting = [waiting("a")];
    await vi.advanceTimersByTimeAsync(3_000);
    expect(desk.ids()).toEqual(["a"]);
    desk.stop();
    const { asked } = desk.server;
    desk.ring(waiting("b"));
    desk.sinks.at(-1)?.complete();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(desk.server.asked).toBe(asked);
    expect(desk.sinks).toHaveLength(1);
  });
});
