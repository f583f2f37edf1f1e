/** One text of the thread, stored or on its way. */
import type { ReactNode } from "react";
import { FormattedMessage, FormattedTime, useIntl } from "react-intl";
import { ReadIcon, SentIcon, WaitingIcon } from "./icons";
import type { Unsent } from "./outbox";
import type { Row } from "./group";
import { detailOf } from "./types";
import classes from "./thread.module.css";

interface BubbleProps extends Pick<Row, "message" | "first" | "last"> {
  /** Whether the other side has read it; null for what the other side wrote. */
  readonly read: boolean | null;
  /** Which side of the thread it stands on. */
  readonly end: boolean;
  /** What can be done with it. */
  readonly tools?: ReactNode;
}

export function Bubble({ message, first, last, read, end, tools }: BubbleProps) {
  const intl = useIntl();
  const author = message.mine ? intl.formatMessage({ id: "conversation.you" }) : message.authorName;
  return (
    <div className={classes.run} data-end={end || undefined} data-first={first || undefined}>
      {first ? (
        <p className={classes.author}>{author}</p>
      ) : (
        <span className={classes.unseen}>{author}</span>
      )}
      <div className={classes.withTools}>
        <div className={classes.bubble} data-end={end || undefined} data-redacted={message.redactedAt ? true : undefined}>
          <p className={classes.text} dir="auto">
            {message.redactedAt && message.body === "" ? <FormattedMessage id="conversation.removed" /> : wordsOf(intl, message)}
          </p>
        </div>
        {tools && <span className={classes.tools}>{tools}</span>}
      </div>
      {last && (
        <p className={classes.foot}>
          <time dateTime={message.createdAt} title={intl.formatDate(message.createdAt, { dateStyle: "full", timeStyle: "medium" })}>
            <FormattedTime value={message.createdAt} />
          </time>
          {read !== null && <Mark read={read} />}
        </p>
      )}
    </div>
  );
}

/** A ready sentence of the other side in the reader's language; everything else as it was written. */
function wordsOf(intl: ReturnType<typeof useIntl>, message: Row["message"]): string {
  const id = `conversation.quick.${detailOf(message, "quick")}`;
  return !message.mine && id in intl.messages ? intl.formatMessage({ id }) : message.body;
}

function Mark({ read }: { readonly read: boolean }) {
  return (
    <span className={classes.mark} data-read={read || undefined}>
      {read ? <ReadIcon size={14} /> : <SentIcon size={14} />}
      <FormattedMessage id={read ? "conversation.read" : "conversation.sent"} />
    </span>
  );
}

interface UnsentBubbleProps {
  readonly entry: Unsent;
  readonly onRetry: () => void;
  readonly onDiscard: () => void;
}

export function UnsentBubble({ entry, onRetry, onDiscard }: UnsentBubbleProps) {
  const intl = useIntl();
  return (
    <div className={classes.run} data-end data-first>
      <span className={classes.unseen}>{intl.formatMessage({ id: "conversation.you" })}</span>
      <div className={classes.bubble} data-end data-unsent={entry.problem ? "failed" : "sending"}>
        <p className={classes.text} dir="auto">
          {entry.body}
        </p>
      </div>
      {entry.problem ? (
        <p className={classes.failed} role="alert">
          <FormattedMessage id="conversation.failed" values={{ reason: reasonOf(intl, entry) }} />{" "}
          <button type="button" className={classes.link} onClick={onRetry}>
            <FormattedMessage id="conversation.retry" />
          </button>{" "}
          <button type="button" className={classes.link} onClick={onDiscard}>
            <FormattedMessage id="conversation.discard" />
          </button>
        </p>
      ) : (
        <p className={classes.foot}>
          <span className={classes.mark}>
            <WaitingIcon size={14} />
            <FormattedMessage id="conversation.sending" />
          </span>
        </p>
      )}
    </div>
  );
}

/** The refusal in the reader's words; a code of a newer server comes with its own sentence. */
function reasonOf(intl: ReturnType<typeof useIntl>, entry: Unsent): string {
  const id = `conversation.problem.${entry.problem?.code ?? ""}`;
  return id in intl.messages ? intl.formatMessage({ id }) : (entry.problem?.message ?? "");
}
