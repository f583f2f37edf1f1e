/** Said when an answer is late, so that nobody presses twice or leaves: over the page, so that nothing in it moves. */
import { useSyncExternalStore } from "react";
import { FormattedMessage } from "react-intl";
import { inFlight } from "../shared/graphql/in-flight";
import { WaitIcon } from "../shared/look/icons";
import classes from "./shell.module.css";

export function StillWorking({ online }: { readonly online: boolean }) {
  const late = useSyncExternalStore(inFlight.onChange, inFlight.late);
  return (
    // There from the start: what appears together with its words is not read out by every reader.
    <div role="status" className={classes.late} data-shown={late && online}>
      {late && online && (
        <>
          <WaitIcon size={18} />
          <span>
            <FormattedMessage id="app.late" />
          </span>
        </>
      )}
    </div>
  );
}
