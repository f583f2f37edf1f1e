import { expect, it } from "vitest";
import { heirOf } from "./heir";

const card = (id: string, isDefault = false, expired = false) => ({ id, isDefault, expired });

it.each([
  ["the default stays", card("a"), [card("a"), card("b", true)], undefined],
  ["the oldest that is left", card("b", true), [card("a"), card("b", true), card("c")], "a"],
  ["an expired one can't pay", card("b", true), [card("a", false, true), card("b", true), card("c")], "c"],
  ["only expired ones are left", card("b", true), [card("a", false, true), card("b", true)], "a"],
  ["none is left", card("a", true), [card("a", true)], undefined],
])("%s", (_, gone, cards, want) => {
  expect(heirOf(gone, cards)?.id).toBe(want);
});
