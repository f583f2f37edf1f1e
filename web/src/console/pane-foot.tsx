/** Where an answer or a note is written; where no answer can be, why and what can be done. */
import { Button } from "@mantine/core";
import type { Ref } from "react";
import { FormattedMessage } from "react-intl";
import type { Conversation } from "../conversation/types";
import { useDesk } from "./desk-context";
import { type ReplyActs, ReplyBox } from "./reply/reply-box";
import { TransferConversation } from "./notes/operations";
import type { Step } from "./use-step";

interface Props {
  readonly head: Conversation;
  readonly actsRef: Ref<ReplyActs>;
  readonly step: Step;
  readonly onTake: () => void;
  readonly onTakeOver: () => void;
  readonly onWriting: (text: string) => void;
  readonly onNoted: () => void;
}

/** Whether the operator may write to the customer now. */
export function canReply(head: Conversation): boolean {
  return head.mine && (head.state === "ACTIVE" || head.state === "ON_HOLD");
}

export function PaneFoot({ head, actsRef, step, onTake, onTakeOver, onWriting, onNoted }: Props) {
  return (
    <ReplyBox
      ref={actsRef}
      head={head}
      canReply={canReply(head)}
      instead={<Instead {...{ head, step, onTake, onTakeOver }} />}
      hint={head.state === "ON_HOLD" && head.mine && <FormattedMessage id="desk.onHold" />}
      onWriting={onWriting}
      onNoted={onNoted}
    />
  );
}

function Instead({ head, step, onTake, onTakeOver }: Pick<Props, "head" | "step" | "onTake" | "onTakeOver">) {
  const { supervisor } = useDesk();
  const running = head.state === "ACTIVE" || head.state === "ON_HOLD";
  return (
    <>
      <span>
        <FormattedMessage
          id={`console.foot.${head.state}`}
          values={{ owner: head.ownerName === "" ? "none" : "some", name: head.ownerName }}
        />
      </span>
      {head.state === "QUEUED" && (
        <Button loading={step.busy} onClick={onTake}>
          <FormattedMessage id="console.take" />
        </Button>
      )}
      {running && supervisor && (
        <Button variant="default" loading={step.busy} onClick={onTakeOver}>
          <FormattedMessage id="desk.takeOver" />
        </Button>
      )}
    </>
  );
}

/** What a supervisor who takes over sends: the conversation is handed to themself, and everybody sees it. */
export function takeOver(step: Step, conversationId: string, operatorId: string) {
  return step.take(TransferConversation, { input: { conversationId, operatorId, note: null } });
}
