/** A dot that says whether somebody takes conversations. Words stand beside it. */
import type { Colleague } from "./use-team";
import classes from "./team.module.css";

export function Presence({ state }: { readonly state: Colleague["state"] | undefined }) {
  return <span className={classes.presence} data-state={state} aria-hidden="true" />;
}
