import { describe, expect, it } from "vitest";
import { asksForSecret } from "./secrets";

const cases = [
  { why: "a password with its value", text: "my password is hunter22", want: true },
  { why: "a CVC", text: "CVC: 123", want: true },
  { why: "no word between", text: "the cvv 987 is on the back", want: true },
  { why: "Russian", text: "мой пароль: qwerty1", want: true },
  { why: "Chinese has no spaces", text: "密码是abc123", want: true },
  { why: "only the word", text: "I forgot my payment password", want: false },
  { why: "the word and other words", text: "The password does not work any more", want: false },
  { why: "a year is far from the word", text: "I have no password, since 2024 it is lost", want: false },
  { why: "inside another word", text: "spinning 123 wheels", want: false },
];

describe("asksForSecret", () => {
  it.each(cases)("$why", ({ text, want }) => {
    expect(asksForSecret(text)).toBe(want);
  });
});
