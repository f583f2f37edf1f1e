import { expect, it } from "vitest";
import { pictureAfter } from "./captcha";

const field = (name: string, code: string) => ({ code: "INVALID_INPUT", fields: [{ field: name, code }] });

it.each([
  ["letters are missing: the picture was not compared", field("captcha.answer", "CAPTCHA_INCOMPLETE"), "keep"],
  ["the address is none: the picture was not compared", field("email", "NOT_AN_EMAIL"), "keep"],
  ["wrong letters use the picture up", field("captcha.answer", "CAPTCHA_WRONG"), "renew"],
  ["throttled after the comparison, perhaps", { code: "THROTTLED" }, "renew"],
  ["no answer came", null, "renew"],
] as const)("%s", (_, problem, want) => {
  expect(pictureAfter(problem)).toBe(want);
});
