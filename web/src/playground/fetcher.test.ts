import { afterEach, describe, expect, it, vi } from "vitest";
import { chosen, fetcherOf } from "./fetcher";

const several = "query A { a } subscription B { b }";
const noSocket = {
  iterate: () => {
    throw new Error("the socket was used");
  },
};

afterEach(() => vi.unstubAllGlobals());

describe("the operation that runs", () => {
  it.each([
    ["the named one of several", several, "B", "subscription"],
    ["another named one", several, "A", "query"],
    ["the only one, without a name", "subscription { b }", null, "subscription"],
    ["the only one, though an earlier text's name is still known", "mutation { b }", "A", "mutation"],
    ["none: several, and none is named", several, null, undefined],
    ["none: what is typed is no document", "query {", "A", undefined],
  ])("is %s", (_why, query, named, want) => {
    expect(chosen(query, named)?.operation).toBe(want);
  });
});

describe("a subscription", () => {
  it("is asked of the socket with its variables", async () => {
    const iterate = vi.fn(() => "stream");
    const answer = await fetcherOf("/graphql", { iterate } as never)({ query: several, operationName: "B", variables: { after: 3 } });
    expect(answer).toBe("stream");
    expect(iterate).toHaveBeenCalledWith({ query: several, operationName: "B", variables: { after: 3 } });
  });
});

describe("anything else", () => {
  it("is JSON to the door's path, with the headers that were typed", async () => {
    const asked = vi.fn<(path: string, init: { headers: object; body: string }) => Promise<Response>>(() =>
      Promise.resolve(new Response('{"data":{"a":1}}')),
    );
    vi.stubGlobal("fetch", asked);
    const answer = await fetcherOf("/console/graphql", noSocket)({ query: several, operationName: "A", variables: { x: 1 } }, { headers: { "X-Mine": "1" } });
    expect(answer).toEqual({ data: { a: 1 } });
    const [path, init] = asked.mock.calls[0] ?? ["", { headers: {}, body: "" }];
    expect(path).toBe("/console/graphql");
    expect(init.headers).toMatchObject({ "Content-Type": "application/json", "X-Mine": "1" });
    expect(JSON.parse(init.body)).toEqual({ query: several, operationName: "A", variables: { x: 1 } });
  });
  it("names no operation that is not in the document", async () => {
    const asked = vi.fn<(path: string, init: { body: string }) => Promise<Response>>(() => Promise.resolve(new Response("{}")));
    vi.stubGlobal("fetch", asked);
    await fetcherOf("/graphql", noSocket)({ query: "{ a }", operationName: "Earlier" });
    expect(JSON.parse(asked.mock.calls[0]?.[1].body ?? "")).toEqual({ query: "{ a }", operationName: null });
  });
  it("says the status when the answer is no JSON", async () => {
    vi.stubGlobal("fetch", () => Promise.resolve(new Response("upstream is away", { status: 502, statusText: "Bad Gateway" })));
    await expect(fetcherOf("/graphql", noSocket)({ query: "{ a }" })).rejects.toThrow("502 Bad Gateway: upstream is away");
  });
});
