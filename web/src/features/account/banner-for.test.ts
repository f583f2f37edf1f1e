import { expect, test } from "vitest";
import type { RecoveryState } from "../../gql/graphql";
import { bannerFor } from "./banner-for";

test.each<[RecoveryState | null, "underWay" | "waits" | null, string]>([
  [null, null, "no recovery"],
  ["REQUESTED", "underWay", "a mail was asked for, maybe by a stranger"],
  ["ANSWERED", "underWay", "one step from a new password"],
  ["LOCKED", "underWay", "somebody guessed, and may go to the support service"],
  ["ESCALATED", "underWay", "somebody asks the support service for it"],
  ["RESET_APPROVED", "underWay", "the password form is open"],
  ["PASSWORD_SET", "waits", "the new password can still be taken back"],
  ["DONE", null, "over"],
  ["CANCELLED", null, "over"],
  ["FROZEN", null, "stopped: the page says that the account is held"],
])("%s: %s, for %s", (state, banner) => {
  expect(bannerFor(state)).toBe(banner);
});
