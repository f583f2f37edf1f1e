/** What the support page keeps in this browser; signing out forgets it with the drafts. */
import { browserKeep, type Keep } from "../../conversation/keep";

/** The conversation opened last that no recovery leads to, "" for none. */
export function openedConversation(keep: Keep = browserKeep): string {
  return keep.get("support.opened") ?? "";
}

export function keepOpened(id: string, keep: Keep = browserKeep): void {
  if (id === "") keep.remove("support.opened");
  else keep.set("support.opened", id);
}

/** Whether the account's own person is known to have signed in for a case. */
export function signedInFor(id: string, keep: Keep = browserKeep): boolean {
  return keep.get(`support.signed-in.${id}`) !== null;
}

export function keepSignedIn(id: string, keep: Keep = browserKeep): void {
  keep.set(`support.signed-in.${id}`, "yes");
}
