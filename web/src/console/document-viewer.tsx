/** A document before an operator's eyes: on a canvas, for a few minutes. */
import { ActionIcon, Button, Center, Group, Loader, Modal, Stack, Text, Textarea, Tooltip } from "@mantine/core";
import { useEffect, useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import type { Conversation } from "../conversation/types";
import { useDesk } from "./desk-context";
import { DocumentReview } from "./document-review";
import { ContrastIcon, MinusIcon, PlusIcon, TurnIcon } from "./icons";
import type { Turn } from "./picture";
import { PictureCanvas } from "./picture-canvas";
import { ProblemNote } from "./problem-note";
import { usePicture } from "./use-picture";
import type { LiveCase } from "./use-case";
import type { Step } from "./use-step";
import classes from "./viewer.module.css";

interface Props {
  readonly head: Conversation;
  readonly documentId: string;
  readonly kase: LiveCase;
  readonly step: Step;
  readonly onClose: () => void;
}

/** How long a picture stays open, in milliseconds: long enough to read it, too short to forget it. */
const staysOpen = 3 * 60_000;
/** Characters of a reason to look, as the server has it. */
const shortestReason = 10;

export function DocumentViewer({ head, documentId, kase, step, onClose }: Props) {
  const intl = useIntl();
  const { supervisor } = useDesk();
  const document_ = kase.value?.documents.find((d) => d.id === documentId);
  // Who neither owns the case nor decides on it says why; the customer can read it.
  const [needsReason] = useState(!head.mine && supervisor && kase.value?.proposal?.state !== "PROPOSED");
  const [reason, setReason] = useState("");
  const [attempt, setAttempt] = useState(needsReason ? 0 : 1);
  const [asked, setAsked] = useState("");
  const wanted = attempt > 0 ? { conversationId: head.id, documentId, reason: asked, attempt } : null;
  const viewing = usePicture(wanted, kase.reload);
  const look = () => {
    setAsked(reason.trim());
    setAttempt((n) => n + 1);
  };
  const kind = document_?.kind ?? "IDENTITY";
  return (
    <Modal
      opened
      onClose={onClose}
      fullScreen
      zIndex={400}
      title={intl.formatMessage({ id: `console.kind.${kind}` })}
      closeButtonProps={{ "aria-label": intl.formatMessage({ id: "console.close" }) }}
      classNames={{ content: classes.content ?? "", body: classes.body ?? "" }}
    >
      {wanted === null || (viewing.state === "refused" && needsReason) ? (
        <Stack maw={520} mx="auto" w="100%">
          <Textarea
            label={intl.formatMessage({ id: "console.viewReason" })}
            description={intl.formatMessage({ id: "console.viewReason.text" })}
            required
            autosize
            minRows={3}
            maxLength={500}
            value={reason}
            onChange={(e) => setReason(e.currentTarget.value)}
            data-autofocus
          />
          {viewing.state === "refused" && <ProblemNote problem={viewing.problem} onAgain={look} />}
          <Button disabled={reason.trim().length < shortestReason} onClick={look}>
            <FormattedMessage id="console.document.open" />
          </Button>
        </Stack>
      ) : viewing.state === "loading" ? (
        <Center flex={1}>
          <Loader role="status" aria-label={intl.formatMessage({ id: "console.loading" })} />
        </Center>
      ) : viewing.state === "refused" ? (
        <Stack maw={520} mx="auto" w="100%">
          <ProblemNote problem={viewing.problem} onAgain={look} />
          <Button variant="default" onClick={look}>
            <FormattedMessage id="console.again" />
          </Button>
        </Stack>
      ) : (
        <Shown picture={viewing.picture} at={viewing.at} head={head} onClose={onClose}>
          {document_ && head.mine && <DocumentReview head={head} document={document_} step={step} onDone={onClose} />}
        </Shown>
      )}
    </Modal>
  );
}

interface ShownProps {
  readonly picture: ImageBitmap;
  readonly at: Date;
  readonly head: Conversation;
  readonly onClose: () => void;
  readonly children: React.ReactNode;
}

const zooms = [1, 1.5, 2, 3, 4] as const;

function Shown({ picture, at, head, onClose, children }: ShownProps) {
  const intl = useIntl();
  const { operator } = useDesk();
  const [zoom, setZoom] = useState(0);
  const [turn, setTurn] = useState<Turn>(0);
  const [contrast, setContrast] = useState(false);
  useEffect(() => {
    const timer = setTimeout(onClose, staysOpen);
    return () => clearTimeout(timer);
  }, [onClose]);
  const time = at.toISOString().slice(0, 19).replace("T", " ");
  const watermark = `${operator.name} · ${head.id.slice(-8)} · ${time} UTC`;
  return (
    <>
      <Group justify="center" gap="xs" className={classes.tools ?? ""} role="toolbar">
        <Tool id="console.zoomOut" disabled={zoom === 0} onClick={() => setZoom((z) => Math.max(0, z - 1))}>
          <MinusIcon size={18} />
        </Tool>
        <Text size="sm" w={52} ta="center" aria-live="polite">
          {intl.formatNumber(zooms[zoom] ?? 1, { style: "percent" })}
        </Text>
        <Tool id="console.zoomIn" disabled={zoom === zooms.length - 1} onClick={() => setZoom((z) => Math.min(zooms.length - 1, z + 1))}>
          <PlusIcon size={18} />
        </Tool>
        <Tool id="console.turn" onClick={() => setTurn((t) => ((t + 90) % 360) as Turn)}>
          <TurnIcon size={18} />
        </Tool>
        <Tool id="console.contrast" pressed={contrast} onClick={() => setContrast((on) => !on)}>
          <ContrastIcon size={18} />
        </Tool>
      </Group>
      <PictureCanvas
        picture={picture}
        turn={turn}
        zoom={zooms[zoom] ?? 1}
        contrast={contrast}
        watermark={watermark}
        label={intl.formatMessage({ id: "console.picture" })}
      />
      {children}
      <Text size="xs" c="dimmed" ta="center">
        <FormattedMessage id="console.viewing" values={{ minutes: staysOpen / 60_000 }} />
      </Text>
    </>
  );
}

interface ToolProps {
  readonly id: string;
  readonly disabled?: boolean;
  readonly pressed?: boolean;
  readonly onClick: () => void;
  readonly children: React.ReactNode;
}

function Tool({ id, disabled = false, pressed, onClick, children }: ToolProps) {
  const label = useIntl().formatMessage({ id });
  return (
    <Tooltip label={label} zIndex={500}>
      <ActionIcon
        variant={pressed ? "filled" : "default"}
        size={36}
        aria-label={label}
        aria-pressed={pressed}
        disabled={disabled}
        onClick={onClick}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
