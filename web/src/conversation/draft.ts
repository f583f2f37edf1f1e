/** The text somebody has begun to write, one a conversation; it survives a reload. */
import { hideNumbers } from "./hide-numbers";
import type { Keep } from "./keep";

/** The draft of a conversation, "" for none. */
export function readDraft(keep: Keep, conversationId: string): string {
  return keep.get(`draft.${conversationId}`) ?? "";
}

/** Keeps the draft; an empty one is forgotten. */
export function writeDraft(keep: Keep, conversationId: string, text: string): void {
  const name = `draft.${conversationId}`;
  if (text.trim() === "") keep.remove(name);
  else keep.set(name, hideNumbers(text));
}
