import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { onReached, watchSocket, type Watched } from "./socket";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** The events of a graphql-ws client, rung by hand. */
function bell() {
  const listeners = new Map<string, ((...args: unknown[]) => void)[]>();
  const terminate = vi.fn();
  const on = (event: string, listener: (...args: unknown[]) => void) => {
    listeners.set(event, [...(listeners.get(event) ?? []), listener]);
    return () => undefined;
  };
  const ring = (event: string, ...args: unknown[]) => listeners.get(event)?.forEach((listener) => listener(...args));
  return { ring, terminate, socket: { on, terminate } as unknown as Watched };
}

describe("watchSocket", () => {
  it("tells of connections and cuts, not of closing for want of use", () => {
    const { ring, socket } = bell();
    const states: string[] = [];
    const watch = watchSocket(socket);
    watch.onChange(() => states.push(watch.value()));
    ring("connected");
    ring("closed", { code: 1000 });
    ring("closed", { code: 1006 });
    ring("connected");
    window.dispatchEvent(new Event("offline"));
    expect(states).toEqual(["connected", "reconnecting", "connected", "reconnecting"]);
  });

  it("ends a socket whose pings stay without an answer", () => {
    const { ring, socket, terminate } = bell();
    watchSocket(socket);
    ring("ping", false);
    vi.advanceTimersByTime(4_000);
    ring("pong", true);
    vi.advanceTimersByTime(10_000);
    expect(terminate).not.toHaveBeenCalled();
    ring("ping", false);
    vi.advanceTimersByTime(5_100);
    expect(terminate).toHaveBeenCalledOnce();
  });
});

describe("onReached", () => {
  it("hears how far the conversation has come, and nothing else", () => {
    const { ring, socket } = bell();
    const heard: number[] = [];
    onReached(socket, "c1", (seq) => heard.push(seq));
    ring("ping", true, { latest: { c1: 7, c2: 9 } });
    ring("ping", true, { latest: { c2: 10 } });
    ring("ping", true, undefined);
    ring("ping", true, { latest: { c1: "8" } });
    ring("ping", false, { latest: { c1: 8 } });
    expect(heard).toEqual([7]);
  });
});
