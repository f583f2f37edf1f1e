import { expect, it } from "vitest";
import type { Act } from "./covers";
import { actOf } from "./keys";

const plain = { shiftKey: false, ctrlKey: false };

const cases: { why: string; pressed: Parameters<typeof actOf>[0]; want: Act | null }[] = [
  { why: "an arrow moves", pressed: { ...plain, key: "ArrowLeft" }, want: { do: "move", index: 2, dx: -0.01, dy: 0 } },
  { why: "down is down", pressed: { ...plain, key: "ArrowDown" }, want: { do: "move", index: 2, dx: 0, dy: 0.01 } },
  {
    why: "shift resizes",
    pressed: { ...plain, shiftKey: true, key: "ArrowRight" },
    want: { do: "grow", index: 2, dx: 0.01, dy: 0 },
  },
  {
    why: "ctrl is fine",
    pressed: { ...plain, ctrlKey: true, key: "ArrowUp" },
    want: { do: "move", index: 2, dx: 0, dy: -0.002 },
  },
  { why: "delete removes", pressed: { ...plain, key: "Delete" }, want: { do: "remove", index: 2 } },
  { why: "brackets turn", pressed: { ...plain, key: "]" }, want: { do: "turn", index: 2, degrees: 2 } },
  { why: "tab goes on", pressed: { ...plain, key: "Tab" }, want: null },
  { why: "alt+arrow is the browser's way back", pressed: { ...plain, altKey: true, key: "ArrowLeft" }, want: null },
  { why: "ctrl+delete is not ours", pressed: { ...plain, ctrlKey: true, key: "Delete" }, want: null },
  { why: "letters are not ours", pressed: { ...plain, key: "a" }, want: null },
];

it.each(cases)("$why", ({ pressed, want }) => {
  const got = actOf(pressed, 2);
  // -0 and 0 are one place.
  expect(got && JSON.parse(JSON.stringify(got))).toEqual(want);
});
