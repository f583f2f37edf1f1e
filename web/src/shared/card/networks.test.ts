import { describe, expect, it } from "vitest";
import { cobadgesOf, digitsOf, doubtful, grouped, networkOf } from "./networks";

describe("the network", () => {
  it.each([
    ["one digit is enough for some", "4", "visa"],
    ["one digit is too few for others", "5", undefined],
    ["an interval's first", "2221 00", "mastercard"],
    ["an interval's last", "2720 99", "mastercard"],
    ["past an interval", "2721", undefined],
    ["the longest range wins", "6011", "discover"],
    ["four digits on the front", "3782", "amex"],
    ["full-width digits", "４２", "visa"],
    ["nothing typed", "", undefined],
  ])("%s", (_, number, want) => {
    expect(networkOf(number)?.code).toBe(want);
  });
});

describe("the groups", () => {
  it.each([
    ["fours", "4242424242424242", "4242 4242 4242 4242"],
    ["as far as typed", "42424", "4242 4"],
    ["hyphens", "4242-4242", "4242 4242"],
    ["American Express", "378282246310005", "3782 822463 10005"],
    ["too many digits are not lost", "42424242424242424242424", "4242 4242 4242 4242 424 2424"],
    ["letters stay to be seen", "4242 424O", "4242 424O"],
  ])("%s", (_, typed, want) => {
    expect(grouped(typed)).toBe(want);
  });
});

describe("the co-badges", () => {
  it.each([
    ["none", "4242 42", []],
    ["Dankort on Visa", "4571", ["Dankort"]],
    ["Cartes Bancaires on Visa", "4035 50", ["Cartes Bancaires"]],
    ["Bancontact on Maestro", "6703", ["Bancontact"]],
    ["too few digits to tell", "457", []],
  ])("%s", (_, number, want) => {
    expect(cobadgesOf(number)).toEqual(want);
  });
});

describe("the check digit", () => {
  it.each([
    ["UnionPay's that does not fit is doubtful", "6200 0000 0000 0006", true],
    ["UnionPay's that fits", "6200 0000 0000 0005", false],
    ["half a number is none yet", "6200 0000 0000 000", false],
    ["of others the server says so", "4242 4242 4242 4241", false],
  ])("%s", (_, number, want) => {
    expect(doubtful(number)).toBe(want);
  });
});

describe("digits of other scripts", () => {
  it.each([
    ["full-width", "４２４２", "4242"],
    ["Arabic-Indic", "٤٢٤٢", "4242"],
    ["Persian", "۴۲۹۰", "4290"],
    ["Devanagari", "४२०९", "4209"],
    ["circled", "④②", "42"],
    ["a zero-width space between", "42\u200b42", "4242"],
  ])("%s", (_, typed, want) => {
    expect(digitsOf(typed)).toBe(want);
    expect(grouped(typed)).toBe(want);
  });
});
