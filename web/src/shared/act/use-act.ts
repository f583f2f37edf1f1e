/** Carries out a step and keeps what went wrong until the next try. */
import { useCallback, useState } from "react";
import { useClient, type AnyVariables, type CombinedError, type TypedDocumentNode } from "urql";
import { codeOf, requestOf } from "../graphql/client";

/** What a payload says about a step that was not taken. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly fields?: readonly { readonly field: string; readonly code: string; readonly message: string }[];
  readonly attemptsLeft?: number;
  readonly retryAt?: string;
}

export interface Act<D, V extends AnyVariables> {
  /** The answer's data; null when the server could not be asked or knows the caller no more. */
  readonly run: (variables: V) => Promise<D | null>;
  readonly busy: boolean;
  /**
   * NETWORK, UNAUTHENTICATED, or the code of another error the server answered with and,
   * behind a colon, its name for the request; "" for none.
   */
  readonly lost: string;
}

export function useAct<D, V extends AnyVariables>(document: TypedDocumentNode<D, V>): Act<D, V> {
  const client = useClient();
  const [busy, setBusy] = useState(false);
  const [lost, setLost] = useState("");
  const run = useCallback(
    async (variables: V) => {
      setBusy(true);
      setLost("");
      const { data, error } = await client.mutation(document, variables).toPromise();
      setBusy(false);
      if (!error && data) return data;
      setLost(lostBy(error));
      return null;
    },
    [client, document],
  );
  return { run, busy, lost };
}

function lostBy(error: CombinedError | undefined): string {
  if (!error || error.networkError) return "NETWORK";
  const code = codeOf(error) || "INTERNAL";
  return code === "UNAUTHENTICATED" ? code : `${code}:${requestOf(error)}`;
}
