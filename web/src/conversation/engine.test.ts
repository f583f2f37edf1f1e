import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Engine } from "./engine";
import { fact, memoryKeep, TestServer, text } from "./testing";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

let ids = 0;
function setUp(server: TestServer, keep = memoryKeep()) {
  const engine = new Engine("c1", { source: server, keep, random: () => 0.5, newId: () => `own-${++ids}` });
  const stop = engine.start();
  return { engine, keep, stop, seqs: () => engine.snapshot().messages.map((m) => m.seq) };
}
/** Long enough for answers and for the end of a burst. */
const settle = () => vi.advanceTimersByTimeAsync(60);
const upTo = (n: number, from = 1) => Array.from({ length: n - from + 1 }, (_, i) => from + i);

describe("Engine", () => {
  it("shows the last page and follows after it", async () => {
    const server = new TestServer(120);
    const { engine, seqs } = setUp(server);
    await settle();
    expect(engine.snapshot().status).toBe("ready");
    expect(seqs()).toEqual(upTo(120, 71));
    server.append({});
    expect(seqs()).toEqual(upTo(121, 71));
  });

  it("shows a flood in few steps", async () => {
    const server = new TestServer(1);
    const { engine, seqs } = setUp(server);
    await settle();
    const drawn = vi.fn();
    engine.onChange(drawn);
    upTo(300).forEach(() => server.append({}));
    await settle();
    expect(seqs()).toEqual(upTo(301));
    expect(drawn.mock.calls.length).toBeLessThan(10);
  });

  it("lets go of what is far above, and loads it again when wanted", async () => {
    const server = new TestServer(1);
    const { engine, seqs } = setUp(server);
    await settle();
    upTo(500).forEach(() => server.append({}));
    await settle();
    engine.trim();
    expect(seqs()).toEqual(upTo(501, 302));
    expect(engine.snapshot().hasOlder).toBe(true);
    await engine.loadOlder();
    expect(seqs()).toEqual(upTo(501, 252));
  });

  it("loads older pages up to the first message", async () => {
    const { engine, seqs } = setUp(new TestServer(120));
    await settle();
    await engine.loadOlder();
    expect(engine.snapshot().hasOlder).toBe(true);
    await engine.loadOlder();
    expect(seqs()).toEqual(upTo(120));
    expect(engine.snapshot().hasOlder).toBe(false);
  });

  it("asks the log for what an event has left out", async () => {
    const server = new TestServer(2);
    const { seqs } = setUp(server);
    await settle();
    server.setCut(true);
    upTo(200).forEach(() => server.append({}));
    const [follower] = server.followers;
    if (follower) follower.next = server.log.length;
    server.setCut(false);
    await settle();
    expect(seqs()).toEqual(upTo(202));
  });

  it("ends with all messages once after 50 cuts and retries", async () => {
    const server = new TestServer(1);
    const { engine, seqs } = setUp(server);
    await settle();
    for (let i = 0; i < 50; i++) {
      server.setCut(i % 2 === 0);
      engine.send(`own ${i}`);
      if (!server.cut) server.append({});
      await vi.advanceTimersByTimeAsync(700);
    }
    server.setCut(false);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(engine.snapshot().unsent).toEqual([]);
    expect(seqs()).toEqual(upTo(server.log.length));
    expect(server.log.filter((m) => m.mine).map((m) => m.body)).toEqual(upTo(49, 0).map((i) => `own ${i}`));
  });

  it("shows an own message at once and never twice", async () => {
    const server = new TestServer(1);
    const { engine } = setUp(server);
    await settle();
    engine.send("hello");
    expect(engine.snapshot().unsent.map((u) => u.body)).toEqual(["hello"]);
    await settle();
    expect(engine.snapshot().unsent).toEqual([]);
    expect(engine.snapshot().messages.map((m) => m.body)).toEqual(["message 1", "hello"]);
  });

  it("sends after a reload what was unsent, under the same id", async () => {
    const server = new TestServer(1);
    const first = setUp(server);
    await settle();
    server.setCut(true);
    first.engine.send("still here?");
    await settle();
    const clientId = first.engine.snapshot().unsent[0]?.clientId;
    first.stop();
    server.setCut(false);
    setUp(server, first.keep);
    await settle();
    expect(server.log.at(-1)).toMatchObject({ body: "still here?", clientId });
    expect(first.keep.names("unsent.")).toEqual([]);
  });

  it("keeps a refused message until its author decides", async () => {
    const server = new TestServer(1);
    server.refuse = { problem: { code: "ENDED", message: "It has ended." } };
    const { engine } = setUp(server);
    await settle();
    engine.send("too late");
    await settle();
    const [failed] = engine.snapshot().unsent;
    expect(failed).toMatchObject({ body: "too late", problem: { code: "ENDED" } });
    server.refuse = null;
    engine.retry(failed?.clientId ?? "");
    await settle();
    expect(server.log.at(-1)?.body).toBe("too late");
  });

  it("waits as long as the server says", async () => {
    const server = new TestServer(1);
    server.refuse = { problem: { code: "THROTTLED", message: "" }, retryAt: new Date(Date.now() + 9_000).toISOString() };
    const { engine } = setUp(server);
    await settle();
    engine.send("much");
    await settle();
    server.refuse = null;
    await vi.advanceTimersByTimeAsync(8_700);
    expect(server.log).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(400);
    expect(server.log.at(-1)?.body).toBe("much");
  });

  it("follows anew when the stream ends, and tells when the conversation is lost", async () => {
    const server = new TestServer(3);
    const { engine, seqs } = setUp(server);
    await settle();
    const end = (error: unknown) => {
      for (const follower of [...server.followers]) {
        server.followers.delete(follower);
        follower.sink.ended(error);
      }
    };
    end(new Error("gone"));
    server.append({});
    await vi.advanceTimersByTimeAsync(1_100);
    expect(seqs()).toEqual(upTo(4));
    vi.spyOn(server, "head").mockResolvedValue(null);
    end(undefined);
    await vi.advanceTimersByTimeAsync(1_100);
    expect(engine.snapshot().status).toBe("absent");
  });

  it("follows anew when the server says there is more than has come", async () => {
    const server = new TestServer(3);
    const { seqs } = setUp(server);
    await settle();
    const [deaf] = server.followers;
    server.deafen();
    server.append({});
    server.append({});
    expect(seqs()).toEqual(upTo(3));
    deaf?.sink.reached(3); // what is here already is no news
    await vi.advanceTimersByTimeAsync(4_000);
    expect(server.followers.has(deaf as never)).toBe(true);
    deaf?.sink.reached(5);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(seqs()).toEqual(upTo(3)); // it may be on its way
    await vi.advanceTimersByTimeAsync(2_000);
    expect(seqs()).toEqual(upTo(5));
    expect(server.followers.has(deaf as never)).toBe(false);
    expect(server.followers.size).toBe(1);
  });

  it("tries again when the conversation could not be loaded", async () => {
    const server = new TestServer(3);
    server.setCut(true);
    const { engine } = setUp(server);
    await settle();
    expect(engine.snapshot().status).toBe("failed");
    server.setCut(false);
    await vi.advanceTimersByTimeAsync(1_100);
    expect(engine.snapshot().status).toBe("ready");
  });

  it("reads again a message that was overwritten", async () => {
    const server = new TestServer(3);
    const { engine } = setUp(server);
    await settle();
    server.log[1] = text(2, "•••", { redactedAt: "2026-01-01T12:00:00Z" });
    server.append(fact(4, "EVENT", "REDACTED", { seq: "2" }));
    await settle();
    expect(engine.snapshot().messages[1]?.body).toBe("•••");
    expect(engine.snapshot().factSeq).toBe(4);
  });

  it("marks as read what is new and nothing twice", async () => {
    const server = new TestServer(3);
    const { engine } = setUp(server);
    await settle();
    await engine.markRead();
    await engine.markRead();
    server.append({});
    await engine.markRead();
    expect(server.marks).toEqual([3, 4]);
  });
});
