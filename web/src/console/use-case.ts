/** The case behind the open conversation, asked for anew after every row that is not a text. */
import { useCallback, useEffect, useRef, useState } from "react";
import { waitAfter } from "../conversation/backoff";
import type { CaseDocumentFragment, CaseOfQuery } from "../gql/graphql";
import { useConnection } from "./connection";
import { CaseOf } from "./operations";

type Found = NonNullable<CaseOfQuery["conversation"]>;
export type Case = NonNullable<Found["case"]>;
export type CaseDocument = CaseDocumentFragment;
export type CheckLine = Case["checklist"][number];
export type Proposal = NonNullable<Case["proposal"]>;
export type DocumentRequest = Found["documentRequests"][number];

export interface LiveCase {
  readonly status: "loading" | "ready" | "failed";
  readonly value: Case | null;
  readonly requests: readonly DocumentRequest[];
  readonly reload: () => void;
}

/** `version` changes when the case may have changed. */
export function useCase(id: string, version: number): LiveCase {
  const { client } = useConnection();
  const [found, setFound] = useState<Omit<LiveCase, "reload">>({ status: "loading", value: null, requests: [] });
  const [asked, setAsked] = useState(0);
  const reload = useCallback(() => setAsked((n) => n + 1), []);
  const failures = useRef(0);

  useEffect(() => {
    let stopped = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      const { data, error } = await client.query(CaseOf, { id }, { requestPolicy: "network-only" }).toPromise();
      if (stopped) return;
      if (error || !data) {
        setFound((held) => ({ ...held, status: held.value ? "ready" : "failed" }));
        timer = setTimeout(() => void ask(), waitAfter(++failures.current, Math.random));
        return;
      }
      failures.current = 0;
      const { conversation } = data;
      setFound({ status: "ready", value: conversation?.case ?? null, requests: conversation?.documentRequests ?? [] });
    };
    void ask();
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [client, id, version, asked]);

  return { ...found, reload };
}
