/** The open conversation: its head, its thread, what can be written, and the case beside it. */
import { Drawer } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type Ref, useCallback, useImperativeHandle, useRef, useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { MaskedNotice } from "../conversation/masked-notice";
import { Thread } from "../conversation/thread";
import { TypingLine } from "../conversation/typing-line";
import type { Message } from "../conversation/types";
import { CasePanel, type CaseTab } from "./case-panel";
import { useDesk } from "./desk-context";
import { DocumentLine } from "./document-line";
import { DocumentViewer } from "./document-viewer";
import { MessageTools } from "./notes/message-tools";
import { PaneDialogs } from "./pane-dialogs";
import { PaneFoot } from "./pane-foot";
import { PaneHead } from "./pane-head";
import { PaneLoading } from "./pane-loading";
import { type Pane, usePane } from "./use-pane";
import classes from "./desk.module.css";

/** What keys and commands do with the open conversation. */
export interface PaneActs extends Pick<Pane, "take" | "takeOver" | "hold" | "setOver" | "may" | "head"> {
  /** Shows a part of the case and goes there. */
  show: (tab: CaseTab) => void;
  /** Presses the n-th line of the checklist. */
  check: (n: number) => void;
  reply: () => void;
  note: () => void;
  slash: () => void;
  escape: () => void;
}

interface Props {
  readonly id: string;
  /** Whether the case has a column of its own. */
  readonly wide: boolean;
  readonly ref: Ref<PaneActs>;
  readonly knownLabels: readonly string[];
  readonly onClose: () => void;
  readonly onTaken: () => void;
}

export function ConversationPane({ id, wide, ref, knownLabels, onClose, onTaken }: Props) {
  const intl = useIntl();
  const { supervisor } = useDesk();
  const pane = usePane(id, onTaken);
  const { chat, head, kase, beside, step, setOver } = pane;
  const [drawer, drawerActs] = useDisclosure(false);
  const [viewing, setViewing] = useState<string | null>(null);
  const panel = useRef<HTMLDivElement>(null);

  /** Shows a part of the case and does something there once it is drawn. */
  const inPanel = (tab: CaseTab, act: (panel: HTMLElement) => void) => {
    pane.setTab(tab);
    if (!wide) drawerActs.open();
    setTimeout(() => panel.current && act(panel.current));
  };
  useImperativeHandle(ref, () => ({
    ...pane,
    show: (tab) => inPanel(tab, (box) => box.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]')?.focus()),
    check: (n) => inPanel("case", (box) => box.querySelector<HTMLElement>(`[data-check="${n}"]`)?.click()),
    reply: () => pane.reply.current?.focus("reply"),
    note: () => pane.reply.current?.focus("note"),
    slash: () => pane.reply.current?.slash(),
    escape: () => void pane.reply.current?.leave(),
  }));
  const card = useCallback(
    (message: Message) =>
      message.kind === "DOCUMENT" && message.code === "READY" ? <DocumentLine message={message} onOpen={setViewing} /> : undefined,
    [],
  );
  const mayHide = head?.mine === true || supervisor;
  const tools = useCallback(
    (message: Message) =>
      !message.redactedAt && (mayHide || message.mine) ? <MessageTools onHide={() => setOver({ hide: message.seq })} /> : undefined,
    [mayHide, setOver],
  );

  if (!head || chat.status === "absent") return <PaneLoading status={chat.status} onClose={onClose} />;
  const casePanel = (
    <div ref={panel} className={classes.casePanel}>
      <CasePanel
        {...{ chat, head, kase, beside, step }}
        tab={pane.tab}
        onTab={pane.setTab}
        viewing={viewing !== null}
        onView={setViewing}
      />
    </div>
  );
  return (
    <div className={classes.paneAndCase}>
      <section className={classes.pane} aria-label={intl.formatMessage({ id: "console.thread" }, { name: head.customerName })}>
        <PaneHead pane={pane} head={head} wide={wide} onBack={onClose} onCase={drawerActs.open} />
        <Thread chat={chat} side="OPERATOR" card={card} tools={tools} marksRead={head.mine} />
        <TypingLine typing={chat.typing} side="OPERATOR" />
        <MaskedNotice chat={chat} />
        <PaneFoot
          head={head}
          actsRef={pane.reply}
          step={step}
          onTake={() => void pane.take()}
          onTakeOver={() => void pane.takeOver()}
          onWriting={chat.writes}
          onNoted={() => {
            beside.reload();
            pane.setTab("notes");
          }}
        />
      </section>
      {wide ? (
        <aside className={classes.case} aria-label={intl.formatMessage({ id: "console.case" })}>
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
      <PaneDialogs pane={pane} head={head} knownLabels={knownLabels} />
      {viewing && (
        <DocumentViewer key={viewing} head={head} documentId={viewing} kase={kase} step={step} onClose={() => setViewing(null)} />
      )}
    </div>
  );
}
