import { describe, expect, it } from "vitest";
import { hideNumbers } from "./hide-numbers";

const cases = [
  { why: "plain words stay", text: "Hello, I am Nikos.", want: "Hello, I am Nikos." },
  { why: "a number written in one piece", text: "it is 4242424242424242 ok", want: "it is 4242••••••••4242 ok" },
  { why: "in groups", text: "4242 4242 4242 4242", want: "4242 •••• •••• 4242" },
  { why: "with hyphens", text: "4242-4242-4242-4242", want: "4242-••••-••••-4242" },
  { why: "American Express has 15 digits", text: "3782 822463 10005", want: "3782 •••••• •0005" },
  { why: "Arabic-Indic digits", text: "٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢", want: "٤٢٤٢••••••••٤٢٤٢" },
  { why: "full-width digits", text: "４２４２４２４２４２４２４２４２", want: "４２４２••••••••４２４２" },
  { why: "over two lines", text: "4242 4242\n4242 4242", want: "4242 ••••\n•••• 4242" },
  { why: "not a number by the Luhn check", text: "0411 4426 9420 8093", want: "0411 4426 9420 8093" },
  { why: "a telephone number is too short", text: "+30 210 1234567", want: "+30 210 1234567" },
];

describe("hideNumbers", () => {
  it.each(cases)("$why", ({ text, want }) => {
    expect(hideNumbers(text)).toBe(want);
  });

  it("hides a number with others stuck to it", () => {
    expect(hideNumbers("99 4242424242424242 77")).not.toContain("4242424242424242");
    expect(hideNumbers("12345678901234567890 4242424242424242")).not.toContain("42424242");
  });
});
