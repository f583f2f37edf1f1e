import { parse } from "graphql";
import { afterEach, describe, expect, it, vi } from "vitest";
import { fetcherOf, isSubscription } from "./fetcher";

const document = parse("query A { a } subscription B { b }");
const noSocket = { iterate: () => { throw new Error("the socket was used"); } };

afterEach(() => vi.unstubAllGlobals());

describe("what goes over the socket", () => {
  it.each([
    ["the chosen subscription", document, "B", true],
    ["a query beside a subscription", document, "A", false],
    ["nothing is chosen among several", document, null, false],
    ["one subscription alone", parse("subscription { b }"), null, true],
    ["what cannot be parsed", undefined, "B", false],
  ])("%s", (_why, parsed, operation, want) => {
    expect(isSubscription(parsed, operation)).toBe(want);
  });
  it("is asked of the socket with its variables", async () => {
    const iterate = vi.fn(() => "stream");
    const answer = await fetcherOf("/graphql", { iterate } as never)({ query: "…", operationName: "B", variables: { after: 3 } }, { documentAST: document });
    expect(answer).toBe("stream");
    expect(iterate).toHaveBeenCalledWith({ query: "…", operationName: "B", variables: { after: 3 } });
  });
});

describe("what goes over HTTP", () => {
  it("is JSON to the door's path, with the headers that were typed", async () => {
    const asked = vi.fn<(path: string, init: { headers: object; body: string }) => Promise<Response>>(() => Promise.resolve(new Response('{"data":{"a":1}}')));
    vi.stubGlobal("fetch", asked);
    const answer = await fetcherOf("/console/graphql", noSocket)({ query: "{ a }", operationName: "A", variables: { x: 1 } }, { documentAST: document, headers: { "X-Mine": "1" } });
    expect(answer).toEqual({ data: { a: 1 } });
    const [path, init] = asked.mock.calls[0] ?? ["", { headers: {}, body: "" }];
    expect(path).toBe("/console/graphql");
    expect(init.headers).toMatchObject({ "Content-Type": "application/json", "X-Mine": "1" });
    expect(JSON.parse(init.body)).toEqual({ query: "{ a }", operationName: "A", variables: { x: 1 } });
  });
  it("says the status when the answer is no JSON", async () => {
    vi.stubGlobal("fetch", () => Promise.resolve(new Response("upstream is away", { status: 502, statusText: "Bad Gateway" })));
    await expect(fetcherOf("/graphql", noSocket)({ query: "{ a }" })).rejects.toThrow("502 Bad Gateway: upstream is away");
  });
});
