/** Which commands fit what was typed: every word has to be found, in any order; those that begin with it come first. */
export interface Findable {
  readonly label: string;
  readonly detail?: string;
}

/** Letters without their accents, in lower case: αριθμός is found by αριθμος. */
export function folded(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

export function matching<T extends Findable>(all: readonly T[], typed: string): readonly T[] {
  const words = folded(typed)
    .split(/\s+/)
    .filter((word) => word !== "");
  if (words.length === 0) return all;
  const ranked = all.flatMap((one) => {
    const label = folded(one.label);
    const whole = `${label} ${folded(one.detail ?? "")}`;
    if (!words.every((word) => whole.includes(word))) return [];
    const first = words[0] ?? "";
    return [{ one, rank: label.startsWith(first) ? 0 : label.includes(first) ? 1 : 2 }];
  });
  return ranked.toSorted((a, b) => a.rank - b.rank).map((r) => r.one);
}
