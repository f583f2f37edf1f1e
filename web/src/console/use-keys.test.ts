import { afterEach, describe, expect, it } from "vitest";
import { keyName } from "./use-keys";

afterEach(() => document.body.replaceChildren());

const press = (init: KeyboardEventInit, target: HTMLElement = document.body) => {
  const e = new KeyboardEvent("keydown", init);
  target.dispatchEvent(e);
  return keyName(e);
};
const field = () => document.body.appendChild(document.createElement("textarea"));

describe("keyName", () => {
  it.each([
    { why: "Alt+J", init: { code: "KeyJ", key: "j", altKey: true }, want: "next" },
    { why: "Alt+L where the layout is Greek", init: { code: "KeyL", key: "λ", altKey: true }, want: "reply" },
    { why: "T", init: { code: "KeyT", key: "t" }, want: "take" },
    { why: "? wherever it lies", init: { code: "Slash", key: "?", shiftKey: true }, want: "help" },
    { why: "Ctrl+T is the browser's", init: { code: "KeyT", key: "t", ctrlKey: true }, want: null },
    { why: "Ctrl+K, the command bar", init: { code: "KeyK", key: "k", ctrlKey: true }, want: "command" },
    { why: "⌘K, the same on a Mac", init: { code: "KeyK", key: "k", metaKey: true }, want: "command" },
    { why: "Alt+P", init: { code: "KeyP", key: "p", altKey: true }, want: "note" },
    { why: "/ where nobody types", init: { code: "Slash", key: "/" }, want: "canned" },
    { why: "a line of the checklist", init: { code: "Digit6", key: "6" }, want: "check" },
    { why: "there are six lines", init: { code: "Digit7", key: "7" }, want: null },
    { why: "another key", init: { code: "KeyX", key: "x" }, want: null },
  ])("$why", ({ init, want }) => {
    expect(press(init)).toBe(want);
  });

  it("leaves letters to who is typing", () => {
    expect(press({ code: "KeyT", key: "t" }, field())).toBeNull();
    expect(press({ code: "Slash", key: "/" }, field())).toBeNull();
    expect(press({ code: "KeyK", key: "k", ctrlKey: true }, field())).toBe("command");
    expect(press({ code: "KeyE", key: "e", altKey: true }, field())).toBe("resolve");
  });

  it("leaves all keys to an open dialog", () => {
    const dialog = document.body.appendChild(document.createElement("div"));
    dialog.setAttribute("role", "dialog");
    dialog.setAttribute("aria-modal", "true");
    expect(press({ code: "KeyJ", key: "j", altKey: true })).toBeNull();
  });
});
