/** The text somebody has begun to write, as a React state that survives a reload. */
import { useCallback, useEffect, useRef, useState } from "react";
import { readDraft, writeDraft } from "./draft";
import type { Keep } from "./keep";

/** The draft, kept a moment after the last key and when the page goes. */
export function useDraft(keep: Keep, conversationId: string): readonly [string, (text: string) => void] {
  const [text, setText] = useState(() => readDraft(keep, conversationId));
  const latest = useRef(text);
  const save = useCallback(() => writeDraft(keep, conversationId, latest.current), [keep, conversationId]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const set = useCallback(
    (next: string) => {
      latest.current = next;
      setText(next);
      clearTimeout(timer.current);
      timer.current = setTimeout(save, next === "" ? 0 : 300);
    },
    [save],
  );
  useEffect(() => {
    window.addEventListener("pagehide", save);
    return () => {
      window.removeEventListener("pagehide", save);
      clearTimeout(timer.current);
      save();
    };
  }, [save]);
  return [text, set];
}
