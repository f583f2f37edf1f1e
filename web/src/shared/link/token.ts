/**
 * The token of a mail's link. It stands in the address's fragment, which no server
 * and no referrer sees, and leaves the address bar at once (rules.md, "Doors and
 * sessions").
 */

/** The token in a fragment like "#t=…", null for none. */
export function tokenIn(hash: string): string | null {
  return new URLSearchParams(hash.replace(/^#/, "")).get("t");
}

/** Takes the fragment out of the address bar and out of the history. */
export function cleanAddress(page: Pick<Window, "history" | "location"> = window): void {
  if (page.location.hash === "") return;
  page.history.replaceState(page.history.state, "", page.location.pathname + page.location.search);
}
