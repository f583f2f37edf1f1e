/** The canned replies of this desk, asked for once and after every change made here. */
import { useCallback, useEffect, useMemo, useState } from "react";
import { type Problem, unreachable } from "../act";
import { useConnection } from "../connection";
import type { Canned } from "./canned";
import { CannedReplies, SaveCannedReply } from "./operations";

export interface LiveCanned {
  readonly all: readonly Canned[];
  /** Asks anew: a colleague may have written one. */
  readonly reload: () => void;
  /** Stores one; an empty text removes it. Null when it was done. */
  readonly save: (reply: Canned) => Promise<Problem | null>;
}

export function useCanned(): LiveCanned {
  const { client, socket } = useConnection();
  const [all, setAll] = useState<readonly Canned[]>([]);
  const reload = useCallback(() => {
    void client
      .query(CannedReplies, {}, { requestPolicy: "network-only" })
      .toPromise()
      .then(({ data }) => {
        if (data) setAll(data.cannedReplies);
      });
  }, [client]);
  useEffect(() => {
    reload();
    return socket.on("connected", reload);
  }, [reload, socket]);
  const save = useCallback(
    async (input: Canned) => {
      const { shortcut, locale, body } = input;
      const { data } = await client.mutation(SaveCannedReply, { input: { shortcut, locale, body } }).toPromise();
      reload();
      return data ? (data.saveCannedReply.problem ?? null) : unreachable;
    },
    [client, reload],
  );
  return useMemo(() => ({ all, reload, save }), [all, reload, save]);
}
