/** How long to wait before another try: 1, 2, 4 … at most 30 seconds, 30 % jitter. */
const firstWait = 1_000;
const longestWait = 30_000;
const jitter = 0.3;

/** Milliseconds to wait after so many failures in a row (1 and up). */
export function waitAfter(failures: number, random: () => number): number {
  const wait = Math.min(longestWait, firstWait * 2 ** Math.min(failures - 1, 10));
  return Math.round(wait * (1 - jitter + 2 * jitter * random()));
}
