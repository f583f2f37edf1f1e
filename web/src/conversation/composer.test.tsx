import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Composer, longest } from "./composer";
import type { Keep } from "./keep";
import { press, render, type, type Rendered } from "./render";
import { memoryKeep } from "./testing";

let shown: Rendered | undefined;
let coarse = false;
beforeEach(() => {
  coarse = false;
  vi.stubGlobal("matchMedia", () => ({ matches: coarse }));
});
afterEach(() => {
  shown?.unmount();
  vi.unstubAllGlobals();
});

function composer(keep: Keep = memoryKeep(), conversationId = "c1") {
  const onSend = vi.fn();
  const node = (id: string) => (
    <Composer conversationId={id} keep={keep} onSend={onSend} label="Reply" placeholder="" sendLabel="Send" />
  );
  const view = render(node(conversationId));
  shown = view;
  const field = () => {
    const found = view.box.querySelector("textarea");
    if (!found) throw new Error("no field");
    return found;
  };
  return { view, onSend, field, open: (id: string) => view.show(node(id)) };
}

describe("Composer", () => {
  it("says what is being written, and that it is over once it is sent", () => {
    const onWriting = vi.fn();
    shown = render(<Composer conversationId="c1" keep={memoryKeep()} onSend={vi.fn()} onWriting={onWriting} label="Reply" placeholder="" sendLabel="Send" />);
    const field = shown.box.querySelector("textarea");
    if (!field) throw new Error("no field");
    type(field, "hel");
    press(field, "Enter");
    expect(onWriting.mock.calls).toEqual([["hel"], [""]]);
  });

  it("sends with Enter and is empty then", () => {
    const { onSend, field } = composer();
    type(field(), "  hello  ");
    expect(press(field(), "Enter")).toBe(false);
    expect(onSend).toHaveBeenCalledExactlyOnceWith("hello");
    expect(field().value).toBe("");
  });

  it.each([
    { why: "Shift+Enter begins a line", init: { shiftKey: true }, touch: false, sends: 0 },
    { why: "an input method is composing", init: { isComposing: true }, touch: false, sends: 0 },
    { why: "Enter begins a line on a touch screen", init: {}, touch: true, sends: 0 },
    { why: "Ctrl+Enter sends there too", init: { ctrlKey: true }, touch: true, sends: 1 },
    { why: "⌘+Enter sends", init: { metaKey: true }, touch: false, sends: 1 },
  ])("$why", ({ init, touch, sends }) => {
    coarse = touch;
    const { onSend, field } = composer();
    type(field(), "hello");
    press(field(), "Enter", init);
    expect(onSend).toHaveBeenCalledTimes(sends);
  });

  it("sends nothing that is empty or too long, and loses none of it", () => {
    const { onSend, field, view } = composer();
    type(field(), "   ");
    press(field(), "Enter");
    const long = "😀".repeat(longest + 1);
    type(field(), long);
    press(field(), "Enter");
    expect(onSend).not.toHaveBeenCalled();
    expect(field().value).toBe(long);
    expect(view.box.textContent).toContain("4,001 characters");
  });

  it("counts as the server does: 4,000 emoji fit", () => {
    const { onSend, field } = composer();
    type(field(), "😀".repeat(longest));
    press(field(), "Enter");
    expect(onSend).toHaveBeenCalledOnce();
  });

  it("keeps a draft for each conversation", () => {
    const { field, open } = composer();
    type(field(), "for the first");
    open("c2");
    expect(field().value).toBe("");
    type(field(), "for the second");
    open("c1");
    expect(field().value).toBe("for the first");
  });

  it("warns before a secret is sent", () => {
    const { field, view } = composer();
    type(field(), "my CVC is 123");
    expect(view.box.querySelector('[role="alert"]')?.textContent).toContain("never needs these");
  });
});
