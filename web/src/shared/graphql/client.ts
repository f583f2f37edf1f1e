/** The two doors of the server, over HTTP and the socket. */
import { cacheExchange, Client, fetchExchange, mapExchange, subscriptionExchange, type CombinedError } from "@urql/core";
import { createClient, type Client as SocketClient } from "graphql-ws";
import { inFlight, inFlightExchange } from "./in-flight";
import { persistedExchange } from "./persisted";
import { sessionEnded } from "./session-ended";

export type Door = "customer" | "console";

const paths: Record<Door, string> = { customer: "/graphql", console: "/console/graphql" };

export interface Connected {
  readonly client: Client;
  readonly socket: SocketClient;
}

/** 1 s, doubling to 30 s, with 30 % of chance in it, so that not all come back at once. */
export function backoff(retries: number, random: () => number = Math.random): number {
  const wait = Math.min(30_000, 1000 * 2 ** Math.max(0, retries));
  return wait * (0.7 + 0.6 * random());
}

/** The GraphQL code of an error, "" when it has none. */
export function codeOf(error: CombinedError): string {
  const code = error.graphQLErrors[0]?.extensions["code"];
  return typeof code === "string" ? code : "";
}

/** The server's name for the request that failed, to be told to the support service; "" when it did not say. */
export function requestOf(error: CombinedError): string {
  const id = error.graphQLErrors[0]?.extensions["requestId"];
  return typeof id === "string" ? id : "";
}

export function connect(door: Door): Connected {
  const path = paths[door];
  const socket = createClient({
    url: `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${path}`,
    lazy: true,
    lazyCloseTimeout: 5_000,
    keepAlive: 15_000,
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    retryWait: (retries) => new Promise((done) => setTimeout(done, backoff(retries))),
  });
  const client = new Client({
    url: path,
    preferGetMethod: false,
    requestPolicy: "cache-and-network",
    fetchOptions: { credentials: "same-origin" },
    exchanges: [
      mapExchange({
        onError(error) {
          if (codeOf(error) === "UNAUTHENTICATED") sessionEnded.tell();
        },
      }),
      persistedExchange,
      cacheExchange,
      inFlightExchange(inFlight),
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: (request) => ({
          subscribe: (sink) => ({
            unsubscribe: socket.subscribe(
              // The server takes a request without a query that its extensions name.
              { query: request.query ?? "", variables: request.variables ?? {}, extensions: request.extensions ?? null },
              { next: (value) => sink.next(value as Parameters<typeof sink.next>[0]), error: (error) => sink.error(error), complete: () => sink.complete() },
            ),
          }),
        }),
      }),
    ],
  });
  return { client, socket };
}
