import { expect, test } from "vitest";
import { finished, hasFinished, pageFor } from "./page-for";

test("a navigation says which stage it ends, and only that one", () => {
  expect(hasFinished(finished("CONFIRMED"), "CONFIRMED")).toBe(true);
  expect(hasFinished(finished("SIGNED_IN"), "CONFIRMED")).toBe(false);
});

test.each([null, undefined, "CONFIRMED", 7, {}, { finished: null }, { registered: true }])("another page's state says nothing: %j", (state) => {
  expect(hasFinished(state, "CONFIRMED")).toBe(false);
});

test("each stage has its page", () => {
  expect([pageFor("SIGNED_IN"), pageFor("CONFIRMED"), pageFor("REGISTERED")]).toEqual(["/confirm-email", "/questionnaire", "/account"]);
});
