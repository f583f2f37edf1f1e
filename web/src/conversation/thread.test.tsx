import { act } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Snapshot } from "./engine";
import { render, type Rendered } from "./render";
import { conversation, fact, text } from "./testing";
import { Thread } from "./thread";
import type { Chat } from "./use-conversation";

class Observer {
  observe() {}
  disconnect() {}
}

let shown: Rendered | undefined;
beforeEach(() => {
  vi.stubGlobal("ResizeObserver", Observer);
  vi.stubGlobal("IntersectionObserver", Observer);
  vi.spyOn(document, "hasFocus").mockReturnValue(true);
});
afterEach(() => {
  shown?.unmount();
  vi.unstubAllGlobals();
});

function chat(more: Partial<Snapshot> = {}): Chat {
  return {
    status: "ready",
    conversation: conversation(),
    messages: [],
    unsent: [],
    hasOlder: false,
    loadingOlder: false,
    connection: "connected",
    masked: 0,
    factSeq: 0,
    typing: null,
    ...more,
    send: vi.fn(),
    writes: vi.fn(),
    retry: vi.fn(),
    discard: vi.fn(),
    loadOlder: vi.fn(),
    markRead: vi.fn(),
    dismissMasked: vi.fn(),
    trim: vi.fn(),
    takeHead: vi.fn(),
  };
}

function draw(node: React.ReactNode): HTMLElement {
  shown = render(node);
  return shown.box;
}

describe("Thread", () => {
  const own = text(2, "mine", { mine: true, authorKind: "OPERATOR", authorName: "Anna" });

  it("is a log that tells politely of what comes", () => {
    const log = draw(<Thread chat={chat({ messages: [text(1)] })} side="OPERATOR" />).querySelector('[role="log"]');
    expect(log?.getAttribute("aria-live")).toBe("polite");
    expect(log?.getAttribute("aria-label")).toBe("Messages");
  });

  it("keeps the end in sight when a row grows after it came", async () => {
    const state = chat({ messages: [fact(1, "DOCUMENT_REQUEST", "ASKED")] });
    const log = draw(<Thread chat={state} side="CUSTOMER" />).querySelector('[role="log"]');
    Object.defineProperty(log, "scrollHeight", { value: 900 });
    await act(async () => {
      shown?.show(<Thread chat={state} side="CUSTOMER" card={() => <p>Send a picture</p>} />);
      await Promise.resolve();
    });
    expect(log?.scrollTop).toBe(900);
  });

  it.each([
    { why: "stored", readSeq: 1, want: "Sent" },
    { why: "before the other's eyes", readSeq: 2, want: "Read" },
  ])("marks what one wrote: $why", ({ readSeq, want }) => {
    const state = chat({ messages: [text(1), own], conversation: conversation({ customerReadSeq: readSeq }) });
    const box = draw(<Thread chat={state} side="OPERATOR" />);
    expect(box.querySelector('[data-seq="2"]')?.textContent).toContain(want);
    expect(box.querySelector('[data-seq="1"]')?.textContent).not.toMatch(/Sent|Read/);
  });

  it("offers to try again, or to give up, what was refused", () => {
    const entry = { clientId: "x", body: "late", writtenAt: "2026-01-01T12:00:00Z", problem: { code: "ENDED", message: "" } };
    const state = chat({ unsent: [entry] });
    const box = draw(<Thread chat={state} side="CUSTOMER" />);
    expect(box.textContent).toContain("Not sent. The conversation has ended.");
    const [again, drop] = box.querySelectorAll("button");
    act(() => again?.click());
    act(() => drop?.click());
    expect(state.retry).toHaveBeenCalledWith("x");
    expect(state.discard).toHaveBeenCalledWith("x");
  });

  it("lets a side show its own card in place of the plain line", () => {
    const messages = [fact(1, "DOCUMENT_REQUEST", "ASKED", { kind: "IDENTITY" }), fact(2, "EVENT", "REOPENED")];
    const card = (m: { kind: string }) => (m.kind === "DOCUMENT_REQUEST" ? <b>upload here</b> : undefined);
    const box = draw(<Thread chat={chat({ messages })} side="CUSTOMER" card={card} />);
    expect(box.querySelector('[data-seq="1"]')?.textContent).toBe("Thursday, January 1, 2026upload here");
    expect(box.querySelector('[data-seq="2"]')?.textContent).toContain("opened the conversation again");
  });

  it("marks as read what is before somebody's eyes, unless they only watch", () => {
    const reads = chat({ messages: [text(1)] });
    draw(<Thread chat={reads} side="OPERATOR" />);
    expect(reads.markRead).toHaveBeenCalled();
    shown?.unmount();
    const watches = chat({ messages: [text(1)] });
    draw(<Thread chat={watches} side="OPERATOR" marksRead={false} />);
    expect(watches.markRead).not.toHaveBeenCalled();
  });
});
