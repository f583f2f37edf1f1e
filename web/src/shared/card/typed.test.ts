import { describe, expect, it } from "vitest";
import { emptyTyped, expiryOfTyped, missing, ownFields, slashed } from "./typed";

describe("the slash", () => {
  it.each([
    ["comes after the month", "0", "07", "07/"],
    ["comes after a month of one digit", "", "7", "07/"],
    ["waits while the month could have two", "", "1", "1"],
    ["can be removed", "07/", "07", "07"],
    ["is not doubled", "07", "07/", "07/"],
    ["comes into what was pasted", "", "0729", "07/29"],
    ["leaves letters to be seen", "", "Jul", "Jul"],
  ])("%s", (_, before, now, want) => {
    expect(slashed(before, now)).toBe(want);
  });
});

describe("the date", () => {
  it.each([
    ["07/29", 7, 2029],
    ["7/29", 7, 2029],
    ["07 / 2029", 7, 2029],
    ["0729", 7, 2029],
    ["13/29", 13, 2029],
    ["07/", 0, 0],
    ["07/2", 0, 0],
    ["", 0, 0],
    ["July 29", 0, 0],
  ])("%s", (typed, expiryMonth, expiryYear) => {
    expect(expiryOfTyped(typed)).toEqual({ expiryMonth, expiryYear });
  });
});

it("tells all that is missing beside fields that show it", () => {
  const fields = missing(emptyTyped)?.fields?.map((f) => f.field) ?? [];
  expect(fields).toEqual(["number", "expiryMonth", "cvc", "password"]);
  expect(fields.every((f) => ownFields.includes(f))).toBe(true);
  expect(missing({ number: "4", expiry: "07/29", cvc: "1", password: "p" })).toBeNull();
});
