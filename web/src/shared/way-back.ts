/**
 * A page that was left to do something first, and that is gone on with after it. It
 * travels with the step of the browser's history, so that a reload keeps it and a link
 * from elsewhere does not have it.
 */
import { useLocation } from "react-router";

export interface WayBack {
  readonly back: "/pay";
  /** What is to be done first. */
  readonly first: "add-card";
}

/** For the link that leaves. */
export const addCardFirst: WayBack = { back: "/pay", first: "add-card" };

/** The page to come back to, on the page that was gone to; null when nobody waits. */
export function useWayBack(): WayBack | null {
  const state: unknown = useLocation().state;
  const known = typeof state === "object" && state !== null && "back" in state && state.back === addCardFirst.back;
  return known ? addCardFirst : null;
}
