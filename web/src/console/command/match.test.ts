import { describe, expect, it } from "vitest";
import { matching } from "./match";

const all = [
  { label: "Transfer the conversation" },
  { label: "Resolve" },
  { label: "Nikos Pappas", detail: "Password recovery · my card 4321" },
  { label: "Ελένη Κώστα", detail: "Card" },
];

describe("matching", () => {
  it.each([
    { why: "nothing typed: all of them", typed: " ", want: ["Transfer the conversation", "Resolve", "Nikos Pappas", "Ελένη Κώστα"] },
    { why: "the beginning", typed: "res", want: ["Resolve"] },
    { why: "words in any order", typed: "card nikos", want: ["Nikos Pappas"] },
    { why: "without accents", typed: "ελενη", want: ["Ελένη Κώστα"] },
    {
      why: "what begins with it comes before what has it inside",
      typed: "r",
      want: ["Resolve", "Transfer the conversation", "Nikos Pappas", "Ελένη Κώστα"],
    },
    { why: "nothing fits", typed: "xyz", want: [] },
  ])("$why", ({ typed, want }) => expect(matching(all, typed).map((c) => c.label)).toEqual(want));
});
