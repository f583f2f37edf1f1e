/** One conversation of a list. */
import { FormattedMessage, useIntl } from "react-intl";
import { type Entry, isUnread } from "./lists";
import { urgency, useAgo } from "./wait";
import classes from "./lists-column.module.css";

interface Props {
  readonly conversation: Entry;
  readonly now: number;
  readonly open: boolean;
  /** Its proposal waits for a supervisor. */
  readonly proposed: boolean;
  readonly onOpen: () => void;
}

export function ListRow({ conversation: c, now, open, proposed, onOpen }: Props) {
  const intl = useIntl();
  const ago = useAgo();
  const since = c.queuedAt ?? c.lastAt;
  const unread = isUnread(c) && !open;
  return (
    <li>
      <button type="button" className={classes.row} aria-current={open || undefined} onClick={onOpen}>
        <span className={classes.line}>
          <span className={classes.name} data-unread={unread || undefined}>
            {c.customerName || intl.formatMessage({ id: "console.noName" })}
          </span>
          <time
            className={classes.when}
            dateTime={since}
            data-urgency={c.state === "QUEUED" ? urgency(now - Date.parse(since)) : undefined}
          >
            {ago(since, now)}
          </time>
        </span>
        <span className={classes.line}>
          <span className={classes.preview} dir="auto">
            {c.preview || intl.formatMessage({ id: "console.noText" })}
          </span>
          {unread && (
            <span className={classes.dot}>
              <span className={classes.unseen}>
                <FormattedMessage id="console.unread" />
              </span>
            </span>
          )}
        </span>
        <span className={classes.tags}>
          <FormattedMessage id={`console.topic.${c.topic}`} />
          {" · "}
          <FormattedMessage id={`console.proof.${c.proof}`} />
          {c.state === "ON_HOLD" && (
            <>
              {" · "}
              <FormattedMessage id="desk.list.onHold" />
            </>
          )}
          {c.ownerName !== "" && !c.mine && (
            <>
              {" · "}
              {c.ownerName}
            </>
          )}
          {(c.labels ?? []).map((label) => (
            <span key={label} className={classes.label}>
              {label}
            </span>
          ))}
          {proposed && (
            <strong className={classes.approval}>
              <FormattedMessage id="console.approvalWaits" />
            </strong>
          )}
        </span>
      </button>
    </li>
  );
}
