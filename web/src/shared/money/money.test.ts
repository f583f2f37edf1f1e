import { describe, expect, it } from "vitest";
import { decimal, formatMoney, type Money } from "./money";

const money = (amount: string, currency: string, exponent = 2): Money => ({ amount, currency, exponent });
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");

describe("decimal", () => {
  it.each([
    ["1999", 2, "19.99"],
    ["5", 2, "0.05"],
    ["0", 2, "0.00"],
    ["1999", 0, "1999"],
    ["-1999", 2, "-19.99"],
    ["9007199254740993", 2, "90071992547409.93"],
  ])("%s with %i digits is %s", (amount, exponent, want) => {
    expect(decimal(money(amount, "EUR", exponent))).toBe(want);
  });
});

describe("formatMoney", () => {
  it.each([
    ["en", money("123456", "EUR"), "€1,234.56"],
    ["el", money("123456", "EUR"), "1.234,56 €"],
    ["ru", money("123456", "USD"), "1 234,56 $"],
    ["zh", money("123456", "HKD"), "HK$1,234.56"],
    ["en", money("1999", "JPY", 0), "¥1,999"],
    ["en", money("9007199254740993", "USD"), "$90,071,992,547,409.93"],
  ])("in %s", (locale, sum, want) => {
    expect(plain(formatMoney(locale, sum))).toBe(want);
  });
  it.each(["AUD", "CAD", "CHF", "DKK", "EUR", "GBP", "HKD", "NOK", "NZD", "SEK", "SGD", "THB", "USD"])("shows both digits of %s", (currency) => {
    expect(formatMoney("en", money("1050", currency))).toMatch(/10\.50/);
  });
});
