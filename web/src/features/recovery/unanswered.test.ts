import { expect, test } from "vitest";
import { unanswered } from "./unanswered";

test.each([
  { answers: ["a", "b", "c"], empty: null, why: "all are there" },
  { answers: ["0", "-", "?"], empty: null, why: "what an answer is worth is for the server to say" },
  { answers: ["", "", ""], empty: [0, 1, 2], why: "sent too early: all at once" },
  { answers: ["a", " \t ", "c"], empty: [1], why: "blanks are no answer" },
  { answers: ["a", "b", "\u3000"], empty: [2], why: "nor is a Chinese keyboard's wide blank" },
])("$why", ({ answers, empty }) => {
  expect(unanswered(answers)?.fields?.map(({ field }) => field) ?? null).toEqual(empty?.map((i) => `answers.${i}.answer`) ?? null);
});
