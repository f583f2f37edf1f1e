/** How GraphiQL asks a door: HTTP for queries and mutations, the socket for subscriptions. */
import type { GraphiQLProps } from "graphiql";
import { Kind, OperationTypeNode, parse, type OperationDefinitionNode } from "graphql";
import type { Client } from "graphql-ws";

type Fetcher = GraphiQLProps["fetcher"];
type Result = Awaited<ReturnType<Fetcher>>;

/**
 * The operation of a document that would run. GraphiQL looks at what is typed a little
 * later than it can be run: a name that is not in the document is not taken for one.
 * Null when there is none, or several and none is named: the server says what is wrong.
 */
export function chosen(query: string, named: string | null | undefined): OperationDefinitionNode | null {
  try {
    const operations = parse(query).definitions.filter((d) => d.kind === Kind.OPERATION_DEFINITION);
    return operations.find((o) => o.name?.value === named) ?? (operations.length === 1 ? (operations[0] ?? null) : null);
  } catch {
    return null;
  }
}

export function fetcherOf(path: string, socket: Pick<Client, "iterate">): Fetcher {
  return async (params, options) => {
    const operation = chosen(params.query, params.operationName);
    const request = {
      query: params.query,
      variables: params.variables as Record<string, unknown> | undefined,
      operationName: operation?.name?.value ?? null,
    };
    if (operation?.operation === OperationTypeNode.SUBSCRIPTION) {
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
