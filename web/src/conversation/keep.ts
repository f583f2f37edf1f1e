/**
 * What a conversation keeps in the browser: drafts and unsent messages, text
 * alone. Card numbers are hidden before anything is kept (hide-numbers.ts), and
 * signing out forgets all of it.
 */
const prefix = "walletdesk.chat.";

/** A place for words by name; in a browser its localStorage. */
export interface Keep {
  get(name: string): string | null;
  set(name: string, value: string): void;
  remove(name: string): void;
  /** The names that begin with these letters. */
  names(start: string): readonly string[];
}

/** Keeps in a Storage. Where it is forbidden or full, things are kept until the page goes. */
export function keepIn(storage: () => Storage): Keep {
  const here = new Map<string, string>();
  const attempt = <T>(act: (s: Storage) => T, otherwise: T): T => {
    try {
      return act(storage());
    } catch {
      return otherwise; // forbidden or full: the page's own memory has it
    }
  };
  return {
    get: (name) => here.get(name) ?? attempt((s) => s.getItem(prefix + name), null),
    set(name, value) {
      const kept = attempt((s) => {
        s.setItem(prefix + name, value);
        return true;
      }, false);
      if (kept) here.delete(name);
      else here.set(name, value);
    },
    remove(name) {
      here.delete(name);
      attempt((s) => s.removeItem(prefix + name), undefined);
    },
    names(start) {
      const stored = attempt(
        (s) =>
          Array.from({ length: s.length }, (_, i) => s.key(i) ?? "")
            .filter((key) => key.startsWith(prefix + start))
            .map((key) => key.slice(prefix.length)),
        [] as string[],
      );
      return [...new Set([...stored, ...[...here.keys()].filter((n) => n.startsWith(start))])];
    },
  };
}

/** The browser's own. */
export const browserKeep: Keep = keepIn(() => window.localStorage);

/** What one tab keeps over a reload. */
export const tabKeep: Keep = keepIn(() => window.sessionStorage);

/** Forgets every draft and unsent message of this browser: call it when signing out. */
export function forgetConversations(...keeps: readonly Keep[]): void {
  for (const keep of keeps.length > 0 ? keeps : [browserKeep, tabKeep]) for (const name of keep.names("")) keep.remove(name);
}
