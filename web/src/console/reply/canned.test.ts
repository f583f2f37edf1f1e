import { describe, expect, it } from "vitest";
import { filled, offered, replaceSlash, slashAt, type Canned } from "./canned";

const reply = (shortcut: string, locale: string, body = `${shortcut} in ${locale}`): Canned => ({ shortcut, locale, body });

describe("slashAt", () => {
  it.each([
    { why: "at the beginning", text: "/hel", caret: 4, want: { from: 0, query: "hel" } },
    { why: "after a word", text: "Dear, /bye", caret: 10, want: { from: 6, query: "bye" } },
    { why: "the slash alone offers all", text: "/", caret: 1, want: { from: 0, query: "" } },
    { why: "up to the caret only", text: "/hello", caret: 3, want: { from: 0, query: "he" } },
    { why: "capitals are the same", text: "/HEL", caret: 4, want: { from: 0, query: "hel" } },
    { why: "not in an address", text: "https://shop", caret: 12, want: null },
    { why: "not in a fraction", text: "1/2", caret: 3, want: null },
    { why: "over when a space follows", text: "/hel ", caret: 5, want: null },
  ])("$why", ({ text, caret, want }) => expect(slashAt(text, caret)).toEqual(want));
});

describe("offered", () => {
  const all = [reply("hello", "en"), reply("hello", "el"), reply("wait", "en"), reply("goodbye", "en", "Say hello from us")];
  const names = (list: readonly Canned[]) => list.map((r) => `${r.shortcut}.${r.locale}`);
  it("prefers the customer's language and hides the others of the same shortcut", () => {
    expect(names(offered(all, "", "el-GR", false))).toEqual(["hello.el", "goodbye.en", "wait.en"]);
  });
  it("shows every language when asked for", () => {
    expect(names(offered(all, "hello", "el", true))).toEqual(["hello.el", "hello.en", "goodbye.en"]);
  });
  it("finds words of the text after those of the shortcut", () => {
    expect(names(offered(all, "hello", "en", false))).toEqual(["hello.en", "goodbye.en"]);
  });
});

describe("filled", () => {
  it("puts given names in", () => {
    expect(filled("Hello {customer}, I am {operator}. {other}", { customer: "Eleni Kosta", operator: "Anna Berg" })).toBe(
      "Hello Eleni, I am Anna. {other}",
    );
  });
});

describe("replaceSlash", () => {
  it("keeps what stands around it and tells where the caret goes", () => {
    const slash = slashAt("Dear, /by now", 9);
    expect(slash && replaceSlash("Dear, /by now", slash, 9, "farewell")).toEqual({ text: "Dear, farewell now", caret: 14 });
  });
});
