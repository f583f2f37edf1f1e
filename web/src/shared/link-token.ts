/** The token of a mail's link, taken out of the address bar at once: it must not lie in the history. */
import { useState } from "react";

export function useLinkToken(): string | null {
  const [token] = useState(() => {
    const found = /^#t=([A-Za-z0-9_-]+)$/.exec(window.location.hash)?.[1] ?? null;
    if (found !== null) window.history.replaceState(window.history.state, "", window.location.pathname);
    return found;
  });
  return token;
}
