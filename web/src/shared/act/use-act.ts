/** Carries out a step and keeps what went wrong until the next try. */
import { useCallback, useState } from "react";
import { useClient, type AnyVariables, type TypedDocumentNode } from "urql";
import { codeOf } from "../graphql/client";

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
  /** NETWORK, or the code of the error the server answered with; "" for none. */
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
      setLost(error?.networkError || !error ? "NETWORK" : codeOf(error) || "INTERNAL");
      return null;
    },
    [client, document],
  );
  return { run, busy, lost };
}
