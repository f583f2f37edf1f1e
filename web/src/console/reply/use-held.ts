/** The post room as a conversation sees it. */
import { useMemo, useSyncExternalStore } from "react";
import { useDesk } from "../desk-context";
import type { Held } from "./post-room";

export interface HeldHere {
  readonly held: readonly Held[];
  readonly send: (body: string) => void;
  readonly takeBack: (clientId: string) => string | null;
  readonly go: (clientId: string) => void;
}

export function useHeld(conversationId: string): HeldHere {
  const { postRoom } = useDesk();
  const all = useSyncExternalStore(postRoom.onChange, postRoom.list);
  return useMemo(
    () => ({
      held: all.filter((e) => e.conversationId === conversationId),
      send: (body) => postRoom.post(conversationId, body),
      takeBack: (clientId) => postRoom.takeBack(clientId),
      go: (clientId) => postRoom.go(clientId),
    }),
    [all, conversationId, postRoom],
  );
}
