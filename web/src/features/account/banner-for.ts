/** What the banner says of a recovery: every session shows it until the recovery is over. */
import type { RecoveryState } from "../../gql/graphql";

const ended: ReadonlySet<RecoveryState> = new Set<RecoveryState>(["DONE", "EXPIRED", "CANCELLED", "SUPERSEDED", "FROZEN", "DECLINED"]);

/** Nothing, that one is under way, or that its new password is set and waits. */
export function bannerFor(state: RecoveryState | null | undefined): "underWay" | "waits" | null {
  if (state == null || ended.has(state)) return null;
  return state === "PASSWORD_SET" ? "waits" : "underWay";
}
