/** Puts the same thing done several times in a row into one line. */
export interface Entry {
  /** RFC 3339. */
  readonly at: string;
  readonly action: string;
  readonly detail: readonly { readonly name: string; readonly value: string }[];
}

export interface Group extends Entry {
  readonly times: number;
}

const same = (a: Entry, b: Entry) => a.action === b.action && JSON.stringify(a.detail) === JSON.stringify(b.detail);

/** Newest first, as they come; a group has the time of its newest. */
export function groupActivity(entries: readonly Entry[]): readonly Group[] {
  const groups: Group[] = [];
  for (const entry of entries) {
    const last = groups.at(-1);
    if (last && same(last, entry)) groups[groups.length - 1] = { ...last, times: last.times + 1 };
    else groups.push({ ...entry, times: 1 });
  }
  return groups;
}
