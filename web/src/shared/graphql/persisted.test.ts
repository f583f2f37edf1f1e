/** Our pages name their documents; what a person typed goes as text. */
import { cacheExchange, Client, createRequest, fetchExchange, gql } from "@urql/core";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { DocumentNode } from "graphql";
import { describe, expect, it, vi } from "vitest";
import * as generated from "../../gql/graphql";
import { persistedExchange, persistedQueryOf } from "./persisted";

const known = JSON.parse(readFileSync(resolve(import.meta.dirname, "../../gql/persisted-documents.json"), "utf8")) as Record<string, string>;
const documents = Object.entries(generated).filter(([name]) => name.endsWith("Document")) as [string, DocumentNode][];

/** What goes over the wire for a document. */
async function sent(document: DocumentNode): Promise<{ query?: string; extensions?: object }> {
  const bodies: string[] = [];
  const fetch = vi.fn((_url: unknown, init?: { body?: unknown }) => {
    bodies.push(String(init?.body));
    return Promise.resolve(new Response('{"data":{"__typename":"Query"}}', { headers: { "Content-Type": "application/json" } }));
  });
  const client = new Client({ url: "http://wallet.example/graphql", preferGetMethod: false, exchanges: [persistedExchange, cacheExchange, fetchExchange], fetch });
  await client.executeQuery(createRequest(document, {})).toPromise();
  return JSON.parse(bodies[0] ?? "{}") as { query?: string };
}

describe("the documents of our pages", () => {
  it.each(documents)("%s is one the server knows", (_name, document) => {
    expect(known[`sha256:${persistedQueryOf(document)?.sha256Hash ?? ""}`]).toBeDefined();
  });
  it("are sent by name, without their text", async () => {
    const body = await sent(generated.WhoIsHereDocument);
    expect(body.query).toBeUndefined();
    expect(body.extensions).toEqual({ persistedQuery: persistedQueryOf(generated.WhoIsHereDocument) });
  });
  it("ask for what the cache tells objects apart by", () => {
    const text = known[`sha256:${persistedQueryOf(generated.WhoIsHereDocument)?.sha256Hash ?? ""}`] ?? "";
    expect(text).toContain("viewer { __typename");
  });
});

it("sends as text what has no name", async () => {
  const body = await sent(gql`{ viewer { name } }`);
  expect(body.query).toContain("viewer");
  expect(body.extensions ?? {}).toEqual({});
});
