/** What can be done with a message of the thread; shown where the pointer or the focus is. */
import { useIntl } from "react-intl";
import { HideIcon } from "../icons";
import classes from "../desk.module.css";

export function MessageTools({ onHide }: { readonly onHide: () => void }) {
  const label = useIntl().formatMessage({ id: "desk.hide" });
  return (
    <button type="button" className={classes.messageTool} aria-label={label} title={label} onClick={onHide}>
      <HideIcon size={14} />
    </button>
  );
}
