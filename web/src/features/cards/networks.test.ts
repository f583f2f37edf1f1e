import { describe, expect, it } from "vitest";
import { grouped, networkOf } from "./networks";

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
