import { describe, expect, it } from "vitest";
import { countries } from "./countries";
import { emptyForm, inputOf, missing, ownFields, type Form } from "./form";

const whole: Form = {
  givenName: "Nora",
  familyName: "New",
  birthDate: "1990-12-31",
  country: "GR",
  phone: "",
  password: "plum orchard under rain",
  passwordAgain: "plum orchard under rain",
  answers: [
    { question: "FIRST_CONCERT", answer: "a" },
    { question: "UNFINISHED_BOOK", answer: "b" },
    { question: "LOST_PLACE", answer: "c" },
  ],
};

describe("what is missing", () => {
  it("is told all at once, each beside a field that shows it", () => {
    const fields = missing(emptyForm)?.fields?.map((f) => f.field) ?? [];
    expect(fields).toHaveLength(11);
    expect(fields.filter((f) => !ownFields.includes(f))).toEqual([]);
  });
  it.each([
    ["nothing", {}, undefined],
    ["a name of blanks", { givenName: "  " }, ["givenName"]],
    ["the password's repetition", { passwordAgain: "" }, ["passwordAgain"]],
    ["not the telephone, which may stay empty", { phone: "" }, undefined],
  ])("%s", (_, change, want) => {
    expect(missing({ ...whole, ...change })?.fields?.map((f) => f.field)).toEqual(want);
  });
});

it("is sent as typed", () => {
  expect(inputOf(whole)).toEqual(whole);
});

it("names countries in the page's language, each once", () => {
  const greek = countries("el");
  expect(new Set(greek.map((c) => c.code)).size).toBe(greek.length);
  expect(greek.length).toBeGreaterThan(240);
  expect(greek.find((c) => c.code === "GR")?.name).toBe("Ελλάδα");
});
