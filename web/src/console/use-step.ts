/** Takes a step in the open conversation and lets the page follow it. */
import type { AnyVariables, TypedDocumentNode } from "@urql/core";
import { useCallback, useMemo, useState } from "react";
import type { Conversation } from "../conversation/types";
import type { ConsoleStepFragment } from "../gql/graphql";
import { takeStep, type Problem } from "./act";
import { useConnection } from "./connection";

export interface Step {
  /** Whether one is being taken. */
  readonly busy: boolean;
  /** Takes one and tells what stood against it, null when it was taken. */
  readonly take: <V extends AnyVariables>(
    document: TypedDocumentNode<{ step: ConsoleStepFragment }, V>,
    variables: V,
  ) => Promise<Problem | null>;
}

export function useStep(onHead: (head: Conversation) => void, onDone: () => void): Step {
  const { client } = useConnection();
  const [running, setRunning] = useState(0);
  const take = useCallback<Step["take"]>(
    async (document, variables) => {
      setRunning((n) => n + 1);
      const { conversation, problem } = await takeStep(client, document, variables);
      setRunning((n) => n - 1);
      if (conversation) onHead(conversation);
      onDone();
      return problem ?? null;
    },
    [client, onHead, onDone],
  );
  return useMemo(() => ({ busy: running > 0, take }), [running, take]);
}
