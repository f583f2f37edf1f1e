import { describe, expect, it } from "vitest";
import { regrouped } from "./caret";

/** "|" is the caret. */
function marked(text: string) {
  return { value: text.replace("|", ""), caret: text.indexOf("|") };
}

describe("the caret", () => {
  it.each([
    ["typing at the end", "4242", "42424|", "4242 4|"],
    ["typing inside moves what follows", "4242 4242", "421|42 4242", "421|4 2424 2"],
    ["at the end of a group it stays there", "424 2", "4249| 2", "4249| 2"],
    ["a digit deleted inside", "4242 4242", "422| 4242", "422|4 242"],
    ["the gap deleted backwards takes the digit before", "4242 4242", "4242|4242", "424|4 242"],
    ["pasted over all, with hyphens", "", "4242-4242-4242-4242|", "4242 4242 4242 4242|"],
    ["pasted with spaces around", "", " 4242 4242 |", "4242 4242|"],
    ["full-width digits", "", "４２４２４|", "4242 4|"],
    ["Arabic-Indic digits", "", "٤٢٤٢٤|", "4242 4|"],
    ["a letter stays, to be seen", "4242 4", "4242 4x|", "4242 4x|"],
    ["the groups change with the network", "3782 8224", "3782 82246|", "3782 82246|"],
    ["emptied", "4", "|", "|"],
  ])("%s", (_, before, now, want) => {
    expect(regrouped(before, marked(now))).toEqual(marked(want));
  });

  it("takes the digit behind when the gap is deleted forwards", () => {
    expect(regrouped("4242 4242", marked("4242|4242"), true)).toEqual(marked("4242| 242"));
  });
});
