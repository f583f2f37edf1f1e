/** How GraphiQL asks a door: HTTP for queries and mutations, the socket for subscriptions. */
import type { GraphiQLProps } from "graphiql";
import { getOperationAST, OperationTypeNode, type DocumentNode } from "graphql";
import type { Client } from "graphql-ws";

type Fetcher = GraphiQLProps["fetcher"];
type Result = Awaited<ReturnType<Fetcher>>;

/** Whether the operation that would run is a subscription. */
export function isSubscription(document: DocumentNode | undefined, operation: string | null | undefined): boolean {
  return document !== undefined && getOperationAST(document, operation)?.operation === OperationTypeNode.SUBSCRIPTION;
}

export function fetcherOf(path: string, socket: Pick<Client, "iterate">): Fetcher {
  return async (params, options) => {
    const request = { query: params.query, variables: params.variables as Record<string, unknown> | undefined, operationName: params.operationName ?? null };
    if (isSubscription(options?.documentAST, params.operationName)) {
      return socket.iterate({ ...request, variables: request.variables ?? null }) as Result;
    }
    const answer = await fetch(path, {
      method: "POST",
      credentials: "same-origin",
      headers: {
        ...(options?.headers as Record<string, string> | undefined),
        "Content-Type": "application/json",
        Accept: "application/graphql-response+json, application/json;q=0.9",
      },
      body: JSON.stringify(request),
    });
    const text = await answer.text();
    try {
      return JSON.parse(text) as Result;
    } catch {
      throw new Error(`${answer.status} ${answer.statusText}: ${text.slice(0, 500)}`);
    }
  };
}
