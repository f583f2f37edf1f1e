/** Notes, labels and the rating of the open conversation, asked for anew at every ring of its bell. */
import { useCallback, useEffect, useRef, useState } from "react";
import { waitAfter } from "../../conversation/backoff";
import type { BesideQuery } from "../../gql/graphql";
import { useConnection } from "../connection";
import { useDesk } from "../desk-context";
import { Beside } from "./operations";

export type BesideValue = NonNullable<BesideQuery["conversation"]>;
export type Note = BesideValue["notes"][number];

export interface LiveBeside {
  readonly value: BesideValue | null;
  readonly reload: () => void;
}

export function useBeside(id: string): LiveBeside {
  const { client } = useConnection();
  const { bell } = useDesk();
  const [value, setValue] = useState<BesideValue | null>(null);
  const [asked, setAsked] = useState(0);
  const failures = useRef(0);
  const reload = useCallback(() => setAsked((n) => n + 1), []);
  useEffect(() => bell.on(id, reload), [bell, id, reload]);
  useEffect(() => {
    let stopped = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      const { data, error } = await client.query(Beside, { id }, { requestPolicy: "network-only" }).toPromise();
      if (stopped) return;
      if (error || !data) {
        timer = setTimeout(() => void ask(), waitAfter(++failures.current, Math.random));
        return;
      }
      failures.current = 0;
      setValue(data.conversation ?? null);
    };
    void ask();
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [client, id, asked]);
  return { value, reload };
}
