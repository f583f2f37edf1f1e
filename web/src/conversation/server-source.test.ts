import type { Client } from "@urql/core";
import type { Client as SocketClient } from "graphql-ws";
import { describe, expect, it } from "vitest";
import { serverSource } from "./server-source";

/** A socket that writes a subscription anew at every reconnect, as graphql-ws does. */
function reconnecting() {
  let payload: unknown;
  const socket = {
    on: () => () => undefined,
    terminate: () => undefined,
    subscribe: (request: unknown) => {
      payload = request;
      return () => undefined;
    },
  } as unknown as SocketClient;
  const written = () => (JSON.parse(JSON.stringify(payload)) as { variables: unknown }).variables;
  return { socket, written };
}

/** A client whose answers are given. */
const answering = (data: unknown, error?: Error) => {
  const answer = () => ({ toPromise: () => Promise.resolve({ data, error }) });
  return { query: answer, mutation: answer } as unknown as Client;
};

describe("serverSource", () => {
  it("goes on after what is here by the time of a reconnect", () => {
    const { socket, written } = reconnecting();
    let last = 7;
    serverSource({ client: answering({}), socket }).follow("c1", () => last, { event: () => undefined, typing: () => undefined, reached: () => undefined, ended: () => undefined });
    expect(written()).toEqual({ conversationId: "c1", after: 7 });
    last = 12;
    expect(written()).toEqual({ conversationId: "c1", after: 12 });
  });

  it("takes a refusal for an answer and an error for none", async () => {
    const { socket } = reconnecting();
    const input = { conversationId: "c1", clientId: "x", body: "hello" };
    const problem = { code: "THROTTLED", message: "", retryAt: "2026-01-01T12:00:00Z" };
    const refused = serverSource({ client: answering({ sendMessage: { message: null, masked: 0, problem } }), socket });
    await expect(refused.send(input)).resolves.toEqual({ problem, retryAt: problem.retryAt });
    const lost = serverSource({ client: answering(undefined, new Error("cut")), socket });
    await expect(lost.send(input)).rejects.toThrow("cut");
  });

  it("tells an absent conversation from an unreachable server", async () => {
    const { socket } = reconnecting();
    await expect(serverSource({ client: answering({ conversation: null }), socket }).open("c1")).resolves.toBeNull();
    await expect(serverSource({ client: answering(undefined), socket }).open("c1")).rejects.toThrow();
  });
});
