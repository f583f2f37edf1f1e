import { describe, expect, it } from "vitest";
import { preferred, regional } from "./languages";

const offered = [{ tag: "en" }, { tag: "el" }, { tag: "ru" }, { tag: "zh" }] as const;

describe("the language", () => {
  it.each([
    ["chosen before", "el", ["ru-RU"], "el"],
    ["of the browser", null, ["ru-RU", "en"], "ru"],
    ["the first there is", null, ["fr-FR", "zh-TW", "en"], "zh"],
    ["in capitals", null, ["EL-GR"], "el"],
    ["none there is", null, ["fr", "de"], "en"],
    ["nothing said", null, [], "en"],
    ["kept by an older version", "xx", ["el"], "el"],
    ["capitals kept by hand", "EL", ["ru"], "ru"],
    ["not one that only begins alike", null, ["ell"], "en"],
  ])("%s", (_, chosen, browser, want) => {
    expect(preferred(chosen, browser, offered)).toBe(want);
  });
});

describe("dates and numbers", () => {
  it.each([
    ["as the browser's owner writes them", "en", ["el", "en-GB", "en-US"], "en-GB"],
    ["of the language alone", "en", ["en"], "en"],
    ["with 24 hours in Greek", "el", ["el-GR"], "el-GR-u-hc-h23"],
    ["of another language are not taken", "ru", ["en-GB"], "ru"],
  ] as const)("%s", (_, language, browser, want) => {
    expect(regional(language, browser)).toBe(want);
  });
});
