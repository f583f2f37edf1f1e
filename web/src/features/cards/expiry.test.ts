import { describe, expect, it } from "vitest";
import { expiryOf, standingOf } from "./expiry";

const now = new Date(2026, 4, 31, 23, 59);

describe("the date", () => {
  it.each([
    ["good for years", { expiryMonth: 7, expiryYear: 2029, expired: false, expiring: false }, "07/29", null],
    ["the month's last day", { expiryMonth: 5, expiryYear: 2026, expired: false, expiring: true }, "05/26", "thisMonth"],
    ["next month", { expiryMonth: 6, expiryYear: 2026, expired: false, expiring: true }, "06/26", "soon"],
    ["the same month of another year", { expiryMonth: 5, expiryYear: 2027, expired: false, expiring: true }, "05/27", "soon"],
    ["over, as the server says", { expiryMonth: 4, expiryYear: 2026, expired: true, expiring: false }, "04/26", "expired"],
  ] as const)("%s", (_, card, shown, standing) => {
    expect(expiryOf(card)).toBe(shown);
    expect(standingOf(card, now)).toBe(standing);
  });
});
