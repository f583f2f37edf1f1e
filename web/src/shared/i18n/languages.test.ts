import { describe, expect, it } from "vitest";
import { preferred } from "./languages";

describe("the language", () => {
  it.each([
    ["chosen before", "el", ["ru-RU"], "el"],
    ["of the browser", null, ["ru-RU", "en"], "ru"],
    ["the first there is", null, ["fr-FR", "zh-TW", "en"], "zh"],
    ["in capitals", null, ["EL-GR"], "el"],
    ["none there is", null, ["fr", "de"], "en"],
    ["nothing said", null, [], "en"],
    ["kept by an older version", "xx", ["el"], "el"],
    ["not one that only begins alike", null, ["ell"], "en"],
  ])("%s", (_, chosen, browser, want) => {
    expect(preferred(chosen, browser)).toBe(want);
  });
});
