/**
 * The step for one requested picture, over the whole screen of a phone. Closing it
 * loses nothing: it stays mounted, with its picture, as long as the page does.
 */
import { Modal } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useEffect, useRef } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { AnswerView } from "./answer-view";
import { ChooseView } from "./choose-view";
import { EditView } from "./edit-view";
import { PreviewView } from "./preview-view";
import { useDocumentStep, type DocumentStep, type RequestToAnswer } from "./use-document-step";

export interface DocumentDialogProps {
  readonly conversationId: string;
  readonly request: RequestToAnswer;
  readonly opened: boolean;
  readonly onClose: () => void;
  /** The customer can't send a picture: the conversation goes on in words. */
  readonly onCannot: () => void;
}

export function DocumentDialog({ conversationId, request, opened, onClose, onCannot }: DocumentDialogProps) {
  const intl = useIntl();
  const small = useMediaQuery("(max-width: 48em)");
  const it = useDocumentStep(conversationId, request);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      keepMounted
      lockScroll={false} // it would write a style element without our nonce
      fullScreen={small}
      size="xl"
      closeOnClickOutside={false}
      closeButtonProps={{ "aria-label": intl.formatMessage({ id: "documents.close" }) }}
      title={<FormattedMessage id="documents.title" values={{ kind: request.kind }} />}
    >
      <Stage it={it} onClose={onClose} onCannot={onCannot} />
    </Modal>
  );
}

interface StageProps {
  readonly it: DocumentStep;
  readonly onClose: () => void;
  readonly onCannot: () => void;
}

/** The view of the state; the focus goes to it when it changes, so that a screen reader begins there. */
function Stage({ it, onClose, onCannot }: StageProps) {
  const place = useRef<HTMLDivElement>(null);
  const at = it.step.at === "sending" ? "preview" : it.step.at === "opening" ? "choose" : it.step.at;
  const before = useRef(at);
  useEffect(() => {
    if (before.current !== at) place.current?.focus();
    before.current = at;
  }, [at]);
  return (
    <div ref={place} tabIndex={-1} data-testid={`document-${at}`}>
      {at === "choose" && <ChooseView it={it} onCannot={onCannot} />}
      {at === "edit" && <EditView it={it} />}
      {at === "preview" && <PreviewView it={it} />}
      {at === "answered" && <AnswerView it={it} onClose={onClose} onCannot={onCannot} />}
    </div>
  );
}
