/** Everything an operator can do with the open conversation, for buttons, keys and the command bar alike. */
import { useEffect, useRef, useState } from "react";
import { useIntl } from "react-intl";
import { type Chat, useConversation } from "../conversation/use-conversation";
import type { Conversation } from "../conversation/types";
import { type Problem, tell as inWords } from "./act";
import type { CaseTab } from "./case-panel";
import { useDesk } from "./desk-context";
import { HoldConversation } from "./notes/operations";
import { type LiveBeside, useBeside } from "./notes/use-beside";
import { TakeConversation } from "./operations";
import { canReply, takeOver } from "./pane-foot";
import type { ReplyActs } from "./reply/reply-box";
import { type LiveCase, useCase } from "./use-case";
import { type Step, useStep } from "./use-step";

/** What is open above the conversation. */
export type Over = "resolve" | "transfer" | "labels" | { readonly hide: number } | null;

export interface Pane {
  readonly chat: Chat;
  readonly head: Conversation | null;
  readonly kase: LiveCase;
  readonly beside: LiveBeside;
  readonly step: Step;
  readonly over: Over;
  readonly setOver: (over: Over) => void;
  readonly tab: CaseTab;
  readonly setTab: (tab: CaseTab) => void;
  readonly reply: React.RefObject<ReplyActs | null>;
  /** Whether the operator may put it on hold, resolve it or hand it on now. */
  readonly may: { readonly hold: boolean; readonly resolve: boolean; readonly transfer: boolean; readonly takeOver: boolean };
  readonly take: () => Promise<void>;
  readonly takeOver: () => Promise<void>;
  readonly hold: () => Promise<void>;
}

export function usePane(id: string, onTaken: () => void): Pane {
  const intl = useIntl();
  const { tell, supervisor, operator, postRoom } = useDesk();
  const chat = useConversation(id);
  const kase = useCase(id, chat.factSeq);
  const beside = useBeside(id);
  const step = useStep(chat.takeHead, () => {
    kase.reload();
    beside.reload();
  });
  const [over, setOver] = useState<Over>(null);
  const [tab, setTab] = useState<CaseTab>("case");
  const reply = useRef<ReplyActs>(null);
  const head = chat.conversation;
  const { send } = chat;
  useEffect(() => postRoom.attach(id, send), [postRoom, id, send]);

  const running = head?.state === "ACTIVE" || head?.state === "ON_HOLD";
  const may = {
    hold: head !== null && head.mine && head.state === "ACTIVE",
    resolve: head !== null && canReply(head),
    transfer: running && (head.mine || supervisor),
    takeOver: running && !head.mine && supervisor,
  };
  const after = (problem: Problem | null, done?: () => void) => {
    if (problem) tell(inWords(intl, problem));
    else done?.();
  };
  return {
    chat,
    head,
    kase,
    beside,
    step,
    over,
    setOver,
    tab,
    setTab,
    reply,
    may,
    async take() {
      if (head?.state === "QUEUED") after(await step.take(TakeConversation, { input: { conversationId: id } }), onTaken);
    },
    async takeOver() {
      if (may.takeOver) after(await takeOver(step, id, operator.id), onTaken);
    },
    async hold() {
      if (may.hold)
        after(await step.take(HoldConversation, { input: { conversationId: id } }), () =>
          tell(intl.formatMessage({ id: "desk.held.done" })),
        );
    },
  };
}
