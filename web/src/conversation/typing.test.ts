import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Engine } from "./engine";
import { conversation, memoryKeep, TestServer } from "./testing";
import { overAfter, pausedAfter, tellEvery, TypingPace } from "./typing";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("TypingPace", () => {
  function pace() {
    const told: boolean[] = [];
    return { told, pace: new TypingPace((typing) => told.push(typing)) };
  }

  it("tells of one who goes on typing once every few seconds", () => {
    const { told, pace: p } = pace();
    const keys = 200;
    for (let i = 0; i < keys; i++) {
      p.wrote("a".repeat(i + 1));
      vi.advanceTimersByTime(100);
    }
    expect(told).toEqual(Array<boolean>(Math.ceil((keys * 100) / tellEvery)).fill(true));
  });

  it.each([
    { why: "the field is blank again", end: (p: TypingPace) => p.wrote("  ") },
    { why: "it was sent", end: (p: TypingPace) => p.stop() },
    { why: "no key is pressed any more", end: () => vi.advanceTimersByTime(pausedAfter) },
  ])("tells once that it is over: $why", ({ end }) => {
    const { told, pace: p } = pace();
    p.wrote("a");
    end(p);
    end(p);
    expect(told).toEqual([true, false]);
    vi.advanceTimersByTime(60_000);
    expect(told).toEqual([true, false]);
  });

  it("does not begin anew sooner because it stopped", () => {
    const { told, pace: p } = pace();
    p.wrote("a");
    p.stop();
    p.wrote("b");
    expect(told).toEqual([true, false]);
    vi.advanceTimersByTime(tellEvery);
    p.wrote("bc");
    expect(told).toEqual([true, false, true]);
  });

  it("says nothing of an empty field", () => {
    const { told, pace: p } = pace();
    p.wrote(" ");
    p.stop();
    expect(told).toEqual([]);
  });
});

describe("Engine, of who types", () => {
  async function setUp(server = new TestServer(1)) {
    const engine = new Engine("c1", { source: server, keep: memoryKeep(), random: () => 0.5 });
    const stop = engine.start();
    await vi.advanceTimersByTimeAsync(60);
    return { server, engine, stop, typing: () => engine.snapshot().typing };
  }
  const anna = { author: "OPERATOR", name: "Anna" };

  it("shows who types until it is over by itself", async () => {
    const { server, typing } = await setUp();
    server.types("OPERATOR", "Anna");
    expect(typing()).toEqual(anna);
    vi.advanceTimersByTime(overAfter - 1);
    server.types("OPERATOR", "Anna");
    vi.advanceTimersByTime(overAfter - 1);
    expect(typing()).toEqual(anna);
    vi.advanceTimersByTime(1);
    expect(typing()).toBeNull();
  });

  it.each([
    { why: "its author says so", end: (s: TestServer) => s.types("OPERATOR", "Anna", false) },
    { why: "the message is there", end: (s: TestServer) => void s.append({ authorKind: "OPERATOR" }) },
    { why: "the connection is gone", end: (s: TestServer) => s.setCut(true) },
  ])("shows nobody once $why", async ({ end }) => {
    const { server, typing } = await setUp();
    server.types("OPERATOR", "Anna");
    end(server);
    expect(typing()).toBeNull();
  });

  it("does not end with somebody else's message", async () => {
    const { server, typing } = await setUp();
    server.types("OPERATOR", "Anna");
    server.append({ mine: true });
    server.types("CUSTOMER", "Nikos", false);
    expect(typing()).toEqual(anna);
  });

  it("tells of the own field while somebody may be there, and of its end with the page", async () => {
    const { server, engine, stop } = await setUp();
    engine.writes("h");
    engine.writes("hi");
    stop();
    await vi.advanceTimersByTimeAsync(0);
    expect(server.typed).toEqual([true, false]);
  });

  it("tells nobody while the conversation waits", async () => {
    const waiting = new TestServer(1);
    waiting.head_ = conversation({ state: "QUEUED" });
    const { server, engine } = await setUp(waiting);
    engine.writes("hi");
    await vi.advanceTimersByTimeAsync(0);
    expect(server.typed).toEqual([]);
  });

  it("goes on when it can't be told", async () => {
    const { server, engine } = await setUp();
    server.cut = true;
    engine.writes("hi");
    await vi.advanceTimersByTimeAsync(0);
    expect(engine.snapshot().status).toBe("ready");
  });
});
