/** The window is called what the page's heading says: tabs, history and screen readers tell the pages apart. */
import { useEffect, type RefObject } from "react";
import { useIntl } from "react-intl";

export function useTitle(main: RefObject<HTMLElement | null>): void {
  const name = useIntl().formatMessage({ id: "app.name" });
  useEffect(() => {
    const root = main.current;
    if (!root) return undefined;
    const take = () => {
      const heading = root.querySelector("h1")?.textContent.trim() ?? "";
      const title = heading === "" || heading === name ? name : `${heading} · ${name}`;
      if (document.title !== title) document.title = title;
    };
    take();
    const observer = new MutationObserver(take);
    observer.observe(root, { childList: true, subtree: true, characterData: true });
    return () => observer.disconnect();
  }, [main, name]);
}
