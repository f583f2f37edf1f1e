import { beforeEach, expect, it } from "vitest";
import { forgetAsked, noteAsked, wasAsked } from "./asked";

beforeEach(() => window.sessionStorage.clear());

it("remembers for an hour", () => {
  expect(wasAsked(1_000)).toBe(false);
  noteAsked(1_000);
  expect(wasAsked(1_000)).toBe(true);
  expect(wasAsked(1_000 + 59 * 60_000)).toBe(true);
  expect(wasAsked(1_000 + 60 * 60_000)).toBe(false);
});

it("does not believe a clock that was set back", () => {
  noteAsked(5_000);
  expect(wasAsked(4_000)).toBe(false);
});

it("forgets", () => {
  noteAsked(1_000);
  forgetAsked();
  expect(wasAsked(1_001)).toBe(false);
});

it("does without storage", () => {
  const none = () => {
    throw new Error("forbidden");
  };
  noteAsked(1_000, none);
  forgetAsked(none);
  expect(wasAsked(1_000, none)).toBe(false);
});
