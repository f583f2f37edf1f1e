import { describe, expect, it } from "vitest";
import { layOut } from "./group";
import { fact, text } from "./testing";

const at = (when: string) => ({ createdAt: new Date(when).toISOString() });

describe("layOut", () => {
  it("puts bubbles of one author together until five minutes pass", () => {
    const rows = layOut([
      text(1, "a", at("2026-01-01T12:00:00")),
      text(2, "b", at("2026-01-01T12:04:00")),
      text(3, "c", at("2026-01-01T12:09:30")),
    ]);
    expect(rows.map((r) => [r.first, r.last])).toEqual([
      [true, false],
      [false, true],
      [true, true],
    ]);
  });

  it("parts authors and whatever is no text", () => {
    const same = at("2026-01-01T12:00:00");
    const rows = layOut([
      text(1, "a", same),
      text(2, "b", { ...same, authorKind: "OPERATOR", authorName: "Anna" }),
      { ...fact(3, "EVENT", "TAKEN"), ...same },
      text(4, "c", same),
    ]);
    expect(rows.every((r) => r.first && r.last)).toBe(true);
  });

  it("begins each day of the reader's clock anew", () => {
    const rows = layOut([
      text(1, "a", at("2026-01-01T23:59:00")),
      text(2, "b", at("2026-01-02T00:01:00")),
      text(3, "c", at("2026-01-02T00:02:00")),
    ]);
    expect(rows.map((r) => r.newDay)).toEqual([true, true, false]);
    expect(rows[1]?.first).toBe(true);
  });
});
