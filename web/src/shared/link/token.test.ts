import { expect, it } from "vitest";
import { cleanAddress, tokenIn } from "./token";

it.each([
  ["a mail's link", "#t=abc-DEF_123", "abc-DEF_123"],
  ["something before it", "#x=1&t=abc", "abc"],
  ["no token", "#top", null],
  ["no fragment", "", null],
])("%s", (_, hash, want) => {
  expect(tokenIn(hash)).toBe(want);
});

it("takes the token out of the address, the history and nothing else", () => {
  window.history.replaceState({ key: "k" }, "", "/recover?x=1#t=secret");
  cleanAddress();
  expect(window.location.href).toMatch(/\/recover\?x=1$/);
  expect(window.history.state).toEqual({ key: "k" });
});
