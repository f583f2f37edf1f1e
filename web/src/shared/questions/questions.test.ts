import { expect, it } from "vitest";
import { choosable, type Question } from "./questions";

const catalogue: Question[] = [
  { code: "A1", theme: "a", text: "" },
  { code: "A2", theme: "a", text: "" },
  { code: "B1", theme: "b", text: "" },
  { code: "C1", theme: "c", text: "" },
];
const codes = (list: readonly Question[]) => list.map((q) => q.code);

it("leaves all while none is chosen", () => {
  const none = [0, 1, 2].map(() => ({ question: "", answer: "" }));
  expect(codes(choosable(catalogue, none, 0))).toEqual(["A1", "A2", "B1", "C1"]);
});

it("leaves out the themes of the others, not its own", () => {
  const chosen = [
    { question: "A1", answer: "" },
    { question: "B1", answer: "" },
    { question: "", answer: "" },
  ];
  expect(codes(choosable(catalogue, chosen, 0))).toEqual(["A1", "A2", "C1"]);
  expect(codes(choosable(catalogue, chosen, 2))).toEqual(["C1"]);
});
