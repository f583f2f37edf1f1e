/** What may be open above the conversation: one thing at a time. */
import { useIntl } from "react-intl";
import type { Conversation } from "../conversation/types";
import { useDesk } from "./desk-context";
import { HideDialog } from "./notes/hide-dialog";
import { LabelsDialog } from "./notes/labels-dialog";
import { ResolveDialog } from "./resolve-dialog";
import { TransferDialog } from "./transfer-dialog";
import type { Pane } from "./use-pane";

interface Props {
  readonly pane: Pane;
  readonly head: Conversation;
  readonly knownLabels: readonly string[];
}

export function PaneDialogs({ pane, head, knownLabels }: Props) {
  const intl = useIntl();
  const { tell } = useDesk();
  const { over, step } = pane;
  const labels = pane.beside.value?.labels ?? [];
  const close = () => pane.setOver(null);
  if (over === null) return null;
  if (over === "resolve") return <ResolveDialog {...{ head, step, labels }} onClose={close} />;
  if (over === "labels") return <LabelsDialog {...{ id: head.id, labels, step }} known={knownLabels} onClose={close} />;
  if (over === "transfer") {
    const done = () => {
      close();
      tell(intl.formatMessage({ id: "desk.transfer.done" }, { name: head.customerName }));
    };
    return <TransferDialog {...{ head, step }} onClose={close} onDone={done} />;
  }
  const message = pane.chat.messages.find((m) => m.seq === over.hide);
  return message ? <HideDialog conversationId={head.id} seq={message.seq} body={message.body} onClose={close} /> : null;
}
