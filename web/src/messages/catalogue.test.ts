/** Every word a page shows is in the catalogue. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const source = join(import.meta.dirname, "..");
const catalogue = new Set(
  readdirSync(join(source, "messages/en")).flatMap((name) =>
    Object.keys(JSON.parse(readFileSync(join(source, "messages/en", name), "utf8")) as Record<string, string>),
  ),
);

/** A message's id as the pages write it: id="area.thing" or id: "area.thing", whole or with something filled in. */
const written = /\bid(?:=|: )(?:"([\w-]+\.[\w.-]+)"|\{?`([\w-]+\.[\w.-]*)\$\{)/g;

const uses = readdirSync(source, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.tsx?$/.test(name) && !/\.test\.|^gql/.test(name))
  .flatMap((file) =>
    [...readFileSync(join(source, file), "utf8").matchAll(written)].map((m) => ({ file, id: m[1] ?? "", start: m[2] ?? "" })),
  );

describe("the catalogue", () => {
  it("is read from pages that use it", () => {
    expect(uses.length).toBeGreaterThan(100);
  });
  it("has every message a page names", () => {
    expect(uses.filter((use) => use.id !== "" && !catalogue.has(use.id))).toEqual([]);
  });
  it("has messages for every name that is put together", () => {
    const starts = (start: string) => [...catalogue].some((id) => id.startsWith(start));
    expect(uses.filter((use) => use.start !== "" && !starts(use.start))).toEqual([]);
  });
});
