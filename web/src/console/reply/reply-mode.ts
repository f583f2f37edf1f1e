/** Whether one writes to the customer or for colleagues; it belongs to the conversation and survives a reload. */
import { useCallback, useState } from "react";
import { browserKeep } from "../../conversation/keep";

export type ReplyMode = "reply" | "note";

export function useReplyMode(conversationId: string): readonly [ReplyMode, (mode: ReplyMode) => void] {
  const name = `mode.${conversationId}`;
  const [mode, setMode] = useState<ReplyMode>(() => (browserKeep.get(name) === "note" ? "note" : "reply"));
  const set = useCallback(
    (next: ReplyMode) => {
      setMode(next);
      if (next === "note") browserKeep.set(name, next);
      else browserKeep.remove(name);
    },
    [name],
  );
  return [mode, set];
}
