/** Where an answer is written, or why none can be. */
import { Button } from "@mantine/core";
import type { RefObject } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { Composer } from "../conversation/composer";
import type { Conversation } from "../conversation/types";
import type { Chat } from "../conversation/use-conversation";
import classes from "./desk.module.css";

interface Props {
  readonly head: Conversation;
  readonly chat: Chat;
  readonly inputRef: RefObject<HTMLTextAreaElement | null>;
  readonly taking: boolean;
  readonly onTake: () => void;
}

export function PaneFoot({ head, chat, inputRef, taking, onTake }: Props) {
  const intl = useIntl();
  const name = head.customerName || intl.formatMessage({ id: "console.noName" });
  if (head.mine && (head.state === "ACTIVE" || head.state === "ON_HOLD")) {
    return (
      <Composer
        conversationId={head.id}
        onSend={chat.send}
        inputRef={inputRef}
        label={intl.formatMessage({ id: "console.replyTo" }, { name })}
        placeholder={intl.formatMessage({ id: "console.replyTo" }, { name })}
        sendLabel={intl.formatMessage({ id: "console.sendTo" }, { name })}
      />
    );
  }
  return (
    <div className={classes.foot}>
      <span>
        <FormattedMessage
          id={`console.foot.${head.state}`}
          values={{ owner: head.ownerName === "" ? "none" : "some", name: head.ownerName }}
        />
      </span>
      {head.state === "QUEUED" && (
        <Button loading={taking} onClick={onTake}>
          <FormattedMessage id="console.take" />
        </Button>
      )}
    </div>
  );
}
