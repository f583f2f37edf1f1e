import { describe, expect, it } from "vitest";
import { readDraft, writeDraft } from "./draft";
import { forgetConversations, keepIn } from "./keep";
import { Outbox } from "./outbox";
import { memoryKeep } from "./testing";

const at = (n: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, n)).toISOString();

describe("Outbox", () => {
  it("has after a reload what was unsent, oldest first", () => {
    const keep = memoryKeep();
    const box = new Outbox(keep, "c1");
    box.add({ clientId: "b", body: "second", writtenAt: at(2) });
    box.add({ clientId: "a", body: "first", writtenAt: at(1) });
    box.add({ clientId: "c", body: "gone", writtenAt: at(3) });
    box.remove("c");
    expect(new Outbox(keep, "c1").list().map((e) => e.body)).toEqual(["first", "second"]);
    expect(new Outbox(keep, "c2").list()).toEqual([]);
  });

  it("keeps no card number in the browser, but sends what was written", () => {
    const keep = memoryKeep();
    const box = new Outbox(keep, "c1");
    box.add({ clientId: "a", body: "4242 4242 4242 4242", writtenAt: at(1) });
    expect(box.list()[0]?.body).toBe("4242 4242 4242 4242");
    expect(keep.get("unsent.c1.a")).not.toContain("4242 4242");
    box.mark("a", { code: "ENDED", message: "It has ended." });
    expect(keep.get("unsent.c1.a")).not.toContain("4242 4242");
  });

  it("passes over a refused one until its author tries again", () => {
    const box = new Outbox(memoryKeep(), "c1");
    box.add({ clientId: "a", body: "one", writtenAt: at(1) });
    box.add({ clientId: "b", body: "two", writtenAt: at(2) });
    box.mark("a", { code: "ENDED", message: "It has ended." });
    expect(box.next()?.clientId).toBe("b");
    box.mark("a");
    expect(box.next()?.clientId).toBe("a");
  });

  it("passes over what is not its own", () => {
    const keep = memoryKeep();
    keep.set("unsent.c1.x", "not json");
    keep.set("unsent.c1.y", "{}");
    expect(new Outbox(keep, "c1").list()).toEqual([]);
  });

  it("lets two tabs write side by side", () => {
    const keep = memoryKeep();
    const [one, other] = [new Outbox(keep, "c1"), new Outbox(keep, "c1")];
    one.add({ clientId: "a", body: "one", writtenAt: at(1) });
    other.add({ clientId: "b", body: "two", writtenAt: at(2) });
    one.remove("a");
    expect(new Outbox(keep, "c1").list().map((e) => e.clientId)).toEqual(["b"]);
  });
});

describe("draft", () => {
  it("belongs to its conversation and hides numbers", () => {
    const keep = memoryKeep();
    writeDraft(keep, "c1", "my card 4242424242424242");
    writeDraft(keep, "c2", "hello");
    expect(readDraft(keep, "c1")).toBe("my card 4242••••••••4242");
    writeDraft(keep, "c2", "  ");
    expect(readDraft(keep, "c2")).toBe("");
    expect(keep.names("draft.")).toEqual(["draft.c1"]);
  });
});

describe("keepIn", () => {
  it("keeps in memory where storage is forbidden", () => {
    const keep = keepIn(() => {
      throw new Error("forbidden");
    });
    keep.set("draft.c1", "hello");
    expect(keep.get("draft.c1")).toBe("hello");
    expect(keep.names("draft.")).toEqual(["draft.c1"]);
    forgetConversations(keep);
    expect(keep.get("draft.c1")).toBeNull();
  });
});
