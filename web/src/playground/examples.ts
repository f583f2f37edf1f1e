/** The tabs a door begins with: its part of the story, in order. */
import type { Door } from "../shared/graphql/client";

export interface Example {
  readonly query: string;
  readonly variables: string | null;
  /** What a program sends besides: a marketplace its token. */
  readonly headers: string | null;
}

const headers = import.meta.glob<string>("./examples/*/*.headers.json", { query: "?raw", import: "default", eager: true });
const operations = import.meta.glob<string>("./examples/*/*.graphql", { query: "?raw", import: "default", eager: true });
const variables = import.meta.glob<string>(["./examples/*/*.json", "!./examples/*/*.headers.json"], { query: "?raw", import: "default", eager: true });

export function examplesOf(door: Door): Example[] {
  return Object.keys(operations)
    .filter((path) => path.startsWith(`./examples/${door}/`))
    .sort()
    .map((path) => ({
      query: (operations[path] ?? "").trimEnd(),
      variables: variables[path.replace(/graphql$/, "json")]?.trimEnd() ?? null,
      headers: headers[path.replace(/graphql$/, "headers.json")]?.trimEnd() ?? null,
    }));
}
