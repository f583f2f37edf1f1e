/**
 * The messages of a conversation, newest at the bottom.
 *
 * Props:
 * - `chat`: what useConversation gives.
 * - `side`: who looks; says whose bubbles stand at the end and how facts are told.
 * - `card(message)`: a slot for rows that are no texts. What it returns stands in
 *   place of the plain line; undefined leaves the line.
 * - `tools(message)`: what can be done with a text, beside its bubble.
 * - `marksRead`: whether looking at it marks it as read (an operator who only
 *   watches marks nothing).
 *
 * It keeps to the bottom while the reader is there, and keeps the reader's place
 * when older messages come in above. Rows out of sight cost no layout
 * (content-visibility), so ten thousand of them scroll.
 */
import { memo, type ReactNode, useMemo } from "react";
import { FormattedDate, FormattedMessage, useIntl } from "react-intl";
import { Bubble, UnsentBubble } from "./bubble";
import { sentenceOf } from "./facts";
import { layOut, type Row } from "./group";
import { DownIcon } from "./icons";
import { useThreadScroll } from "./use-thread-scroll";
import type { Chat } from "./use-conversation";
import type { Message } from "./types";
import classes from "./thread.module.css";

export type Side = "CUSTOMER" | "OPERATOR";

export interface ThreadProps {
  readonly chat: Chat;
  readonly side: Side;
  readonly card?: (message: Message) => ReactNode | undefined;
  readonly tools?: (message: Message) => ReactNode | undefined;
  readonly marksRead?: boolean;
}

export function Thread({ chat, side, card, tools, marksRead = true }: ThreadProps) {
  const intl = useIntl();
  const rows = useMemo(() => layOut(chat.messages), [chat.messages]);
  const { ref, top, below, toBottom } = useThreadScroll({
    first: chat.messages[0]?.seq ?? 0,
    last: chat.messages.at(-1)?.seq ?? 0,
    unsent: chat.unsent.length,
    hasOlder: chat.hasOlder,
    onOlder: chat.loadOlder,
    onSeen: marksRead ? chat.markRead : undefined,
    onEnd: chat.trim,
  });
  const readUpTo = side === "CUSTOMER" ? chat.conversation?.operatorReadSeq : chat.conversation?.customerReadSeq;
  return (
    <div className={classes.frame}>
      <div
        ref={ref}
        className={classes.thread}
        role="log"
        aria-live="polite"
        aria-relevant="additions"
        aria-busy={chat.loadingOlder}
        aria-label={intl.formatMessage({ id: "conversation.log" })}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls is reached by the keyboard (WCAG 2.1.1)
        tabIndex={0}
      >
        <div ref={top} className={classes.top}>
          {chat.loadingOlder && <FormattedMessage id="conversation.loadingOlder" />}
        </div>
        {rows.map((row) => (
          <ThreadRow key={row.message.seq} {...row} side={side} card={card} tools={tools} read={row.message.seq <= (readUpTo ?? 0)} />
        ))}
        {chat.unsent.map((entry) => (
          <UnsentBubble
            key={entry.clientId}
            entry={entry}
            onRetry={() => chat.retry(entry.clientId)}
            onDiscard={() => chat.discard(entry.clientId)}
          />
        ))}
      </div>
      {below > 0 && (
        <button type="button" className={classes.newer} onClick={toBottom}>
          <DownIcon size={14} />
          <FormattedMessage id="conversation.newBelow" values={{ count: below }} />
        </button>
      )}
    </div>
  );
}

interface ThreadRowProps extends Row {
  readonly side: Side;
  readonly card?: ((message: Message) => ReactNode | undefined) | undefined;
  readonly tools?: ((message: Message) => ReactNode | undefined) | undefined;
  readonly read: boolean;
}

/** Drawn anew only when something of it changes: of thousands of rows a new message changes two. */
const ThreadRow = memo(function ThreadRow({ message, newDay, first, last, side, card, tools, read }: ThreadRowProps) {
  return (
    <div className={classes.row} data-seq={message.seq} data-kind={message.kind}>
      {newDay && (
        <p className={classes.day}>
          <FormattedDate value={message.createdAt} weekday="long" day="numeric" month="long" year="numeric" />
        </p>
      )}
      {message.kind === "TEXT" ? (
        <Bubble {...{ message, first, last }} end={message.authorKind === side} read={message.mine ? read : null} tools={tools?.(message)} />
      ) : (
        (card?.(message) ?? <Fact message={message} side={side} />)
      )}
    </div>
  );
});

/** The plain line for something that happened. */
export function Fact({ message, side }: { readonly message: Message; readonly side: Side }) {
  const intl = useIntl();
  const { id, values } = sentenceOf(message, side);
  return (
    <p className={classes.fact}>
      <span>{intl.formatMessage({ id }, values)}</span>{" "}
      <time dateTime={message.createdAt}>{intl.formatTime(message.createdAt)}</time>
    </p>
  );
}

