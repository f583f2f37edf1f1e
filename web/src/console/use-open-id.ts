/** Which conversation is open: it stands in the address, so that a reload and the back key keep to it. */
import { useCallback, useSyncExternalStore } from "react";

const base = "/console";
const id = /^\/console\/([0-9a-f-]{36}|board)$/;

/** What stands in the place of an id when the board is open. */
export const boardId = "board";

function read(): string | null {
  return id.exec(location.pathname)?.[1] ?? null;
}

function onChange(listener: () => void): () => void {
  window.addEventListener("popstate", listener);
  return () => window.removeEventListener("popstate", listener);
}

/** The id, and how to open another one (null: none). */
export function useOpenId(): readonly [string | null, (next: string | null) => void] {
  const open = useCallback((next: string | null) => {
    if (next === read()) return;
    history.pushState(null, "", next ? `${base}/${next}` : base);
    window.dispatchEvent(new PopStateEvent("popstate"));
  }, []);
  return [useSyncExternalStore(onChange, read), open];
}
