/**
 * What GraphiQL keeps between loads: each door's tabs under names of their own, and
 * only as long as the browser's tab lives, because passwords get typed into variables.
 */
import type { GraphiQLProps } from "graphiql";

type Storage = NonNullable<GraphiQLProps["storage"]>;

export function tabStorage(door: string, kept: globalThis.Storage): Storage {
  const start = `playground:${door}:`;
  const names = () => Object.keys(kept).filter((name) => name.startsWith(start));
  return {
    getItem: (name) => kept.getItem(start + name),
    setItem: (name, value) => kept.setItem(start + name, value),
    removeItem: (name) => kept.removeItem(start + name),
    clear: () => {
      for (const name of names()) kept.removeItem(name);
    },
    get length() {
      return names().length;
    },
  };
}
