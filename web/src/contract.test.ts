/**
 * The contract keeps its promises: a change that breaks somebody else's front end fails
 * here unless it is written down (docs/contract/breaking.md), word for word.
 */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { buildSchema, findBreakingChanges, type GraphQLSchema } from "graphql";
import { describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "../..");
const read = (path: string) => readFileSync(resolve(root, path), "utf8");

/** Breaking changes that no line "- `…`" of the text names. */
function unwritten(before: GraphQLSchema, now: GraphQLSchema, written: string): string[] {
  const named = new Set([...written.matchAll(/^- `(.+)`/gm)].map((m) => m[1]));
  return findBreakingChanges(before, now)
    .map((change) => change.description)
    .filter((description) => !named.has(description));
}

it("breaks nothing that is not written down", () => {
  const broken = unwritten(buildSchema(read("docs/contract/schema-baseline.graphqls")), buildSchema(read("schema.graphqls")), read("docs/contract/breaking.md"));
  expect(broken, "undo it, or write it down in docs/contract/breaking.md: see CONTRIBUTING.md, The contract").toEqual([]);
});

describe("the check itself", () => {
  const before = buildSchema("enum E { A B } input I { a: Int } type Query { a(x: Int): String b: E c(i: I): Int }");
  it.each([
    ["a field that is gone", "enum E { A B } input I { a: Int } type Query { b: E c(i: I): Int }", "Query.a was removed."],
    ["a value that is gone", "enum E { A } input I { a: Int } type Query { a(x: Int): String b: E c(i: I): Int }", "B was removed from enum type E."],
    ["an argument that is asked for now", "enum E { A B } input I { a: Int } type Query { a(x: Int, y: Int!): String b: E c(i: I): Int }", "A required arg y on Query.a was added."],
    ["an input's field that is asked for now", "enum E { A B } input I { a: Int b: Int! } type Query { a(x: Int): String b: E c(i: I): Int }", "A required field b on input type I was added."],
    ["a promise taken back", "enum E { A B } input I { a: Int } type Query { a(x: Int): Int b: E c(i: I): Int }", "Query.a changed type from String to Int."],
  ])("finds %s, and lets it pass once it is written down", (_why, sdl, description) => {
    expect(unwritten(before, buildSchema(sdl), "")).toEqual([description]);
    expect(unwritten(before, buildSchema(sdl), `# Breaking\n\n- \`${description}\` (1.2): why, and what to do instead.\n`)).toEqual([]);
  });
  it("lets additions pass", () => {
    const now = buildSchema("enum E { A B C } input I { a: Int b: Int } type Query { a(x: Int, y: Int): String b: E c(i: I): Int d: Int }");
    expect(unwritten(before, now, "")).toEqual([]);
  });
});
