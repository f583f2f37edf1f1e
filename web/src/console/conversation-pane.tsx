/** The open conversation: its head, its thread, what can be written, and the case beside it. */
import { Drawer } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type Ref, useCallback, useImperativeHandle, useRef, useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { ConnectionBar } from "../conversation/connection-bar";
import { MaskedNotice } from "../conversation/masked-notice";
import { Thread } from "../conversation/thread";
import { useConversation } from "../conversation/use-conversation";
import { CasePanel } from "./case-panel";
import { DocumentLine } from "./document-line";
import { DocumentViewer } from "./document-viewer";
import { useDesk } from "./desk-context";
import { PaneFoot } from "./pane-foot";
import { PaneHead } from "./pane-head";
import { PaneLoading } from "./pane-loading";
import { ResolveDialog } from "./resolve-dialog";
import { useCase } from "./use-case";
import { useStep } from "./use-step";
import { TakeConversation } from "./operations";
import { tell as inWords } from "./act";
import classes from "./desk.module.css";

/** What keys do with the open conversation. */
export interface PaneActs {
  take: () => void;
  focus: () => void;
  resolve: () => void;
  documents: () => void;
  escape: () => void;
}

interface Props {
  readonly id: string;
  /** Whether the case has a column of its own. */
  readonly wide: boolean;
  readonly ref: Ref<PaneActs>;
  readonly onClose: () => void;
  readonly onTaken: () => void;
}

export function ConversationPane({ id, wide, ref, onClose, onTaken }: Props) {
  const intl = useIntl();
  const { tell } = useDesk();
  const chat = useConversation(id);
  const kase = useCase(id, chat.factSeq);
  const step = useStep(chat.takeHead, kase.reload);
  const [drawer, drawerActs] = useDisclosure(false);
  const [resolving, resolvingActs] = useDisclosure(false);
  const [viewing, setViewing] = useState<string | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const panel = useRef<HTMLElement>(null);
  const head = chat.conversation;

  const take = async () => {
    if (head?.state !== "QUEUED") return;
    const problem = await step.take(TakeConversation, { input: { conversationId: id } });
    if (problem) tell(inWords(intl, problem));
    else onTaken();
  };
  useImperativeHandle(ref, () => ({
    take: () => void take(),
    focus: () => field.current?.focus(),
    resolve: () => {
      if (head?.mine && (head.state === "ACTIVE" || head.state === "ON_HOLD")) resolvingActs.open();
    },
    documents: () => {
      if (!wide) drawerActs.open();
      else panel.current?.querySelector<HTMLElement>("[data-documents]")?.focus();
    },
    escape: () => {
      if (document.activeElement === field.current) field.current?.blur();
    },
  }));
  const card = useCallback(
    (message: Parameters<typeof DocumentLine>[0]["message"]) =>
      message.kind === "DOCUMENT" && message.code === "READY" ? (
        <DocumentLine message={message} onOpen={setViewing} />
      ) : undefined,
    [],
  );

  if (!head || chat.status === "absent") return <PaneLoading status={chat.status} onClose={onClose} />;
  const casePanel = <CasePanel chat={chat} head={head} kase={kase} step={step} viewing={viewing !== null} onView={setViewing} />;
  return (
    <div className={classes.paneAndCase}>
      <section className={classes.pane} aria-label={intl.formatMessage({ id: "console.thread" }, { name: head.customerName })}>
        <PaneHead
          head={head}
          wide={wide}
          taking={step.busy}
          onBack={onClose}
          onTake={() => void take()}
          onResolve={resolvingActs.open}
          onCase={drawerActs.open}
        />
        <ConnectionBar connection={chat.connection} waiting={chat.unsent.length} />
        <Thread chat={chat} side="OPERATOR" card={card} marksRead={head.mine} />
        <MaskedNotice chat={chat} />
        <PaneFoot head={head} chat={chat} inputRef={field} taking={step.busy} onTake={() => void take()} />
      </section>
      {wide ? (
        <aside ref={panel} className={classes.case} aria-label={intl.formatMessage({ id: "console.case" })}>
          {casePanel}
        </aside>
      ) : (
        <Drawer
          opened={drawer}
          onClose={drawerActs.close}
          position="right"
          size={380}
          title={<FormattedMessage id="console.case" />}
          closeButtonProps={{ "aria-label": intl.formatMessage({ id: "console.close" }) }}
        >
          {casePanel}
        </Drawer>
      )}
      <ResolveDialog opened={resolving} onClose={resolvingActs.close} head={head} step={step} />
      {viewing && (
        <DocumentViewer
          key={viewing}
          head={head}
          documentId={viewing}
          kase={kase}
          step={step}
          onClose={() => setViewing(null)}
        />
      )}
    </div>
  );
}
