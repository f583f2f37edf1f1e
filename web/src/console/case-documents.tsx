/** What was asked for and what came, with the verdicts. */
import { Button, Group } from "@mantine/core";
import { FormattedMessage, FormattedTime, useIntl } from "react-intl";
import type { Conversation, DocumentKind } from "../conversation/types";
import { tell } from "./act";
import { useDesk } from "./desk-context";
import { PictureIcon } from "./icons";
import { AskForDocument } from "./operations";
import { Tag, type Tone } from "./tag";
import type { Case, CaseDocument, DocumentRequest } from "./use-case";
import type { Step } from "./use-step";
import classes from "./case.module.css";

interface Props {
  readonly head: Conversation;
  readonly value: Case;
  readonly requests: readonly DocumentRequest[];
  readonly step: Step;
  readonly onView: (documentId: string) => void;
}

const kinds: readonly DocumentKind[] = ["IDENTITY", "BANK_CARD"];

export function CaseDocuments({ head, value, requests, step, onView }: Props) {
  const intl = useIntl();
  const desk = useDesk();
  const canAsk = head.mine && (head.state === "ACTIVE" || head.state === "ON_HOLD");
  const ask = async (kind: DocumentKind) => {
    const problem = await step.take(AskForDocument, { input: { conversationId: head.id, kind } });
    if (problem) desk.tell(tell(intl, problem));
  };
  return (
    <section className={classes.section}>
      <h3 className={classes.heading} tabIndex={-1} data-documents>
        <FormattedMessage id="console.documents" />
      </h3>
      {value.documents.length === 0 && requests.length === 0 && (
        <p className={classes.note}>
          <FormattedMessage id="console.noDocuments" />
        </p>
      )}
      <ul className={classes.documents}>
        {value.documents.map((d) => (
          <DocumentRow key={d.id} document={d} onView={() => onView(d.id)} />
        ))}
        {requests.map((r) => (
          <li key={r.id} className={classes.request}>
            <FormattedMessage id="console.request" values={{ kind: r.kind, time: intl.formatTime(r.askedAt) }} />
            {r.refusals > 0 && (
              <span className={classes.warn}>
                {" "}
                <FormattedMessage id="console.refusals" values={{ count: r.refusals }} />
              </span>
            )}
          </li>
        ))}
      </ul>
      {canAsk && (
        <Group gap="xs" mt="xs">
          {kinds.map((kind) => (
            <Button
              key={kind}
              size="xs"
              variant="default"
              loading={step.busy}
              disabled={requests.some((r) => r.kind === kind)}
              onClick={() => void ask(kind)}
            >
              <FormattedMessage id={`console.ask.${kind}`} />
            </Button>
          ))}
        </Group>
      )}
    </section>
  );
}

const stateTones: Readonly<Record<CaseDocument["state"], Tone>> = {
  READY: "news",
  ACCEPTED: "good",
  DECLINED: "bad",
  DESTROYED: "plain",
};

const matchTones: Readonly<Record<CaseDocument["match"], Tone>> = {
  MATCH: "good",
  NO_MATCH: "bad",
  NO_CARD_SAVED: "warn",
  NOT_COMPARED: "plain",
};

/** A picture with its verdicts; also part of a proposal's evidence. */
export function DocumentRow({ document: d, onView }: { readonly document: CaseDocument; readonly onView: () => void }) {
  return (
    <li className={classes.document}>
      <div className={classes.documentText}>
        <span className={classes.documentKind}>
          <FormattedMessage id={`console.kind.${d.kind}`} />
        </span>
        <span className={classes.badges}>
          <Tag tone={stateTones[d.state]}>
            <FormattedMessage id={`console.document.state.${d.state}`} />
          </Tag>
          {d.kind === "BANK_CARD" && d.state !== "DESTROYED" && (
            <Tag tone={matchTones[d.match]}>
              <FormattedMessage id={`console.match.${d.match}`} />
            </Tag>
          )}
          {d.viewed && (
            <Tag tone="plain">
              <FormattedMessage id="console.document.viewed" />
            </Tag>
          )}
        </span>
        <span className={classes.note}>
          <FormattedTime value={d.uploadedAt} />
          {d.declineReason && (
            <>
              {" · "}
              <FormattedMessage id="console.reason" values={{ reason: d.declineReason }} />
            </>
          )}
        </span>
      </div>
      {d.state !== "DESTROYED" && (
        <Button size="xs" variant="light" flex="none" leftSection={<PictureIcon />} onClick={onView}>
          <FormattedMessage id="console.document.open" />
        </Button>
      )}
    </li>
  );
}
