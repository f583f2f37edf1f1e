import { afterEach, describe, expect, it } from "vitest";
import { digitOf } from "./use-digits";

afterEach(() => document.body.replaceChildren());

const put = (tag: string, attributes: Record<string, string> = {}) => {
  const element = document.body.appendChild(document.createElement(tag));
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
};
const press = (code: string, target: HTMLElement = document.body, more: KeyboardEventInit = {}) => {
  const e = new KeyboardEvent("keydown", { code, ...more });
  target.dispatchEvent(e);
  return digitOf(e);
};

describe("digitOf", () => {
  it.each([
    { why: "the row above the letters", code: "Digit1", want: 1 },
    { why: "the block of digits", code: "Numpad6", want: 6 },
    { why: "there is no seventh point", code: "Digit7", want: 0 },
    { why: "nor a point nought", code: "Digit0", want: 0 },
    { why: "a letter", code: "KeyD", want: 0 },
  ])("$why", ({ code, want }) => {
    expect(press(code)).toBe(want);
  });

  it("leaves what the browser and the writer need", () => {
    expect(press("Digit1", document.body, { ctrlKey: true })).toBe(0);
    expect(press("Digit1", document.body, { repeat: true })).toBe(0);
    expect(press("Digit1", put("textarea"))).toBe(0);
    expect(press("Digit1", put("input", { type: "text" }))).toBe(0);
    expect(press("Digit2", put("input", { type: "checkbox" }))).toBe(2);
  });
});
