/** The board's figures, asked for anew every few seconds while somebody looks. */
import { useEffect, useState } from "react";
import type { BoardNowQuery } from "../../gql/graphql";
import { useConnection } from "../connection";
import { BoardNow } from "./operations";

export type BoardValue = BoardNowQuery["board"];

/** Figures older than this are not live, in milliseconds. */
const every = 5_000;

export function useBoard(): { readonly value: BoardValue | null; readonly failed: boolean } {
  const { client } = useConnection();
  const [found, setFound] = useState<{ value: BoardValue | null; failed: boolean }>({ value: null, failed: false });
  useEffect(() => {
    let stopped = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      if (document.visibilityState === "visible") {
        const { data } = await client.query(BoardNow, {}, { requestPolicy: "network-only" }).toPromise();
        if (stopped) return;
        setFound((held) => (data ? { value: data.board, failed: false } : { ...held, failed: true }));
      }
      timer = setTimeout(() => void ask(), every);
    };
    void ask();
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [client]);
  return found;
}
