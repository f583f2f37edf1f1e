/** The recovery this browser holds, as the server told it last. */
import { useCallback, useState } from "react";
import { useQuery } from "urql";
import type { RecoveryNowQuery } from "../../gql/graphql";
import { RecoveryNow } from "./operations";
import { stageOf } from "./stage";

export type RecoveryFlow = NonNullable<RecoveryNowQuery["recoveryFlow"]>;

export interface Recovery {
  /** loading until the first answer; failed when there was none. */
  readonly status: "loading" | "failed" | "ready";
  readonly flow: RecoveryFlow | null;
  /** A customer with an account may ask without captcha and address. */
  readonly registered: boolean;
  /** Takes the flow that a step answered with. */
  readonly take: (flow: RecoveryFlow | null) => void;
  /** Asks the server where the recovery stands. */
  readonly refresh: () => void;
}

export function useRecovery(): Recovery {
  const [{ data, error }, ask] = useQuery({ query: RecoveryNow, requestPolicy: "network-only" });
  const [taken, setTaken] = useState<{ readonly since: typeof data; readonly flow: RecoveryFlow | null } | null>(null);
  // What a step answered with counts until the server has told anything newer. Of one that
  // was cancelled it tells nothing more: its end stays to be read.
  const over = data?.recoveryFlow == null && taken?.flow != null && stageOf(taken.flow) === "ended";
  const flow = taken && (taken.since === data || over) ? taken.flow : (data?.recoveryFlow ?? null);
  return {
    status: data ? "ready" : error ? "failed" : "loading",
    flow,
    registered: data?.viewer?.stage === "REGISTERED",
    take: useCallback((next: RecoveryFlow | null) => setTaken({ since: data, flow: next }), [data]),
    refresh: useCallback(() => ask({ requestPolicy: "network-only" }), [ask]),
  };
}
