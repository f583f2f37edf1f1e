/**
 * Remembers, for this tab, that a mail was asked for: phones throw a page away while
 * its owner reads mail, and the code is typed in here afterwards.
 */
const name = "walletdesk.recovery.asked";
/** As long as the mail's link and code work, in milliseconds. */
const validFor = 60 * 60 * 1000;

type Store = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** Notes that a mail was asked for now. */
export function noteAsked(now: number, store: () => Store = tab): void {
  attempt(() => store().setItem(name, String(now)));
}

/** Whether a mail was asked for whose code may still come. */
export function wasAsked(now: number, store: () => Store = tab): boolean {
  const at = Number(attempt(() => store().getItem(name)) ?? NaN);
  return at <= now && now - at < validFor;
}

export function forgetAsked(store: () => Store = tab): void {
  attempt(() => store().removeItem(name));
}

function tab(): Store {
  return window.sessionStorage;
}

/** Where storage is forbidden the page forgets; nothing else is lost. */
function attempt<T>(act: () => T): T | null {
  try {
    return act();
  } catch {
    return null;
  }
}
