/** A new page begins at its heading, for eyes and ears; the first one leaves the focus alone. */
import { useEffect, useRef, type RefObject } from "react";
import { bringTo } from "./keep-focus";

/** Pages that are still loading have no heading yet; so long is waited for one. */
const waitsFor = 20_000;

export function useArrival(page: string, main: RefObject<HTMLElement | null>): void {
  const before = useRef(page);
  useEffect(() => {
    if (before.current === page) return undefined;
    before.current = page;
    const root = main.current;
    if (!root) return undefined;
    window.scrollTo(0, 0);
    const arrive = () => {
      const heading = root.querySelector<HTMLElement>("h1");
      if (!heading) return false;
      // Whoever is in a field already stays there.
      const busy = document.activeElement !== root && document.activeElement !== document.body && root.contains(document.activeElement);
      if (!busy) bringTo(heading);
      return true;
    };
    if (arrive()) return undefined;
    root.focus(); // what was pressed is gone, what comes is not there
    const observer = new MutationObserver(() => {
      if (arrive()) observer.disconnect();
    });
    observer.observe(root, { childList: true, subtree: true });
    const enough = setTimeout(() => observer.disconnect(), waitsFor);
    return () => {
      observer.disconnect();
      clearTimeout(enough);
    };
  }, [page, main]);
}
