import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { readDraft, writeDraft } from "../../conversation/draft";
import { Outbox } from "../../conversation/outbox";
import { memoryKeep, TestServer } from "../../conversation/testing";
import { graceOf, PostRoom } from "./post-room";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp() {
  const server = new TestServer();
  const [keep, tabKeep] = [memoryKeep(), memoryKeep()];
  const build = () => new PostRoom({ keep, tabKeep, send: (input) => server.send(input) });
  return { server, keep, tabKeep, build, room: build(), said: () => server.log.map((m) => m.body) };
}

describe("PostRoom", () => {
  it("gives a reply to its open conversation when 5 seconds are over, not before", async () => {
    const { room } = setUp();
    const sent: string[] = [];
    room.attach("c1", (body) => sent.push(body));
    room.post("c1", "hello");
    await vi.advanceTimersByTimeAsync(graceOf - 1);
    expect(sent).toEqual([]);
    expect(room.list()).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(sent).toEqual(["hello"]);
    expect(room.list()).toEqual([]);
  });

  it("gives back the text of one that is taken back, and never sends it", async () => {
    const { room, said } = setUp();
    room.post("c1", "oh no");
    expect(room.takeBack(room.list()[0]?.clientId ?? "")).toBe("oh no");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(said()).toEqual([]);
    expect(room.takeBack("gone")).toBeNull();
  });

  it("sends by itself what was written in a conversation that is not open any more, until the server has it", async () => {
    const { room, server, said } = setUp();
    room.attach("c1", () => expect.unreachable("it is closed"))();
    room.post("c1", "one");
    room.post("c1", "two");
    server.cut = true;
    await vi.advanceTimersByTimeAsync(graceOf + 10_000);
    expect(said()).toEqual([]);
    server.cut = false;
    await vi.advanceTimersByTimeAsync(30_000);
    expect(said()).toEqual(["one", "two"]);
  });

  it("goes on with what an open conversation had not sent when it was closed", async () => {
    const { room, keep, said } = setUp();
    const close = room.attach("c1", () => undefined);
    new Outbox(keep, "c1").add({ clientId: "x", body: "left behind", writtenAt: "2026-01-01T12:00:00Z" });
    close();
    await vi.advanceTimersByTimeAsync(10);
    expect(said()).toEqual(["left behind"]);
    expect(new Outbox(keep, "c1").list()).toEqual([]);
  });

  it("makes a draft, its card number hidden, of what waited when the page went", () => {
    const { room, keep, build } = setUp();
    writeDraft(keep, "c1", "and more");
    room.post("c1", "it was 4242 4242 4242 4242");
    room.close();
    expect(build().list()).toEqual([]);
    expect(readDraft(keep, "c1")).toBe("it was 4242 •••• •••• 4242\nand more");
    build();
    expect(readDraft(keep, "c1")).toBe("it was 4242 •••• •••• 4242\nand more");
  });
});
