/** When the session ends, as the page knows it: told by the server in seconds from now, because the page's own clock may be another one. */

/** How often a page that somebody sees says that it is there. The server counts that as activity. */
export const beatEvery = 60_000;
/** From how long before the end the page says that it comes. */
export const warnFrom = 5 * 60_000;

export interface SessionClock {
  /** By this browser's clock, in milliseconds. */
  readonly endsAt: number;
  /** Whether the end comes whatever is done: nothing but a new sign-in moves it. */
  readonly final: boolean;
}

/** What an answer says; asking was activity, so an end that is near all the same is one that nothing moves. */
export function heard(endsIn: number, now: number): SessionClock {
  return { endsAt: now + endsIn * 1000, final: endsIn * 1000 <= warnFrom };
}

/** Whole minutes to be warned of, null while the end is far. One is never shown as none. */
export function minutesLeft(clock: SessionClock, now: number): number | null {
  const left = clock.endsAt - now;
  return left > warnFrom ? null : Math.max(1, Math.ceil(left / 60_000));
}
