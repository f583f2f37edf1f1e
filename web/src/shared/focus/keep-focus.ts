/**
 * The keyboard's place in the page is never lost. Browsers drop the focus to the body
 * when what has it is taken away or switched off (a form that becomes "sent", a button
 * that waits for its answer, a dialog that closes); whoever has no mouse would begin
 * again at the top. It is given back to the same thing once that is switched on again,
 * else to the heading of what took its place.
 */

/** Where the reader goes on when an element is gone: a heading inside the first of its former ancestors that is still there. */
export function successor(ancestors: readonly Element[], root: Element): HTMLElement | null {
  for (const ancestor of [...ancestors, root]) {
    if (!ancestor.isConnected || !root.contains(ancestor)) continue;
    const heading = ancestor.querySelector<HTMLElement>("h1, h2, h3");
    if (heading) return heading;
  }
  return root.querySelector<HTMLElement>("h1");
}

/** Puts the focus on what can't be pressed, too. */
export function bringTo(element: HTMLElement): void {
  if (element.tabIndex < 0 && !element.hasAttribute("tabindex")) element.tabIndex = -1;
  element.focus();
}

function isOff(element: Element): boolean {
  return element.matches(":disabled, [inert] *");
}

/** Watches the page from now on; gives back what ends it. */
export function keepFocus(root: HTMLElement): () => void {
  let last: HTMLElement | null = null;
  let ancestors: Element[] = [];
  const remember = (event: FocusEvent) => {
    if (!(event.target instanceof HTMLElement) || event.target === document.body) return;
    last = event.target;
    ancestors = [];
    for (let a = last.parentElement; a && a !== document.body; a = a.parentElement) ancestors.push(a);
  };
  const leave = (event: FocusEvent) => {
    // Somebody pressed beside everything: that is their wish. What is taken away or switched off stays remembered.
    if (event.target === last && event.relatedTarget === null && last?.isConnected === true && !isOff(last)) {
      queueMicrotask(() => {
        if (last?.isConnected === true && !isOff(last) && document.activeElement === document.body) last = null;
      });
    }
  };
  const look = () => {
    if (last === null || (document.activeElement !== document.body && document.activeElement !== null)) return;
    if (last.isConnected) {
      if (!isOff(last)) bringTo(last);
      return;
    }
    const next = successor(ancestors, root);
    if (next) bringTo(next);
  };
  const observer = new MutationObserver(look);
  observer.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["disabled", "inert"] });
  document.addEventListener("focusin", remember);
  document.addEventListener("focusout", leave);
  return () => {
    observer.disconnect();
    document.removeEventListener("focusin", remember);
    document.removeEventListener("focusout", leave);
  };
}
